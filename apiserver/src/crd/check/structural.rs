//! Structural schemas: a type at every place, and combinations that restrict values without giving them structure.

use serde_json::{Value, json};

use super::{entries, flag, given, list, text};
use crate::field::{FieldError, FieldPath};
use crate::schema::Pattern;

/// Where in a schema a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Root,
    Item,
    Member,
}

/// The faults of a schema, in the order of their texts.
pub fn faults(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = node(schema, Level::Root, path);
    errors
        .extend(combinations(schema).flat_map(|c| incomplete(c.schema, Some(schema), path, &c.place(path))));
    errors.sort_by_cached_key(FieldError::to_string);
    errors
}

/// A schema within a combination, and the name of its place.
struct Branch<'a> {
    schema: &'a Value,
    keyword: &'static str,
    index: Option<usize>,
}

impl Branch<'_> {
    fn place(&self, path: &FieldPath) -> FieldPath {
        let place = path.child(self.keyword);
        self.index.map_or(place.clone(), |i| place.index(i))
    }
}

/// The schemas that a schema combines.
fn combinations(schema: &Value) -> impl Iterator<Item = Branch<'_>> {
    let lists = ["anyOf", "allOf", "oneOf"].into_iter().flat_map(move |keyword| {
        let branch = move |(i, schema)| Branch { schema, keyword, index: Some(i) };
        list(schema, keyword).iter().enumerate().map(branch)
    });
    lists.chain(given(schema, "not").map(|schema| Branch { schema, keyword: "not", index: None }))
}

fn node(schema: &Value, level: Level, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match given(schema, "items") {
        Some(items) => errors.extend(node(items, Level::Item, &path.child("items"))),
        None if text(schema, "type") == "array" => {
            errors.push(FieldError::required(&path.child("items"), "must be specified"));
        }
        None => {}
    }
    for (name, member) in entries(schema, "properties") {
        errors.extend(node(member, Level::Member, &path.child("properties").key(name)));
    }
    errors.extend(additional(schema, level, path));
    errors.extend(extensions(schema, path));
    errors.extend(pattern(schema, path));
    errors.extend(combined(schema, path));
    errors.extend(kind(schema, level, path));
    errors.extend(identity(schema, level, path));
    errors
}

fn additional(schema: &Value, level: Level, path: &FieldPath) -> Vec<FieldError> {
    let Some(additional) = given(schema, "additionalProperties") else {
        return Vec::new();
    };
    let place = path.child("additionalProperties");
    let mut errors = Vec::new();
    if level == Level::Root {
        errors.push(FieldError::forbidden(&place, "must not be used at the root"));
    }
    if flag(schema, "x-kubernetes-embedded-resource") {
        let detail = "must not be used if x-kubernetes-embedded-resource is set";
        errors.push(FieldError::forbidden(&place, detail));
    }
    if additional.is_object() {
        errors.extend(node(additional, Level::Member, &place));
    }
    errors
}

fn extensions(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let clashing = ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"];
    let detail = "must be false if x-kubernetes-int-or-string is true";
    let both = clashing.into_iter().filter(|n| flag(schema, "x-kubernetes-int-or-string") && flag(schema, n));
    both.map(|name| FieldError::invalid(&path.child(name), &true.into(), detail)).collect()
}

fn pattern(schema: &Value, path: &FieldPath) -> Option<FieldError> {
    let text = text(schema, "pattern");
    let why = Pattern::fault(text)?;
    let detail = format!("must be a valid regular expression, but isn't: {why}");
    Some(FieldError::invalid(&path.child("pattern"), &text.into(), detail))
}

/// The type of a node, which may be left out only where another keyword speaks for it.
fn kind(schema: &Value, level: Level, path: &FieldPath) -> Vec<FieldError> {
    let (kind, place) = (text(schema, "type"), path.child("type"));
    let embedded = flag(schema, "x-kubernetes-embedded-resource");
    let open =
        flag(schema, "x-kubernetes-int-or-string") || flag(schema, "x-kubernetes-preserve-unknown-fields");
    let mut errors = Vec::new();
    if embedded && kind != "object" {
        let detail = "must be object if x-kubernetes-embedded-resource is true";
        errors.push(match kind {
            "" => FieldError::required(&place, detail),
            _ => FieldError::invalid(&place, &kind.into(), detail),
        });
    } else if kind.is_empty() && !open {
        let what = match level {
            Level::Root => "at the root",
            Level::Item => "for specified array items",
            Level::Member => "for specified object fields",
        };
        errors.push(FieldError::required(&place, format!("must not be empty {what}")));
    }
    if level == Level::Root && !kind.is_empty() && kind != "object" {
        errors.push(FieldError::invalid(&place, &kind.into(), "must be object at the root"));
    }
    if embedded
        && !flag(schema, "x-kubernetes-preserve-unknown-fields")
        && entries(schema, "properties").next().is_none()
    {
        let detail = "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
        errors.push(FieldError::required(&path.child("properties"), detail));
    }
    errors
}

