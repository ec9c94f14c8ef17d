//! Marked passages: what the weigher is learned from.

use std::{fs, ops::Range, path::Path};

use serde::Deserialize;
use steadfast_coach::{FindingId, Form, HEADS, UNDERLINES, learned_from};

use crate::lines::LINES;

/// Whose passages they are. Each writer of `learning` is left out once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Writer {
    /// The file of `testdata/coach/learning`, without its ending.
    Learning(String),
    /// The drafts of `testdata/coach/tuning`, with which patterns were written.
    Tuning,
    /// The lines of the rules, and those of rules that are no more.
    Rules,
}

/// A marked text.
pub(crate) struct Passage {
    pub(crate) writer: Writer,
    pub(crate) form: Form,
    pub(crate) text: String,
    pub(crate) marks: Vec<(FindingId, Range<usize>)>,
    /// What a second reader marked, who had not seen the first one's marks; nothing when nobody read it again.
    pub(crate) again: Option<Vec<Mark>>,
    /// The only finding of which it is known whether the text holds it; nothing when all are marked.
    pub(crate) only: Option<FindingId>,
}

/// What a second reader marked, and whether without doubt.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) id: FindingId,
    pub(crate) span: Range<usize>,
    pub(crate) sure: bool,
}

type Read<T> = Result<T, String>;

/// All passages below `testdata`, and the lines of all rules.
pub(crate) fn read(testdata: &Path) -> Read<Vec<Passage>> {
    let mut passages = Vec::new();
    for path in files(&testdata.join("learning"), "tsv")? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let first = passages.len();
        for (number, line) in text_of(&path)?.lines().enumerate() {
            let place = || format!("{}:{}: ", path.display(), number + 1);
            passages.push(marked_line(line, &name).map_err(|what| place() + &what)?);
        }
        let again = testdata.join("learning/again").join(&name).with_extension("tsv");
        if again.exists() {
            read_again(&again, &mut passages[first..])?;
        }
    }
    for path in files(&testdata.join("tuning"), "jsonl")? {
        for line in text_of(&path)?.lines() {
            passages.extend(draft(line).map_err(|what| format!("{}: {what}", path.display()))?);
        }
    }
    let path = testdata.join("lines.tsv");
    for (number, line) in text_of(&path)?.lines().enumerate() {
        let place = || format!("{}:{}: ", path.display(), number + 1);
        passages.push(line_of_rule(line).map_err(|what| place() + &what)?);
    }
    for line in LINES {
        let finding = FindingId::from_name(line.finding).ok_or("a rule for no finding")?;
        let marked = if line.yes { line.marked } else { &[] };
        passages.push(Passage {
            writer: Writer::Rules,
            form: line.form(),
            text: line.text.to_owned(),
            marks: marked.iter().map(|(start, end)| (finding, *start..*end)).collect(),
            again: None,
            only: Some(finding),
        });
    }
    Ok(passages)
}

/// Adds what a second reader marked in the same texts.
fn read_again(path: &Path, passages: &mut [Passage]) -> Read<()> {
    let text = text_of(path)?;
    let (lines, wanted) = (text.lines().count(), passages.len());
    if lines != wanted {
        return Err(format!("{}: {lines} lines, and {wanted} passages", path.display()));
    }
    for (number, (line, passage)) in text.lines().zip(passages).enumerate() {
        let place = || format!("{}:{}: ", path.display(), number + 1);
        let (form, text, marks) = marked(line).map_err(|what| place() + &what)?;
        if (form, &text) != (passage.form, &passage.text) {
            return Err(place() + "another text than the first reader's");
        }
        passage.again = Some(marks);
    }
    Ok(())
}

/// A hash of all passages with their marks.
pub(crate) fn trace(passages: &[Passage]) -> u64 {
    let whole = |passage: &Passage| {
        let Passage { form, text, marks, again, only, .. } = passage;
        format!("{form:?} {only:?} {marks:?} {again:?} {text}")
    };
    let texts: Vec<String> = passages.iter().map(whole).collect();
    learned_from(texts.iter().map(String::as_str))
}

fn text_of(path: &Path) -> Read<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn files(folder: &Path, ending: &str) -> Read<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == ending))
        .collect();
    files.sort();
    Ok(files)
}

/// Whether two places have a byte in common.
pub(crate) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// What a mark counts of which the reader doubted that another would set it.
const DOUBTFUL: f64 = 0.5;

