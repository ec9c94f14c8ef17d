//! The page of check-ins: what the other said, what one says oneself, when, and what was said earlier.

use leptos::prelude::*;
use steadfast_repair::{checkins::Act, relationship::Act as SaidAct, words::TextError};

use super::{
    form::{Part, Problem, check_in},
    parts::{Earlier, Listening, part_hint, part_name},
    state::said,
    time::TimeForBoth,
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    space,
    ui::{AlonePage, Button, Page, Stitch, Weight, WordsField},
};

/// Check-ins between the two.
#[component]
pub(crate) fn CheckInPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::checkin::title() lead=say::checkin::alone_lead() to=Route::Mine go=say::checkin::alone_mine() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let (name, along) = (us.people.other_name(), us.reads_along());
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, |folded, us| said(folded.checkins(), &us.people));
    view! {
        <Page title=say::checkin::title()>
            <p>{if along { say::us::along().to_owned() } else { say::checkin::lead(name) }}</p>
            <Listening circle shown=Memo::new(move |_| shown.get().from_other) moment saying />
            {(!along)
                .then(|| {
                    view! {
                        <Stitch />
                        <Writing circle saying />
                        <Stitch />
                        <TimeForBoth circle moment saying />
                    }
                })}
            <Earlier circle shown=Memo::new(move |_| shown.get().earlier) moment />
            <HowItWent saying />
        </Page>
    }
}

/// One's own check-in.
#[component]
fn Writing(circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let texts = Part::ALL.map(|part| draft(session, part.draft()));
    let problem = RwSignal::new(None::<Problem>);
    let told = say::checkin::sent(&name);
    let send = move || {
        let written = texts.map(|text| text.get_untracked());
        match check_in(written.each_ref().map(String::as_str)) {
            Err(wrong) => problem.set(Some(wrong)),
            Ok(checkin) => {
                problem.set(None);
                saying.say(id, SaidAct::Checkins(Act::CheckIn(checkin)), told.clone(), move |_| {
                    texts.iter().for_each(|text| text.set(String::new()));
                });
            }
        }
    };
    let fields = Part::ALL.into_iter().zip(texts).map(|(part, text)| {
        let wrong = Signal::derive(move || match problem.get() {
            Some(Problem::Part(found, TextError::TooLong { chars, chars_max }))
                if found == part =>
            {
                Some(say::checkin::part_too_long(chars, chars_max))
            }
            _ => None,
        });
        view! {
            <WordsField
                label=part_name(part)
                value=text
                reads
                help=part_hint(part, &name)
                problem=wrong
                lines=2
            />
        }
    });
    view! {
        <section class="flow">
            <h2>{say::checkin::write_title()}</h2>
            <p class="quiet">{say::checkin::skip()}</p>
            <form
                class="flow checkin-form"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {fields.collect_view()}
                <p class="field-problem" aria-live="polite">
                    {move || (problem.get() == Some(Problem::AllEmpty)).then(say::checkin::all_empty)}
                </p>
                <div class="row">
                    <Button label=say::checkin::send(&name) weight=Weight::Main submit=true busy=saying.busy() />
                    <span class="small quiet">{say::checkin::draft_kept()}</span>
                </div>
            </form>
        </section>
    }
}
