//! The page of help: nothing here is kept, sent or counted.

use leptos::prelude::*;

use super::parts::{Breathing, Grounding, Lines};
use crate::{
    messages as say,
    ui::{Page, Stitch},
};

/// Breathing, the senses, and people to call.
#[component]
pub(crate) fn HelpPage() -> impl IntoView {
    view! {
        <Page title=say::help::title()>
            <p>{say::help::lead()}</p>
            <Breathing />
            <Stitch />
            <Grounding />
            <Stitch />
            <Lines />
        </Page>
    }
}
