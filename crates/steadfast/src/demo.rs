//! `steadfast demo`: a couple with some months of life, made through the real protocol.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use clap::Args;
use jiff::{Zoned, civil::Date, tz::TimeZone};
use steadfast_member::ports::RelayAddress;
use steadfast_testkit::{
    demo::{Couple, ZONE},
    host::Host,
    http::Http,
};

use crate::runtime;

/// What `demo` can be told.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// The folder that everything is written to; it must not be there yet, or be empty
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// A relay to live at, reached over plain HTTP; without it, a relay of its own with its data in DIR/data
    #[arg(long, value_name = "URL", conflicts_with = "served_at")]
    relay: Option<RelayAddress>,
    /// Where DIR/data will be served, as the two know their relay
    #[arg(long, value_name = "URL", default_value = "http://localhost:4480")]
    served_at: RelayAddress,
    /// How many days the couple has behind it; the last of them is yesterday
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=5000))]
    days: u16,
    /// What happens on which day: the same number tells the same story, with new keys
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Has Ana and Sam live, and writes what is needed to be one of them.
///
/// # Errors
/// When the folder is not empty or cannot be written to, or the relay does not do its part.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let out = &arguments.out;
    fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let mut inside =
        fs::read_dir(out).with_context(|| format!("{} cannot be read", out.display()))?;
    ensure!(inside.next().is_none(), "{} is not empty", out.display());

    runtime::build()?.block_on(async {
        match &arguments.relay {
            Some(relay) => live(arguments, Http::default(), relay).await,
            None => {
                let host = Host::start(&out.join("data"))
                    .await
                    .context("the relay of the demo does not start")?;
                let way = Http::to(host.address().clone());
                let lived = live(arguments, way, &arguments.served_at).await;
                host.stop().await;
                lived
            }
        }
    })?;

    let data = out.join("data").display().to_string();
    println!("Ana and Sam have {} days behind them.", arguments.days);
    println!("  Ana's 24 words: {}", words(out, "ana").display());
    println!("  Sam's 24 words: {}", words(out, "sam").display());
    println!("  The 24 words of Ana's therapist: {}", words(out, "therapist").display());
    println!("  The 24 words of Sam's therapist: {}", words(out, "his-therapist").display());
    println!("  Their record, to check without a network: steadfast verify {}", us(out).display());
    match &arguments.relay {
        Some(relay) => {
            println!("Open the app, choose “I have my 24 words”, and the relay {relay}.")
        }
        None => println!(
            "Start `steadfast serve --data {data}`, open {}, and choose “I have my 24 words”.",
            arguments.served_at
        ),
    }
    Ok(())
}

async fn live(arguments: &Arguments, way: Http, relay: &RelayAddress) -> anyhow::Result<()> {
    let Arguments { out, days, seed, .. } = arguments;
    let couple = Couple::live(way, relay, yesterday()?, *days, *seed).await?;
    let people = [
        ("ana", &couple.ana),
        ("sam", &couple.sam),
        ("therapist", &couple.therapist),
        ("his-therapist", &couple.his_therapist),
    ];
    for (name, person) in people {
        let file = words(out, name);
        fs::write(&file, format!("{}\n", person.words))
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let export = couple.ana.member.export_verifiable(couple.us).await?;
    fs::write(us(out), export).with_context(|| format!("{} cannot be written", us(out).display()))
}

/// The story ends yesterday, so that nothing in it claims a time that is still to come.
fn yesterday() -> anyhow::Result<Date> {
    let zone = TimeZone::get(ZONE)?;
    Ok(Zoned::now().with_time_zone(zone).date().yesterday()?)
}

fn words(out: &Path, name: &str) -> PathBuf {
    out.join(format!("{name}.words.txt"))
}

fn us(out: &Path) -> PathBuf {
    out.join("us.steadfast")
}
