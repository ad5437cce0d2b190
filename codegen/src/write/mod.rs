//! Where do the files go? The only module that touches output files.
//!
//! A run first makes a plan, which compares what is there with what is wanted, and then either carries it out or shows
//! it; so that checking and writing cannot differ. Three rules keep the files of others safe: a file is changed or
//! removed only if the manifest in the output folder lists it, a path must lie below the output folder, and no link is
//! followed on the way to it.

mod file_path;
mod manifest;
mod replace;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::progress::{self, Stage};

pub use file_path::FilePath;

/// Where files go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The output folder.
    pub dir: PathBuf,
    /// The name of the file in it that lists what was written.
    pub manifest: String,
}

/// What has to be done to make the output folder what it should be.
#[derive(Debug)]
pub struct Plan {
    dir: PathBuf,
    changes: Vec<Change>,
    manifest: FilePath,
    /// The files that the manifest lists now, if there is one.
    before: Option<BTreeSet<FilePath>>,
    /// The files that it should list.
    after: BTreeSet<FilePath>,
}

/// One file that is not what it should be.
#[derive(Debug)]
pub struct Change {
    /// The file.
    pub path: FilePath,
    /// What it holds, if it is there.
    pub old: Option<Vec<u8>>,
    /// What it should hold, if it should be there.
    pub new: Option<String>,
    origin: Origin,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Listed in the manifest, or not there yet.
    Ours,
    /// Of someone else.
    Foreign,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many files were written, new ones and changed ones.
    pub written: usize,
    /// How many files were removed.
    pub removed: usize,
}

impl Plan {
    /// Compares the output folder with the files that are wanted, by their paths in it.
    ///
    /// # Errors
    /// A path leaves the output folder, or something cannot be read.
    pub fn new(target: &Target, files: &BTreeMap<String, String>) -> Result<Self, Diagnostic> {
        check_folder(&target.dir)?;
        let manifest = FilePath::new(&target.manifest)?;
        let before = manifest::read(&target.dir, &manifest)?;
        let listed = before.clone().unwrap_or_default();
        let mut wanted = BTreeMap::new();
        for (path, text) in files {
            wanted.insert(FilePath::new(path)?, text.clone());
        }
        let after: BTreeSet<FilePath> = wanted.keys().cloned().collect();
        wanted.insert(manifest.clone(), manifest::text(&after));
        let mut changes = removals(&target.dir, &listed, &wanted)?;
        for (path, text) in wanted {
            let origin =
                if path == manifest || listed.contains(&path) { Origin::Ours } else { Origin::Foreign };
            changes.extend(change(&target.dir, (path, text), origin)?);
        }
        Ok(Self { dir: target.dir.clone(), changes, manifest, before, after })
    }

    /// The files that are not what they should be: first those to remove, then those to write, each by path.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Carries the plan out.
    ///
    /// # Errors
    /// A file of someone else is in the way (then nothing is changed), or something cannot be written.
    pub fn apply(&self) -> Result<Written, Diagnostic> {
        progress::begin(Stage::Write);
        self.refuse_foreign()?;
        if self.changes.is_empty() {
            return Ok(Written::default());
        }
        // Were the run interrupted, the manifest would list all that it may have written and all that was there before.
        let during = self.before.iter().flatten().chain(&self.after).cloned().collect();
        if self.before.as_ref() != Some(&during) {
            self.write(&self.manifest, &manifest::text(&during))?;
        }
        let mut done = Written::default();
        for change in self.changes.iter().filter(|change| change.path != self.manifest) {
            self.carry_out(change, &mut done)?;
        }
        if self.changes.iter().any(|change| change.path == self.manifest) || during != self.after {
            self.write(&self.manifest, &manifest::text(&self.after))?;
        }
        Ok(done)
    }

    fn carry_out(&self, change: &Change, done: &mut Written) -> Result<(), Diagnostic> {
        match &change.new {
            Some(text) => {
                self.write(&change.path, text)?;
                done.written += 1;
            }
            None => {
                self.remove(&change.path)?;
                done.removed += 1;
            }
        }
        Ok(())
    }

    /// Looks whether the plan can be carried out.
    ///
    /// # Errors
    /// A file of someone else is in the way.
    pub fn refuse_foreign(&self) -> Result<(), Diagnostic> {
        let Some(first) = self.changes.iter().find(|change| change.origin == Origin::Foreign) else {
            return Ok(());
        };
        let (path, dir) = (first.path.below(&self.dir), self.dir.display());
        let message = format!("`{}` is in the way: it was not written by Specwright", path.display());
        let help = format!(
            "Choose another output folder, or move the file away. A file is replaced only if `{dir}/{}` lists it.",
            self.manifest
        );
        Err(Diagnostic::new(Code::ForeignFile, message).help(help))
    }

    fn write(&self, path: &FilePath, text: &str) -> Result<(), Diagnostic> {
        let path = path.below(&self.dir);
        let folder = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(folder).map_err(|error| failed("create the folder", folder, &error))?;
        replace::replace(&path, text.as_bytes()).map_err(|error| failed("write", &path, &error))
    }

    fn remove(&self, path: &FilePath) -> Result<(), Diagnostic> {
        let path = path.below(&self.dir);
        fs::remove_file(&path).map_err(|error| failed("remove", &path, &error))?;
        // A folder that holds something else cannot be removed, and stays.
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != self.dir);
        for folder in folders {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn check_folder(dir: &Path) -> Result<(), Diagnostic> {
    if !dir.exists() || dir.is_dir() {
        return Ok(());
    }
    let message = format!("`{}` is not a folder", dir.display());
    Err(Diagnostic::new(Code::ForeignFile, message).help("Choose another output folder."))
}

/// The files that are listed, there, and no longer wanted.
fn removals(
    dir: &Path,
    listed: &BTreeSet<FilePath>,
    wanted: &BTreeMap<FilePath, String>,
) -> Result<Vec<Change>, Diagnostic> {
    let mut removals = Vec::new();
    for path in listed.iter().filter(|path| !wanted.contains_key(path)) {
        if let Some(old) = content(dir, path)? {
            removals.push(Change { path: path.clone(), old: Some(old), new: None, origin: Origin::Ours });
        }
    }
    Ok(removals)
}

/// What has to be done to make a file hold a text. A file that is not there yet is nobody's.
fn change(
    dir: &Path,
    (path, text): (FilePath, String),
    origin: Origin,
) -> Result<Option<Change>, Diagnostic> {
    let old = content(dir, &path)?;
    if old.as_deref() == Some(text.as_bytes()) {
        return Ok(None);
    }
    let origin = if old.is_none() { Origin::Ours } else { origin };
    Ok(Some(Change { path, old, new: Some(text), origin }))
}

/// What a file holds, if it is there.
fn content(dir: &Path, path: &FilePath) -> Result<Option<Vec<u8>>, Diagnostic> {
    path.refuse_links(dir)?;
    let path = path.below(dir);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", &path, &error)),
    }
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Code::OutputFailed, format!("cannot {what} `{}`: {error}", path.display()))
}
