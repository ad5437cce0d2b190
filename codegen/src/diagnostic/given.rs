//! Values that were given by the user, and where.

use super::{Code, Diagnostic, Place};

/// A value that was given, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stands, if it stands in a file.
    pub place: Option<Place>,
}

impl<T> Given<T> {
    /// A value that stands in no file.
    pub const fn plain(value: T) -> Self {
        Self { value, place: None }
    }

    /// A finding about the value: it is not one that can be used.
    #[must_use]
    pub fn wrong(&self, message: impl Into<String>) -> Diagnostic {
        self.finding(Code::ConfigValue, message)
    }

    /// A finding about the value.
    #[must_use]
    pub fn finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        let finding = Diagnostic::new(code, message);
        match &self.place {
            Some(place) => finding.at(place.clone()),
            None => finding,
        }
    }

    /// Another value at the same place.
    pub fn with<U>(&self, value: U) -> Given<U> {
        Given { value, place: self.place.clone() }
    }
}
