//! The one thing to do next, why it is shown, and the way to leave it.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_repair::today::{Because, Deed};

use super::state::{One, PutOff, lies_ahead};
use crate::{
    messages as say,
    moment::Moment,
    routes::Route,
    ui::{self, Button, GoButton, INSIDE, Sentence, Weight},
    wording::entry_name,
};

/// One thing, with its reason. `put_off` is the text that is kept of what was put off.
#[component]
pub(super) fn OneThing(one: One, moment: Moment, put_off: RwSignal<String>) -> impl IntoView {
    let words = deed_words(&one);
    let reason = because_words(&one, moment);
    let (to, label) = way(&one);
    let circle = one.circle;
    let inside = one.commitment.as_ref().map(|(_, what)| what.clone()).unwrap_or_default();
    let not_now = move || {
        let also = PutOff::on(moment.today(), &put_off.read_untracked()).and(&one);
        put_off.set(also.to_text());
    };
    view! {
        <section class="group one-thing">
            <h2>{say::today::one_title()}</h2>
            <p>
                <Sentence text=words inside />
            </p>
            <p class="small quiet">{say::today::one_because(reason)}</p>
            <div class="row">
                <GoButton to circle label weight=Weight::Main />
                <Button label=say::today::one_not_now() weight=Weight::Quiet on_press=move |()| not_now() />
            </div>
        </section>
    }
}

fn deed_words(one: &One) -> String {
    let name = &one.name;
    match one.suggestion.deed {
        Deed::Answer { .. } => say::today::one_answer(name),
        Deed::AnswerQuestion { .. } => say::today::one_answer_question(name),
        Deed::Keep { .. } => say::today::one_keep(INSIDE),
        Deed::TellHowItWent { .. } => say::today::one_tell(INSIDE),
        Deed::Repair { .. } => say::today::one_repair(INSIDE),
        Deed::CheckIn => say::today::one_checkin(name),
        Deed::AnswerRenegotiation { .. } => say::today::one_answer_change(name),
        Deed::AnswerCheckInTime { .. } => say::today::one_answer_time(name),
        Deed::AnswerAgreement { .. } => say::today::one_answer_agreement(name),
        Deed::ReviewAgreement { .. } => say::today::one_review_agreement(name),
        Deed::ProposeAgreement => say::today::one_propose_agreement(name),
        Deed::AnswerBoundary { .. } => say::today::one_answer_boundary(name),
        Deed::ReviewBoundary { .. } => say::today::one_review_boundary(name),
        Deed::Thank { .. } => say::today::one_thank(name),
        Deed::Promise => say::today::one_promise(name),
        Deed::ProposeCheckInTime => say::today::one_propose_time(name),
        Deed::OfferWhatHelps => say::today::one_offer(name),
        Deed::KeepWhatHelps => say::today::one_list().into(),
        Deed::WriteInMine => say::today::one_write().into(),
    }
}

fn because_words(one: &One, moment: Moment) -> String {
    let (now, zone) = (moment.now(), moment.zone());
    let said = |at: Timestamp| ui::said(at, now, &zone);
    let by = |at: Timestamp| ui::said_by(at, now, &zone);
    let name = &one.name;
    match one.suggestion.because {
        Because::AskedAt(at) => say::today::because_asked(said(at)),
        because @ Because::DueAt(at) if lies_ahead(because, now) => say::today::because_due(by(at)),
        Because::DueAt(at) => say::today::because_was_due(by(at)),
        Because::AnswerPromisedBy(at) => say::today::because_answer_promised(by(at)),
        Because::MissedAt(at) => say::today::because_missed(by(at)),
        Because::AgreedFor(at) => say::today::because_agreed(ui::clock_at(at, &zone)),
        Because::CheckedInAt(at) => say::today::because_checked_in(name, said(at)),
        Because::NoCheckInSince(at) => say::today::because_since(said(at)),
        Because::NoCheckInYet => say::today::because_no_checkin().into(),
        Because::NoTimeAgreed => say::today::because_no_time().into(),
        Because::NoAgreement => say::today::because_no_agreement().into(),
        Because::ReviewBy(date) => say::today::because_review(ui::date(date, moment.today())),
        Because::NothingPromised => say::today::because_nothing_promised().into(),
        Because::TheyKeepAList => say::today::because_list(name),
        Because::NoListYet => say::today::because_no_list().into(),
        Because::NothingWaits => say::today::because_nothing_waits().into(),
    }
}

/// Where it is done, and what the button to it says.
fn way(one: &One) -> (Route, &'static str) {
    let commitment = || {
        one.commitment
            .as_ref()
            .map_or(Route::Commitments, |(id, _)| Route::Commitment(entry_name(*id)))
    };
    match one.suggestion.deed {
        Deed::Answer { .. } => (Route::Reassurance, say::today::answer()),
        Deed::AnswerQuestion { question } => {
            (Route::Question(entry_name(question)), say::today::look())
        }
        Deed::Keep { .. }
        | Deed::TellHowItWent { .. }
        | Deed::Repair { .. }
        | Deed::AnswerRenegotiation { .. } => (commitment(), say::today::look()),
        Deed::CheckIn => (Route::CheckIn, say::today::checkin_write()),
        Deed::AnswerCheckInTime { .. } | Deed::Thank { .. } | Deed::ProposeCheckInTime => {
            (Route::CheckIn, say::today::look())
        }
        Deed::AnswerAgreement { agreement } | Deed::ReviewAgreement { agreement } => {
            (Route::Agreement(entry_name(agreement)), say::today::look())
        }
        Deed::AnswerBoundary { boundary } | Deed::ReviewBoundary { boundary } => {
            (Route::Boundary(entry_name(boundary)), say::today::look())
        }
        Deed::ProposeAgreement => (Route::NewAgreement, say::today::one_propose_agreement_go()),
        Deed::Promise => (Route::NewCommitment, say::today::one_promise_go()),
        Deed::OfferWhatHelps => (Route::Reassurance, say::today::look()),
        Deed::KeepWhatHelps => (Route::Reassurance, say::today::write()),
        Deed::WriteInMine => (Route::Mine, say::today::write()),
    }
}
