//! Where the answers are kept: sealed on this device where *Mine* is, and in no record, which nothing leaves again.

use leptos::{prelude::*, task::spawn_local};
use steadfast_member::{problem::KeepError, view::Standing};

use super::state::{self, Answers, Way};
use crate::{
    app::{Session, WebMember},
    circle,
};

/// Under which name they are kept.
const NAME: &str = "gate";

/// Keeps the answers in place of earlier ones.
///
/// # Errors
/// [`KeepError`], also while *Mine* is closed.
pub(crate) async fn keep(member: &WebMember, answers: Answers) -> Result<(), KeepError> {
    member.keep_draft(NAME, true, &answers.to_text()).await
}

/// Whether an invitation is offered to the one who is here, by what they answered on this device.
pub(crate) fn way(session: Session) -> Memo<Way> {
    let mine = circle::mine(session);
    let standing = Memo::new(move |_| mine.read().as_ref().map(|mine| mine.standing));
    // The outer one is `None` until they were read.
    let kept = RwSignal::new(None::<Option<Answers>>);
    Effect::new(move |_| {
        let here = standing.get().is_some_and(|standing| standing != Standing::Closed);
        let Some(member) = session.member_untracked().filter(|_| here) else { return };
        spawn_local(async move {
            // What cannot be read was not kept; then it is asked again.
            let text = member.draft(NAME, true).await.unwrap_or_default();
            kept.try_set(Some(Answers::from_text(&text)));
        });
    });
    Memo::new(move |_| match (mine.get(), kept.get()) {
        (Some(mine), _) if mine.standing == Standing::Closed => Way::Closed,
        (Some(mine), Some(answers)) => state::way(answers, mine.people.my_roles()),
        (None, _) | (_, None) => Way::Looking,
    })
}
