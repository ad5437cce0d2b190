//! The specification of a definition, all of it.

use serde_json::Value;

use super::{all, conversion, given, list, names, text, versions};
use crate::field::{FieldError, FieldPath};
use crate::object::rules;

/// The faults of `spec`; an older definition excuses what it did already.
pub fn faults(crd: &Value, old: Option<&Value>) -> Vec<FieldError> {
    let nothing = Value::Null;
    let spec = crd.get("spec").unwrap_or(&nothing);
    let path = FieldPath::new("spec");
    let mut errors = group(text(spec, "group"), &path.child("group"));
    errors.extend(scope(text(spec, "scope"), &path.child("scope")));
    errors.extend(missing_schemas(spec, &path.child("versions")));
    errors.extend(version_names(spec, &path.child("versions")));
    errors.extend(versions::faults(spec, &path));
    errors.extend(names::of_resource(spec.get("names").unwrap_or(&nothing), &path.child("names")));
    errors.extend(conversion::faults(spec, &path.child("conversion")));
    errors.extend(preserving(spec, old.and_then(|o| o.get("spec")), &path.child("preserveUnknownFields")));
    errors
}

fn group(group: &str, path: &FieldPath) -> Vec<FieldError> {
    if group.is_empty() {
        return vec![FieldError::required(path, "")];
    }
    if let Some(fault) = all(path, group, rules::subdomain(group)) {
        return vec![fault];
    }
    let detail = "should be a domain with at least one dot";
    let flat = !group.contains('.');
    flat.then(|| FieldError::invalid(path, &group.into(), detail)).into_iter().collect()
}

fn scope(scope: &str, path: &FieldPath) -> Option<FieldError> {
    match scope {
        "Cluster" | "Namespaced" => None,
        "" => Some(FieldError::required(path, "")),
        other => {
            Some(FieldError::not_supported(path, &other.into(), &["Cluster".into(), "Namespaced".into()]))
        }
    }
}

fn missing_schemas(spec: &Value, path: &FieldPath) -> Vec<FieldError> {
    let place = |i: usize| path.index(i).child("schema.openAPIV3Schema");
    let bare = |v: &Value| given(v, "schema").and_then(|s| given(s, "openAPIV3Schema")).is_none();
    let missing = list(spec, "versions").iter().enumerate().filter(|(_, v)| bare(v));
    missing.map(|(i, _)| FieldError::required(&place(i), "schemas are required")).collect()
}

/// Each version has a good name of its own, and one of them is stored.
fn version_names(spec: &Value, path: &FieldPath) -> Vec<FieldError> {
    let all_versions = list(spec, "versions");
    let mut errors = Vec::new();
    let names: Vec<&str> = all_versions.iter().map(|v| text(v, "name")).collect();
    for (i, name) in names.iter().enumerate() {
        errors.extend(all(&path.index(i).child("name"), name, rules::dns_1035_label(name)));
    }
    let shown = spec.get("versions").unwrap_or(&Value::Null);
    if names.iter().enumerate().any(|(i, name)| names.iter().take(i).any(|n| n == name)) {
        errors.push(FieldError::invalid(path, shown, "must contain unique version names"));
    }
    if all_versions.iter().filter(|v| super::flag(v, "storage")).count() != 1 {
        let detail = "must have exactly one version marked as storage version";
        errors.push(FieldError::invalid(path, shown, detail));
    }
    errors
}

/// To keep unknown fields everywhere is a thing of the past: only who did it before may go on.
fn preserving(spec: &Value, old: Option<&Value>, path: &FieldPath) -> Option<FieldError> {
    let before = old.is_some_and(|o| super::flag(o, "preserveUnknownFields"));
    let detail =
        "must be false: set x-kubernetes-preserve-unknown-fields in the schema of each version instead";
    let wrong = super::flag(spec, "preserveUnknownFields") && !before;
    wrong.then(|| FieldError::invalid(path, &true.into(), detail))
}
