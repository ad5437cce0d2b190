//! The JSON Schema (2020-12) of a type, for `schemars`, made from the schema that the type carries.

use schemars::Schema;
use serde_json::{Map, Value, json};

use super::schema::Described;

/// How deep a schema is looked into.
const DEPTH: usize = 512;

/// The JSON Schema of a type.
#[must_use]
pub fn of<T: Described>() -> Schema {
    let schema = translate(T::schema());
    let schema = if T::POINTER.ends_with("/openAPIV3Schema") { with_envelope(schema) } else { schema };
    match schema {
        Value::Object(members) => Schema::from(members),
        _ => Schema::default(),
    }
}

/// Implements [`schemars::JsonSchema`] for types that implement [`Described`]. Where it is called, this module has to be
/// in scope as `json_schema`.
macro_rules! json_schema {
    ($($type:ident),+ $(,)?) => {$(
        impl ::schemars::JsonSchema for $type {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(stringify!($type))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(concat!(module_path!(), "::", stringify!($type)))
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                json_schema::of::<$type>()
            }
        }
    )+};
}

pub(crate) use json_schema;

/// A structural schema, or a schema of OpenAPI 3.0, as JSON Schema.
///
/// The keywords that both have keep their meaning. `nullable` becomes a type, `x-kubernetes-int-or-string` two, an
/// exclusive bound the bound itself; the extensions of Kubernetes stay beside that, as annotations.
#[must_use]
pub fn translate(schema: &Value) -> Value {
    translate_within(schema, DEPTH)
}

fn translate_within(schema: &Value, depth: usize) -> Value {
    let (Value::Object(from), Some(depth)) = (schema, depth.checked_sub(1)) else {
        return Value::Bool(*schema != Value::Bool(false));
    };
    let mut to: Map<String, Value> = from
        .iter()
        .map(|(keyword, value)| (keyword.clone(), translate_part(keyword, value, depth)))
        .collect();
    rewrite_type(&mut to);
    rewrite_bound(&mut to, "minimum", "exclusiveMinimum");
    rewrite_bound(&mut to, "maximum", "exclusiveMaximum");
    rewrite_example(&mut to);
    if is_true(from, "x-kubernetes-embedded-resource") {
        require(&mut to, &["apiVersion", "kind"]);
    }
    if from.get("x-kubernetes-list-type").and_then(Value::as_str) == Some("set") {
        to.insert("uniqueItems".to_owned(), Value::Bool(true));
    }
    if is_true(from, "nullable") { or_null(to) } else { Value::Object(to) }
}

/// Translates the schemas in a keyword.
fn translate_part(keyword: &str, value: &Value, depth: usize) -> Value {
    match (keyword, value) {
        ("properties", Value::Object(parts)) => {
            let parts = parts.iter().map(|(name, part)| (name.clone(), translate_within(part, depth)));
            Value::Object(parts.collect())
        }
        ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
            parts.iter().map(|part| translate_within(part, depth)).collect()
        }
        ("items" | "additionalProperties" | "not", part) => translate_within(part, depth),
        _ => value.clone(),
    }
}

fn rewrite_type(schema: &mut Map<String, Value>) {
    schema.remove("nullable");
    if is_true(schema, "x-kubernetes-int-or-string") {
        schema.insert("type".to_owned(), json!(["integer", "string"]));
    }
}

fn rewrite_bound(schema: &mut Map<String, Value>, bound: &str, exclusive: &str) {
    let Some(Value::Bool(is_exclusive)) = schema.get(exclusive) else { return };
    if *is_exclusive && let Some(limit) = schema.remove(bound) {
        schema.insert(exclusive.to_owned(), limit);
    } else {
        schema.remove(exclusive);
    }
}

fn rewrite_example(schema: &mut Map<String, Value>) {
    if let Some(example) = schema.remove("example") {
        schema.insert("examples".to_owned(), Value::Array(vec![example]));
    }
}

/// Allows null beside what a schema allows. An enumeration stays as it is: null is among its values or it is not.
fn or_null(mut schema: Map<String, Value>) -> Value {
    let combined = ["allOf", "anyOf", "oneOf", "not"].iter().any(|keyword| schema.contains_key(*keyword));
    match schema.get("type").cloned() {
        Some(Value::String(name)) if !combined => {
            schema.insert("type".to_owned(), json!([name, "null"]));
            Value::Object(schema)
        }
        None if !combined => Value::Object(schema),
        _ => json!({"anyOf": [Value::Object(schema), {"type": "null"}]}),
    }
}

/// The schema of an object of Kubernetes, whose own schema says nothing of the members that all of them have.
fn with_envelope(mut schema: Value) -> Value {
    let Value::Object(members) = &mut schema else { return schema };
    let named = members.entry("properties").or_insert_with(|| json!({}));
    if let Value::Object(named) = named {
        for (name, kind) in [("apiVersion", "string"), ("kind", "string"), ("metadata", "object")] {
            named.entry(name).or_insert_with(|| json!({"type": kind}));
        }
    }
    require(members, &["apiVersion", "kind", "metadata"]);
    schema
}

fn require(schema: &mut Map<String, Value>, names: &[&str]) {
    let required = schema.entry("required").or_insert_with(|| json!([]));
    let Value::Array(required) = required else { return };
    for name in names {
        if !required.iter().any(|known| known == name) {
            required.push(Value::from(*name));
        }
    }
}

fn is_true(schema: &Map<String, Value>, keyword: &str) -> bool {
    schema.get(keyword).and_then(Value::as_bool) == Some(true)
}
