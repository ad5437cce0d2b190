//! Reading schemas, and choosing between the forms that they allow.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use specwright_templates::support::validate::Dialect;

/// The members that the chosen form rules out: a keyword of the schemas made here.
pub(super) const AVOIDED: &str = "x-avoided";

pub(super) fn is_true(schema: &Value, keyword: &str) -> bool {
    schema.get(keyword).and_then(Value::as_bool) == Some(true)
}

pub(super) fn word<'a>(schema: &'a Value, keyword: &str) -> &'a str {
    schema.get(keyword).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn count(schema: &Value, keyword: &str) -> Option<usize> {
    usize::try_from(schema.get(keyword)?.as_u64()?).ok()
}

pub(super) fn parts<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema.get(keyword).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn words(schema: &Value, keyword: &str) -> Vec<String> {
    parts(schema, keyword).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether the parts of a value can be right each and the value be wrong.
pub(super) fn has_conditions(schema: &Value) -> bool {
    const CONDITIONS: [&str; 20] = [
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "pattern",
        "multipleOf",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "x-kubernetes-list-type",
        "const",
        "if",
        "contains",
        "dependentRequired",
        "dependentSchemas",
        "patternProperties",
        "propertyNames",
        "unevaluatedProperties",
        "unevaluatedItems",
        "prefixItems",
    ];
    CONDITIONS.iter().any(|keyword| schema.get(keyword).is_some())
}

/// A schema for one of the forms that `schema` allows: `choose` is asked for a number below its argument. It is the schema
/// itself where that has one form.
pub(super) fn one_form<'a>(
    schema: &'a Value,
    document: &'a Value,
    choose: &mut dyn FnMut(usize) -> usize,
) -> Cow<'a, Value> {
    form_within(schema, document, choose, 32)
}

fn form_within<'a>(
    schema: &'a Value,
    document: &'a Value,
    choose: &mut dyn FnMut(usize) -> usize,
    depth: usize,
) -> Cow<'a, Value> {
    let schema = within(schema, document);
    let has_forms = ["allOf", "oneOf", "anyOf", "not"].iter().any(|keyword| schema.get(keyword).is_some());
    let Some(depth) = depth.checked_sub(1).filter(|_| has_forms) else { return schema };
    let mut form = schema.clone().into_owned();
    for part in parts(&schema, "allOf") {
        form = merge(&form, &form_within(part, document, choose, depth));
    }
    for keyword in ["oneOf", "anyOf"] {
        let branches = parts(&schema, keyword);
        if branches.is_empty() {
            continue;
        }
        let chosen = choose(branches.len());
        form = merge(&form, &form_within(&branches[chosen], document, choose, depth));
        if keyword == "oneOf" {
            let others = branches.iter().enumerate().filter(|(index, _)| *index != chosen);
            others.for_each(|(_, other)| avoid(&mut form, other));
        }
    }
    if let Some(not) = schema.get("not") {
        avoid(&mut form, not);
        parts(not, "anyOf").iter().for_each(|part| avoid(&mut form, part));
    }
    Cow::Owned(form)
}

/// The schema that a schema refers to, with what stands beside the reference where that counts.
pub(super) fn within<'a>(schema: &'a Value, document: &'a Value) -> Cow<'a, Value> {
    let mut schema = Cow::Borrowed(schema);
    for _ in 0..32 {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|reference| {
            let pointer =
                reference.strip_prefix('#')?.replace("%20", " ").replace("%7B", "{").replace("%7D", "}");
            document.pointer(&pointer)
        });
        let Some(target) = target else { break };
        let beside = schema.as_object().filter(|_| Dialect::of(document) == Dialect::JsonSchema).cloned();
        let mut beside = Value::Object(beside.unwrap_or_default());
        beside.as_object_mut().map(|beside| beside.remove("$ref"));
        schema = Cow::Owned(merge(target, &beside));
    }
    schema
}

/// Notes that the members that make a form are to be left out.
fn avoid(form: &mut Value, other: &Value) {
    let wanted = words(form, "required");
    let mut avoided = words(form, AVOIDED);
    avoided.extend(words(other, "required").into_iter().filter(|name| !wanted.contains(name)));
    form[AVOIDED] = json!(avoided);
}

/// A schema that says what both say.
fn merge(base: &Value, more: &Value) -> Value {
    let (Value::Object(base), Value::Object(more)) = (base, more) else { return base.clone() };
    let mut merged = base.clone();
    for (keyword, value) in more {
        let value = match (keyword.as_str(), base.get(keyword)) {
            ("allOf" | "anyOf" | "oneOf" | "not", _) => continue,
            ("type" | "format", Some(known)) => known.clone(),
            ("required" | AVOIDED, Some(Value::Array(known))) => {
                known.iter().chain(value.as_array().into_iter().flatten()).cloned().collect()
            }
            ("properties", Some(Value::Object(known))) => merge_members(known, value),
            _ => value.clone(),
        };
        merged.insert(keyword.clone(), value);
    }
    Value::Object(merged)
}

fn merge_members(known: &Map<String, Value>, more: &Value) -> Value {
    let mut merged = known.clone();
    for (name, schema) in more.as_object().into_iter().flatten() {
        let schema = known.get(name).map_or_else(
            || schema.clone(),
            |known| {
                let mut both = merge(known, schema);
                for keyword in ["oneOf", "anyOf", "not"] {
                    if let (None, Some(condition)) = (known.get(keyword), schema.get(keyword)) {
                        both[keyword] = condition.clone();
                    }
                }
                both
            },
        );
        merged.insert(name.clone(), schema);
    }
    Value::Object(merged)
}
