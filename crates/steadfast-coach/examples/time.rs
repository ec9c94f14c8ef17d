//! How long the coach takes: a whole draft of 1.5 KB, one keystroke in it, and texts from 1 KB to 1 MB.
//!
//! `cargo run --release -p steadfast-coach --example time`

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use steadfast_coach::{Draft, Form, Role, bench, check};

fn main() {
    let letter = bench::LETTER;
    println!(
        "the letter: {} bytes, {} findings",
        letter.len(),
        check(letter, Role::Involved, Form::Apology).len()
    );
    let whole = median(2_000, || {
        black_box(bench::whole_draft());
    });
    println!("whole draft: {:.1} µs", whole.as_secs_f64() * 1e6);
    let mut typing = bench::Typing::new();
    let key = median(4_000, || {
        black_box(typing.keystroke());
    });
    println!("one keystroke: {:.2} µs", key.as_secs_f64() * 1e6);
    for kilobytes in [1, 10, 100, 1_000] {
        let text = letter.repeat(kilobytes * 1_024 / letter.len() + 1);
        let all = median(5, || {
            black_box(check(&text, Role::Involved, Form::Apology));
        });
        println!("{kilobytes:>5} KB: {:.1} ns a byte", all.as_secs_f64() * 1e9 / text.len() as f64);
    }
    let mut long = Draft::new(Role::Involved, Form::Apology);
    let plain = "this word after that ".repeat(50_000);
    println!(
        "1 MB without an end of sentence: {:.1} ms",
        median(3, || {
            long.set_text("");
            black_box(long.set_text(&plain));
        })
        .as_secs_f64()
            * 1e3
    );
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
