//! Requests that are not sent.

use std::fmt;

/// Why a request was not sent: what it asks for cannot be put into one.
#[derive(Clone, Debug)]
pub struct Refused(String);

impl Refused {
    pub(crate) fn new(what: &str, value: &str, why: &dyn fmt::Display) -> Self {
        Self(format!("the {what} {value:?} is refused: {why}"))
    }

    pub(crate) fn because(why: &dyn fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self(format!("the object cannot be written as JSON: {error}"))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
