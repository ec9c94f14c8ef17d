//! Things to notice: a plain note, an error in its three parts, and the clay panel for what needs a person now.

use leptos::prelude::*;

/// A plain note that stands beside the content.
#[component]
pub(crate) fn Note(children: Children) -> impl IntoView {
    view! { <aside class="note group">{children()}</aside> }
}

/// An error: what happened, that nothing is lost (only if that is so), what to do now. It is read aloud when it
/// comes, and it stays until what it says is no longer so.
#[component]
pub(crate) fn Trouble(
    /// What happened.
    #[prop(into)]
    what: String,
    /// That nothing is lost. Left out where that is not certain.
    #[prop(optional, into)]
    nothing_lost: Option<String>,
    /// What to do now.
    #[prop(into)]
    now: String,
    /// A button or link that does it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="note trouble group" role="alert">
            <p class="trouble-what">{what}</p>
            {nothing_lost.map(|words| view! { <p>{words}</p> })}
            <p>{now}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}

/// What needs a person now: a broken record, a page that will erase. It is never dismissed by itself.
#[component]
pub(crate) fn Clay(
    /// The heading.
    #[prop(into)]
    title: String,
    /// Whether it is read aloud the moment it comes.
    #[prop(optional)]
    urgent: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="note clay group" role=if urgent { "alert" } else { "group" } aria-label=title.clone()>
            <h2>{title.clone()}</h2>
            {children()}
        </section>
    }
}
