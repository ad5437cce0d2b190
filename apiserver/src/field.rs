//! Faults in fields: where, of which kind, and what is wrong, as `metav1.Status` causes carry them.

use std::fmt;

use serde_json::Value;

use crate::status::Cause;

/// A place in an object, such as `spec.ports[0].name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldPath(String);

impl FieldPath {
    /// A path of one name, or of several with dots.
    pub fn new(name: &str) -> FieldPath {
        FieldPath(name.to_owned())
    }

    /// A member below this place.
    pub fn child(&self, name: &str) -> FieldPath {
        if self.0.is_empty() { FieldPath::new(name) } else { FieldPath(format!("{}.{name}", self.0)) }
    }

    /// An item below this place.
    pub fn index(&self, index: usize) -> FieldPath {
        FieldPath(format!("{}[{index}]", self.0))
    }

    /// The value of a map below this place.
    pub fn key(&self, key: &str) -> FieldPath {
        FieldPath(format!("{}[{key}]", self.0))
    }

    /// The path as errors show it.
    fn shown(&self) -> String {
        if self.0.is_empty() { "<nil>".into() } else { self.0.clone() }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// A value is missing.
    Required,
    /// The value is not allowed here.
    Invalid,
    /// The value has the wrong type.
    TypeInvalid,
    /// The value is none of the known ones.
    NotSupported,
    /// The value must not be given.
    Forbidden,
    /// The text is too long.
    TooLong,
    /// The list is too long.
    TooMany,
    /// The value occurs twice.
    Duplicate,
}

impl FaultKind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            FaultKind::Required => ("FieldValueRequired", "Required value"),
            FaultKind::Invalid => ("FieldValueInvalid", "Invalid value"),
            FaultKind::TypeInvalid => ("FieldValueTypeInvalid", "Invalid value"),
            FaultKind::NotSupported => ("FieldValueNotSupported", "Unsupported value"),
            FaultKind::Forbidden => ("FieldValueForbidden", "Forbidden"),
            FaultKind::TooLong => ("FieldValueTooLong", "Too long"),
            FaultKind::TooMany => ("FieldValueTooMany", "Too many"),
            FaultKind::Duplicate => ("FieldValueDuplicate", "Duplicate value"),
        }
    }

    /// Whether rules in CEL are pointless while such a fault stands: the value may not even have the declared type.
    pub fn blocks_rules(self) -> bool {
        use FaultKind::{NotSupported, Required, TooLong, TooMany, TypeInvalid};
        matches!(self, NotSupported | Required | TooLong | TooMany | TypeInvalid)
    }
}

/// One fault.
#[derive(Debug, Clone)]
pub struct FieldError {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where; `<nil>` for a fault of the whole object.
    pub path: String,
    /// The offending value as JSON text, where the message shows one.
    value: Option<String>,
    detail: String,
}

impl FieldError {
    /// Any fault that shows a value.
    pub fn with_value(
        kind: FaultKind,
        path: &FieldPath,
        value: &Value,
        detail: impl Into<String>,
    ) -> FieldError {
        FieldError { kind, path: path.shown(), value: Some(value.to_string()), detail: detail.into() }
    }

    /// Any fault that shows no value.
    pub fn bare(kind: FaultKind, path: &FieldPath, detail: impl Into<String>) -> FieldError {
        FieldError { kind, path: path.shown(), value: None, detail: detail.into() }
    }

    /// A value that is not allowed.
    pub fn invalid(path: &FieldPath, value: &Value, detail: impl Into<String>) -> FieldError {
        FieldError::with_value(FaultKind::Invalid, path, value, detail)
    }

    /// A value that is missing.
    pub fn required(path: &FieldPath, detail: impl Into<String>) -> FieldError {
        FieldError::bare(FaultKind::Required, path, detail)
    }

    /// A field that must not be given.
    pub fn forbidden(path: &FieldPath, detail: impl Into<String>) -> FieldError {
        FieldError::bare(FaultKind::Forbidden, path, detail)
    }

    /// A text of too many bytes.
    pub fn too_long(path: &FieldPath, limit: u64) -> FieldError {
        FieldError::bare(FaultKind::TooLong, path, format!("may not be more than {limit} bytes"))
    }

    /// A value that is none of the known ones.
    pub fn not_supported(path: &FieldPath, value: &Value, known: &[Value]) -> FieldError {
        // Values that are no texts are shown as the texts of their JSON.
        let quoted =
            |v: &Value| v.as_str().map_or_else(|| Value::from(v.to_string()), Value::from).to_string();
        let known: Vec<String> = known.iter().map(quoted).collect();
        let detail = format!("supported values: {}", known.join(", "));
        FieldError::with_value(FaultKind::NotSupported, path, value, detail)
    }

    /// The notice that stands for the CEL rules which were left out.
    pub fn rules_unchecked() -> FieldError {
        let detail = "some validation rules were not checked because the object was invalid; \
                      correct the existing errors to complete validation";
        FieldError::invalid(&FieldPath::default(), &Value::Null, detail)
    }

    /// The fault without its place.
    fn body(&self) -> String {
        let (_, words) = self.kind.words();
        match (&self.value, self.detail.is_empty()) {
            (Some(value), true) => format!("{words}: {value}"),
            (Some(value), false) => format!("{words}: {value}: {}", self.detail),
            (None, true) => words.to_owned(),
            (None, false) => format!("{words}: {}", self.detail),
        }
    }

    /// As a cause of a status.
    pub fn cause(&self) -> Cause {
        Cause { reason: self.kind.words().0, message: self.body(), field: self.path.clone() }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.body())
    }
}
