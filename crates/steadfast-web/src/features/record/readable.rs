//! The record for reading: a page that stands alone, in the app's words. Without signatures.

use jiff::{Timestamp, tz::TimeZone};
use steadfast_member::view::RecordLine;
use steadfast_repair::Relationship;

use super::{
    standing::{bounds, standing},
    state::{Days, Filter, Shown, days},
};
use crate::{messages as say, ui, wording::Reader};

/// What goes into a copy, and in whose zone it is read.
pub(super) struct Copy<'a> {
    pub(super) title: &'a str,
    pub(super) record: &'a [RecordLine],
    pub(super) folded: &'a Relationship,
    pub(super) reader: &'a Reader<'a>,
    pub(super) zone: &'a TimeZone,
    pub(super) made: Timestamp,
}

impl Copy<'_> {
    /// A page that any browser opens, the oldest entry first. It needs no network and runs no script.
    pub(super) fn html(&self) -> String {
        let mut body = String::new();
        for entry in self.entries() {
            let when =
                entry.at.map(|at| ui::exact(at, self.zone, Some(&entry.zone))).unwrap_or_default();
            body += &format!(
                "<article>\n<p class=\"when\">{}</p>\n<p>{}</p>\n",
                escape(&when),
                escape(&line_of(&entry))
            );
            for detail in &entry.line.details {
                body += &format!("<p class=\"when\">{}</p>\n", escape(detail));
            }
            for written in &entry.line.words {
                if let Some(label) = &written.label {
                    body += &format!("<p class=\"when\">{}</p>\n", escape(label));
                }
                body += &format!("<blockquote>{}</blockquote>\n", escape(&written.text));
            }
            let pending = entry.pending.then(|| say::record::pending().to_owned());
            let notes = standing(&entry.standing).into_iter().chain(bounds(&entry, self.zone));
            for note in notes.chain(pending) {
                body += &format!("<p class=\"when\">{}</p>\n", escape(&note));
            }
            body += "</article>\n";
        }
        let (title, made) = (
            escape(self.title),
            escape(&say::record::copy_made(ui::exact(self.made, self.zone, None))),
        );
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"when\">{made}</p>\n\
             <p class=\"when\">{}</p>\n{body}</body>\n</html>\n",
            crate::messages::language().code(),
            escape(say::record::copy_no_proof()),
        )
    }

    fn entries(&self) -> Vec<Shown> {
        let Days { days, .. } =
            days(self.record, self.folded, &Filter::default(), self.reader, self.zone, usize::MAX);
        let mut entries: Vec<Shown> = days.into_iter().flat_map(|day| day.entries).collect();
        entries.reverse();
        entries
    }
}

const STYLE: &str = "body{max-width:38rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif}\
article{border-top:1px solid #ddd;padding:1rem 0}p{margin:.25rem 0}.when{color:#555;font-size:.9rem}\
blockquote{margin:.5rem 0;font:1.125rem/1.6 Georgia,serif;white-space:pre-wrap}";

/// The line with somebody's own words in quotation marks, since it is set in one face.
fn line_of(entry: &Shown) -> String {
    match &entry.line.inside {
        Some(inside) => entry.line.line.replacen(ui::INSIDE, &say::record::copy_quoted(inside), 1),
        None => entry.line.line.clone(),
    }
}

/// Text as HTML shows it; what people wrote is never markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_people_wrote_is_never_markup() {
        assert_eq!(
            escape("<b onclick=\"x\">&</b>"),
            "&lt;b onclick=&quot;x&quot;&gt;&amp;&lt;/b&gt;"
        );
    }
}
