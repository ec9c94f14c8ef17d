//! Questions: what the betrayed partner needs to know, asked at their pace, and answered in the record.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, Answer, Ask, Detail, NotRemember, Pace, Promise, SetPace, Setting, Withdraw};
pub use rules::Refusal;
pub use state::{Question, Questions, Replied, Reply, Standing};
