//! The rooms behind the first page: everything that beginning, Help and Safety do not need is a module of its own,
//! fetched while the first page is read.
//!
//! Whoever comes for the first time, or for help, is not to wait for the rest. `xtask web` splits the compiled module
//! here: what can be reached only through [`open`] goes into the second part.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::{
    app::{NotFound, Session},
    features::{
        agreements::{AgreementPage, AgreementsPage, AmendAgreementPage, NewAgreementPage},
        begin::{Step, later_step},
        boundaries::{BoundariesPage, BoundaryPage, ChangeBoundaryPage, NewBoundaryPage},
        checkin::CheckInPage,
        circles::CirclesPage,
        commitments::{CommitmentPage, CommitmentsPage, NewCommitmentPage},
        disclosures::{DisclosuresPage, NewDisclosurePage},
        gate::GatePage,
        join::JoinPage,
        letters::{LetterPage, LettersPage, WriteLetterPage},
        mine::MinePage,
        more::MorePage,
        notes::NotesPage,
        people::PeoplePage,
        questions::{NewQuestionPage, QuestionPage, QuestionsPage},
        reassurance::ReassurancePage,
        record::RecordPage,
        settings::SettingsPage,
        space::SpacePage,
        today::TodayPage,
        unlock::UnlockPage,
        unsent::UnsentPage,
        us::UsPage,
        words::WordsPage,
    },
    messages as say, platform,
    routes::{Address, Route},
    ui::{Button, Page, Trouble, Weight, Working},
};

/// What the second part of the app can do for the first.
#[derive(Clone, Copy)]
struct Opened {
    page: fn(&Address) -> AnyView,
    step: fn(Step) -> AnyView,
}

#[wasm_split(rooms, fallible)]
fn open() -> Result<Opened, SplitLoaderError> {
    Ok(Opened { page, step: later_step })
}

/// Whether the rooms are here.
#[derive(Clone, Copy)]
enum Arrival {
    /// They are being fetched.
    Coming,
    /// They are.
    Here(Opened),
    /// They could not be fetched.
    Failed,
}

/// The rooms, as far as they are here. A handle; copies share one state.
#[derive(Clone, Copy)]
pub(crate) struct Rooms(RwSignal<Arrival>);

impl Rooms {
    /// The rooms, which are fetched as soon as the first page has been drawn.
    pub(crate) fn new() -> Self {
        let rooms = Self(RwSignal::new(Arrival::Coming));
        Effect::new(move |_| {
            request_animation_frame(move || {
                set_timeout(
                    move || {
                        platform::mark("drawn");
                        rooms.fetch();
                    },
                    Duration::ZERO,
                )
            })
        });
        rooms
    }

    fn fetch(self) {
        self.0.set(Arrival::Coming);
        spawn_local(async move {
            self.0.set(match open().await {
                Ok(opened) => Arrival::Here(opened),
                Err(_) => Arrival::Failed,
            });
        });
    }

    /// The page at an address, or what stands in its place until the rooms are here. `Err` holds the latter.
    pub(crate) fn page(self, address: Address) -> Result<AnyView, AnyView> {
        self.opened().map(|opened| (opened.page)(&address))
    }

    /// A step of beginning that needs keys, or what stands in its place until the rooms are here.
    pub(crate) fn step(self, step: Step) -> AnyView {
        self.opened().map_or_else(|waiting| waiting, |opened| (opened.step)(step))
    }

    fn opened(self) -> Result<Opened, AnyView> {
        match self.0.get() {
            Arrival::Here(opened) => Ok(opened),
            Arrival::Coming => Err(view! { <Working /> }.into_any()),
            Arrival::Failed => Err(view! { <NotFetched rooms=self /> }.into_any()),
        }
    }
}

/// Whether the circle that an address names is one of ours.
fn is_ours(address: &Address) -> bool {
    let member = expect_context::<Session>().member_untracked();
    address.circle.is_none_or(|named| member.is_some_and(|member| member.circle(named).is_some()))
}

/// The rooms could not be fetched.
#[component]
fn NotFetched(rooms: Rooms) -> impl IntoView {
    view! {
        <Page title=say::frame::not_fetched_title()>
            <Trouble
                what=say::frame::not_fetched_what()
                nothing_lost=say::frame::not_fetched_nothing_lost()
                now=say::frame::not_fetched_now()
            >
                <Button label=say::frame::not_fetched_again() weight=Weight::Main on_press=move |()| rooms.fetch() />
            </Trouble>
        </Page>
    }
}

/// The page at an address. Those of the first part are not asked for here.
fn page(address: &Address) -> AnyView {
    if !is_ours(address) {
        return view! { <NotFound /> }.into_any();
    }
    match address.route {
        Route::Today => view! { <TodayPage /> }.into_any(),
        Route::Us => view! { <UsPage /> }.into_any(),
        Route::Circles => view! { <CirclesPage /> }.into_any(),
        Route::Mine => view! { <MinePage /> }.into_any(),
        Route::Unsent => view! { <UnsentPage /> }.into_any(),
        Route::Commitments => view! { <CommitmentsPage /> }.into_any(),
        Route::NewCommitment => view! { <NewCommitmentPage /> }.into_any(),
        Route::Commitment(_) => view! { <CommitmentPage /> }.into_any(),
        Route::Agreements => view! { <AgreementsPage /> }.into_any(),
        Route::NewAgreement => view! { <NewAgreementPage /> }.into_any(),
        Route::Agreement(_) => view! { <AgreementPage /> }.into_any(),
        Route::AmendAgreement(_) => view! { <AmendAgreementPage /> }.into_any(),
        Route::Boundaries => view! { <BoundariesPage /> }.into_any(),
        Route::NewBoundary => view! { <NewBoundaryPage /> }.into_any(),
        Route::Boundary(_) => view! { <BoundaryPage /> }.into_any(),
        Route::ChangeBoundary(_) => view! { <ChangeBoundaryPage /> }.into_any(),
        Route::Space => view! { <SpacePage /> }.into_any(),
        Route::Disclosures => view! { <DisclosuresPage /> }.into_any(),
        Route::NewDisclosure => view! { <NewDisclosurePage /> }.into_any(),
        Route::CheckIn => view! { <CheckInPage /> }.into_any(),
        Route::Reassurance => view! { <ReassurancePage /> }.into_any(),
        Route::Questions => view! { <QuestionsPage /> }.into_any(),
        Route::NewQuestion => view! { <NewQuestionPage /> }.into_any(),
        Route::Question(_) => view! { <QuestionPage /> }.into_any(),
        Route::Letters => view! { <LettersPage /> }.into_any(),
        Route::WriteLetter(_) => view! { <WriteLetterPage /> }.into_any(),
        Route::Letter(_) => view! { <LetterPage /> }.into_any(),
        Route::Notes => view! { <NotesPage /> }.into_any(),
        Route::Record => view! { <RecordPage /> }.into_any(),
        Route::Join => view! { <JoinPage /> }.into_any(),
        Route::More => view! { <MorePage /> }.into_any(),
        Route::People => view! { <PeoplePage /> }.into_any(),
        Route::Gate => view! { <GatePage /> }.into_any(),
        Route::Settings => view! { <SettingsPage /> }.into_any(),
        Route::Words => view! { <WordsPage /> }.into_any(),
        Route::Unlock => view! { <UnlockPage /> }.into_any(),
        Route::Begin | Route::Help | Route::Safety => ().into_any(),
    }
}
