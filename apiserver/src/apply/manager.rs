//! What the verbs call: ownership after an update, and the object after an apply.

use serde_json::Value;

use super::kubectl;
use super::managed::{Entry, Key, Managers, Operation, decode, encode};
use super::set::Set;
use super::typed::{Duplicates, Shape, check};
use super::updater::{Applier, Conflicts, Force, Updater};
use crate::crd::{Definition, Version};
use crate::object::{Meta, now, set_meta};
use crate::status::{ApiError, Cause, Details};

/// Whoever owned fields before the first apply, if nobody was recorded.
const BEFORE_FIRST_APPLY: &str = "before-first-apply";
/// Who takes over what the oldest of too many updaters owned.
const ANCIENT: &str = "ancient-changes";
/// The most updaters that are recorded by name.
const MAX_UPDATERS: usize = 10;

/// Members of the metadata that nobody owns.
const UNOWNED: &[&[&str]] = &[
    &["apiVersion"],
    &["kind"],
    &["metadata"],
    &["metadata", "name"],
    &["metadata", "namespace"],
    &["metadata", "creationTimestamp"],
    &["metadata", "selfLink"],
    &["metadata", "uid"],
    &["metadata", "clusterName"],
    &["metadata", "generation"],
    &["metadata", "managedFields"],
    &["metadata", "resourceVersion"],
];

/// Who writes, and through which door.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The field manager.
    pub manager: String,
    /// The subresource; empty for the object itself.
    pub subresource: String,
}

/// Keeps track of who owns what in the objects of a resource.
pub struct Tracker<'a> {
    definition: &'a Definition,
    version: &'a Version,
    actor: &'a Actor,
}

/// The object without what is not part of the ownership.
fn bare(object: &Value) -> Value {
    let mut out = object.clone();
    set_meta(&mut out, "managedFields", Value::Null);
    out
}

impl<'a> Tracker<'a> {
    /// A tracker for one request.
    pub fn new(definition: &'a Definition, version: &'a Version, actor: &'a Actor) -> Tracker<'a> {
        Tracker { definition, version, actor }
    }

    fn api_version(&self) -> String {
        self.definition.api_version(&self.version.name)
    }

    fn key(&self, operation: Operation) -> Key {
        let version = if operation == Operation::Update { self.api_version() } else { String::new() };
        let (manager, subresource) = (self.actor.manager.clone(), self.actor.subresource.clone());
        Key { operation, manager, version, subresource }
    }

    /// What the door resets, so that nobody comes to own it there.
    fn ignored(&self) -> Set {
        match self.actor.subresource.as_str() {
            "status" => Set::of(&[&["metadata"], &["spec"]]),
            "" if self.version.has_status => Set::of(&[&["status"]]),
            _ => Set::default(),
        }
    }

    fn with_updater<T>(&self, run: impl FnOnce(&Updater) -> T) -> T {
        let shape = |api_version: &str| -> Option<Shape<'_>> {
            let versions = &self.definition.versions;
            let found =
                versions.iter().find(|v| v.served && self.definition.api_version(&v.name) == api_version)?;
            Some(Some(found.layout()))
        };
        run(&Updater { shape: &shape, version: &self.api_version(), ignored: self.ignored() })
    }

    /// Sets the managed fields of an object that is created or updated.
    pub fn update(&self, live: &Value, new: &mut Value) {
        let mut managers = self.decode_live_or_new(live, new);
        let creating = live.meta_text("uid").is_empty();
        if managers.is_empty() && !creating {
            set_meta(new, "managedFields", Value::Null);
            return;
        }
        self.track(live, new, &mut managers, &self.key(Operation::Update));
        write(new, &managers);
    }

    /// Records an update of one manager.
    fn track(&self, live: &Value, new: &Value, managers: &mut Managers, key: &Key) {
        let (old, new) = (bare(live), bare(new));
        let layout = Some(self.version.layout());
        let visible = |value: &Value| check(value, layout, Duplicates::Allowed).is_empty();
        if !visible(&new) || !visible(&old) {
            return;
        }
        let touched = self.with_updater(|u| u.update(&old, &new, managers)).difference(&Set::of(UNOWNED));
        if !touched.is_empty() {
            let owned = managers.get(key).map_or_else(Set::default, |e| e.set.clone());
            let entry = Entry { version: self.api_version(), set: owned.union(&touched), time: now() };
            managers.insert(key.clone(), entry);
        }
        cap(managers);
    }

    /// What the request says about ownership, if it may and does; else what is stored.
    fn decode_live_or_new(&self, live: &Value, new: &Value) -> Managers {
        let stored = || decode(live.meta("managedFields")).unwrap_or_default();
        if !self.actor.subresource.is_empty() {
            return stored();
        }
        let given = new.meta("managedFields").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if let [Value::Object(only)] = given
            && only.is_empty()
        {
            return Managers::new();
        }
        decode(new.meta("managedFields")).filter(|m| !m.is_empty()).unwrap_or_else(stored)
    }

