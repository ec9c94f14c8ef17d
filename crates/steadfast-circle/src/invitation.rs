//! Invitations: a link whose secret no server sees, by which two people make sure of each other.

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::cbor::{DecodeError, Reader, Writer};
use crate::device::{Candidate, CertificateError};
use crate::entry::{Control, Genesis, Invite, SignedEntry};
use crate::membership::is_answer;
use crate::primitives::{hkdf, label, random, redacted, sign};
use crate::relay_api::{InvitationAnswer, KNOCK_LENGTH_MAX};
use crate::sealing::{self, Unopened};
use crate::{
    CandidateHash, CircleId, FoundingNonce, InvitationId, InvitationKey, MemberId, Signature,
};

const VERSION: u64 = 1;
/// The longest relay address, in bytes.
pub const ADDRESS_LENGTH_MAX: usize = 256;
/// The longest kind of circle, in bytes.
pub const KIND_LENGTH_MAX: usize = 32;
/// The longest name of a circle or person, in bytes.
pub const NAME_LENGTH_MAX: usize = 128;
/// The longest name of a role, in bytes.
pub const ROLE_LENGTH_MAX: usize = 48;
/// The most roles of a person.
pub const ROLES_MAX: usize = 8;
/// No link is longer, in characters.
const LINK_LENGTH_MAX: usize = 4_096;

/// What the link holds. Whoever has it can answer the invitation, once.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Invitation {
    #[zeroize(skip)]
    circle: CircleId,
    secret: [u8; 32],
    #[zeroize(skip)]
    inviter: MemberId,
    relay_address: String,
}

/// What an inviter tells the person whom they invite, before that person decides.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// The kind of circle, at most 32 bytes. Opaque here.
    pub kind: String,
    /// The circle's name, at most 128 bytes.
    pub circle_name: String,
    /// The inviter's name, at most 128 bytes.
    pub inviter_name: String,
    /// The inviter's roles, at most 8 of at most 48 bytes. Opaque here.
    pub inviter_roles: Vec<String>,
}

/// What a newcomer answers.
#[derive(Clone, PartialEq, Eq)]
pub struct Knock {
    /// Who they are, by their keys.
    pub candidate: Candidate,
    /// Their name, at most 128 bytes.
    pub name: String,
    /// Their roles, at most 8 of at most 48 bytes. Opaque here.
    pub roles: Vec<String>,
    invitation: InvitationId,
    signature: Signature,
}

/// What a newcomer knows of a circle after having checked an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    /// The founding nonce, from which the newcomer derives their keys for this circle.
    pub nonce: FoundingNonce,
    /// The genesis entry's content. Its relay name and key are those that the relay at the address must have.
    pub genesis: Genesis,
    /// What is offered.
    pub offer: Offer,
    /// When the invitation ends, in milliseconds since 1970.
    pub expires_ms: u64,
}

redacted!(Invitation, Offer, Knock);

/// Why a text is no invitation link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no invitation in it, or only a part of one.
    #[error("not an invitation link")]
    NoInvitation,
    /// It is an invitation of a version that this code does not know.
    #[error("an invitation of version {0}")]
    Version(u64),
}

/// A name, role or address that is too long, or too many roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the field {field} is too long")]
pub struct TooLong {
    /// Which field.
    pub field: &'static str,
}

/// Why what a relay says of an invitation is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WelcomeError {
    /// The relay sent something that is no entry.
    #[error("not an entry: {0}")]
    Malformed(#[from] DecodeError),
    /// The genesis entry is not that of the circle in the link.
    #[error("the genesis entry is another circle's")]
    OtherCircle,
    /// The genesis entry's founder or signature is not in order.
    #[error("the genesis entry is not in order")]
    Genesis,
    /// The invite entry is not by the inviter in the link, or not for this invitation, or not signed.
    #[error("the invite entry is not the inviter's")]
    OtherInviter,
    /// The offer was not sealed by whoever made the link.
    #[error("the offer was not sealed by the inviter")]
    Offer,
    /// The invitation has ended.
    #[error("the invitation has ended")]
    Expired,
}

