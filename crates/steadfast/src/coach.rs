//! `steadfast coach`: the language coach over a draft, for a person's eyes or for programs.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use steadfast_coach::{Finding, FindingId, Form, Kind, Role, advice, check};

/// A line of the view is no longer than this many characters.
const COLUMNS: usize = 80;

/// What `coach` can be told.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// Who is drafting
    #[arg(long, value_enum, default_value_t = RoleArgument::Involved)]
    role: RoleArgument,
    /// What the draft is for
    #[arg(long, value_enum, default_value_t = FormArgument::Note)]
    form: FormArgument,
    /// Read one JSON object a line (`id`, `text`, and `role` and `form` where they differ) and answer one a line
    #[arg(long)]
    jsonl: bool,
    /// The draft; standard input when there is none
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// [`Role`], as it is written on the command line.
#[derive(Clone, Copy, Debug, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum RoleArgument {
    /// The partner who did the harm
    Involved,
    /// The partner who was hurt; nothing that they write is ever underlined
    Hurt,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Involved => Role::Involved,
            RoleArgument::Hurt => Role::Hurt,
        }
    }
}

/// [`Form`], as it is written on the command line.
#[derive(Clone, Copy, Debug, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
enum FormArgument {
    Apology,
    Answer,
    Disclosure,
    Restitution,
    Validation,
    Note,
}

impl From<FormArgument> for Form {
    fn from(form: FormArgument) -> Self {
        match form {
            FormArgument::Apology => Form::Apology,
            FormArgument::Answer => Form::Answer,
            FormArgument::Disclosure => Form::Disclosure,
            FormArgument::Restitution => Form::Restitution,
            FormArgument::Validation => Form::Validation,
            FormArgument::Note => Form::Note,
        }
    }
}

/// One line of what `--jsonl` reads.
#[derive(Deserialize)]
struct DraftLine {
    #[serde(default)]
    id: Value,
    text: String,
    role: Option<RoleArgument>,
    form: Option<FormArgument>,
}

/// One line of what `--jsonl` answers.
#[derive(Serialize)]
struct FindingsLine<'a> {
    id: &'a Value,
    findings: Vec<FindingObject>,
}

#[derive(Serialize)]
struct FindingObject {
    finding: &'static str,
    kind: &'static str,
    severity: &'static str,
    start: usize,
    end: usize,
    rule: &'static str,
}

impl From<&Finding> for FindingObject {
    fn from(found: &Finding) -> Self {
        FindingObject {
            finding: found.id.name(),
            kind: found.kind.name(),
            severity: found.severity.name(),
            start: found.start,
            end: found.end,
            rule: found.rule,
        }
    }
}

/// Prints what the coach finds.
///
/// # Errors
/// When the draft cannot be read or is not UTF-8, a line of `--jsonl` is not what it should be, or the findings cannot be
/// written.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if arguments.jsonl {
        let input: Box<dyn Read> = match &arguments.file {
            Some(file) => Box::new(
                fs::File::open(file)
                    .with_context(|| format!("{} cannot be read", file.display()))?,
            ),
            None => Box::new(io::stdin().lock()),
        };
        answer_lines(BufReader::new(input), &mut out, arguments)?;
    } else {
        let text = read(arguments.file.as_deref())?;
        show(&text, arguments.role.into(), arguments.form.into(), &mut out)
            .context("the findings cannot be written")?;
    }
    out.flush().context("the findings cannot be written")
}

fn read(file: Option<&Path>) -> anyhow::Result<String> {
    match file {
        Some(file) => fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read as text", file.display())),
        None => {
            io::read_to_string(io::stdin().lock()).context("standard input cannot be read as text")
        }
    }
}

fn answer_lines(
    input: impl BufRead,
    out: &mut impl Write,
    arguments: &Arguments,
) -> anyhow::Result<()> {
    for (index, line) in input.lines().enumerate() {
        let number = index + 1;
        let line = line.with_context(|| format!("line {number} cannot be read as text"))?;
        if line.trim().is_empty() {
            continue;
        }
        let draft: DraftLine = serde_json::from_str(&line).with_context(|| {
            format!("line {number} is not an object with `text`, and `role` and `form` as they are known")
        })?;
        let found = check(
            &draft.text,
            draft.role.unwrap_or(arguments.role).into(),
            draft.form.unwrap_or(arguments.form).into(),
        );
        let answer =
            FindingsLine { id: &draft.id, findings: found.iter().map(Into::into).collect() };
        serde_json::to_writer(&mut *out, &answer).context("the findings cannot be written")?;
        out.write_all(b"\n").context("the findings cannot be written")?;
    }
    Ok(())
}

