//! The session: what stands at the door, and the member behind it while it is open.

use std::{collections::BTreeMap, rc::Rc};

use leptos::{prelude::*, task::spawn_local};
use steadfast_circle::{CircleId, InvitationId};
use steadfast_member::{
    self as member, Member,
    error::{JoinError, SayError},
    payload::Quoting,
    ports::{Clock, Ports, Store, StoreError, Write},
    problem::KeepError,
    view::{CircleSummary, JoinState, Knock},
};
use steadfast_repair::{
    EntryId,
    people::CircleKind,
    relationship::{Act, Relationship},
    words::Title,
};

use crate::{
    app::background,
    circle, naming,
    nicknames::Nicknames,
    platform::WebPorts,
    routes::{Address, Route},
};

/// The name of the draft in which the circles' names are kept.
const NICKNAMES: &str = "circles/names";

/// A member whose ports are the browser's.
pub(crate) type WebMember = Member<WebPorts>;

/// What stands at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// It is being looked at.
    Looking,
    /// Nobody has begun on this device.
    Nobody,
    /// Somebody has, and it is locked.
    Locked,
    /// It is open, and the keys are in memory.
    Open,
    /// A newer version of the app was used on this device.
    TooNew,
    /// The browser does not let the app read what it keeps.
    Unavailable,
}

/// What somebody brings along: the secret part of a link, or what they paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Brought {
    /// The whole link of an invitation.
    Invitation(String),
    /// A code that makes this device one of those of somebody who is here already.
    PairingCode(String),
}

impl Brought {
    /// What an address brings: its path says what the part behind the `#` is.
    pub(crate) fn from_address(origin: &str, path: &str, fragment: &str) -> Option<Self> {
        let fragment = fragment.trim_start_matches('#');
        match Route::parse(path) {
            _ if fragment.is_empty() => None,
            Some(Route::Join) => {
                Some(Self::Invitation(format!("{origin}{}#{fragment}", Route::Join)))
            }
            Some(Route::Begin) => Some(Self::PairingCode(fragment.to_owned())),
            _ => None,
        }
    }
}

/// Everything that pages share: the door, the member behind it, and a sign to read again.
///
/// A handle; copies share one state. What it gives to read, it gives as of now: reading inside a reactive closure reads
/// again after every change, because each reader here tracks the revision.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    door: RwSignal<Door>,
    ports: StoredValue<Rc<WebPorts>, LocalStorage>,
    member: StoredValue<Option<WebMember>, LocalStorage>,
    /// Grows with every change of anything that the member gives to read.
    revision: RwSignal<u64>,
    /// All circles as they stand, so that whoever asks for them does not read the records again.
    circles: RwSignal<Vec<CircleSummary>>,
    /// The circle that the address names.
    named: RwSignal<Option<CircleId>>,
    /// What circles are called on this device.
    nicknames: RwSignal<Nicknames>,
    /// What was written and is about to be kept, by the names of the drafts.
    unkept: StoredValue<BTreeMap<Rc<str>, String>, LocalStorage>,
    /// How something went that was said on the page before, and the page that is to tell it.
    told: StoredValue<Option<(Option<Address>, String)>, LocalStorage>,
    /// Who knocks at our circles.
    knocks: RwSignal<Vec<(CircleId, Knock)>>,
    /// What came behind the `#` of the address. Never kept.
    brought: RwSignal<Option<Brought>>,
    /// How the circles stand at which we knocked and wait.
    joining: RwSignal<BTreeMap<CircleId, Result<JoinState, JoinError>>, LocalStorage>,
    /// Grows with every opening and locking, so that what was begun behind an earlier door ends.
    opening: StoredValue<u32>,
    /// While the 24 words are being copied onto paper, the app does not lock itself as quickly, and no door leads away.
    writing_down: RwSignal<bool>,
}

impl Session {
    /// A session in front of a door that is not looked at yet.
    pub(crate) fn new(ports: Rc<WebPorts>, brought: Option<Brought>) -> Self {
        Self {
            door: RwSignal::new(Door::Looking),
            ports: StoredValue::new_local(ports),
            member: StoredValue::new_local(None),
            revision: RwSignal::new(0),
            circles: RwSignal::new(Vec::new()),
            named: RwSignal::new(None),
            nicknames: RwSignal::new(Nicknames::default()),
            unkept: StoredValue::new_local(BTreeMap::new()),
            told: StoredValue::new_local(None),
            knocks: RwSignal::new(Vec::new()),
            brought: RwSignal::new(brought),
            joining: RwSignal::new_local(BTreeMap::new()),
            opening: StoredValue::new(0),
            writing_down: RwSignal::new(false),
        }
    }

