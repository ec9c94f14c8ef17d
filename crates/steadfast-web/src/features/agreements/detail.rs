//! One agreement: what waits, what is in force, what was there before, and its end.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId,
    agreements::{Act, Agree, Decline, End},
    relationship::Act as Said,
    versions::Standing,
};

use super::{
    compare::{Compared, Terms},
    edit::Base,
    page::Alone,
    state::{Comparison, Detail, Shown, detail},
};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, Button, Dialog, Go, GoButton, Note, Page, Stitch, Weight},
    wording::{People, entry_from_name, entry_name},
};

/// The agreement of the address.
#[component]
pub(crate) fn AgreementPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    circle::between_two(
        move |us| {
            let named = match navigation.route_untracked() {
                Some(Route::Agreement(name)) => Some(name),
                _ => None,
            };
            let circle = us.clone();
            let found = Memo::new(move |_| Some(agreement_of(&circle, named.as_deref()?)?.0));
            move || match found.get() {
                Some(id) => view! { <Found us=us.clone() id /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        },
        || view! { <Alone /> },
    )
}

/// The agreement of a name in an address, with its versions.
pub(super) fn agreement_of(us: &Circle, name: &str) -> Option<Base> {
    let session = expect_context::<Session>();
    let id = session.member()?.current_entry(us.id, entry_from_name(name)?);
    session.relationship(us.id, |folded| {
        folded.agreements().get(id).map(|agreement| (id, agreement.versions().clone()))
    })?
}

#[component]
pub(super) fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::agreements::not_found()>
            <p>{say::agreements::not_found_lead()}</p>
            <GoButton to=Route::Agreements label=say::agreements::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Found(us: Circle, id: EntryId) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = us.people.clone();
    let circle_id = us.id;
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, move |folded, us| {
        detail(folded.agreements(), id, &us.people, moment.today())
    });
    let title = Signal::derive(move || {
        shown.with(|shown| shown.as_ref().map(|detail| detail.about.title()).unwrap_or_default())
    });
    view! {
        <Page title>
            <p class="quiet">
                <Go to=Route::Agreements label=say::agreements::back() />
            </p>
            {move || {
                shown
                    .get()
                    .map(|detail| {
                        view! { <Everything detail people=people.clone() circle=circle_id moment saying /> }
                    })
            }}
            <HowItWent saying />
        </Page>
    }
}

#[component]
fn Everything(
    detail: Detail,
    people: People,
    circle: CircleId,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let today = moment.today();
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    // Whoever is there for the others' sake reads along.
    let (id, going_on) = (detail.id, detail.ended.is_none() && !people.am_professional());
    let amendable = going_on && (detail.waiting.is_some() || detail.in_force.is_some());
    let waits = detail.waiting.is_some();
    let ended = detail.ended.map(|(who, at)| say::agreements::ended(when(at), people.subject(who)));
    let review = detail.in_force.as_ref().filter(|_| detail.to_review).map(|shown| shown.review);
    let waiting = detail.waiting.map(|(shown, comparison)| {
        view! { <Waiting id shown comparison people=people.clone() circle moment saying /> }
    });
    let in_force = detail.in_force.map(|shown| {
        let since = match shown.standing {
            Standing::Agreed(yes) => {
                Some(say::agreements::in_force_since(when(yes.at), people.subject(yes.author)))
            }
            _ => None,
        };
        view! {
            <section class="group">
                <h2>{say::agreements::in_force()}</h2>
                {since.map(|since| view! { <p class="small quiet">{since}</p> })}
                <Terms shown moment />
            </section>
        }
    });
    let earlier = detail.earlier;
    let amend = move || Route::AmendAgreement(entry_name(id));
    view! {
        {ended.map(|words| view! { <p>{words}</p> })}
        {detail.unreadable.then(|| view! { <Note><p>{say::agreements::unreadable()}</p></Note> })}
        {review
            .map(|review| {
                view! {
                    <Note>
                        <p>{say::agreements::review_due(ui::date(review, today))}</p>
                        <p>{say::agreements::review_due_lead()}</p>
                        {going_on
                            .then(|| view! { <GoButton to=amend() label=say::agreements::review_go() weight=Weight::Main /> })}
                    </Note>
                }
            })}
        {waiting}
        {in_force}
        {(amendable && !waits)
            .then(|| view! { <GoButton to=amend() label=say::agreements::amend() /> })}
        {(!earlier.is_empty())
            .then(|| {
                view! {
                    <Stitch />
                    <Earlier earlier people moment />
                }
            })}
        {going_on.then(|| view! { <Rare id circle saying /> })}
    }
}