/// The draft with its underlines, then what each means, then what is there of a good letter and what is not yet.
fn show(text: &str, role: Role, form: Form, out: &mut impl Write) -> io::Result<()> {
    let found = check(text, role, form);
    if found.iter().any(|found| found.kind == Kind::Safety) {
        writeln!(out, "This comes first: you do not have to be alone with this.")?;
        writeln!(out, "People to talk to now, in your country: https://findahelpline.com")?;
        writeln!(
            out,
            "The page Help in the app says more. It works without signing in, and nobody learns of it.\n"
        )?;
    }
    let marked: Vec<&Finding> =
        found.iter().filter(|found| matches!(found.kind, Kind::Underline | Kind::Note)).collect();
    let underlined: Vec<&Finding> =
        marked.iter().copied().filter(|found| found.kind == Kind::Underline).collect();
    for (start, line) in lines_of(text) {
        writeln!(out, "{line}")?;
        let marks = marks_under(start, line, &underlined);
        if !marks.trim_end().is_empty() {
            writeln!(out, "{}", marks.trim_end())?;
        }
    }
    if role == Role::Hurt {
        return writeln!(out, "\nNothing is underlined for the partner who was hurt.");
    }
    for (number, found) in marked.iter().enumerate() {
        let Some(advice) = advice(found.id) else { continue };
        let words = &text[found.start..found.end];
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // What would be underlined if its rule were precise enough.
        let unsure = found.kind == Kind::Note && found.id.kind() == Kind::Underline;
        let perhaps = if unsure { " Perhaps; the coach is less sure here." } else { "" };
        writeln!(out, "\n{}. “{words}”{perhaps}", number + 1)?;
        writeln!(out, "   {}. {}", advice.title, advice.explanation)?;
        writeln!(out, "   {}", advice.question)?;
    }
    show_components(&found, form, out)?;
    writeln!(out, "\nIt may be wrong: no therapist has reviewed these rules yet.")
}

fn show_components(found: &[Finding], form: Form, out: &mut impl Write) -> io::Result<()> {
    let has =
        |id: FindingId| found.iter().any(|found| found.id == id && found.kind == Kind::Component);
    let title = |id: FindingId| advice(id).map_or("", |advice| advice.title);
    let components = form.components().iter().copied();
    let (there, missing): (Vec<FindingId>, Vec<FindingId>) = components.partition(|id| has(*id));
    for (heading, ids) in [("What is there:", there), ("What is not there yet:", missing)] {
        if !ids.is_empty() {
            writeln!(out, "\n{heading}")?;
            for id in ids {
                writeln!(out, "  {}", title(id))?;
            }
        }
    }
    Ok(())
}

/// The lines of a text as they are shown, each with the byte at which it starts; long ones are parted between words.
fn lines_of(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut rest = line.trim_end_matches(['\n', '\r']);
        let mut at = start;
        while let Some((cut, _)) = rest.char_indices().nth(COLUMNS) {
            let cut = rest[..cut].rfind(' ').map_or(cut, |space| space + 1);
            lines.push((at, &rest[..cut]));
            at += cut;
            rest = &rest[cut..];
        }
        lines.push((at, rest));
        start += line.len();
    }
    lines
}

/// `^` below every character of `line` that is underlined.
fn marks_under(start: usize, line: &str, found: &[&Finding]) -> String {
    line.char_indices()
        .map(|(at, _)| {
            let byte = start + at;
            if found.iter().any(|found| found.start <= byte && byte < found.end) {
                '^'
            } else {
                ' '
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{Arguments, answer_lines, show};
    use steadfast_coach::{Form, Role};

    #[derive(clap::Parser)]
    struct Line {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn answered(arguments: &[&str], input: &str) -> anyhow::Result<String> {
        let line = Line::try_parse_from(["coach"].iter().chain(arguments))?;
        let mut out = Vec::new();
        answer_lines(input.as_bytes(), &mut out, &line.arguments)?;
        Ok(String::from_utf8(out)?)
    }

    #[test]
    fn one_line_is_answered_by_one_line_as_the_contract_says() {
        let answer = answered(
            &["--jsonl", "--form", "apology"],
            "{\"id\":7,\"text\":\"Ümit, sorry if you were hurt.\"}\n",
        );
        assert_eq!(
            answer.expect("it is a draft"),
            "{\"id\":7,\"findings\":[{\"finding\":\"conditional_apology\",\"kind\":\"underline\",\"severity\":\"change\",\
             \"start\":7,\"end\":29,\"rule\":\"conditional_apology/sorry_if\"}]}\n"
        );
    }

    #[test]
    fn a_line_may_name_its_own_role() {
        let answer = answered(
            &["--jsonl"],
            "{\"id\":\"a\",\"text\":\"You're overreacting.\",\"role\":\"hurt\"}",
        );
        assert_eq!(answer.expect("it is a draft"), "{\"id\":\"a\",\"findings\":[]}\n");
    }

    #[test]
    fn a_line_that_is_no_draft_is_named() {
        let error =
            answered(&["--jsonl"], "{\"id\":1,\"text\":\"\"}\n{\"id\":2}\n").expect_err("no text");
        assert!(error.to_string().starts_with("line 2 "), "{error}");
    }

    #[test]
    fn a_person_sees_marks_below_the_words() {
        let mut out = Vec::new();
        show("I'm sorry if you were hurt.", Role::Involved, Form::Note, &mut out)
            .expect("memory takes it");
        let view = String::from_utf8(out).expect("it is text");
        assert!(
            view.starts_with("I'm sorry if you were hurt.\n    ^^^^^^^^^^^^^^^^^^^^^^\n"),
            "{view}"
        );
    }
}
