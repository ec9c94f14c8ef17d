//! All circles side by side, each by the name that it is given here.

mod page;
mod state;

pub(crate) use page::CirclesPage;
