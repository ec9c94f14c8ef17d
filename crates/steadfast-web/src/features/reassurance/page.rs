//! The page of reassurance: what waits first, then asking or giving, then the list of what helps, then what was said.

use leptos::prelude::*;

use super::{
    asking::{Asking, WaitingFor},
    giving::{AskedOfMe, Offering},
    helps::{MyHelps, TheirHelps},
    state::{Answered, Ask, Exchange, Kind, Shown, shown},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, AlonePage, Page, Stitch},
    wording::People,
};

/// Reassurance between the two.
#[component]
pub(crate) fn ReassurancePage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

#[component]
fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::reassurance::title() lead=say::reassurance::alone_lead() to=Route::Help go=say::reassurance::alone_help() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = us.people.clone();
    // Who was hurt asks; who has hurt gives. Whoever did both has all of it, and so has whoever did not say.
    let (asks, gives) = (people.asks(), people.gives());
    let (name, along) = (people.other_name(), us.reads_along());
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, |folded, us| shown(folded.reassurance(), &us.people));
    let part = move |of: fn(Shown) -> Vec<Ask>| Memo::new(move |_| of(shown.get()));
    let lead = if along {
        say::us::along().to_owned()
    } else if asks {
        say::reassurance::lead_asker().to_owned()
    } else {
        say::reassurance::lead_giver(&name)
    };
    view! {
        <Page title=say::reassurance::title()>
            <p>{lead}</p>
            {gives.then(|| view! { <AskedOfMe circle asks=part(|shown| shown.asked_of_me) moment saying /> })}
            {asks
                .then(|| {
                    view! {
                        <WaitingFor circle asks=part(|shown| shown.waiting) moment saying />
                        <Asking circle helps=Memo::new(move |_| shown.get().my_helps) saying />
                        <Stitch />
                        <MyHelps circle helps=Memo::new(move |_| shown.get().my_helps) saying />
                    }
                })}
            {gives
                .then(|| {
                    view! {
                        <TheirHelps circle helps=Memo::new(move |_| shown.get().their_helps) />
                        <Stitch />
                        <Offering circle saying />
                    }
                })}
            <Stitch />
            <Said shown=Memo::new(move |_| shown.get().said) people moment />
            <HowItWent saying />
        </Page>
    }
}

/// What was asked, answered and offered.
#[component]
fn Said(shown: Memo<Vec<Exchange>>, people: People, moment: Moment) -> impl IntoView {
    view! {
        <section class="flow">
            <h2>{say::reassurance::said_title()}</h2>
            {move || {
                let said = shown.get();
                if said.is_empty() {
                    return view! { <p class="quiet">{say::reassurance::said_none()}</p> }.into_any();
                }
                let items = said
                    .into_iter()
                    .map(|exchange| view! { <li><OneExchange exchange people=people.clone() moment /></li> })
                    .collect_view();
                view! { <ul class="flow">{items}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn OneExchange(exchange: Exchange, people: People, moment: Moment) -> impl IntoView {
    let when = ui::said(exchange.at, moment.now(), &moment.zone());
    let who = people.subject(exchange.who);
    match exchange.kind {
        Kind::Offered { words } => view! {
            <article class="group">
                <p class="small quiet">{say::reassurance::said_offered(when, who)}</p>
                <blockquote class="words">{words}</blockquote>
            </article>
        }
        .into_any(),
        Kind::Asked { ask, answers, taken_back } => {
            let taken_back = taken_back.map(|at| {
                say::reassurance::said_taken_back(ui::said(at, moment.now(), &moment.zone()))
            });
            let answers = answers
                .into_iter()
                .map(|answer| view! { <OneAnswer answer people=people.clone() moment /> });
            view! {
                <article class="group">
                    <p class="small quiet">{say::reassurance::said_asked(when, who)}</p>
                    <AskWords ask />
                    {answers.collect_view()}
                    {taken_back.map(|words| view! { <p class="small quiet">{words}</p> })}
                </article>
            }
            .into_any()
        }
    }
}

#[component]
fn OneAnswer(answer: Answered, people: People, moment: Moment) -> impl IntoView {
    let when = ui::said(answer.at, moment.now(), &moment.zone());
    view! {
        <div class="answer">
            <p class="small quiet">{say::reassurance::said_answered(when, people.subject(answer.who))}</p>
            <blockquote class="words">{answer.words}</blockquote>
        </div>
    }
}

/// What was asked for, in the asker's words if there are any.
#[component]
pub(super) fn AskWords(ask: Ask) -> impl IntoView {
    let plain = ask.is_plain();
    view! {
        {ask.help.map(|help| view! { <blockquote class="words">{help}</blockquote> })}
        {ask.words.map(|words| view! { <blockquote class="words">{words}</blockquote> })}
        {plain.then(|| view! { <p>{say::reassurance::asked_plain()}</p> })}
    }
}
