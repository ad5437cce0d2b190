//! Replacing a file in one step, so that nobody ever sees a part of it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Makes a file hold `bytes`. Were it interrupted, the file would hold what it held before.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = beside(path);
    let done = write_new(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        // What failed is reported; that the temporary file may stay behind is the lesser news.
        let _ = fs::remove_file(&temporary);
    }
    done
}

/// A name that no other run, and no other thread of this one, uses: in the same folder, for a file cannot be renamed
/// from one file system to another.
fn beside(path: &Path) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".specwright-{}-{count}.tmp", process::id()))
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}
