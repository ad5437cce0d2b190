//! Reading and writing what every Kubernetes object has: `apiVersion`, `kind` and `metadata`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;

use super::kind::Kind;
use super::metadata;
pub use super::metadata::read as read_metadata;
use super::unknown::Unknown;
use super::wire::{Members, Present, Seen};

/// Reads `apiVersion` or `kind`, which can have one value only.
///
/// # Errors
/// It is another API version or kind.
pub fn read_constant<'de, A: MapAccess<'de>>(expected: &'static str, from: &mut A) -> Result<Seen, A::Error> {
    from.next_value_seed(Constant(expected))?;
    Ok(Seen::Value)
}

/// Reads a text that has to be this one, and keeps none of it.
struct Constant(&'static str);

impl<'de> DeserializeSeed<'de> for Constant {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Constant {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the string `{}`", self.0)
    }

    fn visit_str<E: Error>(self, found: &str) -> Result<(), E> {
        if found == self.0 {
            return Ok(());
        }
        Err(E::custom(format_args!("expected `{}`, found `{found}`", self.0)))
    }
}

/// The members that every object has: they come first.
pub const STANDARD: [&str; 3] = ["apiVersion", "kind", "metadata"];

/// Notes which of the members that every object has were not there, so that they are not written either.
pub fn note_absent(unknown: &mut Unknown, present: &Present) {
    for (index, name) in STANDARD.into_iter().enumerate() {
        if !present.contains(index) {
            unknown.note_absent(name);
        }
    }
}

/// Writes `apiVersion`, `kind` and `metadata`.
///
/// # Errors
/// Those of the writer.
pub fn write_standard<M: SerializeMap, K: Kind>(to: &mut Members<'_, M>, object: &K) -> Result<(), M::Error> {
    if !to.unknown().was_absent("apiVersion") {
        to.required("apiVersion", K::API_VERSION)?;
    }
    if !to.unknown().was_absent("kind") {
        to.required("kind", K::KIND)?;
    }
    metadata::write(to, object.metadata())
}
