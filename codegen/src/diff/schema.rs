//! Schemas, place by place: the walk.
//!
//! Types wait in a list until they are looked at, so that no depth of nesting is one of calls.

use std::collections::BTreeSet;

use super::keywords::{self, Found};
use super::resource::at;
use super::subject::{Flow, Subject};
use super::{Change, Effect, Pair, Rule, Semver, fields, forms, rust};
use crate::diagnostic::Place;
use crate::ir::{Api, Enumeration, Field, Keywords, Null, Presence, Root, Shape, TypeId, TypeRef, Use};
use crate::pointer::Pointer;

/// The members that the API server adds to every object, whatever its schema says of them.
pub(super) const ENVELOPE: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// The comparison of the schemas of a subject.
pub(super) struct Walk<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) changes: Vec<Change>,
    /// Who sends the values that are being looked at.
    pub(super) flow: Flow,
    open: Vec<Types>,
    /// The types that were compared, for they may hold each other.
    seen: BTreeSet<(TypeId, TypeId)>,
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
    /// One of several types.
    Union,
    /// Lists whose items are compared one by one.
    Tuple,
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

/// Compares two types and all that is inside them.
pub(super) fn compare(subject: &Subject<'_>, ids: Pair<TypeId>) -> Vec<Change> {
    let mut walk = Walk::of(subject);
    walk.flow = subject.flow(ids);
    let types = Pair { old: subject.sides.old.api.ty(ids.old), new: subject.sides.new.api.ty(ids.new) };
    if let (Shape::Alias(old), Shape::Alias(new)) = (&types.old.shape, &types.new.shape) {
        walk.lone(Pair { old, new }, "", 0);
        return walk.end();
    }
    let shapes = types.each(|ty| &ty.shape);
    let root = Spot {
        path: String::new(),
        places: types.each(|ty| &ty.place),
        keywords: types.each(|ty| &ty.schema),
        role: Role::Needed,
        sort: common_sort(shapes),
    };
    let first = walk.changes.len();
    walk.spot(&root);
    match root.sort {
        Sort::Other => {
            walk.other_sort(&root, shapes.each(|shape| sort_of(shape)), first);
            walk.changes[first..].iter_mut().for_each(|change| change.effect.rust = Semver::Major);
        }
        _ => walk.open.push(Types { ids, path: String::new() }),
    }
    walk.end()
}

impl<'a> Walk<'a> {
    pub(super) const fn of(subject: &'a Subject<'a>) -> Self {
        Self { subject, changes: Vec::new(), flow: Flow::Both, open: Vec::new(), seen: BTreeSet::new() }
    }

    /// Looks into the types that were found, and answers with all changes.
    pub(super) fn end(mut self) -> Vec<Change> {
        while let Some(types) = self.open.pop() {
            if !self.seen.insert((types.ids.old, types.ids.new)) {
                continue;
            }
            let inner = self.open.len();
            self.flow = self.subject.flow(types.ids);
            fields::compare(&mut self, &types);
            forms::compare(&mut self, &types);
            if self.subject.is_emitted {
                self.changes.extend(rust::of_types(self.subject, &types));
            }
            // What was found first is looked at first.
            self.open[inner..].reverse();
        }
        self.changes
    }

    /// Compares a member that both sides have, and what stands in it up to the next types with members of their own. The
    /// changes from `first` on are about it, too.
    pub(super) fn member(&mut self, fields: Pair<&Field>, path: &str, first: usize) {
        let is_optional = fields.each(|field| field.presence == Presence::Optional);
        let role = if is_optional.old && is_optional.new { Role::Optional } else { Role::Needed };
        self.values(Pair { old: &fields.old.value, new: &fields.new.value }, (path, role));
        if self.subject.is_emitted {
            rust::explain(self.subject, fields, &mut self.changes, first);
        }
    }

    /// Compares two values that are members of nothing: bodies, or what types are other names for.
    pub(super) fn lone(&mut self, used: Pair<&Use>, path: &str, first: usize) {
        let fields = used.each(|used| Field::lone((*used).clone()));
        self.member(Pair { old: &fields.old, new: &fields.new }, path, first);
    }

    /// Compares two values, and what stands in them up to the next types with members of their own.
    pub(super) fn values(&mut self, used: Pair<&Use>, (path, role): (&str, Role)) {
        let (mut used, mut path, mut role) = (used, path.to_owned(), role);
        while let Some((inner, step)) = self.used(used, (&path, role)) {
            (used, role) = (inner, Role::Needed);
            path += step;
        }
    }

