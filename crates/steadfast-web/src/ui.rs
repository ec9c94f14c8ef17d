//! What pages are made of. Nothing here knows a practice; everything here keeps to the one look.

mod button;
mod coached_field;
mod dialog;
mod field;
mod icon;
mod link;
mod new_passphrase;
mod notice;
mod page;
mod progress;
mod qr;
mod sentence;
mod stitch;
mod watched;
mod weekdays;
mod when;
mod word_list;

pub(crate) use button::{Button, Weight};
pub(crate) use coached_field::{Coach, CoachNotes, CoachedField};
pub(crate) use dialog::Dialog;
pub(crate) use field::{
    Choice, ChoiceField, PassphraseField, Reads, SelectField, TextField, TickField, WhoReads,
    WordsField,
};
pub(crate) use icon::{Icon, Shape};
pub(crate) use link::{Go, GoButton, Link, use_go};
pub(crate) use new_passphrase::{NewPassphrase, NewPassphraseFields};
pub(crate) use notice::{Clay, Note, Trouble};
pub(crate) use page::{AlonePage, Navigations, Page};
pub(crate) use progress::Working;
pub(crate) use qr::QrCode;
pub(crate) use sentence::{INSIDE, Sentence};
pub(crate) use stitch::Stitch;
pub(crate) use watched::WatchedDevice;
pub(crate) use weekdays::WeekdayTicks;
pub(crate) use when::{
    When, at_time, clock_at, clock_time, date, date_with_weekday, exact, month_name, said, said_by,
    today_heading, until, weekday_name, weekday_short,
};
pub(crate) use word_list::WordList;
