//! One folder of files with hashed names, compressed copies and a list of what is in it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256, Sha384};

/// Files shorter than this many bytes are not worth a compressed copy: headers weigh as much.
const COMPRESS_FROM_BYTES: usize = 500;

/// A folder being filled.
pub(super) struct Folder {
    dir: PathBuf,
    compress: bool,
    /// One line a file: path, media type, how long it may be kept, hash; parted by tabs. `build.rs` of the
    /// command reads it.
    list: String,
    urls: Vec<String>,
    raw_bytes: usize,
    brotli_bytes: usize,
}

impl Folder {
    /// An empty folder at `dir`; what was there before is removed.
    pub(super) fn empty(dir: &Path, compress: bool) -> Result<Self> {
        if dir.exists() {
            fs::remove_dir_all(dir).with_context(|| format!("emptying {}", dir.display()))?;
        }
        fs::create_dir_all(dir)?;
        Ok(Self {
            dir: dir.into(),
            compress,
            list: String::new(),
            urls: Vec::new(),
            raw_bytes: 0,
            brotli_bytes: 0,
        })
    }

    /// Writes a file whose name carries its hash in place of `@`, and gives its address.
    pub(super) fn hashed(&mut self, pattern: &str, mime: &str, bytes: &[u8]) -> Result<String> {
        let url = pattern.replace('@', &hash(bytes));
        self.immutable(&url, mime, bytes)?;
        Ok(url)
    }

    /// Writes a file that never changes under its name.
    pub(super) fn immutable(&mut self, url: &str, mime: &str, bytes: &[u8]) -> Result<()> {
        self.write(url, mime, "immutable", bytes)
    }

    /// Writes a file that browsers must ask for anew each time.
    pub(super) fn fresh(&mut self, url: &str, mime: &str, bytes: &[u8]) -> Result<()> {
        self.write(url, mime, "fresh", bytes)
    }

    /// The addresses of all files so far.
    pub(super) fn urls(&self) -> &[String] {
        &self.urls
    }

    /// The list of all files so far, with their hashes.
    pub(super) fn list(&self) -> &str {
        &self.list
    }

    /// Writes the list beside the files, and gives a line about their sizes.
    pub(super) fn finish(self) -> Result<String> {
        fs::write(self.dir.join("assets.list"), &self.list)?;
        let compressed = if self.compress {
            format!(", {} KB by brotli", self.brotli_bytes / 1024)
        } else {
            String::new()
        };
        Ok(format!("{} files, {} KB{compressed}", self.urls.len(), self.raw_bytes / 1024))
    }

    fn write(&mut self, url: &str, mime: &str, keep: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(url.trim_start_matches('/'));
        fs::create_dir_all(path.parent().expect("a file in the folder has a parent"))?;
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
        self.list += &format!("{url}\t{mime}\t{keep}\t{}\n", hash(bytes));
        self.urls.push(url.into());
        self.raw_bytes += bytes.len();
        self.brotli_bytes +=
            if self.compress && bytes.len() >= COMPRESS_FROM_BYTES && mime != "image/png" {
                write_compressed(&path, bytes)?
            } else {
                bytes.len()
            };
        Ok(())
    }
}

/// Writes `path.gz` and `path.br` and gives the length of the latter in bytes.
fn write_compressed(path: &Path, bytes: &[u8]) -> Result<usize> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(format!("{}.gz", path.display()), gzip.finish()?)?;
    let mut compressed = Vec::new();
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    fs::write(format!("{}.br", path.display()), &compressed)?;
    Ok(compressed.len())
}

/// The first 8 bytes of SHA-256 in hexadecimal: enough to tell versions of a file apart.
pub(super) fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)[..8])
}

/// The value of an `integrity` attribute (W3C Subresource Integrity): SHA-384 in base 64.
pub(super) fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", data_encoding::BASE64.encode(&Sha384::digest(bytes)))
}

/// All files below a folder, in order of their paths, which are given with `/`; none if there is no such folder.
///
/// # Errors
/// When a folder or file cannot be read, or a name is not UTF-8.
pub(crate) fn files(dir: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    if !dir.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .context("a file name is not UTF-8")?
            .to_owned();
        if path.is_dir() {
            found.extend(
                files(&path)?.into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)),
            );
        } else {
            found.push((name, fs::read(&path)?));
        }
    }
    found.sort();
    Ok(found)
}
