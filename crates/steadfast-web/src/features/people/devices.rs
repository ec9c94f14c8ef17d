//! One's own devices: adding one by a code, naming this one, removing one.

use jiff::{Timestamp, tz::TimeZone};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_member::view::{OwnDevice, PairingCode};

use super::troubles::{pairing, saying};
use crate::{
    app::Session,
    messages as say, platform,
    routes::Route,
    told::{Doing, Telling, Told},
    ui::{Button, Dialog, QrCode, TextField, Working, said_by},
};

/// The list of one's devices.
#[component]
pub(crate) fn DevicesSection() -> impl IntoView {
    let session = expect_context::<Session>();
    let devices =
        Memo::new(move |_| session.member().map(|member| member.devices()).unwrap_or_default());
    let removing = RwSignal::new(None::<OwnDevice>);
    let adding = RwSignal::new(false);
    view! {
        <section class="group">
            <h2>{say::people::devices_title()}</h2>
            <ul class="people-list">
                {move || {
                    devices
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, device)| view! { <DeviceRow place device removing /> })
                        .collect_view()
                }}
            </ul>
            <div class="row">
                <Button label=say::people::add_device() on_press=move |()| adding.set(true) />
            </div>
            <Naming />
        </section>
        <Dialog open=adding title=say::people::add_device_title()>
            <Adding />
        </Dialog>
        <Removing removing />
    }
}

/// The longest name of a device, in UTF-16 units: no more than the 128 bytes that are kept of it.
const DEVICE_NAME_LENGTH_MAX: u32 = 42;

/// Calls this device something else, so that its owner can tell it from the others.
#[component]
fn Naming() -> impl IntoView {
    let session = expect_context::<Session>();
    let now = untrack(|| session.member()).and_then(|member| {
        let this = member.devices().into_iter().find(|device| device.this);
        this.map(|device| device.name)
    });
    let name = RwSignal::new(now.unwrap_or_default());
    let problem = RwSignal::new(None::<String>);
    let doing = Doing::new();
    let done = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = name.get_untracked().trim().to_owned();
        done.set(false);
        problem.set(text.is_empty().then(|| say::people::name_wrong().into()));
        let Some(member) = session.member_untracked().filter(|_| !text.is_empty()) else { return };
        let mine = member.mine();
        let name = async move { member.name_device(&text).await.map_err(|error| saying(&error)) };
        doing.start(name, move |()| {
            done.try_set(true);
            if let Some(mine) = mine {
                session.sync_soon(mine);
            }
        });
    };
    view! {
        <details class="fold">
            <summary>{say::people::device_name_fold()}</summary>
            <form class="flow" on:submit=submit>
                <TextField
                    label=say::people::device_name()
                    help=say::people::device_name_help()
                    longest=DEVICE_NAME_LENGTH_MAX
                    value=name
                    problem
                />
                <Telling told=doing.told() />
                <div class="row">
                    <Button label=say::people::device_name_go() submit=true busy=doing.busy() />
                </div>
                <p role="status">{move || done.get().then(say::people::renamed)}</p>
            </form>
        </details>
    }
}

/// What a device is called, or else its number.
fn called(device: &OwnDevice, place: usize) -> String {
    if device.name.is_empty() { say::people::device(place + 1) } else { device.name.clone() }
}

/// One device of the list.
#[component]
fn DeviceRow(
    place: usize,
    device: OwnDevice,
    removing: RwSignal<Option<OwnDevice>>,
) -> impl IntoView {
    let name = called(&device, place);
    let this = device.this;
    let named = OwnDevice { name: name.clone(), ..device };
    view! {
        <li class="people-person people-device">
            <span class="words" translate="no">{name.clone()}</span>
            {if this {
                view! { <span class="quiet">{say::people::device_this()}</span> }.into_any()
            } else {
                view! {
                    <Button
                        label=say::people::device_remove(name)
                        on_press=Callback::new(move |()| removing.set(Some(named.clone())))
                    />
                }
                    .into_any()
            }}
        </li>
    }
}

/// Asks before a device is removed.
#[component]
fn Removing(removing: RwSignal<Option<OwnDevice>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let open = RwSignal::new(false);
    let doing = Doing::new();
    // Set only where it changes: the two would wake each other for ever.
    Effect::new(move |_| {
        let some = removing.read().is_some();
        if open.get_untracked() != some {
            open.set(some);
        }
    });
    Effect::new(move |_| {
        if !open.get() && removing.read_untracked().is_some() {
            removing.set(None);
            doing.forget();
        }
    });
    let remove = Callback::new(move |()| {
        let (Some(device), Some(member)) = (removing.get_untracked(), session.member_untracked())
        else {
            return;
        };
        let OwnDevice { key, circles, .. } = device;
        let remove =
            async move { member.remove_device(&key).await.map_err(|error| saying(&error)) };
        doing.start(remove, move |()| {
            for (circle, _) in circles {
                session.sync_soon(circle);
            }
            open.try_set(false);
        });
    });
    view! {
        <Dialog open title=say::people::device_remove_title() close_label=say::people::device_keep()>
            <p>{say::people::device_remove_lead()}</p>
            <Telling told=doing.told() />
            {move || {
                removing.get().map(|device| view! { <Button label=say::people::device_remove(device.name) busy=doing.busy() on_press=remove /> })
            }}
        </Dialog>
    }
}

/// How far the code for a new device is.
#[derive(Clone)]
enum Code {
    Making,
    Made(PairingCode),
    Failed(Told),
}

/// Makes a code and shows it.
#[component]
fn Adding() -> impl IntoView {
    let session = expect_context::<Session>();
    let code = RwSignal::new_local(Code::Making);
    if let Some(member) = session.member_untracked() {
        spawn_local(async move {
            code.try_set(match member.make_pairing_code().await {
                Ok(made) => Code::Made(made),
                Err(error) => Code::Failed(pairing(&error)),
            });
        });
    }
    view! {
        <p>{say::people::add_device_lead()}</p>
        <p>{say::people::add_device_warn()}</p>
        {move || match code.get() {
            Code::Making => view! { <Working words=say::people::add_device_working() /> }.into_any(),
            Code::Failed(told) => view! { <Telling told=Signal::stored(Some(told)) /> }.into_any(),
            Code::Made(made) => {
                let link = format!("{}{}#{}", platform::origin(), Route::Begin, made.text);
                let by = said_by(made.expires, Timestamp::now(), &TimeZone::system());
                view! {
                    <QrCode text=link />
                    <p>{say::people::add_device_code()}</p>
                    <p class="people-link" data-test="pairing-code" translate="no">
                        {made.text}
                    </p>
                    <p class="quiet">{say::people::invitation_expires(by)}</p>
                }
                    .into_any()
            }
        }}
    }
}
