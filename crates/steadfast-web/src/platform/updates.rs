//! A newer version of the app: noticed, offered, and used only when the person says so.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

/// The browser's service workers; none in a window that forbids them.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    // `navigator.serviceWorker` is missing altogether where the page was not loaded securely.
    js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker"))
        .ok()?
        .then(|| navigator.service_worker())
}

/// Sets `waiting` once a newer version is stored and waits to be used.
pub(crate) fn watch_for_new_version(waiting: RwSignal<bool>) {
    let Some(container) = container() else { return };
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        if registration.waiting().is_some() {
            waiting.set(true);
        }
        let found = Closure::<dyn Fn()>::new({
            let registration = registration.clone();
            move || {
                if let Some(worker) = registration.installing() {
                    watch_one(&worker, waiting);
                }
            }
        });
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        // It is listened to as long as the page lives.
        found.forget();
    });
}

/// Waits for one worker to have stored its files.
fn watch_one(worker: &ServiceWorker, waiting: RwSignal<bool>) {
    let changed = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        let worker = event.target().and_then(|target| target.dyn_into::<ServiceWorker>().ok());
        if worker.is_some_and(|worker| worker.state() == ServiceWorkerState::Installed) {
            waiting.set(true);
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

/// Lets the newer version take over, and loads the page anew under it.
pub(crate) fn use_new_version() {
    let Some(container) = container() else { return };
    let reload = Closure::<dyn Fn()>::new(|| {
        // It fails only in a page that is going away already.
        let _ = window().location().reload();
    });
    container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
    reload.forget();
    spawn_local(async move {
        let Ok(ready) = container.ready() else { return };
        let Ok(registration) = JsFuture::from(ready).await else { return };
        if let Some(worker) = registration.unchecked_into::<ServiceWorkerRegistration>().waiting() {
            // A worker that is gone by now has been replaced already, and the page was told.
            let _ = worker.post_message(&JsValue::from_str("use"));
        }
    });
}
