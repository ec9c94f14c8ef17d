//! Every rule against its own lines: what must be found, to the byte, and what must stay silent.

mod changes;
mod lines;
mod metamorphic;

use lines::{LINES, Line, involved};
use steadfast_coach::{Form, Guard, Role, check_patterns, check_without};

/// The spans of `line`'s own rule, and the spans of its finding by whatever rule.
fn spans(line: &Line) -> Vec<(usize, usize)> {
    involved(line)
        .into_iter()
        .filter(|found| found.id.name() == line.finding)
        .map(|found| (found.start, found.end))
        .collect()
}

#[test]
fn yes_lines_are_found_to_the_byte_and_no_lines_stay_silent() {
    let mut wrong = Vec::new();
    for line in LINES {
        let found = spans(line);
        if found != line.marked {
            wrong.push(format!(
                "{}:{}: found {}",
                line.path,
                line.line,
                lines::mark(line.text, &found)
            ));
        }
    }
    assert!(wrong.is_empty(), "{} lines:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_declared_guard_is_needed_by_a_no_line() {
    let mut idle = Vec::new();
    let mut rules: Vec<(&str, &[&str])> =
        LINES.iter().map(|line| (line.rule, line.guards)).collect();
    rules.dedup();
    for (rule, guards) in rules {
        for name in guards {
            let guard = Guard::from_name(name).expect("the build script knows the guards");
            let speaks_without_it =
                LINES.iter().filter(|line| line.rule == rule && !line.yes).any(|line| {
                    check_without(line.text, Role::Involved, line.form(), guard)
                        .iter()
                        .any(|found| found.rule == rule)
                });
            if !speaks_without_it {
                idle.push(format!("{rule}: no `no` line needs the guard `{name}`"));
            }
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}

#[test]
fn a_name_in_any_alphabet_has_a_mouth() {
    let found = |text: &str| check_patterns(text, Role::Involved, Form::Apology);
    // What the test is about: without a capital nobody is known to have said it.
    assert!(!found("sofa said that you are overreacting.").is_empty());
    for name in
        ["Marta", "Élodie", "Łukasz", "Şule", "Ștefan", "Žana", "Ольга", "Ганна", "Ελένη", "Άννα"]
    {
        let text = format!("{name} said that you are overreacting.");
        assert_eq!(found(&text), [], "{text}");
    }
}
