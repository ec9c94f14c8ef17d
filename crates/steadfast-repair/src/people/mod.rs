//! Who is in the circle: by what name, in which roles, and what the circle is for.

pub mod acts;

pub use acts::{Act, CircleKind, Found, Introduce, Rename, Role, Roles};
