//! Disclosure agreements: written together, compared line by line, in force once both have said yes.

mod behaviour;
mod compare;
mod detail;
mod edit;
mod form;
mod page;
mod state;

pub(crate) use detail::AgreementPage;
pub(crate) use edit::{AmendAgreementPage, NewAgreementPage};
pub(crate) use page::AgreementsPage;
