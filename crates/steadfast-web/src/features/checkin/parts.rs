//! Listening to a check-in, and the check-ins of earlier.

use leptos::prelude::*;
use steadfast_repair::{
    checkins::{Act, Parts, Thank},
    relationship::Act as SaidAct,
};

use super::{form::Part, state::Shown};
use crate::{
    circle::Circle,
    messages as say,
    moment::Moment,
    saying::Saying,
    ui::{self, Button, When},
    wording::People,
};

/// What a part is called.
pub(super) fn part_name(part: Part) -> &'static str {
    match part {
        Part::Feelings => say::wording::feelings(),
        Part::Appreciation => say::wording::appreciation(),
        Part::Needs => say::wording::needs(),
        Part::Ownership => say::wording::ownership(),
        Part::Struggles => say::wording::struggles(),
    }
}

/// What belongs into a part.
pub(super) fn part_hint(part: Part, name: &str) -> String {
    match part {
        Part::Feelings => say::checkin::feelings_hint().into(),
        Part::Appreciation => say::checkin::appreciation_hint(name),
        Part::Needs => say::checkin::needs_hint().into(),
        Part::Ownership => say::checkin::ownership_hint().into(),
        Part::Struggles => say::checkin::struggles_hint().into(),
    }
}

/// The other's newest check-in. To the partner who was hurt it stays closed until they want it.
#[component]
pub(super) fn Listening(
    circle: StoredValue<Circle>,
    shown: Memo<Option<Shown>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let (name, closed) =
        circle.with_value(|circle| (circle.people.other_name(), circle.people.am_betrayed()));
    let title = say::checkin::listen_title(&name);
    view! {
        <section class="group">
            <h2>{title}</h2>
            {move || match shown.get() {
                None => view! { <p class="quiet">{say::checkin::listen_none(&name)}</p> }.into_any(),
                Some(shown) => {
                    let when = ui::said(shown.at, moment.now(), &moment.zone());
                    view! {
                        <details class="fold" open=!closed>
                            <summary>{say::checkin::listen_open(when)}</summary>
                            <Heard shown circle moment saying />
                        </details>
                        {closed.then(|| view! { <p class="small quiet">{say::checkin::listen_closed()}</p> })}
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

/// A check-in that one listens to, with the one answer that there is.
#[component]
fn Heard(
    shown: Shown,
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let (id, name) = circle.with_value(|circle| (circle.id, circle.people.other_name()));
    let checkin = shown.id;
    let thank = move || {
        let act = Act::Thank(Thank { checkin });
        saying.say(id, SaidAct::Checkins(act), say::checkin::thanked_now(), |_| {});
    };
    view! {
        <div class="group">
            <p class="small quiet">{say::checkin::listen_lead()}</p>
            <p class="small"><When at=shown.at now=moment.now() zone=moment.zone() /></p>
            <PartsSaid parts=shown.parts />
            {if shown.thanked_by_me {
                view! { <p class="quiet">{say::checkin::thanked_you()}</p> }.into_any()
            } else {
                view! { <Button label=say::checkin::thank(&name) busy=saying.busy() on_press=move |()| thank() /> }.into_any()
            }}
        </div>
    }
}

/// The parts that were said, each under its name.
#[component]
fn PartsSaid(parts: Parts) -> impl IntoView {
    let said = Part::ALL.into_iter().filter_map(|part| {
        let words = part.of(&parts)?.as_str().to_owned();
        Some(view! { <div><dt class="said-part">{part_name(part)}</dt><dd class="words">{words}</dd></div> })
    });
    view! { <dl class="said-parts">{said.collect_view()}</dl> }
}

/// What was said earlier, folded away.
#[component]
pub(super) fn Earlier(
    circle: StoredValue<Circle>,
    shown: Memo<Vec<Shown>>,
    moment: Moment,
) -> impl IntoView {
    let people = circle.with_value(|circle| circle.people.clone());
    let items = move || {
        let one = |shown| view! { <li><OneEarlier shown people=people.clone() moment /></li> };
        shown.get().into_iter().map(one).collect_view()
    };
    // Only the list is made anew when something arrives, so that what is unfolded stays so.
    view! {
        <details class="fold" hidden=move || shown.read().is_empty()>
            <summary>{say::checkin::earlier_title()}</summary>
            <ul class="flow">{items}</ul>
        </details>
    }
}

#[component]
fn OneEarlier(shown: Shown, people: People, moment: Moment) -> impl IntoView {
    let when = ui::said(shown.at, moment.now(), &moment.zone());
    let thanks = if shown.mine {
        shown.thanked_by.first().map(|&by| say::checkin::thanked(people.subject(by)))
    } else {
        shown.thanked_by_me.then(|| say::checkin::thanked_you().to_owned())
    };
    view! {
        <article class="group">
            <h3>{say::checkin::earlier_by(when, people.subject(shown.who))}</h3>
            <PartsSaid parts=shown.parts />
            {thanks.map(|words| view! { <p class="small quiet">{words}</p> })}
        </article>
    }
}
