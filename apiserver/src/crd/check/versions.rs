//! The parts of a version: schema, subresources, columns, selectable fields, and the warning that it is deprecated.

use serde_json::Value;

use super::{defaults, flag, given, keywords, list, paths, rules, structural, text};
use crate::field::{FaultKind, FieldError, FieldPath};

/// The most fields of a version that selectors may name.
const MAX_SELECTABLE: usize = 8;
/// The longest warning.
const MAX_WARNING: usize = 256;

/// The parts that move to the definition when all versions share them, and their names there.
const PARTS: [(&str, &str); 4] = [
    ("schema", "validation"),
    ("subresources", "subresources"),
    ("additionalPrinterColumns", "additionalPrinterColumns"),
    ("selectableFields", "selectableFields"),
];

/// The faults of all versions.
pub fn faults(spec: &Value, path: &FieldPath) -> Vec<FieldError> {
    let versions = list(spec, "versions");
    let mut errors = Vec::new();
    for (i, version) in versions.iter().enumerate() {
        errors.extend(deprecation(version, &path.child("versions").index(i)));
    }
    for (part, shared) in PARTS {
        let first = versions.first().and_then(|v| v.get(part));
        if versions.iter().all(|v| v.get(part) == first) {
            let Some(first) = versions.first() else { continue };
            let apart = versions.iter().any(|v| status_of(v) == Status::Apart);
            let status = if apart { Status::Apart } else { Status::Inside };
            errors.extend(of_part(part, Part { version: first, status }, &path.child(shared)));
            continue;
        }
        for (i, version) in versions.iter().enumerate() {
            let place = path.child("versions").index(i).child(part);
            errors.extend(of_part(part, Part { version, status: status_of(version) }, &place));
        }
    }
    errors
}

/// Whether status is a subresource.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Apart,
    Inside,
}

/// A version whose part is looked at.
#[derive(Clone, Copy)]
struct Part<'a> {
    version: &'a Value,
    status: Status,
}

fn status_of(version: &Value) -> Status {
    match given(version, "subresources").and_then(|s| given(s, "status")) {
        Some(_) => Status::Apart,
        None => Status::Inside,
    }
}

fn of_part(part: &str, of: Part, path: &FieldPath) -> Vec<FieldError> {
    let Some(value) = given(of.version, part) else {
        return Vec::new();
    };
    match part {
        "schema" => given(value, "openAPIV3Schema")
            .map(|s| schema(s, of.status, &path.child("openAPIV3Schema")))
            .unwrap_or_default(),
        "subresources" => scale(value, path),
        "additionalPrinterColumns" => {
            let columns = list(of.version, part).iter().enumerate();
            columns.flat_map(|(i, c)| column(c, &path.index(i))).collect()
        }
        _ => selectable(of.version, path),
    }
}

fn deprecation(version: &Value, path: &FieldPath) -> Vec<FieldError> {
    let Some(warning) = given(version, "deprecationWarning").and_then(Value::as_str) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if !flag(version, "deprecated") {
        faults.push("can only be set for deprecated versions".to_owned());
    } else {
        faults.extend(
            (warning.len() > MAX_WARNING).then(|| format!("must be <= {MAX_WARNING} characters long")),
        );
        faults.extend(warning.is_empty().then(|| "must not be an empty string".to_owned()));
        let odd = warning.char_indices().find(|(_, c)| c.is_control());
        faults.extend(
            odd.map(|(i, _)| format!("must hold printable characters only; there is another at index {i}")),
        );
    }
    let place = path.child("deprecationWarning");
    faults.into_iter().map(|f| FieldError::invalid(&place, &warning.into(), f)).collect()
}

/// The faults of a schema. Defaults are looked at where its structure is sound, rules where all the rest is.
fn schema(schema: &Value, status: Status, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = if status == Status::Apart { root_with_status(schema, path) } else { Vec::new() };
    if flag(schema, "nullable") {
        errors.push(FieldError::forbidden(&path.child("nullable"), "nullable cannot be true at the root"));
    }
    let built = match crate::schema::parse(schema) {
        Ok(built) => built,
        Err(why) => return vec![FieldError::invalid(path, &"".into(), why)],
    };
    let unstructured = structural::faults(schema, path);
    let sound = unstructured.is_empty();
    errors.extend(unstructured);
    let misfits = if sound { defaults::faults(&built, path) } else { Vec::new() };
    let fit = sound && misfits.is_empty();
    errors.extend(misfits);
    let words = keywords::faults(schema, path);
    let may_compile = fit && words.is_empty();
    errors.extend(words);
    if may_compile && built.any_rules() {
        errors.extend(rules::faults(schema, path));
    }
    errors
}

