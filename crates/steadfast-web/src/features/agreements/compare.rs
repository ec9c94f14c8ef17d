//! What stands in an agreement, and two versions beside each other.

use leptos::prelude::*;
use steadfast_repair::agreements::Behaviour;

use super::state::{Comparison, Line, Shown};
use crate::{
    messages as say,
    moment::Moment,
    ui,
    wording::{About, behaviour_kind, behaviour_telling},
};

/// All that a version says.
#[component]
pub(super) fn Terms(shown: Shown, moment: Moment) -> impl IntoView {
    let about = shown.about;
    let behaviours = shown.behaviours.into_iter().map(|behaviour| {
        view! {
            <li class="agreement-line">
                <OneBehaviour behaviour about=about.clone() />
            </li>
        }
    });
    view! {
        <ul class="agreement-lines">{behaviours.collect_view()}</ul>
        <p class="small quiet">{say::agreements::review_by(ui::date(shown.review, moment.today()))}</p>
    }
}

/// One behaviour, and what is done when it happened.
#[component]
pub(super) fn OneBehaviour(behaviour: Behaviour, about: About) -> impl IntoView {
    let telling = behaviour_telling(&behaviour, &about);
    view! {
        <p class="words">{behaviour.what.as_str().to_owned()}</p>
        <p class="small">{behaviour_kind(behaviour.kind)}</p>
        {telling.into_iter().map(|told| view! { <p class="small">{told}</p> }).collect_view()}
    }
}

/// Two versions, line by line. What differs stands side by side where there is room.
#[component]
pub(super) fn Compared(comparison: Comparison, moment: Moment) -> impl IntoView {
    let Comparison { before, after, lines, review: (earlier, review) } = comparison;
    let date = |day| ui::date(day, moment.today());
    let review = if earlier == review {
        say::agreements::review_by(date(review))
    } else {
        say::agreements::review_by_changed(date(earlier), date(review))
    };
    let whose = (before != after).then(|| say::agreements::compare_whose(after.title()));
    let lines = lines
        .into_iter()
        .map(|line| view! { <li class="agreement-line"><OneLine line before=before.clone() after=after.clone() /></li> });
    view! {
        {whose.map(|words| view! { <p>{words}</p> })}
        <ul class="agreement-lines">{lines.collect_view()}</ul>
        <p class="small quiet">{review}</p>
    }
}

#[component]
fn OneLine(line: Line, before: About, after: About) -> impl IntoView {
    match line {
        Line::Same(behaviour) => view! {
            <p class="agreement-mark">{say::agreements::same()}</p>
            <OneBehaviour behaviour about=after />
        }
        .into_any(),
        Line::Added(behaviour) => view! {
            <p class="agreement-mark agreement-differs">{say::agreements::added()}</p>
            <OneBehaviour behaviour about=after />
        }
        .into_any(),
        Line::Removed(behaviour) => view! {
            <p class="agreement-mark agreement-differs">{say::agreements::removed()}</p>
            <div class="agreement-gone">
                <OneBehaviour behaviour about=before />
            </div>
        }
        .into_any(),
        Line::Changed { before: was, after: is } => view! {
            <div class="agreement-beside">
                <div class="agreement-side">
                    <p class="agreement-mark">{say::agreements::before()}</p>
                    <OneBehaviour behaviour=was about=before />
                </div>
                <div class="agreement-side">
                    <p class="agreement-mark agreement-differs">{say::agreements::after()}</p>
                    <OneBehaviour behaviour=is about=after />
                </div>
            </div>
        }
        .into_any(),
    }
}