    /// Looks who lives on this device, and says so at the door.
    pub(crate) fn look(self) {
        spawn_local(async move {
            let ports = self.ports();
            self.door.set(match member::door(&*ports).await {
                Ok(member::Door::Empty) => Door::Nobody,
                Ok(member::Door::Locked) => Door::Locked,
                Ok(member::Door::TooNew) => Door::TooNew,
                Err(StoreError::Full | StoreError::Conflict | StoreError::Unavailable { .. }) => {
                    Door::Unavailable
                }
            });
        });
    }

    /// What stands at the door, read again when it changes.
    pub(crate) fn door(self) -> Door {
        self.door.get()
    }

    /// The door, to be watched.
    pub(crate) fn door_signal(self) -> ReadSignal<Door> {
        self.door.read_only()
    }

    /// The browser, as the member's ports.
    pub(crate) fn ports(self) -> Rc<WebPorts> {
        self.ports.get_value()
    }

    /// Opens the door: from now on the member is behind it, and is kept in step with its relays.
    pub(crate) fn open(self, member: WebMember) {
        member.on_change(Rc::new(move || {
            // The member says so in the middle of its work; reading it waits until that is done.
            spawn_local(async move { self.read_again() });
        }));
        self.member.set_value(Some(member.clone()));
        self.read_again();
        self.door.set(Door::Open);
        self.opening.update_value(|opening| *opening += 1);
        self.look_up_nicknames(member.clone());
        background::keep_in_step(self, member, self.opening.get_value());
    }

    /// Takes in what the member has learned.
    fn read_again(self) {
        if let Some(member) = self.member.try_get_value().flatten() {
            self.circles.try_set(member.circles());
        }
        self.revision.try_update(|revision| *revision += 1);
    }

    /// Whether the door is still open as it was at this opening.
    pub(super) fn is_at(self, opening: u32) -> bool {
        self.opening.try_get_value() == Some(opening)
    }

    /// Forgets the keys and closes the door.
    pub(crate) fn lock(self) {
        if self.close() {
            self.door.set(Door::Locked);
        }
    }

    /// Forgets the keys while the page is being left. It shows nothing: another page comes.
    pub(crate) fn leave(self) {
        self.close();
        self.brought.try_set(None);
    }

    /// Takes everything off this device, whether the door is open or not.
    ///
    /// # Errors
    /// [`StoreError`] if the browser did not let it go.
    pub(crate) async fn empty(self) -> Result<(), StoreError> {
        self.close();
        let ports = self.ports();
        let kept = ports.store().scan("").await?;
        ports.store().commit(kept.into_iter().map(|(key, _)| Write::Delete(key)).collect()).await?;
        self.door.set(Door::Nobody);
        Ok(())
    }

    /// Drops the member and everything that was read from it; whether there was one.
    fn close(self) -> bool {
        let Some(member) = self.member.try_update_value(Option::take).flatten() else {
            return false;
        };
        member.lock();
        self.opening.try_update_value(|opening| *opening += 1);
        self.circles.try_set(Vec::new());
        self.nicknames.try_set(Nicknames::default());
        self.unkept.try_set_value(BTreeMap::new());
        self.told.try_set_value(None);
        self.knocks.try_set(Vec::new());
        self.joining.try_set(BTreeMap::new());
        self.writing_down.try_set(false);
        true
    }

    /// The member, as long as the door is open. Read again after every change.
    pub(crate) fn member(self) -> Option<WebMember> {
        self.door.track();
        self.revision.track();
        self.member.get_value()
    }

    /// The member, for doing something once.
    pub(crate) fn member_untracked(self) -> Option<WebMember> {
        self.member.get_value()
    }

    /// All circles.
    pub(crate) fn circles(self) -> Vec<CircleSummary> {
        self.circles.get()
    }

    /// The circle of the two partners, for one of them: the first that is not left.
    pub(crate) fn us(self) -> Option<CircleSummary> {
        self.circles.with(|circles| circles.iter().find(|circle| circle::is_us(circle)).cloned())
    }

    /// Whether there is no *Us*, but another circle with somebody else in it, as a therapist has.
    pub(crate) fn is_without_us(self) -> bool {
        self.circles.with(|circles| {
            !circles.iter().any(circle::is_us)
                && circles.iter().any(|circle| circle.kind != CircleKind::Mine)
        })
    }

