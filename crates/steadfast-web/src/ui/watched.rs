//! What must be said before anybody writes anything: a watched device defeats any app.

use leptos::prelude::*;

use crate::{
    messages as say,
    routes::Route,
    ui::{Go, Note},
};

/// The note about a watched device, with the way to the safety page.
#[component]
pub(crate) fn WatchedDevice() -> impl IntoView {
    view! {
        <Note>
            <h2>{say::watched::title()}</h2>
            <p>{say::watched::body()}</p>
            <p>
                <Go to=Route::Safety label=say::watched::link() />
            </p>
        </Note>
    }
}
