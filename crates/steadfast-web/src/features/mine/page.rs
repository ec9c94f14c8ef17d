//! The page of *Mine*: a place to write first, then what was written.

use leptos::prelude::*;
use steadfast_member::view::Standing;
use steadfast_repair::{
    journal::{Act, Write},
    relationship::Act as SaidAct,
    words::{TextError, Words},
};

use super::{
    closed::{CloseAgain, Closed},
    parts::{Leaves, Promises},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::{HowItWent, Saying},
    ui::{Button, Page, Reads, Stitch, Weight, WordsField},
};

/// *Mine*, or the way into it if it has a passphrase of its own.
#[component]
pub(crate) fn MinePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let mine = circle::mine(session);
    move || {
        let mine = mine.get()?;
        Some(if mine.standing == Standing::Closed {
            view! { <Closed /> }.into_any()
        } else {
            view! { <Open mine /> }.into_any()
        })
    }
}

#[component]
fn Open(mine: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let circle = mine.id;
    view! {
        <Page title=say::mine::title()>
            <p class="quiet">{say::mine::lead()}</p>
            <Writing circle saying />
            <Stitch />
            <Leaves circle moment saying />
            <Promises circle moment />
            <CloseAgain />
            <HowItWent saying />
        </Page>
    }
}

/// A new page.
#[component]
fn Writing(circle: steadfast_circle::CircleId, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = draft(session, "mine/page");
    let problem = RwSignal::new(None::<String>);
    let keep = move || match text_of(&text.read_untracked()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            problem.set(None);
            saying.say(
                circle,
                SaidAct::Journal(Act::Write(Write { text: words })),
                say::mine::kept(),
                move |_| {
                    text.set(String::new());
                },
            );
        }
    };
    view! {
        <form
            class="group"
            on:submit=move |event| {
                event.prevent_default();
                keep();
            }
        >
            <WordsField
                label=say::mine::write()
                value=text
                reads=Reads::MeAlone
                help=say::mine::write_hint()
                problem=problem
                lines=6
            />
            <Button label=say::mine::keep() weight=Weight::Main submit=true busy=saying.busy() />
        </form>
    }
}

/// What was written, or what is wrong with it.
pub(super) fn text_of(text: &str) -> Result<Words, String> {
    Words::new(text.trim()).map_err(|error| match error {
        TextError::TooLong { chars, chars_max } => say::mine::too_long(chars, chars_max),
        TextError::Blank | TextError::NotOneLine { .. } => say::mine::blank().into(),
    })
}
