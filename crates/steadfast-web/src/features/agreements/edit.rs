//! Writing an agreement, and changing one: the same fields, kept as a draft until they are sent.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    agreements::{Act, Behaviour, Propose, Terms, Whose},
    relationship::Act as Said,
    versions::Versions,
};

use super::{
    behaviour::BehaviourDialog,
    compare::{Compared, OneBehaviour},
    detail::{NotFound, agreement_of},
    form::{BehaviourForm, Form, Problem, next_number},
    page::Alone,
    state::Comparison,
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
    ui::{Button, Choice, ChoiceField, GoButton, Page, TextField, Weight, WhoReads, use_go},
    wording::{About, entry_name},
};

/// The page on which one proposes a new agreement.
#[component]
pub(crate) fn NewAgreementPage() -> impl IntoView {
    circle::between_two(|us| view! { <Editing us base=None /> }, || view! { <Alone /> })
}

/// The page on which one changes the agreement of the address.
#[component]
pub(crate) fn AmendAgreementPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    circle::between_two(
        move |us| {
            let named = match navigation.route_untracked() {
                Some(Route::AmendAgreement(name)) => Some(name),
                _ => None,
            };
            // What is being changed stays as it was while somebody writes.
            match untrack(|| named.and_then(|name| agreement_of(&us, &name))) {
                Some(base) => view! { <Editing us base=Some(base) /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            }
        },
        || view! { <Alone /> },
    )
}

/// What is amended: an agreement, and all its versions.
pub(super) type Base = (EntryId, Versions<Terms>);

#[component]
fn Editing(us: Circle, base: Option<Base>) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let go = use_go();
    let today = moment.today_untracked();
    let (name, readers, id) = (us.people.other_name(), space::reads(&us, None), us.id);
    let latest = base.as_ref().and_then(|(_, versions)| versions.latest().cloned());
    let first = match &latest {
        Some(version) => Form::of(version, us.people.is_me(version.entry.author), today),
        None if us.people.am_betraying() || !us.people.am_betrayed() => {
            Form::fresh(Whose::Mine, today)
        }
        None => Form::fresh(Whose::Yours, today),
    };
    // A draft belongs to the very words that it changes.
    let kept_as = match &latest {
        Some(version) => format!("agreement/{}", entry_name(version.entry.id)),
        None => "agreement/new".to_owned(),
    };
    let kept = draft(session, &kept_as);
    let form = Memo::new(move |_| Form::from_text(&kept.read()).unwrap_or_else(|| first.clone()));
    let edit = move |change: &dyn Fn(&mut Form)| {
        let mut changed = form.get_untracked();
        change(&mut changed);
        kept.set(changed.to_text());
    };
    let review = field(
        move || form.read().review.clone(),
        move |review| edit(&|form| form.review.clone_from(&review)),
    );
    let whose = field(
        move || Some(form.read().whose),
        move |whose| edit(&|form| form.whose = whose.unwrap_or(form.whose)),
    );
    let other = name.clone();
    let about = Signal::derive(move || match form.read().whose {
        Whose::Mine => About::Mine { other: other.clone() },
        Whose::Yours => About::Theirs { other: other.clone() },
        Whose::Both => About::Both,
    });
    let versions = StoredValue::new(base.as_ref().map(|(_, versions)| versions.clone()));
    let editing = RwSignal::new(None::<BehaviourForm>);
    let add = move || {
        let number = versions.with_value(|versions| {
            form.with_untracked(|form| next_number(versions.as_ref(), form))
        });
        editing.set(Some(BehaviourForm::fresh(number)));
    };
    let tried = RwSignal::new(false);
    let made = Memo::new(move |_| form.read().terms(moment.today()));
    let wrong = Memo::new(move |_| made.read().as_ref().err().copied().filter(|_| tried.get()));
    let review_problem = Signal::derive(move || {
        (wrong.get() == Some(Problem::Review)).then(|| say::agreements::problem_review().to_owned())
    });
    let amended = base.as_ref().map(|(id, _)| *id);
    let told = if amended.is_some() {
        say::agreements::amend_sent(&name)
    } else {
        say::agreements::proposed_said(&name)
    };
    let send = move || match made.get_untracked() {
        Err(_) => tried.set(true),
        Ok(terms) => {
            let go = go.clone();
            let act = Act::Propose(Propose { agreement: amended, terms });
            saying.say(id, Said::Agreements(act), told.clone(), move |entry| {
                kept.set(String::new());
                go(Route::Agreement(entry_name(amended.unwrap_or(entry))));
            });
        }
    };
    let people = StoredValue::new(us.people.clone());
    let before = StoredValue::new(latest);
    let difference = Memo::new(move |_| {
        let me = people.with_value(|people| people.me())?;
        before.with_value(|before| {
            let before = before.as_ref()?;
            let after = made.get().ok()?;
            people.with_value(|people| {
                let was = (&before.terms, before.entry.author);
                Some(Comparison::of(was, (&after, me), people))
            })
        })
    });
    let (title, lead, button) = match amended {
        Some(_) => (
            say::agreements::amend_title(),
            say::agreements::amend_lead(&name),
            say::agreements::amend_send(&name),
        ),
        None => (
            say::agreements::new_title(),
            say::agreements::new_lead().to_owned(),
            say::agreements::propose_send(&name),
        ),
    };
    let back = amended.map_or(Route::Agreements, |id| Route::Agreement(entry_name(id)));
    view! {
        <Page title=title>
            <p>{lead}</p>
            <form
                class="flow"
                on:submit=move |event| {
                    event.prevent_default();
                    send();
                }
            >
                {amended.is_none().then(|| view! { <WhoseField whose name=name.clone() /> })}
                <section class="group">
                    <h2>{say::agreements::behaviours()}</h2>
                    <Behaviours
                        behaviours=Memo::new(move |_| form.read().behaviours.clone())
                        about
                        change=move |behaviour: Behaviour| editing.set(Some(BehaviourForm::of(&behaviour)))
                        remove=move |number: u16| edit(&|form| form.remove(number))
                    />
                    <Button label=say::agreements::add() on_press=move |()| add() />
                    <p class="field-problem" aria-live="polite">
                        {move || wrong.get().and_then(behaviours_problem)}
                    </p>
                </section>
                <TextField
                    label=say::agreements::review()
                    value=review
                    kind="date"
                    help=say::agreements::review_hint()
                    problem=review_problem
                />
                {amended.is_some().then(|| view! { <Difference difference moment /> })}
                {amended.is_none().then(|| view! { <p class="quiet">{say::agreements::draft_lead(&name)}</p> })}
                <WhoReads reads=readers />
                <div class="row">
                    <Button label=button weight=Weight::Main submit=true busy=saying.busy() />
                    <GoButton to=back label=say::agreements::not_yet() weight=Weight::Quiet />
                </div>
            </form>
            <BehaviourDialog editing about keep=move |behaviour: Behaviour| edit(&|form| form.put(behaviour.clone())) />
            <HowItWent saying />
        </Page>
    }
}

