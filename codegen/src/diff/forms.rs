//! The forms of unions and the items of tuples.

use super::fields::joined;
use super::keywords::Found;
use super::schema::{Role, Sort, Spot, Types, Walk};
use super::{Effect, Pair, Rule, Semver};
use crate::ir::{Label, Rest, Shape, Tuple, Type, Union};

/// Compares the forms of two unions, or the items of two tuples.
pub(super) fn compare(walk: &mut Walk<'_>, types: &Types) {
    let apis = walk.subject.sides.each(|side| side.api);
    let of = Pair { old: apis.old.ty(types.ids.old), new: apis.new.ty(types.ids.new) };
    match (&of.old.shape, &of.new.shape) {
        (Shape::Union(old), Shape::Union(new)) => unions(walk, (types, of), Pair { old, new }),
        (Shape::Tuple(old), Shape::Tuple(new)) => tuples(walk, (types, of), Pair { old, new }),
        _ => {}
    }
}

/// Two types at a place, and what they are.
type Place<'a> = (&'a Types, Pair<&'a Type>);

fn unions(walk: &mut Walk<'_>, (types, of): Place<'_>, unions: Pair<&Union>) {
    let names = unions.each(|union| -> Vec<String> {
        union.variants.iter().enumerate().map(|(at, variant)| name(&variant.label, at)).collect()
    });
    for (name, variant) in names.old.iter().zip(&unions.old.variants) {
        match names.new.iter().position(|other| other == name) {
            Some(at) => {
                let values = Pair { old: &variant.value, new: &unions.new.variants[at].value };
                walk.values(values, (&joined(&types.path, &format!("<{name}>")), Role::Needed));
            }
            None => form(walk, (types, of), (Rule::FormRemoved, name)),
        }
    }
    for name in names.new.iter().filter(|name| !names.old.contains(name)) {
        form(walk, (types, of), (Rule::FormAdded, name));
    }
    // How forms are told apart is a part of what they are.
    let choices = unions.each(|union| format!("{:?}", union.choice));
    if names.is_same() && !choices.is_same() {
        form(walk, (types, of), (Rule::FormsToldApart, ""));
    }
}

/// What a form is called as long as it is the same.
fn name(label: &Label, at: usize) -> String {
    match label {
        Label::Tag(name) | Label::Reference(name) | Label::Title(name) | Label::Member(name) => name.clone(),
        Label::Constant(value) => value.to_string(),
        Label::Type(ty) => format!("{ty:?}").to_lowercase(),
        Label::Index(_) => at.to_string(),
    }
}

fn form(walk: &mut Walk<'_>, (types, of): Place<'_>, (rule, name): (Rule, &str)) {
    let (detail, effect) = match rule {
        Rule::FormAdded => (format!("the form `{name}` is new"), Effect::BREAKS_CLIENTS.rust(Semver::Minor)),
        Rule::FormRemoved => (format!("the form `{name}` is gone"), Effect::TIGHTER.rust(Semver::Major)),
        _ => ("the forms are told apart in another way".to_owned(), Effect::TIGHTER),
    };
    let spot = spot((types, of), Sort::Union);
    walk.found(&spot, Found { keyword: "", rule, detail, effect });
}

fn tuples(walk: &mut Walk<'_>, (types, of): Place<'_>, tuples: Pair<&Tuple>) {
    for (at, (old, new)) in tuples.old.items.iter().zip(&tuples.new.items).enumerate() {
        walk.values(Pair { old, new }, (&format!("{}[{at}]", types.path), Role::Needed));
    }
    let first = walk.changes.len();
    if let (Rest::Typed(old), Rest::Typed(new)) = (&tuples.old.rest, &tuples.new.rest) {
        walk.values(Pair { old, new }, (&format!("{}[]", types.path), Role::Needed));
    }
    let count = tuples.each(|tuple| tuple.items.len());
    let described = tuples.each(|tuple| format!("{} items of their own", tuple.items.len()));
    if !count.is_same() {
        let spot = spot((types, of), Sort::Tuple);
        walk.other_sort(&spot, Pair { old: &described.old, new: &described.new }, first);
    }
}

fn spot<'a>((types, of): Place<'a>, sort: Sort) -> Spot<'a> {
    Spot {
        path: types.path.clone(),
        places: of.each(|ty| &ty.place),
        keywords: of.each(|ty| &ty.schema),
        role: Role::Needed,
        sort,
    }
}