/// Where the schema of the status is cut out of the whole, the whole may say little itself.
fn root_with_status(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    const FORBIDDEN: [&str; 13] = [
        "default",
        "enum",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "additionalProperties",
        "nullable",
        "maxProperties",
        "minProperties",
        "x-kubernetes-embedded-resource",
        "x-kubernetes-int-or-string",
        "x-kubernetes-map-type",
    ];
    let kind = text(schema, "type");
    if !kind.is_empty() && kind != "object" {
        let detail = "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled";
        return vec![FieldError::invalid(&path.child("type"), &kind.into(), detail)];
    }
    let found =
        FORBIDDEN.into_iter().find(|name| given(schema, name).is_some_and(|v| *v != Value::Bool(false)));
    let fault = |name: &str| {
        let detail =
            format!("{name} is not allowed at the root of the schema if the status subresource is enabled");
        FieldError::invalid(path, schema, detail)
    };
    found.map(fault).into_iter().collect()
}

fn scale(subresources: &Value, path: &FieldPath) -> Vec<FieldError> {
    let Some(scale) = given(subresources, "scale") else {
        return Vec::new();
    };
    let rules: [(&str, &[&str], &str); 3] = [
        ("specReplicasPath", &[".spec."], "should be a json path under .spec"),
        ("statusReplicasPath", &[".status."], "should be a json path under .status"),
        ("labelSelectorPath", &[".spec.", ".status."], "should be a json path under either .spec or .status"),
    ];
    let one = |(name, roots, detail): (&str, &[&str], &str)| {
        let (value, place) = (text(scale, name), path.child("scale").child(name));
        match value {
            "" if name == "labelSelectorPath" => None,
            "" => Some(FieldError::required(&place, "")),
            _ if !value.starts_with('.') => Some(not_simple(&place, value)),
            _ if roots.iter().any(|r| value.starts_with(r)) => None,
            _ => Some(FieldError::invalid(&place, &value.into(), detail)),
        }
    };
    rules.into_iter().filter_map(one).collect()
}

fn not_simple(path: &FieldPath, value: &str) -> FieldError {
    FieldError::invalid(path, &value.into(), "must be a simple json path starting with .")
}

fn column(column: &Value, path: &FieldPath) -> Vec<FieldError> {
    const TYPES: [&str; 5] = ["boolean", "date", "integer", "number", "string"];
    const FORMATS: [&str; 8] = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
    let mut errors = Vec::new();
    if text(column, "name").is_empty() {
        errors.push(FieldError::required(&path.child("name"), ""));
    }
    let one_of = |known: &[&str]| format!("must be one of {}", known.join(","));
    match text(column, "type") {
        "" => errors.push(FieldError::required(&path.child("type"), one_of(&TYPES))),
        kind if TYPES.contains(&kind) => {}
        kind => errors.push(FieldError::invalid(&path.child("type"), &kind.into(), one_of(&TYPES))),
    }
    let format = text(column, "format");
    if !format.is_empty() && !FORMATS.contains(&format) {
        errors.push(FieldError::invalid(&path.child("format"), &format.into(), one_of(&FORMATS)));
    }
    match text(column, "jsonPath") {
        "" => errors.push(FieldError::required(&path.child("JSONPath"), "")),
        given if given.starts_with('.') => {}
        given => errors.push(not_simple(&path.child("JSONPath"), given)),
    }
    errors
}

fn selectable(version: &Value, path: &FieldPath) -> Vec<FieldError> {
    let nothing = Value::Null;
    let schema = version.get("schema").and_then(|s| s.get("openAPIV3Schema")).unwrap_or(&nothing);
    let (mut errors, mut seen) = (Vec::new(), Vec::new());
    for (i, field) in list(version, "selectableFields").iter().enumerate() {
        let (given, place) = (text(field, "jsonPath"), path.index(i).child("jsonPath"));
        if given.is_empty() {
            errors.push(FieldError::required(&place, ""));
            continue;
        }
        let found = match paths::follow(schema, given, paths::Items::Refused) {
            Ok(found) => found,
            Err(why) => {
                let detail = format!("is an invalid path: {why}");
                errors.push(FieldError::invalid(&place, &given.into(), detail));
                continue;
            }
        };
        if given.starts_with(".metadata.") || given == ".metadata" {
            errors.push(FieldError::invalid(&place, &given.into(), "must not point to fields in metadata"));
        }
        if !matches!(text(found, "type"), "string" | "boolean" | "integer") {
            let detail = "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";
            errors.push(FieldError::invalid(&place, &given.into(), detail));
        }
        if seen.contains(&given) {
            errors.push(FieldError::with_value(FaultKind::Duplicate, &place, &given.into(), ""));
        } else {
            seen.push(given);
        }
    }
    if seen.len() > MAX_SELECTABLE {
        let detail = format!("must have at most {MAX_SELECTABLE} items");
        errors.push(FieldError::with_value(FaultKind::TooMany, path, &seen.len().into(), detail));
    }
    errors
}
