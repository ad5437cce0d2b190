//! Whether what is wished can be had there.

use super::candidates::{Candidate, Thing};
use crate::diagnostic::{Code, Diagnostic, Given, Place};
use crate::ir::{Api, TypeId, TypeRef};
use crate::overrides::{Change, Identifier, Overrides, RustPath, Wish};

/// What every object has; there is a field for the last alone, which is the same in all of them.
const STANDARD: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// What a selector means.
pub(super) struct Found<'a, 'c> {
    pub(super) api: &'a Api,
    pub(super) all: Vec<&'c Candidate<'a>>,
}

/// Adds a wish to those that are settled.
pub(super) fn add(overrides: &mut Overrides, wish: &Wish, found: &Found<'_, '_>) -> Result<(), Diagnostic> {
    match &wish.change {
        Change::Rename(name) => rename(overrides, (&wish.at, name), found),
        Change::Replace(path) => replace(overrides, (&wish.at, path), found),
        Change::Opaque => replace(overrides, (&wish.at, &RustPath::any_value()), found),
        Change::Derive(paths) => derive(overrides, (&wish.at, paths), found),
    }
}

/// What to say of a name that cannot be had.
pub(super) fn taken(name: &Given<Identifier>) -> Diagnostic {
    let message = format!(
        "`{}` is the name of something else here, or means something to the generated code",
        name.value.as_str()
    );
    name.finding(Code::BadOverride, message)
}

/// What to say of a type that is no longer there.
pub(super) fn gone(place: &Place) -> Diagnostic {
    let message = "an override is about this type, which another one leaves out with what is around it";
    Diagnostic::new(Code::BadOverride, message).at(place.clone())
}

type Wished<'w, T> = (&'w Given<String>, &'w T);

fn refused(at: &Given<String>, reason: &str) -> Diagnostic {
    at.finding(Code::BadOverride, format!("`{}` {reason}", at.value))
}

fn twice(at: &Given<String>) -> Diagnostic {
    refused(at, "is what another override is about, too, and they contradict each other")
}

/// Where a pointer means a field and its type, the type is renamed; the field is what a path with a dot means.
fn rename(
    overrides: &mut Overrides,
    (at, name): Wished<'_, Given<Identifier>>,
    found: &Found<'_, '_>,
) -> Result<(), Diagnostic> {
    let is_type = |one: &&&Candidate<'_>| matches!(one.thing, Thing::Type(_));
    let has_type = found.all.iter().any(|one| is_type(&one));
    for one in found.all.iter().filter(|one| !has_type || is_type(one)) {
        let before = match one.thing {
            Thing::Type(id) => {
                check_case(name, is_camel, "a type")?;
                overrides.types.insert(found.place(id), name.clone())
            }
            Thing::Field(id, field) => {
                check_case(name, is_snake, "a field")?;
                if found.is_kind(id) && STANDARD.contains(&field.name.as_str()) {
                    return Err(refused(
                        at,
                        "is a member of every object, which has the same name in all of them",
                    ));
                }
                overrides.members.insert((found.place(id), field.name.clone()), name.clone())
            }
            Thing::Variant(id, ref value) => {
                check_case(name, is_camel, "a variant")?;
                overrides.members.insert((found.place(id), value.clone()), name.clone())
            }
            Thing::Value(_) => {
                return Err(refused(at, "is neither a type nor a field nor a variant: it has no name"));
            }
        };
        if before.is_some_and(|before| before.value != name.value) {
            return Err(twice(at));
        }
    }
    Ok(())
}

fn replace(
    overrides: &mut Overrides,
    (at, path): Wished<'_, RustPath>,
    found: &Found<'_, '_>,
) -> Result<(), Diagnostic> {
    let known = overrides.foreign.iter().position(|known| known == path);
    let index = known.unwrap_or(overrides.foreign.len());
    if known.is_none() && !found.all.is_empty() {
        overrides.foreign.push(path.clone());
    }
    for one in &found.all {
        let place = match one.thing {
            Thing::Type(id) if found.is_kind(id) => {
                return Err(refused(at, "is a kind, which cannot be replaced: replace what is inside it"));
            }
            Thing::Type(id) => found.place(id),
            Thing::Field(_, field) => field.value.place.clone(),
            Thing::Value(value) => value.place.clone(),
            Thing::Variant(..) => return Err(refused(at, "is a variant, which has no type of its own")),
        };
        if overrides.values.insert(place, index).is_some_and(|before| before != index) {
            return Err(twice(at));
        }
    }
    Ok(())
}

fn derive(
    overrides: &mut Overrides,
    (at, paths): Wished<'_, Vec<RustPath>>,
    found: &Found<'_, '_>,
) -> Result<(), Diagnostic> {
    for one in &found.all {
        let id = match one.thing {
            Thing::Type(id) => id,
            Thing::Field(_, field) => match field.value.ty {
                TypeRef::Described(id) => id,
                _ => return Err(refused(at, "has no generated type that could derive something")),
            },
            Thing::Value(_) | Thing::Variant(..) => {
                return Err(refused(at, "is no type that could derive something"));
            }
        };
        let derives = overrides.derives.entry(found.place(id)).or_default();
        for path in paths {
            if !derives.contains(path) {
                derives.push(path.clone());
            }
        }
    }
    Ok(())
}

impl Found<'_, '_> {
    /// Whether a type is that of the objects of a resource.
    fn is_kind(&self, id: TypeId) -> bool {
        let path = &self.api.ty(id).path;
        path.steps.is_empty() && path.resource().is_some()
    }

    fn place(&self, id: TypeId) -> Place {
        self.api.ty(id).place.clone()
    }
}

fn check_case(name: &Given<Identifier>, fits: fn(&str) -> bool, thing: &str) -> Result<(), Diagnostic> {
    match fits(name.value.as_str()) {
        true => Ok(()),
        false => {
            let message = format!("`{}` is not spelled as the name of {thing} is", name.value.as_str());
            let finding = name.finding(Code::BadOverride, message);
            Err(finding.help("Types and variants are spelled `LikeThis`, fields `like_this`; the compiler warns of others."))
        }
    }
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains('_')
}

fn is_snake(name: &str) -> bool {
    !name.contains(|letter: char| letter.is_ascii_uppercase()) && !name.contains("__")
}
