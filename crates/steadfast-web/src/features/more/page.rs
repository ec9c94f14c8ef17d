//! The list behind the fourth door.

use leptos::prelude::*;

use crate::{
    app::Session,
    messages as say,
    routes::Route,
    ui::{Button, Go, Page},
};

/// Links to everything rare, each with a line about what is there.
#[component]
pub(crate) fn MorePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let rooms = [
        (Route::Record, say::more::record(), say::more::record_what()),
        (Route::People, say::more::people(), say::more::people_what()),
        (Route::Settings, say::more::settings(), say::more::settings_what()),
        (Route::Words, say::more::words(), say::more::words_what()),
        (Route::Help, say::more::help(), say::more::help_what()),
        (Route::Safety, say::more::safety(), say::more::safety_what()),
    ];
    let rooms = rooms.into_iter().map(|(to, label, what)| {
        view! {
            <li class="room">
                <Go to label />
                <span class="quiet">{what}</span>
            </li>
        }
    });
    view! {
        <Page title=say::more::title()>
            <ul>{rooms.collect_view()}</ul>
            <div class="row">
                <Button label=say::more::lock() on_press=move |()| session.lock() />
            </div>
        </Page>
    }
}
