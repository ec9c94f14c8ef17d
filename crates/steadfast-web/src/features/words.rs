//! What the words of the product mean.

mod page;

pub(crate) use page::WordsPage;
