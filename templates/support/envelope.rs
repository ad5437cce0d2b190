//! Reading and writing what every Kubernetes object has: `apiVersion`, `kind` and `metadata`.

use std::fmt;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::kind::Kind;
use super::unknown::Unknown;
use super::wire::{self, Known, Members, Name, Present, Seen};

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
    let metadata = object.metadata();
    match to.unknown().get("metadata") {
        Some(rest) => to.required("metadata", &WithRest { metadata, rest }),
        None if to.unknown().was_absent("metadata") && *metadata == ObjectMeta::default() => Ok(()),
        None => to.required("metadata", metadata),
    }
}

/// Metadata and the members of it that [`ObjectMeta`] has no field for.
struct WithRest<'a> {
    metadata: &'a ObjectMeta,
    rest: &'a Value,
}

impl Serialize for WithRest<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut whole = serde_json::to_value(self.metadata).map_err(serde::ser::Error::custom)?;
        if let (Value::Object(whole), Value::Object(rest)) = (&mut whole, self.rest) {
            for (name, value) in rest {
                whole.entry(name).or_insert_with(|| value.clone());
            }
        }
        whole.serialize(to)
    }
}

/// Reads `metadata`. What [`ObjectMeta`] has no field for goes to `unknown`, as a member `metadata` of its own.
///
/// # Errors
/// The metadata is not an object, or a member of it has the wrong type.
pub fn read_metadata<'de, A: MapAccess<'de>>(
    metadata: &mut ObjectMeta,
    unknown: &mut Unknown,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let mut rest = serde_json::Map::new();
    *metadata = from.next_value_seed(Metadata { rest: &mut rest })?;
    if !rest.is_empty() {
        unknown.insert("metadata", rest);
    }
    Ok(Seen::Value)
}

struct Metadata<'a> {
    rest: &'a mut serde_json::Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Metadata<'_> {
    type Value = ObjectMeta;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<ObjectMeta, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Metadata<'_> {
    type Value = ObjectMeta;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (ObjectMeta)")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ObjectMeta, A::Error> {
        let members = Divert { members, rest: self.rest, at: 0, next: 0 };
        ObjectMeta::deserialize(MapAccessDeserializer::new(members))
    }
}

/// The members of metadata on their way to [`ObjectMeta`], less those that it would drop: names it does not know, and nulls.
struct Divert<'a, A> {
    members: A,
    rest: &'a mut serde_json::Map<String, Value>,
    /// The place in [`METADATA`] of the member whose value comes next.
    at: usize,
    /// The place of the member that is looked for first.
    next: usize,
}

/// The members of `meta/v1.ObjectMeta`.
const METADATA: [&str; 15] = [
    "annotations",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "labels",
    "managedFields",
    "name",
    "namespace",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Divert<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.members.next_key_seed(Name { members: &METADATA, next: self.next })? {
            match name {
                Known::At(index) => {
                    (self.at, self.next) = (index, index + 1);
                    return seed.deserialize(METADATA[index].into_deserializer()).map(Some);
                }
                Known::No(name) => {
                    let value = self.members.next_value().map_err(|error| wire::at(&name, error))?;
                    self.rest.insert(name, value);
                }
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let mut seen = Seen::Value;
        let value = self.members.next_value_seed(Watched { inner: seed, seen: &mut seen });
        let name = METADATA[self.at];
        if seen == Seen::Null {
            self.rest.insert(name.to_owned(), Value::Null);
        }
        value.map_err(|error| wire::at(name, error))
    }
}

/// A seed, a reader or a visitor that tells whether the value it was asked for is null.
struct Watched<'a, T> {
    inner: T,
    seen: &'a mut Seen,
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Watched<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Watched { inner: from, seen: self.seen })
    }
}

impl<'de, T: Deserializer<'de>> Deserializer<'de> for Watched<'_, T> {
    type Error = T::Error;

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, T::Error> {
        self.inner.deserialize_option(Watched { inner: visitor, seen: self.seen })
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, T::Error> {
        self.inner.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, T: Visitor<'de>> Visitor<'de> for Watched<'_, T> {
    type Value = T::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<T::Value, E> {
        *self.seen = Seen::Null;
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<T::Value, E> {
        *self.seen = Seen::Null;
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<T::Value, D::Error> {
        self.inner.visit_some(from)
    }
}
