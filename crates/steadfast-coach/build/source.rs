//! Rule files as text, and complaints about them that name the file, the line and what is wrong.

use std::{fmt, fs, path::Path};

/// One file: its path below the folder of rules, with slashes, and its text.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// What is wrong with a file, said to the person who wrote it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) path: String,
    /// Counted from 1; 0 when the whole file is meant.
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl Complaint {
    /// About the byte at `offset` of `file`.
    pub(crate) fn at(file: &File, offset: usize, what: impl Into<String>) -> Self {
        let line = file.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
        Complaint { path: file.path.clone(), line, what: what.into() }
    }

    /// About a file as a whole.
    pub(crate) fn about_file(path: &str, what: &str) -> Self {
        Complaint { path: path.to_owned(), line: 0, what: what.to_owned() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.path, self.what),
            line => write!(out, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// All `.toml` files below `folder`, in the order of their paths.
pub(crate) fn read_folder(folder: &Path) -> Result<Vec<File>, Vec<Complaint>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).map_err(|error| {
            vec![Complaint::about_file(&next.to_string_lossy(), &error.to_string())]
        })?;
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                files.push(read_file(folder, &path)?);
            }
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The file at `path`, named by its path below `folder`.
pub(crate) fn read_file(folder: &Path, path: &Path) -> Result<File, Vec<Complaint>> {
    let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let text = fs::read_to_string(path)
        .map_err(|error| vec![Complaint::about_file(&name, &error.to_string())])?;
    Ok(File { path: name, text })
}
