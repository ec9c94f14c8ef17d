//! How long ten thousand entries of all practices take to fold into Today, and one more.
//!
//! `cargo bench -p steadfast-testkit` prints one JSON line for each figure. The entries are those of the demo's couple, who
//! live until there are enough of them.

#![expect(clippy::unwrap_used, reason = "what cannot be made cannot be measured")]

use std::{hint::black_box, time::Instant};

use jiff::{civil::date, tz::TimeZone};
use steadfast_member::view::What;
use steadfast_repair::{MemberId, Relationship, Said, today::today};
use steadfast_testkit::{
    demo::{Couple, ZONE},
    host::Host,
    http::Http,
};

/// How many entries are folded.
const ENTRIES: usize = 10_000;

/// How many days of the demo make that many.
const DAYS: u16 = 4_400;

/// How often each thing is measured; the quickest counts, since everything else on the machine only slows it.
const RUNS: usize = 25;

fn main() {
    let (me, said) = tokio::runtime::Runtime::new().unwrap().block_on(live());
    assert!(ENTRIES < said.len(), "{} entries are too few", said.len());
    let (said, more) = said.split_at(ENTRIES);
    let zone = TimeZone::get(ZONE).unwrap();
    let now = said[ENTRIES - 1].claimed;

    let copied = quickest(|| drop(black_box(said.to_vec())));
    let folded = quickest(|| {
        black_box(today([&fold(me, said)], now, &zone));
    });
    print("folded_into_today", folded, Some(copied));

    let whole = fold(me, said);
    let mut one_more = f64::MAX;
    for _ in 0..RUNS {
        let mut whole = whole.clone();
        let before = Instant::now();
        black_box(whole.apply(&more[0]));
        one_more = one_more.min(before.elapsed().as_secs_f64() * 1000.0);
    }
    print("one_more_folded", one_more, None);
    print("today_of_it", quickest(|| drop(black_box(today([&whole], now, &zone)))), None);
}

/// What Ana has before her after all those days: who she is, and everything that was said.
async fn live() -> (MemberId, Vec<Said>) {
    let folder = std::env::temp_dir().join(format!("steadfast-fold-{}", std::process::id()));
    let host = Host::start(&folder).await.unwrap();
    let address = "http://localhost:4480".parse().unwrap();
    let way = Http::to(host.address().clone());
    let couple = Couple::live(way, &address, date(2026, 11, 21), DAYS, 1).await.unwrap();
    let ana = &couple.ana.member;
    let me = ana.relationship(couple.us, Relationship::me).unwrap();
    let said = ana.record(couple.us).into_iter().filter_map(|line| {
        let What::Act(act) = line.what else { return None };
        let claimed = line.claimed?;
        Some(Said {
            id: line.id,
            author: line.author,
            place: line.place,
            claimed,
            zone: line.zone,
            window: line.window,
            act,
        })
    });
    let said = said.collect();
    host.stop().await;
    // What is left of it in the folder for temporary files does no harm.
    let _ = std::fs::remove_dir_all(folder);
    (me, said)
}

fn fold(me: MemberId, said: &[Said]) -> Relationship {
    let mut folded = Relationship::new(me);
    for said in said {
        folded.apply(said);
    }
    folded
}

/// The quickest of several runs, in milliseconds.
fn quickest(mut work: impl FnMut()) -> f64 {
    let run = |_| {
        let before = Instant::now();
        work();
        before.elapsed().as_secs_f64() * 1000.0
    };
    (0..RUNS).map(run).fold(f64::MAX, f64::min)
}

fn print(figure: &str, milliseconds: f64, reference: Option<f64>) {
    let reference = reference.map_or_else(|| "null".to_owned(), |reference| reference.to_string());
    println!(
        "{{\"figure\":\"{figure}\",\"entries\":{ENTRIES},\"milliseconds\":{milliseconds},\"copied_milliseconds\":{reference}}}"
    );
}
