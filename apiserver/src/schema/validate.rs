//! Validation of a value by its schema, with the faults that the real server reports, at the same fields.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::correlate::Old;
use super::{Bound, Exclusive, Kind, Schema, format, message};
use crate::field::{FaultKind, FieldError, FieldPath};
use crate::text::json;

/// The faults of a value; `root` is the field at which the schema stands. What has not changed is not looked at.
pub fn validate(value: &Value, old: Old, schema: &Schema, root: &FieldPath) -> Vec<FieldError> {
    let mut walker = Walker { root: root.clone(), errors: Vec::new(), visited: 0 };
    walker.node(value, old, schema, "");
    walker.errors
}

/// The type of a value, as messages name it.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

struct Walker {
    root: FieldPath,
    errors: Vec<FieldError>,
    /// How many places were looked at.
    visited: usize,
}

impl Walker {
    /// The field of a path below the root.
    fn field(&self, path: &str) -> FieldPath {
        if path.is_empty() { self.root.clone() } else { self.root.child(path) }
    }

    fn fault(&mut self, path: &str, value: &Value, text: &str) {
        let detail = message::in_body(path, text);
        self.errors.push(FieldError::invalid(&self.field(path), value, detail));
    }

    fn node(&mut self, value: &Value, old: Old, schema: &Schema, path: &str) {
        if value.is_null() && schema.nullable || old.value() == Some(value) {
            return;
        }
        self.visited += 1;
        self.kind(value, schema, path);
        self.combined(value, schema, path);
        self.allowed_values(value, schema, path);
        match value {
            Value::Object(map) => self.object(map, old, schema, path),
            Value::Array(_) => self.list(value, old, schema, path),
            Value::String(text) => self.text(value, text, schema, path),
            Value::Number(number) => self.number(value, number.as_f64().unwrap_or_default(), schema, path),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn kind(&mut self, value: &Value, schema: &Schema, path: &str) {
        let name = type_name(value);
        let expected = match schema.kind {
            _ if schema.int_or_string && !matches!(name, "integer" | "string") => "integer,string",
            Some(Kind::Number) if name == "integer" => return,
            Some(kind) if kind.name() != name => kind.name(),
            _ => return,
        };
        let detail = message::in_body(path, &format!("must be of type {expected}: {name:?}"));
        let shown = Value::from(name);
        self.errors.push(FieldError::with_value(FaultKind::TypeInvalid, &self.field(path), &shown, detail));
    }

    fn allowed_values(&mut self, value: &Value, schema: &Schema, path: &str) {
        if let Some(known) = schema.checks.one_of_values.as_ref().filter(|known| !known.contains(value)) {
            self.errors.push(FieldError::not_supported(&self.field(path), value, known));
        }
    }

    /// What the branches of a combination find at a value.
    fn branches(&self, value: &Value, schemas: &[Schema], path: &str) -> Vec<Branch> {
        let run = |schema: &Schema| {
            let mut walker = Walker { root: self.root.clone(), errors: Vec::new(), visited: 0 };
            walker.node(value, Old::none(), schema, path);
            Branch { errors: walker.errors, visited: walker.visited }
        };
        schemas.iter().map(run).collect()
    }

    /// A fault of a combination is reported at the object that holds the value.
    fn combination_fault(&mut self, path: &str, text: &str) {
        let detail = format!("{path:?} {text}");
        self.errors.push(FieldError::invalid(&self.root, &Value::from(""), detail));
    }

    fn combined(&mut self, value: &Value, schema: &Schema, path: &str) {
        let checks = &schema.checks;
        self.any_of(value, &checks.any_of, path);
        self.one_of(value, &checks.one_of, path);
        let all = self.branches(value, &checks.all_of, path);
        if all.iter().any(|b| !b.errors.is_empty()) {
            self.errors.extend(all.into_iter().flat_map(|b| b.errors));
            self.combination_fault(path, "must validate all the schemas (allOf)");
        }
        if let Some(not) = &checks.not
            && self.branches(value, std::slice::from_ref(not), path).iter().all(|b| b.errors.is_empty())
        {
            self.combination_fault(path, "must not validate the schema (not)");
        }
    }

    fn any_of(&mut self, value: &Value, schemas: &[Schema], path: &str) {
        let found = self.branches(value, schemas, path);
        if !found.is_empty() && found.iter().all(|b| !b.errors.is_empty()) {
            self.combination_fault(path, "must validate at least one schema (anyOf)");
            self.errors.extend(best(found));
        }
    }

    fn one_of(&mut self, value: &Value, schemas: &[Schema], path: &str) {
        let found = self.branches(value, schemas, path);
        let valid = found.iter().filter(|b| b.errors.is_empty()).count();
        if found.is_empty() || valid == 1 {
            return;
        }
        let state = if valid == 0 {
            "Found none valid".to_owned()
        } else {
            format!("Found {valid} valid alternatives")
        };
        self.combination_fault(path, &format!("must validate one and only one schema (oneOf). {state}"));
        if valid == 0 {
            self.errors.extend(best(found));
        }
    }

    fn object(&mut self, map: &Map<String, Value>, old: Old, schema: &Schema, path: &str) {
        let size = schema.checks.properties;
        let count = map.len() as u64;
        if size.min.is_some_and(|min| count < min) {
            self.fault(path, &count.into(), &message::too_few(size, "properties"));
        }
        if size.max.is_some_and(|max| count > max) {
            let detail = format!("must have at most {} properties", size.max.unwrap_or_default());
            self.errors.push(FieldError::with_value(
                FaultKind::TooMany,
                &self.field(path),
                &count.into(),
                detail,
            ));
        }
        for name in schema.checks.required.iter().filter(|name| !map.contains_key(*name)) {
            self.errors.push(FieldError::required(&self.field(&join(path, name)), ""));
        }
        for (name, value) in map {
            if let Some(member) = schema.member(name) {
                self.node(value, old.member(name), member, &join(path, name));
            }
        }
    }

    fn list(&mut self, value: &Value, old: Old, schema: &Schema, path: &str) {
        let list = value.as_array().map_or(&[][..], Vec::as_slice);
        let size = schema.checks.items;
        let count = list.len() as u64;
        if size.min.is_some_and(|min| count < min) {
            self.fault(path, &count.into(), &message::too_few(size, "items"));
        }
        if size.max.is_some_and(|max| count > max) {
            let detail = format!("must have at most {} items", size.max.unwrap_or_default());
            self.errors.push(FieldError::with_value(
                FaultKind::TooMany,
                &self.field(path),
                &count.into(),
                detail,
            ));
        }
        let mut seen = HashSet::new();
        if schema.checks.unique && !list.iter().all(|v| seen.insert(json::canonical(v))) {
            self.fault(path, value, "shouldn't contain duplicates");
        }
        if let Some(items) = &schema.items {
            let old = old.items(schema);
            for (i, item) in list.iter().enumerate() {
                self.node(item, old.of(item), items, &format!("{path}[{i}]"));
            }
        }
    }

    fn text(&mut self, value: &Value, text: &str, schema: &Schema, path: &str) {
        let checks = &schema.checks;
        let length = text.chars().count() as u64;
        if let Some(max) = checks.length.max.filter(|max| length > *max) {
            self.errors.push(FieldError::too_long(&self.field(path), max));
        }
        if checks.length.min.is_some_and(|min| length < min) {
            let size = checks.length;
            self.fault(
                path,
                value,
                &format!("should be at least {} chars long", size.min.unwrap_or_default()),
            );
        }
        if let Some(pattern) = &checks.pattern
            && !pattern.matches(text)
        {
            self.fault(path, value, &format!("should match '{}'", pattern.text));
        }
        if let Some(name) = checks.format.as_deref().filter(|f| !format::matches(f, text)) {
            let detail = message::in_body(path, &format!("must be of type {name}: {text:?}"));
            self.errors.push(FieldError::with_value(
                FaultKind::TypeInvalid,
                &self.field(path),
                value,
                detail,
            ));
        }
    }

    fn number(&mut self, value: &Value, number: f64, schema: &Schema, path: &str) {
        let checks = &schema.checks;
        self.range(value, number, schema, path);
        let strict = |b: &Bound| b.exclusive == Exclusive::Yes;
        if let Some(b) = checks.minimum.filter(|b| number < b.value || strict(b) && number <= b.value) {
            let words =
                if strict(&b) { "should be greater than" } else { "should be greater than or equal to" };
            self.fault(path, value, &format!("{words} {}", b.value));
        }
        if let Some(b) = checks.maximum.filter(|b| number > b.value || strict(b) && number >= b.value) {
            let words = if strict(&b) { "should be less than" } else { "should be less than or equal to" };
            self.fault(path, value, &format!("{words} {}", b.value));
        }
        if let Some(step) = checks.multiple_of.filter(|s| *s > 0.0 && (number / s).fract() != 0.0) {
            self.fault(path, value, &format!("should be a multiple of {step}"));
        }
    }

    /// A number that its type has no room for is reported at the object that holds it.
    fn range(&mut self, value: &Value, number: f64, schema: &Schema, path: &str) {
        // Other formats of numbers are not known, and count as none.
        let known: &[&str] =
            if schema.kind == Some(Kind::Integer) { &["int32", "int64"] } else { &["float", "double"] };
        let format = schema.checks.format.as_deref().filter(|f| known.contains(f));
        let (kind, fits) = match schema.kind {
            Some(Kind::Integer) => ("integer", !value.is_f64() && int_range(format).contains(&number)),
            Some(Kind::Number) => {
                ("number", !matches!(format, Some("float")) || number.abs() <= f64::from(f32::MAX))
            }
            _ => return,
        };
        if !fits {
            let how = format.map_or("(default format)".to_owned(), |f| format!("with format {f}"));
            let detail = format!("Checked value must be of type {kind} {how} in {path}");
            self.errors.push(FieldError::invalid(&self.root, &Value::from(""), detail));
        }
    }
}

/// The range of an integer format; all integers that are read are of 64 bits.
fn int_range(format: Option<&str>) -> std::ops::RangeInclusive<f64> {
    match format {
        Some("int32") => f64::from(i32::MIN)..=f64::from(i32::MAX),
        _ => f64::NEG_INFINITY..=f64::INFINITY,
    }
}

/// What one branch of a combination found.
#[derive(Default)]
struct Branch {
    errors: Vec<FieldError>,
    visited: usize,
}

/// The faults of the branch that reaches furthest into the value; of the first among equals.
fn best(found: Vec<Branch>) -> Vec<FieldError> {
    let further = |best: Branch, next: Branch| if next.visited > best.visited { next } else { best };
    found.into_iter().reduce(further).unwrap_or_default().errors
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
