//! The keywords of a schema, at every depth: which are not known here, and which exclude each other.

use serde_json::Value;

use super::{entries, flag, given, list, lists, paths, text};
use crate::field::{FieldError, FieldPath};

/// Keywords of OpenAPI or JSON Schema that have no meaning here.
const UNSUPPORTED: [&str; 6] =
    ["id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"];

/// The members by which an object says what it is.
const IDENTITY: [&str; 3] = ["metadata", "kind", "apiVersion"];

/// What holds for a node because of where it stands.
#[derive(Debug, Clone, Default)]
struct Place {
    root: bool,
    in_identity: bool,
    no_defaults: Option<String>,
}

impl Place {
    fn below(&self) -> Place {
        Place { root: false, ..self.clone() }
    }
}

/// The faults of a schema.
pub fn faults(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    node(schema, path, &Place { root: true, ..Place::default() }, &mut errors);
    errors
}

fn node(schema: &Value, path: &FieldPath, place: &Place, errors: &mut Vec<FieldError>) {
    errors.extend(own(schema, path, place));
    errors.extend(lists::faults(schema, path));
    errors.extend(rule_forms(schema, path));
    additional(schema, path, place, errors);
    for (name, member) in entries(schema, "properties") {
        let mut below = place.below();
        let whole = place.root || flag(schema, "x-kubernetes-embedded-resource");
        if whole && IDENTITY.contains(&name.as_str()) {
            below.in_identity = true;
            if place.root {
                below.no_defaults = Some(format!("in top-level {name}"));
            }
        }
        node(member, &path.child("properties").key(name), &below, errors);
    }
    if let Some(items) = schema.get("items").filter(|i| i.is_object()) {
        node(items, &path.child("items"), &place.below(), errors);
    }
    for keyword in ["allOf", "oneOf", "anyOf"] {
        for (i, branch) in list(schema, keyword).iter().enumerate() {
            node(branch, &path.child(keyword).index(i), &place.below(), errors);
        }
    }
    if let Some(branch) = given(schema, "not") {
        node(branch, &path.child("not"), &place.below(), errors);
    }
}

fn additional(schema: &Value, path: &FieldPath, place: &Place, errors: &mut Vec<FieldError>) {
    let Some(additional) = given(schema, "additionalProperties") else { return };
    let at = path.child("additionalProperties");
    if *additional != Value::Bool(true) && entries(schema, "properties").next().is_some() {
        let detail = "additionalProperties and properties are mutual exclusive";
        errors.push(FieldError::forbidden(&at, detail));
    }
    if additional.is_object() {
        let mut below = place.below();
        if place.in_identity {
            below.no_defaults = Some("inside additionalProperties applying to object metadata".into());
        }
        node(additional, &at, &below, errors);
    }
}

fn own(schema: &Value, path: &FieldPath, place: &Place) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(kind(text(schema, "type"), &path.child("type")));
    if let Some(reason) = place.no_defaults.as_ref().filter(|_| given(schema, "default").is_some()) {
        errors.push(FieldError::forbidden(&path.child("default"), format!("must not be set {reason}")));
    }
    let unsupported = UNSUPPORTED.into_iter().filter(|name| given(schema, name).is_some());
    errors
        .extend(unsupported.map(|n| FieldError::forbidden(&path.child(n), format!("{n} is not supported"))));
    if schema.get("items").is_some_and(Value::is_array) {
        let detail = "items must be a schema object and not an array";
        errors.push(FieldError::forbidden(&path.child("items"), detail));
    }
    if flag(schema, "uniqueItems") {
        let detail = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic";
        errors.push(FieldError::forbidden(&path.child("uniqueItems"), detail));
    }
    let preserve = "x-kubernetes-preserve-unknown-fields";
    if schema.get(preserve) == Some(&Value::Bool(false)) {
        errors.push(FieldError::invalid(&path.child(preserve), &false.into(), "must be true or undefined"));
    }
    if place.in_identity && flag(schema, "x-kubernetes-embedded-resource") {
        let detail = "must not be used inside of resource meta";
        errors.push(FieldError::forbidden(&path.child("x-kubernetes-embedded-resource"), detail));
    }
    errors
}

fn kind(kind: &str, path: &FieldPath) -> Vec<FieldError> {
    const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];
    if kind.is_empty() || TYPES.contains(&kind) {
        return Vec::new();
    }
    let mut errors = vec![FieldError::not_supported(path, &kind.into(), &TYPES.map(Value::from))];
    if kind == "null" {
        let detail = "type cannot be set to null, use nullable as an alternative";
        errors.push(FieldError::forbidden(path, detail));
    }
    errors
}

/// What every rule in CEL has, whatever it means.
fn rule_forms(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let rules = list(schema, "x-kubernetes-validations").iter().enumerate();
    let place = |i: usize| path.child("x-kubernetes-validations").index(i);
    rules
        .flat_map(|(i, rule)| [texts(rule, &place(i)), field_path(schema, rule, &place(i))].concat())
        .collect()
}

fn texts(rule: &Value, path: &FieldPath) -> Vec<FieldError> {
    let (source, message) = (text(rule, "rule").trim(), text(rule, "message"));
    let breaks = |text: &str| text.trim().contains(['\n', '\r']);
    let mut errors = Vec::new();
    if source.is_empty() {
        errors.push(FieldError::required(&path.child("rule"), "rule is not specified"));
    } else if !message.is_empty() && message.trim().is_empty() {
        let detail = "message must be non-empty if specified";
        errors.push(FieldError::invalid(&path.child("message"), &message.into(), detail));
    } else if breaks(message) {
        let detail = "message must not contain line breaks";
        errors.push(FieldError::invalid(&path.child("message"), &message.into(), detail));
    } else if breaks(source) && message.is_empty() {
        let detail = "message must be specified if rule contains line breaks";
        errors.push(FieldError::required(&path.child("message"), detail));
    }
    let expression = text(rule, "messageExpression");
    if !expression.is_empty() && expression.trim().is_empty() {
        let detail = "messageExpression must be non-empty if specified";
        errors.push(FieldError::required(&path.child("messageExpression"), detail));
    }
    let known = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];
    if let Some(reason) = given(rule, "reason").filter(|r| !r.as_str().is_some_and(|r| known.contains(&r))) {
        errors.push(FieldError::not_supported(&path.child("reason"), reason, &known.map(Value::from)));
    }
    errors
}

fn field_path(schema: &Value, rule: &Value, path: &FieldPath) -> Vec<FieldError> {
    let (given, place) = (text(rule, "fieldPath"), path.child("fieldPath"));
    let fault = |detail: &str| vec![FieldError::invalid(&place, &given.into(), detail)];
    match given {
        "" => Vec::new(),
        _ if given.trim().is_empty() => fault("fieldPath must be non-empty if specified"),
        _ if given.contains(['\n', '\r']) => fault("fieldPath must not contain line breaks"),
        _ if paths::follow(schema, given, paths::Items::Allowed).is_err() => {
            fault("fieldPath must be a valid path")
        }
        _ => Vec::new(),
    }
}
