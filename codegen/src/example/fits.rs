//! Whether a value fits a schema, as far as examples need it: where that is not certain, it does not.

use serde_json::{Map, Value};

/// How many references and schemas are followed into each other.
const DEEPEST: usize = 64;

/// Whether a value fits. References lead into `document`.
pub(super) fn fits(value: &Value, schema: &Value, document: &Value) -> bool {
    Judge { document, depth: 0 }.fits(value, schema)
}

#[derive(Clone, Copy)]
struct Judge<'a> {
    document: &'a Value,
    depth: usize,
}

impl Judge<'_> {
    fn fits(self, value: &Value, schema: &Value) -> bool {
        let Value::Object(schema) = schema else { return *schema == Value::Bool(true) };
        if self.depth > DEEPEST {
            return false;
        }
        let inner = Self { depth: self.depth + 1, ..self };
        if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
            return true;
        }
        inner.reference(value, schema)
            && has_type(value, schema)
            && is_listed(value, schema)
            && inner.combined(value, schema)
            && match value {
                Value::Number(number) => in_range(number.as_f64().unwrap_or_default(), schema),
                Value::String(text) => counted(text.chars().count(), schema, ["minLength", "maxLength"]),
                Value::Array(items) => inner.items(items, schema),
                Value::Object(members) => inner.members(members, schema),
                Value::Null | Value::Bool(_) => true,
            }
    }

    fn reference(self, value: &Value, schema: &Map<String, Value>) -> bool {
        let Some(reference) = schema.get("$ref") else { return true };
        let target = reference.as_str().and_then(|text| text.strip_prefix('#'));
        let target = target.and_then(|pointer| self.document.pointer(&decoded(pointer)?));
        target.is_some_and(|target| self.fits(value, target))
    }

    fn combined(self, value: &Value, schema: &Map<String, Value>) -> bool {
        let list = |keyword: &str| schema.get(keyword).and_then(Value::as_array);
        let fitting = |all: &Vec<Value>| all.iter().filter(|each| self.fits(value, each)).count();
        // What is not certain to fit is not certain not to.
        let is_certain = !schema.contains_key("not") || self.is_plain(schema.get("not"));
        list("allOf").is_none_or(|all| all.iter().all(|each| self.fits(value, each)))
            && list("anyOf").is_none_or(|all| fitting(all) > 0)
            && list("oneOf")
                .is_none_or(|all| fitting(all) == 1 && all.iter().all(|each| self.is_plain(Some(each))))
            && is_certain
            && !schema.get("not").is_some_and(|not| self.fits(value, not))
            && !schema.contains_key("if")
    }

    /// Whether all that a schema says is judged here.
    fn is_plain(self, schema: Option<&Value>) -> bool {
        let unknown =
            ["pattern", "if", "dependentRequired", "patternProperties", "propertyNames", "contains"];
        let Some(schema) = schema else { return true };
        let text = schema.to_string();
        !unknown.iter().any(|keyword| text.contains(&format!("\"{keyword}\"")))
    }

    fn items(self, items: &[Value], schema: &Map<String, Value>) -> bool {
        let must_differ = schema.get("uniqueItems") == Some(&Value::Bool(true))
            || schema.get("x-kubernetes-list-type").is_some_and(|ty| ty == "set" || ty == "map");
        let first = schema.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let rest = items.iter().skip(first.len());
        counted(items.len(), schema, ["minItems", "maxItems"])
            && !(must_differ && items.iter().enumerate().any(|(at, item)| items[..at].contains(item)))
            && items.iter().zip(first).all(|(item, schema)| self.fits(item, schema))
            && schema.get("items").is_none_or(|schema| rest.into_iter().all(|item| self.fits(item, schema)))
            && !schema.contains_key("contains")
    }

    fn members(self, members: &Map<String, Value>, schema: &Map<String, Value>) -> bool {
        let named = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        let others = schema.get("additionalProperties");
        let unknown = ["patternProperties", "propertyNames", "dependentRequired", "dependentSchemas"];
        let member =
            |(name, value): (&String, &Value)| match (named.and_then(|named| named.get(name)), others) {
                (Some(schema), _) | (None, Some(schema)) => self.fits(value, schema),
                (None, None) => true,
            };
        counted(members.len(), schema, ["minProperties", "maxProperties"])
            && required.filter_map(Value::as_str).all(|name| members.contains_key(name))
            && members.iter().all(member)
            && !unknown.iter().any(|keyword| schema.contains_key(*keyword))
    }
}

fn has_type(value: &Value, schema: &Map<String, Value>) -> bool {
    let is = |ty: &Value| match ty.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        _ => false,
    };
    match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(ty) => is(ty),
        None => true,
    }
}

fn is_listed(value: &Value, schema: &Map<String, Value>) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_none_or(|values| values.contains(value)) && schema.get("const").is_none_or(|only| only == value)
}

fn in_range(number: f64, schema: &Map<String, Value>) -> bool {
    let get = |keyword: &str| schema.get(keyword);
    let bound = |keyword: &str| get(keyword).and_then(Value::as_f64);
    let is_set = |keyword: &str| get(keyword) == Some(&Value::Bool(true));
    let is_multiple = |factor: f64| factor > 0.0 && (number / factor).fract() == 0.0;
    bound("minimum").is_none_or(|least| number > least || number == least && !is_set("exclusiveMinimum"))
        && bound("maximum").is_none_or(|most| number < most || number == most && !is_set("exclusiveMaximum"))
        && bound("exclusiveMinimum").is_none_or(|least| number > least)
        && bound("exclusiveMaximum").is_none_or(|most| number < most)
        && bound("multipleOf").is_none_or(is_multiple)
}

fn counted(count: usize, schema: &Map<String, Value>, [least, most]: [&str; 2]) -> bool {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let count = count as f64;
    bound(least).is_none_or(|least| count >= least) && bound(most).is_none_or(|most| count <= most)
}

/// A pointer from the fragment of a reference.
fn decoded(fragment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}
