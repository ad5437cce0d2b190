//! Definitions of all kinds, generated into crates that are compiled: real ones, and invented ones that are worse.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod fidelity;
mod fits;
mod invented;
mod kinds;
mod output;
mod probe;
mod synthetic;

use std::path::{Path, PathBuf};

use kinds::Kind;
use output::Output;
use probe::Probe;
use serde_json::Value;
use specwright::Config;
use specwright::options::{Metadata, WellKnown};
use specwright_tests::corpus;

/// The real definitions that lie beside the repository on some machines; none where they do not, which is said.
fn real(ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/crds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no corpus of definitions at ../shared/corpus/crds");
        return Vec::new();
    };
    let files = entries.flatten().map(|entry| entry.path());
    let mut files: Vec<_> = files.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}

/// Generates one crate from all these files and compiles it, once with each of these lists of features.
fn compiles(name: &str, files: &[PathBuf], features: &[&str]) -> Output {
    let output = Output::of(name, files);
    output.has_no_long_file();
    features.iter().for_each(|features| output.compiles(features));
    output
}

/// The types of every served version of every kind lose nothing, and judge as an independent judge does, with so many
/// documents of each sort a kind.
fn is_faithful(output: &Output, kinds: &[Kind], documents: usize) {
    let tally = fidelity::examine(&Probe::of(output, kinds), kinds, documents);
    println!("{}: {} versions of kinds, {tally:?}", output.name, kinds.len());
    let enough = documents * kinds::count(kinds);
    assert!(tally.right >= enough && tally.later >= enough && tally.mutated >= enough, "{tally:?}");
    assert!(tally.refused * 4 > tally.mutated, "mutated documents are hardly ever wrong: {tally:?}");
}

#[test]
fn the_definitions_of_istio_become_one_crate() {
    let files = real("istio.io.yaml");
    assert!(files.is_empty() || files.len() >= 15, "{files:?}");
    if !files.is_empty() {
        let output = compiles("istio", &files, &["", "apply,client,server,validate"]);
        assert_eq!(
            output.compiles_in_parts("apply"),
            12,
            "three small groups, and nine kinds of a large one"
        );
    }
}

#[test]
fn all_definitions_become_one_crate_that_is_faithful_and_fits_the_real_client() {
    let files = real(".yaml");
    if !files.is_empty() {
        let (output, kinds) = (compiles("all", &files, &["apply,cel,schemars"]), kinds::kinds(&files));
        let summary = &output.summary;
        assert_eq!((summary.degraded, summary.left_out), (0, 0), "{:?}", summary.warnings);
        is_faithful(&output, &kinds, 500);
        fits::compile(&output, &kinds);
    }
}

#[test]
fn all_definitions_become_modules_of_a_crate_with_metadata_of_its_own() {
    let files = real(".yaml");
    if !files.is_empty() {
        let output = Output::with("all-own", &files, Config::new().metadata(Metadata::Own));
        output.modules(&files, Metadata::Own).compiles("");
    }
}

#[test]
fn definitions_with_metadata_of_its_own_become_a_crate_that_is_faithful() {
    let files = real("security.istio.io.yaml");
    if !files.is_empty() {
        let output = Output::with("own", &files, Config::new().metadata(Metadata::Own));
        output.compiles("apply,cel,client,schemars,server");
        is_faithful(&output, &kinds::kinds(&files), 500);
    }
}

#[test]
fn values_of_well_known_shapes_lose_nothing() {
    let files = real(".karmada.io.yaml");
    if !files.is_empty() {
        let output = Output::with("known", &files, Config::new().well_known(WellKnown::Kubernetes));
        for name in ["Condition", "LabelSelector"] {
            assert!(
                output.says(&format!("k8s_openapi::apimachinery::pkg::apis::meta::v1::{name}")),
                "{name}"
            );
        }
        is_faithful(&output, &kinds::kinds(&files), 500);
    }
}

#[test]
fn invented_definitions_become_one_crate() {
    let files = written("invented", &invented::definitions());
    let output = compiles("invented", &files, &["", "apply,client,server,validate"]);
    assert!(output.says(r#"#[deprecated(note = "versions.example.com/v1beta1 Versioned is deprecated")]"#));
    assert!(output.says(r#"#[deprecated(note = "go \"away\"\nnow")]"#));
}

#[test]
fn the_types_of_invented_definitions_are_faithful() {
    let files = written("invented-faithful", &[invented::definitions(), invented::further()].concat());
    is_faithful(&Output::of("invented-faithful", &files), &kinds::kinds(&files), 50);
}

#[test]
fn the_size_of_definitions_has_no_end_that_people_reach() {
    let definitions = synthetic::definitions();
    let files = written("synthetic", &definitions);
    let output = Output::of("synthetic", &files);
    let both = files.iter().zip(&definitions);
    let versions = both.map(|(file, definition)| corpus::of_definition(file, definition)).collect();
    is_faithful(&output, &kinds::of(&files, versions), 100);
    synthetic::is_bottomless(&output);
}

#[test]
fn each_tag_of_a_document_compiles_alone() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/tags.yaml");
    let output = compiles("tags", &[document], &["", "client,server,validate"]);
    let parts = output.compiles_in_parts("client,server,validate");
    assert_eq!(parts, 7, "four tags, webhooks, callbacks, and schemas that nothing uses");
}

/// Writes each definition to a file of its own.
fn written(name: &str, definitions: &[Value]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("definitions").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let paths = definitions.iter().map(|definition| {
        let path = folder.join(format!("{}.json", definition["metadata"]["name"].as_str().unwrap()));
        std::fs::write(&path, definition.to_string()).unwrap();
        path
    });
    paths.collect()
}