/// A place hurts as surely as the surest of its underlines.
fn sum_up(has: &mut [f64; HEADS]) {
    has[0] = has[1..=UNDERLINES].iter().copied().fold(0.0, f64::max);
}

impl Passage {
    /// How surely the words of `place` do what each head of the weigher says, between 0 and 1.
    pub(crate) fn has(&self, place: Range<usize>) -> [f64; HEADS] {
        let mut has = [0.0; HEADS];
        for (id, _) in self.marks.iter().filter(|(_, span)| overlap(span, &place)) {
            has[*id as usize + 1] = 1.0;
        }
        sum_up(&mut has);
        let Some(again) = &self.again else { return has };
        let mut second = [0.0; HEADS];
        for mark in again.iter().filter(|mark| overlap(&mark.span, &place)) {
            let sure = &mut second[mark.id as usize + 1];
            *sure = f64::max(*sure, if mark.sure { 1.0 } else { DOUBTFUL });
        }
        sum_up(&mut second);
        std::array::from_fn(|head| (has[head] + second[head]) / 2.0)
    }
}

/// `form<TAB>text`, with `⟦id|words⟧` or `⟦id+id|words⟧` around what is marked; `id?` where that is doubtful.
fn marked(line: &str) -> Read<(Form, String, Vec<Mark>)> {
    let (form, marked) = line.split_once('\t').ok_or("no tab after the form")?;
    let form = Form::from_name(form).ok_or_else(|| format!("there is no form `{form}`"))?;
    let mut text = String::new();
    let mut marks = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (names, after) = after.split_once('|').ok_or("a ⟦ without a |")?;
        let (words, after) = after.split_once('⟧').ok_or("a ⟦ without a ⟧")?;
        for name in names.split('+') {
            let (name, sure) = name.strip_suffix('?').map_or((name, true), |name| (name, false));
            let id = FindingId::from_name(name)
                .ok_or_else(|| format!("there is no finding `{name}`"))?;
            marks.push(Mark { id, span: text.len()..text.len() + words.len(), sure });
        }
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    if text.contains(['⟦', '⟧']) {
        return Err("⟦ and ⟧ do not pair up".to_owned());
    }
    Ok((form, text, marks))
}

/// A passage as its writer marked it.
fn marked_line(line: &str, writer: &str) -> Read<Passage> {
    let (form, text, marks) = marked(line)?;
    if marks.iter().any(|mark| !mark.sure) {
        return Err("only a second reader's mark has a ?".to_owned());
    }
    let marks = marks.into_iter().map(|mark| (mark.id, mark.span)).collect();
    let writer = Writer::Learning(writer.to_owned());
    Ok(Passage { writer, form, text, marks, again: None, only: None })
}

/// `finding<TAB>form<TAB>text`, with `⟦words⟧` around what is of the finding; nothing is known of other findings.
fn line_of_rule(line: &str) -> Read<Passage> {
    let (finding, marked) = line.split_once('\t').ok_or("no tab after the finding")?;
    let marked = marked.replace('⟦', &format!("⟦{finding}|"));
    let passage = marked_line(&marked, "")?;
    let only =
        FindingId::from_name(finding).ok_or_else(|| format!("there is no finding `{finding}`"))?;
    Ok(Passage { writer: Writer::Rules, only: Some(only), ..passage })
}

#[derive(Deserialize)]
struct DraftLine {
    role: String,
    form: String,
    text: String,
    marks: Vec<MarkObject>,
}

#[derive(Deserialize)]
struct MarkObject {
    finding: String,
    quote: String,
    #[serde(default = "first")]
    nth: usize,
}

fn first() -> usize {
    1
}

/// A draft of whoever did the harm; nothing for the other partner's, in which only one finding is marked.
fn draft(line: &str) -> Read<Option<Passage>> {
    let read: DraftLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if read.role != "involved" {
        return Ok(None);
    }
    let form = Form::from_name(&read.form).ok_or("an unknown form")?;
    let mut marks = Vec::new();
    for mark in &read.marks {
        let id = FindingId::from_name(&mark.finding).ok_or("an unknown finding")?;
        let (start, quote) = read
            .text
            .match_indices(&mark.quote)
            .nth(mark.nth - 1)
            .ok_or("a mark that is not in the text")?;
        marks.push((id, start..start + quote.len()));
    }
    let writer = Writer::Tuning;
    Ok(Some(Passage { writer, form, text: read.text, marks, again: None, only: None }))
}