/// A field that shows what `read` says, and tells `write` what is put into it.
fn field<T: Clone + PartialEq + Send + Sync + 'static>(
    read: impl Fn() -> T + Send + Sync + 'static,
    write: impl Fn(T) + 'static,
) -> RwSignal<T> {
    let shown = Memo::new(move |_| read());
    let value = RwSignal::new(shown.get_untracked());
    // What was kept comes a moment after the page.
    Effect::new(move |_| {
        let kept = shown.get();
        if *value.read_untracked() != kept {
            value.set(kept);
        }
    });
    Effect::new(move |_| {
        let written = value.get();
        if shown.get_untracked() != written {
            write(written);
        }
    });
    value
}

fn behaviours_problem(problem: Problem) -> Option<String> {
    match problem {
        Problem::Empty => Some(say::agreements::problem_empty().into()),
        Problem::TooMany => {
            Some(say::agreements::problem_many(steadfast_repair::agreements::BEHAVIOURS_MAX))
        }
        Problem::Review => None,
    }
}

#[component]
fn WhoseField(whose: RwSignal<Option<Whose>>, name: String) -> impl IntoView {
    view! {
        <ChoiceField
            label=say::agreements::whose()
            value=whose
            choices=vec![
                Choice::new(Whose::Mine, say::agreements::whose_mine(&name)),
                Choice::new(Whose::Yours, say::agreements::whose_yours(&name)),
                Choice::new(Whose::Both, say::agreements::whose_both()),
            ]
        />
    }
}

/// What stands in the agreement so far, each line with what can be done to it.
#[component]
fn Behaviours(
    behaviours: Memo<Vec<Behaviour>>,
    about: Signal<About>,
    #[prop(into)] change: Callback<Behaviour>,
    #[prop(into)] remove: Callback<u16>,
) -> impl IntoView {
    move || {
        let behaviours = behaviours.get();
        if behaviours.is_empty() {
            return view! { <p class="quiet">{say::agreements::behaviours_none()}</p> }.into_any();
        }
        let lines = behaviours.into_iter().map(|behaviour| {
            let (what, number) = (behaviour.what.as_str().to_owned(), behaviour.number);
            let of_change = behaviour.clone();
            view! {
                <li class="agreement-line">
                    <OneBehaviour behaviour about=about.get() />
                    <div class="row">
                        <button
                            type="button"
                            class="button"
                            aria-label=say::agreements::behaviour_change_aria(&what)
                            on:click=move |_| change.run(of_change.clone())
                        >
                            {say::agreements::behaviour_change()}
                        </button>
                        <button
                            type="button"
                            class="button quiet-button"
                            aria-label=say::agreements::behaviour_remove_aria(&what)
                            on:click=move |_| remove.run(number)
                        >
                            {say::agreements::behaviour_remove()}
                        </button>
                    </div>
                </li>
            }
        });
        view! { <ul class="agreement-lines">{lines.collect_view()}</ul> }.into_any()
    }
}

/// What would change, as the other will see it.
#[component]
fn Difference(difference: Memo<Option<Comparison>>, moment: Moment) -> impl IntoView {
    move || {
        difference.get().map(|comparison| {
            let same = comparison.is_same();
            view! {
                <section class="note group">
                    <h2>{say::agreements::change_title()}</h2>
                    {if same {
                        view! { <p class="quiet">{say::agreements::change_none()}</p> }.into_any()
                    } else {
                        view! { <Compared comparison moment /> }.into_any()
                    }}
                </section>
            }
        })
    }
}
