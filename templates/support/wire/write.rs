//! Writing an object.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::super::{Nullable, Unknown};

/// Begins to write an object.
///
/// # Errors
/// Those of the writer.
pub fn write<S: Serializer>(to: S, unknown: &Unknown) -> Result<Members<'_, S::SerializeMap>, S::Error> {
    Ok(Members { to: to.serialize_map(None)?, unknown, nulls: 0 })
}

/// An object being written, member by member in the order of the schema.
pub struct Members<'a, M> {
    to: M,
    unknown: &'a Unknown,
    /// How many of the unknown members were written already, as the null of a member that the schema names.
    nulls: usize,
}

impl<'a, M: SerializeMap> Members<'a, M> {
    /// The members that the schema does not name.
    #[must_use]
    pub const fn unknown(&self) -> &'a Unknown {
        self.unknown
    }

    /// Writes a member that is always there.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.to.serialize_entry(name, value)
    }

    /// Writes a member that may be absent.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.to.serialize_entry(name, value),
            None => self.absent(name),
        }
    }

    /// Writes a member that may be absent or null.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn nullable<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Nullable<T>,
    ) -> Result<(), M::Error> {
        match value {
            Nullable::Absent => Ok(()),
            Nullable::Null => self.to.serialize_entry(name, &()),
            Nullable::Value(value) => self.to.serialize_entry(name, value),
        }
    }

    /// Writes the null that a member of this name was read with, if it was.
    ///
    /// # Errors
    /// Those of the writer.
    fn absent(&mut self, name: &'static str) -> Result<(), M::Error> {
        match self.unknown.get(name) {
            Some(Value::Null) => {
                self.nulls += 1;
                self.to.serialize_entry(name, &())
            }
            _ => Ok(()),
        }
    }

    /// Writes the members that the schema does not name (`members` are those that it does), and ends the object.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn end(mut self, members: &'static [&'static str]) -> Result<M::Ok, M::Error> {
        if self.unknown.len() > self.nulls {
            for (name, value) in self.unknown.iter().filter(|(name, _)| !members.contains(name)) {
                self.to.serialize_entry(name, value)?;
            }
        }
        self.to.end()
    }
}