    /// Lays an applied configuration over an object; none if that changes nothing.
    pub fn apply(&self, live: &Value, applied: &Value, force: Force) -> Result<Option<Value>, ApiError> {
        let mut managers = decode(live.meta("managedFields")).unwrap_or_default();
        if managers.is_empty() && !live.meta_text("uid").is_empty() {
            let key = Key {
                manager: BEFORE_FIRST_APPLY.into(),
                subresource: String::new(),
                ..self.key(Operation::Update)
            };
            let empty =
                serde_json::json!({ "apiVersion": self.api_version(), "kind": self.definition.names.kind });
            self.track(&empty, live, &mut managers, &key);
        }
        self.check_applied(applied)?;
        let former = managers.clone();
        let key = self.key(Operation::Apply);
        let old = bare(live);
        let lay = |managers: &mut Managers, force| {
            self.with_updater(|u| u.apply(&old, applied, managers, Applier { key: &key, force }))
        };
        let mut merged = match lay(&mut managers, force) {
            Ok(merged) => merged,
            Err(conflicts) => {
                let left = kubectl::without_own(conflicts, &key.manager, live, Some(self.version.layout()));
                managers = former.clone();
                let forced = if left.is_empty() { lay(&mut managers, Force::Yes) } else { Err(left) };
                forced.map_err(|c| conflict(&c))?
            }
        };
        kubectl::sync(&mut merged, applied, &key.manager);
        if let Some(entry) = managers.get_mut(&key) {
            entry.set = entry.set.difference(&Set::of(UNOWNED));
        }
        managers.retain(|_, entry| !entry.set.is_empty());
        if merged == old && managers == former {
            return Ok(None);
        }
        // An apply that changes nothing but ownership leaves the time alone.
        if let Some(entry) = managers.get_mut(&key).filter(|_| merged != old) {
            entry.time = now();
        }
        write(&mut merged, &managers);
        Ok(Some(merged))
    }

    fn check_applied(&self, applied: &Value) -> Result<(), ApiError> {
        let faults = check(applied, Some(self.version.layout()), Duplicates::Refused);
        let listed = match faults.as_slice() {
            [] => return Ok(()),
            [one] => one.clone(),
            many => format!("errors:\n  {}", many.join("\n  ")),
        };
        let (namespace, name) = (applied.meta_text("namespace"), applied.name());
        let what = format!("{namespace}/{name}; {}, Kind={}", self.api_version(), self.definition.names.kind);
        Err(ApiError::internal(format!("failed to create typed patch object ({what}): {listed}")))
    }
}

fn write(object: &mut Value, managers: &Managers) {
    let fields = if managers.is_empty() { Value::Null } else { encode(managers) };
    set_meta(object, "managedFields", fields);
}

/// Lumps the oldest of too many updaters together.
fn cap(managers: &mut Managers) {
    let mut updaters: Vec<(String, Key)> = Vec::new();
    updaters.extend(managers.iter().filter(|(k, _)| !k.applies()).map(|(k, e)| (e.time.clone(), k.clone())));
    updaters.sort();
    let surplus = updaters.len().saturating_sub(MAX_UPDATERS);
    if surplus == 0 {
        return;
    }
    for (_, key) in updaters.into_iter().take(surplus + 1) {
        if let Some(entry) = managers.remove(&key) {
            let lump = Key { manager: ANCIENT.into(), subresource: String::new(), ..key };
            let set = managers.get(&lump).map_or(entry.set.clone(), |e| e.set.union(&entry.set));
            managers.insert(lump, Entry { set, ..entry });
        }
    }
}

/// The refusal of an apply that would take what others own.
fn conflict(conflicts: &Conflicts) -> ApiError {
    let mut causes = Vec::new();
    let mut texts = Vec::new();
    for (key, entry) in conflicts {
        let who = owner(key, entry);
        let paths = entry.set.paths();
        texts.push(match paths.as_slice() {
            [one] => format!("conflict with {who}: {one}"),
            many => format!("conflicts with {who}:\n- {}", many.join("\n- ")),
        });
        let cause = |field: String| Cause {
            reason: "FieldManagerConflict",
            message: format!("conflict with {who}"),
            field,
        };
        causes.extend(paths.into_iter().map(cause));
    }
    let count =
        if causes.len() == 1 { "1 conflict".to_owned() } else { format!("{} conflicts", causes.len()) };
    let message = format!("Apply failed with {count}: {}", texts.join("\n"));
    ApiError::new(409, "Conflict", message).with_details(Details { causes, ..Details::default() })
}

fn owner(key: &Key, entry: &Entry) -> String {
    let mut who = format!("{:?}", key.manager);
    if !key.subresource.is_empty() {
        who.push_str(&format!(" with subresource {:?}", key.subresource));
    }
    if !key.applies() {
        who.push_str(&format!(" using {}", entry.version));
    }
    who
}
