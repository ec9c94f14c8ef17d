//! Writing a letter: in *Mine*, beside its guide and the coach; then it is finished, rests, is read once more, and is sent.

use jiff::Timestamp;
use leptos::prelude::*;
use steadfast_coach::{Form as CoachForm, Role};
use steadfast_member::view::Standing;
use steadfast_repair::{EntryId, letters, relationship::Act as SaidAct};

use super::{
    guide::{Guide, name},
    page::Alone,
    state::{Form, Rest, rests_until},
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
        self, Button, Choice, ChoiceField, Coach, CoachNotes, CoachedField, Go, GoButton, Page,
        Weight,
    },
    wording::entry_name,
    writing::words_of,
};

/// The letter of the kind that the address names.
#[component]
pub(crate) fn WriteLetterPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let form = Memo::new(move |_| match navigation.route() {
        Some(Route::WriteLetter(form)) => Some(form),
        _ => None,
    });
    let mine = circle::mine(expect_context::<Session>());
    let closed =
        Memo::new(move |_| mine.read().as_ref().is_none_or(|it| it.standing == Standing::Closed));
    move || {
        let form = form.get()?;
        let closed = closed.get();
        Some(circle::between_two(
            move |us| {
                if closed {
                    view! { <MineClosed form /> }.into_any()
                } else if form.is_for(&us.people) {
                    view! { <Writing us form /> }.into_any()
                } else {
                    view! { <NotYours form /> }.into_any()
                }
            },
            || view! { <Alone /> },
        ))
    }
}

