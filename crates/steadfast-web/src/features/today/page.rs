//! The page of the day. It opens differently for the one who was hurt, and for somebody who begins alone.

use leptos::prelude::*;
use steadfast_member::view::Standing;
use steadfast_repair::{
    journal::{Act, Write},
    relationship::Act as SaidAct,
    today::{Opening, SectionKind},
};

use super::{
    one_thing::OneThing,
    parts::Rows,
    state::{Room, Section, Shown, shown},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    features::letters::RestedLetters,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space::SpaceNow,
    ui::{self, Go, GoButton, Note, Page, Reads, Stitch},
    wording::Days,
    writing::WordsForm,
};

/// Today.
#[component]
pub(crate) fn TodayPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let (shared, mine) = (circle::shared(session), circle::mine(session));
    let put_off = draft(session, "today/put-off");
    let day = Memo::new(move |_| {
        let here = shared.read().iter().filter(|circle| circle.is_going_on()).cloned().collect();
        read(session, here, mine.get(), moment, &put_off.read())
    });
    let opening = Memo::new(move |_| day.read().as_ref().map(|day| day.opening));
    let heading = Memo::new(move |_| ui::today_heading(moment.now(), &moment.zone()));
    view! {
        <Page title=heading>
            {move || {
                opening
                    .get()
                    .map(|opening| match opening {
                        Opening::HowAreYou => view! { <HowAreYou mine saying /> }.into_any(),
                        Opening::Mine => {
                            view! {
                                <Note>
                                    <h2>{say::today::solo_title()}</h2>
                                    <p>{say::today::solo_lead()}</p>
                                </Note>
                                <HowAreYou mine saying />
                            }
                                .into_any()
                        }
                        Opening::ForYou => ().into_any(),
                    })
            }}
            {move || {
                let partners = shared.get().into_iter();
                let partners = partners.filter(|circle| circle.is_going_on() && circle.kind.is_of_partners());
                partners.map(|circle| view! { <SpaceNow circle /> }).collect_view()
            }}
            {move || {
                let sections = day.get().map(|day| day.sections).unwrap_or_default();
                let quiet = sections.is_empty() && opening.get() == Some(Opening::ForYou);
                view! {
                    {quiet.then(|| view! { <Quiet /> })}
                    {sections
                        .into_iter()
                        .map(|section| view! { <OneSection section moment saying /> })
                        .collect_view()}
                }
            }}
            <RestedLetters moment />
            {move || {
                (opening.get() == Some(Opening::HowAreYou))
                    .then(|| view! { <GoButton to=Route::Reassurance label=say::today::ask_something() /> })
            }}
            {move || {
                day.get()
                    .and_then(|day| day.week)
                    .map(|(owner, days)| {
                        let title = match &owner {
                            None => say::today::week_mine().to_owned(),
                            Some(name) => say::today::week_theirs(name),
                        };
                        view! {
                            <Stitch />
                            <section class="group">
                                <h2>{title}</h2>
                                <Days days today=moment.today() />
                            </section>
                        }
                    })
            }}
            {move || {
                day.get()
                    .and_then(|day| day.one)
                    .map(|one| {
                        view! {
                            <Stitch />
                            <OneThing one moment put_off />
                        }
                    })
            }}
            <p class="small">
                <Go to=Route::Help label=say::today::help() />
            </p>
            <HowItWent saying />
        </Page>
    }
}

/// The day over all circles. *Mine* comes last, and may be closed by its own passphrase; the day goes on without it.
fn read(
    session: Session,
    shared: Vec<Circle>,
    mine: Option<Circle>,
    moment: Moment,
    put_off: &str,
) -> Option<Shown> {
    let (now, zone) = (moment.now(), moment.zone());
    let circles: Vec<_> = shared.into_iter().chain([mine?]).collect();
    with_rooms(session, &circles, Vec::new(), &mut |rooms| shown(rooms, now, &zone, put_off))
}

/// Folds each circle in turn, and reads all of them at once. Circles that cannot be read are left out.
fn with_rooms<'a, T>(
    session: Session,
    circles: &'a [Circle],
    rooms: Vec<Room<'a>>,
    read: &mut dyn FnMut(&[Room<'_>]) -> T,
) -> Option<T> {
    let Some((circle, rest)) = circles.split_first() else {
        return (!rooms.is_empty()).then(|| read(&rooms));
    };
    let inside = session.relationship(circle.id, |folded| {
        let rooms = rooms.iter().copied().chain([Room { circle, folded }]).collect();
        with_rooms(session, rest, rooms, read)
    });
    match inside {
        Some(done) => done,
        None => with_rooms(session, rest, rooms, read),
    }
}

/// Nothing is due and nobody waits.
#[component]
fn Quiet() -> impl IntoView {
    view! {
        <section class="group">
            <h2>{say::today::empty_title()}</h2>
            <p>{say::today::empty_lead()}</p>
        </section>
    }
}

/// A place for how one is, which only oneself reads.
#[component]
fn HowAreYou(mine: Memo<Option<Circle>>, saying: Saying) -> impl IntoView {
    let open = Memo::new(move |_| {
        mine.get().filter(|mine| mine.standing != Standing::Closed).map(|mine| mine.id)
    });
    let write = |text| SaidAct::Journal(Act::Write(Write { text }));
    move || {
        open.get().map(|circle| {
            view! {
                <WordsForm
                    kept_as="mine/how"
                    circle
                    saying
                    act=write
                    told=say::today::how_kept()
                    label=say::today::how_are_you()
                    help=say::today::how_hint()
                    reads=Reads::MeAlone
                    send=say::today::how_keep()
                    lines=2
                    class="group how-are-you"
                />
            }
        })
    }
}

/// A part of the day, closed if it waits until it is wanted.
#[component]
fn OneSection(section: Section, moment: Moment, saying: Saying) -> impl IntoView {
    let title = match section.kind {
        SectionKind::ForYou => say::today::for_you_title().to_owned(),
        SectionKind::Asked => say::today::asked_title().to_owned(),
        SectionKind::FromOthers => match section.from() {
            Some(name) => say::today::from_title(name),
            None => say::today::from_title_others().to_owned(),
        },
        SectionKind::Coming => say::today::coming_title().to_owned(),
    };
    let count = i64::try_from(section.rows.len()).unwrap_or(i64::MAX);
    view! {
        <section class="group">
            {if section.closed {
                view! {
                    <details class="fold">
                        <summary>{say::today::closed(count)}</summary>
                        <p class="small quiet">{say::today::closed_lead()}</p>
                        <Rows rows=section.rows moment saying />
                    </details>
                }
                    .into_any()
            } else {
                view! {
                    <h2>{title}</h2>
                    <Rows rows=section.rows moment saying />
                }
                    .into_any()
            }}
        </section>
    }
}
