//! Writing an object.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::super::{Nullable, Unknown};
use super::Choice;

/// Begins to write an object.
///
/// # Errors
/// Those of the writer.
pub fn write<S: Serializer>(to: S, unknown: &Unknown) -> Result<Members<'_, S::SerializeMap>, S::Error> {
    Ok(Members { to: to.serialize_map(None)?, unknown, written: 0 })
}

/// An object being written, member by member in the order of the schema.
pub struct Members<'a, M> {
    to: M,
    unknown: &'a Unknown,
    /// How many of the unknown members were written already, as the value of a member that the schema names.
    written: usize,
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
        self.present(name, value)
    }

    /// Writes a member that may be absent.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), M::Error> {
        match value {
            Some(value) => self.present(name, value),
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
            Nullable::Value(value) => self.present(name, value),
        }
    }

    /// Writes a member whose type may not hold all that was read. What it does not hold is kept, and `whole` makes one of both.
    ///
    /// # Errors
    /// Those of the writer.
    pub(super) fn with_kept<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &T,
        whole: fn(&T, &Value) -> Value,
    ) -> Result<(), M::Error> {
        match self.unknown.get(name) {
            None => self.to.serialize_entry(name, value),
            Some(kept) => {
                self.written += 1;
                self.to.serialize_entry(name, &whole(value, kept))
            }
        }
    }

    /// Writes the members that have a type and no name in the schema.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn entries<T: Serialize>(&mut self, map: &BTreeMap<String, T>) -> Result<(), M::Error> {
        map.iter().try_for_each(|(name, value)| self.to.serialize_entry(name, value))
    }

    /// Writes the value of a field or, where it stands for a number that is beyond its range, that number.
    #[inline]
    fn present<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        match self.unknown.get(name) {
            None => self.to.serialize_entry(name, value),
            Some(kept) => self.kept(name, value, kept),
        }
    }

    #[cold]
    fn kept<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
        kept: &Value,
    ) -> Result<(), M::Error> {
        if serde_json::to_value(value).is_ok_and(|value| stands_for(&value, kept)) {
            self.written += 1;
            return self.to.serialize_entry(name, kept);
        }
        self.to.serialize_entry(name, value)
    }

    /// Writes the member at the place `at` of a choice, if it is there.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn choice<C: Choice>(&mut self, chosen: Option<&C>, at: usize) -> Result<(), M::Error> {
        match chosen {
            Some(chosen) => chosen.write(at, self),
            None => self.absent(C::MEMBERS[at]),
        }
    }

    /// Writes the member at the place `at` of a choice which is another, unless it is there against the rule.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn unchosen<C: Choice>(&mut self, choice: &C, at: usize) -> Result<(), M::Error> {
        let name = C::MEMBERS[at];
        match choice.as_other().and_then(|members| members.get(name)) {
            Some(value) => self.present(name, value),
            None => self.absent(name),
        }
    }

    /// Writes the null that a member of this name was read with, if it was.
    ///
    /// # Errors
    /// Those of the writer.
    fn absent(&mut self, name: &'static str) -> Result<(), M::Error> {
        match self.unknown.get(name) {
            Some(Value::Null) => {
                self.written += 1;
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
        if self.unknown.len() > self.written {
            for (name, value) in self.unknown.iter().filter(|(name, _)| !members.contains(name)) {
                self.to.serialize_entry(name, value)?;
            }
        }
        self.to.end()
    }
}

/// Whether an integer is the end of the range of its type, and stands for a number beyond that end.
fn stands_for(value: &Value, kept: &Value) -> bool {
    let (Some(integer), Some(kept)) = (wide(value), wide(kept)) else { return false };
    let is_end = |size: i128| {
        let bits = size.unsigned_abs().trailing_zeros();
        size.unsigned_abs().is_power_of_two() && [7, 8, 15, 16, 31, 32, 63, 64].contains(&bits)
    };
    match kept > integer {
        true => integer > 0 && is_end(integer + 1),
        false => kept < integer && (integer == 0 || integer < 0 && is_end(integer)),
    }
}

/// A number, or the nearest one that is small enough for a comparison.
fn wide(value: &Value) -> Option<i128> {
    let spelled = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
    spelled.or_else(|| value.as_f64().map(|float| float as i128))
}
