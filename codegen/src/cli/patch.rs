//! How a file differs from what it should be.

use std::path::Path;
use std::time::Duration;

use similar::TextDiff;
use specwright::write::Change;

/// How long to look for the shortest difference of a file before a longer one will do.
const PATIENCE: Duration = Duration::from_secs(2);

/// The difference from what is there to what should be there, in the form that `patch` reads.
pub fn unified(dir: &Path, change: &Change) -> String {
    let path = dir.join(change.path.as_str()).display().to_string();
    let old = change.old.as_ref().map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let new = change.new.as_deref().unwrap_or_default();
    let name = |is_there: bool| if is_there { path.as_str() } else { "/dev/null" };
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.as_ref(), new);
    let text = diff.unified_diff().header(name(change.old.is_some()), name(change.new.is_some())).to_string();
    match text.is_empty() {
        // An empty file is missing or in excess, or bytes that are not text differ.
        true => format!("--- {}\n+++ {}\n", name(change.old.is_some()), name(change.new.is_some())),
        false => text,
    }
}

/// A difference with the colours of a terminal, which the console leaves out where they do not belong.
pub fn colored(diff: &str) -> String {
    let line = |line: &str| match line.as_bytes().first() {
        Some(b'+') => format!("\x1b[32m{line}\x1b[0m\n"),
        Some(b'-') => format!("\x1b[31m{line}\x1b[0m\n"),
        Some(b'@') => format!("\x1b[36m{line}\x1b[0m\n"),
        _ => format!("{line}\n"),
    };
    diff.lines().map(line).collect()
}
