//! The page of letters: those that came, closed; those that one can write; those that one sent.

use leptos::prelude::*;
use steadfast_repair::{
    letters::{Act, AllowRestitution},
    relationship::Act as SaidAct,
};

use super::{
    guide::{name, purpose},
    state::{Form, Row, Shown, rests_until, shown},
};
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, AlonePage, Button, Go, Link, Page, Stitch},
    wording::entry_name,
};

/// The letters between the two.
#[component]
pub(crate) fn LettersPage() -> impl IntoView {
    circle::between_two(|us| view! { <BetweenTwo us /> }, || view! { <Alone /> })
}

/// Where there is nobody to write to.
#[component]
pub(super) fn Alone() -> impl IntoView {
    view! {
        <AlonePage title=say::letters::title() lead=say::letters::alone_lead() to=Route::Unsent go=say::letters::alone_go() />
    }
}

#[component]
fn BetweenTwo(us: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = us.people.clone();
    let name_of_other = people.other_name();
    let forms: Vec<Form> = Form::ALL.into_iter().filter(|form| form.is_for(&people)).collect();
    let writes = !forms.is_empty();
    let (therapist, along) = (people.am_therapist(), us.reads_along());
    let circle = StoredValue::new(us);
    let all = circle::folded(circle, |folded, us| shown(folded.letters(), &us.people));
    let part = move |of: fn(Shown) -> Vec<Row>| Memo::new(move |_| of(all.get()));
    let (received, sent) = (part(|all| all.received), part(|all| all.sent));
    let ways = forms.into_iter().map(move |form| {
        // What is finished and waits to be sent is found again from here.
        let rests = draft(session, &form.rests());
        let finished = move || {
            let until = rests_until(&rests.read())?;
            let now = moment.now();
            Some(if until <= now {
                say::letters::state_rested().to_owned()
            } else {
                say::letters::state_resting(ui::at_time(until, now, &moment.zone()))
            })
        };
        view! {
            <li>
                <Link to=Route::WriteLetter(form) class="room">
                    <span class="room-name">{name(form)}</span>
                    <span class="room-state">{move || finished().unwrap_or_else(|| purpose(form).to_owned())}</span>
                </Link>
            </li>
        }
    });
    view! {
        <Page title=say::letters::title()>
            <section class="group">
                <h2>
                    {if along {
                        say::letters::received_along().to_owned()
                    } else {
                        say::letters::received_title(&name_of_other)
                    }}
                </h2>
                {move || {
                    let rows = received.get();
                    if rows.is_empty() {
                        return view! { <p class="quiet">{say::letters::received_none()}</p> }.into_any();
                    }
                    view! {
                        <p class="small quiet">{say::letters::received_lead()}</p>
                        <Rows rows moment />
                    }
                        .into_any()
                }}
            </section>
            {writes
                .then(|| {
                    view! {
                        <Stitch />
                        <section class="group">
                            <h2>{say::letters::write_title(name_of_other)}</h2>
                            <ul class="rooms">{ways.collect_view()}</ul>
                        </section>
                    }
                })}
            {therapist.then(|| view! { <Allowing circle saying /> })}
            <section class="group" hidden=move || sent.read().is_empty()>
                <h2>{say::letters::sent_title()}</h2>
                {move || view! { <Rows rows=sent.get() moment /> }}
            </section>
            <HowItWent saying />
        </Page>
    }
}

#[component]
fn Rows(rows: Vec<Row>, moment: Moment) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let when = move || ui::said(row.at, moment.now(), &moment.zone());
        view! {
            <li>
                <Go to=Route::Letter(entry_name(row.id)) label=name(row.form) />
                <p class="small quiet">{move || say::letters::written(when(), &row.who)}</p>
            </li>
        }
    });
    view! { <ul class="letter-rows">{rows.collect_view()}</ul> }
}

/// By a therapist: letting restitution come before an impact letter.
#[component]
fn Allowing(circle: StoredValue<Circle>, saying: Saying) -> impl IntoView {
    let allowed = circle::folded(circle, |folded, _| !folded.letters().allowed().is_empty());
    let allow = move || {
        let act = SaidAct::Letters(Act::AllowRestitution(AllowRestitution));
        let id = circle.with_value(|circle| circle.id);
        saying.say(id, act, say::letters::allowed_now(), |_| {});
    };
    view! {
        <section class="group">
            <h2>{say::letters::allow_title()}</h2>
            <p>{say::letters::allow_lead()}</p>
            {move || if allowed.get() {
                view! { <p class="quiet">{say::letters::allowed()}</p> }.into_any()
            } else {
                view! { <Button label=say::letters::allow() busy=saying.busy() on_press=move |()| allow() /> }.into_any()
            }}
        </section>
    }
}
