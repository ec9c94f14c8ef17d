//! Who is in the circle: by what name, in which roles, and what the circle is for.

pub mod acts;
mod rules;
mod state;

pub use acts::{Act, CircleKind, Found, Introduce, Rename, Role, Roles, SecretsPolicy};
pub use rules::Refusal;
pub use state::{Circle, People, Person};
