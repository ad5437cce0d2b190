//! Pruning: members that the schema does not declare are dropped, and named for warnings or refusal.

use serde_json::{Map, Value};

use super::{Additional, Schema};

/// The members that every object and embedded object may have, whatever its schema says.
const TYPED: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Prunes an object whose schema is that of a whole resource; the paths of what was dropped are returned, sorted.
pub fn prune(value: &mut Value, schema: &Schema) -> Vec<String> {
    let mut dropped = Vec::new();
    node(value, schema, Place { whole: Whole::Yes, path: Path::Root }, &mut dropped);
    dropped.sort();
    dropped
}

/// The same for a value that is a part of a resource.
pub fn prune_part(value: &mut Value, schema: &Schema) -> Vec<String> {
    let mut dropped = Vec::new();
    node(value, schema, Place { whole: Whole::No, path: Path::Root }, &mut dropped);
    dropped.sort();
    dropped
}

/// Whether a node is a whole resource, whose type and metadata are always known.
#[derive(Clone, Copy, PartialEq)]
enum Whole {
    Yes,
    No,
}

/// The way to a node, which becomes a text only where something is dropped.
#[derive(Clone, Copy)]
enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Path::Root => Ok(()),
            Path::Member(Path::Root, name) => f.write_str(name),
            Path::Member(parent, name) => write!(f, "{parent}.{name}"),
            Path::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// What a node is, and where.
#[derive(Clone, Copy)]
struct Place<'a> {
    whole: Whole,
    path: Path<'a>,
}

fn node(value: &mut Value, schema: &Schema, at: Place, dropped: &mut Vec<String>) {
    match value {
        Value::Object(map) => object(map, schema, at, dropped),
        Value::Array(list) => {
            let nothing = Schema::default();
            let items = match &schema.items {
                Some(items) => items,
                None if schema.preserve => return,
                None => &nothing,
            };
            for (i, item) in list.iter_mut().enumerate() {
                node(item, items, Place { whole: Whole::No, path: Path::Item(&at.path, i) }, dropped);
            }
        }
        _ => {}
    }
}

fn object(map: &mut Map<String, Value>, schema: &Schema, at: Place, dropped: &mut Vec<String>) {
    let whole = schema.embedded || at.whole == Whole::Yes;
    map.retain(|name, value| {
        if whole && TYPED.contains(&name.as_str()) {
            return true;
        }
        let path = Path::Member(&at.path, name);
        match schema.member(name) {
            Some(member) => node(value, member, Place { whole: Whole::No, path }, dropped),
            None if schema.preserve || matches!(schema.additional, Additional::Any) => {}
            None => {
                dropped.push(path.to_string());
                return false;
            }
        }
        true
    });
}
