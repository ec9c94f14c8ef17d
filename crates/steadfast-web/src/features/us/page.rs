//! The page of *Us*: who reads, where to go, what was said lately; or, while there is no *Us*, how it begins.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_member::view::Standing;
use steadfast_repair::people::CircleKind;

use super::state::{Lately, Rooms, lately, rooms};
use crate::{
    app::Session,
    circle::{self, Circle},
    features::circles::CirclesPage,
    gate::{self, BeforeInviting, Way},
    messages as say,
    moment::Moment,
    routes::Route,
    space::On,
    ui::{self, GoButton, Link, Note, Page, Stitch, Weight, When},
    wording::{Entry, Reader, why_no_effect},
};

/// What the two share, or what is shared in the circle of the address. Where there is no *Us* but other circles, those.
#[component]
pub(crate) fn UsPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let here = circle::here(session);
    let others = circle::shared(session);
    let elsewhere = Memo::new(move |_| !others.read().is_empty());
    move || match here.get() {
        Some(us) if us.standing == Standing::Joining => view! { <Joining us /> }.into_any(),
        Some(us) => view! { <Shared us /> }.into_any(),
        None if elsewhere.get() => view! { <CirclesPage /> }.into_any(),
        None => view! { <NotYet /> }.into_any(),
    }
}

/// Before there is an *Us*.
#[component]
fn NotYet() -> impl IntoView {
    let way = gate::way(expect_context::<Session>());
    let invite = move || {
        let weight = match way.get() {
            Way::Open => Weight::Main,
            Way::Closed => Weight::Plain,
            Way::Looking | Way::Ask | Way::First(_) => return None,
        };
        Some(view! { <GoButton to=Route::People label=say::us::none_invite() weight /> })
    };
    view! {
        <Page title=say::us::none_title()>
            <p>{say::us::none_lead()}</p>
            <BeforeInviting way />
            <div class="row">
                {invite}
                <GoButton to=Route::Join label=say::us::none_join() />
            </div>
            <p class="quiet">{say::us::none_mine()}</p>
        </Page>
    }
}

