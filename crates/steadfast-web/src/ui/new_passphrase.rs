//! A new passphrase, written twice, so that a slip of the finger locks nobody out.

use leptos::prelude::*;
use zeroize::Zeroize;

use crate::{messages as say, ui::PassphraseField};

/// What was written, and what is wrong with it. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct NewPassphrase {
    first: RwSignal<String>,
    again: RwSignal<String>,
    /// What is wrong with the first, as whoever took it says.
    pub(crate) problem: RwSignal<Option<String>>,
    again_problem: RwSignal<Option<String>>,
}

impl NewPassphrase {
    /// Two empty fields.
    pub(crate) fn new() -> Self {
        Self {
            first: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            problem: RwSignal::new(None),
            again_problem: RwSignal::new(None),
        }
    }

    /// The passphrase, if it was written the same twice; else says beside the second field that it was not.
    pub(crate) fn take(self) -> Option<String> {
        self.problem.set(None);
        let same = self.first.get_untracked() == self.again.get_untracked();
        self.again_problem.set((!same).then(|| say::ui::passphrase_differs().into()));
        same.then(|| self.first.get_untracked())
    }

    /// Drops what was written from memory and from the fields.
    pub(crate) fn forget(self) {
        for field in [self.first, self.again] {
            field.try_update(|text| {
                text.zeroize();
                text.clear();
            });
        }
    }
}

/// The two fields.
#[component]
pub(crate) fn NewPassphraseFields(
    #[prop(into)] label: String,
    #[prop(into)] again_label: String,
    #[prop(optional, into)] help: Option<String>,
    passphrase: NewPassphrase,
) -> impl IntoView {
    let help = help.unwrap_or_else(|| say::ui::passphrase_help().into());
    view! {
        <PassphraseField label value=passphrase.first help problem=passphrase.problem />
        <PassphraseField label=again_label value=passphrase.again problem=passphrase.again_problem />
    }
}
