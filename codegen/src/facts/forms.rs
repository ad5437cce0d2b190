//! What the variants of a union look like from outside.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Facts;
use crate::ir::{Api, Choice, Enumeration, JsonType, Null, Shape, TypeRef, Union, Use};

/// What a variant of a union looks like from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// What its values are in JSON; none where they may be anything.
    pub types: BTreeSet<JsonType>,
    /// Whether null is one of its values.
    pub is_nullable: bool,
    /// The member that tells the form, and its values as text.
    pub tag: Option<(String, Vec<String>)>,
    /// A member that no other form has.
    pub sign: Option<String>,
}

impl Form {
    /// The forms of the variants of a union.
    #[must_use]
    pub fn all(api: &Api, facts: &Facts, union: &Union) -> Vec<Self> {
        let uses = union.variants.iter().map(|variant| &variant.value);
        let mut forms: Vec<Self> = uses
            .map(|value| {
                let types = types(api, facts, value).into_iter().collect();
                Self { types, is_nullable: value.null == Null::Allowed, ..Self::default() }
            })
            .collect();
        let every: Vec<usize> = (0..forms.len()).collect();
        tell(&union.choice, &every, &mut forms);
        forms
    }
}

/// Notes by what a choice between these forms is made.
fn tell(choice: &Choice, between: &[usize], forms: &mut [Form]) {
    match choice {
        Choice::Tag { property, values } => {
            for (form, values) in between.iter().zip(values) {
                forms[*form].tag = Some((property.clone(), values.clone()));
            }
        }
        Choice::ByConstant { property, values } => {
            for (form, values) in between.iter().zip(values) {
                forms[*form].tag = Some((property.clone(), values.iter().map(text).collect()));
            }
        }
        Choice::ByMember(signs) => {
            between.iter().zip(signs).for_each(|(form, sign)| forms[*form].sign.clone_from(sign));
        }
        Choice::ByType(types) => narrow(types, between, forms),
        Choice::ByTypeThen { types, shared } => {
            narrow(types, between, forms);
            for (indices, choice) in shared {
                let between: Vec<usize> =
                    indices.iter().filter_map(|index| between.get(*index).copied()).collect();
                tell(choice, &between, forms);
            }
        }
        Choice::FirstMatch => {}
    }
}

/// Takes over the types that the schemas allow, which are fewer than those of the Rust types where these are lax.
fn narrow(types: &[Vec<JsonType>], between: &[usize], forms: &mut [Form]) {
    for (form, types) in between.iter().zip(types).filter(|(_, types)| !types.is_empty()) {
        forms[*form].types = types.iter().copied().collect();
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a value may be in JSON, null left aside; none where it may be anything.
fn types(api: &Api, facts: &Facts, value: &Use) -> Vec<JsonType> {
    match &value.ty {
        TypeRef::Described(id) if facts.is_endless(*id) => Vec::new(),
        TypeRef::Described(id) => of_shape(api, facts, &api.ty(*id).shape),
        TypeRef::Boolean => vec![JsonType::Boolean],
        TypeRef::Integer(_) => vec![JsonType::Integer],
        TypeRef::Number | TypeRef::Float => vec![JsonType::Number],
        TypeRef::String(_) => vec![JsonType::String],
        TypeRef::IntOrString => vec![JsonType::Integer, JsonType::String],
        TypeRef::List(_) => vec![JsonType::Array],
        TypeRef::Map(_) => vec![JsonType::Object],
        TypeRef::Any
        | TypeRef::Foreign(_)
        | TypeRef::Known(_)
        | TypeRef::ListOf(_)
        | TypeRef::Resource(_) => Vec::new(),
    }
}

fn of_shape(api: &Api, facts: &Facts, shape: &Shape) -> Vec<JsonType> {
    match shape {
        Shape::Object(_) | Shape::Choice(_) => vec![JsonType::Object],
        Shape::Tuple(_) => vec![JsonType::Array],
        Shape::Enum(Enumeration::Strings(_)) => vec![JsonType::String],
        Shape::Enum(Enumeration::Values(values)) => values.iter().filter_map(of_value).collect(),
        Shape::Alias(target) => types(api, facts, target),
        // A union in a union may hold the outer one: it may be anything.
        Shape::Union(_) => Vec::new(),
    }
}

fn of_value(value: &Value) -> Option<JsonType> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some(JsonType::Boolean),
        Value::Number(_) => Some(JsonType::Number),
        Value::String(_) => Some(JsonType::String),
        Value::Array(_) => Some(JsonType::Array),
        Value::Object(_) => Some(JsonType::Object),
    }
}