/// What a whole object may say about its own type and metadata.
fn identity(schema: &Value, level: Level, path: &FieldPath) -> Vec<FieldError> {
    let whole = level == Level::Root || flag(schema, "x-kubernetes-embedded-resource");
    let member = |name: &str| schema.get("properties").and_then(|p| p.get(name)).filter(|_| whole);
    let place = |name: &str| path.child("properties").key(name);
    let mut errors = Vec::new();
    for (name, expected) in [("kind", "string"), ("apiVersion", "string"), ("metadata", "object")] {
        if let Some(kind) = member(name).map(|m| text(m, "type")).filter(|k| *k != expected) {
            let detail = format!("must be {expected}");
            errors.push(FieldError::invalid(&place(name).child("type"), &kind.into(), detail));
        }
    }
    if level == Level::Root && member("metadata").is_some_and(says_more_than_names) {
        let detail = "must not specify anything other than name and generateName, but metadata is implicitly specified";
        errors.push(FieldError::forbidden(&place("metadata"), detail));
    }
    errors
}

fn says_more_than_names(metadata: &Value) -> bool {
    let known = ["type", "properties", "description", "title", "default"];
    let mut names = entries(metadata, "properties").map(|(name, _)| name.as_str());
    let others = metadata.as_object().into_iter().flatten();
    let said = |value: &Value| !(value.is_null() || *value == Value::Bool(false));
    names.any(|n| !matches!(n, "name" | "generateName"))
        || others.filter(|(_, v)| said(v)).any(|(n, _)| !known.contains(&n.as_str()))
}

/// The faults inside combinations. The two ways to spell "integer or string" may name types.
fn combined(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let idiom = json!([{ "type": "integer" }, { "type": "string" }]);
    let skips = |schema: &Value| schema.get("anyOf") == Some(&idiom);
    let mut errors = Vec::new();
    for branch in combinations(schema) {
        let place = branch.place(path);
        if branch.keyword == "anyOf" && skips(schema) {
            continue;
        }
        if branch.keyword == "allOf" && branch.index == Some(0) && skips(branch.schema) {
            let mut rest = branch.schema.clone();
            rest.as_object_mut().and_then(|map| map.remove("anyOf"));
            errors.extend(nested(&rest, &place));
            continue;
        }
        errors.extend(nested(branch.schema, &place));
    }
    errors
}

/// What may not be said inside a combination, and how the real server says so.
const OUTSIDE_ONLY: [(&str, &str); 13] = [
    ("type", "must be empty to be structural"),
    ("additionalProperties", "must be undefined to be structural"),
    ("default", "must be undefined to be structural"),
    ("title", "must be empty to be structural"),
    ("description", "must be empty to be structural"),
    ("nullable", "must be false to be structural"),
    ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
    ("x-kubernetes-embedded-resource", "must be false to be structural"),
    ("x-kubernetes-int-or-string", "must be false to be structural"),
    ("x-kubernetes-list-map-keys", "must be empty to be structural"),
    ("x-kubernetes-list-type", "must be undefined to be structural"),
    ("x-kubernetes-map-type", "must be undefined to be structural"),
    ("x-kubernetes-validations", "must be empty to be structural"),
];

fn nested(schema: &Value, path: &FieldPath) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = pattern(schema, path).into_iter().collect();
    errors.extend(combinations(schema).flat_map(|b| nested(b.schema, &b.place(path))));
    errors.extend(given(schema, "items").into_iter().flat_map(|s| nested(s, &path.child("items"))));
    for (name, member) in entries(schema, "properties") {
        let place = path.child("properties").key(name);
        errors.extend(nested(member, &place));
        if name == "metadata" {
            errors.push(FieldError::forbidden(&place, "must not be specified in a nested context"));
        }
    }
    let says = |name: &str| match given(schema, name) {
        None | Some(Value::Bool(false)) => name == "additionalProperties" && given(schema, name).is_some(),
        Some(Value::String(text)) => !text.is_empty() || name == "default",
        Some(Value::Array(list)) => !list.is_empty() || name == "default",
        Some(_) => true,
    };
    let wrong = OUTSIDE_ONLY.into_iter().filter(|(name, _)| says(name));
    errors.extend(wrong.map(|(name, detail)| FieldError::forbidden(&path.child(name), detail)));
    errors
}

/// Every place that a combination speaks of must be declared outside it: `at` is the place outside, `path` the one inside.
fn incomplete(branch: &Value, outside: Option<&Value>, at: &FieldPath, path: &FieldPath) -> Vec<FieldError> {
    let Some(schema) = outside else {
        return vec![FieldError::required(at, format!("because it is defined in {path}"))];
    };
    let mut errors: Vec<FieldError> =
        combinations(branch).flat_map(|b| incomplete(b.schema, Some(schema), at, &b.place(path))).collect();
    if let Some(items) = given(branch, "items") {
        errors.extend(incomplete(items, given(schema, "items"), &at.child("items"), &path.child("items")));
    }
    for (name, member) in entries(branch, "properties") {
        let (at, path) = (at.child("properties").key(name), path.child("properties").key(name));
        let declared = schema.get("properties").and_then(|p| p.get(name));
        errors.extend(incomplete(member, declared, &at, &path));
    }
    errors
}
