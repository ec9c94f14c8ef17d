//! The page: what it is, the words, and the coach in the margin.

use leptos::prelude::*;
use steadfast_coach::{Form, Role};
use steadfast_member::view::Standing;
use steadfast_repair::{
    journal::{Act, Write},
    relationship::Act as SaidAct,
};

use super::state;
use crate::{
    app::Session,
    circle::{self, Circle},
    drafts::draft,
    messages as say,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{
        Button, Choice, ChoiceField, Coach, CoachNotes, CoachedField, GoButton, Page, Reads,
        SelectField, Weight,
    },
    writing::words_of,
};

/// A place to write, or the way to open *Mine*, where it is kept.
#[component]
pub(crate) fn UnsentPage() -> impl IntoView {
    let mine = circle::mine(expect_context::<Session>());
    move || {
        let mine = mine.get()?;
        Some(if mine.standing == Standing::Closed {
            view! {
                <Page title=say::unsent::title()>
                    <p>{say::unsent::closed()}</p>
                    <div class="row">
                        <GoButton to=Route::Mine label=say::unsent::closed_go() weight=Weight::Main />
                    </div>
                </Page>
            }
            .into_any()
        } else {
            view! { <Open mine /> }.into_any()
        })
    }
}

#[component]
fn Open(mine: Circle) -> impl IntoView {
    let session = expect_context::<Session>();
    let saying = Saying::new(session);
    let text = draft(session, "mine/unsent");
    let form_name = draft(session, "mine/unsent-form");
    let form = Signal::derive(move || state::form(&form_name.read()));
    let (us, my_roles) = (circle::us(session), mine.people.my_roles());
    let known = Memo::new(move |_| {
        let of_us = us.read().as_ref().map(|us| us.people.my_roles());
        state::part(of_us.into_iter().chain([my_roles]))
    });
    let chosen = RwSignal::new(None::<Role>);
    let role = Signal::derive(move || known.get().or_else(|| chosen.get()));
    let coach = Coach::new(text, role, form);
    let problem = RwSignal::new(None::<String>);
    let keep = move || match words_of(&text.read_untracked(), say::unsent::blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(words) => {
            problem.set(None);
            let act = SaidAct::Journal(Act::Write(Write { text: words }));
            saying.say(mine.id, act, say::mine::kept(), move |_| text.set(String::new()));
        }
    };
    view! {
        <Page title=say::unsent::title() margin=move || view! { <CoachNotes coach /> }>
            <Show when=move || known.get().is_none()>
                <ChoiceField
                    label=say::unsent::who()
                    value=chosen
                    choices=vec![
                        Choice::new(Role::Involved, say::unsent::who_other()),
                        Choice::new(Role::Hurt, say::unsent::who_me()),
                    ]
                />
            </Show>
            // What it is decides only what the coach says, and it says nothing to whoever was hurt.
            <Show when=move || role.get() == Some(Role::Involved)>
                <SelectField label=say::unsent::form() value=form_name choices=forms() />
            </Show>
            <form
                class="group"
                on:submit=move |event| {
                    event.prevent_default();
                    keep();
                }
            >
                <CoachedField
                    coach
                    label=say::unsent::words()
                    help=say::unsent::help()
                    reads=Reads::MeAlone
                    problem
                />
                <Button label=say::mine::keep() weight=Weight::Main submit=true busy=saying.busy() />
            </form>
            <HowItWent saying />
        </Page>
    }
}

/// What it may be, by the names of the forms, which is how a choice is kept.
fn forms() -> Vec<Choice<String>> {
    let choice = |form: Form| {
        let words = match form {
            Form::Apology => say::unsent::form_apology(),
            Form::Answer => say::unsent::form_answer(),
            Form::Disclosure => say::unsent::form_disclosure(),
            Form::Restitution => say::unsent::form_restitution(),
            Form::Validation => say::unsent::form_validation(),
            Form::Note => say::unsent::form_note(),
        };
        Choice::new(form.name().to_owned(), words)
    };
    Form::ALL.into_iter().map(choice).collect()
}
