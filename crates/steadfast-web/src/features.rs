//! One folder for each thing that people do here. Features do not know each other; what two need lies in `ui`.

pub(crate) mod help;
pub(crate) mod more;
pub(crate) mod safety;
