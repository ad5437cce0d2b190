//! The crates, in a workspace of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use specwright::inspect::{InspectedType, inspect};
use specwright::output::{Draft, Given};
use specwright::run;
use specwright_tests::openapi;

/// The crate of a document.
pub struct Output {
    /// What it is called.
    pub name: String,
    /// The document.
    pub document: PathBuf,
    /// The types that it describes.
    pub types: Vec<InspectedType>,
    folder: PathBuf,
}

/// The name of the crate of a document.
pub fn name(document: &Path) -> String {
    format!("doc-{}", openapi::name(document))
}

impl Output {
    /// Generates the crate.
    pub fn of(document: &Path) -> Self {
        let name = name(document);
        let draft = Draft {
            inputs: vec![document.to_string_lossy().into_owned()],
            dir: workspace().join(&name),
            name: Some(Given::plain(name.clone())),
            ..Draft::default()
        };
        let output = draft.finish(|_| "specwright generate".to_owned()).unwrap();
        let mut understood = run::understand_output(&output);
        let ready = run::prepare(&output, &mut understood);
        let ready = ready.unwrap_or_else(|| panic!("{name}: {:?}", understood.findings.report.sorted()));
        ready.plan.apply().unwrap();
        let types = inspect(understood.analysis.as_ref(), &understood.findings).types;
        println!("{name}: {} types, {} files", types.len(), ready.files);
        Self { name, document: document.to_owned(), types, folder: output.dir }
    }

    /// Its files.
    pub fn files(&self) -> Vec<PathBuf> {
        files(&self.folder.join("src"))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Makes a workspace of these crates with the versions of this one, so that nothing has to be resolved or fetched.
pub fn prepare(names: &[String]) {
    let workspace = workspace();
    fs::create_dir_all(&workspace).unwrap();
    let names: Vec<&str> = names.iter().map(String::as_str).chain(["probe"]).collect();
    let manifest =
        format!("[workspace]\nresolver = \"3\"\nmembers = {names:?}\n\n[profile.dev]\ndebug = false\n");
    fs::write(workspace.join("Cargo.toml"), manifest).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, workspace.join("Cargo.lock")).unwrap();
    write_program("", "fn main() {}\n");
}

/// Writes the program beside the crates that asks their types, unless it is there.
pub fn write_program(dependencies: &str, program: &str) {
    let folder = workspace().join("probe");
    let package = "[package]\nname = \"probe\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n";
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), format!("{package}{dependencies}")).unwrap();
    fs::write(folder.join("src/main.rs"), program).unwrap();
}

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("openapi")
}

/// The folder that everything is built in. What the crates depend on is compiled once for all tests of this kind.
pub fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus/target")
}

/// Cargo, about the crates.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let (command, rest) = arguments.split_first().unwrap();
    cargo.args([command, "--offline", "--quiet"]).args(rest);
    cargo.current_dir(workspace()).env("CARGO_TARGET_DIR", target()).env("CARGO_INCREMENTAL", "0");
    // Which Kubernetes a program is for is chosen by the program; nothing here depends on it.
    cargo.env("K8S_OPENAPI_ENABLED_VERSION", "1.36");
    cargo
}
