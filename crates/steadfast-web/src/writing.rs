//! A place to write one's own words and say them: kept as a draft until they are said.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    relationship::Act,
    words::{TextError, Words},
};

use crate::{
    app::Session,
    drafts::draft,
    messages as say,
    saying::Saying,
    ui::{Button, Reads, Weight, WordsField},
};

/// A field for words and the button that says them.
#[component]
pub(crate) fn WordsForm(
    /// Under which name of [`draft`] the words are kept until they are said.
    #[prop(into)]
    kept_as: String,
    circle: CircleId,
    saying: Saying,
    /// What is said with the words.
    #[prop(into)]
    act: Callback<Words, Act>,
    /// What is read aloud once it was said.
    #[prop(into)]
    told: String,
    /// What whoever wrote nothing is asked for. Nothing, where that is an answer too.
    #[prop(optional, into)]
    if_blank: String,
    #[prop(into)] label: String,
    #[prop(into)] help: String,
    #[prop(into)] reads: Signal<Reads>,
    /// What the button says.
    #[prop(into)]
    send: String,
    #[prop(optional)] weight: Weight,
    #[prop(default = 4)] lines: u32,
    #[prop(default = "group")] class: &'static str,
    /// What stands above the field.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = draft(expect_context::<Session>(), &kept_as);
    let problem = RwSignal::new(None::<String>);
    let say = move || match words_of(&text.read_untracked(), &if_blank) {
        Err(wrong) => problem.set(Some(wrong).filter(|wrong| !wrong.is_empty())),
        Ok(words) => {
            problem.set(None);
            saying.say(circle, act.run(words), told.clone(), move |_| text.set(String::new()));
        }
    };
    view! {
        <form
            class=class
            on:submit=move |event| {
                event.prevent_default();
                say();
            }
        >
            {children.map(|children| children())}
            <WordsField label value=text reads help problem lines />
            <Button label=send weight submit=true busy=saying.busy() />
        </form>
    }
}

/// What was written, or what is wrong with it.
pub(crate) fn words_of(text: &str, if_blank: &str) -> Result<Words, String> {
    Words::new(text.trim()).map_err(|error| match error {
        TextError::TooLong { chars, chars_max } => say::saying::no_room(chars, chars_max),
        TextError::Blank | TextError::NotOneLine { .. } => if_blank.to_owned(),
    })
}
