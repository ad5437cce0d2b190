//! Objects, and which of their members are shown.

use serde_json::{Map, Value};

use super::{Extent, Maker, OPTIONAL};
use crate::ir::{Access, Field, Keywords, Object, Presence, Type, TypeRef, Use};

impl<'a> Maker<'a> {
    pub(super) fn object(&mut self, ty: &'a Type, object: &'a Object) -> Option<Value> {
        if is_embedded(&ty.schema) {
            return None;
        }
        let mut made = Map::new();
        let depth = self.objects;
        self.objects += 1;
        let is_complete = self.required(object, &mut made);
        if is_complete && self.extent != Extent::Least {
            let quota = OPTIONAL.get(depth).copied().unwrap_or(0);
            self.optional(object, quota, &mut made);
        }
        self.objects = depth;
        is_complete.then_some(Value::Object(made))
    }

    /// Adds what must be there; whether all of it could be made.
    fn required(&mut self, object: &'a Object, made: &mut Map<String, Value>) -> bool {
        let in_choice = |at: usize| object.choice_of(at).is_some();
        let fields = object.fields.iter().enumerate().filter(|(at, _)| !in_choice(*at));
        let needed = fields.map(|(_, field)| field).filter(|field| field.presence == Presence::Required);
        let of_choices = object.choices.iter().filter(|choice| choice.presence == Presence::Required);
        let first = of_choices.filter_map(|choice| choice.sets.iter().find(|set| !set.is_empty()));
        let chosen: Vec<&Field> = first.flatten().filter_map(|at| object.fields.get(*at)).collect();
        needed.chain(chosen).all(|field| match self.of_use(&field.value) {
            Some(value) => {
                made.insert(field.name.clone(), value);
                true
            }
            None => false,
        })
    }

    /// Adds some of what may be there. Members that exclude each other are left to what must be there.
    fn optional(&mut self, object: &'a Object, quota: usize, made: &mut Map<String, Value>) {
        let mut left = quota;
        let fields = object.fields.iter().enumerate();
        let free = fields.filter(|(at, field)| {
            object.choice_of(*at).is_none() && field.access != Access::Read && !made.contains_key(&field.name)
        });
        let free: Vec<&Field> = free.map(|(_, field)| field).collect();
        for field in free {
            if left == 0 {
                return;
            }
            if self.is_in_question(field) {
                continue;
            }
            if let Some(value) = self.of_use(&field.value).filter(says_something) {
                made.insert(field.name.clone(), value);
                left -= 1;
            }
        }
    }

    /// Whether a rule speaks of a member, or is for the value that it has.
    fn is_in_question(&self, field: &Field) -> bool {
        self.rules.iter().any(|rule| speaks_of(rule, &field.name)) || self.is_ruled(&field.value)
    }

    /// Whether a rule is for a value, or for what it is made of: rules for the members of an object are asked there.
    fn is_ruled(&self, used: &Use) -> bool {
        super::rules_of(&used.schema).next().is_some()
            || match &used.ty {
                TypeRef::List(inner) | TypeRef::Map(inner) => self.is_ruled(inner),
                _ => false,
            }
    }
}

/// Whether a rule has this name as a word.
fn speaks_of(rule: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    rule.match_indices(name).any(|(at, _)| {
        let before = rule[..at].chars().next_back();
        let after = rule[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// Objects and lists without anything are left out where they may be.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// A Kubernetes object of any kind, of which nothing is known.
fn is_embedded(keywords: &Keywords) -> bool {
    keywords.0.get("x-kubernetes-embedded-resource") == Some(&Value::Bool(true))
}
