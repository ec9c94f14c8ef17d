//! Quoting in one circle what was said in another, with the proof of it, and checking what others quote.

use steadfast_circle::{
    CircleId, EntryHash,
    entry::SignedEntry,
    quotation::{self, MakeError, Quotation},
};
use steadfast_repair::{
    EntryId, MemberId,
    notes::{self, Passage, Proof, Quote, Quoted, passages},
    people::CircleKind,
    relationship::Act,
    words::{Title, Words},
};

use crate::{
    error::{QuoteError, SayError},
    kept::{
        circle::timestamp,
        commit::signed_chunk,
        line::{CHUNK, entry_id},
    },
    member::Member,
    payload::Payload,
    ports::Ports,
    view::What,
};

/// A quotation before it is checked, or before it is said: what its author says about it, and its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoting {
    /// Who said it, as whoever quotes knows them; `None` for somebody who never said what they are called.
    pub by: Option<Title>,
    /// What kind of circle it was said in.
    pub kind: CircleKind,
    /// What the people of that circle call it.
    pub circle_name: Option<Title>,
    /// What whoever quotes has to say about it.
    pub note: Option<Words>,
    /// A [`Quotation`], or what only claims to be one.
    pub quotation: Vec<u8>,
}

impl Quoting {
    /// The act, with what the proof shows. Checking it takes a handful of signatures.
    pub fn act(&self) -> Quote {
        let proof = match Quotation::from_bytes(&self.quotation).map(|one| one.verify()) {
            Ok(Ok(quoted)) => Proof::Holds(shown(&quoted)),
            Ok(Err(_)) | Err(_) => Proof::Fails,
        };
        self.with(proof)
    }

    fn with(&self, proof: Proof) -> Quote {
        let Self { by, kind, circle_name, note, quotation: _ } = self.clone();
        Quote { by, kind, circle_name, note, proof }
    }
}

fn shown(quoted: &quotation::Quoted) -> Quoted {
    Quoted {
        passages: words_of(&quoted.content.payload),
        claimed: timestamp(quoted.content.claimed_ms),
        zone: quoted.content.zone.clone(),
        circle: entry_id(quoted.circle.genesis()),
        relay: quoted.relay_name.to_string(),
        entry: entry_id(quoted.hash),
        author: MemberId(quoted.member.to_bytes()),
        place: quoted.index,
        size: quoted.size,
    }
}

/// The words in a payload that can be quoted. Of a quotation within it only the note is looked at, so that no proof is checked
/// within a proof.
fn words_of(payload: &[u8]) -> Vec<Passage> {
    match Payload::decode(payload) {
        Ok(Payload::Act(act)) => passages(&act),
        Ok(Payload::Quote(quoting)) => {
            let note = quoting.with(Proof::Fails);
            passages(&Act::Notes(notes::Act::Quote(Box::new(note))))
        }
        Ok(Payload::Nothing | Payload::Newcomer(_) | Payload::Device { .. }) | Err(_) => Vec::new(),
    }
}

impl<P: Ports> Member<P> {
    /// Makes a quotation of an entry, to be looked at before it is said anywhere. Nothing is kept, and nobody is told.
    ///
    /// # Errors
    /// [`QuoteError`].
    pub async fn quotation(&self, circle: CircleId, entry: EntryId) -> Result<Quoting, QuoteError> {
        let inner = &self.inner;
        let kept = inner.kept(circle)?;
        let vault = inner.vault_of(&kept)?;
        let entry = self.current_entry(circle, entry);
        let line = self.record(circle).into_iter().find(|line| line.id == entry);
        let line = line.filter(|line| !line.pending).ok_or(QuoteError::NotInRecord)?;
        match &line.what {
            What::Act(act) if !passages(act).is_empty() => {}
            _ => return Err(QuoteError::NoWords),
        }
        let (bytes, body) = {
            // Nobody writes while the chunk is read.
            let _turn = kept.write_turn.lock().await;
            let chunk = signed_chunk(&*inner.ports, &vault, kept.slot, line.place / CHUNK).await?;
            let place = usize::try_from(line.place % CHUNK).unwrap_or(usize::MAX);
            chunk.into_iter().nth(place).ok_or(QuoteError::NotInRecord)?
        };
        let entry = SignedEntry::from_vec(bytes).map_err(|_| QuoteError::NotInRecord)?;
        let body = body.ok_or(QuoteError::NoWords)?;
        let made = kept.with(|circle| {
            let ledger = circle.ledger.as_ref().ok_or(MakeError::NotInRecord)?;
            let state = &circle.state;
            Quotation::make(ledger, &state.checkpoint, &state.keys, &entry, &body)
        })?;
        let summary = self.circle(circle).ok_or(QuoteError::NotInRecord)?;
        let author = summary.people.iter().find(|person| person.id == line.author);
        Ok(Quoting {
            by: author.and_then(|person| person.name.clone()),
            kind: summary.kind,
            circle_name: summary.name,
            note: None,
            quotation: made?.to_bytes(),
        })
    }

    /// Whether this device's own copy of a circle's record holds an entry that was quoted from it. `None` where there is no such
    /// copy, or it is closed.
    pub fn holds(&self, quoted: &Quoted) -> Option<bool> {
        let entry = EntryHash::from_bytes(quoted.entry.0);
        let kept = self.inner.kept(CircleId::from_bytes(quoted.circle.0)).ok()?;
        kept.with(|circle| Some(circle.ledger.as_ref()?.index_of(&entry).is_some())).ok()?
    }

    /// Says a quotation in a circle, as [`Member::say`] says anything else.
    ///
    /// # Errors
    /// [`SayError`]. Nothing of it was kept then.
    pub async fn quote(&self, circle: CircleId, quoting: Quoting) -> Result<EntryId, SayError> {
        let payload = Payload::Quote(Box::new(quoting)).encode();
        let payload = payload.ok_or(SayError::FromNewerVersion)?;
        let kept = self.inner.kept(circle)?;
        self.inner.write(&kept, None, payload, |_| ()).await
    }
}

impl From<MakeError> for QuoteError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::NotInRecord => Self::NotInRecord,
            MakeError::TooLong { .. } => Self::TooLong,
            MakeError::NoKey { .. } | MakeError::Fails(_) => Self::NoWords,
        }
    }
}