/// What waits for a yes, with what it would change.
#[component]
fn Waiting(
    id: EntryId,
    shown: Shown,
    comparison: Option<Comparison>,
    people: People,
    circle: CircleId,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let name = people.other_name();
    let mine = people.is_me(shown.author);
    let version = shown.id;
    let answer = move |act: Act, told: &'static str| {
        saying.say(circle, Said::Agreements(act), told, |_| {});
    };
    let yes = move || {
        answer(Act::Agree(Agree { agreement: id, version }), say::agreements::agreed());
    };
    let no = move |told| answer(Act::Decline(Decline { agreement: id, version }), told);
    let when = ui::said(shown.at, moment.now(), &moment.zone());
    let proposed = say::agreements::proposed_by(when, people.subject(shown.author));
    let along = people.am_professional();
    let (title, lead) = if along {
        (say::agreements::waits_along_title().to_owned(), say::agreements::waits_along().to_owned())
    } else if mine {
        (say::agreements::waits_mine_title().to_owned(), say::agreements::waits_mine(&name))
    } else {
        (say::agreements::waits_theirs_title(&name), say::agreements::waits_theirs().to_owned())
    };
    let amend = Route::AmendAgreement(entry_name(id));
    view! {
        <section class="group">
            <h2>{title}</h2>
            <p class="small quiet">{proposed}</p>
            <p>{lead}</p>
            {match comparison {
                Some(comparison) => view! { <Compared comparison moment /> }.into_any(),
                None => view! { <Terms shown moment /> }.into_any(),
            }}
            {if along {
                ().into_any()
            } else if mine {
                view! {
                    <div class="row">
                        <Button
                            label=say::agreements::take_back()
                            busy=saying.busy()
                            on_press=move |()| no(say::agreements::taken_back())
                        />
                        <GoButton to=amend label=say::agreements::amend() weight=Weight::Quiet />
                    </div>
                }
                    .into_any()
            } else {
                view! {
                    <div class="row">
                        <Button
                            label=say::agreements::agree()
                            weight=Weight::Main
                            busy=saying.busy()
                            on_press=move |()| yes()
                        />
                        <GoButton to=amend label=say::agreements::amend_first() />
                        <Button
                            label=say::agreements::decline()
                            weight=Weight::Quiet
                            busy=saying.busy()
                            on_press=move |()| no(say::agreements::declined())
                        />
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
}

/// What was written before, the newest first, each beside the one before it.
#[component]
fn Earlier(
    earlier: Vec<(Shown, Option<Comparison>)>,
    people: People,
    moment: Moment,
) -> impl IntoView {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let versions = earlier.into_iter().map(|(shown, comparison)| {
        let proposed = say::agreements::proposed_by(when(shown.at), people.subject(shown.author));
        let became = match shown.standing {
            Standing::Waiting => say::agreements::version_waiting().to_owned(),
            Standing::Agreed(yes) => {
                say::agreements::version_agreed(when(yes.at), people.subject(yes.author))
            }
            Standing::Declined(no) => {
                say::agreements::version_declined(when(no.at), people.subject(no.author))
            }
            Standing::Withdrawn(by) => {
                say::agreements::version_withdrawn(when(by.at), people.subject(by.author))
            }
            Standing::Replaced(_) => say::agreements::version_replaced().into(),
            Standing::Lapsed(_) => say::agreements::version_lapsed().into(),
        };
        view! {
            <li>
                <article class="group">
                    <h3>{proposed}</h3>
                    <p class="small quiet">{became}</p>
                    {match comparison {
                        Some(comparison) => view! { <Compared comparison moment /> }.into_any(),
                        None => view! { <Terms shown moment /> }.into_any(),
                    }}
                </article>
            </li>
        }
    });
    view! {
        <details class="fold">
            <summary>{say::agreements::history()}</summary>
            <ul class="flow">{versions.collect_view()}</ul>
        </details>
    }
}

/// Ending it, which each can do alone.
#[component]
fn Rare(id: EntryId, circle: CircleId, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = circle::here(session)
        .with_untracked(|us| us.as_ref().map(|us| us.people.other_name()).unwrap_or_default());
    let ending = RwSignal::new(false);
    let end = move || {
        let act = Act::End(End { agreement: id });
        saying.say(circle, Said::Agreements(act), say::agreements::ended_said(), move |_| {
            ending.try_set(false);
        });
    };
    view! {
        <details class="fold">
            <summary>{say::agreements::more()}</summary>
            <Button label=say::agreements::end() on_press=move |()| ending.set(true) />
        </details>
        <Dialog open=ending title=say::agreements::end_title() close_label=say::agreements::end_not()>
            <p>{say::agreements::end_lead(&name)}</p>
            <Button label=say::agreements::end_send() weight=Weight::Main busy=saying.busy() on_press=move |()| end() />
        </Dialog>
    }
}
