//! The resources that are served right now.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Definition, Definitions, Version};

/// All resources: those that are there from the start, then the others by name. A new one is made at every change; requests keep the one they started with.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    definitions: Definitions,
}

impl Registry {
    /// With one definition more, in the place of an older one of the same name.
    pub fn with(&self, definition: Definition) -> Registry {
        let mut definitions = self.definitions.clone();
        let same =
            |d: &Arc<Definition>| d.group == definition.group && d.names.plural == definition.names.plural;
        match definitions.iter().position(same) {
            Some(i) => definitions[i] = Arc::new(definition),
            None => {
                let name = |d: &Definition| (!d.source.is_null(), d.group.clone(), d.names.plural.clone());
                let place = definitions.partition_point(|d| name(d) < name(&definition));
                definitions.insert(place, Arc::new(definition));
            }
        }
        Registry { definitions }
    }

    /// Without a definition.
    pub fn without(&self, group: &str, plural: &str) -> Registry {
        let other = |d: &&Arc<Definition>| d.group != group || d.names.plural != plural;
        Registry { definitions: self.definitions.iter().filter(other).cloned().collect() }
    }

    /// All resources.
    pub fn all(&self) -> &Definitions {
        &self.definitions
    }

    /// The resource of a path, if its version is served.
    pub fn find(&self, group: &str, version: &str, plural: &str) -> Option<Arc<Definition>> {
        let fits = |d: &&Arc<Definition>| {
            d.group == group && d.names.plural == plural && d.served(version).is_some()
        };
        self.definitions.iter().find(fits).cloned()
    }

    /// The groups that have a served version, sorted; the core group is left out.
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self.definitions.iter().map(|d| d.group.as_str()).collect();
        groups.retain(|g| !g.is_empty() && !self.versions(g).is_empty());
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The served versions of a group, the most stable and newest first.
    pub fn versions(&self, group: &str) -> Vec<&str> {
        let of_group = self.definitions.iter().filter(|d| d.group == group);
        let served = of_group.flat_map(|d| &d.versions).filter(|v| v.served);
        let mut versions: Vec<&str> = served.map(|v| v.name.as_str()).collect();
        versions.sort_unstable_by(|a, b| compare_versions(b, a));
        versions.dedup();
        versions
    }

    /// The resources of a group and version.
    pub fn resources<'a>(
        &'a self,
        group: &'a str,
        version: &'a str,
    ) -> impl Iterator<Item = (&'a Definition, &'a Version)> {
        let of_group = self.definitions.iter().filter(move |d| d.group == group);
        of_group.filter_map(move |d| d.served(version).map(|v| (d.as_ref(), v)))
    }
}

/// The stability (GA, beta, alpha), the major and the minor number of a version such as `v1beta2`.
fn parts(version: &str) -> Option<(u8, u64, u64)> {
    let rest = version.strip_prefix('v')?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (major, rest) = rest.split_at(end);
    let major = major.parse().ok()?;
    if rest.is_empty() {
        return Some((2, major, 0));
    }
    let beta = rest.strip_prefix("beta").map(|n| (1, n));
    let (stability, minor) = beta.or_else(|| rest.strip_prefix("alpha").map(|n| (0, n)))?;
    Some((stability, major, minor.parse().ok()?))
}

/// Orders versions by how much they are to be preferred; odd names come last, by the alphabet.
pub fn compare_versions(a: &str, b: &str) -> Ordering {
    match (parts(a), parts(b)) {
        (Some(x), Some(y)) => x.cmp(&y),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => b.cmp(a),
    }
}
