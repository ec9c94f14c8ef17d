//! Learns the weights of the weigher from marked passages: `cargo xtask coach learn` runs it.
//!
//! Every writer of `testdata/coach/learning` is left out once, and what was learned from the others is tried on them; by
//! that the thresholds are chosen, and it is printed how often the coach is right. Then the table is learned from
//! everything and written to `learned/en.weights`. The same passages give the same table on every machine.

use std::{env, fs, num::NonZero, path::PathBuf, process::ExitCode, thread};

use steadfast_coach::{
    Finding, FindingId, Kind, Role, SILENT, SURROUNDING_WEIGHTS, Weighing, check_with, examples,
    weighings,
};

mod fit;
mod levels;
#[path = "../../tests/rules/lines.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod lines;
mod network;
mod passages;

use fit::{Header, Row, Weights, fit, table};
use passages::{Passage, Writer, overlap};

/// With `--try` it only prints how often the coach is right; with `--check` it fails when the table that is there is not
/// what is learned.
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(what) => {
            eprintln!("{what}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let passages = passages::read(&here.join("../../testdata/coach"))?;
    let rows: Vec<(&Passage, Vec<Row>)> =
        passages.iter().map(|passage| (passage, rows_of(passage))).collect();
    let mut header = Header {
        learned_from: 0,
        surroundings: vec![0; SURROUNDING_WEIGHTS],
        levels: vec![[levels::NEVER; 5]; FindingId::ALL.len()],
    };
    let writers = writers(&passages);
    let learned = without_each(&rows, &writers);

    let weighed = weigh_each(&passages, &writers, &learned, &header)?;
    header.surroundings = fit::surroundings(
        &weighed
            .iter()
            .flat_map(|(passage, sentences)| {
                // What is not the writer's own statement is silent whatever stands around it.
                let heard = sentences.iter().filter(|sentence| sentence.harm > SILENT);
                heard.map(|sentence| (sentence, hurts(passage, sentence)))
            })
            .collect::<Vec<_>>(),
    );
    eprintln!("surroundings {:?}", header.surroundings);
    let weighed = weigh_each(&passages, &writers, &learned, &header)?;
    for id in FindingId::ALL {
        header.levels[id as usize] = levels::choose(&weighed, id);
    }
    let mut counts = vec![Counts::default(); FindingId::ALL.len()];
    for (writer, weights) in writers.iter().zip(&learned) {
        let table = leak(table(weights, &header)?);
        for passage in passages.iter().filter(|passage| passage.writer == *writer) {
            count(
                passage,
                &check_with(table, &passage.text, Role::Involved, passage.form),
                &mut counts,
            );
        }
    }
    print(&counts, &header);
    let option = env::args().nth(1).unwrap_or_default();
    if option == "--try" {
        return Ok(());
    }
    header.learned_from = passages::trace(&passages);
    let bytes = table(&fit(&rows_without(&rows, None)), &header)?;
    let path = here.join("learned/en.weights");
    let before = fs::read(&path).map_err(|error| error.to_string())?;
    if option == "--check" && before != bytes {
        return Err("what is learned now is not what learned/en.weights holds".to_owned());
    }
    println!("{} bytes of weights", bytes.len());
    fs::write(path, &bytes).map_err(|error| error.to_string())?;
    print_changes(&passages, leak(before), leak(bytes));
    Ok(())
}

/// Prints the passages that are read differently, with what is no longer found in them and what is found now.
fn print_changes(passages: &[Passage], before: &'static [u8], now: &'static [u8]) {
    let mut changed = 0;
    for passage in passages {
        let [before, now] = [before, now].map(|table| {
            let found = check_with(table, &passage.text, Role::Involved, passage.form);
            let shown = |one: &Finding| {
                format!(
                    "{} {}: {}",
                    one.kind.name(),
                    one.id.name(),
                    &passage.text[one.start..one.end]
                )
            };
            found.iter().map(shown).collect::<Vec<_>>()
        });
        if before != now {
            changed += 1;
            println!("{}", passage.text);
            for (sign, these, those) in [("-", &before, &now), ("+", &now, &before)] {
                for one in these.iter().filter(|one| !those.contains(one)) {
                    println!("    {sign} {one}");
                }
            }
        }
    }
    println!("{changed} of {} passages are read differently than before", passages.len());
}

fn leak(bytes: Vec<u8>) -> &'static [u8] {
    Vec::leak(bytes)
}

/// The writers who are left out, one after the other.
fn writers(passages: &[Passage]) -> Vec<Writer> {
    let mut writers: Vec<Writer> = Vec::new();
    for passage in passages {
        if matches!(passage.writer, Writer::Learning(_)) && !writers.contains(&passage.writer) {
            writers.push(passage.writer.clone());
        }
    }
    writers
}

/// What is learned without each of `writers`, on as many processors as there are.
fn without_each(rows: &[(&Passage, Vec<Row>)], writers: &[Writer]) -> Vec<Weights> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let fit_all = &|some: &[Writer]| -> Vec<Weights> {
        some.iter()
            .map(|writer| {
                eprintln!("learning without {writer:?}");
                fit(&rows_without(rows, Some(writer)))
            })
            .collect()
    };
    thread::scope(|scope| {
        let parts: Vec<_> = writers
            .chunks(writers.len().div_ceil(threads).max(1))
            .map(|some| scope.spawn(move || fit_all(some)))
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("learning does not panic")).collect()
    })
}

fn rows_without<'a>(rows: &'a [(&Passage, Vec<Row>)], without: Option<&Writer>) -> Vec<&'a Row> {
    rows.iter()
        .filter(|(passage, _)| Some(&passage.writer) != without)
        .flat_map(|(_, rows)| rows)
        .collect()
}

