//! How long the coach takes, and how many changed lines fall silent: one JSON object a figure.
//!
//! `cargo run --release -p steadfast-coach --example measure`; `cargo xtask bench coach` runs it.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use steadfast_coach::{Draft, Form, Kind, Role, bench, check};

#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/rules/changes.rs"]
mod changes;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/rules/lines.rs"]
mod lines;

use changes::{CHANGES, changed, still_speaks, yes_lines};

fn main() {
    let letter = bench::LETTER;
    let whole = median(4_000, || {
        black_box(bench::whole_draft());
    });
    microseconds("whole_draft", letter.len(), whole);
    let mut typing = bench::Typing::new();
    let key = median(8_000, || {
        black_box(typing.keystroke());
    });
    microseconds("one_keystroke", letter.len(), key);
    for kilobytes in [1, 10, 100, 1_000] {
        let text = letter.repeat(kilobytes * 1_024 / letter.len() + 1);
        let all = median(7, || {
            black_box(check(&text, Role::Involved, Form::Apology));
        });
        microseconds("whole_text", text.len(), all);
    }
    let mut long = Draft::new(Role::Involved, Form::Apology);
    let plain = "this word after that ".repeat(50_000);
    let endless = median(3, || {
        long.set_text("");
        black_box(long.set_text(&plain));
    });
    microseconds("without_an_end_of_sentence", plain.len(), endless);
    silent();
}

fn microseconds(figure: &str, bytes: usize, taken: Duration) {
    let value = taken.as_secs_f64() * 1e6;
    println!(
        r#"{{"figure":"{figure}","where":"native","unit":"µs","value":{value:.2},"bytes":{bytes}}}"#
    );
}

/// The share of underlines that fall silent when their line is quoted, denied or put into another's mouth.
fn silent() {
    let (mut silent, mut all) = (0, 0);
    for change in &CHANGES {
        for line in yes_lines(Kind::Underline) {
            all += 1;
            silent += u32::from(!still_speaks(line, &changed(line, change)));
        }
    }
    let value = f64::from(silent) / f64::from(all);
    println!(r#"{{"figure":"metamorphic_silent","value":{value:.4},"part":{silent},"of":{all}}}"#);
}

fn median(times: usize, mut run: impl FnMut()) -> Duration {
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    taken.sort_unstable();
    taken[taken.len() / 2]
}
