//! Relays that cheat: they sit between a member and the real relay, where a host who controls the machine would sit.
//!
//! A host has the relay's signing key, and here it is used: a [`Forgery`] is a history of the host's own making, under a checkpoint that
//! verifies. A [`Cheat`] answers one member's requests with whatever the host likes, and leaves another member's alone.

mod author;
mod forgery;

use std::cell::RefCell;
use std::rc::Rc;

use steadfast_circle::CircleId;
use steadfast_member::ports::{NetworkError, RelayAddress, RelayClient, Request, Response};

pub use author::Author;
pub use forgery::{Forgery, Pair};

/// What a cheating relay does with a request: answers it in its own way, or not (then the real relay does).
pub type Trick = Box<dyn FnMut(&Request) -> Option<Answer>>;

/// An answer of a cheating relay.
pub enum Answer {
    /// This, without asking the real relay.
    Instead(Response),
    /// What the real relay answers, altered.
    Altered(Box<dyn FnOnce(Response) -> Response>),
    /// None: the connection breaks, after the real relay did what was asked, or not.
    Silence {
        /// Whether the real relay is asked.
        after: bool,
    },
}

/// One member's way to a relay that may cheat them. Clones are the same way.
#[derive(Clone)]
pub struct Cheat<R> {
    honest: R,
    trick: Rc<RefCell<Option<Trick>>>,
}

impl<R: RelayClient> Cheat<R> {
    /// Honest, so far.
    pub fn over(honest: R) -> Self {
        Self { honest, trick: Rc::default() }
    }

    /// Plays a trick from now on.
    pub fn play(&self, trick: impl FnMut(&Request) -> Option<Answer> + 'static) {
        *self.trick.borrow_mut() = Some(Box::new(trick));
    }

    /// Answers everything about a circle from a forged history from now on.
    pub fn show(&self, forgery: &Rc<RefCell<Forgery>>) {
        let forgery = Rc::clone(forgery);
        self.play(move |request| forgery.borrow_mut().answer(request).map(Answer::Instead));
    }

    /// Alters the pages of entries of a circle from now on, and leaves the rest alone.
    pub fn alter_entries(&self, circle: CircleId, alter: impl Fn(&mut Vec<Pair>) + 'static) {
        let alter = Rc::new(alter);
        self.play(move |request| {
            forgery::entries_from(request, circle)?;
            let alter = Rc::clone(&alter);
            Some(Answer::Altered(Box::new(move |response| {
                forgery::altered(response, |pairs| alter(pairs))
            })))
        });
    }

    /// Is honest again.
    pub fn stop(&self) {
        *self.trick.borrow_mut() = None;
    }
}

impl<R: RelayClient> RelayClient for Cheat<R> {
    type Live = R::Live;

    async fn send(&self, relay: &RelayAddress, request: Request) -> Result<Response, NetworkError> {
        // The borrow ends before anything is waited for: two requests may be under way at once.
        let answer = self.trick.borrow_mut().as_mut().and_then(|trick| trick(&request));
        let cut = || NetworkError::Unreachable { detail: "the connection broke".into() };
        match answer {
            None => self.honest.send(relay, request).await,
            Some(Answer::Instead(response)) => Ok(response),
            Some(Answer::Altered(alter)) => self.honest.send(relay, request).await.map(alter),
            Some(Answer::Silence { after: true }) => {
                self.honest.send(relay, request).await?;
                Err(cut())
            }
            Some(Answer::Silence { after: false }) => Err(cut()),
        }
    }

    async fn live(
        &self,
        relay: &RelayAddress,
        circle: CircleId,
        token: &str,
    ) -> Result<R::Live, NetworkError> {
        self.honest.live(relay, circle, token).await
    }
}
