//! Tests of the schemas of Kubernetes' own types, as data.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{add, known, naming};

#[test]
fn every_schema_and_every_member_is_described() {
    for (name, schema) in known() {
        let properties = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let described = properties.map(|(member, property)| (member.as_str(), property.get("description")));
        for (member, description) in described.chain([("", schema.get("description"))]) {
            let text = description.and_then(Value::as_str).unwrap_or_default();
            assert!(text.ends_with('.'), "{name} {member}: {text:?}");
        }
    }
}

#[test]
fn a_schema_brings_along_all_that_it_refers_to() {
    for name in known().into_keys() {
        let mut schemas = BTreeMap::new();
        add(&mut schemas, [name.leak() as &'static str].into_iter());
        let mut referred = BTreeSet::new();
        schemas.values().flat_map(|schema| schema.values()).for_each(|value| collect(value, &mut referred));
        assert!(referred.iter().all(|name| schemas.contains_key(name)), "{referred:?}");
    }
}

#[test]
fn every_type_of_the_model_has_a_schema() {
    use crate::ir::Known;

    for one in [Known::DeleteOptions, Known::Patch, Known::Scale, Known::Status] {
        assert!(known().contains_key(naming::known(one)), "{one:?}");
    }
    assert!(known().contains_key(naming::OBJECT_META) && known().contains_key(naming::LIST_META));
}

/// All references, wherever they stand.
fn collect(value: &Value, referred: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(naming::referred) {
                referred.insert(name.to_owned());
            }
            members.values().for_each(|value| collect(value, referred));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, referred)),
        _ => {}
    }
}
