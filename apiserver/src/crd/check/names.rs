//! The names of a definition and of its resource.

use serde_json::Value;

use super::{all, given, list, text};
use crate::field::{FieldError, FieldPath};
use crate::object::{Meta, rules};

/// The annotation that a group of Kubernetes itself needs.
const APPROVAL: &str = "api-approved.kubernetes.io";

/// The faults of the name and the approval of a definition.
pub fn of_object(crd: &Value) -> Vec<FieldError> {
    let spec = crd.get("spec").unwrap_or(&Value::Null);
    let plural = spec.get("names").map(|n| text(n, "plural")).unwrap_or_default();
    let mut errors = Vec::new();
    if crd.name() != format!("{plural}.{}", text(spec, "group")) {
        let detail = "must be spec.names.plural+\".\"+spec.group";
        errors.push(FieldError::invalid(&FieldPath::new("metadata.name"), &crd.name().into(), detail));
    }
    errors.extend(approval(crd));
    errors
}

/// What a definition says of its approval; none in a group that needs no approval.
pub fn approved(crd: &Value) -> Option<String> {
    let group = crd.get("spec").map(|s| text(s, "group")).unwrap_or_default();
    let protected =
        ["k8s.io", "kubernetes.io"].iter().any(|g| group == *g || group.ends_with(&format!(".{g}")));
    let said = || crd.meta("annotations")?.get(APPROVAL)?.as_str().map(str::to_owned);
    protected.then(|| said().unwrap_or_default())
}

/// Groups of Kubernetes need an approval, or the word that there is none.
fn approval(crd: &Value) -> Option<FieldError> {
    let said = approved(crd)?;
    let path = FieldPath::new("metadata.annotations").key(APPROVAL);
    if said.starts_with("unapproved") || said.contains("://") {
        return None;
    }
    if said.is_empty() {
        let detail = format!("a group of Kubernetes itself needs the annotation {APPROVAL:?}");
        return Some(FieldError::required(&path, detail));
    }
    let detail = format!("the annotation {APPROVAL:?} holds neither a URL nor \"unapproved\"");
    Some(FieldError::invalid(&path, &said.as_str().into(), detail))
}

/// The faults of `spec.names`.
pub fn of_resource(names: &Value, path: &FieldPath) -> Vec<FieldError> {
    let needed = ["plural", "singular", "kind", "listKind"].into_iter().filter(|n| text(names, n).is_empty());
    let mut errors: Vec<_> = needed.map(|n| FieldError::required(&path.child(n), "")).collect();
    for name in ["plural", "singular"] {
        errors.extend(label(text(names, name), &path.child(name), ""));
    }
    for name in ["kind", "listKind"] {
        let prefix = "may have mixed case, but should otherwise match: ";
        errors.extend(label(text(names, name), &path.child(name), prefix));
    }
    for name in ["shortNames", "categories"] {
        for (i, item) in list(names, name).iter().enumerate() {
            let value = item.as_str().unwrap_or_default();
            errors.extend(all(&path.child(name).index(i), value, rules::dns_1035_label(value)));
        }
    }
    if given(names, "kind").is_some() && text(names, "kind") == text(names, "listKind") {
        let detail = "kind and listKind may not be the same";
        errors.push(FieldError::invalid(&path.child("listKind"), &text(names, "listKind").into(), detail));
    }
    errors
}

/// The fault of a name that is not empty; a prefix says that its case does not matter.
fn label(value: &str, path: &FieldPath, prefix: &str) -> Option<FieldError> {
    let folded = if prefix.is_empty() { value.to_owned() } else { value.to_lowercase() };
    let faults = rules::dns_1035_label(&folded);
    let wrong = !value.is_empty() && !faults.is_empty();
    wrong.then(|| FieldError::invalid(path, &value.into(), format!("{prefix}{}", faults.join(","))))
}
