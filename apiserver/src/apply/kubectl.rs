//! The passage from client-side apply to server-side apply: the annotation in which kubectl keeps what it applied last says
//! which fields were its own all along, so that it meets no conflicts over them.

use serde_json::Value;

use super::typed::{Shape, field_set};
use super::updater::Conflicts;
use crate::object::{Meta, metadata_mut, set_meta};

/// The manager for whom this is done.
const MANAGER: &str = "kubectl";
/// Where it keeps what it applied.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

fn last_applied(object: &Value) -> Option<&str> {
    object.meta("annotations")?.get(LAST_APPLIED)?.as_str().filter(|text| !text.is_empty())
}

/// The conflicts that remain when what the manager applied by itself counts as its own.
pub fn without_own(conflicts: Conflicts, manager: &str, live: &Value, shape: Shape) -> Conflicts {
    let text = last_applied(live).filter(|_| manager == MANAGER);
    let Some(own) = text.and_then(|t| serde_json::from_str::<Value>(t).ok()).map(|v| field_set(&v, shape))
    else {
        return conflicts;
    };
    let mut left = conflicts;
    for (_, entry) in &mut left {
        entry.set = entry.set.difference(&own);
    }
    left.retain(|(_, entry)| !entry.set.is_empty());
    left
}

/// Keeps the annotation in step with what the manager applies now, so that it may go back to its former way.
pub fn sync(merged: &mut Value, applied: &Value, manager: &str) {
    if manager != MANAGER || last_applied(merged).is_none() {
        return;
    }
    let mut text = applied.clone();
    if let Some(annotations) = metadata_mut(&mut text).get_mut("annotations").and_then(Value::as_object_mut) {
        annotations.remove(LAST_APPLIED);
    }
    text.sort_all_objects();
    let mut annotations = merged.meta("annotations").cloned().unwrap_or_default();
    annotations[LAST_APPLIED] = format!("{text}\n").into();
    set_meta(merged, "annotations", annotations);
}
