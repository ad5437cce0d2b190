//! Failures as values of an error type.

use std::fmt;
use std::ops::Deref;

use super::Status;

/// A failure: a [`Status`] behind a pointer, for it is large. `?` and `into()` make it from one.
#[derive(Clone, PartialEq)]
pub struct Failure(Box<Status>);

impl Failure {
    /// The status code. A `Status` whose own code is not one of a failure is taken for a fault of the server (500).
    #[must_use]
    pub fn code(&self) -> u16 {
        let code = self.0.code.and_then(|code| u16::try_from(code).ok());
        code.filter(|code| (400..600).contains(code)).unwrap_or(500)
    }

    /// The status.
    #[must_use]
    pub fn into_status(self) -> Status {
        *self.0
    }
}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self(Box::new(status))
    }
}

impl Deref for Failure {
    type Target = Status;

    fn deref(&self) -> &Status {
        &self.0
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&*self.0, f)
    }
}

impl std::error::Error for Failure {}
