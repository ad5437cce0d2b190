//! The rules in CEL of a schema: each is compiled, and speaks of nothing that is not there.

use serde_json::Value;

use super::{entries, flag, given, list, text};
use crate::cel::check::{Old, Place, Scope, Wanted, check};
use crate::field::{FieldError, FieldPath};

const RULES: &str = "x-kubernetes-validations";

/// The faults of all rules in a schema.
pub fn faults(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    node(schema, path, At { place: Place::Whole, lost: None }, &mut errors);
    errors
}

/// Where a node stands.
#[derive(Clone, Copy)]
struct At<'a> {
    place: Place,
    /// The outermost place above it whose old and new parts cannot be told apart.
    lost: Option<&'a FieldPath>,
}

fn node(schema: &Value, path: &FieldPath, at: At, errors: &mut Vec<FieldError>) {
    for (i, rule) in list(schema, RULES).iter().enumerate() {
        errors.extend(of_rule(schema, rule, &path.child(RULES).index(i), at));
    }
    let below = |schema: &Value| {
        if flag(schema, "x-kubernetes-embedded-resource") { Place::Whole } else { Place::Part }
    };
    let atomic = text(schema, "x-kubernetes-map-type") == "atomic";
    for (name, member) in entries(schema, "properties") {
        let lost = at.lost.or(atomic.then_some(path));
        node(member, &path.child("properties").key(name), At { place: below(member), lost }, errors);
    }
    if let Some(values) = given(schema, "additionalProperties").filter(|a| a.is_object()) {
        node(values, &path.child("additionalProperties"), At { place: below(values), lost: at.lost }, errors);
    }
    if let Some(items) = given(schema, "items") {
        let keyed = text(schema, "x-kubernetes-list-type") == "map";
        let lost = at.lost.or((!keyed).then_some(path));
        node(items, &path.child("items"), At { place: below(items), lost }, errors);
    }
}

fn of_rule(schema: &Value, rule: &Value, path: &FieldPath, at: At) -> Vec<FieldError> {
    let optional = given(rule, "optionalOldSelf");
    let old = if optional == Some(&Value::Bool(true)) { Old::Optional } else { Old::Plain };
    let scope = Scope { schema, place: at.place, old };
    let mut errors = Vec::new();
    let place = path.child("rule");
    match check(text(rule, "rule"), scope, Wanted::Bool) {
        Err(why) => errors.push(FieldError::invalid(&place, rule, why)),
        Ok(true) => errors.extend(at.lost.map(|lost| {
            let detail =
                format!("oldSelf cannot be used on the uncorrelatable portion of the schema within {lost}");
            FieldError::invalid(&place, &text(rule, "rule").into(), detail)
        })),
        Ok(false) => errors.extend(optional.map(|value| {
            let detail = "may not be set if oldSelf is not used in rule";
            FieldError::invalid(&path.child("optionalOldSelf"), value, detail)
        })),
    }
    let message = text(rule, "messageExpression");
    if !message.is_empty()
        && let Err(why) = check(message, scope, Wanted::Text)
    {
        errors.push(FieldError::invalid(&path.child("messageExpression"), rule, why));
    }
    errors
}
