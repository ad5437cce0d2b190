//! Pruning: members that the schema does not declare are dropped, and named for warnings or refusal.

use serde_json::{Map, Value};

use super::{Additional, Schema};

/// The members that every object and embedded object may have, whatever its schema says.
const TYPED: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Prunes an object whose schema is that of a whole resource; the paths of what was dropped are returned, sorted.
pub fn prune(value: &mut Value, schema: &Schema) -> Vec<String> {
    let mut pruner = Pruner { dropped: Vec::new() };
    pruner.node(value, schema, "", Place::Resource);
    pruner.dropped.sort();
    pruner.dropped
}

/// The same for a value that is a part of a resource.
pub fn prune_part(value: &mut Value, schema: &Schema) -> Vec<String> {
    let mut pruner = Pruner { dropped: Vec::new() };
    pruner.node(value, schema, "", Place::Inside);
    pruner.dropped
}

/// Whether a node is a whole resource, whose type and metadata are always known.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Resource,
    Inside,
}

struct Pruner {
    dropped: Vec<String>,
}

impl Pruner {
    fn node(&mut self, value: &mut Value, schema: &Schema, path: &str, place: Place) {
        match value {
            Value::Object(map) => self.object(map, schema, path, place),
            Value::Array(list) => self.list(list, schema, path),
            _ => {}
        }
    }

    fn list(&mut self, list: &mut [Value], schema: &Schema, path: &str) {
        for (i, item) in list.iter_mut().enumerate() {
            let path = format!("{path}[{i}]");
            match &schema.items {
                Some(items) => self.node(item, items, &path, Place::Inside),
                None if schema.preserve => {}
                None => self.node(item, &Schema::default(), &path, Place::Inside),
            }
        }
    }

    fn object(&mut self, map: &mut Map<String, Value>, schema: &Schema, path: &str, place: Place) {
        let whole = schema.embedded || place == Place::Resource;
        let names: Vec<String> = map.keys().cloned().collect();
        for name in names {
            if whole && TYPED.contains(&name.as_str()) {
                continue;
            }
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match schema.member(&name) {
                Some(member) => {
                    if let Some(value) = map.get_mut(&name) {
                        self.node(value, member, &below, Place::Inside);
                    }
                }
                None if schema.preserve || matches!(schema.additional, Additional::Any) => {}
                None => {
                    map.remove(&name);
                    self.dropped.push(below);
                }
            }
        }
    }
}
