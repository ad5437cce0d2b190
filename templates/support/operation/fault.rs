//! What is wrong with a message.

use std::fmt;

/// What is wrong with a part of a message: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The part, as in ``query parameter `page` `` or `body`.
    pub place: String,
    /// What is wrong with it. For JSON it begins with the pointer to the fault.
    pub message: String,
}

impl Fault {
    /// A fault of a part.
    pub fn new(place: impl Into<String>, message: impl fmt::Display) -> Self {
        Self { place: place.into(), message: message.to_string() }
    }

    /// A fault of the body.
    pub fn body(message: impl fmt::Display) -> Self {
        Self::new("body", message)
    }

    /// A parameter that is required and missing.
    #[must_use]
    pub fn missing(place: impl Into<String>) -> Self {
        Self::new(place, "is required and missing")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for Fault {}
