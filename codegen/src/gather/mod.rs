//! What is to be read? Files, folders, patterns and the standard input become sources with names.
//!
//! A name is the path as the user would write it, with `/` on every system. The sources are in the order of their
//! names, so that the order of the arguments and of the entries of a folder makes no difference.

mod find;
mod parts;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Report, Sources};

/// The input that stands for the standard input.
pub const STDIN: &str = "-";

/// What the name of a file ends with that lists generated files.
pub const GENERATED: &str = ".specwright-files";

/// How many bytes an input may have.
pub const LIMIT: u64 = 64 << 20;

/// The sources, and what they depend on.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The sources, by name.
    pub sources: Sources,
    /// The files that were read and the folders that were searched.
    pub watched: Vec<PathBuf>,
}

/// A file to be read.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    name: String,
    /// Where it is; nothing for the standard input.
    path: Option<PathBuf>,
}

/// Reads the inputs; relative ones are below `base`.
pub fn gather(base: &Path, inputs: &[String], report: &mut Report) -> Gathered {
    let mut gathered = Gathered::default();
    let mut found = BTreeSet::new();
    for input in inputs {
        match find::find(base, input, &mut gathered.watched) {
            Ok(files) => found.extend(files),
            Err(finding) => report.push(finding),
        }
    }
    if inputs.is_empty() {
        report.push(Diagnostic::new(Code::NothingMatched, "no input is given").help(find::FORMS));
    }
    for file in without_aliases(found) {
        match read(&file) {
            Ok(bytes) => drop(gathered.sources.add_bytes(file.name, bytes)),
            Err(finding) => report.push(finding),
        }
        gathered.watched.extend(file.path);
    }
    parts::add(base, &mut gathered);
    gathered.watched.sort();
    gathered.watched.dedup();
    gathered
}

/// Reads the overlays; relative ones are below `base`.
pub fn overlays(
    (base, files): (&Path, &[String]),
    (sources, watched): (&mut Sources, &mut Vec<PathBuf>),
    report: &mut Report,
) {
    for file in files {
        let path = base.join(file);
        match read(&Found { name: shown(base, &path), path: Some(path.clone()) }) {
            Ok(bytes) => _ = sources.add_overlay(shown(base, &path), bytes),
            Err(finding) => report.push(finding),
        }
        watched.push(path);
    }
}

/// Leaves out files that were found before under another name.
fn without_aliases(found: BTreeSet<Found>) -> impl Iterator<Item = Found> {
    let mut seen = BTreeSet::new();
    found.into_iter().filter(move |file| match &file.path {
        Some(path) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
        None => true,
    })
}

fn read(file: &Found) -> Result<Vec<u8>, Diagnostic> {
    let bytes = match &file.path {
        Some(path) => File::open(path).and_then(read_limited),
        None => read_limited(io::stdin().lock()),
    };
    let bytes = bytes.map_err(|error| unreadable(&file.name, &error))?;
    if bytes.len() as u64 <= LIMIT {
        return Ok(bytes);
    }
    let message = format!("`{}` has more than {} MiB", file.name, LIMIT >> 20);
    Err(Diagnostic::new(Code::TooLarge, message).help("Split it into several files."))
}

/// Reads one byte more than is allowed, so that an input that is too large shows.
fn read_limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableInput, format!("`{name}` cannot be read: {error}"))
}

/// A path as it is shown: from `base` where it is below it, and with `/` between its steps.
#[must_use]
pub fn shown(base: &Path, path: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    let steps: PathBuf =
        path.components().filter(|step| !matches!(step, std::path::Component::CurDir)).collect();
    let text = steps.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => text.into_owned(),
        other => text.replace(other, "/"),
    }
}
