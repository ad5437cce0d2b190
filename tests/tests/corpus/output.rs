//! A generated crate, and the compiler's judgement of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::options::{Metadata, Part};
use specwright::{Config, Summary};

/// How many lines a generated file may have.
const LINES: usize = 3_000;

/// The manifest around a generated crate and the programs that use it. What generated types call most is compiled well.
const WORKSPACE: &str = r#"[workspace]
members = ["*"]
resolver = "3"

[profile.dev]
debug = false

[profile.dev.package]
regex-automata.opt-level = 2
regex-syntax.opt-level = 2
serde_json.opt-level = 2
"#;

/// A generated crate.
pub struct Output {
    /// What it is called.
    pub name: String,
    /// What was generated.
    pub summary: Summary,
    workspace: PathBuf,
    folder: PathBuf,
}

impl Output {
    /// Generates a crate from these definitions, in one run.
    pub fn of(name: &str, files: &[PathBuf]) -> Self {
        Self::with(name, files, Config::new())
    }

    /// The same with what else is wanted.
    pub fn with(name: &str, files: &[PathBuf], wanted: Config) -> Self {
        let workspace = folder(name);
        pin(&workspace);
        let folder = workspace.join("crate");
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
        let workspace = folder(&name);
        pin(&workspace);
        let folder = workspace.join("crate");
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

    /// Adds a program with these dependencies beside the crate.
    pub fn add(&self, name: &str, dependencies: &str, program: &str) {
        let folder = self.workspace.join(name);
        fs::create_dir_all(folder.join("src")).unwrap();
        let package = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        fs::write(folder.join("Cargo.toml"), format!("{package}\n[dependencies]\n{dependencies}\n")).unwrap();
        self.write(name, "src/main.rs", program);
    }

    /// Writes a file of such a program, if it changed.
    pub fn write(&self, name: &str, file: &str, text: &str) {
        let path = self.workspace.join(name).join(file);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    }

    /// No file is so long that its reader or the compiler suffers.
    pub fn has_no_long_file(&self) {
        for path in rust_files(&self.folder.join("src")) {
            let lines = fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= LINES, "{} has {lines} lines", path.display());
        }
    }

    /// Whether one of its files has this text.
    pub fn says(&self, text: &str) -> bool {
        rust_files(&self.folder.join("src"))
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
        let crate_alone = [judge(), "--package", &self.name];
        self.cargo(&[&crate_alone[..], features, &["--", "--deny", "warnings"]].concat());
    }

    /// Runs Cargo beside the crate, which has to succeed.
    pub fn cargo(&self, arguments: &[&str]) {
        let mut cargo = Command::new(env!("CARGO"));
        let (command, rest) = arguments.split_first().unwrap();
        cargo.args([command, "--offline", "--quiet"]).args(rest);
        cargo.current_dir(&self.workspace).env("CARGO_TARGET_DIR", folder("target"));
        // Which Kubernetes a program is for is chosen by the program; nothing here depends on it.
        cargo.env("K8S_OPENAPI_ENABLED_VERSION", "1.36");
        let done = cargo.output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{} {arguments:?}:\n{said}", self.folder.display());
    }
}

/// A folder for these tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus").join(name)
}

/// Makes the folder a workspace with the versions of this one, so that nothing has to be resolved or fetched.
fn pin(workspace: &Path) {
    fs::create_dir_all(workspace).unwrap();
    fs::write(workspace.join("Cargo.toml"), WORKSPACE).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, workspace.join("Cargo.lock")).unwrap();
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
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false if path.extension().is_some_and(|extension| extension == "rs") => vec![path],
            false => Vec::new(),
        })
        .collect()
}
