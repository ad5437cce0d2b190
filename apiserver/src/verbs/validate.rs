//! All the checks of an object that is written, in the order and with the gaps of the real server.

use serde_json::Value;

use super::scale;
use crate::call::Call;
use crate::crd::Role;
use crate::field::{FieldError, FieldPath};
use crate::jsonpath::JsonPath;
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
        errors.extend(scale_faults(call, object));
    }
    errors.extend(embedded::validate(object, &call.version().schema));
    errors.extend(lists::validate(object, &call.version().schema));
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
        errors.extend(scale_faults(call, new));
    }
    errors.extend(types);
    let schema = &call.version().schema;
    if !call.is_status() {
        errors.extend(embedded::validate(new, schema));
    }
    // Duplicates that were there before may stay, and others may come.
    if lists::validate(old, schema).is_empty() {
        errors.extend(lists::validate(new, schema));
    }
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

/// The counts of the scale subresource are counts, and its selector is a text.
fn scale_faults(call: &Call, object: &Value) -> Vec<FieldError> {
    let Some(scale) = &call.version().scale else {
        return Vec::new();
    };
    let place = |path: &JsonPath| FieldPath::new(&format!(".{}", path.dotted()));
    let count = |path: &JsonPath| match scale::count(path, object) {
        Err(why) => Some(FieldError::invalid(&place(path), &0.into(), why)),
        Ok(Some(n)) if n < 0 => {
            Some(FieldError::invalid(&place(path), &n.into(), "should be a non-negative integer"))
        }
        Ok(Some(n)) if n > i64::from(i32::MAX) => {
            let detail = format!("should be less than or equal to {}", i32::MAX);
            Some(FieldError::invalid(&place(path), &n.into(), detail))
        }
        Ok(_) => None,
    };
    let spec = (!call.is_status()).then(|| count(&scale.spec)).flatten();
    let selector = scale.selector.as_ref().and_then(|path| {
        let why = scale::text(path, object).err()?;
        Some(FieldError::invalid(&place(path), &"".into(), why))
    });
    spec.into_iter().chain(count(&scale.status)).chain(selector).collect()
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
