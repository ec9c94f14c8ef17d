//! How the record stands, in one sentence; or, when a promise was broken, what is known and what to do.

use leptos::{prelude::*, task::spawn_local};

use super::state::{Breach, Kind, Stands, Whose, stands};
use crate::{
    app::Session,
    circle::Circle,
    messages as say,
    moment::Moment,
    platform,
    ui::{self, Button, Clay, Icon, Shape, Weight},
};

/// The sentence, or the clay panel in its place.
#[component]
pub(super) fn Status(
    circle: StoredValue<Circle>,
    moment: Moment,
    comparing: RwSignal<bool>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let id = circle.with_value(|circle| circle.id);
    let shown = Memo::new(move |_| {
        let member = session.member()?;
        let status = member.status(id)?;
        Some(stands(&status))
    });
    let checking = RwSignal::new(false);
    let check = move || {
        let Some(member) = session.member_untracked() else { return };
        checking.set(true);
        spawn_local(async move {
            // How it went is the status itself.
            let _ = member.sync(id).await;
            checking.try_set(false);
        });
    };
    move || {
        shown.get().map(|(stands, unsent)| {
            let unsent = (unsent > 0).then(|| say::record::status_unsent(i64::try_from(unsent).unwrap_or(i64::MAX)));
            let sentence = sentence(&stands, moment);
            view! {
                <div class="record-status group">
                    {match stands {
                        Stands::Broken(breach) => view! { <BrokenPromise breach circle moment comparing /> }.into_any(),
                        stands => {
                            let whole = matches!(stands, Stands::Whole { .. });
                            view! {
                                <p class="record-stands" role="status" data-test="record-status">
                                    {whole.then(|| view! { <Icon shape=Shape::Tick /> })}
                                    <span>{sentence}</span>
                                </p>
                            }
                                .into_any()
                        }
                    }}
                    {unsent.map(|words| view! { <p role="status">{words}</p> })}
                    <div class="row">
                        <Button label=say::record::check_now() weight=Weight::Quiet busy=checking on_press=move |()| check() />
                    </div>
                    <details class="fold">
                        <summary>{say::record::what_whole_means()}</summary>
                        <div class="group">
                            <p>{say::record::what_whole_means_1()}</p>
                            <p>{say::record::what_whole_means_2()}</p>
                            <p>{say::record::what_whole_means_3()}</p>
                        </div>
                    </details>
                </div>
            }
        })
    }
}

fn sentence(stands: &Stands, moment: Moment) -> String {
    let when = |at| ui::said(at, moment.now(), &moment.zone());
    let count = |entries: u64| i64::try_from(entries).unwrap_or(i64::MAX);
    match stands {
        Stands::Whole { entries, checked_at } => {
            say::record::status_whole(count(*entries), when(*checked_at))
        }
        Stands::Unchecked { entries } => say::record::status_unchecked(count(*entries)),
        Stands::Offline { since, entries } => {
            say::record::status_offline(count(*entries), when(*since))
        }
        Stands::Unsent => say::record::status_sending().into(),
        Stands::Refused => say::record::status_refused().into(),
        Stands::Broken(_) => say::record::broken_title().into(),
    }
}

/// What was broken, by whom as far as the record can tell, since when, what is still certain, and what to do.
#[component]
fn BrokenPromise(
    breach: Breach,
    circle: StoredValue<Circle>,
    moment: Moment,
    comparing: RwSignal<bool>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (id, people) = circle.with_value(|circle| (circle.id, circle.people.clone()));
    let shared = people.is_shared();
    let what = match breach.kind {
        Kind::RolledBack => say::record::broken_rolled_back(),
        Kind::Forked => say::record::broken_forked(),
        Kind::Altered => say::record::broken_altered(),
        Kind::NotSigned => say::record::broken_not_signed(),
        Kind::Stranger => say::record::broken_stranger(),
        Kind::TwoInOnePlace => say::record::broken_two(),
        Kind::Garbled => say::record::broken_garbled(),
        Kind::Newer => say::record::broken_newer(),
    };
    let by = match breach.by {
        Whose::Relay => Some(say::record::broken_by_relay().to_owned()),
        Whose::Author(member) if people.is_me(member) => {
            Some(say::record::broken_by_mine().to_owned())
        }
        Whose::Author(member) => Some(say::record::broken_by_author(people.subject(member))),
        Whose::Unknown => Some(say::record::broken_by_unknown().to_owned()),
        Whose::Nobody => None,
    };
    let since = {
        let when = ui::said(breach.seen_at, moment.now(), &moment.zone());
        match breach.index {
            Some(place) => say::record::broken_since(place + 1, when),
            None => say::record::broken_since_plain(when),
        }
    };
    let certain = match breach.entries {
        0 => say::record::broken_certain_none().to_owned(),
        entries => say::record::broken_certain(i64::try_from(entries).unwrap_or(i64::MAX)),
    };
    let newer = breach.kind == Kind::Newer;
    let keep = move || {
        let Some(member) = session.member_untracked() else { return };
        if let Some(last) = member.evidence(id).last() {
            platform::save_file(
                "notes-evidence.bin",
                "application/octet-stream",
                &last.evidence.to_bytes(),
            );
        }
    };
    let title = if newer { say::record::newer_title() } else { say::record::broken_title() };
    view! {
        <Clay title urgent=true>
            <p data-test="record-broken">{what}</p>
            {by.map(|by| view! { <p>{by}</p> })}
            <p>{since}</p>
            <p>{certain}</p>
            <ul class="broken-do">
                {if newer {
                    view! { <li>{say::record::newer_do()}</li> }.into_any()
                } else {
                    view! {
                        <li>{say::record::broken_do_1()}</li>
                        <li>{say::record::broken_do_2()}</li>
                        <li>{say::record::broken_do_3()}</li>
                    }
                        .into_any()
                }}
            </ul>
            <div class="row">
                {(shared && !newer)
                    .then(|| view! { <Button label=say::record::broken_compare() on_press=move |()| comparing.set(true) /> })}
                {(!newer).then(|| view! { <Button label=say::record::broken_keep() on_press=move |()| keep() /> })}
            </div>
            <details class="fold">
                <summary>{say::record::broken_detail()}</summary>
                <p class="small" lang="en">{breach.facts}</p>
            </details>
        </Clay>
    }
}
