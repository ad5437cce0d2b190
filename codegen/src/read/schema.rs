//! Schemas: one flat struct that holds every keyword.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::keywords;
use super::limits;
use super::tree::{Node, NodeValue};
use super::view::View;
use crate::diagnostic::{Code, Diagnostic, Place, Report};

/// What values may be at one place.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it stands.
    pub place: Place,
    /// Every keyword as it is written, but for the schemas under `properties`, `items` and `additionalProperties`.
    /// These three are here only where they hold no schema (`properties: {}`, `additionalProperties: false`).
    pub keywords: Map<String, Value>,
    /// `type`.
    pub ty: Option<SchemaType>,
    /// `format`.
    pub format: Option<String>,
    /// `nullable`.
    pub nullable: bool,
    /// `required`, in the order of the document.
    pub required: Vec<String>,
    /// `enum`, in the order of the document.
    pub enumeration: Vec<Value>,
    /// `properties`, in the order of the document.
    pub properties: IndexMap<String, Schema>,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `x-kubernetes-int-or-string`.
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`.
    pub preserve_unknown_fields: bool,
    /// `x-kubernetes-embedded-resource`.
    pub embedded_resource: bool,
    /// Which of the types that the user has elsewhere is to be used, if one is.
    pub foreign: Option<usize>,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaType {
    /// `object`.
    Object,
    /// `array`.
    Array,
    /// `string`.
    String,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `boolean`.
    Boolean,
}

/// What the members of an object may be that `properties` does not name.
#[derive(Clone, Debug, Default)]
pub enum Additional {
    /// The schema does not say it.
    #[default]
    Unspecified,
    /// `true`.
    Allowed,
    /// `false`.
    Refused,
    /// They all have this schema.
    Schema(Box<Schema>),
}

/// Reads a schema and all schemas inside it.
pub(super) fn read(view: &View<'_>, report: &mut Report) -> Option<Schema> {
    nested(view, 1, report)
}

/// Reads a schema at this depth. The parts are read by functions of their own, which keeps the frames of the recursion
/// small.
fn nested(view: &View<'_>, depth: usize, report: &mut Report) -> Option<Schema> {
    if !is_readable(view, depth, report) {
        return None;
    }
    let mut schema = flat(view, report);
    for (name, property) in properties(view, report) {
        if let Some(property) = nested(&property, depth + 1, report) {
            schema.properties.insert(name, property);
        }
    }
    if let Some(items) = view.member("items") {
        schema.items = nested(&items, depth + 1, report).map(Box::new);
    }
    match view.member("additionalProperties") {
        Some(View { node: Node { value: NodeValue::Bool(allowed), .. }, .. }) => {
            schema.additional = if *allowed { Additional::Allowed } else { Additional::Refused };
        }
        Some(values) => {
            let values = nested(&values, depth + 1, report).map(Box::new);
            schema.additional = values.map_or(Additional::Unspecified, Additional::Schema);
        }
        None => {}
    }
    Some(schema)
}

fn is_readable(view: &View<'_>, depth: usize, report: &mut Report) -> bool {
    if !matches!(view.node.value, NodeValue::Object(_)) {
        view.report_type("a schema, which is an object", report);
        return false;
    }
    if depth > limits::SCHEMA_DEPTH {
        let message = format!("schemas are nested more than {} deep", limits::SCHEMA_DEPTH);
        report.push(Diagnostic::new(Code::SchemaTooDeep, message).at(view.place.clone()));
        return false;
    }
    true
}

fn properties<'a>(view: &View<'a>, report: &mut Report) -> Vec<(String, View<'a>)> {
    let Some(properties) = view.member("properties") else { return Vec::new() };
    if !matches!(properties.node.value, NodeValue::Object(_)) {
        properties.report_type("an object of schemas", report);
    }
    properties.members().map(|(name, property)| (name.to_owned(), property)).collect()
}

/// Reads what a schema says itself, without the schemas inside it.
fn flat(view: &View<'_>, report: &mut Report) -> Schema {
    keywords::check(view, report);
    let is = |key| view.node.get(key).is_some_and(|node| node.value == NodeValue::Bool(true));
    let texts = |key| view.node.get(key).map(Node::items).unwrap_or_default();
    Schema {
        place: view.place.clone(),
        keywords: verbatim(view.node),
        ty: view.member("type").and_then(|ty| schema_type(&ty, report)),
        format: view.node.get("format").and_then(Node::as_str).map(str::to_owned),
        nullable: is("nullable"),
        required: texts("required").iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        enumeration: texts("enum").iter().map(Node::to_json).collect(),
        properties: IndexMap::new(),
        items: None,
        additional: Additional::Unspecified,
        int_or_string: is("x-kubernetes-int-or-string"),
        preserve_unknown_fields: is("x-kubernetes-preserve-unknown-fields"),
        embedded_resource: is("x-kubernetes-embedded-resource"),
        foreign: None,
    }
}

/// The keywords as they are written, less those that hold schemas which are read.
fn verbatim(node: &Node) -> Map<String, Value> {
    let kept = node.members().iter().filter(|member| !holds_schemas(&member.key, &member.value));
    kept.map(|member| (member.key.clone(), member.value.to_json())).collect()
}

fn holds_schemas(key: &str, value: &Node) -> bool {
    match key {
        "properties" => !value.members().is_empty(),
        "items" | "additionalProperties" => matches!(value.value, NodeValue::Object(_)),
        _ => false,
    }
}

fn schema_type(view: &View<'_>, report: &mut Report) -> Option<SchemaType> {
    let ty = match view.node.as_str()? {
        "object" => SchemaType::Object,
        "array" => SchemaType::Array,
        "string" => SchemaType::String,
        "integer" => SchemaType::Integer,
        "number" => SchemaType::Number,
        "boolean" => SchemaType::Boolean,
        _ => {
            view.report_choice(&["object", "array", "string", "integer", "number", "boolean"], report);
            return None;
        }
    };
    Some(ty)
}
