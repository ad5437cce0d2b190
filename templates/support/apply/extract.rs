//! What a field manager has applied, from the fields that an object says it owns.
//!
//! The fields of a manager (`fieldsV1`) are a tree like the object. An edge leads into a member (`f:name`), into the item with
//! certain keys (`k:{"port":80}`), into an item by its value (`v:1`) or its place (`i:0`). Where the tree ends, the manager owns
//! what is there: of something that is merged that it is there, else the whole value.

use std::fmt;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::super::Kind;
use super::configuration::ApplyConfiguration;

/// Why there is no telling what a manager has applied.
#[derive(Debug)]
pub enum ExtractError {
    /// It has applied another version of the kind, in which other fields may be there. Read the object in that version.
    OtherVersion(String),
    /// What the manager owns is no configuration of the kind, or the object is nothing that JSON can say.
    Json(serde_json::Error),
}

impl fmt::Display for ExtractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherVersion(version) => {
                write!(f, "the manager has applied {version}: read the object in that version")
            }
            Self::Json(error) => write!(f, "what the manager owns is no apply configuration: {error}"),
        }
    }
}

impl std::error::Error for ExtractError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::OtherVersion(_) => None,
            Self::Json(error) => Some(error),
        }
    }
}

impl From<serde_json::Error> for ExtractError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

/// What a manager has applied to an object, or to a subresource of it.
pub(super) fn extract<C: ApplyConfiguration>(
    object: &C::Kind,
    manager: &str,
    subresource: &str,
) -> Result<C, ExtractError> {
    let whole = serde_json::to_value(object)?;
    let fields = owned::<C::Kind>(&whole, manager, subresource)?;
    let wanted = picked_root(&whole, fields, <C::Kind as super::super::Described>::schema());
    let mut configuration: C = serde_json::from_value(wanted)?;
    let (from, to) = (object.metadata(), configuration.metadata_mut());
    to.name.clone_from(&from.name);
    to.namespace.clone_from(&from.namespace);
    Ok(configuration)
}

/// The fields of a manager.
fn owned<'a, K: Kind>(whole: &'a Value, manager: &str, subresource: &str) -> Result<&'a Value, ExtractError> {
    let entries = whole.pointer("/metadata/managedFields").and_then(Value::as_array);
    let is_meant = |entry: &&Value| {
        text(entry, "manager") == manager
            && text(entry, "operation") == "Apply"
            && text(entry, "subresource") == subresource
    };
    let Some(entry) = entries.into_iter().flatten().find(is_meant) else { return Ok(&Value::Null) };
    match text(entry, "apiVersion") {
        version if version == K::API_VERSION => Ok(entry.get("fieldsV1").unwrap_or(&Value::Null)),
        version => Err(ExtractError::OtherVersion(version.to_owned())),
    }
}

fn text<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// How the metadata of every object is merged. Definitions do not say it.
static METADATA: LazyLock<Value> = LazyLock::new(|| {
    json!({"properties": {
        "finalizers": {"x-kubernetes-list-type": "set"},
        "ownerReferences": {"x-kubernetes-list-type": "map", "items": {"x-kubernetes-map-type": "atomic"}},
    }})
});

fn picked_root(whole: &Value, fields: &Value, schema: &Value) -> Value {
    let member = |name: &str| match name {
        "metadata" => &METADATA,
        name => inner(schema, name),
    };
    let members = whole.as_object().into_iter().flatten();
    let owned = members.filter_map(|(name, value)| {
        let fields = fields.get(format!("f:{name}"))?;
        Some((name.clone(), picked(value, fields, member(name))))
    });
    owned.collect()
}

/// The owned part of a value. The recursion ends with the value, which was read with a bound to its depth.
fn picked(value: &Value, fields: &Value, schema: &Value) -> Value {
    let Some(fields) = fields.as_object().filter(|fields| !fields.is_empty()) else {
        return leaf(value, schema);
    };
    match value {
        Value::Object(members) => {
            let owned = members.iter().filter_map(|(name, value)| {
                Some((name.clone(), picked(value, fields.get(&format!("f:{name}"))?, inner(schema, name))))
            });
            owned.collect()
        }
        Value::Array(items) => picked_items(items, fields, schema.get("items").unwrap_or(&Value::Null)),
        scalar => scalar.clone(),
    }
}

/// What is owned where nothing inside it is said to be.
fn leaf(value: &Value, schema: &Value) -> Value {
    let keyword = |name: &str| schema.get(name).and_then(Value::as_str);
    match value {
        Value::Object(_) if keyword("x-kubernetes-map-type") != Some("atomic") => json!({}),
        Value::Array(_) if matches!(keyword("x-kubernetes-list-type"), Some("set" | "map")) => json!([]),
        whole => whole.clone(),
    }
}

fn picked_items(items: &[Value], fields: &Map<String, Value>, schema: &Value) -> Value {
    let edges: Vec<(Edge, &Value)> =
        fields.iter().filter_map(|(edge, below)| Some((Edge::read(edge)?, below))).collect();
    let owned = items.iter().enumerate().filter_map(|(at, item)| {
        let (edge, below) = edges.iter().find(|(edge, _)| edge.leads_to(at, item, schema))?;
        let mut item = picked(item, below, schema);
        if let (Edge::Keys(keys), Value::Object(members)) = (edge, &mut item) {
            // A key that is not the default was given, and is owned; some servers do not say so.
            let given = keys.iter().filter(|(name, value)| inner(schema, name).get("default") != Some(value));
            members.extend(given.map(|(name, value)| (name.clone(), value.clone())));
        }
        Some(item)
    });
    owned.collect()
}

/// An edge to an item of a list.
enum Edge {
    Keys(Map<String, Value>),
    Value(Value),
    Place(usize),
}

impl Edge {
    fn read(text: &str) -> Option<Self> {
        let (sort, rest) = text.split_once(':')?;
        match sort {
            "k" => serde_json::from_str(rest).ok().map(Self::Keys),
            "v" => serde_json::from_str(rest).ok().map(Self::Value),
            "i" => rest.parse().ok().map(Self::Place),
            _ => None,
        }
    }

    fn leads_to(&self, at: usize, item: &Value, schema: &Value) -> bool {
        let key = |name: &str| item.get(name).or_else(|| inner(schema, name).get("default"));
        match self {
            Self::Keys(keys) => keys.iter().all(|(name, value)| key(name) == Some(value)),
            Self::Value(value) => value == item,
            Self::Place(place) => *place == at,
        }
    }
}

/// The schema of a member.
fn inner<'a>(schema: &'a Value, name: &str) -> &'a Value {
    let named = schema.get("properties").and_then(|properties| properties.get(name));
    named.or_else(|| schema.get("additionalProperties")).unwrap_or(&Value::Null)
}
