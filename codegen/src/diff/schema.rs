//! Schemas, place by place: the walk.
//!
//! Types wait in a list until they are looked at, so that no depth of nesting is one of calls.

use super::keywords::{self, Found};
use super::resource::{Version, at};
use super::{Change, Effect, Pair, Rule, fields, rust};
use crate::diagnostic::Place;
use crate::ir::{Api, Enumeration, Field, Keywords, Presence, Shape, TypeId, TypeRef, Use};
use crate::pointer::Pointer;

/// The members that the API server adds to every object, whatever its schema says of them.
pub(super) const ENVELOPE: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// The comparison of the schemas of a version.
pub(super) struct Walk<'a> {
    pub(super) version: &'a Version<'a>,
    pub(super) changes: Vec<Change>,
    open: Vec<Types>,
}

/// Two types at the same place.
#[derive(Clone)]
pub(super) struct Types {
    pub(super) ids: Pair<TypeId>,
    pub(super) path: String,
}

/// A place where both sides have a schema.
pub(super) struct Spot<'a> {
    pub(super) path: String,
    pub(super) places: Pair<&'a Place>,
    pub(super) keywords: Pair<&'a Keywords>,
    /// What it is a value of.
    pub(super) role: Role,
    /// What its values are on both sides.
    pub(super) sort: Sort,
}

/// What values are on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Objects whose members are compared on their own.
    Objects,
    /// One of several texts, for which there is a generated enumeration.
    Enumeration,
    /// Something else, or not the same.
    Other,
}

/// What a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A member that may be left out on both sides.
    Optional,
    /// A member that must be given on one side, an item, an entry or the whole.
    Needed,
}

/// Compares the schemas of a version that both sides have.
pub(super) fn compare(version: &Version<'_>) -> Vec<Change> {
    let mut walk = Walk { version, changes: Vec::new(), open: Vec::new() };
    let ids = version.resources.each(|resource| resource.root);
    let types = Pair { old: version.sides.old.api.ty(ids.old), new: version.sides.new.api.ty(ids.new) };
    let root = Spot {
        path: String::new(),
        places: types.each(|ty| &ty.place),
        keywords: types.each(|ty| &ty.schema),
        role: Role::Needed,
        sort: Sort::Objects,
    };
    walk.spot(&root);
    walk.open.push(Types { ids, path: String::new() });
    while let Some(types) = walk.open.pop() {
        let inner = walk.open.len();
        fields::compare(&mut walk, &types);
        if version.is_emitted() {
            walk.changes.extend(rust::of_types(version, &types));
        }
        // What was found first is looked at first.
        walk.open[inner..].reverse();
    }
    walk.changes
}

impl<'a> Walk<'a> {
    /// Compares a member that both sides have, and what stands in it up to the next types with members of their own. The
    /// changes from `first` on are about it, too.
    pub(super) fn member(&mut self, fields: Pair<&'a Field>, path: &str, first: usize) {
        let is_optional = fields.each(|field| field.presence == Presence::Optional);
        let mut role = if is_optional.old && is_optional.new { Role::Optional } else { Role::Needed };
        let mut used = Pair { old: &fields.old.value, new: &fields.new.value };
        let mut path = path.to_owned();
        while let Some((inner, step)) = self.used(used, (&path, role)) {
            (used, role) = (inner, Role::Needed);
            path += step;
        }
        if self.version.is_emitted() {
            rust::explain(self.version, fields, &mut self.changes, first);
        }
    }

    /// Compares two values, and answers with what stands in them.
    fn used(
        &mut self,
        used: Pair<&'a Use>,
        (path, role): (&str, Role),
    ) -> Option<(Pair<&'a Use>, &'static str)> {
        let apis = self.version.sides.each(|side| side.api);
        let spot = Spot {
            path: path.to_owned(),
            places: used.each(|used| &used.place),
            keywords: Pair { old: said(apis.old, used.old), new: said(apis.new, used.new) },
            role,
            sort: common_sort((apis.old, used.old), (apis.new, used.new)),
        };
        let first = self.changes.len();
        self.spot(&spot);
        let (inner, step) = match (&used.old.ty, &used.new.ty) {
            (TypeRef::Described(old), TypeRef::Described(new)) if spot.sort != Sort::Other => {
                self.open.push(Types { ids: Pair { old: *old, new: *new }, path: path.to_owned() });
                return None;
            }
            (TypeRef::List(old), TypeRef::List(new)) => (Pair { old: &**old, new: &**new }, "[]"),
            (TypeRef::Map(old), TypeRef::Map(new)) => (Pair { old: &**old, new: &**new }, "{}"),
            _ => {
                self.other_sort(&spot, used, first);
                return None;
            }
        };
        self.described(&spot, used, inner);
        Some((inner, step))
    }

