//! The page of all circles: who is in each, what was said last, and by what name one knows it.

use leptos::{ev::SubmitEvent, prelude::*};
use steadfast_member::view::Standing;
use steadfast_repair::words::Title;

use super::state::last_said;
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    told::{Doing, Telling},
    ui::{self, Button, Go, GoButton, Page, TextField},
};

/// All circles with somebody else in them.
#[component]
pub(crate) fn CirclesPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let circles = circle::shared(session);
    view! {
        <Page title=say::circles::title()>
            <p>{say::circles::lead()}</p>
            <Show when=move || circles.read().is_empty()>
                <p class="quiet">{say::circles::none()}</p>
            </Show>
            <ul class="flow">
                {move || {
                    let circles = circles.get().into_iter();
                    circles.map(|circle| view! { <li><OneCircle circle moment /></li> }).collect_view()
                }}
            </ul>
            <GoButton to=Route::People label=say::circles::people() />
        </Page>
    }
}

#[component]
fn OneCircle(circle: Circle, moment: Moment) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, people) = (circle.id, circle.people.clone());
    let together = people.together();
    let last = Memo::new(move |_| last_said(&session.member()?.record(id), &people));
    let lately = move || match last.get() {
        Some((who, at)) => say::circles::last(ui::said(at, moment.now(), &moment.zone()), who),
        None => say::circles::last_none().to_owned(),
    };
    let standing = match circle.standing {
        Standing::Joining | Standing::Adding => Some(say::circles::joining()),
        Standing::Left => Some(say::circles::left()),
        Standing::DeviceRemoved => Some(say::circles::removed()),
        Standing::Founding | Standing::In | Standing::Closed => None,
    };
    view! {
        <article class="group">
            <h2>
                <Go to=Route::Us circle=id label=circle.title />
            </h2>
            <p class="quiet">{say::circles::read_by(together)}</p>
            {standing.map(|standing| view! { <p class="small">{standing}</p> })}
            <p class="small quiet">{lately}</p>
            <CallIt circle=id />
        </article>
    }
}

/// Gives a circle a name of one's own.
#[component]
fn CallIt(circle: steadfast_circle::CircleId) -> impl IntoView {
    let session = expect_context::<Session>();
    let nickname = untrack(|| session.nickname(circle));
    let name = RwSignal::new(nickname.map(|name| name.as_str().to_owned()).unwrap_or_default());
    let problem = RwSignal::new(None::<String>);
    let doing = Doing::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        let title = Title::new(&text).ok();
        let wrong = title.is_none() && !text.is_empty();
        problem.set(wrong.then(|| say::circles::name_wrong().into()));
        if !wrong {
            let call = session.set_nickname(circle, title);
            doing.start(async move { call.await.map_err(|error| (&error).into()) }, |()| {});
        }
    };
    view! {
        <details class="fold">
            <summary>{say::circles::call()}</summary>
            <form class="flow" on:submit=submit>
                <TextField
                    label=say::circles::name()
                    help=say::circles::name_help()
                    value=name
                    problem
                />
                <Telling told=doing.told() />
                <div class="row">
                    <Button label=say::circles::name_go() submit=true busy=doing.busy() />
                </div>
            </form>
        </details>
    }
}
