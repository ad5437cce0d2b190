//! All the checks of an object that is written, in the order and with the gaps of the real server.

use serde_json::Value;

use crate::call::Call;
use crate::crd::Role;
use crate::field::{FieldError, FieldPath};
use crate::object::{Meta, rules};
use crate::schema::correlate::Old;
use crate::schema::{embedded, lists, validate};
use crate::status::ApiError;

/// Refuses a new object with faults.
pub fn create(call: &Call, object: &Value) -> Result<(), ApiError> {
    let mut errors = type_faults(call, object);
    if errors.is_empty() {
        let name_rule =
            if call.definition().role == Role::Namespace { rules::dns_label } else { rules::subdomain };
        errors.extend(rules::create(object, call.definition().scope, name_rule));
        errors.extend(schema_faults(call, object, Old::none()));
    }
    errors.extend(structure_faults(call, object));
    with_rules(call, object, Old::none(), &mut errors);
    verdict(object, &call.definition().group, errors)
}

/// Refuses a changed object with faults.
pub fn update(call: &Call, new: &Value, old: &Value) -> Result<(), ApiError> {
    // The real server checks the metadata twice, once for all kinds and once for custom resources, and says so.
    let mut errors = rules::update(new, old);
    let types = type_faults(call, new);
    if types.is_empty() {
        errors.extend(rules::update(new, old));
        errors.extend(schema_faults(call, new, Old::of(old)));
    }
    errors.extend(types);
    errors.extend(structure_faults(call, new));
    with_rules(call, new, Old::of(old), &mut errors);
    verdict(new, &call.definition().group, errors)
}

fn verdict(object: &Value, group: &str, errors: Vec<FieldError>) -> Result<(), ApiError> {
    if errors.is_empty() {
        return Ok(());
    }
    // The refusal names the kind that the body claims, even if that is the fault.
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    Err(ApiError::invalid(&crate::status::Named { group, kind, name: object.name() }, &errors))
}

fn type_faults(call: &Call, object: &Value) -> Vec<FieldError> {
    let expected = [("apiVersion", call.api_version()), ("kind", call.definition().names.kind.clone())];
    let wrong = expected.into_iter().filter_map(|(member, expected)| {
        let given = object.get(member).unwrap_or(&Value::Null);
        let fault = || FieldError::invalid(&FieldPath::new(member), given, format!("must be {expected}"));
        (given.as_str() != Some(&expected)).then(fault)
    });
    wrong.collect()
}

/// The faults against the schema; a write to the status is held to the schema of the status alone.
fn schema_faults(call: &Call, object: &Value, old: Old) -> Vec<FieldError> {
    let schema = &call.version().schema;
    match (call.is_status(), schema.members.get("status"), object.get("status")) {
        (true, Some(schema), Some(status)) => {
            validate::validate(status, old.member("status"), schema, &FieldPath::new("status"))
        }
        (true, _, _) => Vec::new(),
        (false, _, _) => validate::validate(object, old, schema, &FieldPath::default()),
    }
}

/// The faults that the schema alone does not show.
fn structure_faults(call: &Call, object: &Value) -> Vec<FieldError> {
    let schema = &call.version().schema;
    let mut errors = if call.is_status() { Vec::new() } else { embedded::validate(object, schema) };
    errors.extend(lists::validate(object, schema));
    errors.extend(scale_faults(call, object));
    errors
}

/// The counts of the scale subresource are not negative.
fn scale_faults(call: &Call, object: &Value) -> Vec<FieldError> {
    let Some(scale) = &call.version().scale else {
        return Vec::new();
    };
    let paths = [&scale.spec, &scale.status];
    let negative = paths.into_iter().filter_map(|path| {
        let value = path.first(object).filter(|v| v.as_i64().is_some_and(|n| n < 0))?;
        let detail = "should be a non-negative integer";
        Some(FieldError::invalid(&FieldPath::new(&path.dotted()), value, detail))
    });
    negative.collect()
}

/// The rules in CEL, unless faults make them pointless.
fn with_rules(call: &Call, object: &Value, old: Old, errors: &mut Vec<FieldError>) {
    let rules = call.version().rules();
    if rules.is_empty() {
        return;
    }
    if errors.iter().any(|e| e.kind.blocks_rules()) {
        errors.push(FieldError::rules_unchecked());
        return;
    }
    errors.extend(rules.check(object, old, &call.version().schema, &FieldPath::default()));
}
