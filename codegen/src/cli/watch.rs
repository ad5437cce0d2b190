//! `specwright generate --watch`: again whenever an input changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_millis(250);

/// What a file is known by until it changes: when it was changed last, and its size.
type Mark = Option<(SystemTime, u64)>;

/// The files that a result depends on, as they are now.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Watched {
    marks: BTreeMap<PathBuf, Mark>,
}

impl Watched {
    /// Looks at these files.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { marks: paths.into_iter().map(|path| (path.clone(), mark(&path))).collect() }
    }

    /// Looks at the same files again.
    pub fn again(&self) -> Self {
        Self::new(self.marks.keys().cloned())
    }

    /// Whether these are the files.
    pub fn is_about(&self, paths: &[PathBuf]) -> bool {
        paths.iter().collect::<BTreeSet<_>>() == self.marks.keys().collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Waits until one of the files changes, comes or goes. A folder changes when an entry comes or goes.
    pub fn wait(&self) {
        while self.marks.iter().all(|(path, before)| mark(path) == *before) {
            thread::sleep(PAUSE);
        }
    }
}

impl fmt::Display for Watched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "watching {} files and folders", self.len())
    }
}

fn mark(path: &Path) -> Mark {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}
