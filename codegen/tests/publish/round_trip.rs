//! Definitions go through the model and come out as they went in.

use std::path::{Path, PathBuf};

use crate::common::{api, definitions, differences, shared, text};
use serde::Deserialize;
use serde_json::Value;
use specwright::ir::DefinitionId;
use specwright::publish;

#[test]
fn our_own_definitions_come_out_as_they_went_in() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    for file in definitions(&spec, ".yaml") {
        comes_out_as_it_went_in(&file);
    }
}

#[test]
fn collected_definitions_come_out_as_they_went_in() {
    let Some(crds) = shared("corpus/crds") else { return };
    for file in definitions(&crds, ".yaml") {
        comes_out_as_it_went_in(&file);
    }
}

fn comes_out_as_it_went_in(file: &Path) {
    let api = api(&[PathBuf::from(file)]);
    let published = (0..api.definitions.len()).map(|index| publish::definition(&api, DefinitionId(index)));
    let mut found = Vec::new();
    let given = given(file);
    assert_eq!(given.len(), api.definitions.len(), "{}", file.display());
    for (ours, theirs) in published.zip(given) {
        found.extend(differences(&ours, &theirs));
    }
    assert!(found.is_empty(), "{}: {} differences:\n{}", file.display(), found.len(), found.join("\n"));
}

/// The documents of a file as another parser reads them.
fn given(file: &Path) -> Vec<Value> {
    let text = text(file);
    let documents =
        serde_yaml::Deserializer::from_str(&text).map(|one| Value::deserialize(one).expect("YAML"));
    documents.filter(|document| !document.is_null()).collect()
}