#[component]
fn MineClosed(form: Form) -> impl IntoView {
    view! {
        <Page title=name(form)>
            <p>{say::letters::mine_closed()}</p>
            <GoButton to=Route::Mine label=say::letters::mine_closed_go() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn NotYours(form: Form) -> impl IntoView {
    view! {
        <Page title=name(form)>
            <p>{say::letters::not_yours()}</p>
            <GoButton to=Route::Letters label=say::letters::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Writing(us: Circle, form: Form) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let text = draft(session, form.draft());
    let rests = draft(session, &form.rests());
    let until = Memo::new(move |_| rests_until(&rests.read()));
    // What somebody writes who was only hurt is marked by nobody, whatever it is.
    let hurt = form == Form::Impact || !us.people.gives();
    let role = if hurt { Role::Hurt } else { Role::Involved };
    let coach = Coach::new(
        text,
        Signal::derive(move || Some(role)),
        Signal::derive(move || coach_form(form)),
    );
    let circle = StoredValue::new(us);
    let way = circle::folded(circle, move |folded, us| {
        us.people.me().and_then(|me| folded.letters().way_to_restitution(me))
    });
    let finished = Memo::new(move |_| until.read().is_some());
    let margin = move || {
        view! {
            <Show when=move || !finished.get()>
                <CoachNotes coach />
            </Show>
        }
    };
    view! {
        <Page title=name(form) margin>
            <p class="quiet">
                <Go to=Route::Letters label=say::letters::back() />
            </p>
            <Show
                when=move || finished.get()
                fallback=move || {
                    view! {
                        <Guide form />
                        <Order form way circle />
                        <Draft coach text rests moment />
                    }
                }
            >
                <Finished form circle text rests until way moment saying />
            </Show>
            <HowItWent saying />
        </Page>
    }
}

/// Which of its forms the coach reads a letter as.
fn coach_form(form: Form) -> CoachForm {
    match form {
        Form::Acknowledgement => CoachForm::Disclosure,
        Form::Apology => CoachForm::Apology,
        Form::Impact => CoachForm::Note,
        Form::Restitution => CoachForm::Restitution,
        Form::Validation => CoachForm::Validation,
    }
}

/// Why a restitution letter waits for an impact letter, as long as it does.
#[component]
fn Order(form: Form, way: Memo<Option<EntryId>>, circle: StoredValue<Circle>) -> impl IntoView {
    let name = circle.with_value(|circle| circle.people.other_name());
    move || {
        (form == Form::Restitution && way.get().is_none()).then(|| {
            view! {
                <div class="note group">
                    <p>{say::letters::order(&name)}</p>
                    <p>{say::letters::order_therapist()}</p>
                </div>
            }
        })
    }
}

/// The words, and how long they are to rest once they are finished.
#[component]
fn Draft(
    coach: Coach,
    text: RwSignal<String>,
    rests: RwSignal<String>,
    moment: Moment,
) -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    let rest = RwSignal::new(Some(Rest::ANight));
    let finish = move || match words_of(&text.read_untracked(), say::letters::blank()) {
        Err(wrong) => problem.set(Some(wrong)),
        Ok(_) => {
            problem.set(None);
            let rest = rest.get_untracked().unwrap_or(Rest::ANight);
            rests.set(rest.until(Timestamp::now(), &moment.zone()).to_string());
        }
    };
    view! {
        <form
            class="flow"
            on:submit=move |event| {
                event.prevent_default();
                finish();
            }
        >
            <CoachedField
                coach
                label=say::letters::words()
                help=say::letters::words_hint()
                reads=ui::Reads::MeAlone
                problem
            />
            <ChoiceField
                label=say::letters::rest()
                value=rest
                choices=vec![
                    Choice::new(Rest::ANight, say::letters::rest_night())
                        .with_help(say::letters::rest_night_help()),
                    Choice::new(Rest::AnHour, say::letters::rest_hour()),
                    Choice::new(Rest::AMoment, say::letters::rest_moment()),
                ]
            />
            <Button label=say::letters::finish() weight=Weight::Main submit=true />
        </form>
    }
}

/// The letter as the other will read it, the time for which it rests, and then the way to send it.
#[component]
fn Finished(
    form: Form,
    circle: StoredValue<Circle>,
    text: RwSignal<String>,
    rests: RwSignal<String>,
    until: Memo<Option<Timestamp>>,
    way: Memo<Option<EntryId>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let (id, name, reads) = circle
        .with_value(|circle| (circle.id, circle.people.other_name(), space::reads(circle, None)));
    let go = ui::use_go();
    let rested = Memo::new(move |_| {
        // Looked at again every minute, by the clock and not by the minute that has begun.
        let now = moment.now().max(Timestamp::now());
        until.get().is_some_and(|until| until <= now)
    });
    let kind = Memo::new(move |_| form.kind(way.get()));
    let problem = RwSignal::new(None::<String>);
    let send = Callback::new(move |()| {
        let words = words_of(&text.read_untracked(), say::letters::blank());
        problem.set(words.as_ref().err().cloned());
        let (Ok(words), Some(kind)) = (words, kind.get_untracked()) else { return };
        let go = go.clone();
        let act = SaidAct::Letters(letters::Act::Send(letters::Send { kind, words }));
        saying.say(id, act, say::letters::sent(), move |entry| {
            text.set(String::new());
            rests.set(String::new());
            go(Route::Letter(entry_name(entry)));
        });
    });
    let stands = move || match until.get() {
        Some(until) if !rested.get() => {
            say::letters::resting(ui::at_time(until, moment.now(), &moment.zone()))
        }
        Some(_) | None => say::letters::rested().to_owned(),
    };
    let button = StoredValue::new(say::letters::send(name));
    view! {
        <p role="status">{stands}</p>
        <section class="group" aria-label=say::letters::preview()>
            <blockquote class="words letter">{move || text.get()}</blockquote>
            <ui::WhoReads reads />
        </section>
        <p class="field-problem" aria-live="polite">{move || problem.get()}</p>
        <Order form way circle />
        <div class="row">
            <Show when=move || rested.get() && kind.get().is_some()>
                <Button label=button.get_value() weight=Weight::Main busy=saying.busy() on_press=send />
            </Show>
            <Button label=say::letters::write_on() on_press=move |()| rests.set(String::new()) />
        </div>
    }
}
