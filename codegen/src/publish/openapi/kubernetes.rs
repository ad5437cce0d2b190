//! The schemas of Kubernetes' own types.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::naming;

/// The schemas, by their names. The structure is that of kube-apiserver 1.36; the descriptions are our own.
const SCHEMAS: &str = include_str!("kubernetes.json");

/// Adds the schemas of these names, and of all that they refer to.
pub(super) fn add(
    schemas: &mut BTreeMap<String, Map<String, Value>>,
    names: impl Iterator<Item = &'static str>,
) {
    let mut known = known();
    let mut wanted: Vec<String> = names.map(str::to_owned).collect();
    while let Some(name) = wanted.pop() {
        if let Some(schema) = known.remove(&name) {
            wanted.extend(references(&schema));
            schemas.insert(name, schema);
        }
    }
}

fn known() -> BTreeMap<String, Map<String, Value>> {
    serde_json::from_str(SCHEMAS).expect("a part of this program, all of which a test reads")
}

/// The components that a schema refers to: by its properties, or by their items.
fn references(schema: &Map<String, Value>) -> Vec<String> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let places = ["/items/$ref", "/allOf/0/$ref"];
    properties
        .flat_map(|(_, property)| places.map(|place| property.pointer(place)))
        .filter_map(|reference| naming::referred(reference?.as_str()?).map(str::to_owned))
        .collect()
}
