//! A name and a passphrase, and the keys that come of them.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use steadfast_member::{Beginning, error::BeginError, ports::RelayAddress};
use steadfast_repair::words::Title;

use super::{
    flow::Flow,
    parts::Back,
    state::{NameProblem, Step, name},
};
use crate::{
    app::{Session, WebMember, relays},
    gate, messages as say, platform,
    told::{Said, Telling, Told},
    ui::{Button, NewPassphrase, NewPassphraseFields, Page, TextField, Weight},
};

/// Asks for a name and a passphrase, and makes the keys.
#[component]
pub(crate) fn YouStep() -> impl IntoView {
    let (session, flow) = (expect_context::<Session>(), expect_context::<Flow>());
    let written = flow.name;
    let name_problem = RwSignal::new(None::<String>);
    let passphrase = NewPassphrase::new();
    let relay = RelayChoice::new();
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Told>);
    relay.look(session);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        told.set(None);
        let name = name(&written.get_untracked());
        name_problem.set(name.as_ref().err().map(|problem| name_words(*problem)));
        let (passphrase_text, address) = (passphrase.take(), relay.take());
        let (Ok(name), Some(passphrase_text), Some(address)) = (name, passphrase_text, address)
        else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            match begin(session, flow, &name, &passphrase_text, &address).await {
                Ok(()) => passphrase.forget(),
                Err(error) => match begin_words(&error) {
                    Said::AtField(words) => passphrase.problem.set(Some(words)),
                    Said::Apart(words) => told.set(Some(words)),
                },
            }
            busy.try_set(false);
        });
    };
    view! {
        <Page title=say::begin::you_title()>
            <form class="flow" on:submit=submit>
                <TextField
                    label=say::begin::you_name()
                    help=say::begin::you_name_help()
                    value=written
                    problem=name_problem
                />
                <NewPassphraseFields
                    label=say::begin::you_passphrase()
                    again_label=say::begin::you_passphrase_again()
                    passphrase
                />
                <RelayFold relay />
                <Telling told />
                <div class="row">
                    <Button label=say::begin::you_go() weight=Weight::Main submit=true busy />
                    <Back />
                </div>
                <p class="quiet" role="status">
                    {move || busy.get().then(say::begin::you_working)}
                </p>
            </form>
        </Page>
    }
}

/// Makes the keys and opens the door; the words are in the flow then.
async fn begin(
    session: Session,
    flow: Flow,
    name: &Title,
    passphrase: &str,
    relay: &RelayAddress,
) -> Result<(), BeginError> {
    let beginning =
        Beginning { passphrase, name, roles: flow.roles(), relay, device: device_name() };
    let (member, words) = WebMember::begin(session.ports(), beginning).await?;
    if let Some(answers) = flow.answers.get_untracked() {
        // What was not kept is asked again before an invitation.
        let _ = gate::keep(&member, answers).await;
    }
    relays::store(relay);
    platform::ask_to_keep();
    flow.words.set(words.iter().map(str::to_owned).collect());
    flow.step.set(Step::Words);
    session.open(member);
    Ok(())
}

/// What this device is called among one's own, at first.
pub(super) fn device_name() -> &'static str {
    if platform::is_handheld() { say::begin::device_phone() } else { say::begin::device_computer() }
}

fn name_words(problem: NameProblem) -> String {
    match problem {
        NameProblem::Blank => say::begin::you_name_blank(),
        NameProblem::TooLong => say::begin::you_name_long(),
        NameProblem::Odd => say::begin::you_name_odd(),
    }
    .into()
}

/// The wording of what went wrong when keys were to be made.
pub(super) fn begin_words(error: &BeginError) -> Said {
    match error {
        BeginError::NotEmpty => Said::Apart(
            Told::new(say::begin::here_already_title(), say::begin::not_empty_now())
                .and_nothing_lost(),
        ),
        BeginError::Passphrase(error) => error.into(),
        BeginError::Keep(error) => Said::Apart(error.into()),
    }
}

/// Which relay keeps the sealed copies. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(super) struct RelayChoice {
    address: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    /// Whether the field is in sight. It is where nobody can guess an address.
    open: RwSignal<bool>,
}

impl RelayChoice {
    /// The relay chosen earlier, or the one that serves the app.
    pub(super) fn new() -> Self {
        Self {
            address: RwSignal::new(relays::stored()),
            problem: RwSignal::new(None),
            open: RwSignal::new(false),
        }
    }

    /// Looks whether a relay answers at the address, and shows the field if none does.
    pub(super) fn look(self, session: Session) {
        spawn_local(async move {
            if !relays::answers(session, &self.address.get_untracked()).await {
                self.open.try_set(true);
            }
        });
    }

    /// The address, or says beside the field what is wrong with it.
    pub(super) fn take(self) -> Option<RelayAddress> {
        let parsed = self.address.get_untracked().parse().ok();
        self.problem.set(parsed.is_none().then(|| say::trouble::relay_wrong().into()));
        if parsed.is_none() {
            self.open.set(true);
        }
        parsed
    }
}

/// The relay, folded away: most people need never think of it.
#[component]
pub(crate) fn RelayFold(relay: RelayChoice) -> impl IntoView {
    view! {
        <details class="fold" prop:open=relay.open>
            <summary>{say::begin::you_relay_fold()}</summary>
            <TextField
                label=say::begin::you_relay()
                help=say::begin::you_relay_help()
                kind="url"
                longest=256
                value=relay.address
                problem=relay.problem
            />
        </details>
    }
}
