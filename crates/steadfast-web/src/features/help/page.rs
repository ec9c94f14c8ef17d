//! The page of help: nothing here is kept, sent or counted.

use leptos::prelude::*;

use super::parts::{Breathing, Grounding, Lines, PEOPLE};
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
            <p>
                // The router leaves an external link alone, and the browser jumps.
                <a href=format!("#{PEOPLE}") rel="external">
                    {say::help::to_people()}
                </a>
            </p>
            <Breathing />
            <Stitch />
            <Grounding />
            <Stitch />
            <Lines />
        </Page>
    }
}
