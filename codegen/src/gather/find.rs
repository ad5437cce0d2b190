//! Which files an input stands for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};
use walkdir::{DirEntry, WalkDir};

use super::{Found, GENERATED, STDIN, shown};
use crate::diagnostic::{Code, Diagnostic};

/// What an input may be.
pub(super) const FORMS: &str =
    "Give a file, a folder, a pattern such as `spec/*.yaml`, or `-` for the standard input.";

/// What the names of files end with that are read where a folder is given.
const EXTENSIONS: [&str; 3] = ["yaml", "yml", "json"];

const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Finds the files of an input. A folder that is searched for them is added to `watched`.
pub(super) fn find(base: &Path, input: &str, watched: &mut Vec<PathBuf>) -> Result<Vec<Found>, Diagnostic> {
    if input == STDIN {
        return Ok(vec![Found { name: "<stdin>".to_owned(), path: None }]);
    }
    let path = base.join(input);
    let files = if path.is_dir() {
        watched.push(path.clone());
        in_folder(base, &path)?
    } else if path.exists() {
        vec![path]
    } else if input.contains(['*', '?', '[']) {
        watched.push(fixed_part(base, input));
        matching(base, input)?
    } else {
        let message = format!("`{input}` does not exist");
        let finding = Diagnostic::new(Code::MissingInput, message).help(FORMS);
        return Err(finding.meant(input, neighbours(base, &path).iter().map(String::as_str)));
    };
    let found = files.into_iter().map(|path| Found { name: shown(base, &path), path: Some(path) });
    Ok(found.collect())
}

/// What stands beside a path, as it is shown.
fn neighbours(base: &Path, path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|entry| shown(base, &entry.path())).collect();
    names.sort();
    names
}

/// The files of a folder and of the folders in it. Hidden ones are left out, and those that were generated.
fn in_folder(base: &Path, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut files = Vec::new();
    let mut generated = BTreeSet::new();
    let entries = WalkDir::new(folder).follow_links(true).into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || is_list(entry) || !is_hidden(entry)) {
        let entry = entry.map_err(|error| in_walk(base, folder, &error))?;
        if is_list(&entry) {
            generated.extend(listed(entry.path()));
        } else if entry.file_type().is_file() && has_extension(entry.path()) {
            files.push(entry.into_path());
        }
    }
    files.retain(|file| !generated.contains(file));
    if files.is_empty() {
        let message =
            format!("`{}` holds no file whose name ends with .yaml, .yml or .json", shown(base, folder));
        return Err(Diagnostic::new(Code::NothingMatched, message)
            .help("Name the files themselves if they end otherwise."));
    }
    Ok(files)
}

/// Whether an entry lists the files that were generated beside it. What comes out is not to go in again.
fn is_list(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().ends_with(GENERATED)
}

/// The files of such a list. One that cannot be read lists nothing: the files are then read like any others.
fn listed(list: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(list).unwrap_or_default();
    text.lines().map(|line| list.with_file_name(line)).collect()
}

fn in_walk(base: &Path, folder: &Path, error: &walkdir::Error) -> Diagnostic {
    let place = shown(base, error.path().unwrap_or(folder));
    if let Some(ancestor) = error.loop_ancestor() {
        let message = format!("the link `{place}` leads back to `{}`", shown(base, ancestor));
        return Diagnostic::new(Code::UnreadableInput, message)
            .help("Remove the link, or name the files themselves.");
    }
    let cause = error.io_error().map(ToString::to_string).unwrap_or_default();
    Diagnostic::new(Code::UnreadableInput, format!("`{place}` cannot be read: {cause}"))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

fn has_extension(path: &Path) -> bool {
    let Some(extension) = path.extension() else { return false };
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The files that a pattern matches.
fn matching(base: &Path, input: &str) -> Result<Vec<PathBuf>, Diagnostic> {
    let bad_pattern = |error: PatternError| {
        let message = format!("`{input}` is no pattern: {} (character {})", error.msg, error.pos + 1);
        Diagnostic::new(Code::BadPattern, message)
            .help("Patterns are made of `*`, `**`, `?`, `[abc]` and `[!abc]`.")
    };
    // The position of an error is to be counted in what the user wrote, without the folder.
    Pattern::new(input).map_err(bad_pattern)?;
    let pattern = Path::new(&Pattern::escape(&base.to_string_lossy())).join(input);
    let paths = glob::glob_with(&pattern.to_string_lossy(), OPTIONS).map_err(bad_pattern)?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|error| {
            let place = shown(base, error.path());
            Diagnostic::new(Code::UnreadableInput, format!("`{place}` cannot be read: {}", error.error()))
        })?;
        if path.is_file() {
            files.push(path);
        }
    }
    match files.is_empty() {
        true => Err(Diagnostic::new(Code::NothingMatched, format!("no file matches `{input}`")).help(FORMS)),
        false => Ok(files),
    }
}

/// The folder that all files lie in that a pattern can match.
fn fixed_part(base: &Path, input: &str) -> PathBuf {
    let is_fixed = |step: &Component| !step.as_os_str().to_string_lossy().contains(['*', '?', '[']);
    let folder: PathBuf = base.join(Path::new(input).components().take_while(is_fixed).collect::<PathBuf>());
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }
}
