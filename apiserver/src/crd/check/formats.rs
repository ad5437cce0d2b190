//! The formats in schemas that nobody checks, of which people are warned.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{entries, given, list, text};
use crate::schema::format;

/// The keywords that hold one schema, several by name, and several in order.
const ONE: [&str; 4] = ["items", "additionalProperties", "additionalItems", "not"];
const NAMED: [&str; 3] = ["properties", "patternProperties", "definitions"];
const SEVERAL: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The formats in the schemas of a definition that are not known for their types.
pub fn unknown(crd: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for version in crd.get("spec").map_or(&[][..], |spec| list(spec, "versions")) {
        if let Some(schema) = given(version, "schema").and_then(|s| given(s, "openAPIV3Schema")) {
            collect(schema, &mut found);
        }
    }
    found
}

/// The depth of schemas is bounded by the readers of bodies.
fn collect(schema: &Value, found: &mut BTreeSet<String>) {
    let named = text(schema, "format");
    let known = match text(schema, "type") {
        "integer" => matches!(named, "int32" | "int64"),
        "number" => matches!(named, "float" | "double"),
        "" | "string" => format::is_known(named),
        _ => false,
    };
    if !named.is_empty() && !known {
        found.insert(named.to_owned());
    }
    ONE.iter().filter_map(|name| given(schema, name)).for_each(|s| collect(s, found));
    NAMED.iter().flat_map(|name| entries(schema, name)).for_each(|(_, s)| collect(s, found));
    SEVERAL.iter().flat_map(|name| list(schema, name)).for_each(|s| collect(s, found));
}
