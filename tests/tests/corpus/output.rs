//! A generated crate, and the compiler's judgement of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::Config;

/// How many lines a generated file may have.
const LINES: usize = 3_000;

/// A generated crate.
pub struct Output {
    folder: PathBuf,
}

impl Output {
    /// Generates a crate from these definitions, in one run.
    pub fn of(name: &str, files: &[PathBuf]) -> Self {
        let workspace = folder(name);
        pin(&workspace);
        let folder = workspace.join("crate");
        let config = Config::new().inputs(files).out_dir(&folder).name(name).package();
        let summary = config.generate().unwrap_or_else(|error| panic!("{error}"));
        assert!(summary.types > files.len(), "{summary:?}");
        println!("{name}: {} inputs, {} types, {} files", files.len(), summary.types, summary.files);
        summary.warnings.iter().for_each(|warning| println!("{name}: {warning}"));
        Self { folder }
    }

    /// No file is so long that its reader or the compiler suffers.
    pub fn has_no_long_file(&self) {
        for path in rust_files(&self.folder.join("src")) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= LINES, "{} has {lines} lines", path.display());
        }
    }

    /// The compiler and its linter have nothing to say against it with these features.
    pub fn compiles(&self, features: &str) {
        self.judged(&["--features", features]);
    }

    /// The same with each of the features that choose groups and kinds, alone but for these, and with none of them. How many
    /// there are.
    pub fn compiles_in_parts(&self, with: &str) -> usize {
        let manifest = std::fs::read_to_string(self.folder.join("Cargo.toml")).unwrap();
        let features = manifest.lines().filter_map(|line| line.strip_suffix(" = []"));
        let choices: Vec<&str> = features.filter(|feature| *feature != "apply").collect();
        for choice in choices.iter().chain(&[""]) {
            let features = format!("{choice},{with}");
            self.judged(&["--no-default-features", "--features", features.trim_matches(',')]);
        }
        choices.len()
    }

    fn judged(&self, features: &[&str]) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([judge(), "--offline", "--quiet"]).args(features).args(["--", "--deny", "warnings"]);
        cargo.current_dir(&self.folder).env("CARGO_TARGET_DIR", folder("target"));
        // Which Kubernetes a program is for is chosen by the program; nothing here depends on it.
        cargo.env("K8S_OPENAPI_ENABLED_VERSION", "1.36");
        let done = cargo.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{} {features:?}:\n{said}", self.folder.display());
    }
}

/// A folder for these tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus").join(name)
}

/// Makes the folder a workspace with the versions of this one, so that nothing has to be resolved or fetched.
fn pin(workspace: &Path) {
    std::fs::create_dir_all(workspace).unwrap();
    std::fs::write(workspace.join("Cargo.toml"), "[workspace]\nmembers = [\"crate\"]\nresolver = \"3\"\n")
        .unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, workspace.join("Cargo.lock")).unwrap();
}

/// Clippy says what the compiler says, and more; where it is not installed, the compiler has to do.
fn judge() -> &'static str {
    let asked = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    match asked.is_ok_and(|asked| asked.status.success()) {
        true => "clippy",
        false => {
            println!("skipped: the linter is not installed; the compiler alone judges");
            "rustc"
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false if path.extension().is_some_and(|extension| extension == "rs") => vec![path],
            false => Vec::new(),
        })
        .collect()
}
