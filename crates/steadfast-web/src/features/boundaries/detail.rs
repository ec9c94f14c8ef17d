//! One boundary: its words, a yes or no to them, how it went, and its end.

use leptos::prelude::*;
use steadfast_circle::CircleId;
use steadfast_repair::{
    EntryId,
    boundaries::{Act, Agree, Became, Decline, End, How, Tell},
    relationship::Act as Said,
    versions::Standing,
};

use super::{
    page::Alone,
    state::{Detail, Shown, Told, detail},
};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{
        self, Button, Choice, ChoiceField, Dialog, Go, GoButton, Note, Page, Stitch, Weight,
        WordsField,
    },
    wording::{People, became_words, entry_from_name, entry_name},
    writing::words_of,
};

/// The boundary of the address.
#[component]
pub(crate) fn BoundaryPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    circle::between_two(
        move |us| {
            let named = match navigation.route_untracked() {
                Some(Route::Boundary(name)) => Some(name),
                _ => None,
            };
            let circle = us.clone();
            let found = Memo::new(move |_| boundary_of(&circle, named.as_deref()?));
            move || match found.get() {
                Some(id) => view! { <Found us=us.clone() id /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        },
        || view! { <Alone /> },
    )
}

/// The boundary of a name in an address.
pub(super) fn boundary_of(us: &Circle, name: &str) -> Option<EntryId> {
    let session = expect_context::<Session>();
    let id = session.member()?.current_entry(us.id, entry_from_name(name)?);
    session.relationship(us.id, |folded| folded.boundaries().get(id).map(|_| id))?
}

#[component]
pub(super) fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::boundaries::not_found()>
            <p>{say::boundaries::not_found_lead()}</p>
            <GoButton to=Route::Boundaries label=say::boundaries::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Found(us: Circle, id: EntryId) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = us.people.clone();
    let name = us.people.other_name();
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, move |folded, us| {
        detail(folded.boundaries(), id, &us.people, moment.today())
    });
    let acts = !people.am_professional();
    let mine = Memo::new(move |_| shown.read().as_ref().is_some_and(|detail| detail.mine));
    let tellable =
        Memo::new(move |_| shown.read().as_ref().is_some_and(|detail| detail.in_force.is_some()));
    let title = Signal::derive(move || {
        if !acts {
            say::boundaries::of_both().to_owned()
        } else if mine.get() {
            say::boundaries::mine_one().to_owned()
        } else {
            say::boundaries::theirs_one(&name)
        }
    });
    let of_people = people.clone();
    view! {
        <Page title>
            <p class="quiet">
                <Go to=Route::Boundaries label=say::boundaries::back() />
            </p>
            {move || {
                shown.get().map(|detail| view! { <Stands detail people=people.clone() circle moment saying /> })
            }}
            <Stitch />
            <section class="flow">
                <h2>{say::boundaries::tell_title()}</h2>
                {move || (acts && tellable.get()).then(|| view! { <Telling id circle saying /> })}
                {move || {
                    let told = shown.get().map(|detail| detail.told).unwrap_or_default();
                    view! { <AllTold told people=of_people.clone() moment /> }
                }}
            </section>
            {move || shown.get().filter(|detail| detail.can_end).map(|detail| view! { <Rare detail circle saying /> })}
            <HowItWent saying />
        </Page>
    }
}

