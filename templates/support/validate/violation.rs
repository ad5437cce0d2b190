//! What is wrong with a value, and where.

use std::fmt;

/// One fault of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where in the value (JSON pointer, RFC 6901; empty for the value itself).
    pub pointer: String,
    /// The keyword of the schema that the value breaks, as in `maxLength`.
    pub keyword: &'static str,
    /// The kind of fault, in the words of the Kubernetes API.
    pub reason: Reason,
    /// What is wrong, as part of a sentence about the value.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.message),
            pointer => write!(f, "{pointer}: {}", self.message),
        }
    }
}

/// The kind of a fault, as `Status.details.causes[].reason` has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The value is not allowed.
    #[default]
    Invalid,
    /// The value is of another type.
    TypeInvalid,
    /// A member is missing.
    Required,
    /// The value is none of those that are listed.
    NotSupported,
    /// The same value is there already.
    Duplicate,
    /// The member must not be there.
    Forbidden,
    /// The text is too long.
    TooLong,
    /// There are too many items or members.
    TooMany,
}

impl Reason {
    /// The reason as it stands in a `Status`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "FieldValueInvalid",
            Self::TypeInvalid => "FieldValueTypeInvalid",
            Self::Required => "FieldValueRequired",
            Self::NotSupported => "FieldValueNotSupported",
            Self::Duplicate => "FieldValueDuplicate",
            Self::Forbidden => "FieldValueForbidden",
            Self::TooLong => "FieldValueTooLong",
            Self::TooMany => "FieldValueTooMany",
        }
    }

    /// The reason of a fault against a keyword.
    pub(super) fn of(keyword: &str) -> Self {
        match keyword {
            "type" | "nullable" => Self::TypeInvalid,
            "required" => Self::Required,
            "enum" => Self::NotSupported,
            "uniqueItems" | "x-kubernetes-list-type" => Self::Duplicate,
            "additionalProperties" => Self::Forbidden,
            "maxLength" => Self::TooLong,
            "maxItems" | "maxProperties" => Self::TooMany,
            _ => Self::Invalid,
        }
    }
}

/// All that is wrong with a value: at least one violation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Nothing wrong, or all that is.
    pub(crate) fn collect(found: Vec<Violation>) -> Result<(), Self> {
        if found.is_empty() { Ok(()) } else { Err(Self(found)) }
    }

    /// The fault of a value that cannot be written as JSON, as a map whose keys are not strings.
    pub(crate) fn unwritable(error: &serde_json::Error) -> Self {
        let message = format!("cannot be written as JSON: {error}");
        Self(vec![Violation {
            pointer: String::new(),
            keyword: "type",
            reason: Reason::TypeInvalid,
            message,
        }])
    }

    /// The violations, in the order of the value.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl std::ops::Deref for Violations {
    type Target = [Violation];

    fn deref(&self) -> &[Violation] {
        &self.0
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One violation a line.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            write!(f, "{end}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
