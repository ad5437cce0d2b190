//! Which file a type goes to.
//!
//! The types of a kind stand in one file as long as that is not too much for a reader, and for the compiler, which
//! divides its work by modules. Then they go on in further files beside it, each named after the type that it begins
//! with. Types that other units use as well, such as other groups, stand in files of their own, so that those can be
//! compiled without the rest. Users see nothing of this: all types of a version are found in its module.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Model, kind, paths};
use crate::facts::UnitId;
use crate::ir::{Enumeration, ResourceId, Shape, Type, TypeId, TypeRef, Use};
use crate::name::Ident;

/// How many lines a file should have, as far as that can be told before it is printed.
const LINES: usize = 2_800;

/// The types of one file, in the order of the model.
#[derive(Clone)]
pub(super) struct Part<'a> {
    /// The name of the file.
    pub(super) file: &'a Ident,
    pub(super) types: Vec<TypeId>,
    /// Who uses them.
    pub(super) users: &'a BTreeSet<UnitId>,
}

/// The files of the types of a resource, the first of which begins with its root, or of those of all documents.
pub(super) fn parts(model: Model<'_>, resource: Option<ResourceId>) -> Vec<Part<'_>> {
    let types = model.facts.types_of(resource).iter();
    let items = types.map(|id| Item::of(model, *id, model.api.ty(*id)));
    let mut parts = Vec::new();
    for (users, items) in by_users(model, items) {
        let mut rest = items.as_slice();
        while let Some(first) = rest.first() {
            let (part, after) = rest.split_at(fitting(rest));
            let file = match resource {
                Some(resource) if first.depth == 0 => model.names.file(resource),
                _ => model.names.file_from(first.id),
            };
            parts.push(Part { file, types: part.iter().map(|item| item.id).collect(), users });
            rest = after;
        }
    }
    parts
}

/// The types by who uses them, where that decides what is compiled.
fn by_users<'a>(
    model: Model<'a>,
    items: impl Iterator<Item = Item>,
) -> IndexMap<&'a BTreeSet<UnitId>, Vec<Item>> {
    let mut by_users: IndexMap<&BTreeSet<UnitId>, Vec<Item>> = IndexMap::new();
    let mut first = None;
    for item in items {
        let users = model.facts.units.users(item.id);
        let users = if paths::has_choice(model) { users } else { *first.get_or_insert(users) };
        by_users.entry(users).or_default().push(item);
    }
    by_users
}

struct Item {
    id: TypeId,
    depth: usize,
    lines: usize,
}

impl Item {
    fn of(model: Model<'_>, id: TypeId, ty: &Type) -> Self {
        Self { id, depth: ty.path.steps.len(), lines: lines(model, id, ty) }
    }
}

/// How many types go into the next file: as many as fit, and of the ends in its second half the outermost.
fn fitting(items: &[Item]) -> usize {
    let mut lines = 0;
    let fit = |item: &&Item| {
        lines += item.lines;
        lines <= LINES
    };
    let most = items.iter().take_while(fit).count().max(1);
    let ends = items.iter().enumerate().take(most + 1).skip(most / 2 + 1);
    let outermost = ends.min_by_key(|(at, item)| (item.depth, Reverse(*at)));
    match outermost {
        Some((at, _)) if most < items.len() => at,
        _ => most,
    }
}

/// About how many lines a type takes.
fn lines(model: Model<'_>, id: TypeId, ty: &Type) -> usize {
    let docs = |description: Option<&str>| description.map_or(1, |text| text.lines().count());
    let own = docs(ty.schema.description());
    if model.facts.representative(id) != id {
        return own + 2;
    }
    let value = |value: &Use| match value.ty {
        TypeRef::Described(id) => 8 + docs(model.api.ty(id).schema.description()),
        _ => 8 + docs(value.schema.description()),
    };
    match &ty.shape {
        Shape::Enum(Enumeration::Strings(values)) => own + 34 + 4 * values.len(),
        Shape::Enum(Enumeration::Values(values)) => own + 36 + 5 * values.len(),
        Shape::Union(union) => own + 44 + 6 * union.variants.len(),
        Shape::Tuple(tuple) => own + 40 + 5 * tuple.items.len(),
        Shape::Alias(_) => own + 2,
        Shape::Object(object) => {
            own + 50 + object.fields.iter().map(|field| value(&field.value)).sum::<usize>()
        }
        Shape::Choice(_) => own + 60 + ty.shape.uses().into_iter().map(value).sum::<usize>(),
    }
}

/// The types of the same resource that a file names and that stand in others.
pub(super) fn imports(model: Model<'_>, part: &Part<'_>) -> BTreeSet<TypeId> {
    let mut named = BTreeSet::new();
    for id in &part.types {
        match model.facts.representative(*id) {
            representative if representative != *id => _ = named.insert(representative),
            _ => named.extend(kind::named(model, *id)),
        }
    }
    let resource = |id: &TypeId| model.api.ty(*id).path.resource();
    let here: BTreeSet<_> = part.types.iter().copied().collect();
    let home = part.types.first().and_then(resource);
    named.retain(|id| resource(id) == home && !here.contains(id));
    named
}
