//! The page: how space stands, and asking for it.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId,
    relationship::Act as Said,
    space::{Act, End},
};

use super::{asking::Asking, theirs::Theirs};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space::{On, stands},
    ui::{self, AlonePage, Button, Page, Stitch, Weight},
};

/// Space, in the circle of the address.
#[component]
pub(crate) fn SpacePage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::space::title() lead=say::space::alone() to=Route::Us go=say::frame::us() />
    }
}

/// Something that came through, as it is shown.
#[derive(Clone, Debug, PartialEq)]
struct Through {
    who: String,
    at: jiff::Timestamp,
    exemption: String,
    words: String,
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let (id, name) = (us.id, us.people.other_name());
    let partner = us.kind.is_of_partners()
        && us.people.me().is_some_and(|me| us.people.speaks_as_partner(me));
    let asking_us = us.clone();
    let theirs_us = us.clone();
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, move |folded, us| stands(folded, &us.people, moment.now()));
    let mine = Memo::new(move |_| shown.get().mine);
    let theirs = Memo::new(move |_| shown.get().theirs);
    let through = circle::folded(circle, |folded, us| {
        let requests = folded.space().all().iter().rev();
        let of_mine = requests.filter(|request| us.people.is_me(request.by())).take(1);
        let delivered = of_mine.flat_map(|request| request.delivered.iter().rev());
        let through = delivered.map(|one| Through {
            who: us.people.subject(one.entry.author),
            at: one.entry.at,
            exemption: one.exemption.as_str().to_owned(),
            words: one.words.as_str().to_owned(),
        });
        through.collect::<Vec<_>>()
    });
    let of_name = name.clone();
    view! {
        <Page title=say::space::title()>
            <p>{say::space::lead()}</p>
            {move || {
                theirs
                    .get()
                    .map(|on| view! { <Theirs on us=theirs_us.clone() moment saying /> <Stitch /> })
            }}
            {move || mine.get().map(|on| view! { <Mine on circle=id name=of_name.clone() moment saying /> })}
            {move || view! { <CameThrough through=through.get() moment /> }}
            {if partner {
                view! {
                    {move || {
                        let asking = view! { <Asking circle=asking_us.clone() moment saying /> };
                        let again = mine.read().is_some();
                        if !again && theirs.read().is_none() {
                            return view! { <h2>{say::space::ask_title()}</h2> {asking} }.into_any();
                        }
                        let summary = if again { say::space::again_title() } else { say::space::ask_title() };
                        view! {
                            <details class="fold">
                                <summary>{summary}</summary>
                                {again.then(|| view! { <p>{say::space::again_lead()}</p> })}
                                {asking}
                            </details>
                        }
                            .into_any()
                    }}
                }
                    .into_any()
            } else {
                view! { <p class="quiet">{say::space::only_partners()}</p> }.into_any()
            }}
            <p class="small quiet">{say::space::honest(name)}</p>
            <HowItWent saying />
        </Page>
    }
}

/// My own request, while it is on.
#[component]
fn Mine(on: On, circle: CircleId, name: String, moment: Moment, saying: Saying) -> impl IntoView {
    let until = ui::until(on.until, moment.today(), &moment.zone());
    let request: EntryId = on.id;
    let end = move || {
        let act = Said::Space(Act::End(End { request }));
        saying.say(circle, act, say::space::ended_said(), |_| {});
    };
    view! {
        <section class="group">
            <h2>{say::space::mine_title(&until)}</h2>
            <p>{say::space::mine_lead(&name)}</p>
            <Lines title=say::space::goes_through() lines=on.exempt />
            {on.words.map(|words| view! { <blockquote class="words">{words}</blockquote> })}
            <Button label=say::space::end() weight=Weight::Main busy=saying.busy() on_press=move |()| end() />
        </section>
    }
}

/// What goes through.
#[component]
pub(super) fn Lines(title: &'static str, lines: Vec<String>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li class="words">{line}</li> });
        view! {
            <p class="said-part">{title}</p>
            <ul>{lines.collect_view()}</ul>
        }
    })
}

/// What came through since I last asked.
#[component]
fn CameThrough(through: Vec<Through>, moment: Moment) -> impl IntoView {
    (!through.is_empty()).then(|| {
        let through = through.into_iter().map(|one| {
            let when = ui::said(one.at, moment.now(), &moment.zone());
            view! {
                <li class="group">
                    <p class="small quiet">{say::space::through_when(when, one.who)}</p>
                    <p class="said-part">{one.exemption}</p>
                    <blockquote class="words">{one.words}</blockquote>
                </li>
            }
        });
        view! {
            <section class="group">
                <h2>{say::space::through_title()}</h2>
                <ul class="flow">{through.collect_view()}</ul>
            </section>
            <Stitch />
        }
    })
}
