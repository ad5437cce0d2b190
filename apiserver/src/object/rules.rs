//! The rules for metadata: names, labels, annotations, finalizers, owners, and what an update may change.

use serde_json::Value;

use crate::crd::Scope;
use crate::field::{FaultKind, FieldError, FieldPath};
use crate::object::Meta;

/// The most bytes that all annotations of an object may hold together.
const ANNOTATIONS_LIMIT: usize = 256 * 1024;
/// The longest name.
const NAME_LIMIT: usize = 253;
/// The longest label value, and the longest name part of a qualified name.
const LABEL_LIMIT: usize = 63;

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', \
    and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
    '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must \
    start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is \
    '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an \
    alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for \
    validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with \
    an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
    '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', \
    and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for \
    validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

fn dns_part(text: &str) -> bool {
    let inside = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    !text.is_empty() && inside && !text.starts_with('-') && !text.ends_with('-')
}

fn word(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    let inside = text.chars().all(|c| edge(c) || matches!(c, '-' | '_' | '.'));
    inside && text.starts_with(edge) && text.ends_with(edge)
}

/// What is wrong with a DNS subdomain.
pub fn subdomain(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > NAME_LIMIT {
        faults.push(format!("must be no more than {NAME_LIMIT} characters"));
    }
    if !text.split('.').all(dns_part) {
        faults.push(SUBDOMAIN.into());
    }
    faults
}

/// What is wrong with a DNS label, as the names of namespaces are.
pub fn dns_label(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > LABEL_LIMIT {
        faults.push(format!("must be no more than {LABEL_LIMIT} characters"));
    }
    if !dns_part(text) {
        faults.push(LABEL.into());
    }
    faults
}

/// What is wrong with a DNS label that begins with a letter, as the names of resources do.
pub fn dns_1035_label(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > LABEL_LIMIT {
        faults.push(format!("must be no more than {LABEL_LIMIT} characters"));
    }
    if !dns_part(text) || !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        faults.push(LABEL_1035.into());
    }
    faults
}

/// What is wrong with a qualified name such as `example.com/part`.
pub fn qualified_name(text: &str) -> Vec<String> {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let mut faults = Vec::new();
    match prefix {
        Some("") => faults.push("prefix part must be non-empty".into()),
        Some(prefix) => faults.extend(subdomain(prefix).into_iter().map(|f| format!("prefix part {f}"))),
        None => {}
    }
    if name.is_empty() {
        faults.push("name part must be non-empty".into());
    } else if name.len() > LABEL_LIMIT {
        faults.push(format!("name part must be no more than {LABEL_LIMIT} bytes"));
    }
    if !word(name) {
        faults.push(QUALIFIED.into());
    }
    faults
}

/// What is wrong with the value of a label.
pub fn label_value(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if text.len() > LABEL_LIMIT {
        faults.push(format!("must be no more than {LABEL_LIMIT} bytes"));
    }
    if !text.is_empty() && !word(text) {
        faults.push(LABEL_VALUE.into());
    }
    faults
}

/// The rules for an object as it is created. `namespace_names` hold for namespaces themselves.
pub fn create(object: &Value, scope: Scope, name_rule: fn(&str) -> Vec<String>) -> Vec<FieldError> {
    let path = FieldPath::new("metadata");
    let mut errors = Vec::new();
    let (name, prefix) = (object.name(), object.meta_text("generateName"));
    if !prefix.is_empty() {
        // A prefix may end where a name may not.
        let shown = prefix.strip_suffix(['-', '.']).map_or(prefix.to_owned(), |p| format!("{p}a"));
        errors.extend(all(&path.child("generateName"), prefix, name_rule(&shown)));
    }
    if name.is_empty() {
        errors.push(FieldError::required(&path.child("name"), "name or generateName is required"));
    } else {
        errors.extend(all(&path.child("name"), name, name_rule(name)));
    }
    if scope == Scope::Cluster && !object.meta_text("namespace").is_empty() {
        errors.push(FieldError::forbidden(&path.child("namespace"), "not allowed on this type"));
    }
    errors.extend(object.get("metadata").map(|m| common(m, &path)).unwrap_or_default());
    errors
}

fn all(path: &FieldPath, value: &str, faults: Vec<String>) -> Vec<FieldError> {
    faults.into_iter().map(|f| FieldError::invalid(path, &value.into(), f)).collect()
}

/// The rules for the metadata of an object in another one, whose name need only fit into a path.
pub fn embedded(metadata: &Value, path: &FieldPath) -> Vec<FieldError> {
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut errors = Vec::new();
    for name in ["generateName", "name"] {
        errors.extend(all(&path.child(name), text(name), path_segment(text(name))));
    }
    if !text("namespace").is_empty() {
        errors.extend(all(&path.child("namespace"), text("namespace"), dns_label(text("namespace"))));
    }
    errors.extend(common(metadata, path));
    errors
}

