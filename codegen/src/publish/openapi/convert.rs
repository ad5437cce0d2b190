//! Schemas as data into those of `openapiv3`.
//!
//! All become its [`AnySchema`], for the typed forms hold no `oneOf` beside a `type`. What that has no field for, or
//! none that holds the value unchanged (its numbers are floating-point), goes to the extensions, which are written out
//! beside the other keywords.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Map, Value};

/// A schema, or a reference to one. Whatever has no order of its own is put in that of its names.
pub(super) fn schema(mut keywords: Map<String, Value>) -> ReferenceOr<Schema> {
    keywords.sort_keys();
    keywords.values_mut().for_each(Value::sort_all_objects);
    converted(&keywords)
}

fn converted(keywords: &Map<String, Value>) -> ReferenceOr<Schema> {
    if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
        return ReferenceOr::Reference { reference: reference.to_owned() };
    }
    let mut data = SchemaData::default();
    let mut any = AnySchema::default();
    for (keyword, value) in keywords {
        if note(&mut data, keyword, value).or_else(|| constrain(&mut any, keyword, value)).is_none() {
            data.extensions.insert(keyword.clone(), value.clone());
        }
    }
    ReferenceOr::Item(Schema { schema_data: data, schema_kind: SchemaKind::Any(any) })
}

/// Sets what is told of a value; nothing, if there is no field for it.
fn note(data: &mut SchemaData, keyword: &str, value: &Value) -> Option<()> {
    match keyword {
        "title" => data.title = Some(text(value)?),
        "description" => data.description = Some(text(value)?),
        "default" => data.default = Some(value.clone()),
        "nullable" => data.nullable = value.as_bool()?,
        _ => return None,
    }
    Some(())
}

/// Sets what constrains a value; nothing, if there is no field for it.
fn constrain(any: &mut AnySchema, keyword: &str, value: &Value) -> Option<()> {
    match keyword {
        "type" => any.typ = Some(text(value)?),
        "format" => any.format = Some(text(value)?),
        "pattern" => any.pattern = Some(text(value)?),
        "minLength" => any.min_length = Some(count(value)?),
        "maxLength" => any.max_length = Some(count(value)?),
        "exclusiveMinimum" => any.exclusive_minimum = Some(value.as_bool()?),
        "exclusiveMaximum" => any.exclusive_maximum = Some(value.as_bool()?),
        "minItems" => any.min_items = Some(count(value)?),
        "maxItems" => any.max_items = Some(count(value)?),
        "uniqueItems" => any.unique_items = Some(value.as_bool()?),
        "minProperties" => any.min_properties = Some(count(value)?),
        "maxProperties" => any.max_properties = Some(count(value)?),
        "enum" => any.enumeration = value.as_array()?.clone(),
        "required" => any.required = value.as_array()?.iter().map(text).collect::<Option<_>>()?,
        "properties" => any.properties = properties(value)?,
        "items" => any.items = Some(boxed(inner(value)?)),
        "additionalProperties" => any.additional_properties = Some(additional(value)?),
        "allOf" => any.all_of = list(value)?,
        "anyOf" => any.any_of = list(value)?,
        "oneOf" => any.one_of = list(value)?,
        "not" => any.not = Some(Box::new(inner(value)?)),
        _ => return None,
    }
    Some(())
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn count(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

fn inner(value: &Value) -> Option<ReferenceOr<Schema>> {
    value.as_object().map(converted)
}

fn list(value: &Value) -> Option<Vec<ReferenceOr<Schema>>> {
    value.as_array()?.iter().map(inner).collect()
}

fn properties(value: &Value) -> Option<IndexMap<String, ReferenceOr<Box<Schema>>>> {
    value.as_object()?.iter().map(|(name, schema)| Some((name.clone(), boxed(inner(schema)?)))).collect()
}

fn additional(value: &Value) -> Option<AdditionalProperties> {
    match value {
        Value::Bool(allowed) => Some(AdditionalProperties::Any(*allowed)),
        other => inner(other).map(|schema| AdditionalProperties::Schema(Box::new(schema))),
    }
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}
