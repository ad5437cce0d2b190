//! Members that exclude each other: one enum of the generated crate holds them.

use super::schema::Types;
use super::subject::Subject;
use super::{Change, Effect, Pair, Rule, Semver, Side};
use crate::ir::{Object, Presence, Shape, TypeId};

/// The members of two types that both sides have and hold in different ways.
pub(super) fn compare(subject: &Subject<'_>, types: &Types) -> Vec<Change> {
    let (old, new) = (&subject.sides.old, &subject.sides.new);
    let (Shape::Object(was), Shape::Object(is)) =
        (&old.api.ty(types.ids.old).shape, &new.api.ty(types.ids.new).shape)
    else {
        return Vec::new();
    };
    let both = was.fields.iter().enumerate().filter_map(|(at, field)| {
        let other = is.fields.iter().position(|other| other.name == field.name)?;
        let homes = Pair { old: home(old, types.ids.old, was, at), new: home(new, types.ids.new, is, other) };
        (!homes.is_same()).then(|| format!("`{}` was {} and is {}", field.name, homes.old, homes.new))
    });
    let effect = Effect::NOTHING.rust(Semver::Major);
    both.map(|detail| subject.change(Rule::RustChoiceChanged, detail, effect)).collect()
}

/// What holds a member.
fn home(side: &Side<'_>, id: TypeId, object: &Object, field: usize) -> String {
    let Some((index, _)) = object.choice_of(field) else { return "a field".to_owned() };
    let choice = &object.choices[index];
    let set = choice.sets.iter().position(|set| set.contains(&field)).unwrap_or_default();
    let variant = &side.names.members(choice.ty)[set];
    let name = &side.names.members(id)[object.fields.len() + index];
    let optional = if choice.presence == Presence::Optional { "optional " } else { "" };
    format!("the variant `{variant}` of the {optional}field `{name}`")
}
