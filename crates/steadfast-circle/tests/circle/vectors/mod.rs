//! Frozen vectors in `testdata/circle/`: what this code makes from fixed seeds, byte for byte, and what it must refuse.
//!
//! A vector is never changed once it is released. A missing file is written by a run with `STEADFAST_WRITE_VECTORS=1`.

mod keys;
mod quotation;
mod record;
mod wire;

use data_encoding::HEXLOWER;
use serde_json::Value;
use std::path::PathBuf;
use steadfast_circle::FoundingNonce;
use steadfast_circle::body;

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn unhex(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(value.as_str().unwrap().as_bytes()).unwrap()
}

/// Long keys are pinned by their hash, so that the files stay readable.
fn digest(bytes: &[u8]) -> String {
    hex(body::hash(bytes))
}

/// Compares what was made with the frozen file, and returns what is frozen.
#[track_caller]
fn frozen(name: &str, made: Value) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../../testdata/circle/{name}.json"));
    if !path.exists() && std::env::var_os("STEADFAST_WRITE_VECTORS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let frozen: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(made, frozen, "{name}: the code makes something else than the frozen vector");
    frozen
}

const NONCE: FoundingNonce = FoundingNonce::from_bytes([0x42; 32]);
