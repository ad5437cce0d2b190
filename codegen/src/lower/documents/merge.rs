//! Schemas that hold at the same place, side by side: a schema, the parts of its `allOf`, and what they refer to.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::references::{is_null, is_null_branch};
use super::{Key, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Keywords, Root, Step, TypePath};
use crate::read::open_api::{Additional, Dialect, Schema, Types, View};
use crate::read::tree::Node;

/// A schema, and where its types belong.
#[derive(Clone, Debug)]
pub(super) struct At<'a> {
    pub(super) view: View<'a>,
    pub(super) path: TypePath,
}

/// A schema that holds at a place.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    pub(super) schema: Schema<'a>,
    pub(super) path: TypePath,
    /// Whether it is there by way of a reference, so that its words are about something else.
    pub(super) is_referred: bool,
}

/// A schema that a reference leads to.
#[derive(Clone, Debug)]
pub(super) struct Referred<'a> {
    pub(super) target: View<'a>,
}

/// What holds at a place: the schemas that stand there, and those that they refer to, not yet looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Whole<'a> {
    pub(super) parts: Vec<Part<'a>>,
    pub(super) referred: Vec<Referred<'a>>,
    /// Whether a part beside the others allows null.
    pub(super) null: bool,
    /// Whether a reference leads nowhere.
    pub(super) is_lost: bool,
}

/// Words about a schema, which say nothing of those that refer to it.
const PROSE: [&str; 5] = ["description", "title", "default", "deprecated", "externalDocs"];

/// The keywords whose schemas become types or parts of types.
pub(super) const MODELLED: [&str; 9] = [
    "$ref",
    "$dynamicRef",
    "properties",
    "additionalProperties",
    "allOf",
    "$defs",
    "definitions",
    "$schema",
    "xml",
];

