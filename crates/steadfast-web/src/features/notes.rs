//! Notes: what people write in a circle, and what they quote there from another.

mod page;
mod state;

pub(crate) use page::NotesPage;
