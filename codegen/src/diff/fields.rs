//! The members of objects: which come, which go, which must be given.

use std::collections::{BTreeMap, BTreeSet};

use super::keywords::Found;
use super::schema::{ENVELOPE, Role, Sort, Spot, Types, Walk};
use super::values::items;
use super::{Change, Clients, Data, Effect, Pair, Rule, Semver};
use crate::ir::{Field, Keywords, Object, Presence, Rest, Shape, Type};

/// The members that must be given.
type Required<'a> = BTreeSet<&'a str>;

/// Compares the members of two objects.
pub(super) fn compare(walk: &mut Walk<'_>, types: &Types) {
    let apis = walk.subject.sides.each(|side| side.api);
    let types_of = Pair { old: apis.old.ty(types.ids.old), new: apis.new.ty(types.ids.new) };
    let (Shape::Object(old), Shape::Object(new)) = (&types_of.old.shape, &types_of.new.shape) else { return };
    let named = Pair { old: by_name(old), new: by_name(new) };
    let required = types_of.each(|ty| required(&ty.schema));
    let flow = walk.flow;
    for field in &old.fields {
        walk.flow = flow.of_member(field.access);
        let path = joined(&types.path, &field.name);
        match named.new.get(field.name.as_str()) {
            Some(kept) => {
                let first = walk.changes.len();
                let fields = Pair { old: field, new: *kept };
                need(walk, fields, &path, required.each(|names| names.contains(field.name.as_str())));
                walk.member(fields, &path, first);
            }
            None => removed(walk, field, (types_of.new, &new.rest), path),
        }
    }
    for field in new.fields.iter().filter(|field| !named.old.contains_key(field.name.as_str())) {
        walk.flow = flow.of_member(field.access);
        added(walk, field, (types_of.old, &old.rest), joined(&types.path, &field.name));
    }
    walk.flow = flow;
    if let (Some(old), Some(new)) = (old.rest.typed(), new.rest.typed()) {
        walk.values(Pair { old, new }, (&format!("{}{{}}", types.path), Role::Needed));
    }
    let is_member = |name: &str| named.old.contains_key(name) || named.new.contains_key(name);
    let undescribed = required.each(|names| names.iter().copied().filter(|name| !is_member(name)).collect());
    nameless(walk, types, types_of, &undescribed);
}

fn by_name(object: &Object) -> BTreeMap<&str, &Field> {
    object.fields.iter().map(|field| (field.name.as_str(), field)).collect()
}

fn required(schema: &Keywords) -> Required<'_> {
    items(schema.0.get("required")).iter().filter_map(|name| name.as_str()).collect()
}

/// The path of a member.
pub(super) fn joined(path: &str, member: &str) -> String {
    if path.is_empty() { member.to_owned() } else { format!("{path}.{member}") }
}

fn is_envelope(path: &str) -> bool {
    ENVELOPE.contains(&path)
}

fn removed(walk: &mut Walk<'_>, field: &Field, (around, rest): (&Type, &Rest), path: String) {
    let effect = match rest {
        _ if is_envelope(&path) => Effect::NOTHING,
        Rest::Preserved | Rest::Typed(_) => Effect::NOTHING.rust(Semver::Major),
        Rest::Unspecified | Rest::Refused => {
            Effect { clients: Clients::Breaking, data: Data::Pruned, rust: Semver::Major }
        }
    };
    let change = walk.change(Rule::FieldRemoved, format!("the member `{}` is gone", field.name), effect);
    let (old, new) = (Some(field.value.place.clone()), Some(around.place.clone()));
    walk.changes.push(Change { path, old, new, ..change });
}

fn added(walk: &mut Walk<'_>, field: &Field, (around, rest): (&Type, &Rest), path: String) {
    let (effect, sort) = match (field.presence, rest) {
        _ if is_envelope(&path) => (Effect::NOTHING, "optional"),
        (Presence::Required, _) => (Effect::TIGHTER.rust(Semver::Major), "required"),
        // What was under this name before may be anything.
        (Presence::Optional, Rest::Preserved | Rest::Typed(_)) => {
            (Effect::TIGHTER.rust(Semver::Minor), "optional")
        }
        (Presence::Optional, Rest::Unspecified | Rest::Refused) => {
            (Effect::NOTHING.rust(Semver::Minor), "optional")
        }
    };
    let change = walk.change(Rule::FieldAdded, format!("the {sort} member `{}` is new", field.name), effect);
    let (old, new) = (Some(around.place.clone()), Some(field.value.place.clone()));
    walk.changes.push(Change { path, old, new, ..change });
}

/// Whether a member that both sides have must be given. A default fills in what old clients and old objects leave out.
fn need(walk: &mut Walk<'_>, fields: Pair<&Field>, path: &str, required: Pair<bool>) {
    let needed = fields.each(|field| field.presence == Presence::Required);
    let (rule, detail, effect) = match (required.old, required.new) {
        (false, true) if needed.new => (Rule::FieldRequired, "the member must be given", Effect::TIGHTER),
        (false, true) => (Rule::FieldRequired, "the member must be given, and has a default", Effect::LOOSER),
        (true, false) if needed.old => {
            (Rule::FieldOptional, "the member may be left out", Effect::BREAKS_CLIENTS)
        }
        (true, false) => {
            (Rule::FieldOptional, "the member may be left out; it had a default", Effect::LOOSER)
        }
        _ => return,
    };
    let change = walk.change(rule, detail.to_owned(), effect);
    let places = fields.each(|field| Some(field.value.place.clone()));
    walk.changes.push(Change { path: path.to_owned(), old: places.old, new: places.new, ..change });
}

/// The names in `required` that no side describes.
fn nameless(walk: &mut Walk<'_>, types: &Types, of: Pair<&Type>, required: &Pair<Required<'_>>) {
    let spot = Spot {
        path: types.path.clone(),
        places: of.each(|ty| &ty.place),
        keywords: of.each(|ty| &ty.schema),
        role: Role::Needed,
        sort: Sort::Objects,
    };
    for found in undescribed(required) {
        walk.found(&spot, found);
    }
}

/// What to say of names in `required` that are not described.
pub(super) fn undescribed(required: &Pair<Required<'_>>) -> Vec<Found<'static>> {
    let found = |verb: &str, name: &&str, effect: Effect| Found {
        keyword: "required",
        rule: Rule::RequiredChanged,
        detail: format!("the member `{name}`, which the schema does not describe, {verb}"),
        effect,
    };
    let new =
        required.new.difference(&required.old).map(|name| found("must be given", name, Effect::TIGHTER));
    let gone = required.old.difference(&required.new);
    new.chain(gone.map(|name| found("may be left out", name, Effect::LOOSER))).collect()
}
