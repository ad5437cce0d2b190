//! What a definition may not change, and the versions in which objects were stored.

use serde_json::Value;

use super::{flag, list, text};
use crate::crd::at;
use crate::field::{FieldError, FieldPath};

/// The faults of an update that moves a resource away from its objects.
pub fn immutable(crd: &Value, old: &Value) -> Vec<FieldError> {
    let established = list(old.get("status").unwrap_or(&Value::Null), "conditions")
        .iter()
        .any(|c| text(c, "type") == "Established" && text(c, "status") == "True");
    let fixed: [(&[&str], bool); 4] = [
        (&["scope"], established),
        (&["names", "kind"], established),
        (&["group"], true),
        (&["names", "plural"], true),
    ];
    let member =
        |crd: &Value, path: &[&str]| crd.get("spec").and_then(|s| at(s, path)).cloned().unwrap_or_default();
    let moved = fixed.into_iter().filter(|(path, holds)| *holds && member(crd, path) != member(old, path));
    moved
        .map(|(path, _)| {
            let place = FieldPath::new(&format!("spec.{}", path.join(".")));
            FieldError::invalid(&place, &member(crd, path), "field is immutable")
        })
        .collect()
}

/// Objects may still lie in every version that was ever stored, so it stays.
pub fn stored_versions(crd: &Value) -> Vec<FieldError> {
    let path = FieldPath::new("status.storedVersions");
    let stored = list(crd.get("status").unwrap_or(&Value::Null), "storedVersions");
    let versions = list(crd.get("spec").unwrap_or(&Value::Null), "versions");
    if stored.is_empty() {
        return vec![FieldError::invalid(&path, &Value::Null, "must have at least one stored version")];
    }
    let mut errors = Vec::new();
    for version in versions.iter().filter(|v| flag(v, "storage")) {
        let name = text(version, "name");
        if !stored.iter().any(|s| s.as_str() == Some(name)) {
            let detail = format!("must have the storage version {name}");
            errors.push(FieldError::invalid(&path, &Value::from(stored.to_vec()), detail));
        }
    }
    for (i, name) in stored.iter().enumerate() {
        let name = name.as_str().unwrap_or_default();
        if !versions.iter().any(|v| text(v, "name") == name) {
            let detail = format!(
                "missing from spec.versions; objects may still be stored as {name}, so the version must remain until all \
                 are migrated and status.storedVersions no longer names it"
            );
            errors.push(FieldError::invalid(&path.index(i), &name.into(), detail));
        }
    }
    errors
}
