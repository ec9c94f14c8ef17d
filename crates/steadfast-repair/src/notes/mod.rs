//! Notes: what people write in a circle, and what they quote there from another, with its proof.

pub mod acts;
mod passages;
mod rules;
mod state;

pub use acts::{Act, Proof, Quote, Quoted, Write};
pub use passages::{Part, Passage, passages};
pub use rules::Refusal;
pub use state::{Note, Notes, Written};