/// What it says, and how that stands.
#[component]
fn Stands(
    detail: Detail,
    people: People,
    circle: StoredValue<Circle>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let (id, today) = (detail.id, moment.today());
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let date = move |day| ui::date(day, today);
    let (going_on, acts) = (detail.ended.is_none(), !people.am_professional());
    let ended = detail.ended.map(|(who, at)| say::boundaries::ended(when(at), people.subject(who)));
    let over = detail.over.map(|last| say::boundaries::over(date(last)));
    let review = detail.in_force.as_ref().filter(|_| detail.to_review).map(|shown| shown.review);
    let changeable =
        detail.mine && going_on && (detail.in_force.is_some() || detail.waiting.is_some());
    let (name, circle_id) = circle.with_value(|circle| (circle.people.other_name(), circle.id));
    let waiting = detail.waiting.map(|shown| {
        let who = people.subject(shown.author);
        let proposed = say::boundaries::proposed(when(shown.at), who);
        view! {
            <section class="group">
                <h2>{say::boundaries::waits_title()}</h2>
                <p class="small quiet">{proposed}</p>
                <Words shown=shown.clone() moment />
                {acts
                    .then(|| {
                        view! { <Answering id shown mine=detail.mine name=name.clone() circle=circle_id saying /> }
                    })}
            </section>
        }
    });
    let in_force = detail.in_force.map(|shown| {
        let since = match (shown.how, shown.standing) {
            (How::Asked, Standing::Agreed(yes)) => {
                say::boundaries::in_force_by(when(yes.at), people.subject(yes.author))
            }
            _ => say::boundaries::in_force_held(when(shown.at)),
        };
        view! {
            <section class="group">
                <h2>{say::boundaries::in_force()}</h2>
                <p class="small quiet">{since}</p>
                <Words shown moment />
            </section>
        }
    });
    let earlier = detail.earlier;
    view! {
        {ended.map(|words| view! { <p>{words}</p> })}
        {over.map(|words| view! { <p>{words}</p> })}
        {detail.unreadable.then(|| view! { <Note><p>{say::boundaries::unreadable()}</p></Note> })}
        {review.map(|review| view! { <Note><p>{say::boundaries::review_due(date(review))}</p></Note> })}
        {waiting}
        {in_force}
        {changeable
            .then(|| {
                view! { <GoButton to=Route::ChangeBoundary(entry_name(id)) label=say::boundaries::change() /> }
            })}
        {(!earlier.is_empty())
            .then(|| {
                let versions = earlier.into_iter().map(|shown| {
                    let became = became_of(&shown, &people, moment);
                    view! {
                        <li class="group">
                            <Words shown moment />
                            <p class="small quiet">{became}</p>
                        </li>
                    }
                });
                view! {
                    <details class="fold">
                        <summary>{say::boundaries::earlier()}</summary>
                        <ul class="flow">{versions.collect_view()}</ul>
                    </details>
                }
            })}
    }
}

/// What became of earlier words.
fn became_of(shown: &Shown, people: &People, moment: Moment) -> String {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    match shown.standing {
        Standing::Agreed(_) if shown.how == How::Held => {
            say::boundaries::version_held(when(shown.at))
        }
        Standing::Agreed(yes) => {
            say::boundaries::version_agreed(when(yes.at), people.subject(yes.author))
        }
        Standing::Declined(no) => {
            say::boundaries::version_declined(when(no.at), people.subject(no.author))
        }
        Standing::Withdrawn(by) => {
            say::boundaries::version_withdrawn(when(by.at), people.subject(by.author))
        }
        Standing::Waiting | Standing::Replaced(_) => say::boundaries::version_replaced().into(),
        Standing::Lapsed(_) => say::boundaries::version_lapsed().into(),
    }
}

/// The words of a boundary.
#[component]
fn Words(shown: Shown, moment: Moment) -> impl IntoView {
    let date = |day| ui::date(day, moment.today());
    view! {
        <blockquote class="words">{shown.need}</blockquote>
        {shown
            .purpose
            .map(|purpose| {
                view! {
                    <p class="said-part">{say::boundaries::purpose_label()}</p>
                    <blockquote class="words">{purpose}</blockquote>
                }
            })}
        <p class="small quiet">{say::boundaries::review_by(date(shown.review), date(shown.until))}</p>
    }
}

