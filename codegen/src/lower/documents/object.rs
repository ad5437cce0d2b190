//! Objects with named members.

use super::Lowering;
use super::merge::{At, Merged};
use super::schema::Home;
use crate::ir::{Access, Field, Object, Presence, Rest, Shape, Step, TypeRef};
use crate::read::open_api::{Additional, boolean};
use crate::read::schema::SchemaType;

impl<'a> Lowering<'a> {
    pub(super) fn object(&mut self, merged: &Merged<'a>, home: &Home) -> Option<TypeRef> {
        let listed = merged.types.listed();
        let is_object = listed == [SchemaType::Object] || listed.is_empty();
        if !is_object || merged.properties.is_empty() {
            return None;
        }
        let shape =
            Shape::Object(Object { fields: Vec::new(), choices: Vec::new(), rest: Rest::Unspecified });
        let id = self.push(merged, home, (merged.keywords(&[]), shape));
        // The type is known from here on, so that a schema that leads back to it finds it.
        if let [only] = merged.parts.as_slice() {
            self.types.entry(only.schema.view.node).or_insert(id);
        }
        let fields = merged.properties.iter().map(|(name, ats)| self.field(merged, name, (ats, home)));
        let fields = fields.collect();
        let rest = self.rest(merged, home);
        self.api.types[id.0].shape = Shape::Object(Object { fields, choices: Vec::new(), rest });
        Some(TypeRef::Described(id))
    }

    fn field(&mut self, merged: &Merged<'a>, name: &str, (ats, home): (&[At<'a>], &Home)) -> Field {
        let others = ats.split_last().map(|(_, others)| others).unwrap_or_default();
        let is = |key| ats.iter().any(|at| boolean(&at.view, key) == Some(true));
        let access = match (is("readOnly"), is("writeOnly")) {
            (true, false) => Access::Read,
            (false, true) => Access::Write,
            _ => Access::Both,
        };
        Field {
            name: name.to_owned(),
            presence: if merged.required.contains(name) { Presence::Required } else { Presence::Optional },
            access,
            value: self.inside(ats, home, Step::Member(name.to_owned())),
            also: others.iter().map(|at| at.view.place.clone()).collect(),
        }
    }

    fn rest(&mut self, merged: &Merged<'a>, home: &Home) -> Rest {
        if let Some(at) = merged.additional() {
            let value = self.inside(&[at], home, Step::Values);
            return match value.ty {
                TypeRef::Any => Rest::Preserved,
                _ => Rest::Typed(Box::new(value)),
            };
        }
        let is_preserved = merged.parts.iter().any(|part| part.schema.preserve_unknown_fields);
        let allows = |additional: &Additional<'a>| matches!(additional, Additional::Allowed);
        match () {
            () if is_preserved || merged.says_of_others(allows) || !merged.patterns.is_empty() => {
                Rest::Preserved
            }
            () if merged.says_of_others(|additional| matches!(additional, Additional::Refused)) => {
                Rest::Refused
            }
            () => Rest::Unspecified,
        }
    }
}
