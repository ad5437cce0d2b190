//! What the server itself decides about an object that is written.

use serde_json::Value;

use crate::call::Call;
use crate::crd::Role;
use crate::object::{Meta, now, set_member, set_meta};

/// The letters of generated names: none that make words or look alike.
const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
/// How many of them a generated name has.
const SUFFIX: usize = 5;
/// The longest prefix that is kept of a generated name.
const PREFIX_LIMIT: usize = 58;

/// A name from a prefix.
pub fn generated(prefix: &str) -> String {
    let random = uuid::Uuid::new_v4().into_bytes();
    let letter = |byte: &u8| LETTERS.get(usize::from(*byte) % LETTERS.len()).map_or('x', |b| char::from(*b));
    let start: String = prefix.chars().take(PREFIX_LIMIT).collect();
    let suffix: String = random.iter().take(SUFFIX).map(letter).collect();
    format!("{start}{suffix}")
}

/// Takes away what a client says and only the server may.
pub fn wipe(object: &mut Value) {
    for member in ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] {
        set_meta(object, member, Value::Null);
    }
}

/// Fills in the identity of a new object.
pub fn create(call: &Call, object: &mut Value) {
    set_meta(object, "uid", uuid::Uuid::new_v4().to_string());
    set_meta(object, "creationTimestamp", now());
    if counts_generations(call) {
        set_meta(object, "generation", 1);
    }
    if call.version().has_status {
        set_member(object, "status", None);
    }
}

/// Whether the objects of a resource say how often they were changed: of those of Kubernetes itself, the ones do that
/// have a status apart, but for namespaces.
fn counts_generations(call: &Call) -> bool {
    match call.definition().role {
        Role::Custom | Role::Definition => true,
        Role::Data => call.version().has_status,
        Role::Namespace | Role::Review => false,
    }
}

/// Keeps what an update may not change, and counts the generation up.
pub fn update(call: &Call, new: &mut Value, old: &Value) {
    if call.is_status() {
        keep_all_but_status(new, old);
    } else if call.version().has_status {
        set_member(new, "status", old.get("status").cloned());
    }
    let generation = old.meta("generation").and_then(Value::as_i64).unwrap_or(0);
    let changed = !call.is_status() && differ(new, old);
    if counts_generations(call) {
        set_meta(new, "generation", generation + i64::from(changed));
    }
    if new.meta_text("uid").is_empty() {
        set_meta(new, "uid", old.meta("uid").cloned().unwrap_or_default());
    }
    set_meta(new, "creationTimestamp", old.meta("creationTimestamp").cloned().unwrap_or_default());
    for member in ["deletionTimestamp", "deletionGracePeriodSeconds"] {
        if let Some(value) = old.meta(member) {
            set_meta(new, member, value.clone());
        }
    }
}

/// A write to the status changes the status, and who manages what.
fn keep_all_but_status(new: &mut Value, old: &Value) {
    let managed = new.meta("managedFields").cloned().unwrap_or_default();
    let status = new.get("status").cloned();
    let given_version = new.meta("resourceVersion").cloned().unwrap_or_default();
    let kind = new.get("kind").cloned();
    *new = old.clone();
    set_member(new, "kind", kind);
    set_member(new, "status", status);
    set_meta(new, "managedFields", managed);
    set_meta(new, "resourceVersion", given_version);
}

/// Whether two objects differ in more than their metadata.
pub fn differ(new: &Value, old: &Value) -> bool {
    let members =
        |value: &Value| value.as_object().map_or(0, |m| m.keys().filter(|k| *k != "metadata").count());
    let kept = |(name, value): (&String, &Value)| name == "metadata" || old.get(name) == Some(value);
    members(new) != members(old) || !new.as_object().is_some_and(|m| m.iter().all(kept))
}
