//! The Rust files of this repository.

use std::fs;
use std::path::{Path, PathBuf};

/// A file.
pub struct Source {
    /// Its path from the root of the repository.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        let mut parts = self.path.components().map(|part| part.as_os_str().to_string_lossy());
        parts.any(|part| {
            matches!(part.as_ref(), "tests" | "tests.rs" | "benches" | "examples")
                || part.ends_with("_tests.rs")
        })
    }
}

/// All files but generated ones.
pub fn all() -> Vec<Source> {
    ["codegen", "templates", "apiserver", "tests"].iter().flat_map(|package| of_package(package)).collect()
}

/// All files but generated ones and tests.
pub fn hand_written() -> Vec<Source> {
    all().into_iter().filter(|source| !source.is_test()).collect()
}

/// The files of a package.
pub fn of_package(package: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    collect(&root().join(package), &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("the folders of the repository can be read").flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target" && name != "fuzz") {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("the files of the repository can be read");
            let path = path.strip_prefix(root()).expect("the path begins with the root").to_owned();
            sources.push(Source { path, text });
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_owned()
}
