//! One folder for each thing that people do here. Features do not know each other; what two need lies in `ui`.

pub(crate) mod begin;
pub(crate) mod help;
pub(crate) mod join;
pub(crate) mod more;
pub(crate) mod people;
pub(crate) mod safety;
pub(crate) mod settings;
pub(crate) mod unlock;
pub(crate) mod words;
