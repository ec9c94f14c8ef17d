//! The frame of one page's content: its one heading, its column, and the quiet margin beside it.

use leptos::{html, prelude::*};

use super::{GoButton, Weight};
use crate::routes::Route;

/// How often the person has gone from page to page since the app opened.
#[derive(Clone, Copy)]
pub(crate) struct Navigations(pub(crate) RwSignal<u32>);

/// A page. Its heading takes the focus when one arrives by a link, so that a screen reader says where one is.
#[component]
pub(crate) fn Page(
    /// The one `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// Whether the heading is a person's own words, as the name of a promise, and set so.
    #[prop(optional)]
    own_words: bool,
    /// What stands in the margin on a wide screen, and below on a phone.
    #[prop(optional, into)]
    margin: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let navigations =
        use_context::<Navigations>().map_or(0, |navigations| navigations.0.get_untracked());
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && navigations > 0
        {
            // The focus is a courtesy: where it cannot be given, the page is still there to read.
            let _ = heading.focus();
        }
    });
    view! {
        <div class="page">
            <div class="page-column flow">
                <h1 tabindex="-1" node_ref=heading class:own-words=own_words>
                    {title}
                </h1>
                {children()}
            </div>
            {margin.map(|margin| view! { <aside class="page-margin group">{margin.run()}</aside> })}
        </div>
    }
}

/// In place of a page that needs somebody else, as long as nobody is there: what it is for, and where to go meanwhile.
#[component]
pub(crate) fn AlonePage(
    #[prop(into)] title: String,
    #[prop(into)] lead: String,
    to: Route,
    /// What the way there is called.
    #[prop(into)]
    go: String,
) -> impl IntoView {
    view! {
        <Page title>
            <p>{lead}</p>
            <GoButton to label=go weight=Weight::Main />
        </Page>
    }
}