fn head(id: FindingId) -> u32 {
    id as u32 + 1
}

fn rows_of(passage: &Passage) -> Vec<Row> {
    // The patterns were written with the other passages, so there they are right more often than they will be.
    let with_patterns = matches!(passage.writer, Writer::Learning(_));
    examples(&passage.text, passage.form)
        .into_iter()
        .map(|example| {
            let has = passage.has(example.start..example.end);
            let known = passage
                .only
                .map_or(u32::MAX, |id| 1 << head(id) | u32::from(id.kind() == Kind::Underline));
            Row::new(example, with_patterns, has, known)
        })
        .collect()
}

fn hurts(passage: &Passage, sentence: &Weighing) -> bool {
    passage.marks.iter().any(|(id, span)| {
        id.kind() == Kind::Underline && overlap(span, &(sentence.start..sentence.end))
    })
}

fn weigh_each<'a>(
    passages: &'a [Passage],
    writers: &[Writer],
    learned: &[Weights],
    header: &Header,
) -> Result<Vec<(&'a Passage, Vec<Weighing>)>, String> {
    let mut weighed = Vec::new();
    for (writer, weights) in writers.iter().zip(learned) {
        let table = leak(table(weights, header)?);
        for passage in passages.iter().filter(|passage| passage.writer == *writer) {
            weighed.push((passage, weighings(table, &passage.text, passage.form)));
        }
    }
    Ok(weighed)
}

/// What was right of one finding.
#[derive(Clone, Copy, Default)]
struct Counts {
    underlined: usize,
    right: usize,
    in_a_marked_place: usize,
    grave: usize,
    grave_right: usize,
    noted: usize,
    noted_right: usize,
    noted_in_a_marked_place: usize,
    marked: usize,
    marked_underlined: usize,
    marked_shown: usize,
    /// Passages in which it is said to be, in which it is, and both.
    said: usize,
    there: usize,
    both: usize,
}

fn count(passage: &Passage, found: &[Finding], counts: &mut [Counts]) {
    let at =
        |found: &Finding, span: &std::ops::Range<usize>| overlap(span, &(found.start..found.end));
    for one in found {
        let count = &mut counts[one.id as usize];
        let right = passage.marks.iter().any(|(id, span)| *id == one.id && at(one, span));
        let place =
            passage.marks.iter().any(|(id, span)| id.kind() == Kind::Underline && at(one, span));
        if one.kind == Kind::Underline {
            count.underlined += 1;
            count.right += usize::from(right);
            count.in_a_marked_place += usize::from(place);
            if one.severity == steadfast_coach::Severity::Change {
                count.grave += 1;
                count.grave_right += usize::from(right);
            }
        } else {
            count.noted += 1;
            count.noted_right += usize::from(right);
            count.noted_in_a_marked_place += usize::from(place);
        }
    }
    for (id, span) in &passage.marks {
        let count = &mut counts[*id as usize];
        count.marked += 1;
        let mut here = found.iter().filter(|one| one.id == *id && at(one, span)).peekable();
        count.marked_shown += usize::from(here.peek().is_some());
        count.marked_underlined += usize::from(here.any(|one| one.kind == Kind::Underline));
    }
    for id in FindingId::ALL {
        let said = found.iter().any(|one| one.id == id);
        let there = passage.marks.iter().any(|(marked, _)| *marked == id);
        let count = &mut counts[id as usize];
        count.said += usize::from(said);
        count.there += usize::from(there);
        count.both += usize::from(said && there);
    }
}

fn print(counts: &[Counts], header: &Header) {
    let share = |part: usize, of: usize| {
        let value = if of == 0 { 0.0 } else { part as f64 / of as f64 };
        format!("{value:.2} ({part}/{of})")
    };
    let mut all = Counts::default();
    println!(
        "finding | underlines right | in a marked place | grave right | notes right | notes in place | underlined | shown"
    );
    for id in FindingId::ALL.into_iter().filter(|id| id.kind() == Kind::Underline) {
        let count = counts[id as usize];
        println!("{}", line(id.name(), &count, share));
        for (sum, part) in [
            (&mut all.underlined, count.underlined),
            (&mut all.right, count.right),
            (&mut all.in_a_marked_place, count.in_a_marked_place),
            (&mut all.grave, count.grave),
            (&mut all.grave_right, count.grave_right),
            (&mut all.noted, count.noted),
            (&mut all.noted_right, count.noted_right),
            (&mut all.noted_in_a_marked_place, count.noted_in_a_marked_place),
            (&mut all.marked, count.marked),
            (&mut all.marked_underlined, count.marked_underlined),
            (&mut all.marked_shown, count.marked_shown),
        ] {
            *sum += part;
        }
    }
    println!("{}", line("all", &all, share));
    println!("finding | precision in passages | recall | F1 | thresholds");
    for id in FindingId::ALL.into_iter().filter(|id| id.kind() != Kind::Underline) {
        let count = counts[id as usize];
        let f1 = 2.0 * count.both as f64 / (count.said + count.there).max(1) as f64;
        println!(
            "{} | {} | {} | {f1:.2} | {:?}",
            id.name(),
            share(count.both, count.said),
            share(count.both, count.there),
            header.levels[id as usize]
        );
    }
}

fn line(name: &str, count: &Counts, share: impl Fn(usize, usize) -> String) -> String {
    [
        name.to_owned(),
        share(count.right, count.underlined),
        share(count.in_a_marked_place, count.underlined),
        share(count.grave_right, count.grave),
        share(count.noted_right, count.noted),
        share(count.noted_in_a_marked_place, count.noted),
        share(count.marked_underlined, count.marked),
        share(count.marked_shown, count.marked),
    ]
    .join(" | ")
}
