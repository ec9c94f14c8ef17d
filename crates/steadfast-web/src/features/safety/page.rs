//! The page about safety.

use leptos::prelude::*;

use crate::{
    messages as say, platform,
    routes::Route,
    ui::{Button, Go, Page},
};

/// What is safe, what is not, and what to do.
#[component]
pub(crate) fn SafetyPage() -> impl IntoView {
    view! {
        <Page title=say::safety::title()>
            <section class="group">
                <h2>{say::safety::watched_title()}</h2>
                <p>{say::safety::watched_body()}</p>
                <p>{say::safety::watched_do()}</p>
            </section>
            <section class="group">
                <h2>{say::safety::leave_title()}</h2>
                <p>{say::safety::leave_body()}</p>
                <p>{say::safety::leave_history()}</p>
                <Button label=say::safety::leave_now() on_press=move |()| platform::leave() />
            </section>
            <section class="group">
                <h2>{say::safety::harm_title()}</h2>
                <p>{say::safety::harm_body()}</p>
                <p>
                    <Go to=Route::Help label=say::safety::harm_link() />
                </p>
            </section>
            <section class="group">
                <h2>{say::safety::erase_title()}</h2>
                <p>{say::safety::erase_body()}</p>
            </section>
            <section class="group">
                <h2>{say::safety::limits_title()}</h2>
                <p>{say::safety::limits_body()}</p>
                <p>{say::safety::limits_court()}</p>
                <p>{say::safety::limits_device()}</p>
                <p>{say::safety::limits_relay()}</p>
            </section>
        </Page>
    }
}
