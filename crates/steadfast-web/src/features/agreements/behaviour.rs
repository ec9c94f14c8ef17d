//! The dialog in which one behaviour is written.

use leptos::prelude::*;
use steadfast_repair::{
    agreements::{Behaviour, Detail, Hours, Kind, PartnerHears},
    words::TextError,
};

use super::form::{BehaviourForm, BehaviourProblem, Told};
use crate::{
    messages as say,
    ui::{Button, Choice, ChoiceField, Dialog, SelectField, TextField, TickField, Weight},
    wording::{About, hours},
};

/// The times that are offered, in hours. Any other can stand in an agreement that somebody else's program wrote.
const HOURS: [u16; 7] = [1, 6, 12, 24, 48, 72, 168];

/// Writes one behaviour; `begin` says with what it opens, and `keep` takes what it came to.
#[component]
pub(super) fn BehaviourDialog(
    /// What the dialog is about; `None` while it is closed.
    editing: RwSignal<Option<BehaviourForm>>,
    #[prop(into)] about: Signal<About>,
    #[prop(into)] keep: Callback<Behaviour>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if editing.read().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            editing.update_untracked(|editing| *editing = None);
        }
    });
    view! {
        <Dialog open title=say::agreements::behaviour_title() close_label=say::agreements::behaviour_close()>
            {move || {
                let form = editing.get_untracked();
                form.map(|form| view! { <Fields form about keep open /> })
            }}
        </Dialog>
    }
}

#[component]
fn Fields(
    form: BehaviourForm,
    about: Signal<About>,
    keep: Callback<Behaviour>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let what = RwSignal::new(form.what.clone());
    let kind = RwSignal::new(Some(form.kind));
    let (partner, therapist, supporter) = (
        RwSignal::new(form.told.partner),
        RwSignal::new(form.told.therapist),
        RwSignal::new(form.told.supporter),
    );
    let hears = RwSignal::new(Some(form.told.hears));
    let within = RwSignal::new(form.within);
    let detail = RwSignal::new(Some(form.detail));
    let tried = RwSignal::new(false);
    let first = StoredValue::new(form.clone());
    let made = Memo::new(move |_| {
        let form = first.get_value();
        BehaviourForm {
            number: form.number,
            what: what.get(),
            kind: kind.get().unwrap_or(form.kind),
            told: Told {
                partner: partner.get(),
                therapist: therapist.get(),
                supporter: supporter.get(),
                hears: hears.get().unwrap_or(form.told.hears),
            },
            within: within.get(),
            detail: detail.get().unwrap_or(form.detail),
        }
        .behaviour()
    });
    let wrong = move || made.get().err().filter(|_| tried.get());
    let what_problem = Signal::derive(move || match wrong() {
        Some(BehaviourProblem::What(error)) => Some(text_problem(error)),
        _ => None,
    });
    let put_in = move || match made.get_untracked() {
        Ok(behaviour) => {
            keep.run(behaviour);
            open.set(false);
        }
        Err(_) => tried.set(true),
    };
    let times = hours_offered(form.within);
    let (tick_partner, hears_label) = partner_words(&about.get_untracked());
    let hears_choices = StoredValue::new((hears_label, hears_choices()));
    view! {
        <TextField
            label=say::agreements::what()
            value=what
            help=say::agreements::what_hint()
            problem=what_problem
            words=true
        />
        <Examples what />
        <ChoiceField
            label=say::agreements::kind()
            value=kind
            choices=vec![
                Choice::new(Kind::Slip, say::agreements::kind_slip()).with_help(say::agreements::kind_slip_hint()),
                Choice::new(Kind::Relapse, say::agreements::kind_relapse())
                    .with_help(say::agreements::kind_relapse_hint()),
                Choice::new(Kind::Neither, say::agreements::kind_neither())
                    .with_help(say::agreements::kind_neither_hint()),
            ]
        />
        <fieldset class="field">
            <legend>{say::agreements::to()}</legend>
            <div class="options">
                <TickField label=tick_partner value=partner />
                <TickField label=say::agreements::to_therapist() value=therapist />
                <TickField label=say::agreements::to_supporter() value=supporter />
            </div>
            <p class="field-problem" aria-live="polite">
                {move || (wrong() == Some(BehaviourProblem::Nobody)).then(say::agreements::problem_nobody)}
            </p>
        </fieldset>
        <Show when=move || !partner.get() && (therapist.get() || supporter.get())>
            {move || {
                let (label, choices) = hears_choices.get_value();
                view! { <ChoiceField label value=hears choices /> }
            }}
        </Show>
        <SelectField label=say::agreements::within() value=within choices=times />
        <ChoiceField
            label=say::agreements::detail()
            value=detail
            choices=vec![
                Choice::new(Detail::ThatItHappened, say::agreements::detail_happened()),
                Choice::new(Detail::WhatWhenWhere, say::agreements::detail_what()),
                Choice::new(Detail::WhateverIsAsked, say::agreements::detail_asked()),
            ]
        />
        <p class="small quiet">{say::agreements::detail_hint()}</p>
        <Button label=say::agreements::behaviour_keep() weight=Weight::Main on_press=move |()| put_in() />
    }
}

/// Words to begin with, which nobody has to keep.
#[component]
fn Examples(what: RwSignal<String>) -> impl IntoView {
    let examples = [
        say::agreements::example_1(),
        say::agreements::example_2(),
        say::agreements::example_3(),
        say::agreements::example_4(),
        say::agreements::example_5(),
        say::agreements::example_6(),
        say::agreements::example_7(),
        say::agreements::example_8(),
    ];
    let examples = examples.map(|example| {
        view! {
            <li>
                <button type="button" class="button quiet-button" on:click=move |_| what.set(example.into())>
                    {example}
                </button>
            </li>
        }
    });
    view! {
        <details class="fold">
            <summary>{say::agreements::examples()}</summary>
            <p class="small quiet">{say::agreements::examples_lead()}</p>
            <ul class="agreement-examples">{examples.collect_view()}</ul>
        </details>
    }
}

/// What the tick for the partner says, and how one asks what they hear.
fn partner_words(about: &About) -> (String, String) {
    match about {
        About::Mine { other } => (other.clone(), say::agreements::hears(other)),
        About::Theirs { .. } => {
            (say::agreements::to_partner_me().into(), say::agreements::hears_me().into())
        }
        About::Both => {
            (say::agreements::to_partner_both().into(), say::agreements::hears_both().into())
        }
    }
}

fn hears_choices() -> Vec<Choice<PartnerHears>> {
    vec![
        Choice::new(PartnerHears::ToldInTime, say::agreements::hears_in_time()),
        Choice::new(PartnerHears::Nothing, say::agreements::hears_nothing()),
    ]
}

fn hours_offered(chosen: Hours) -> Vec<Choice<Hours>> {
    let mut offered: Vec<_> =
        HOURS.into_iter().filter_map(|hours| Hours::new(hours).ok()).collect();
    if !offered.contains(&chosen) {
        offered.push(chosen);
        offered.sort();
    }
    offered.into_iter().map(|within| Choice::new(within, hours(within))).collect()
}

fn text_problem(error: TextError) -> String {
    match error {
        TextError::Blank => say::agreements::problem_what_blank().into(),
        TextError::TooLong { chars, chars_max } => {
            say::agreements::problem_what_long(chars, chars_max)
        }
        TextError::NotOneLine { .. } => say::agreements::problem_what_one_line().into(),
    }
}
