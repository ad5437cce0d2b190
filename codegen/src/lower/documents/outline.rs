//! The outline of a schema: as much of it as is needed to tell its values from those of another.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::formats::json_type;
use super::merge::{At, Merged};
use super::{Key, Lowering};
use crate::diagnostic::Report;
use crate::ir::JsonType;
use crate::read::open_api::{Schema, View};
use crate::read::schema::SchemaType;

/// How many unions may lie inside one another before nothing more is told of them.
const NESTED: usize = 8;

/// What is known of the values of a schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Outline {
    /// What they are in JSON; nothing where it may be anything.
    pub(super) types: Vec<JsonType>,
    /// The members that objects have.
    pub(super) properties: BTreeSet<String>,
    /// The members that they must have.
    pub(super) required: BTreeSet<String>,
    /// The members that have one of a few values.
    pub(super) constants: BTreeMap<String, Vec<Value>>,
    /// The values themselves, if they are a few.
    pub(super) values: Vec<Value>,
}

impl<'a> Lowering<'a> {
    /// The outline of what holds together.
    pub(super) fn outline(&mut self, merged: &Merged<'a>, nested: usize) -> Outline {
        let mut outline = Outline { types: self.json_types(merged, nested), ..Outline::default() };
        outline.required = merged.required.iter().map(|name| (*name).to_owned()).collect();
        outline.values = merged.enumeration.iter().flatten().map(|value| value.to_json()).collect();
        for (name, ats) in &merged.properties {
            outline.properties.insert((*name).to_owned());
            if let Some(values) = ats.iter().rev().find_map(|at| self.constant(&at.view)) {
                outline.constants.insert((*name).to_owned(), values);
            }
        }
        outline
    }

    /// The few values that a schema allows.
    fn constant(&mut self, view: &View<'a>) -> Option<Vec<Value>> {
        let schema = Schema::read(view, &mut Report::new());
        if let (None, Some(reference)) = (&schema.enumeration, schema.reference) {
            let target = self.follow(view, reference)?;
            let schema = Schema::read(&target, &mut Report::new());
            return schema.enumeration.map(|values| values.iter().map(|value| value.to_json()).collect());
        }
        schema.enumeration.map(|values| values.iter().map(|value| value.to_json()).collect())
    }

    fn json_types(&mut self, merged: &Merged<'a>, nested: usize) -> Vec<JsonType> {
        let listed = merged.types.listed();
        if !listed.is_empty() {
            return listed.into_iter().map(json_type).collect();
        }
        if merged.int_or_string {
            return vec![JsonType::String, JsonType::Integer];
        }
        if merged.has_members() {
            return vec![JsonType::Object];
        }
        if merged.parts.iter().any(|part| part.schema.items.is_some() || part.schema.prefix.is_some()) {
            return vec![JsonType::Array];
        }
        if let Some(values) = &merged.enumeration {
            let types: Option<BTreeSet<JsonType>> =
                values.iter().map(|value| type_of(&value.to_json())).collect();
            return types.unwrap_or_default().into_iter().collect();
        }
        self.types_of_branches(merged, nested).unwrap_or_default().into_iter().collect()
    }

    /// The types of all branches of a union; nothing if one of them may be anything.
    fn types_of_branches(&mut self, merged: &Merged<'a>, nested: usize) -> Option<BTreeSet<JsonType>> {
        let groups = merged.parts.iter().filter_map(|part| {
            part.schema
                .one_of
                .as_ref()
                .or(part.schema.any_of.as_ref())
                .map(|group| (group.each(), part.path.clone()))
        });
        let (branches, path) = groups.collect::<Vec<_>>().into_iter().next()?;
        if nested >= NESTED {
            return None;
        }
        let mut types = BTreeSet::new();
        for view in branches {
            let at = At { view, path: path.clone() };
            let outline = self.outline_at(&at, nested + 1);
            if outline.types.is_empty() {
                return None;
            }
            types.extend(outline.types.iter().copied());
        }
        Some(types)
    }

    /// The outline of a schema, which is made once.
    pub(super) fn outline_at(&mut self, at: &At<'a>, nested: usize) -> Rc<Outline> {
        let node: Key = at.view.node;
        let key = match self.only_target(at) {
            Some(target) => target.node,
            None => node,
        };
        if let Some(known) = self.outlines.get(&key) {
            return Rc::clone(known);
        }
        // Until it is made it says nothing, so that a schema that holds itself comes to an end.
        self.outlines.insert(key, Rc::new(Outline::default()));
        let whole = self.whole(std::slice::from_ref(at));
        let merged = self.expanded(whole);
        let outline = Rc::new(self.outline(&merged, nested));
        self.outlines.insert(key, Rc::clone(&outline));
        outline
    }

    /// What a schema refers to that is nothing but a reference.
    pub(super) fn only_target(&mut self, at: &At<'a>) -> Option<View<'a>> {
        let schema = Schema::read(&at.view, &mut Report::new());
        let reference = schema.reference.filter(|_| !schema.shapes())?;
        self.follow(&at.view, reference)
    }
}

/// What a value is in JSON; none for null.
pub(super) fn type_of(value: &Value) -> Option<JsonType> {
    let ty = match value {
        Value::Null => return None,
        Value::Bool(_) => SchemaType::Boolean,
        Value::Number(number) if number.is_f64() => SchemaType::Number,
        Value::Number(_) => SchemaType::Integer,
        Value::String(_) => SchemaType::String,
        Value::Array(_) => SchemaType::Array,
        Value::Object(_) => SchemaType::Object,
    };
    Some(json_type(ty))
}
