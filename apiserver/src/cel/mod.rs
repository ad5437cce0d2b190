//! Rules in CEL (`x-kubernetes-validations`): compiled once per version, run on every write that the schema accepts.
//!
//! This walk decides the places of faults, what `oldSelf` is, and which rules are left out because nothing changed
//! (ratcheting). What the rules of one request may cost is bounded, as at the real server.

mod alike;
pub mod check;
mod convert;
mod macros;
mod meter;
mod names;
mod rule;
mod walk;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::field::{FaultKind, FieldError, FieldPath};
use crate::schema::correlate::Old;
use crate::schema::{Additional, Schema};
use meter::{Budget, Spent};
use rule::{Found, Rule};

/// The rules of a schema and of everything below it; empty where there are none.
#[derive(Debug, Default)]
pub struct Rules {
    here: Vec<Rule>,
    members: BTreeMap<String, Rules>,
    others: Option<Box<Rules>>,
    items: Option<Box<Rules>>,
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
        let here = schema.source.get("x-kubernetes-validations").and_then(Value::as_array);
        Rules {
            here: here.into_iter().flatten().map(|rule| Rule::read(rule, &schema.source)).collect(),
            members: with_rules.map(|(name, s)| (name.clone(), Rules::compile(s))).collect(),
            others,
            items: schema.items.as_deref().filter(|s| s.any_rules()).map(|s| Box::new(Rules::compile(s))),
        }
    }

    /// Whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.members.is_empty() && self.others.is_none() && self.items.is_none()
    }

    /// The faults of a value.
    pub fn check(&self, value: &Value, old: Old, schema: &Schema, path: &FieldPath) -> Vec<FieldError> {
        let mut walk = Walk { budget: Budget::default(), errors: Vec::new() };
        // Where the means come to an end, what was found so far is the answer, and the last of it says so.
        let _ = walk.node(self, Place { value, old, schema, path });
        walk.errors
    }
}

/// A place in a value.
#[derive(Clone, Copy)]
struct Place<'a> {
    value: &'a Value,
    old: Old<'a>,
    schema: &'a Schema,
    path: &'a FieldPath,
}

/// A walk over a value.
struct Walk {
    budget: Budget,
    errors: Vec<FieldError>,
}

impl Walk {
    fn node(&mut self, rules: &Rules, at: Place) -> Result<(), Spent> {
        if !(rules.here.is_empty() || at.value.is_null() && at.schema.nullable) {
            self.here(&rules.here, at)?;
        }
        match at.value {
            Value::Object(map) => {
                for (name, value) in map {
                    let declared = at.schema.members.contains_key(name);
                    let below = if declared { rules.members.get(name) } else { rules.others.as_deref() };
                    if let (Some(rules), Some(schema)) = (below, at.schema.member(name)) {
                        let path = if declared { at.path.child(name) } else { at.path.key(name) };
                        self.node(rules, Place { value, old: at.old.member(name), schema, path: &path })?;
                    }
                }
            }
            Value::Array(list) => {
                if let (Some(rules), Some(schema)) = (&rules.items, &at.schema.items) {
                    let old = at.old.items(at.schema);
                    for (i, value) in list.iter().enumerate() {
                        let path = at.path.index(i);
                        self.node(rules, Place { value, old: old.of(value), schema, path: &path })?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The rules of one place; where nothing changed, those that compare with the old value alone.
    fn here(&mut self, rules: &[Rule], at: Place) -> Result<(), Spent> {
        let unchanged = at.old.value() == Some(at.value);
        let mut asked = rules.iter().filter(|rule| !unchanged || rule.is_transition).peekable();
        if asked.peek().is_none() {
            return Ok(());
        }
        let converted = |value| rule::with_functions(|f| convert::value(value, at.schema, f));
        let (new, old) = (converted(at.value), at.old.value().map(converted));
        for rule in asked {
            match rule.ask(&new, old.as_ref(), &mut self.budget) {
                Ok(None) => {}
                Ok(Some(found)) => self.errors.push(fault(rule, found, at)),
                Err(spent) => {
                    self.errors.push(fault(rule, Found::Failed(rule.stopped(spent)), at));
                    return Err(spent);
                }
            }
        }
        Ok(())
    }
}

/// Whether a keyword is true.
fn flag(schema: &Value, name: &str) -> bool {
    schema.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn fault(rule: &Rule, found: Found, at: Place) -> FieldError {
    let (value, path) = (at.value, at.path);
    let shown = if value.is_object() { Value::from("object") } else { value.clone() };
    let words = match found {
        Found::Failed(words) => return FieldError::invalid(path, &shown, words),
        Found::Broken(words) => words,
    };
    let place = if rule.field.is_empty() { path.clone() } else { path.child(&rule.field) };
    let valueless = matches!(rule.kind, FaultKind::Forbidden | FaultKind::Required);
    if valueless || value.is_object() || value.is_array() {
        return FieldError::bare(rule.kind, &place, words);
    }
    FieldError::with_value(rule.kind, &place, &shown, words)
}