/// While the other has not let us in yet.
#[component]
fn Joining(us: Circle) -> impl IntoView {
    let partners = us.kind == CircleKind::Us;
    view! {
        <Page title=us.title>
            <p>{if partners { say::us::joining() } else { say::us::joining_other() }}</p>
            <GoButton to=Route::Join label=say::us::joining_look() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Shared(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let shared = us.people.is_shared();
    let (name, together) = (us.people.other_name(), us.people.together());
    let secrets = us.people.secrets();
    let (closed, kind) = (us.people.am_betrayed(), us.kind);
    let title = match kind {
        CircleKind::Us if shared => say::us::title_with(&name),
        _ => us.title.clone(),
    };
    let circle = StoredValue::new(us);
    let stand = circle::folded(circle, move |folded, us| {
        rooms(folded, &us.people, moment.now(), &moment.zone_name())
    });
    let last = Memo::new(move |_| {
        let (zone, today) = (moment.zone_name(), moment.today());
        circle.with_value(|us| {
            let record = session.member()?.record(us.id);
            let reader = Reader { people: &us.people, zone: &zone, today };
            session.relationship(us.id, |folded| lately(&record, folded, &reader))
        })
    });
    view! {
        <Page title>
            {if shared {
                view! {
                    <p class="quiet">{say::us::lead(together)}</p>
                    {secrets.into_iter().map(|secrets| view! { <p class="quiet">{secrets}</p> }).collect_view()}
                }
                    .into_any()
            } else {
                view! { <Alone kind /> }.into_any()
            }}
            <nav aria-label=say::us::rooms()>
                <ul class="rooms">{move || ways(kind, &stand.get(), &name, moment)}</ul>
            </nav>
            <Stitch />
            <section class="flow">
                <h2>{say::us::lately()}</h2>
                {move || {
                    let said = last.get().unwrap_or_default();
                    if said.is_empty() {
                        return view! { <p class="quiet">{say::us::lately_none()}</p> }.into_any();
                    }
                    let items = said
                        .into_iter()
                        .map(|said| view! { <li><OneLately folded=closed && !said.mine said moment /></li> })
                        .collect_view();
                    view! {
                        <ul class="lately">{items}</ul>
                        <GoButton to=Route::Record label=say::us::lately_all() />
                    }
                        .into_any()
                }}
            </section>
        </Page>
    }
}

/// In a circle where nobody else is yet.
#[component]
fn Alone(kind: CircleKind) -> impl IntoView {
    if kind == CircleKind::Us {
        return view! { <AloneInUs /> }.into_any();
    }
    view! {
        <Note>
            <h2>{say::us::alone_title()}</h2>
            <p>{say::us::alone_lead()}</p>
            <GoButton to=Route::People label=say::us::alone_invite() weight=Weight::Main />
        </Note>
    }
    .into_any()
}

/// In an *Us* where nobody else is yet.
#[component]
fn AloneInUs() -> impl IntoView {
    let way = gate::way(expect_context::<Session>());
    let invite = move || {
        (way.get() == Way::Open)
            .then(|| view! { <GoButton to=Route::People label=say::us::alone_invite() weight=Weight::Main /> })
    };
    view! {
        <Note>
            <h2>{say::us::alone_title()}</h2>
            <p>{say::us::alone_lead()}</p>
            <BeforeInviting way />
            {invite}
        </Note>
    }
}

/// Whether a practice has its place in a circle of this kind. Between the two it has; with a therapist or a supporter it
/// is what one tells, promises and writes to them.
fn is_in(route: &Route, kind: CircleKind) -> bool {
    kind.is_of_partners()
        || !matches!(
            route,
            Route::Questions
                | Route::Reassurance
                | Route::Agreements
                | Route::Boundaries
                | Route::Space
        )
}

/// The ways into the practices, each with a line about how it stands.
fn ways(kind: CircleKind, rooms: &Rooms, name: &str, moment: Moment) -> impl IntoView + use<> {
    let when = |at: Timestamp| ui::said(at, moment.now(), &moment.zone());
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let commitments = match (rooms.due, rooms.going) {
        (0, 0) => say::us::commitments_none().to_owned(),
        (0, going) => say::us::commitments_state(count(going)),
        (due, _) => say::us::commitments_due(count(due)),
    };
    let checkin = match (rooms.other_checked_in, &rooms.agreed) {
        (Some(at), _) => say::us::checkin_new(name, when(at)),
        (None, Some(agreed)) => say::us::checkin_agreed(agreed),
        (None, None) => say::us::checkin_none().to_owned(),
    };
    let reassurance = match (rooms.asked_of_me, rooms.asked_by_me) {
        (Some(at), _) => say::us::reassurance_asked(name, when(at)),
        (None, Some(at)) => say::us::reassurance_waiting(when(at)),
        (None, None) => say::us::reassurance_none().to_owned(),
    };
    let letters = match &rooms.letter {
        Some((who, at)) => say::us::letters_came(who, when(*at)),
        None => say::us::letters_none().to_owned(),
    };
    let questions = match (rooms.question_for_me, rooms.question_of_mine) {
        (Some(at), _) => say::us::questions_asked(name, when(at)),
        (None, Some(at)) => say::us::questions_waiting(when(at)),
        (None, None) => say::us::questions_none().to_owned(),
    };
    let agreements = match (rooms.agreement_waits, rooms.agreements) {
        (Some(at), _) => say::us::agreements_waiting(name, when(at)),
        (None, 0) => say::us::agreements_none().to_owned(),
        (None, in_force) => say::us::agreements_in_force(count(in_force)),
    };
    let boundaries = match (rooms.boundary_waits, rooms.boundaries) {
        (Some(at), _) => say::us::boundaries_waiting(name, when(at)),
        (None, 0) => say::us::boundaries_none().to_owned(),
        (None, in_force) => say::us::boundaries_in_force(count(in_force)),
    };
    let until = |on: &On| ui::until(on.until, moment.today(), &moment.zone());
    let space = match (&rooms.space.theirs, &rooms.space.mine, &rooms.space.between) {
        (Some(on), ..) => say::us::space_theirs(name, until(on)),
        (None, Some(on), _) => say::us::space_mine(until(on)),
        (None, None, Some(on)) => say::us::space_between(until(on)),
        (None, None, None) => say::us::space_none().to_owned(),
    };
    let disclosures = match &rooms.disclosed {
        Some((who, at)) => say::us::disclosures_last(when(*at), who),
        None => say::us::disclosures_none().to_owned(),
    };
    let notes = match &rooms.noted {
        Some((who, at)) => say::us::notes_last(when(*at), who),
        None => say::us::notes_none().to_owned(),
    };
    [
        (Route::Commitments, say::us::commitments(), commitments),
        (Route::CheckIn, say::us::checkin(), checkin),
        (Route::Reassurance, say::us::reassurance(), reassurance),
        (Route::Questions, say::us::questions(), questions),
        (Route::Agreements, say::us::agreements(), agreements),
        (Route::Boundaries, say::us::boundaries(), boundaries),
        (Route::Space, say::us::space(), space),
        (Route::Letters, say::us::letters(), letters),
        (Route::Disclosures, say::us::disclosures(), disclosures),
        (Route::Notes, say::us::notes(), notes),
        (Route::Record, say::us::record(), say::us::record_state().to_owned()),
        (Route::People, say::us::people(), say::us::people_state().to_owned()),
        (Route::Circles, say::us::circles(), say::us::circles_state().to_owned()),
    ]
    .into_iter()
    .filter(|(route, ..)| is_in(route, kind))
    .map(|(route, word, stands)| {
        view! {
            <li>
                <Link to=route class="room">
                    <span class="room-name">{word}</span>
                    <span class="room-state begins">{stands}</span>
                </Link>
            </li>
        }
    })
    .collect_view()
}

#[component]
fn OneLately(said: Lately, folded: bool, moment: Moment) -> impl IntoView {
    view! {
        <article class="group">
            <p class="small quiet">
                {said.at.map(|at| view! { <When at now=moment.now() zone=moment.zone() /> })}
                {said.pending.then(|| view! { <span>" " {say::us::pending()}</span> })}
            </p>
            <Entry line=said.line today=moment.today() folded />
            {said
                .refused
                .map(|refusal| view! { <p class="small quiet">{say::wording::no_effect(why_no_effect(&refusal))}</p> })}
        </article>
    }
}
