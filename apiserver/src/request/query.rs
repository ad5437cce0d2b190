//! The options of a request, from its query.

use crate::field::{FieldError, FieldPath};
use crate::status::{ApiError, Named};

/// The query, decoded, in order.
#[derive(Debug, Clone, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the part after `?`.
    pub fn parse(text: &str) -> Query {
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        };
        let pairs = text.split('&').filter(|p| !p.is_empty());
        let pairs = pairs
            .map(|p| p.split_once('=').map_or((decode(p), String::new()), |(k, v)| (decode(k), decode(v))));
        Query(pairs.collect())
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// The first value of a name; empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// All values of a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(k, _)| k == name).map(|(_, v)| v.as_str()).collect()
    }

    /// A flag: present and neither `false` nor `0`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).map(|v| !matches!(v.to_lowercase().as_str(), "false" | "0"))
    }

    /// A whole number.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, ApiError> {
        match self.get(name) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| {
                ApiError::bad_request(format!("strconv.ParseInt: parsing {text:?}: invalid syntax"))
            }),
        }
    }
}

/// What to do with fields that the schema does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldValidation {
    /// Refuse the request.
    Strict,
    /// Warn.
    Warn,
    /// Say nothing.
    Ignore,
}

/// Whether a write is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DryRun {
    /// Nothing is kept.
    All,
    /// The write is kept.
    No,
}

/// The options of a write.
#[derive(Debug, Clone)]
pub struct WriteOptions {
    /// Whether the write is kept.
    pub dry_run: DryRun,
    /// The writer, if named.
    pub manager: Option<String>,
    /// What to do with unknown fields.
    pub validation: FieldValidation,
}

/// The longest name of a field manager.
const MANAGER_LIMIT: usize = 128;

impl WriteOptions {
    /// Reads and checks them; `kind` is the name of the options, such as `CreateOptions`. Further faults may be given.
    pub fn read(query: &Query, kind: &str, more: Vec<FieldError>) -> Result<WriteOptions, ApiError> {
        let mut errors = more;
        errors.extend(dry_run_faults(&query.all("dryRun")));
        errors.extend(manager_faults(query.text("fieldManager")));
        errors.extend(validation_faults(query.text("fieldValidation")));
        refuse(kind, &errors)?;
        let validation = match query.text("fieldValidation") {
            "Strict" => FieldValidation::Strict,
            "Ignore" => FieldValidation::Ignore,
            _ => FieldValidation::Warn,
        };
        let dry_run = if query.all("dryRun").is_empty() { DryRun::No } else { DryRun::All };
        let manager = Some(query.text("fieldManager").to_owned()).filter(|m| !m.is_empty());
        Ok(WriteOptions { dry_run, manager, validation })
    }
}

/// The refusal of options with faults.
pub fn refuse(kind: &str, errors: &[FieldError]) -> Result<(), ApiError> {
    if errors.is_empty() {
        return Ok(());
    }
    Err(ApiError::invalid(&Named { group: "meta.k8s.io", kind, name: "" }, errors))
}

/// The faults of `dryRun`.
pub fn dry_run_faults(values: &[&str]) -> Vec<FieldError> {
    if values.iter().all(|v| *v == "All") {
        return Vec::new();
    }
    let given = serde_json::Value::from(values);
    vec![FieldError::not_supported(&FieldPath::new("dryRun"), &given, &["All".into()])]
}

fn manager_faults(manager: &str) -> Vec<FieldError> {
    let path = FieldPath::new("fieldManager");
    let mut errors = Vec::new();
    if manager.len() > MANAGER_LIMIT {
        errors.push(FieldError::too_long(&path, MANAGER_LIMIT as u64));
    }
    for (i, c) in manager.chars().enumerate().filter(|(_, c)| c.is_control()) {
        let detail = format!("invalid character U+{:04X} (at position {i})", u32::from(c));
        errors.push(FieldError::invalid(&path, &manager.into(), detail));
    }
    errors
}

fn validation_faults(value: &str) -> Vec<FieldError> {
    let known = ["", "Ignore", "Strict", "Warn"];
    if known.contains(&value) {
        return Vec::new();
    }
    vec![FieldError::not_supported(&FieldPath::new("fieldValidation"), &value.into(), &known.map(Into::into))]
}
