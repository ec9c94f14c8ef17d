//! The time at which the two check in: agreed on by both, ended by either.

use leptos::prelude::*;
use steadfast_repair::{
    checkins::{Act, AgreeTime, DeclineTime},
    relationship::Act as SaidAct,
    weekdays::Weekdays,
    zone::ZoneName,
};

use super::{
    form::{TimeProblem, propose},
    state::{Meeting, Times, times},
};
use crate::{
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{Button, TextField, WeekdayTicks, Weight},
};

/// How it stands with the time, and what can be said to it.
#[component]
pub(super) fn TimeForBoth(
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let shown = circle::folded(circle, move |folded, us| {
        times(folded.checkins(), &us.people, &moment.zone_name())
    });
    let proposing = RwSignal::new(false);
    view! {
        <section class="flow">
            <h2>{say::checkin::time_title()}</h2>
            {move || view! { <Standing times=shown.get() circle saying /> }}
            <Show
                when=move || proposing.get()
                fallback=move || {
                    let label = if shown.read() == Times::default() {
                        say::checkin::time_propose()
                    } else {
                        say::checkin::time_propose_other()
                    };
                    view! { <Button label on_press=move |()| proposing.set(true) /> }
                }
            >
                <Proposing circle moment saying proposing />
            </Show>
        </section>
    }
}

#[component]
fn Standing(times: Times, circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let nothing = times == Times::default();
    let waiting =
        times.waiting.into_iter().map(|meeting| view! { <Waiting meeting circle saying /> });
    let id = circle.with_value(|circle| circle.id);
    view! {
        {nothing.then(|| view! { <p>{say::checkin::time_none()}</p> })}
        {times
            .agreed
            .map(|meeting| {
                let proposal = meeting.proposal;
                let end = move || {
                    let act = Act::DeclineTime(DeclineTime { proposal });
                    saying.say(id, SaidAct::Checkins(act), say::checkin::time_answered(), |_| {});
                };
                view! {
                    <div class="group">
                        <p>{say::checkin::time_agreed(meeting.words)}</p>
                        <p class="small quiet">{say::checkin::time_note()}</p>
                        <Button label=say::checkin::time_end() weight=Weight::Quiet busy=saying.busy() on_press=move |()| end() />
                    </div>
                }
            })}
        {waiting.collect_view()}
    }
}

#[component]
fn Waiting(meeting: Meeting, circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let (id, name) = circle.with_value(|circle| (circle.id, circle.people.other_name()));
    let proposal = meeting.proposal;
    let decline = move || {
        let act = Act::DeclineTime(DeclineTime { proposal });
        saying.say(id, SaidAct::Checkins(act), say::checkin::time_answered(), |_| {});
    };
    let agree = move || {
        let act = Act::AgreeTime(AgreeTime { proposal });
        saying.say(id, SaidAct::Checkins(act), say::checkin::time_answered(), |_| {});
    };
    if meeting.mine {
        view! {
            <div class="group">
                <p>{say::checkin::time_proposed_you(name, meeting.words)}</p>
                <Button label=say::checkin::time_take_back() weight=Weight::Quiet busy=saying.busy() on_press=move |()| decline() />
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="group">
                <p>{say::checkin::time_proposed(name, meeting.words)}</p>
                <div class="row">
                    <Button label=say::checkin::time_yes() busy=saying.busy() on_press=move |()| agree() />
                    <Button label=say::checkin::time_no() busy=saying.busy() on_press=move |()| decline() />
                </div>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Proposing(
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
    proposing: RwSignal<bool>,
) -> impl IntoView {
    let (id, name) = circle.with_value(|circle| (circle.id, circle.people.other_name()));
    let at = RwSignal::new("21:00".to_owned());
    let days = RwSignal::new(Weekdays::ALL);
    let problem = RwSignal::new(None::<TimeProblem>);
    let send = move || {
        let Ok(zone) = ZoneName::new(moment.zone_name()) else {
            return problem.set(Some(TimeProblem::At));
        };
        match propose(&at.read_untracked(), days.get_untracked(), zone) {
            Err(wrong) => problem.set(Some(wrong)),
            Ok(proposal) => {
                saying.say(
                    id,
                    SaidAct::Checkins(Act::ProposeTime(proposal)),
                    say::checkin::time_sent(),
                    move |_| {
                        proposing.set(false);
                    },
                );
            }
        }
    };
    let at_problem = Signal::derive(move || {
        (problem.get() == Some(TimeProblem::At)).then(|| say::checkin::time_trouble_at().to_owned())
    });
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <TextField label=say::checkin::time_at() value=at kind="time" problem=at_problem />
            <WeekdayTicks label=say::checkin::time_days() days />
            <p class="field-problem" aria-live="polite">
                {move || (problem.get() == Some(TimeProblem::Days)).then(say::checkin::time_trouble_days)}
            </p>
            <p class="small quiet">{say::checkin::time_zone(moment.zone_name().replace('_', " "))}</p>
            <div class="row">
                <Button label=say::checkin::time_send(&name) submit=true busy=saying.busy() />
                <Button label=say::checkin::time_not() weight=Weight::Quiet on_press=move |()| proposing.set(false) />
            </div>
        </form>
    }
}
