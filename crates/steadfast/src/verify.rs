//! `steadfast verify`: checks an exported record, without any network and without anybody's word for it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::{Value, json};
use steadfast_circle::{
    MemberId,
    export::{Export, Report, ReportEntry},
    verify::Reading,
};
use steadfast_member::payload::Payload;
use steadfast_repair::{people, relationship::Act};

/// The longest file that is read: some million entries, as people write them.
const FILE_LENGTH_MAX: u64 = 1 << 30;

/// What `verify` can be told.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// The verifiable export, as the app hands it out: a file that ends in .steadfast
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print the size, root, authors and time windows as JSON
    #[arg(long)]
    json: bool,
    /// Write the record as a C2SP tlog-tiles folder as well, for verifiers that others wrote; DIR must not be there yet,
    /// or be empty
    #[arg(long, value_name = "DIR")]
    tlog: Option<PathBuf>,
}

/// Checks the file and says what is in it.
///
/// # Errors
/// When the file cannot be read or is not whole; the message names the first thing that is wrong.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let shown = arguments.file.display();
    let export = Export::from_bytes(&read(&arguments.file)?)
        .with_context(|| format!("{shown} is not an exported record"))?;
    let tiles = arguments.tlog.as_ref().map(|folder| (folder, export.tiles()));
    let report = export.verify().with_context(|| format!("{shown} is not whole"))?;
    if let Some((folder, tiles)) = tiles {
        unpack(folder, &tiles)?;
    }

    let names = names(&report);
    let mut out = std::io::stdout().lock();
    if arguments.json {
        serde_json::to_writer(&mut out, &as_json(&report, &names))?;
        writeln!(out)?;
    } else {
        write!(out, "{}", as_text(&report, &names))?;
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = path.display();
    let file = File::open(path).with_context(|| format!("{shown} cannot be opened"))?;
    let mut bytes = Vec::new();
    file.take(FILE_LENGTH_MAX + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{shown} cannot be read"))?;
    ensure!(bytes.len() as u64 <= FILE_LENGTH_MAX, "{shown} is longer than 1 GiB");
    Ok(bytes)
}

fn unpack(folder: &Path, tiles: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    ensure!(fs::read_dir(folder)?.next().is_none(), "{} is not empty", folder.display());
    for (path, content) in tiles {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("{} cannot be made", parent.display()))?;
        }
        fs::write(&file, content)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

/// What the members called themselves last, as the record has it.
fn names(report: &Report) -> BTreeMap<MemberId, String> {
    let mut names = BTreeMap::new();
    for entry in &report.entries {
        let Reading::Opened(content) = &entry.content else { continue };
        // What a newer version said is whole, though this one cannot tell a name from it.
        let Ok(Payload::Act(Act::People(act))) = Payload::decode(&content.payload) else {
            continue;
        };
        let name = match act {
            people::Act::Introduce(introduce) => introduce.name,
            people::Act::Rename(rename) => rename.name,
            people::Act::Found(_) => continue,
        };
        names.insert(entry.member, name.as_str().to_owned());
    }
    names
}

fn as_text(report: &Report, names: &BTreeMap<MemberId, String>) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let mut line = |words: String| {
        text.write_str(&words)
            .and_then(|()| text.write_char('\n'))
            .expect("a String takes everything");
    };
    line("Whole. Every signature, every place and every body was checked on this machine.".into());
    line(format!("  Circle   {}", report.circle));
    line(format!("  Relay    {}", report.relay_name));
    line(format!("  Entries  {}", report.size));
    line(format!("  Root     {}", report.root));
    for author in &report.authors {
        let devices = author.devices.len();
        line(format!(
            "  Author   {}: {} {} with {} {}, as member {}",
            names.get(&author.member).map_or("somebody without a name", String::as_str),
            author.entries,
            if author.entries == 1 { "entry" } else { "entries" },
            devices,
            if devices == 1 { "device" } else { "devices" },
            author.member,
        ));
    }
    text
}

fn as_json(report: &Report, names: &BTreeMap<MemberId, String>) -> Value {
    let authors = report.authors.iter().map(|author| {
        json!({
            "member": author.member.to_string(),
            "name": names.get(&author.member),
            "devices": author.devices.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "entries": author.entries,
        })
    });
    json!({
        "circle": report.circle.to_string(),
        "relay": report.relay_name.to_string(),
        "size": report.size,
        "root": report.root.to_string(),
        "authors": authors.collect::<Vec<_>>(),
        "entries": report.entries.iter().map(entry_as_json).collect::<Vec<_>>(),
    })
}

/// Times are milliseconds since 1970 in UTC, as the protocol has them.
fn entry_as_json(entry: &ReportEntry) -> Value {
    let (body, claimed_ms) = match &entry.content {
        Reading::Opened(content) => ("opened", Some(content.claimed_ms)),
        Reading::Erased { .. } => ("erased", None),
        Reading::Unreadable(_) => ("unreadable", None),
        Reading::NoKey => ("no key", None),
    };
    json!({
        "index": entry.index,
        "hash": entry.hash.to_string(),
        "member": entry.member.to_string(),
        "device": entry.device.to_string(),
        "body": body,
        "claimed_ms": claimed_ms,
        "window": { "not_before_ms": entry.window.not_before_ms, "not_after_ms": entry.window.not_after_ms },
    })
}
