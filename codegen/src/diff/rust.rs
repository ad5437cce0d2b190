//! What users of the generated crate see: names, Rust types, `Default`, constructors and aliases.

use super::resource::Version;
use super::schema::{ENVELOPE, Types};
use super::subject::Subject;
use super::{Change, Effect, Pair, Rule, Semver, Side, Texts, choices};
use std::borrow::Cow;

use crate::emit;
use crate::facts::Filling;
use crate::ir::{Field, Object, Presence, ResourceId, Shape, Type, TypeId, TypeRef, Use};
use crate::name::Ident;

const MAJOR: Effect = Effect::NOTHING.rust(Semver::Major);

/// The names of the type, the list and the methods of a resource.
pub(super) fn of_resource(version: &Version<'_>) -> Vec<Change> {
    if !version.is_emitted() {
        return Vec::new();
    }
    let names: [fn(&Side<'_>, ResourceId) -> String; 3] = [
        |side, id| side.names.type_path(side.api, side.api.resource(id).root),
        |side, id| format!("{}::{}", side.names.module_of(id), side.names.list(id)),
        |side, id| format!("{}::Client::{}()", side.names.module_of(id), side.names.methods(id)),
    ];
    let texts = names.iter().map(|name| Pair {
        old: name(&version.sides.old, version.ids.old),
        new: name(&version.sides.new, version.ids.new),
    });
    texts
        .filter(|texts| !texts.is_same())
        .map(|texts| renamed(&version.subject(), Rule::RustPathChanged, texts))
        .collect()
}

fn renamed(subject: &Subject<'_>, rule: Rule, texts: Pair<String>) -> Change {
    let detail = format!("`{}` became `{}`", texts.old, texts.new);
    Change { rust: Some(Texts { old: texts.old, new: texts.new }), ..subject.change(rule, detail, MAJOR) }
}

/// What the crates say of two types at the same place.
pub(super) fn of_types(subject: &Subject<'_>, types: &Types) -> Vec<Change> {
    let mut changes: Vec<Change> = path(subject, types).into_iter().collect();
    changes.extend(members(subject, types));
    changes.extend(choices::compare(subject, types));
    changes.extend(construction(subject, types));
    changes.extend(alias(subject, types));
    let places = types_of(subject, types).each(|ty| Some(ty.place.clone()));
    for change in &mut changes {
        change.path.clone_from(&types.path);
        (change.old, change.new) = (places.old.clone(), places.new.clone());
    }
    changes
}

fn types_of<'a>(subject: &Subject<'a>, types: &Types) -> Pair<&'a crate::ir::Type> {
    Pair { old: subject.sides.old.api.ty(types.ids.old), new: subject.sides.new.api.ty(types.ids.new) }
}

/// The name of a type. That the kind, with which it begins, has another name is said once.
fn path(subject: &Subject<'_>, types: &Types) -> Option<Change> {
    let name = |side: &Side<'_>, id: TypeId, kind: Option<TypeId>| {
        let name = side.names.ty(id).as_str();
        let rest = kind.and_then(|kind| name.strip_prefix(side.names.ty(kind).as_str()));
        rest.map(str::to_owned).ok_or_else(|| name.to_owned())
    };
    let (sides, ids) = (subject.sides, types.ids);
    let rest = Pair {
        old: name(&sides.old, ids.old, subject.kinds.map(|kinds| kinds.old)),
        new: name(&sides.new, ids.new, subject.kinds.map(|kinds| kinds.new)),
    };
    let texts = Pair {
        old: sides.old.names.type_path(sides.old.api, ids.old),
        new: sides.new.names.type_path(sides.new.api, ids.new),
    };
    (!rest.is_same()).then(|| renamed(subject, Rule::RustPathChanged, texts))
}

/// The names of fields and variants of which both sides have the member or the value.
fn members(subject: &Subject<'_>, types: &Types) -> Vec<Change> {
    let idents = Pair {
        old: subject.sides.old.names.members(types.ids.old),
        new: subject.sides.new.names.members(types.ids.new),
    };
    let both = types_of(subject, types);
    let (rule, wire): (_, Pair<Vec<String>>) = match (&both.old.shape, &both.new.shape) {
        (Shape::Object(old), Shape::Object(new)) => {
            let names = |object: &Object| object.fields.iter().map(|field| field.name.clone()).collect();
            (Rule::RustFieldRenamed, Pair { old: names(old), new: names(new) })
        }
        (Shape::Enum(_), Shape::Enum(_)) => {
            let names = |ty: &&Type| ty.wire_names().into_iter().map(Cow::into_owned).collect();
            (Rule::RustVariantRenamed, both.each(names))
        }
        _ => return Vec::new(),
    };
    let named = wire.old.iter().zip(idents.old);
    let both = named.filter_map(|(name, old)| Some(Pair { old, new: ident(name, &wire.new, idents.new)? }));
    both.filter(|both| !both.is_same())
        .map(|both| renamed(subject, rule, both.each(|ident: &&Ident| ident.to_string())))
        .collect()
}

