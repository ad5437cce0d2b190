//! The crates, in a workspace of their own.

use std::path::{Path, PathBuf};

use specwright::inspect::{InspectedType, inspect};
use specwright::output::{Draft, Given};
use specwright::run;
use specwright_tests::openapi;
use specwright_tests::workspace::{self, Workspace};

/// The program that asks the types.
pub const PROBE: &str = "probe";

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
    pub fn of(document: &Path, workspace: &Workspace) -> Self {
        let name = name(document);
        let draft = Draft {
            inputs: vec![document.to_string_lossy().into_owned()],
            dir: workspace.path().join(&name),
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
        workspace::rust_files(&self.folder.join("src"))
    }
}

/// The workspace of these crates, and of a program that asks their types.
pub fn workspace(names: &[String]) -> Workspace {
    let members = [names, &[PROBE.to_owned()]].concat();
    let workspace = Workspace::new(env!("CARGO_TARGET_TMPDIR"), "openapi", &members).unwrap();
    workspace.add(PROBE, "", "fn main() {}\n").unwrap();
    workspace
}
