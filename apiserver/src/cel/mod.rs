//! Rules in CEL (`x-kubernetes-validations`): compiled once per version, run on every write that the schema accepts.
//!
//! Each node with rules is compiled by itself, so that this walk decides the places of faults, what `oldSelf` is, and
//! which rules are left out because nothing changed (ratcheting).

pub mod check;
mod names;

use std::collections::BTreeMap;

use kube_cel::{CompiledSchema, ErrorKind, ValidationError, compile_schema, validate_compiled};
use serde_json::Value;

use crate::field::{FaultKind, FieldError, FieldPath};
use crate::schema::correlate::Old;
use crate::schema::{Additional, Schema};

/// The rules of a schema and of everything below it; empty where there are none.
#[derive(Debug, Default)]
pub struct Rules {
    here: Option<Node>,
    members: BTreeMap<String, Rules>,
    others: Option<Box<Rules>>,
    items: Option<Box<Rules>>,
}

/// The rules of one node.
#[derive(Debug)]
struct Node {
    compiled: CompiledSchema,
    /// The texts of the rules that look at the old value.
    transitions: Vec<String>,
}

impl Rules {
    /// Compiles all the rules of a schema.
    pub fn compile(schema: &Schema) -> Rules {
        if !schema.any_rules() {
            return Rules::default();
        }
        let with_rules = schema.members.iter().filter(|(_, s)| s.any_rules());
        let others = match &schema.additional {
            Additional::Of(s) if s.any_rules() => Some(Box::new(Rules::compile(s))),
            _ => None,
        };
        Rules {
            here: schema.has_rules.then(|| Node::compile(&schema.source)),
            members: with_rules.map(|(name, s)| (name.clone(), Rules::compile(s))).collect(),
            others,
            items: schema.items.as_deref().filter(|s| s.any_rules()).map(|s| Box::new(Rules::compile(s))),
        }
    }

    /// Whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.here.is_none() && self.members.is_empty() && self.others.is_none() && self.items.is_none()
    }

    /// The faults of a value.
    pub fn check(&self, value: &Value, old: Old, schema: &Schema, path: &FieldPath) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if let Some(node) = self.here.as_ref().filter(|_| !(value.is_null() && schema.nullable)) {
            errors.extend(node.check(value, old, path));
        }
        match value {
            Value::Object(map) => {
                for (name, value) in map {
                    let declared = schema.members.contains_key(name);
                    let rules = if declared { self.members.get(name) } else { self.others.as_deref() };
                    if let (Some(rules), Some(member)) = (rules, schema.member(name)) {
                        let below = if declared { path.child(name) } else { path.key(name) };
                        errors.extend(rules.check(value, old.member(name), member, &below));
                    }
                }
            }
            Value::Array(list) => {
                if let (Some(rules), Some(items)) = (&self.items, &schema.items) {
                    for (i, item) in list.iter().enumerate() {
                        errors.extend(rules.check(item, old.item(item, schema), items, &path.index(i)));
                    }
                }
            }
            _ => {}
        }
        errors
    }
}

impl Node {
    fn compile(source: &Value) -> Node {
        let mut own = source.clone();
        let rules = own.get("x-kubernetes-validations").cloned();
        strip(&mut own);
        if let (Some(map), Some(rules)) = (own.as_object_mut(), rules) {
            map.insert("x-kubernetes-validations".into(), rules);
        }
        let compiled = compile_schema(&own);
        let old_lookers = compiled.validations.iter().flatten().filter(|r| r.is_transition_rule);
        let transitions = old_lookers.map(|r| r.rule.rule.clone()).collect();
        Node { compiled, transitions }
    }

    fn check(&self, value: &Value, old: Old, path: &FieldPath) -> Vec<FieldError> {
        let unchanged = old.value() == Some(value);
        if unchanged && self.transitions.is_empty() {
            return Vec::new();
        }
        let Err(found) = validate_compiled(&self.compiled, value, old.value()) else {
            return Vec::new();
        };
        let counts = |e: &ValidationError| !unchanged || self.transitions.contains(&e.rule);
        found.into_vec().into_iter().filter(counts).map(|e| fault(&e, value, path)).collect()
    }
}

/// Whether a keyword is true.
fn flag(schema: &Value, name: &str) -> bool {
    schema.get(name).and_then(Value::as_bool).unwrap_or(false)
}

/// Takes the rules and defaults out of a schema, at every depth.
fn strip(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.remove("x-kubernetes-validations");
            map.remove("default");
            map.values_mut().for_each(strip);
        }
        Value::Array(list) => list.iter_mut().for_each(strip),
        _ => {}
    }
}

fn fault(error: &ValidationError, value: &Value, path: &FieldPath) -> FieldError {
    let place = match error.field_path.trim_start_matches('.') {
        "" => path.clone(),
        below => path.child(below),
    };
    let kind = match error.reason.as_deref() {
        Some("FieldValueForbidden") => FaultKind::Forbidden,
        Some("FieldValueRequired") => FaultKind::Required,
        Some("FieldValueDuplicate") => FaultKind::Duplicate,
        _ => FaultKind::Invalid,
    };
    let shows_value = error.kind != ErrorKind::ValidationFailure || !(value.is_object() || value.is_array());
    let valueless = matches!(kind, FaultKind::Forbidden | FaultKind::Required);
    if !shows_value || valueless {
        return FieldError::bare(kind, &place, error.message.clone());
    }
    let shown = if value.is_object() { Value::from("object") } else { value.clone() };
    FieldError::with_value(kind, &place, &shown, error.message.clone())
}