impl<'a> Lowering<'a> {
    /// What stands at a place. References are not looked into.
    pub(super) fn whole(&mut self, ats: &[At<'a>]) -> Whole<'a> {
        let mut whole = Whole::default();
        // Everything is found in the reverse order, and turned around in the end: what a schema is made from comes before
        // it, so that it has the last word.
        let mut open: Vec<At<'a>> = ats.to_vec();
        let mut seen = HashSet::new();
        while let Some(at) = open.pop() {
            let key: Key = at.view.node;
            if !seen.insert(key) {
                continue;
            }
            let mut schema = Schema::read(&at.view, &mut self.report);
            if let Some(reference) = schema.reference.take() {
                match self.follow(&at.view, reference) {
                    Some(target) => whole.referred.push(Referred { target }),
                    None => whole.is_lost = true,
                }
                if !matches!(self.dialect(at.view.place.source), Dialect::V31 | Dialect::Parts) {
                    schema = words_alone(schema);
                }
            }
            let inner = self.inner(&mut schema, &at, &mut whole);
            whole.parts.push(Part { schema, path: at.path, is_referred: false });
            open.extend(inner);
        }
        whole.parts.reverse();
        whole.referred.reverse();
        whole
    }

    /// The schemas of an `allOf`, and of a union of one schema (and null).
    fn inner(&mut self, schema: &mut Schema<'a>, at: &At<'a>, whole: &mut Whole<'a>) -> Vec<At<'a>> {
        let beside = |view: View<'a>| At { view, path: at.path.clone() };
        let mut inner: Vec<At<'a>> = schema.all_of.take().iter().flat_map(View::each).map(beside).collect();
        for group in [&mut schema.one_of, &mut schema.any_of] {
            let Some(list) = group else { continue };
            let branches = list.each();
            let (nulls, values): (Vec<_>, Vec<_>) =
                branches.into_iter().partition(|view| is_null_branch(view.node));
            whole.null |= !nulls.is_empty();
            if values.len() < 2 {
                inner.extend(values.into_iter().map(beside));
                *group = None;
            }
        }
        inner
    }

    /// All that holds at a place, references included.
    pub(super) fn expanded(&mut self, whole: Whole<'a>) -> Merged<'a> {
        let mut merged = Merged { null: whole.null, ..Merged::default() };
        let mut open = vec![(whole, false)];
        let mut seen: HashSet<Key> = HashSet::new();
        while let Some((whole, is_referred)) = open.pop() {
            merged.parts.extend(whole.parts.into_iter().rev().map(|part| Part { is_referred, ..part }));
            for referred in whole.referred {
                if seen.insert(referred.target.node) {
                    let path = self.root_of(&referred.target);
                    open.push((self.whole(&[At { view: referred.target, path }]), true));
                }
            }
        }
        merged.parts.reverse();
        self.combine(merged)
    }

    /// Where the types inside a schema belong that a reference leads to.
    fn root_of(&mut self, target: &View<'a>) -> TypePath {
        TypePath { root: Root::Schema(self.schema_id(target)), steps: Vec::new() }
    }

    /// Works out what the parts say together.
    pub(super) fn combine(&mut self, mut merged: Merged<'a>) -> Merged<'a> {
        let parts = std::mem::take(&mut merged.parts);
        let mut all_null = false;
        for part in &parts {
            let schema = &part.schema;
            match merged.types.both(schema.types) {
                Some(both) => merged.types = both,
                None => {
                    merged.types = schema.types;
                    let message = "this schema and another that holds here have no type in common";
                    self.warn(Code::ContradictingTypes, message, &schema.view.place);
                }
            }
            all_null |= schema.nullable;
            merged.format = schema.format.or(merged.format);
            merged.content_encoding = schema.content_encoding.or(merged.content_encoding);
            merged.content_media_type = schema.content_media_type.or(merged.content_media_type);
            merged.int_or_string |= schema.int_or_string || schema.format == Some("int-or-string");
            merged.required.extend(&schema.required);
            merged.enumerate(schema);
            merged.members(part);
        }
        merged.null |= all_null
            || merged.types.has_null()
            || merged.enumeration.iter().flatten().any(|value| is_null(value));
        merged.parts = parts;
        merged
    }
}

/// A schema of which nothing holds but its words: what stands beside a reference in OpenAPI 3.0 and Swagger.
fn words_alone(schema: Schema<'_>) -> Schema<'_> {
    let mut words = Schema::empty(schema.view);
    words.nullable = schema.nullable;
    words
}

/// All schemas that hold at a place, and what they say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged<'a> {
    /// The schemas; what stands at the place itself comes last.
    pub(super) parts: Vec<Part<'a>>,
    pub(super) types: Types,
    pub(super) null: bool,
    pub(super) format: Option<&'a str>,
    pub(super) content_encoding: Option<&'a str>,
    pub(super) content_media_type: Option<&'a str>,
    pub(super) int_or_string: bool,
    pub(super) required: HashSet<&'a str>,
    pub(super) enumeration: Option<Vec<&'a Node>>,
    /// The members with all schemas that describe them.
    pub(super) properties: IndexMap<&'a str, Vec<At<'a>>>,
    pub(super) patterns: Vec<(&'a str, At<'a>)>,
}

impl<'a> Merged<'a> {
    fn enumerate(&mut self, schema: &Schema<'a>) {
        let Some(values) = &schema.enumeration else { return };
        match &mut self.enumeration {
            Some(known) => known.retain(|value| values.iter().any(|other| other.value == value.value)),
            none => *none = Some(values.clone()),
        }
    }

    fn members(&mut self, part: &Part<'a>) {
        for (name, view) in part.schema.properties.iter().flat_map(View::members) {
            let described = self.properties.entry(name).or_default();
            if described.iter().all(|at| !std::ptr::eq(at.view.node, view.node)) {
                described.push(At { view, path: part.path.then(Step::Member(name.to_owned())) });
            }
        }
        for (pattern, view) in part.schema.patterns.iter().flat_map(View::members) {
            let path = part.path.then(Step::Pattern(pattern.to_owned()));
            self.patterns.push((pattern, At { view, path }));
        }
    }

    /// The first schema for members that have no name.
    pub(super) fn additional(&self) -> Option<At<'a>> {
        self.parts.iter().rev().find_map(|part| match &part.schema.additional {
            Additional::Schema(view) => Some(At { view: view.clone(), path: part.path.then(Step::Values) }),
            _ => None,
        })
    }

    /// Whether members without a name are spoken of in this way.
    pub(super) fn says_of_others(&self, is: fn(&Additional<'a>) -> bool) -> bool {
        self.parts.iter().any(|part| is(&part.schema.additional))
    }

    /// Whether the schemas say that values are objects, and something of their members.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty() || !self.patterns.is_empty() || self.additional().is_some()
    }

    /// What the schemas say, less what stands in the model. Of those that are referred to, the words are left out.
    pub(super) fn keywords(&self, modelled: &[&str]) -> Keywords {
        let mut keywords = Map::new();
        let without: Vec<&str> = MODELLED.iter().chain(modelled).copied().collect();
        for part in &self.parts {
            let said = part.schema.keywords(&without);
            keywords.extend(
                said.into_iter().filter(|(key, _)| !part.is_referred || !PROSE.contains(&key.as_str())),
            );
        }
        if let Some(required) = self.all_required() {
            keywords.insert("required".to_owned(), required);
        }
        Keywords(keywords)
    }

    /// The names that are required by several schemas together.
    fn all_required(&self) -> Option<Value> {
        let lists = self.parts.iter().filter(|part| !part.schema.required.is_empty());
        (lists.count() > 1).then(|| {
            let mut all: Vec<&str> = self.required.iter().copied().collect();
            all.sort_unstable();
            all.into()
        })
    }
}