    /// Types of different sorts have nothing inside that could be compared. That they differ is said, unless a keyword said it.
    fn other_sort(&mut self, spot: &Spot<'_>, used: Pair<&Use>, first: usize) {
        let apis = self.version.sides.each(|side| side.api);
        let sorts = Pair { old: sort(apis.old, used.old), new: sort(apis.new, used.new) };
        let is_said = self.changes[first..].iter().any(|change| change.rule.is_about_type());
        if !sorts.is_same() && !is_said {
            let detail = format!("{} became {}", sorts.old, sorts.new);
            self.found(spot, Found { keyword: "", rule: Rule::TypeChanged, detail, effect: Effect::TIGHTER });
        }
    }

    /// Whether the inner values are described at all: a schema without a word allows the same as none.
    fn described(&mut self, spot: &Spot<'_>, used: Pair<&Use>, inner: Pair<&Use>) {
        let is_described =
            Pair { old: used.old.place != inner.old.place, new: used.new.place != inner.new.place };
        if !is_described.is_same() {
            let detail = "the inner values have a schema on one side alone".to_owned();
            self.found(
                spot,
                Found { keyword: "", rule: Rule::KeywordChanged, detail, effect: Effect::LOOSER },
            );
        }
    }

    /// Compares what two schemas say at one place.
    fn spot(&mut self, spot: &Spot<'_>) {
        for found in keywords::compare(spot) {
            self.found(spot, found);
        }
    }

    /// A change of the version. Where it is not served on both sides, it has no clients and no types.
    pub(super) fn change(&self, rule: Rule, detail: String, effect: Effect) -> Change {
        let effect = match self.version.is_emitted() {
            true => effect,
            false => Effect { data: effect.data, ..Effect::NOTHING },
        };
        self.version.change(rule, detail, effect)
    }

    pub(super) fn found(&mut self, spot: &Spot<'_>, found: Found<'_>) {
        let place = |place: &Place, keywords: &Keywords| match keywords.0.contains_key(found.keyword) {
            true => at(place, &Pointer::root().join(found.keyword)),
            false => place.clone(),
        };
        let change = Change {
            path: spot.path.clone(),
            old: Some(place(spot.places.old, spot.keywords.old)),
            new: Some(place(spot.places.new, spot.keywords.new)),
            ..self.change(found.rule, found.detail, found.effect)
        };
        self.changes.push(change);
    }
}

/// What the schema of a value says.
fn said<'a>(api: &'a Api, used: &'a Use) -> &'a Keywords {
    match used.ty {
        TypeRef::Described(id) => &api.ty(id).schema,
        _ => &used.schema,
    }
}

fn common_sort((old_api, old): (&Api, &Use), (new_api, new): (&Api, &Use)) -> Sort {
    let (TypeRef::Described(old), TypeRef::Described(new)) = (&old.ty, &new.ty) else { return Sort::Other };
    match (&old_api.ty(*old).shape, &new_api.ty(*new).shape) {
        (Shape::Object(_), Shape::Object(_)) => Sort::Objects,
        (Shape::Enum(_), Shape::Enum(_)) => Sort::Enumeration,
        _ => Sort::Other,
    }
}

/// What sort of value it is, for people.
fn sort(api: &Api, used: &Use) -> &'static str {
    match &used.ty {
        TypeRef::Described(id) => match api.ty(*id).shape {
            Shape::Object(_) => "an object with members",
            Shape::Enum(Enumeration::Strings(_)) => "one of several texts",
            Shape::Enum(Enumeration::Values(_)) => "one of several values",
            Shape::Union(_) => "one of several types",
            Shape::Tuple(_) => "a list with items of their own",
            Shape::Alias(_) => "another type by a name of its own",
            Shape::Choice(_) => "one of several sets of members",
        },
        TypeRef::Any => "any value",
        TypeRef::Boolean => "a boolean",
        TypeRef::Integer(_) => "an integer",
        TypeRef::Number | TypeRef::Float => "a number",
        TypeRef::String(_) => "a text",
        TypeRef::IntOrString => "an integer or a text",
        TypeRef::List(_) => "a list",
        TypeRef::Map(_) => "a map",
        TypeRef::Known(_) | TypeRef::ListOf(_) | TypeRef::Resource(_) => "a Kubernetes object",
        TypeRef::Foreign(_) => "a value of a type from elsewhere",
    }
}
