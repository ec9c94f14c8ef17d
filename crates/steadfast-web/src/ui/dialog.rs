//! A question that stands before everything else until it is answered.

use leptos::{html, prelude::*};

use crate::{
    messages as say, platform,
    ui::{Button, Icon, Shape, Weight, field::fresh_id},
};

/// A dialog, open while `open` is true. Escape and its closing button set that to false; the browser keeps the focus
/// inside and gives it back afterwards.
#[component]
pub(crate) fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    /// The words of the closing button, where *Close* is not what it does.
    #[prop(optional, into)]
    close_label: Option<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let id = fresh_id("dialog");
    let labelled_by = id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // It fails only for a dialog that is not in the page, and then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let close_label = close_label.unwrap_or_else(|| say::ui::close().into());
    view! {
        <dialog class="dialog" node_ref=node aria-labelledby=labelled_by on:close=move |_| {
            open.set(false);
            platform::catch_focus();
        }>
            // What is inside is made when it opens, so that nothing of an earlier opening is left in a field.
            <Show when=move || open.get()>
                <div class="flow">
                    // The focus begins at the heading: a first field or button further down would be scrolled to.
                    <h2 id=id.clone() tabindex="-1" autofocus>
                        {title.clone()}
                    </h2>
                    {children()}
                    <div class="row">
                        <Button label=close_label.clone() weight=Weight::Quiet on_press=move |()| open.set(false) />
                    </div>
                </div>
                // What lies under a dialog cannot be pressed, and the way out must be, always in the same place.
                <button type="button" class="button leave" on:click=|_| platform::leave()>
                    <Icon shape=Shape::Out />
                    {say::frame::leave()}
                </button>
            </Show>
        </dialog>
    }
}
