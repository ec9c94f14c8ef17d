//! Fields: each with its label, a line of help, and a place for what is wrong with what was written.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use steadfast_circle::CircleId;

use super::Go;
use crate::{messages as say, routes::Route};

/// An `id` that nothing else on the page has.
pub(super) fn fresh_id(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Label above, then the field, then help and what is wrong.
#[component]
pub(super) fn Labelled(
    id: String,
    label: String,
    #[prop(optional_no_strip)] help: Option<String>,
    problem: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="field-help" id=format!("{id}-help")>{help}</p> })}
            {children()}
            <p class="field-problem" id=format!("{id}-problem") aria-live="polite">
                {problem}
            </p>
        </div>
    }
}

/// The ids of what describes a field.
pub(super) fn described_by(id: &str, help: bool) -> String {
    if help { format!("{id}-help {id}-problem") } else { format!("{id}-problem") }
}

/// One line of text.
#[component]
pub(crate) fn TextField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] help: Option<String>,
    /// What is wrong with what was written, worded for the one who wrote it.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// `text`, `time`, `date`, `number`, `url`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The longest that may be written, in UTF-16 units, as browsers count.
    #[prop(default = 200)]
    longest: u32,
    /// What browsers may fill in (HTML's `autocomplete`); nothing unless said, since they remember what they filled.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it is a person's own words, as the title of a promise, and set so.
    #[prop(optional)]
    words: bool,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = described_by(&id, help.is_some());
    view! {
        <Labelled id=id.clone() label help problem>
            <input
                id=id
                type=kind
                class="input"
                class:own-words=words
                maxlength=longest
                autocomplete=autocomplete
                aria-describedby=described
                aria-invalid=move || problem.read().is_some().then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        </Labelled>
    }
}

/// Who will read what is being written. It stands beside every place where one writes, before anything is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Nobody but the one who writes.
    MeAlone,
    /// These, as the page names them; one's own name, "you", stands last.
    These(Vec<String>),
    /// These, but not at once.
    Later {
        /// The names, as for [`Reads::These`].
        names: Vec<String>,
        /// Why not, and until when it waits.
        waits: String,
        /// The circle whose page of space is where one can say what cannot wait, if one can.
        otherwise: Option<CircleId>,
    },
}

impl Reads {
    /// These and the one who writes, or the one who writes alone.
    pub(crate) fn with_me(mut others: Vec<String>) -> Self {
        if others.is_empty() {
            return Self::MeAlone;
        }
        others.push(say::wording::you_inline().into());
        Self::These(others)
    }

    /// The same people, as late as others read it if those read it later.
    pub(crate) fn no_sooner_than(self, others: Self) -> Self {
        match (self, others) {
            (Self::These(names), Self::Later { waits, otherwise, .. }) => {
                Self::Later { names, waits, otherwise }
            }
            (this, _) => this,
        }
    }

    /// The line about it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::MeAlone => say::ui::reads_this_nobody().into(),
            Self::These(names) | Self::Later { names, .. } => {
                let together = match names.split_last() {
                    Some((last, rest)) if !rest.is_empty() => {
                        say::ui::two_names(rest.join(", "), last)
                    }
                    Some((only, _)) => only.clone(),
                    None => return say::ui::reads_this_nobody().into(),
                };
                say::ui::reads_this(together)
            }
        }
    }
}

/// The line about who reads it, and below it whether that is only later.
#[component]
pub(super) fn ReadsLine(
    reads: Signal<Reads>,
    #[prop(optional, into)] id: Option<String>,
) -> impl IntoView {
    let later = move || match reads.get() {
        Reads::MeAlone | Reads::These(_) => None,
        Reads::Later { waits, otherwise, .. } => {
            let otherwise = otherwise.map(
                |circle| view! { " " <Go to=Route::Space circle label=say::ui::cannot_wait() /> },
            );
            Some(view! { <p class="reads">{waits} {otherwise}</p> })
        }
    };
    view! {
        <p class="reads" id=id>
            {move || reads.read().words()}
        </p>
        {later}
    }
}

/// The line about who reads it, where no [`WordsField`] stands beside the button.
#[component]
pub(crate) fn WhoReads(#[prop(into)] reads: Signal<Reads>) -> impl IntoView {
    view! { <ReadsLine reads /> }
}

/// A place for a person's own words, which grows as they write, with the line about who reads it.
#[component]
pub(crate) fn WordsField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] reads: Signal<Reads>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
    /// How many lines it offers at first.
    #[prop(default = 4)]
    lines: u32,
    /// The longest that may be written, in UTF-16 units, as browsers count.
    #[prop(default = 8000)]
    longest: u32,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = format!("{} {id}-reads", described_by(&id, help.is_some()));
    view! {
        <Labelled id=id.clone() label help problem>
            <textarea
                id=id.clone()
                class="input own-words"
                rows=lines
                maxlength=longest
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || problem.read().is_some().then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
            <ReadsLine reads id=format!("{id}-reads") />
        </Labelled>
    }
}

