//! The documents that are checked in beside our definitions are what is published for them.

use std::path::Path;

use crate::common::{api, definitions, text};
use specwright::publish::openapi;

#[test]
fn the_documents_in_spec_are_fresh() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let api = api(&definitions(&spec, ".yaml"));
    let mut expected = Vec::new();
    for about in openapi::group_versions(&api) {
        let file = spec.join(format!("openapi/{}_{}.json", about.group, about.version));
        let fresh = serde_json::to_string_pretty(&openapi::document(&api, &about))
            .expect("a document is JSON")
            + "\n";
        let command =
            format!("cargo run -- openapi spec/*.yaml --group-version {}/{}", about.group, about.version);
        assert!(text(&file) == fresh, "{} is stale; write it with `{command}`", file.display());
        expected.push(file);
    }
    let mut there = definitions(&spec.join("openapi"), ".json");
    there.sort();
    assert_eq!(there, expected, "spec/openapi holds other documents than those of spec");
}

#[test]
fn the_documents_in_spec_are_read_by_others() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/openapi");
    for file in definitions(&spec, ".json") {
        let document: openapiv3::OpenAPI = serde_json::from_str(&text(&file)).expect("an OpenAPI document");
        assert_eq!(document.operations().count(), 11, "{}", file.display());
    }
}