    /// Compares two values, and answers with what stands in them.
    fn used<'u>(
        &mut self,
        used: Pair<&'u Use>,
        (path, role): (&str, Role),
    ) -> Option<(Pair<&'u Use>, &'static str)>
    where
        'a: 'u,
    {
        let apis = self.subject.sides.each(|side| side.api);
        let (path, places) = (path.to_owned(), used.each(|used| &used.place));
        if is_same_schema(apis, used) {
            let keywords = used.each(|used| &used.schema);
            self.beside(&Spot { path, places, keywords, role, sort: Sort::Other }, used);
            return None;
        }
        let used = Pair { old: resolved(apis.old, used.old), new: resolved(apis.new, used.new) };
        let keywords = Pair { old: said(apis.old, used.old), new: said(apis.new, used.new) };
        let sort = match (shape(apis.old, used.old), shape(apis.new, used.new)) {
            (Some(old), Some(new)) => common_sort(Pair { old, new }),
            _ => Sort::Other,
        };
        let spot = Spot { path, places, keywords, role, sort };
        let first = self.changes.len();
        self.spot(&spot);
        let (inner, step) = match (&used.old.ty, &used.new.ty) {
            (TypeRef::Described(old), TypeRef::Described(new)) if spot.sort != Sort::Other => {
                self.open.push(Types { ids: Pair { old: *old, new: *new }, path: spot.path });
                return None;
            }
            (TypeRef::List(old), TypeRef::List(new)) => (Pair { old: &**old, new: &**new }, "[]"),
            (TypeRef::Map(old), TypeRef::Map(new)) => (Pair { old: &**old, new: &**new }, "{}"),
            _ => {
                let sorts = Pair { old: self::sort(apis.old, used.old), new: self::sort(apis.new, used.new) };
                self.other_sort(&spot, sorts, first);
                return None;
            }
        };
        self.described(&spot, used, inner);
        Some((inner, step))
    }

    /// Compares what stands beside two references to the same schema of a document, which is compared on its own.
    fn beside(&mut self, spot: &Spot<'_>, used: Pair<&Use>) {
        let first = self.changes.len();
        self.spot(spot);
        let is_allowed = used.each(|used| used.null == Null::Allowed);
        let (rule, detail, effect) = match (is_allowed.old, is_allowed.new, spot.role) {
            (false, true, Role::Optional) => (Rule::NullAllowed, "null is allowed", Effect::LOOSER),
            (false, true, Role::Needed) => (Rule::NullAllowed, "null is allowed", Effect::BREAKS_CLIENTS),
            (true, false, _) => (Rule::NullRefused, "null is refused", Effect::TIGHTER),
            _ => return,
        };
        if !self.changes[first..].iter().any(|change| change.rule == rule) {
            self.found(spot, Found { keyword: "nullable", rule, detail: detail.to_owned(), effect });
        }
    }

    /// Types of different sorts have nothing inside that could be compared. That they differ is said, unless a keyword said it.
    pub(super) fn other_sort(&mut self, spot: &Spot<'_>, sorts: Pair<&str>, first: usize) {
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

    /// A change of the subject. Where it is not served on both sides, it has no clients and no types.
    pub(super) fn change(&self, rule: Rule, detail: String, effect: Effect) -> Change {
        let effect = match self.subject.is_emitted {
            true => self.flow.narrow(rule, effect),
            false => Effect { data: effect.data, ..Effect::NOTHING },
        };
        self.subject.change(rule, detail, effect)
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

/// What a value is, where other types have another name for it.
fn resolved<'u>(api: &'u Api, used: &'u Use) -> &'u Use {
    // Names may stand for each other without an end.
    (0..api.types.len())
        .try_fold(used, |used, _| match shape(api, used) {
            Some(Shape::Alias(inner)) => Ok(inner),
            _ => Err(used),
        })
        .unwrap_or_else(|used| used)
}

fn shape<'u>(api: &'u Api, used: &Use) -> Option<&'u Shape> {
    match used.ty {
        TypeRef::Described(id) => Some(&api.ty(id).shape),
        _ => None,
    }
}

/// Whether two values refer to schemas of the same name.
fn is_same_schema(apis: Pair<&Api>, used: Pair<&Use>) -> bool {
    let name = |api: &Api, used: &Use| {
        let path = &api.ty(used.described().filter(|_| matches!(used.ty, TypeRef::Described(_)))?).path;
        match &path.root {
            Root::Schema(id) if path.steps.is_empty() => Some(api.schema(*id).name.clone()),
            _ => None,
        }
    };
    let names = Pair { old: name(apis.old, used.old), new: name(apis.new, used.new) };
    names.old.is_some() && names.is_same()
}

fn common_sort(shapes: Pair<&Shape>) -> Sort {
    match (shapes.old, shapes.new) {
        (Shape::Object(_), Shape::Object(_)) => Sort::Objects,
        (Shape::Enum(_), Shape::Enum(_)) => Sort::Enumeration,
        (Shape::Union(_), Shape::Union(_)) => Sort::Union,
        (Shape::Tuple(_), Shape::Tuple(_)) => Sort::Tuple,
        _ => Sort::Other,
    }
}

/// What sort of value it is, for people.
fn sort(api: &Api, used: &Use) -> &'static str {
    match &used.ty {
        TypeRef::Described(id) => sort_of(&api.ty(*id).shape),
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

const fn sort_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object(_) => "an object with members",
        Shape::Enum(Enumeration::Strings(_)) => "one of several texts",
        Shape::Enum(Enumeration::Values(_)) => "one of several values",
        Shape::Union(_) => "one of several types",
        Shape::Tuple(_) => "a list with items of their own",
        Shape::Alias(_) => "another type by a name of its own",
        Shape::Choice(_) => "one of several sets of members",
    }
}