/// What is wrong with a part of a path.
fn path_segment(text: &str) -> Vec<String> {
    if matches!(text, "." | "..") {
        return vec![format!("may not be '{text}'")];
    }
    ["/", "%"].iter().filter(|c| text.contains(**c)).map(|c| format!("may not contain '{c}'")).collect()
}

/// The rules for metadata that hold at all times.
pub fn common(metadata: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    errors.extend(labels(metadata, path));
    errors.extend(annotations(metadata, path));
    errors.extend(owners(metadata, path));
    let finalizers = metadata.get("finalizers").and_then(Value::as_array);
    for name in finalizers.into_iter().flatten().filter_map(Value::as_str) {
        errors.extend(all(&path.child("finalizers"), name, qualified_name(name)));
    }
    errors
}

fn entries<'a>(metadata: &'a Value, member: &str) -> impl Iterator<Item = (&'a String, &'a str)> {
    let map = metadata.get(member).and_then(Value::as_object);
    map.into_iter().flatten().map(|(k, v)| (k, v.as_str().unwrap_or_default()))
}

fn labels(metadata: &Value, path: &FieldPath) -> Vec<FieldError> {
    let path = path.child("labels");
    let one = |(key, value): (&String, &str)| {
        let mut errors = all(&path, key, qualified_name(key));
        errors.extend(all(&path, value, label_value(value)));
        errors
    };
    entries(metadata, "labels").flat_map(one).collect()
}

fn annotations(metadata: &Value, path: &FieldPath) -> Vec<FieldError> {
    let path = path.child("annotations");
    let mut errors = Vec::new();
    let mut size = 0;
    for (key, value) in entries(metadata, "annotations") {
        // Annotations may be in upper case before the slash too.
        errors.extend(all(&path, key, qualified_name(&key.to_lowercase())));
        size += key.len() + value.len();
    }
    if size > ANNOTATIONS_LIMIT {
        errors.push(FieldError::too_long(&path, ANNOTATIONS_LIMIT as u64));
    }
    errors
}

fn owners(metadata: &Value, path: &FieldPath) -> Vec<FieldError> {
    let path = path.child("ownerReferences");
    let mut errors = Vec::new();
    let mut controllers = 0;
    for owner in metadata.get("ownerReferences").and_then(Value::as_array).into_iter().flatten() {
        for member in ["apiVersion", "kind", "name", "uid"] {
            if owner.get(member).and_then(Value::as_str).unwrap_or_default().is_empty() {
                errors.push(FieldError::invalid(&path.child(member), &"".into(), "must not be empty"));
            }
        }
        controllers += usize::from(owner.get("controller").and_then(Value::as_bool) == Some(true));
    }
    if controllers > 1 {
        let value = metadata.get("ownerReferences").unwrap_or(&Value::Null);
        let detail = "Only one reference can have Controller set to true";
        errors.push(FieldError::invalid(&path, value, detail));
    }
    errors
}

/// What people are to be told of finalizers that are new: names without a path may clash with those of others.
pub fn finalizer_warnings(new: &Value, old: Option<&Value>) -> Vec<String> {
    let known = ["orphan", "foregroundDeletion"];
    let before = old.map(Meta::finalizers).unwrap_or_default();
    let mut added: Vec<&str> = new.finalizers();
    added.retain(|name| !before.contains(name) && !known.contains(name) && !name.contains('/'));
    added.sort_unstable();
    added.dedup();
    let why = "prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other \
               finalizer writers";
    added.into_iter().map(|name| format!("metadata.finalizers: {name:?}: {why}")).collect()
}

/// The rules for the change from an old to a new object.
pub fn update(new: &Value, old: &Value) -> Vec<FieldError> {
    let path = FieldPath::new("metadata");
    let mut errors = new_finalizers(new, old, &path);
    for member in
        ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
    {
        if new.meta(member) != old.meta(member) {
            let value = new.meta(member).unwrap_or(&Value::Null);
            errors.push(FieldError::invalid(&path.child(member), value, "field is immutable"));
        }
    }
    errors.extend(new.get("metadata").map(|m| common(m, &path)).unwrap_or_default());
    errors
}

/// Whoever is being deleted gets no more finalizers.
fn new_finalizers(new: &Value, old: &Value, path: &FieldPath) -> Vec<FieldError> {
    let before = old.finalizers();
    let added: Vec<&str> = new.finalizers().into_iter().filter(|f| !before.contains(f)).collect();
    if !old.is_deleting() || added.is_empty() {
        return Vec::new();
    }
    let quoted: Vec<String> = added.iter().map(|f| format!("{f:?}")).collect();
    let start =
        "no new finalizers can be added if the object is being deleted, found new finalizers []string";
    let detail = format!("{start}{{{}}}", quoted.join(", "));
    vec![FieldError::bare(FaultKind::Forbidden, &path.child("finalizers"), detail)]
}