fn ident<'a>(name: &str, wire: &[String], idents: &'a [Ident]) -> Option<&'a Ident> {
    wire.iter().position(|other| other == name).and_then(|at| idents.get(at))
}

/// How values are made: of nothing, or from the members that must be given.
fn construction(subject: &Subject<'_>, types: &Types) -> Option<Change> {
    let filling = Pair {
        old: subject.sides.old.facts.filling(types.ids.old),
        new: subject.sides.new.facts.filling(types.ids.new),
    };
    let name = subject.sides.new.names.ty(types.ids.new);
    match (filling.old, filling.new) {
        (Filling::Default, Filling::Required) => {
            Some(subject.change(Rule::RustDefaultLost, format!("`{name}` has no `Default` any more"), MAJOR))
        }
        (Filling::Required, Filling::Default) => {
            let detail = format!("`{name}` has `Default`, and no constructor for members that must be given");
            Some(subject.change(Rule::RustDefaultGained, detail, MAJOR))
        }
        (Filling::Default, Filling::Default) => None,
        (Filling::Required, Filling::Required) => {
            let texts = Pair {
                old: arguments(&subject.sides.old, types.ids.old)?,
                new: arguments(&subject.sides.new, types.ids.new)?,
            };
            (!texts.is_same()).then(|| renamed(subject, Rule::RustConstructorChanged, texts))
        }
    }
}

/// The constructor with the names of its arguments. That of a kind begins with the name of the object.
fn arguments(side: &Side<'_>, id: TypeId) -> Option<String> {
    let ty = side.api.ty(id);
    let Shape::Object(object) = &ty.shape else { return None };
    let is_kind = ty.path.steps.is_empty() && ty.path.resource().is_some();
    let members = object.fields.iter().zip(side.names.members(id));
    let required = members.filter(|(field, _)| {
        field.presence == Presence::Required && !(is_kind && ENVELOPE.contains(&field.name.as_str()))
    });
    let choices = object.choices.iter().zip(side.names.members(id).iter().skip(object.fields.len()));
    let choices = choices.filter(|(choice, _)| choice.presence == Presence::Required);
    let names = required.map(|(_, ident)| ident).chain(choices.map(|(_, ident)| ident)).map(Ident::to_string);
    let all: Vec<String> = is_kind.then(|| "name".to_owned()).into_iter().chain(names).collect();
    Some(format!("new({})", all.join(", ")))
}

/// Whether the type is an alias, and of which.
fn alias(subject: &Subject<'_>, types: &Types) -> Option<Change> {
    let serves = |side: &Side<'_>, id: TypeId| {
        let representative = side.facts.representative(id);
        (representative != id).then(|| side.names.type_path(side.api, representative))
    };
    let of = Pair {
        old: serves(&subject.sides.old, types.ids.old),
        new: serves(&subject.sides.new, types.ids.new),
    };
    let name = subject.sides.new.names.type_path(subject.sides.new.api, types.ids.new);
    let said = of.each(|of| match of {
        Some(other) => format!("an alias of `{other}`"),
        None => "a type of its own".to_owned(),
    });
    let detail = format!("`{name}` was {} and is {}", said.old, said.new);
    let effect = Effect::NOTHING.rust(Semver::Minor);
    (!of.is_same()).then(|| subject.change(Rule::RustAliasChanged, detail, effect))
}

/// Says of the changes of a field, from `first` on, which gives it another Rust type; if it is none of them, that is a
/// change of its own.
pub(super) fn explain(subject: &Subject<'_>, fields: Pair<&Field>, changes: &mut Vec<Change>, first: usize) {
    let texts = Pair { old: text(&subject.sides.old, fields.old), new: text(&subject.sides.new, fields.new) };
    if texts.each(|(_, anonymous)| anonymous.clone()).is_same() {
        return;
    }
    let texts = Texts { old: texts.old.0, new: texts.new.0 };
    let about = changes[first..].iter_mut().find(|change| change.rule.may_change_rust_type());
    if let Some(change) = about {
        change.effect.rust = Semver::Major;
        change.rust = Some(texts);
        return;
    }
    let detail = format!("`{}` became `{}`", texts.old, texts.new);
    let places = fields.each(|field| Some(field.value.place.clone()));
    let change = subject.change(Rule::RustTypeChanged, detail, MAJOR);
    changes.push(Change { rust: Some(texts), old: places.old, new: places.new, ..change });
}

/// The Rust type of a field, and the same without the name of the type inside it: that it has another name is said at that
/// type.
fn text(side: &Side<'_>, field: &Field) -> (String, String) {
    let text = emit::field_type(*side, field);
    let anonymous = match innermost(&field.value) {
        Some(id) => text.replacen(side.names.ty(id).as_str(), "_", 1),
        None => text.clone(),
    };
    (text, anonymous)
}

fn innermost(used: &Use) -> Option<TypeId> {
    let mut used = used;
    loop {
        used = match &used.ty {
            TypeRef::List(inner) | TypeRef::Map(inner) => inner,
            TypeRef::Described(id) => return Some(*id),
            _ => return None,
        };
    }
}
