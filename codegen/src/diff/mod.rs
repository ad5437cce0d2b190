//! What changed between two versions of an API: on the wire, for what is stored, and for users of the generated crate.
//!
//! Both sides are compared as models, place by place ([`schema`]), with the names and Rust types that the crates would
//! have ([`rust`]). Nothing is passed over: a keyword that no rule knows is a change of its own, and so is a value that
//! is only written differently.

mod change;
mod choices;
mod definition;
mod documents;
mod exchange;
mod fields;
mod forms;
mod keyword;
mod keywords;
mod operations;
mod resource;
mod rule;
mod rust;
mod schema;
mod security;
mod subject;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeMap;

use crate::emit::Model as Side;
use crate::ir::{Api, Resource, ResourceId};

pub use change::{About, Change, Clients, Data, Effect, Semver, Texts, worst};
pub use rule::Rule;

/// What stands on both sides, or what is looked at on both.
#[derive(Clone, Copy)]
struct Pair<T> {
    old: T,
    new: T,
}

impl<T: PartialEq> Pair<T> {
    fn is_same(&self) -> bool {
        self.old == self.new
    }
}

impl<T> Pair<T> {
    fn each<U>(&self, mut of: impl FnMut(&T) -> U) -> Pair<U> {
        Pair { old: of(&self.old), new: of(&self.new) }
    }
}

/// The resources of a side, by group and plural: each with its versions.
type Resources = BTreeMap<(String, String), Vec<ResourceId>>;

/// All changes: by resource and version, and then by operation and schema of documents.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let sides = Pair { old, new };
    let mut resources = sides.each(|side| resources(side.api));
    follow_renamed(&sides, &mut resources);
    let mut keys: Vec<_> = resources.old.keys().chain(resources.new.keys()).cloned().collect();
    keys.sort();
    keys.dedup();
    let mut changes = Vec::new();
    for key in keys {
        let versions = resources.each(|resources| resources.get(&key).cloned().unwrap_or_default());
        changes.extend(definition::compare(&sides, &versions));
    }
    changes.extend(documents::compare(&sides));
    changes
}

fn resources(api: &Api) -> Resources {
    let mut resources = Resources::new();
    for (index, resource) in api.resources.iter().enumerate() {
        resources.entry(key(resource)).or_default().push(ResourceId(index));
    }
    resources
}

fn key(resource: &Resource) -> (String, String) {
    (resource.group.clone(), resource.names.plural.clone())
}

/// A resource whose plural is not found on the other side, but whose kind is, has a new plural: it is listed under it on
/// both sides.
fn follow_renamed(sides: &Pair<Side<'_>>, resources: &mut Pair<Resources>) {
    let gone: Vec<_> =
        resources.old.keys().filter(|key| !resources.new.contains_key(*key)).cloned().collect();
    for key in gone {
        let kind = resources.old.get(&key).and_then(|of| kind(sides.old.api, of));
        let same = |(other, of): &(&(String, String), &Vec<ResourceId>)| {
            other.0 == key.0 && kind.is_some() && self::kind(sides.new.api, of) == kind
        };
        let renamed =
            resources.new.iter().filter(|(other, _)| !resources.old.contains_key(*other)).find(same);
        if let (Some((other, _)), Some(versions)) = (renamed, resources.old.get(&key).cloned()) {
            let other = other.clone();
            resources.old.remove(&key);
            resources.old.insert(other, versions);
        }
    }
}

fn kind<'a>(api: &'a Api, versions: &[ResourceId]) -> Option<&'a str> {
    versions.first().map(|id| api.resource(*id).names.kind.as_str())
}
