//! Real definitions, where they are at hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::diagnostic::{Report, Severity, Sources};
use crate::read::{Content, documents, trees};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus");

fn sources(folder: &str) -> Option<Sources> {
    let folder = Path::new(FOLDER).join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the folder can be read").path()).collect();
    paths.sort();
    let mut sources = Sources::new();
    let is_text = |path: &PathBuf| path.extension().is_some_and(|end| end == "yaml" || end == "json");
    for path in paths.into_iter().filter(is_text) {
        let name = path.file_name().expect("it is a file").to_string_lossy().into_owned();
        sources.add_bytes(name, fs::read(&path).expect("the file can be read"));
    }
    Some(sources)
}

#[test]
fn real_definitions_are_read_without_an_error() {
    let Some(sources) = sources("crds") else { return };
    let mut report = Report::new();
    let begin = Instant::now();
    let read = documents(&sources, &mut report);
    eprintln!("{} definitions of {} files in {:?}", read.len(), sources.iter().count(), begin.elapsed());
    let found = super::lines(&report, &sources);
    assert_eq!(report.count(Severity::Error), 0, "{found}");
    assert_eq!(found, "");
    assert_eq!(read.len(), sources.iter().count());
}

#[test]
fn the_tree_of_a_real_definition_is_what_another_reader_sees() {
    let Some(sources) = sources("crds") else { return };
    for (id, source) in sources.iter() {
        let mut report = Report::new();
        let trees = trees(id, source, &mut report);
        let expected: Vec<serde_json::Value> = serde_yaml::Deserializer::from_str(source.text())
            .map(|document| serde::Deserialize::deserialize(document).expect("the other reader reads it"))
            .collect();
        let found: Vec<_> = trees.iter().map(crate::read::tree::Node::to_json).collect();
        assert!(found == expected, "{} differs", source.name());
    }
}

#[test]
fn the_keywords_of_a_real_schema_are_all_kept() {
    let Some(sources) = sources("crds") else { return };
    let mut report = Report::new();
    for document in documents(&sources, &mut report) {
        let Content::Definition(crd) = document.content else { continue };
        for version in &crd.versions {
            let schema = version.schema.as_ref().expect("each has one");
            let pointer = schema.place.pointer.as_str();
            let written = crd.document.pointer(pointer).expect("its place is in the document");
            assert!(&super::definitions::put_together(schema) == written, "{} {pointer}", crd.names.plural);
        }
    }
}

#[test]
fn large_documents_are_read_and_named() {
    let Some(sources) = sources("openapi") else { return };
    for (id, source) in sources.iter() {
        let mut report = Report::new();
        let begin = Instant::now();
        let trees = trees(id, source, &mut report);
        let values: usize = trees.iter().map(count).sum();
        eprintln!(
            "{}: {} bytes, {values} values in {:?}",
            source.name(),
            source.text().len(),
            begin.elapsed()
        );
        eprint!("{}", super::lines(&report, &sources));
        assert_eq!(report.count(Severity::Error), 0);
    }
}

fn count(node: &crate::read::tree::Node) -> usize {
    let inner = node.items().iter().chain(node.members().iter().map(|member| &member.value));
    1 + inner.map(count).sum::<usize>()
}
