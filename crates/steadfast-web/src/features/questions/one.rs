//! One question: what was asked, what was answered, each with its date, and what can be said to it now.

use leptos::prelude::*;
use steadfast_repair::{
    EntryId,
    questions::{Act, Pace, Question, Replied, Reply, SetPace, Standing, Withdraw},
    relationship::Act as SaidAct,
};

use super::{
    answer::Answering,
    ask::{AskForm, PaceFields, PaceInputs},
    form::When,
    page::{Alone, stands},
    state::{Shown, one},
};
use crate::{
    app::{Navigation, Session},
    circle::{self, Circle},
    messages as say,
    moment::Moment,
    routes::Route,
    saying::{HowItWent, Saying},
    ui::{self, Button, Coach, CoachNotes, Go, GoButton, Page, Stitch, Weight},
    wording::{People, answer_by, detail, entry_from_name, entry_name, pace},
};

/// The question that the address names.
#[component]
pub(crate) fn QuestionPage() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    // Only another question makes the page anew.
    let id = Memo::new(move |_| match navigation.route() {
        Some(Route::Question(name)) => entry_from_name(&name),
        _ => None,
    });
    move || {
        let id = id.get();
        circle::between_two(
            move |us| match id {
                Some(id) => view! { <Found us id /> }.into_any(),
                None => view! { <NotFound /> }.into_any(),
            },
            || view! { <Alone /> },
        )
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Page title=say::questions::title()>
            <p>{say::questions::not_found()}</p>
            <GoButton to=Route::Questions label=say::questions::back() weight=Weight::Main />
        </Page>
    }
}

#[component]
fn Found(us: Circle, id: EntryId) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment = Moment::new();
    let saying = Saying::new(session);
    let people = us.people.clone();
    let name = people.other_name();
    let circle = StoredValue::new(us);
    let shown = circle::folded(circle, move |folded, us| one(folded, id, &us.people, moment.now()));
    let Some(Shown { question, mine, for_me, earlier, .. }) = shown.get_untracked() else {
        return view! { <NotFound /> }.into_any();
    };
    let (text, coach) = super::answer::coached(session, id);
    let answering = Memo::new(move |_| shown.read().as_ref().is_some_and(|shown| shown.can_answer));
    let title = if mine {
        say::questions::one_title_mine().to_owned()
    } else if for_me {
        say::questions::one_title(people.subject(question.entry.author))
    } else {
        say::questions::one_title_along(people.subject(question.entry.author))
    };
    let margin = move || view! { <Margin coach shown=move || for_me && answering.get() /> };
    let standing = {
        let people = people.clone();
        move || shown.get().map(|shown| stands(&shown.question, &people, moment))
    };
    let replies_people = people.clone();
    view! {
        <Page title margin>
            <p class="quiet">
                <Go to=Route::Questions label=say::questions::back() />
            </p>
            <Asked question=question.clone() shown people=people.clone() moment />
            <p role="status">{standing}</p>
            {earlier.map(|earlier| view! { <Earlier earlier people=people.clone() moment mine for_me /> })}
            <section class="flow" hidden=move || shown.read().as_ref().is_none_or(|it| it.question.replies.is_empty())>
                <h2>{say::questions::replies_title()}</h2>
                <ol class="question-replies">
                    // By key, so that what is unfolded stays so when something else comes in.
                    <For
                        each=move || shown.get().map(|shown| shown.question.replies).unwrap_or_default()
                        key=|reply| reply.entry.id
                        let:reply
                    >
                        <li><OneReply reply people=replies_people.clone() moment closed=mine /></li>
                    </For>
                </ol>
            </section>
            <AskedAgain shown />
            {mine.then(|| view! { <OfTheAsker id circle shown moment saying /> })}
            {for_me.then(|| view! { <Answering id circle shown text coach name moment saying /> })}
            <HowItWent saying />
        </Page>
    }
    .into_any()
}

/// The coach's notes, while there is an answer to write.
#[component]
fn Margin(coach: Coach, shown: impl Fn() -> bool + Send + Sync + 'static) -> impl IntoView {
    view! {
        <Show when=shown>
            <CoachNotes coach />
        </Show>
    }
}

/// The question itself, how much is wanted, and when.
#[component]
fn Asked(
    question: Question,
    shown: Memo<Option<Shown>>,
    people: People,
    moment: Moment,
) -> impl IntoView {
    let who = people.subject(question.entry.author);
    let at = question.entry.at;
    let asked = move || {
        let asked = ui::said(at, moment.now(), &moment.zone());
        say::questions::asked(asked, &who)
    };
    let paced = move || {
        shown
            .get()
            .filter(|it| !it.question.is_answered() && it.question.withdrawn.is_none())
            .map(|it| pace(it.question.pace, &moment.zone_name(), moment.today()))
    };
    view! {
        <div class="group">
            <blockquote class="words">{question.words.as_str().to_owned()}</blockquote>
            <p class="small quiet">{asked}</p>
            <p class="small quiet">{detail(question.detail)}</p>
            <p class="small quiet">{paced}</p>
        </div>
    }
}

