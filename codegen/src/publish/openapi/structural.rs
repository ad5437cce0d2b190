//! What an API server makes of a schema when it publishes it.
//!
//! A server reads a schema into a structure of its own ("structural schema") and writes it out again, so keywords that
//! it has no place for, and those that say nothing, get lost; and it adds what holds of all objects.

use serde_json::{Map, Value, json};

use super::naming;

/// A JSON object.
type Object = Map<String, Value>;

/// The schema of an object of any structure.
pub(super) fn anything() -> Object {
    Map::from_iter([("type".to_owned(), json!("object"))])
}

/// The schema at the root of a kind.
pub(super) fn root(schema: Object) -> Object {
    let mut published = structural(schema);
    set_properties(&mut published, object_properties());
    published
}

/// A schema that describes a place.
fn structural(schema: Object) -> Object {
    let mut published = unfolded(kept(schema, structural));
    if published.get(EMBEDDED) == Some(&Value::Bool(true)) {
        set_properties(&mut published, object_properties());
        require(&mut published, ["kind", "apiVersion"]);
    }
    published
}

/// A schema that only constrains a place which another one describes.
fn constraint(schema: Object) -> Object {
    kept(schema, constraint)
}

/// What is kept of a schema; those of the values inside it are published by `inside`.
fn kept(schema: Object, inside: fn(Object) -> Object) -> Object {
    let said = schema.into_iter().filter(|(keyword, value)| says_something(keyword, value));
    said.map(|(keyword, value)| {
        let value = match keyword.as_str() {
            "properties" => members(value, inside),
            "items" | "additionalProperties" => one(value, inside),
            "not" => one(value, constraint),
            "allOf" | "anyOf" | "oneOf" => items(value, constraint),
            _ => value,
        };
        (keyword, value)
    })
    .collect()
}

fn one(schema: Value, publish: fn(Object) -> Object) -> Value {
    match schema {
        Value::Object(schema) => Value::Object(publish(schema)),
        other => other,
    }
}

fn items(schemas: Value, publish: fn(Object) -> Object) -> Value {
    match schemas {
        Value::Array(schemas) => schemas.into_iter().map(|schema| one(schema, publish)).collect(),
        other => other,
    }
}

fn members(schemas: Value, publish: fn(Object) -> Object) -> Value {
    match schemas {
        Value::Object(schemas) => {
            schemas.into_iter().map(|(name, schema)| (name, one(schema, publish))).collect()
        }
        other => other,
    }
}

/// Whether a server has a place for a keyword and would write it out with this value.
fn says_something(keyword: &str, value: &Value) -> bool {
    match keyword {
        "default" | "additionalProperties" | "items" | "not" => !value.is_null(),
        _ if KEYWORDS.contains(&keyword) => match value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            Value::Bool(true) | Value::Number(_) => true,
        },
        _ => false,
    }
}

/// The keywords that a server has a place for, besides those that may hold an empty value.
const KEYWORDS: [&str; 31] = [
    "type",
    "format",
    "title",
    "description",
    "nullable",
    "enum",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "multipleOf",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "allOf",
    "anyOf",
    "oneOf",
    "x-kubernetes-preserve-unknown-fields",
    EMBEDDED,
    INT_OR_STRING,
    "x-kubernetes-list-map-keys",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-validations",
];
const EMBEDDED: &str = "x-kubernetes-embedded-resource";
const INT_OR_STRING: &str = "x-kubernetes-int-or-string";

/// Says of an integer or string what it is in words that any client knows. A definition may do so itself in one of two
/// forms, of which the second is brought to the first; in any other `anyOf` something else is said.
fn unfolded(mut schema: Object) -> Object {
    if schema.get(INT_OR_STRING) != Some(&Value::Bool(true)) {
        return schema;
    }
    let either = json!([{ "type": "integer" }, { "type": "string" }]);
    let all_of = schema.get_mut("allOf").and_then(Value::as_array_mut);
    if let Some(all_of) = all_of
        && all_of.first().and_then(|first| first.get("anyOf")) == Some(&either)
    {
        all_of.remove(0);
    }
    if schema.get("allOf").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        schema.remove("allOf");
    }
    match schema.get("anyOf") {
        None => {
            schema.insert("anyOf".to_owned(), either);
        }
        Some(said) if *said == either => {}
        Some(_) => prepend(&mut schema, json!({ "anyOf": either })),
    }
    schema
}

/// Puts a schema before those that must all hold.
fn prepend(schema: &mut Object, first: Value) {
    let all_of = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Some(all_of) = all_of.as_array_mut() {
        all_of.insert(0, first);
    }
}

/// The members that every object has.
fn object_properties() -> Object {
    let mut properties = type_meta();
    properties.insert("metadata".to_owned(), refer(naming::OBJECT_META, "What the object says of itself."));
    properties
}

/// The members that every object and every list has.
pub(super) fn type_meta() -> Object {
    let text = |description: &str| json!({ "description": description, "type": "string" });
    Map::from_iter([
        ("apiVersion".to_owned(), text("The group and version of the structure, as in `apps/v1`.")),
        ("kind".to_owned(), text("The kind of the structure, in CamelCase.")),
    ])
}

/// The metadata of a list.
pub(super) fn list_meta() -> Value {
    refer(naming::LIST_META, "What the list says of itself.")
}

/// A reference with a description, which OpenAPI 3.0 does not let stand beside it.
fn refer(name: &str, description: &str) -> Value {
    json!({ "description": description, "allOf": [{ "$ref": naming::reference(name) }] })
}

fn set_properties(schema: &mut Object, properties: Object) {
    let all = schema.entry("properties").or_insert_with(|| json!({}));
    if let Some(all) = all.as_object_mut() {
        all.extend(properties);
    }
}

fn require(schema: &mut Object, names: [&str; 2]) {
    let required = schema.entry("required").or_insert_with(|| json!([]));
    if let Some(required) = required.as_array_mut() {
        let missing: Vec<_> =
            names.into_iter().map(Value::from).filter(|name| !required.contains(name)).collect();
        required.extend(missing);
    }
}