    /// The circle that one is in: the one that the address names, or else *Us*.
    pub(crate) fn here(self) -> Option<CircleSummary> {
        match self.named.get() {
            Some(named) => self.member()?.circle(named),
            None => self.us(),
        }
    }

    /// Takes the circle that the address names.
    pub(super) fn go_into(self, named: Option<CircleId>) {
        if self.named.get_untracked() != named {
            self.named.set(named);
        }
    }

    /// The circle that the address names, if it names one.
    pub(crate) fn named(self) -> Option<CircleId> {
        self.named.get_untracked()
    }

    /// The address of a page, in the circle that one is in if the page is of a circle.
    pub(crate) fn address(self, route: Route) -> Address {
        Address { circle: self.named().filter(|_| route.is_of_a_circle()), route }
    }

    /// The address of a page in this circle. *Us* and *Mine* go by none.
    pub(crate) fn address_in(self, circle: CircleId, route: Route) -> Address {
        let goes_without = || {
            self.circles.with_untracked(|circles| {
                let us = circles.iter().find(|circle| circle::is_us(circle));
                let mine = circles.iter().find(|circle| circle.kind == CircleKind::Mine);
                [us, mine].into_iter().flatten().any(|one| one.id == circle)
            })
        };
        Address { circle: (route.is_of_a_circle() && !goes_without()).then_some(circle), route }
    }

    /// What a circle is called here: by the name that it was given on this device, or else as [`naming::circle`] has it.
    pub(crate) fn title(self, circle: &CircleSummary) -> String {
        self.nickname(circle.id)
            .map_or_else(|| naming::circle(circle), |nickname| nickname.as_str().to_owned())
    }

    /// The name that a circle was given on this device.
    pub(crate) fn nickname(self, circle: CircleId) -> Option<Title> {
        self.nicknames.with(|names| names.get(circle).cloned())
    }

    /// Gives a circle a name that only this device knows, or with `None` takes it away.
    ///
    /// # Errors
    /// [`KeepError`] if it could not be kept; then it goes by its old name.
    pub(crate) async fn set_nickname(
        self,
        circle: CircleId,
        name: Option<Title>,
    ) -> Result<(), KeepError> {
        let member = self.member_untracked().ok_or(KeepError::Locked)?;
        let mut names = self.nicknames.get_untracked();
        names.set(circle, name);
        member.keep_draft(NICKNAMES, false, &names.to_text()).await?;
        self.nicknames.try_set(names);
        Ok(())
    }

    fn look_up_nicknames(self, member: WebMember) {
        let opening = self.opening.get_value();
        spawn_local(async move {
            // Without them the circles go by their own names.
            let kept = member.draft(NICKNAMES, false).await.unwrap_or_default();
            if self.is_at(opening) {
                self.nicknames.try_set(Nicknames::from_text(&kept));
            }
        });
    }

    /// What was written under the name of a draft and is about to be kept.
    pub(crate) fn unkept(self, name: &str) -> Option<String> {
        self.unkept.with_value(|unkept| unkept.get(name).cloned())
    }

    /// Remembers what is about to be kept, or with `None` that it was.
    pub(crate) fn set_unkept(self, name: &Rc<str>, text: Option<String>) {
        self.unkept.try_update_value(|unkept| match text {
            Some(text) => unkept.insert(Rc::clone(name), text),
            None => unkept.remove(name),
        });
    }

    /// Leaves for the page at an address to tell how something went that led to it.
    pub(crate) fn tell_at(self, address: Option<Address>, told: String) {
        self.told.try_set_value(Some((address, told)));
    }

    /// What was left for the page at this address to tell. What was left for another is told no more.
    pub(crate) fn told_at(self, address: Option<Address>) -> Option<String> {
        let (to, told) = self.told.try_update_value(Option::take).flatten()?;
        (to == address).then_some(told)
    }

    /// The id of *Mine*, as long as the door is open.
    pub(crate) fn mine(self) -> Option<CircleId> {
        self.member().and_then(|member| member.mine())
    }

    /// Reads a folded circle. `None` if the door or the circle is closed.
    pub(crate) fn relationship<T>(
        self,
        circle: CircleId,
        read: impl FnOnce(&Relationship) -> T,
    ) -> Option<T> {
        self.member()?.relationship(circle, read)
    }

