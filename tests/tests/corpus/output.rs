//! A generated crate, and the compiler's judgement of it.

use std::fs;
use std::path::PathBuf;

use specwright::options::{Metadata, Part};
use specwright::{Config, Summary};
use specwright_tests::workspace::{self, Workspace};

/// How many lines a generated file may have.
const LINES: usize = 3_000;

/// A generated crate.
pub struct Output {
    /// What it is called.
    pub name: String,
    /// What was generated.
    pub summary: Summary,
    /// The workspace that it is in.
    pub workspace: Workspace,
    folder: PathBuf,
}

impl Output {
    /// Generates a crate from these definitions, in one run.
    pub fn of(name: &str, files: &[PathBuf]) -> Self {
        Self::with(name, files, Config::new())
    }

    /// The same with what else is wanted.
    pub fn with(name: &str, files: &[PathBuf], wanted: Config) -> Self {
        let workspace = within(name);
        let folder = workspace.path().join("crate");
        let config = wanted.inputs(files).out_dir(&folder).name(name).package();
        let summary = config.generate().unwrap_or_else(|error| panic!("{error}"));
        assert!(summary.types > files.len(), "{summary:?}");
        println!("{name}: {} inputs, {} types, {} files", files.len(), summary.types, summary.files);
        summary.warnings.iter().for_each(|warning| println!("{name}: {warning}"));
        Self { name: name.to_owned(), summary, workspace, folder }
    }

    /// Generates the modules for a crate that exists, with all parts, and such a crate around them.
    pub fn modules(&self, files: &[PathBuf], metadata: Metadata) -> Self {
        let name = format!("{}-modules", self.name);
        let workspace = within(&name);
        let folder = workspace.path().join("crate");
        let config = Config::new().inputs(files).out_dir(folder.join("src")).name("kinds");
        let config = config.modules(Part::ALL).metadata(metadata);
        let summary = config.generate().unwrap_or_else(|error| panic!("{error}"));
        fs::write(folder.join("src/lib.rs"), "//! A crate.\n\ninclude!(\"kinds.rs\");\n").unwrap();
        fs::write(folder.join("Cargo.toml"), self.manifest_of_modules(&name)).unwrap();
        Self { name, summary, workspace, folder }
    }

    /// A manifest with all dependencies that the crate has with all its features.
    fn manifest_of_modules(&self, name: &str) -> String {
        let text = fs::read_to_string(self.folder.join("Cargo.toml")).unwrap();
        let mut manifest: toml::Table = text.parse().unwrap();
        manifest.remove("features");
        manifest.remove("lints");
        let package = "name = \"NAME\"\nversion = \"0.1.0\"\nedition = \"2024\"\n".replace("NAME", name);
        manifest.insert("package".to_owned(), package.parse::<toml::Table>().unwrap().into());
        let dependencies = manifest.get_mut("dependencies").and_then(toml::Value::as_table_mut).unwrap();
        for dependency in dependencies.iter_mut().filter_map(|(_, dependency)| dependency.as_table_mut()) {
            dependency.remove("optional");
        }
        manifest.to_string()
    }

    /// No file is so long that its reader or the compiler suffers.
    pub fn has_no_long_file(&self) {
        for path in workspace::rust_files(&self.folder.join("src")) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= LINES, "{} has {lines} lines", path.display());
        }
    }

    /// Whether one of its files has this text.
    pub fn says(&self, text: &str) -> bool {
        workspace::rust_files(&self.folder.join("src"))
            .iter()
            .any(|path| fs::read_to_string(path).unwrap().contains(text))
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
        self.workspace.lint(&[&["--package", self.name.as_str()], features].concat());
    }
}

/// A workspace for these tests, of all packages that will be in it.
fn within(name: &str) -> Workspace {
    Workspace::new(env!("CARGO_TARGET_TMPDIR"), name, &["*".to_owned()]).unwrap()
}