/// A passphrase, hidden until one asks to see it.
#[component]
pub(crate) fn PassphraseField(
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = described_by(&id, help.is_some());
    let shown = RwSignal::new(false);
    view! {
        <Labelled id=id.clone() label help problem>
            <input
                id=id.clone()
                type=move || if shown.get() { "text" } else { "password" }
                class="input"
                // A browser that remembers the passphrase opens the app for whoever holds the device.
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || problem.read().is_some().then_some("true")
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
            <button type="button" class="reveal" aria-controls=id on:click=move |_| shown.update(|shown| *shown = !*shown)>
                {move || if shown.get() { say::ui::hide_passphrase() } else { say::ui::show_passphrase() }}
            </button>
        </Labelled>
    }
}

/// One of the ways to answer a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice<T> {
    /// What it means.
    pub(crate) value: T,
    /// What it says.
    pub(crate) label: String,
    /// A line that explains it.
    pub(crate) help: Option<String>,
    /// Whether the label is a person's own words, and set so.
    own_words: bool,
}

impl<T> Choice<T> {
    /// A choice that needs no explanation.
    pub(crate) fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), help: None, own_words: false }
    }

    /// A choice whose label is a person's own words.
    pub(crate) fn in_words(value: T, label: impl Into<String>) -> Self {
        Self { own_words: true, ..Self::new(value, label) }
    }

    /// The same with a line that explains it.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// A question with a few answers, all in sight; one can be chosen, and none is until somebody chooses.
#[component]
pub(crate) fn ChoiceField<T: Clone + PartialEq + Send + Sync + 'static>(
    /// The question.
    #[prop(into)]
    label: String,
    value: RwSignal<Option<T>>,
    choices: Vec<Choice<T>>,
) -> impl IntoView {
    let name = fresh_id("choice");
    let options = choices.into_iter().map(|choice| {
        let (mine, chosen) = (choice.value.clone(), choice.value);
        view! {
            <label class="option">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || value.read().as_ref() == Some(&mine)
                    on:change=move |_| value.set(Some(chosen.clone()))
                />
                <span class="option-words">
                    <span class:words-inside=choice.own_words>{choice.label}</span>
                    {choice.help.map(|help| view! { <span class="field-help">{help}</span> })}
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="options">{options.collect_view()}</div>
        </fieldset>
    }
}

/// A choice among many, folded away.
#[component]
pub(crate) fn SelectField<T: Clone + PartialEq + Send + Sync + 'static>(
    #[prop(into)] label: String,
    value: RwSignal<T>,
    choices: Vec<Choice<T>>,
    #[prop(optional, into)] help: Option<String>,
) -> impl IntoView {
    let id = fresh_id("field");
    let described = help.is_some().then(|| format!("{id}-help"));
    let values: Vec<T> = choices.iter().map(|choice| choice.value.clone()).collect();
    let options = choices.into_iter().enumerate().map(move |(place, choice)| {
        let mine = choice.value;
        view! {
            <option value=place.to_string() prop:selected=move || *value.read() == mine>
                {choice.label}
            </option>
        }
    });
    view! {
        <Labelled id=id.clone() label help problem=Signal::derive(|| None)>
            <select
                id=id
                class="input"
                aria-describedby=described
                on:change:target=move |event| {
                    let chosen = event.target().value().parse::<usize>().ok().and_then(|place| values.get(place).cloned());
                    if let Some(chosen) = chosen {
                        value.set(chosen);
                    }
                }
            >
                {options.collect_view()}
            </select>
        </Labelled>
    }
}

/// A statement that one can say yes to.
#[component]
pub(crate) fn TickField(#[prop(into)] label: String, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="option">
            <input
                type="checkbox"
                prop:checked=value
                on:change:target=move |event| value.set(event.target().checked())
            />
            <span class="option-words">{label}</span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_about_readers_names_everybody() {
        let names = |names: &[&str]| {
            Reads::These(names.iter().map(|name| (*name).to_owned()).collect()).words()
        };
        assert_eq!(Reads::MeAlone.words(), "Reads this: you alone");
        assert_eq!(names(&["Ana", "you"]), "Reads this: Ana and you");
        assert_eq!(names(&["Ana", "Dr Ruiz", "you"]), "Reads this: Ana, Dr Ruiz and you");
        assert_eq!(names(&[]), "Reads this: you alone");
    }

    #[test]
    fn no_two_fields_share_an_id() {
        assert_ne!(fresh_id("field"), fresh_id("field"));
    }
}
