//! A button says what will happen, and shows when it takes longer than a blink.

use leptos::{ev::MouseEvent, prelude::*};

use crate::ui::Working;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The one main action of a page.
    Main,
    /// Any other.
    #[default]
    Plain,
    /// One that is there when looked for, as *Not now*.
    Quiet,
}

impl Weight {
    /// The class that gives it its look.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Main => "button main",
            Self::Plain => "button",
            Self::Quiet => "button quiet-button",
        }
    }
}

/// A button. While `busy` it cannot be pressed again, and after 300 ms it shows that something is under way.
#[component]
pub(crate) fn Button(
    /// What will happen.
    #[prop(into)]
    label: Signal<String>,
    #[prop(optional)] weight: Weight,
    /// Sends the form that it stands in, where there is no `on_press`.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |_: MouseEvent| {
        if let Some(on_press) = on_press
            && !busy.get_untracked()
            && !disabled.get_untracked()
        {
            on_press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=weight.class()
            on:click=press
            // A disabled button loses the focus; one that is merely said to be keeps a keyboard where it was.
            aria-disabled=move || (busy.get() || disabled.get()).then_some("true")
        >
            {label}
            {move || busy.get().then(|| view! { <Working /> })}
        </button>
    }
}