/// What was asked before, and what was answered then.
#[component]
fn Earlier(
    earlier: Question,
    people: People,
    moment: Moment,
    mine: bool,
    for_me: bool,
) -> impl IntoView {
    let at = earlier.entry.at;
    let who = people.subject(earlier.entry.author);
    let lead = move || {
        let when = ui::said(at, moment.now(), &moment.zone());
        if mine {
            say::questions::earlier(when)
        } else if for_me {
            say::questions::earlier_theirs(when, &who)
        } else {
            say::questions::earlier_along(when, &who)
        }
    };
    let id = earlier.id();
    let answers: Vec<_> = earlier
        .replies
        .into_iter()
        .filter(|reply| matches!(reply.said, Replied::Answered(_)))
        .map(|reply| view! { <li><OneReply reply people=people.clone() moment closed=mine /></li> })
        .collect();
    view! {
        <section class="group">
            <h2>{say::questions::earlier_title()}</h2>
            <p>{lead}</p>
            <ol class="question-replies">{answers}</ol>
            <p class="small">
                <Go to=Route::Question(entry_name(id)) label=say::questions::earlier_go() />
            </p>
        </section>
    }
}

/// That it was asked again later, with the way there.
#[component]
fn AskedAgain(shown: Memo<Option<Shown>>) -> impl IntoView {
    move || {
        let again = shown.get()?.question.asked_again;
        let links = again.into_iter().map(|id| {
            view! {
                <p>
                    <Go to=Route::Question(entry_name(id)) label=say::questions::later_go() />
                </p>
            }
        });
        Some(links.collect_view())
    }
}

/// Something that was said to the question, with its date. To whoever asked it stays closed until they want it.
#[component]
fn OneReply(reply: Reply, people: People, moment: Moment, closed: bool) -> impl IntoView {
    let at = reply.entry.at;
    let when = move || ui::said(at, moment.now(), &moment.zone());
    let who = people.subject(reply.entry.author);
    match reply.said {
        Replied::Promised { by, with } => view! {
            <article class="group">
                <p class="small quiet">{move || say::questions::reply_promised(when(), &who)}</p>
                <p>{move || answer_by(by, with, &moment.zone_name(), moment.today())}</p>
            </article>
        }
        .into_any(),
        Replied::NotRemembered { find_out } => view! {
            <article class="group">
                <p class="small quiet">{move || say::questions::reply_forgotten(when(), &who)}</p>
                <blockquote class="words">{find_out.as_str().to_owned()}</blockquote>
            </article>
        }
        .into_any(),
        Replied::Answered(words) => {
            let summary = move || say::questions::reply_answered(when(), &who);
            let words = words.as_str().to_owned();
            if closed {
                view! {
                    <details class="fold">
                        <summary>{summary}</summary>
                        <blockquote class="words">{words}</blockquote>
                    </details>
                }
                .into_any()
            } else {
                view! {
                    <article class="group">
                        <p class="small quiet">{summary}</p>
                        <blockquote class="words">{words}</blockquote>
                    </article>
                }
                .into_any()
            }
        }
    }
}

/// What whoever asked can do: another pace, taking it back, asking again.
#[component]
fn OfTheAsker(
    id: EntryId,
    circle: StoredValue<Circle>,
    shown: Memo<Option<Shown>>,
    moment: Moment,
    saying: Saying,
) -> impl IntoView {
    let circle_id = circle.with_value(|circle| circle.id);
    let of = move |say: fn(&Question) -> bool| {
        Memo::new(move |_| shown.read().as_ref().is_some_and(|shown| say(&shown.question)))
    };
    let open =
        of(|question| matches!(question.standing(), Standing::Unanswered | Standing::Promised));
    let answered = of(Question::is_answered);
    let parked = of(|question| question.pace == Pace::Parked);
    let set = move |pace, told: &'static str| {
        let act = Act::SetPace(SetPace { question: id, pace });
        saying.say(circle_id, SaidAct::Questions(act), told, |_| {});
    };
    let take_back = move || {
        let act = Act::Withdraw(Withdraw { question: id });
        saying.say(circle_id, SaidAct::Questions(act), say::questions::taken_back(), |_| {});
    };
    let pace_now = shown.get_untracked().map_or(Pace::Now, |shown: Shown| shown.question.pace);
    let (when, day) = When::of(pace_now, &moment.zone());
    let fields = PaceFields::new(when, day);
    view! {
        <Show when=move || open.get()>
            <Stitch />
            <div class="row">
                {move || if parked.get() {
                    view! {
                        <Button
                            label=say::questions::unpark()
                            busy=saying.busy()
                            on_press=move |()| set(Pace::Now, say::questions::paced())
                        />
                    }
                        .into_any()
                } else {
                    view! {
                        <Button
                            label=say::questions::park()
                            busy=saying.busy()
                            on_press=move |()| set(Pace::Parked, say::questions::parked())
                        />
                    }
                        .into_any()
                }}
                <Button label=say::questions::take_back() busy=saying.busy() on_press=move |()| take_back() />
            </div>
            <details class="fold">
                <summary>{say::questions::pace_change()}</summary>
                <form
                    class="flow"
                    on:submit=move |event| {
                        event.prevent_default();
                        if let Some(pace) = fields.read(moment) {
                            set(pace, say::questions::paced());
                        }
                    }
                >
                    <PaceInputs
                        fields
                        offered=vec![When::Now, When::NotBefore, When::WithTherapist, When::Parked]
                    />
                    <Button label=say::questions::pace_send() submit=true busy=saying.busy() />
                </form>
            </details>
        </Show>
        <Show when=move || answered.get()>
            <Stitch />
            <details class="fold">
                <summary>{say::questions::again()}</summary>
                <p>{say::questions::again_lead()}</p>
                <AskForm circle kept_as=format!("questions/again/{}", entry_name(id)) saying again=Some(id) />
            </details>
        </Show>
    }
}
