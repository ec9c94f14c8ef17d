//! Rows of commitments, and the fields in which somebody says when.

use leptos::prelude::*;
use steadfast_repair::{commitments::COUNT_MAX, weekdays::Weekdays, words::TextError};

use super::{
    form::{At, Often, Problem, ScheduleForm, Until},
    state::{Looking, Row},
};
use crate::{
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, Choice, ChoiceField, Go, TextField, WeekdayTicks},
    wording::{Days, People, Reader, entry_name},
};

/// Reads with the eyes of these people, here and now.
pub(super) fn looking<T>(
    people: &People,
    moment: Moment,
    read: impl FnOnce(Looking<'_>) -> T,
) -> T {
    let zone = moment.zone_name();
    let reader = Reader { people, zone: &zone, today: moment.today() };
    read(Looking { reader: &reader, now: moment.now() })
}

/// Some commitments below each other, under a heading if they have one.
#[component]
pub(super) fn Rows(
    #[prop(optional, into)] title: Option<String>,
    rows: Vec<Row>,
    moment: Moment,
) -> impl IntoView {
    let rows = rows.into_iter().map(|row| view! { <li><OneRow row moment /></li> });
    view! {
        <section class="group">
            {title.map(|title| view! { <h2>{title}</h2> })}
            <ul class="commitment-rows">{rows.collect_view()}</ul>
        </section>
    }
}

#[component]
fn OneRow(row: Row, moment: Moment) -> impl IntoView {
    let (now, zone) = (moment.now(), moment.zone());
    view! {
        <article class="commitment-row">
            <h3 class="commitment-name">
                <Go to=Route::Commitment(entry_name(row.id)) class="words" label=row.what />
            </h3>
            <p class="quiet begins">{row.schedule}</p>
            {row.next_due.map(|due| view! { <p class="small quiet">{say::commitments::next(ui::said_by(due, now, &zone))}</p> })}
            {row.change_waits.then(|| view! { <p class="small">{say::commitments::change_waits_short()}</p> })}
            <Days days=row.days today=moment.today() />
        </article>
    }
}

/// The fields that say when, as signals that the page can read together.
#[derive(Clone, Copy)]
pub(super) struct ScheduleFields {
    often: RwSignal<Option<Often>>,
    days: RwSignal<Weekdays>,
    start: RwSignal<String>,
    at: RwSignal<Option<At>>,
    by: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    until: RwSignal<Option<Until>>,
    until_day: RwSignal<String>,
    times: RwSignal<String>,
}

impl ScheduleFields {
    /// Fields that stand as this form says.
    pub(super) fn new(form: ScheduleForm) -> Self {
        Self {
            often: RwSignal::new(Some(form.often)),
            days: RwSignal::new(form.days),
            start: RwSignal::new(form.start),
            at: RwSignal::new(Some(form.at)),
            by: RwSignal::new(form.by),
            from: RwSignal::new(form.from),
            to: RwSignal::new(form.to),
            until: RwSignal::new(Some(form.until)),
            until_day: RwSignal::new(form.until_day),
            times: RwSignal::new(form.times),
        }
    }

    /// What stands in them.
    pub(super) fn read(self) -> ScheduleForm {
        ScheduleForm {
            often: self.often.get().unwrap_or(Often::Once),
            days: self.days.get(),
            start: self.start.get(),
            at: self.at.get().unwrap_or(At::Any),
            by: self.by.get(),
            from: self.from.get(),
            to: self.to.get(),
            until: self.until.get().unwrap_or(Until::Never),
            until_day: self.until_day.get(),
            times: self.times.get(),
        }
    }
}

/// How often, on which days, from when until when, and at what time.
#[component]
pub(super) fn ScheduleInputs(
    fields: ScheduleFields,
    /// What is wrong, once somebody has tried to send.
    problem: Signal<Option<Problem>>,
    /// Only a day and a time: what takes the place of one occurrence.
    #[prop(optional)]
    once: bool,
) -> impl IntoView {
    let often = move || if once { Some(Often::Once) } else { fields.often.get() };
    let is = move |wanted: Problem, words: &dyn Fn() -> String| {
        (problem.get() == Some(wanted)).then(words)
    };
    let start_problem =
        Signal::derive(move || is(Problem::Start, &|| say::commitments::trouble_start().into()));
    let time_problem =
        Signal::derive(move || is(Problem::Time, &|| say::commitments::trouble_time().into()));
    let until_problem = Signal::derive(move || {
        is(Problem::UntilDay, &|| say::commitments::trouble_ends_on().into())
            .or_else(|| is(Problem::NoDay, &|| say::commitments::trouble_never().into()))
    });
    let times_problem =
        Signal::derive(move || is(Problem::Times, &|| say::commitments::trouble_times(COUNT_MAX)));
    let choices = vec![
        Choice::new(Often::Workdays, say::commitments::often_workdays()),
        Choice::new(Often::Daily, say::commitments::often_daily()),
        Choice::new(Often::Weekdays, say::commitments::often_weekdays()),
        Choice::new(Often::Monthly, say::commitments::often_monthly()),
        Choice::new(Often::Once, say::commitments::often_once()),
    ];
    view! {
        {(!once).then(|| view! { <ChoiceField label=say::commitments::often() value=fields.often choices=choices /> })}
        <Show when=move || often() == Some(Often::Weekdays)>
            <WeekdayTicks label=say::commitments::which_days() days=fields.days />
            <p class="field-problem" aria-live="polite">
                {move || is(Problem::Days, &|| say::commitments::trouble_days().into())}
            </p>
        </Show>
        {move || {
            let label = if often() == Some(Often::Once) { say::commitments::start_once() } else { say::commitments::start() };
            view! { <TextField label value=fields.start kind="date" problem=start_problem /> }
        }}
        <ChoiceField
            label=say::commitments::time()
            value=fields.at
            choices=vec![
                Choice::new(At::By, say::commitments::time_by()),
                Choice::new(At::Between, say::commitments::time_between()),
                Choice::new(At::Any, say::commitments::time_any()),
            ]
        />
        <Show when=move || fields.at.get() == Some(At::By)>
            <TextField label=say::commitments::by() value=fields.by kind="time" problem=time_problem />
        </Show>
        <Show when=move || fields.at.get() == Some(At::Between)>
            <div class="side-by-side">
                <TextField label=say::commitments::between_from() value=fields.from kind="time" problem=time_problem />
                <TextField label=say::commitments::between_to() value=fields.to kind="time" />
            </div>
        </Show>
        <Show when=move || often() != Some(Often::Once)>
            <ChoiceField
                label=say::commitments::ends()
                value=fields.until
                choices=vec![
                    Choice::new(Until::Never, say::commitments::ends_never()),
                    Choice::new(Until::On, say::commitments::ends_on()),
                    Choice::new(Until::Times, say::commitments::ends_after()),
                ]
            />
            <Show when=move || fields.until.get() == Some(Until::On)>
                <TextField label=say::commitments::ends_on_day() value=fields.until_day kind="date" problem=until_problem />
            </Show>
            <Show when=move || fields.until.get() == Some(Until::Times)>
                <TextField label=say::commitments::ends_times() value=fields.times kind="number" problem=times_problem />
            </Show>
        </Show>
    }
}

/// What is wrong with a text, worded for the one who wrote it.
pub(super) fn text_problem(error: TextError) -> String {
    match error {
        TextError::Blank => say::commitments::trouble_what_blank().into(),
        TextError::TooLong { chars, chars_max } => {
            say::commitments::trouble_too_long(chars, chars_max)
        }
        TextError::NotOneLine { .. } => say::commitments::trouble_one_line().into(),
    }
}
