//! The list of the files that were written, in the folder that they were written to.

use std::collections::BTreeSet;
use std::path::Path;

use super::{FilePath, content};
use crate::diagnostic::{Code, Diagnostic};

/// The first line. A file without it was not written here.
const HEAD: &str = "# The files of this folder that Specwright wrote, and may change or remove.";

/// The text of the manifest for these files.
pub(super) fn text(files: &BTreeSet<FilePath>) -> String {
    let lines = files.iter().map(|path| format!("{path}\n"));
    std::iter::once(format!("{HEAD}\n")).chain(lines).collect()
}

/// The files that the manifest lists, if there is one.
pub(super) fn read(dir: &Path, manifest: &FilePath) -> Result<Option<BTreeSet<FilePath>>, Diagnostic> {
    let Some(bytes) = content(dir, manifest)? else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let paths = match lines.next() {
        Some(HEAD) => {
            lines.filter(|line| !line.is_empty()).map(FilePath::new).collect::<Result<_, _>>().map(Some)
        }
        _ => Err(Diagnostic::new(Code::BadManifest, String::new())),
    };
    paths.map_err(|_| {
        let message = format!("`{}` is damaged", manifest.below(dir).display());
        let help = "It lists the files that may be changed or removed. Restore it, or remove the whole output folder.";
        Diagnostic::new(Code::BadManifest, message).help(help)
    })
}
