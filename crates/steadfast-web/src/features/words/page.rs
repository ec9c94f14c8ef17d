//! A short glossary: every word that has a sense of its own here.

use leptos::prelude::*;

use crate::{messages as say, ui::Page};

/// What the words mean, in three groups.
#[component]
pub(crate) fn WordsPage() -> impl IntoView {
    let between = [
        (say::words::commitment_term(), say::words::commitment()),
        (say::words::kept_late_term(), say::words::kept_late()),
        (say::words::renegotiated_term(), say::words::renegotiated()),
        (say::words::missed_term(), say::words::missed()),
        (say::words::missed_repaired_term(), say::words::missed_repaired()),
        (say::words::checkin_term(), say::words::checkin()),
        (say::words::reassurance_term(), say::words::reassurance()),
        (say::words::question_term(), say::words::question()),
        (say::words::agreement_term(), say::words::agreement()),
        (say::words::boundary_term(), say::words::boundary()),
        (say::words::disclosure_term(), say::words::disclosure()),
        (say::words::slip_term(), say::words::slip()),
        (say::words::relapse_term(), say::words::relapse()),
        (say::words::letter_term(), say::words::letter()),
    ];
    let places = [
        (say::words::circle_term(), say::words::circle()),
        (say::words::us_term(), say::words::us()),
        (say::words::mine_term(), say::words::mine()),
    ];
    let record = [
        (say::words::record_term(), say::words::record()),
        (say::words::entry_term(), say::words::entry()),
        (say::words::whole_term(), say::words::whole()),
        (say::words::relay_term(), say::words::relay()),
        (say::words::host_term(), say::words::host()),
        (say::words::passphrase_term(), say::words::passphrase()),
        (say::words::words_term(), say::words::words()),
    ];
    view! {
        <Page title=say::words::title()>
            <p class="quiet">{say::words::lead()}</p>
            <Group title=say::words::group_two() terms=between.to_vec() />
            <Group title=say::words::group_where() terms=places.to_vec() />
            <Group title=say::words::group_record() terms=record.to_vec() />
        </Page>
    }
}

/// Words that belong together.
#[component]
fn Group(title: &'static str, terms: Vec<(&'static str, &'static str)>) -> impl IntoView {
    let terms = terms.into_iter().map(|(term, meaning)| {
        view! {
            <div>
                <dt>{term}</dt>
                <dd>{meaning}</dd>
            </div>
        }
    });
    view! {
        <section class="group">
            <h2>{title}</h2>
            <dl class="glossary">{terms.collect_view()}</dl>
        </section>
    }
}
