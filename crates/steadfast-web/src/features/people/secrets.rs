//! What a therapist says they do with what one of two partners tells them alone.

use leptos::prelude::*;
use steadfast_repair::people::SecretsPolicy;

use crate::{
    messages as say, naming,
    ui::{Choice, ChoiceField},
};

/// Asks a therapist for their policy on secrets between partners.
#[component]
pub(crate) fn SecretsField(secrets: RwSignal<Option<SecretsPolicy>>) -> impl IntoView {
    let choices = SecretsPolicy::ALL.map(|policy| Choice::new(policy, naming::own_secrets(policy)));
    view! {
        <ChoiceField label=say::naming::secrets_ask() value=secrets choices=choices.into() />
        <p class="quiet small">{say::naming::secrets_about()}</p>
    }
}