    /// Whether what would be said now waits on this device, because another has asked for space.
    pub(crate) fn waits(self, circle: CircleId, act: &Act) -> bool {
        let now = self.ports().clock().now();
        let waits = |folded: &Relationship| folded.waits(act, now).is_some();
        self.member_untracked().and_then(|member| member.relationship(circle, waits)) == Some(true)
    }

    /// Says something: durable when this returns, and on its way at once.
    ///
    /// # Errors
    /// [`SayError`]; nothing of it was kept then. A closed door is [`SayError::Keep`].
    pub(crate) async fn say(self, circle: CircleId, act: Act) -> Result<EntryId, SayError> {
        let member = self.member_untracked().ok_or(SayError::Keep(KeepError::Locked))?;
        let entry = member.say(circle, act).await?;
        self.sync_soon(circle);
        Ok(entry)
    }

    /// Quotes something in another circle than it was said in, as [`Session::say`] says something.
    ///
    /// # Errors
    /// As [`Session::say`].
    pub(crate) async fn quote(
        self,
        circle: CircleId,
        quoting: Quoting,
    ) -> Result<EntryId, SayError> {
        let member = self.member_untracked().ok_or(SayError::Keep(KeepError::Locked))?;
        let entry = member.quote(circle, quoting).await?;
        self.sync_soon(circle);
        Ok(entry)
    }

    /// Brings one circle in step without anybody waiting for it. How it went is the circle's status.
    pub(crate) fn sync_soon(self, circle: CircleId) {
        let Some(member) = self.member_untracked() else { return };
        spawn_local(async move {
            // What goes wrong is kept in the circle's status, where people see it.
            let _ = member.sync(circle).await;
        });
    }

    /// Who knocks at which circle, as far as is known.
    pub(crate) fn knocks(self) -> Vec<(CircleId, Knock)> {
        self.knocks.get()
    }

    /// Somebody who knocked was let in or sent away.
    pub(crate) fn settle_knock(self, invitation: InvitationId) {
        self.knocks.update(|knocks| knocks.retain(|(_, knock)| knock.invitation != invitation));
    }

    /// Sets who knocks.
    pub(super) fn set_knocks(self, knocks: Vec<(CircleId, Knock)>) {
        // Knocks have no equality of their own; an empty list that stays empty is not worth a new page.
        if !(knocks.is_empty() && self.knocks.with_untracked(Vec::is_empty)) {
            self.knocks.try_set(knocks);
        }
    }

    /// How it stands with a circle at which we knocked; `None` until the relay was asked.
    pub(crate) fn joining(self, circle: CircleId) -> Option<Result<JoinState, JoinError>> {
        self.joining.with(|joining| joining.get(&circle).cloned())
    }

    /// Sets how it stands with a circle at which we knocked.
    pub(super) fn set_joining(self, circle: CircleId, state: Result<JoinState, JoinError>) {
        if self.joining.with_untracked(|joining| joining.get(&circle) != Some(&state)) {
            self.joining.update(|joining| {
                joining.insert(circle, state);
            });
        }
    }

    /// The link of the invitation that somebody came with.
    pub(crate) fn invitation(self) -> Option<String> {
        match self.brought.get() {
            Some(Brought::Invitation(link)) => Some(link),
            Some(Brought::PairingCode(_)) | None => None,
        }
    }

    /// The pairing code that somebody came with.
    pub(crate) fn pairing_code(self) -> Option<String> {
        match self.brought.get() {
            Some(Brought::PairingCode(code)) => Some(code),
            Some(Brought::Invitation(_)) | None => None,
        }
    }

    /// Takes what somebody brought along, or with `None` forgets it.
    pub(crate) fn bring(self, brought: Option<Brought>) {
        self.brought.try_set(brought);
    }

    /// Whether the 24 words are being copied onto paper.
    pub(crate) fn is_writing_down(self) -> bool {
        self.writing_down.get()
    }

    /// Says whether the 24 words are being copied onto paper.
    pub(crate) fn set_writing_down(self, writing: bool) {
        self.writing_down.set(writing);
    }
}

#[cfg(test)]
mod tests {
    use super::Brought;

    #[test]
    fn the_path_says_what_the_fragment_is() {
        let brought =
            |path, fragment| Brought::from_address("https://notes.example", path, fragment);
        assert_eq!(
            brought("/join", "#abc"),
            Some(Brought::Invitation("https://notes.example/join#abc".into()))
        );
        assert_eq!(brought("/begin", "#code"), Some(Brought::PairingCode("code".into())));
        assert_eq!(brought("/help", "#content"), None);
        assert_eq!(brought("/join", "#"), None);
    }
}
