//! The settings, one section after the other.

use leptos::{prelude::*, task::spawn_local};

use super::{
    lock::LockSection,
    relay::RelaySection,
    secrets::{MineSection, PassphraseSection, WordsSection},
};
use crate::{
    app::Speaks,
    messages::{self as say, Language},
    platform::{self, Theme},
    ui::{Button, Choice, Page, SelectField, Stitch},
};

/// All settings.
#[component]
pub(crate) fn SettingsPage() -> impl IntoView {
    view! {
        <Page title=say::settings::title()>
            <LooksSection />
            <Stitch />
            <LockSection />
            <Stitch />
            <PassphraseSection />
            <Stitch />
            <MineSection />
            <Stitch />
            <WordsSection />
            <Stitch />
            <RelaySection />
            <Stitch />
            <StorageSection />
        </Page>
    }
}

/// Language and colours; both take effect at once.
#[component]
fn LooksSection() -> impl IntoView {
    let speaks = expect_context::<Speaks>();
    let language = RwSignal::new(say::language());
    let theme = RwSignal::new(platform::stored_theme());
    Effect::new(move |before: Option<Language>| {
        let chosen = language.get();
        if before.is_some_and(|before| before != chosen) {
            platform::store_language(chosen);
            speaks.0.set(chosen);
        }
        chosen
    });
    Effect::new(move |before: Option<Theme>| {
        let chosen = theme.get();
        if before.is_some_and(|before| before != chosen) {
            platform::store_theme(chosen);
        }
        chosen
    });
    let languages = Language::ALL
        .into_iter()
        .map(|language| {
            let name = match language {
                Language::Qps => say::settings::language_pseudo(),
                Language::En => say::language::own_name(),
            };
            Choice::new(language, name)
        })
        .collect();
    let themes = vec![
        Choice::new(Theme::System, say::settings::theme_system()),
        Choice::new(Theme::Light, say::settings::theme_light()),
        Choice::new(Theme::Dark, say::settings::theme_dark()),
    ];
    view! {
        <section class="group">
            <h2>{say::settings::looks_title()}</h2>
            <SelectField label=say::settings::language() value=language choices=languages />
            <SelectField label=say::settings::theme() value=theme choices=themes />
        </section>
    }
}

/// Whether the browser may clear what is kept here.
#[component]
fn StorageSection() -> impl IntoView {
    let firm = RwSignal::new(None::<bool>);
    let look = move || {
        spawn_local(async move {
            firm.try_set(Some(platform::is_kept_firmly().await));
        });
    };
    look();
    let ask = move |()| {
        spawn_local(async move {
            firm.try_set(Some(platform::ask_to_keep_and_tell().await));
        });
    };
    view! {
        <section class="group">
            <h2>{say::settings::storage_title()}</h2>
            <div role="status" class="group">
                {move || match firm.get() {
                    None => ().into_any(),
                    Some(true) => view! { <p>{say::settings::storage_firm()}</p> }.into_any(),
                    Some(false) => {
                        view! {
                            <p>{say::settings::storage_loose()}</p>
                            <Button label=say::settings::storage_ask() on_press=Callback::new(ask) />
                        }
                            .into_any()
                    }
                }}
            </div>
        </section>
    }
}
