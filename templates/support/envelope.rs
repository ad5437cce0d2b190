//! Reading and writing what every Kubernetes object has: `apiVersion`, `kind` and `metadata`.

use std::borrow::Cow;
use std::fmt;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::kind::Kind;
use super::unknown::Unknown;
use super::wire::{self, Members, Present, Seen};

/// Reads `apiVersion` or `kind`, which can have one value only.
///
/// # Errors
/// It is another API version or kind.
pub fn read_constant<'de, A: MapAccess<'de>>(expected: &'static str, from: &mut A) -> Result<Seen, A::Error> {
    let found: String = from.next_value()?;
    if found == expected {
        return Ok(Seen::Value);
    }
    Err(serde::de::Error::custom(format_args!("expected `{expected}`, found `{found}`")))
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
        let members = Divert { members, rest: self.rest, name: "", held: None };
        ObjectMeta::deserialize(MapAccessDeserializer::new(members))
    }
}

/// The members of metadata on their way to [`ObjectMeta`], less those that it would drop: names it does not know, and nulls.
struct Divert<'a, A> {
    members: A,
    rest: &'a mut serde_json::Map<String, Value>,
    /// The member whose value comes next.
    name: &'static str,
    /// That value, where it had to be read to see whether it is null.
    held: Option<Value>,
}

/// The members of `meta/v1.ObjectMeta`, and whether they are large: the small ones are read ahead, to see a null.
const METADATA: [(&str, bool); 15] = [
    ("annotations", true),
    ("creationTimestamp", false),
    ("deletionGracePeriodSeconds", false),
    ("deletionTimestamp", false),
    ("finalizers", false),
    ("generateName", false),
    ("generation", false),
    ("labels", true),
    ("managedFields", true),
    ("name", false),
    ("namespace", false),
    ("ownerReferences", true),
    ("resourceVersion", false),
    ("selfLink", false),
    ("uid", false),
];

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Divert<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.members.next_key::<Cow<'_, str>>()? {
            let Some(&(known, large)) = METADATA.iter().find(|(known, _)| *known == name) else {
                let value = self.members.next_value().map_err(|error| wire::at(&name, error))?;
                self.rest.insert(name.into_owned(), value);
                continue;
            };
            self.name = known;
            if !large {
                match self.members.next_value()? {
                    Value::Null => {
                        self.rest.insert(known.to_owned(), Value::Null);
                        continue;
                    }
                    value => self.held = Some(value),
                }
            }
            return seed.deserialize(known.into_deserializer()).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        let value = match self.held.take() {
            Some(value) => seed.deserialize(value).map_err(serde::de::Error::custom),
            None => self.members.next_value_seed(seed),
        };
        value.map_err(|error| wire::at(self.name, error))
    }
}
