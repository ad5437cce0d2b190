//! Schemas as data into those of `openapiv3`.
//!
//! All become its [`AnySchema`], for the typed forms hold no `oneOf` beside a `type`. What that has no field for, or
//! none that holds the value unchanged (its numbers are floating-point), goes to the extensions, which are written out
//! beside the other keywords.
//!
//! These structs are large. So that the deepest schemas that are read fit on the stack of any thread, what is on the way
//! down handles boxes alone, and the structs themselves are moved only in functions that call no further.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::{Map, Value};

type Boxed = ReferenceOr<Box<Schema>>;

/// A schema, or a reference to one. Whatever has no order of its own is put in that of its names.
pub(super) fn schema(mut keywords: Map<String, Value>) -> ReferenceOr<Schema> {
    keywords.sort_keys();
    keywords.values_mut().for_each(Value::sort_all_objects);
    unboxed(converted(&keywords))
}

fn converted(keywords: &Map<String, Value>) -> Boxed {
    if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
        return ReferenceOr::Reference { reference: reference.to_owned() };
    }
    let mut data = Box::<SchemaData>::default();
    let mut any = Box::<AnySchema>::default();
    for (keyword, value) in keywords {
        let set = contain(&mut any, keyword, value)
            .or_else(|| constrain(&mut any, keyword, value))
            .or_else(|| note(&mut data, keyword, value));
        if set.is_none() {
            data.extensions.insert(keyword.clone(), value.clone());
        }
    }
    assembled(data, any)
}

fn assembled(data: Box<SchemaData>, any: Box<AnySchema>) -> Boxed {
    ReferenceOr::Item(Box::new(Schema { schema_data: *data, schema_kind: SchemaKind::Any(*any) }))
}

fn unboxed(schema: Boxed) -> ReferenceOr<Schema> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(*schema),
    }
}

/// Sets the schemas inside; nothing, if there is no field for them.
fn contain(any: &mut AnySchema, keyword: &str, value: &Value) -> Option<()> {
    match keyword {
        "properties" => any.properties = properties(value)?,
        "items" => any.items = Some(inner(value)?),
        "additionalProperties" => any.additional_properties = Some(additional(value)?),
        "allOf" => list(&mut any.all_of, value)?,
        "anyOf" => list(&mut any.any_of, value)?,
        "oneOf" => list(&mut any.one_of, value)?,
        "not" => any.not = Some(moved(inner(value)?)),
        _ => return None,
    }
    Some(())
}

fn inner(value: &Value) -> Option<Boxed> {
    value.as_object().map(converted)
}

fn properties(value: &Value) -> Option<IndexMap<String, Boxed>> {
    value.as_object()?.iter().map(|(name, schema)| Some((name.clone(), inner(schema)?))).collect()
}

fn additional(value: &Value) -> Option<AdditionalProperties> {
    match value {
        Value::Bool(allowed) => Some(AdditionalProperties::Any(*allowed)),
        other => Some(AdditionalProperties::Schema(moved(inner(other)?))),
    }
}

fn list(schemas: &mut Vec<ReferenceOr<Schema>>, value: &Value) -> Option<()> {
    let converted: Option<Vec<Boxed>> = value.as_array()?.iter().map(inner).collect();
    schemas.extend(converted?.into_iter().map(unboxed));
    Some(())
}

fn moved(schema: Boxed) -> Box<ReferenceOr<Schema>> {
    Box::new(unboxed(schema))
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
