//! The rules of ownership: an update takes what it changes, an apply takes what it says and gives back what it no longer says.

use serde_json::Value;

use super::compare::{Comparison, compare};
use super::managed::{Entry, Key, Managers, Operation};
use super::merge::merge;
use super::remove::remove;
use super::set::Set;
use super::typed::{Shape, field_set, whole_where_atomic, with_named_members};

/// The shape of an object in each version, and what a request cannot own.
pub struct Updater<'a> {
    /// The shape of a version by `apiVersion`; none where it is not known.
    pub shape: &'a dyn Fn(&str) -> Option<Shape<'a>>,
    /// The version of the request.
    pub version: &'a str,
    /// The places that the endpoint resets.
    pub ignored: Set,
}

/// Places that others own, by manager.
pub type Conflicts = Vec<(Key, Entry)>;

/// Who applies, and how.
#[derive(Debug, Clone, Copy)]
pub struct Applier<'a> {
    /// The manager.
    pub key: &'a Key,
    /// What it does about places that others own.
    pub force: Force,
}

/// What to do about places that others own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// Take them.
    Yes,
    /// Refuse.
    No,
}

impl Updater<'_> {
    fn own_shape(&self) -> Shape<'_> {
        (self.shape)(self.version).flatten()
    }

    /// Whoever owned parts of what has become one value owns that value.
    fn follow_schemas(&self, managers: &mut Managers) {
        for entry in managers.values_mut() {
            if let Some(shape) = (self.shape)(&entry.version) {
                entry.set = whole_where_atomic(&entry.set, shape);
            }
        }
    }

    /// Takes from the other managers what has changed; with conflicts refuses, if it is not forced.
    fn settle(
        &self,
        old: &Value,
        new: &Value,
        managers: &mut Managers,
        applier: Option<Applier>,
    ) -> Result<Comparison, Conflicts> {
        let mut conflicts = Conflicts::new();
        managers.retain(|_, entry| (self.shape)(&entry.version).is_some());
        self.follow_schemas(managers);
        for (key, entry) in managers.iter_mut().filter(|(key, _)| applier.is_none_or(|a| a.key != *key)) {
            let shape = (self.shape)(&entry.version).flatten();
            let found = compare(old, new, shape).without(&self.ignored);
            let disputed = entry.set.intersection(&found.touched());
            if !disputed.is_empty() {
                conflicts.push((key.clone(), Entry { set: disputed.clone(), ..entry.clone() }));
            }
            entry.set = entry.set.difference(&disputed).difference(&found.removed);
        }
        if applier.is_some_and(|a| a.force == Force::No) && !conflicts.is_empty() {
            return Err(conflicts);
        }
        managers.retain(|_, entry| !entry.set.is_empty());
        Ok(compare(old, new, self.own_shape()).without(&self.ignored))
    }

    /// An update: the manager owns, beside what it owned, what it added or modified.
    pub fn update(&self, old: &Value, new: &Value, managers: &mut Managers) -> Set {
        match self.settle(old, new, managers, None) {
            Ok(found) => found.touched().difference(&found.removed).without_trees(&self.ignored),
            Err(_) => Set::default(),
        }
    }

    /// An apply: answers the merged object.
    pub fn apply(
        &self,
        live: &Value,
        applied: &Value,
        managers: &mut Managers,
        applier: Applier,
    ) -> Result<Value, Conflicts> {
        let shape = self.own_shape();
        self.follow_schemas(managers);
        let merged = merge(live, applied, shape);
        let last = managers.get(applier.key).cloned();
        let set = field_set(applied, shape).without_trees(&self.ignored);
        let entry = Entry { version: self.version.to_owned(), set, time: String::new() };
        let time = last.as_ref().map(|l| l.time.clone()).unwrap_or_default();
        managers.insert(applier.key.clone(), Entry { time, ..entry });
        let pruned = match last.filter(|l| !l.set.is_empty()) {
            Some(last) => self.prune(merged, managers, &last),
            None => merged,
        };
        self.settle(live, &pruned, managers, Some(applier))?;
        Ok(pruned)
    }

    /// Removes what the manager applied last time and nobody applies or owns now.
    fn prune(&self, merged: Value, managers: &Managers, last: &Entry) -> Value {
        let Some(shape) = (self.shape)(&last.version) else {
            return merged;
        };
        let named = |set: &Set| with_named_members(set, shape);
        let last_named = named(&last.set);
        let mut pruned = remove(&merged, &last_named, shape);
        let merged_set = named(&field_set(&merged, shape));
        // First what is owned in the version that is pruned, then what is owned in the others.
        let in_version = |e: &&Entry| e.version == last.version;
        let here = managers.values().filter(in_version).fold(Set::default(), |all, e| all.union(&e.set));
        let elsewhere =
            managers.values().filter(|e| !in_version(e)).fold(Set::default(), |all, e| all.union(&e.set));
        for owned in [here, elsewhere] {
            let kept = named(&field_set(&pruned, shape)).union(&named(&owned));
            pruned = remove(&merged, &merged_set.difference(&kept), shape);
        }
        // What hangs below a removed place and was never this manager's own stays.
        let gone = merged_set.difference(&named(&field_set(&pruned, shape))).intersection(&last_named);
        remove(&merged, &gone, shape)
    }
}

impl Key {
    /// Whether the manager applies.
    pub fn applies(&self) -> bool {
        self.operation == Operation::Apply
    }
}
