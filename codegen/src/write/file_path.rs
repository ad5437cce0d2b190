//! Paths that cannot leave the output folder.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};

/// A path below the output folder, with `/` between its steps: none of them is empty, `.` or `..`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePath(String);

impl FilePath {
    /// A path below the output folder.
    ///
    /// # Errors
    /// It is not one.
    pub fn new(text: &str) -> Result<Self, Diagnostic> {
        // A backslash or a colon leads out of the folder on some systems only; the output is the same on all.
        let is_safe = |step: &str| !matches!(step, "" | "." | "..") && !step.contains(['\\', ':']);
        let is_plain = !text.chars().any(char::is_control);
        if is_plain && text.split('/').all(is_safe) {
            return Ok(Self(text.to_owned()));
        }
        let message = format!("{text:?} is not a path below the output folder");
        Err(Diagnostic::new(Code::OutsideFolder, message))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where it is, if the output folder is `dir`.
    #[must_use]
    pub fn below(&self, dir: &Path) -> PathBuf {
        dir.join(&self.0)
    }

    /// Refuses a path that leads over a link: what it leads to may lie anywhere.
    pub(super) fn refuse_links(&self, dir: &Path) -> Result<(), Diagnostic> {
        let mut path = dir.to_owned();
        for step in self.0.split('/') {
            path.push(step);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
                let message =
                    format!("`{}` is a link, which may lead out of the output folder", path.display());
                return Err(Diagnostic::new(Code::OutsideFolder, message).help("Remove the link."));
            }
        }
        Ok(())
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