/// A yes or no to what is asked, or taking it back.
#[component]
fn Answering(
    id: EntryId,
    shown: Shown,
    mine: bool,
    name: String,
    circle: CircleId,
    saying: Saying,
) -> impl IntoView {
    let version = shown.id;
    let say_it =
        move |act: Act, told: &'static str| saying.say(circle, Said::Boundaries(act), told, |_| {});
    let no = move |told| say_it(Act::Decline(Decline { boundary: id, version }), told);
    let yes =
        move || say_it(Act::Agree(Agree { boundary: id, version }), say::boundaries::agreed());
    if mine {
        view! {
            <p>{say::boundaries::waits_mine(name)}</p>
            <Button
                label=say::boundaries::take_back()
                busy=saying.busy()
                on_press=move |()| no(say::boundaries::taken_back())
            />
        }
        .into_any()
    } else {
        view! {
            <p>{say::boundaries::waits_theirs()}</p>
            <div class="row">
                <Button
                    label=say::boundaries::agree()
                    weight=Weight::Main
                    busy=saying.busy()
                    on_press=move |()| yes()
                />
                <Button
                    label=say::boundaries::decline()
                    busy=saying.busy()
                    on_press=move |()| no(say::boundaries::declined())
                />
            </div>
        }
        .into_any()
    }
}

/// Saying what became of it.
#[component]
fn Telling(id: EntryId, circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let (circle_id, readers) = circle.with_value(|circle| (circle.id, space::reads(circle, None)));
    let became = RwSignal::new(None::<Became>);
    let note = draft(session, &format!("boundary/{}/note", entry_name(id)));
    let problem = RwSignal::new(None::<String>);
    let tell = move || {
        let Some(chosen) = became.get_untracked() else { return };
        let note_words = match words_of(&note.read_untracked(), "") {
            Ok(words) => Some(words),
            Err(wrong) if wrong.is_empty() => None,
            Err(wrong) => return problem.set(Some(wrong)),
        };
        problem.set(None);
        let act = Act::Tell(Tell { boundary: id, became: chosen, note: note_words });
        saying.say(circle_id, Said::Boundaries(act), say::boundaries::told_said(), move |_| {
            note.set(String::new());
            became.set(None);
        });
    };
    view! {
        <p class="quiet">{say::boundaries::tell_lead()}</p>
        <ChoiceField
            label=say::boundaries::became_what()
            value=became
            choices=[Became::Respected, Became::Crossed, Became::Repaired]
                .map(|one| Choice::new(one, became_words(one)))
                .to_vec()
        />
        <Show when=move || became.read().is_some()>
            <WordsField
                label=say::boundaries::note()
                value=note
                reads=readers
                help=say::boundaries::note_hint()
                problem=problem
                lines=2
            />
            <Button label=say::boundaries::tell_send() weight=Weight::Main busy=saying.busy() on_press=move |()| tell() />
        </Show>
    }
}

/// What the two said, beside each other.
#[component]
fn AllTold(told: Vec<Told>, people: People, moment: Moment) -> impl IntoView {
    if told.is_empty() {
        return view! { <p class="quiet">{say::boundaries::told_none()}</p> }.into_any();
    }
    let told = told.into_iter().map(|told| {
        let when = ui::said(told.at, moment.now(), &moment.zone());
        view! {
            <li class="group">
                <p class="small quiet">{say::boundaries::told_when(when, people.subject(told.who))}</p>
                <p>{became_words(told.became)}</p>
                {told.note.map(|note| view! { <blockquote class="words">{note}</blockquote> })}
            </li>
        }
    });
    view! { <ul class="flow">{told.collect_view()}</ul> }.into_any()
}

/// Ending it: one's own, or one's yes.
#[component]
fn Rare(detail: Detail, circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let (id, mine) = (detail.id, detail.mine);
    let (circle_id, name) = circle.with_value(|circle| (circle.id, circle.people.other_name()));
    let ending = RwSignal::new(false);
    let label = if mine { say::boundaries::end() } else { say::boundaries::end_yes() };
    let end = move || {
        let act = Act::End(End { boundary: id });
        saying.say(circle_id, Said::Boundaries(act), say::boundaries::ended_said(), move |_| {
            ending.try_set(false);
        });
    };
    view! {
        <Button label=label weight=Weight::Quiet on_press=move |()| ending.set(true) />
        <Dialog open=ending title=say::boundaries::end_title() close_label=say::boundaries::end_not()>
            <p>{say::boundaries::end_lead(&name)}</p>
            <Button label=say::boundaries::end_send() weight=Weight::Main busy=saying.busy() on_press=move |()| end() />
        </Dialog>
    }
}
