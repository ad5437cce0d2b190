//! Which values are too far from their root to have a type.
//!
//! Whoever compiles types against the traits of threads pays for their nesting: the compiler looks 128 levels deep by
//! default (`recursion_limit`) and refuses what goes further, in the crate of the types and in every one that uses them.
//! A member costs it two of these levels, the item of a list three, the value of a map eight.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Report};
use crate::ir::{Api, Step, Type, TypePath, TypeRef, Use};

/// How many of the compiler's levels types may take. It leaves the larger part of the rest to those who put the types
/// into theirs. The deepest of many real definitions takes 33.
const LEVELS: usize = 64;

/// Whether what is found at the end of this path cannot have a type with others inside it.
pub(super) fn is_too_deep(path: &TypePath) -> bool {
    levels(path) > LEVELS
}

/// Whether there may be choices between members of an object here: each costs all that is inside it two levels more.
pub(super) fn leaves_room_for_choices(path: &TypePath) -> bool {
    levels(path) <= LEVELS / 2
}

fn levels(path: &TypePath) -> usize {
    let levels = path.steps.iter().map(|step| match step {
        Step::Member(_) | Step::Variant(_) | Step::Tuple(_) | Step::Choice(_) => 2,
        Step::Items => 3,
        Step::Values | Step::Pattern(_) => 8,
    });
    levels.sum()
}

/// Reports the values that are left untyped because they are nested too deeply.
pub(super) fn report(api: &Api, report: &mut Report) {
    let deep = api.types.iter().flat_map(|ty| uses(ty).into_iter().map(move |used| (ty, used)));
    for (ty, used) in deep.filter(|(_, used)| is_cut(used)) {
        let kind = ty.path.resource().map(|id| api.resource(id).names.kind.as_str()).unwrap_or_default();
        let message = format!("a value in `{kind}` is nested too deeply for a type and left untyped");
        report.push(Diagnostic::new(Code::TypeTooDeep, message).at(used.place.clone()));
    }
}

/// The values inside a type, those in lists and maps included. The nesting of lists and maps is bounded by the depth of types.
fn uses(ty: &Type) -> Vec<&Use> {
    let mut uses = ty.shape.uses();
    let mut looked_at = 0;
    while let Some(used) = uses.get(looked_at) {
        looked_at += 1;
        if let TypeRef::List(inner) | TypeRef::Map(inner) = &used.ty {
            uses.push(inner);
        }
    }
    uses
}

/// Whether the schema of an untyped value says that it holds others: it would have a type, were it nearer to the root.
fn is_cut(used: &Use) -> bool {
    let keyword = |name: &str| used.schema.0.get(name);
    let holds_values = match keyword("type").and_then(Value::as_str) {
        Some(ty) => ["object", "array"].contains(&ty),
        None => keyword("properties")
            .is_some_and(|named| named.as_object().is_some_and(|named| !named.is_empty())),
    };
    matches!(used.ty, TypeRef::Any) && holds_values
}
