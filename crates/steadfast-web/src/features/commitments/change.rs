//! Asking for something else than what was promised, ahead of time.

use jiff::civil::Date;
use leptos::prelude::*;
use steadfast_repair::{
    commitments::{Act, Change, Instead, Renegotiate},
    relationship::Act as Said,
    words::Words,
};

use super::{
    form::{Problem, ScheduleForm, note},
    parts::{ScheduleFields, ScheduleInputs, text_problem},
    state::Detail,
};
use crate::{
    app::Session,
    circle::Circle,
    drafts::draft,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{self, Button, Choice, ChoiceField, Dialog, SelectField, Weight, WordsField},
};

/// What should change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// One day.
    One,
    /// All from a day on.
    From,
}

/// What should take the place of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    /// Another day or time.
    Moved,
    /// Nothing.
    LetGo,
}

/// The fields of a change.
#[derive(Clone, Copy)]
struct Fields {
    which: RwSignal<Option<Which>>,
    day: RwSignal<Option<Date>>,
    into: RwSignal<Option<Into>>,
    once: ScheduleFields,
    anew: ScheduleFields,
}

impl Fields {
    /// The change that they come to.
    fn change(self, zone: &steadfast_repair::zone::ZoneName) -> Result<Change, Problem> {
        let form = self.anew.read();
        if self.which.get() == Some(Which::From) {
            let schedule = form.schedule(zone.clone())?;
            return Ok(Change::From { date: schedule.start(), schedule });
        }
        let occurrence = self.day.get().ok_or(Problem::Start)?;
        let instead = match self.into.get() {
            Some(Into::LetGo) => Instead::LetGo,
            Some(Into::Moved) | None => self.once.read().once()?,
        };
        Ok(Change::One { occurrence, instead })
    }
}

/// The dialog in which a change is asked for.
#[component]
pub(super) fn ChangeDialog(
    open: RwSignal<bool>,
    detail: Detail,
    circle: StoredValue<Circle>,
    saying: Saying,
    moment: Moment,
) -> impl IntoView {
    let title = say::commitments::change_title();
    view! {
        <Dialog open title close_label=say::commitments::not_yet()>
            <ChangeFields open detail=detail.clone() circle saying moment />
        </Dialog>
    }
}

#[component]
fn ChangeFields(
    open: RwSignal<bool>,
    detail: Detail,
    circle: StoredValue<Circle>,
    saying: Saying,
    moment: Moment,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, shared, name) = circle
        .with_value(|circle| (circle.id, circle.people.is_shared(), circle.people.other_name()));
    let next = detail.ahead.first().copied();
    let start = next.unwrap_or(detail.today);
    let fields = Fields {
        which: RwSignal::new(Some(Which::One)),
        day: RwSignal::new(next),
        into: RwSignal::new(Some(Into::Moved)),
        once: ScheduleFields::new(ScheduleForm::of(&detail.terms, start)),
        anew: ScheduleFields::new(ScheduleForm::of(&detail.terms, start)),
    };
    let why = draft(session, "commitment/change");
    let zone = StoredValue::new(detail.terms.zone().clone());
    let commitment = detail.id;
    let problem = RwSignal::new(None::<Problem>);
    let made = Memo::new(move |_| zone.with_value(|zone| fields.change(zone)));
    let wrong =
        Signal::derive(move || problem.get().and_then(|_| made.read().as_ref().err().copied()));
    let note_problem = RwSignal::new(None::<String>);
    let send = move || {
        let note: Option<Words> = match note(&why.read_untracked()) {
            Ok(note) => note,
            Err(Problem::Note(error)) => return note_problem.set(Some(text_problem(error))),
            Err(other) => return problem.set(Some(other)),
        };
        match made.get_untracked() {
            Err(wrong) => problem.set(Some(wrong)),
            Ok(change) => {
                let act = Act::Renegotiate(Renegotiate { commitment, change, note });
                saying.say(id, Said::Commitments(act), say::commitments::sent_asked(), move |_| {
                    why.set(String::new());
                    open.set(false);
                });
            }
        }
    };
    let today = moment.today();
    let days: Vec<_> = detail
        .ahead
        .iter()
        .map(|&date| Choice::new(Some(date), ui::date_with_weekday(date, today)))
        .collect();
    let one = move || fields.which.get() == Some(Which::One);
    let (lead, button) = if shared {
        (say::commitments::change_lead(&name), say::commitments::change_send(&name))
    } else {
        (
            say::commitments::change_lead_alone().to_owned(),
            say::commitments::change_send_alone().to_owned(),
        )
    };
    view! {
        <p>{lead}</p>
        <ChoiceField
            label=say::commitments::change_which()
            value=fields.which
            choices=vec![
                Choice::new(Which::One, say::commitments::change_one()),
                Choice::new(Which::From, say::commitments::change_from()),
            ]
        />
        <Show when=one>
            <SelectField label=say::commitments::change_day() value=fields.day choices=days.clone() />
            <ChoiceField
                label=say::commitments::change_to()
                value=fields.into
                choices=vec![
                    Choice::new(Into::Moved, say::commitments::change_move()),
                    Choice::new(Into::LetGo, say::commitments::change_let_go()),
                ]
            />
            <Show when=move || fields.into.get() == Some(Into::Moved)>
                <ScheduleInputs fields=fields.once problem=wrong once=true />
            </Show>
        </Show>
        <Show when=move || !one()>
            <ScheduleInputs fields=fields.anew problem=wrong />
        </Show>
        <WordsField
            label=say::commitments::change_note()
            value=why
            reads=Signal::derive(move || circle.with_value(Circle::readers))
            help=say::commitments::change_note_hint()
            problem=note_problem
            lines=2
        />
        <Button label=button weight=Weight::Main busy=saying.busy() on_press=move |()| send() />
    }
}
