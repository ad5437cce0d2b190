//! JSON pointers (RFC 6901).

use std::fmt;

#[cfg(test)]
mod tests;

/// A JSON pointer: the steps from the root of a document to a value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// This pointer, one step further.
    #[must_use]
    pub fn join(&self, step: impl fmt::Display) -> Self {
        let step = step.to_string();
        if step.contains(['~', '/']) {
            let step = step.replace('~', "~0").replace('/', "~1");
            return Self(format!("{}/{step}", self.0));
        }
        let mut text = String::with_capacity(self.0.len() + 1 + step.len());
        text.push_str(&self.0);
        text.push('/');
        text.push_str(&step);
        Self(text)
    }

    /// The pointer as text, as [`serde_json::Value::pointer`] takes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
