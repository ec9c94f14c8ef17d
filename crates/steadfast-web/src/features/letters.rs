//! Letters: written beside a guide and the coach, left to rest, sent; and received ones, closed until one is ready.

mod guide;
mod one;
mod page;
mod rested;
mod state;
mod write;

pub(crate) use one::LetterPage;
pub(crate) use page::LettersPage;
pub(crate) use rested::RestedLetters;
pub(crate) use state::Form;
pub(crate) use write::WriteLetterPage;
