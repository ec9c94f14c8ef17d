//! Taking everything off this device: asked for twice, and then at once.

use leptos::prelude::*;

use crate::{
    app::{Navigation, Session},
    routes::Route,
    told::{Doing, Telling, Told},
    ui::{Button, Clay, TickField, Weight},
};

/// Asks before everything goes; what goes stands in the children.
#[component]
pub(crate) fn Emptying(
    #[prop(into)] title: String,
    /// What one has to say yes to first.
    #[prop(into)]
    sure_label: String,
    /// The words of the button that does it, and of the one that does not.
    #[prop(into)]
    go: String,
    #[prop(into)] keep: String,
    /// Whether this is asked; the second button sets it to false.
    open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigation = expect_context::<Navigation>();
    let sure = RwSignal::new(false);
    let doing = Doing::new();
    let empty = move |()| {
        let empty = async move { session.empty().await.map_err(|error| Told::from(&error)) };
        doing.start(empty, move |()| navigation.go(Route::Begin));
    };
    view! {
        <Clay title>
            {children()}
            <TickField label=sure_label value=sure />
            <Telling told=doing.told() />
            <div class="row">
                <Button
                    label=go
                    busy=doing.busy()
                    disabled=Signal::derive(move || !sure.get())
                    on_press=Callback::new(empty)
                />
                <Button label=keep weight=Weight::Quiet on_press=move |()| open.set(false) />
            </div>
        </Clay>
    }
}
