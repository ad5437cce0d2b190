//! Definitions of all kinds, generated into crates that are compiled: real ones, and invented ones that are worse.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod invented;
mod output;

use std::path::{Path, PathBuf};

use output::Output;

/// The real definitions that lie beside the repository on some machines; none where they do not, which is said.
fn corpus(ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/crds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no corpus of definitions at ../shared/corpus/crds");
        return Vec::new();
    };
    let files = entries.flatten().map(|entry| entry.path());
    files.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
}

/// Generates one crate from all these files and compiles it, once with each of these lists of features.
fn compiles(name: &str, files: &[PathBuf], features: &[&str]) -> Option<Output> {
    if files.is_empty() {
        return None;
    }
    let output = Output::of(name, files);
    output.has_no_long_file();
    features.iter().for_each(|features| output.compiles(features));
    Some(output)
}

#[test]
fn the_definitions_of_istio_become_one_crate() {
    let files = corpus("istio.io.yaml");
    assert!(files.is_empty() || files.len() >= 15, "{files:?}");
    if let Some(output) = compiles("istio", &files, &["", "apply,client,server,validate"]) {
        assert_eq!(
            output.compiles_in_parts("apply"),
            12,
            "three small groups, and nine kinds of a large one"
        );
    }
}

#[test]
fn all_definitions_become_one_crate() {
    compiles("all", &corpus(".yaml"), &["apply"]);
}

#[test]
fn invented_definitions_become_one_crate() {
    let folder = output::folder("definitions");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let definitions = invented::definitions();
    let paths = definitions.iter().map(|definition| {
        let path = folder.join(format!("{}.json", definition["metadata"]["name"].as_str().unwrap()));
        std::fs::write(&path, definition.to_string()).unwrap();
        path
    });
    compiles("invented", &paths.collect::<Vec<_>>(), &["", "apply,client,server,validate"]);
}

#[test]
fn each_tag_of_a_document_compiles_alone() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tags.yaml");
    let output = compiles("tags", &[document], &["", "client,server,validate"]).unwrap();
    let parts = output.compiles_in_parts("client,server,validate");
    assert_eq!(parts, 7, "four tags, webhooks, callbacks, and schemas that nothing uses");
}
