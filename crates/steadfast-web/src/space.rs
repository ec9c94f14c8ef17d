//! How space stands in a circle: who has asked for it until when, and what it means for what one writes there.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_repair::{EntryId, MemberId, Relationship, space::Request};

use crate::{
    app::Session,
    circle::Circle,
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, Go, Note, Reads},
    wording::People,
};

/// How space stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stands {
    /// Mine, if it is on.
    pub(crate) mine: Option<On>,
    /// The other's, if it is on.
    pub(crate) theirs: Option<On>,
    /// A partner's, if it is on and the one who looks is none of the two: what they write does not wait.
    pub(crate) between: Option<On>,
}

/// A request that is on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct On {
    pub(crate) id: EntryId,
    pub(crate) by: MemberId,
    pub(crate) until: Timestamp,
    pub(crate) exempt: Vec<String>,
    pub(crate) words: Option<String>,
}

impl On {
    fn of(request: &Request) -> Self {
        Self {
            id: request.id(),
            by: request.by(),
            until: request.until,
            exempt: request.exempt.all().iter().map(|line| line.as_str().to_owned()).collect(),
            words: request.words.as_ref().map(|words| words.as_str().to_owned()),
        }
    }
}

/// How space stands at a moment.
pub(crate) fn stands(folded: &Relationship, people: &People, now: Timestamp) -> Stands {
    let mut stands = Stands::default();
    for request in folded.space().on(now) {
        let partner = people.me().is_some_and(|me| people.speaks_as_partner(me));
        let place = match partner {
            true if people.is_me(request.by()) => &mut stands.mine,
            true => &mut stands.theirs,
            false => &mut stands.between,
        };
        *place = Some(On::of(request));
    }
    stands
}

/// How space stands, in a note; nothing where nobody has asked for any.
#[component]
pub(crate) fn SpaceNow(circle: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let id = circle.id;
    let waiting = Memo::new(move |_| waiting(session, id));
    let circle = StoredValue::new(circle);
    let shown = crate::circle::folded(circle, move |folded, circle| {
        stands(folded, &circle.people, moment.now())
    });
    move || {
        let Stands { mine, theirs, between } = shown.get();
        if mine.is_none() && theirs.is_none() && between.is_none() {
            return None;
        }
        let people = circle.with_value(|circle| circle.people.clone());
        let until = |on: &On| ui::until(on.until, moment.today(), &moment.zone());
        let mine = mine.map(|on| say::space::now_mine(people.other_name(), until(&on)));
        let theirs = theirs.map(|on| {
            let asked = say::space::now_theirs(people.subject(on.by), until(&on));
            let waiting = (waiting.get() > 0).then(|| say::space::now_waiting(waiting.get()));
            [Some(asked), waiting].into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        let between = between.map(|on| say::space::now_between(people.subject(on.by), until(&on)));
        Some(view! {
            <Note>
                {between.map(|words| view! { <p>{words}</p> })}
                {mine.map(|words| view! { <p>{words}</p> })}
                {theirs.map(|words| view! { <p>{words}</p> })}
                <p>
                    <Go to=Route::Space circle=id label=say::space::now_go() />
                </p>
            </Note>
        })
    }
}

/// How many things of mine wait.
pub(crate) fn waiting(session: Session, circle: steadfast_circle::CircleId) -> i64 {
    let summary = session.member().and_then(|member| member.circle(circle));
    let count = summary.and_then(|summary| summary.waiting).map_or(0, |waiting| waiting.count);
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Who reads what is written in a circle, and whether they read it only later because the other has asked for space.
/// `answering` names what of the other's it would answer, which may go at once.
pub(crate) fn reads(circle: &Circle, answering: Option<EntryId>) -> Signal<Reads> {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let (id, people) = (circle.id, circle.people.clone());
    let reads = Memo::new(move |_| {
        let readers = people.readers();
        let waits = session.relationship(id, |folded| {
            let until = folded.holds(answering, moment.now())?;
            Some((until, stands(folded, &people, moment.now()).theirs))
        });
        let (Some(Some((until, theirs))), Reads::These(names)) = (waits, &readers) else {
            return readers;
        };
        let until = ui::until(until, moment.today(), &moment.zone());
        let exempt = theirs.is_some_and(|on| !on.exempt.is_empty());
        Reads::Later {
            names: names.clone(),
            waits: say::space::waits_here(people.other_name(), until),
            otherwise: exempt.then_some(id),
        }
    });
    reads.into()
}
