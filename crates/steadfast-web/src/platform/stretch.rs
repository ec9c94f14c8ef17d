//! Stretching passphrases in a worker, so that the page stays alive meanwhile.
//!
//! The worker is the app's own module, started a second time (see `static/boot.js`), and ended after each passphrase:
//! its memory, with all that Argon2 wrote into it, goes with it.

use std::rc::Rc;

use futures::channel::oneshot;
use js_sys::{Array, Function, Reflect, Uint8Array};
use steadfast_member::{
    Argon2id,
    ports::{KeyStretch, Params, StretchError},
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};
use zeroize::Zeroizing;

use super::timer::mark;

/// What the worker says when it can be asked.
const READY: &str = "ready";
/// What the worker says when there is too little memory.
const NO_MEMORY: &str = "memory";

/// Argon2id in a worker of its own.
#[derive(Clone, Copy, Default)]
pub(crate) struct WorkerStretch;

/// A worker that ends with whoever asked it.
struct Helper(Worker);

impl Drop for Helper {
    fn drop(&mut self) {
        self.0.terminate();
    }
}

impl KeyStretch for WorkerStretch {
    async fn stretch(
        &self,
        passphrase: &str,
        salt: &[u8; 16],
        params: Params,
    ) -> Result<Zeroizing<[u8; 32]>, StretchError> {
        let failed = |detail: &str| StretchError::Failed { detail: detail.to_owned() };
        let start = Reflect::get(&js_sys::global(), &JsValue::from_str("startWorker"))
            .ok()
            .and_then(|found| found.dyn_into::<Function>().ok())
            .ok_or_else(|| failed("the page cannot start workers"))?;
        let worker = start.call0(&JsValue::NULL).map_err(|error| failed(&format!("{error:?}")))?;
        let helper = Rc::new(Helper(worker.unchecked_into()));

        let question = Array::of4(
            &JsValue::from_str(passphrase),
            &Uint8Array::from(salt.as_slice()),
            &JsValue::from(params.memory_kib),
            &JsValue::from(params.passes),
        );
        let (answered, answer) = oneshot::channel();
        let mut answered = Some(answered);
        let asked = helper.0.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let data = message.data();
            if data.as_string().as_deref() == Some(READY) {
                // If it cannot be posted, no answer comes and the worker's end says so.
                let _ = asked.post_message(&question);
            } else if let Some(answered) = answered.take() {
                let _ = answered.send(data);
            }
        });
        helper.0.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let (broke, broken) = oneshot::channel();
        let on_error = Closure::once(move || {
            let _ = broke.send(());
        });
        helper.0.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        let answered = futures::future::select(answer, broken).await;
        mark("stretched");
        match answered {
            futures::future::Either::Left((Ok(data), _)) => read_answer(&data),
            _ => Err(failed("the worker ended without an answer")),
        }
    }
}

/// The key, or why there is none.
fn read_answer(data: &JsValue) -> Result<Zeroizing<[u8; 32]>, StretchError> {
    if let Some(reason) = data.as_string() {
        return Err(if reason == NO_MEMORY {
            StretchError::Memory
        } else {
            StretchError::Failed { detail: reason }
        });
    }
    let bytes = Zeroizing::new(Uint8Array::new(data).to_vec());
    let key = <[u8; 32]>::try_from(bytes.as_slice())
        .map_err(|_| StretchError::Failed { detail: "the worker's answer is no key".into() })?;
    Ok(Zeroizing::new(key))
}

/// The worker's whole life, if this is one: answers passphrases with keys. Gives whether this is a worker.
pub(crate) fn serve_if_worker() -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let page = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        // There is nobody to tell but the page, and if it is gone the worker is too.
        let _ = page.post_message(&answer(&Array::from(&message.data())));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&JsValue::from_str(READY));
    true
}

/// The answer to one question of passphrase, salt, memory in KiB and passes.
fn answer(question: &Array) -> JsValue {
    let read = || {
        let passphrase = Zeroizing::new(question.get(0).as_string()?);
        let salt =
            <[u8; 16]>::try_from(question.get(1).dyn_into::<Uint8Array>().ok()?.to_vec()).ok()?;
        let memory_kib = question.get(2).as_f64()? as u32;
        let passes = question.get(3).as_f64()? as u32;
        Some((passphrase, salt, Params { memory_kib, passes }))
    };
    let Some((passphrase, salt, params)) = read() else { return JsValue::from_str("no question") };
    match Argon2id::stretch_now(&passphrase, &salt, params) {
        Ok(key) => Uint8Array::from(key.as_slice()).into(),
        Err(StretchError::Memory) => JsValue::from_str(NO_MEMORY),
        Err(StretchError::Failed { detail }) => JsValue::from_str(&detail),
    }
}