/// Why a knock is not an answer to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KnockError {
    /// It does not open: whoever left it did not hold the link.
    #[error(transparent)]
    Unopened(#[from] Unopened),
    /// It is not in the form of a knock.
    #[error("not a knock: {0}")]
    Malformed(#[from] DecodeError),
    /// The newcomer's keys are not what they claim to be, or are for another circle.
    #[error("the candidate is not in order: {0}")]
    Candidate(#[from] CertificateError),
    /// It is not signed with the invitation's key.
    #[error("not signed with the invitation's key")]
    Signature,
    /// It is longer than a knock may be.
    #[error("too long")]
    TooLong,
}

impl Invitation {
    /// A new invitation into a circle, to be answered at a relay.
    ///
    /// # Errors
    /// [`TooLong`] if the address has more than 256 bytes.
    pub fn make(
        circle: CircleId,
        inviter: MemberId,
        relay_address: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, TooLong> {
        check("relay address", relay_address, ADDRESS_LENGTH_MAX)?;
        Ok(Self { circle, secret: random(rng), inviter, relay_address: relay_address.to_owned() })
    }

    /// The circle.
    pub const fn circle(&self) -> CircleId {
        self.circle
    }

    /// Who invites.
    pub const fn inviter(&self) -> MemberId {
        self.inviter
    }

    /// Where the circle's relay is.
    pub fn relay_address(&self) -> &str {
        &self.relay_address
    }

    /// The link: `<app>/join#` and the invitation in base64url. What stands behind the `#` is never sent to a server.
    pub fn link(&self, app_address: &str) -> Zeroizing<String> {
        let fragment = Zeroizing::new(BASE64URL_NOPAD.encode(&self.to_bytes()));
        Zeroizing::new(format!("{}/join#{}", app_address.trim_end_matches('/'), *fragment))
    }

    /// Reads a link, or only what stands behind its `#`.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn from_link(link: &str) -> Result<Self, LinkError> {
        let fragment = link.trim().rsplit('#').next().unwrap_or_default();
        if fragment.len() > LINK_LENGTH_MAX {
            return Err(LinkError::NoInvitation);
        }
        let bytes =
            BASE64URL_NOPAD.decode(fragment.as_bytes()).map_err(|_| LinkError::NoInvitation)?;
        Self::from_bytes(&Zeroizing::new(bytes)).map_err(|error| match error {
            DecodeError::Version(version) => LinkError::Version(version),
            _ => LinkError::NoInvitation,
        })
    }

    /// `[1, circle, secret, inviter's member id, relay address]`, for the inviter's own keeping too.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut writer = Writer::with_capacity(128 + self.relay_address.len());
        writer.array(5).uint(VERSION).bytes(self.circle).bytes(self.secret).bytes(self.inviter);
        writer.text(&self.relay_address);
        Zeroizing::new(writer.finish())
    }

    /// Reads what [`Invitation::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let items = reader.array("invitation", 64)?;
        match reader.uint()? {
            VERSION if items == 5 => {}
            VERSION => return Err(DecodeError::OutOfBounds { field: "invitation" }),
            version => return Err(DecodeError::Version(version)),
        }
        let circle = CircleId::from_bytes(reader.fixed("circle")?);
        let secret = reader.fixed("secret")?;
        let inviter = MemberId::from_bytes(reader.fixed("member id")?);
        let relay_address = reader.text("relay address", ADDRESS_LENGTH_MAX)?.to_owned();
        reader.end()?;
        Ok(Self { circle, secret, inviter, relay_address })
    }

    fn derive<const N: usize>(&self, label: &[u8]) -> Zeroizing<[u8; N]> {
        hkdf(&self.secret, self.circle.as_bytes(), &[label])
    }

    /// The id under which the relay knows it.
    pub fn id(&self) -> InvitationId {
        InvitationId::from_bytes(*self.derive(label!("invitation/id")))
    }

    fn signing(&self) -> SigningKey {
        SigningKey::from_bytes(&self.derive(label!("invitation/sign")))
    }

    /// The public key that answers are verified with.
    pub fn key(&self) -> InvitationKey {
        InvitationKey::from_bytes(self.signing().verifying_key().to_bytes())
    }

    fn sealing(&self) -> Zeroizing<[u8; 32]> {
        self.derive(label!("invitation/seal"))
    }

    /// The control by which the inviter opens it, until a time in milliseconds since 1970.
    ///
    /// # Errors
    /// [`TooLong`] if a name or role in the offer is.
    pub fn invite(
        &self,
        offer: &Offer,
        expires_ms: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Control, TooLong> {
        let offer = sealing::seal(&self.sealing(), label!("offer"), &offer.to_bytes()?, rng);
        Ok(Control::Invite(Invite { id: self.id(), key: self.key(), expires_ms, offer }))
    }

    /// Checks what the relay says of the invitation, at a time in milliseconds since 1970, and opens the offer.
    ///
    /// # Errors
    /// [`WelcomeError`]. All but `Expired` mean that somebody stands between the inviter and the newcomer.
    pub fn open(&self, answer: &InvitationAnswer, now_ms: u64) -> Result<Welcome, WelcomeError> {
        let genesis = SignedEntry::decode(&answer.genesis)?;
        if genesis.circle() != self.circle || genesis.hash() != self.circle.genesis() {
            return Err(WelcomeError::OtherCircle);
        }
        let Some(Control::Genesis(founding)) = genesis.control() else {
            return Err(WelcomeError::OtherCircle);
        };
        if !genesis.is_signed() || founding.founder.verify(&founding.nonce).is_err() {
            return Err(WelcomeError::Genesis);
        }
        let entry = SignedEntry::decode(&answer.invite)?;
        let Some(Control::Invite(invite)) = entry.control() else {
            return Err(WelcomeError::OtherInviter);
        };
        let by_inviter = entry.circle() == self.circle && entry.header().member == self.inviter;
        if !by_inviter || !entry.is_signed() || invite.id != self.id() || invite.key != self.key() {
            return Err(WelcomeError::OtherInviter);
        }
        // Nobody but whoever made the link could seal this, so the relay cannot have made up the invite entry.
        let offer = sealing::open(&self.sealing(), label!("offer"), &invite.offer)
            .map_err(|_| WelcomeError::Offer)?;
        let offer = Offer::decode(&offer).map_err(|_| WelcomeError::Offer)?;
        if invite.expires_ms <= now_ms {
            return Err(WelcomeError::Expired);
        }
        let expires_ms = invite.expires_ms;
        Ok(Welcome { nonce: founding.nonce, genesis: (**founding).clone(), offer, expires_ms })
    }

    /// The invitation key's signature over `L("invitation") || circle || candidate hash`.
    fn sign(&self, candidate: &CandidateHash) -> Signature {
        sign(&self.signing(), label!("invitation"), &[self.circle.as_bytes(), candidate.as_bytes()])
    }

    /// The newcomer's sealed answer, to be left at the relay.
    ///
    /// # Errors
    /// [`TooLong`] if the name or a role is.
    pub fn seal_knock(
        &self,
        candidate: &Candidate,
        name: &str,
        roles: &[String],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, TooLong> {
        check("name", name, NAME_LENGTH_MAX)?;
        check_roles(roles)?;
        let mut writer = Writer::with_capacity(4_096);
        writer.array(4);
        candidate.encode(&mut writer);
        writer.text(name);
        encode_roles(&mut writer, roles);
        writer.bytes(self.sign(&candidate.hash()).as_bytes());
        Ok(sealing::seal(&self.sealing(), label!("knock"), &writer.finish(), rng))
    }

    /// Opens what a newcomer left at the relay, and checks that they held the link and own their keys.
    ///
    /// # Errors
    /// [`KnockError`].
    pub fn open_knock(&self, nonce: &FoundingNonce, sealed: &[u8]) -> Result<Knock, KnockError> {
        if sealed.len() > KNOCK_LENGTH_MAX {
            return Err(KnockError::TooLong);
        }
        let text = sealing::open(&self.sealing(), label!("knock"), sealed)?;
        let mut reader = Reader::new(&text);
        reader.array_of("knock", 4)?;
        let candidate = Candidate::decode(&mut reader)?;
        let name = reader.text("name", NAME_LENGTH_MAX)?.to_owned();
        let roles = decode_roles(&mut reader)?;
        let signature = Signature(reader.fixed("invitation signature")?);
        reader.end()?;
        candidate.verify(nonce)?;
        if !is_answer(&self.circle, &self.key(), &candidate.hash(), &signature) {
            return Err(KnockError::Signature);
        }
        Ok(Knock { candidate, name, roles, invitation: self.id(), signature })
    }
}

impl Knock {
    /// The control by which a member proposes the newcomer.
    pub fn propose(&self) -> Control {
        Control::Propose {
            candidate: Box::new(self.candidate.clone()),
            invitation: self.invitation,
            signature: self.signature,
        }
    }
}

impl Offer {
    fn to_bytes(&self) -> Result<Vec<u8>, TooLong> {
        check("kind of circle", &self.kind, KIND_LENGTH_MAX)?;
        check("circle name", &self.circle_name, NAME_LENGTH_MAX)?;
        check("inviter's name", &self.inviter_name, NAME_LENGTH_MAX)?;
        check_roles(&self.inviter_roles)?;
        let mut writer = Writer::new();
        writer.array(4).text(&self.kind).text(&self.circle_name).text(&self.inviter_name);
        encode_roles(&mut writer, &self.inviter_roles);
        Ok(writer.finish())
    }

    fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        reader.array_of("offer", 4)?;
        let offer = Self {
            kind: reader.text("kind of circle", KIND_LENGTH_MAX)?.to_owned(),
            circle_name: reader.text("circle name", NAME_LENGTH_MAX)?.to_owned(),
            inviter_name: reader.text("inviter's name", NAME_LENGTH_MAX)?.to_owned(),
            inviter_roles: decode_roles(&mut reader)?,
        };
        reader.end()?;
        Ok(offer)
    }
}

fn check(field: &'static str, text: &str, length_max: usize) -> Result<(), TooLong> {
    if text.len() <= length_max { Ok(()) } else { Err(TooLong { field }) }
}

fn check_roles(roles: &[String]) -> Result<(), TooLong> {
    if roles.len() > ROLES_MAX {
        return Err(TooLong { field: "roles" });
    }
    roles.iter().try_for_each(|role| check("role", role, ROLE_LENGTH_MAX))
}

fn encode_roles(writer: &mut Writer, roles: &[String]) {
    writer.array(roles.len());
    for role in roles {
        writer.text(role);
    }
}

fn decode_roles(reader: &mut Reader<'_>) -> Result<Vec<String>, DecodeError> {
    let count = reader.array("roles", ROLES_MAX)?;
    (0..count).map(|_| reader.text("role", ROLE_LENGTH_MAX).map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_offer_reads_as_it_was_written_and_fits_its_entry(
            kind in "[a-z]{0,32}", names in ["\\PC{0,32}", "\\PC{0,32}"],
            roles in prop::collection::vec("[a-z]{0,48}", 0..=ROLES_MAX),
        ) {
            let [circle_name, inviter_name] = names;
            prop_assume!(circle_name.len() <= NAME_LENGTH_MAX && inviter_name.len() <= NAME_LENGTH_MAX);
            let offer = Offer { kind, circle_name, inviter_name, inviter_roles: roles };
            let bytes = offer.to_bytes().unwrap();
            prop_assert_eq!(Offer::decode(&bytes), Ok(offer));
            let sealed = 24 + 16 + crate::body::padded_len(bytes.len());
            prop_assert!(sealed <= crate::entry::OFFER_LENGTH_MAX);
        }

        #[test]
        fn no_bytes_make_the_decoders_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(offer) = Offer::decode(&bytes) {
                prop_assert_eq!(offer.to_bytes().unwrap(), bytes.clone());
            }
            if let Ok(invitation) = Invitation::from_bytes(&bytes) {
                prop_assert_eq!(invitation.to_bytes().to_vec(), bytes);
            }
        }
    }

    #[test]
    fn the_longest_offer_fits_its_entry() {
        let text = |length| "x".repeat(length);
        let offer = Offer {
            kind: text(KIND_LENGTH_MAX),
            circle_name: text(NAME_LENGTH_MAX),
            inviter_name: text(NAME_LENGTH_MAX),
            inviter_roles: vec![text(ROLE_LENGTH_MAX); ROLES_MAX],
        };
        let sealed = 24 + 16 + crate::body::padded_len(offer.to_bytes().unwrap().len());
        assert!(sealed <= crate::entry::OFFER_LENGTH_MAX, "{sealed}");
        let long = Offer { kind: text(KIND_LENGTH_MAX + 1), ..offer };
        assert_eq!(long.to_bytes(), Err(TooLong { field: "kind of circle" }));
    }
}
