//! Lists of objects, in which one bad object does not hide the others.

use std::iter::Peekable;
use std::marker::PhantomData;
use std::slice::Iter;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
use serde::ser::{Serialize, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::meta::ListMeta;
use super::wire::{self, Decode, Object, Present, Seen};
use super::{Kind, Unknown, envelope};

/// A list of objects of one kind.
///
/// [`List::from_slice`] hands objects that do not decode over in [`List::rejected`], and reads the others.
/// The implementation of [`serde::Deserialize`] has no way back into what it has read, and fails as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct List<K> {
    /// What the list says of itself.
    pub metadata: ListMeta,
    /// The objects.
    pub items: Vec<K>,
    /// The objects that did not decode, by their place in the list; they are written back to it.
    pub rejected: Vec<Rejected>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

/// An object that did not decode.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Its place in the list as it was read, the first being 0.
    pub index: usize,
    /// What was read.
    pub json: Box<RawValue>,
    /// What is wrong with it, with the JSON pointer from the list to the fault.
    pub error: String,
}

impl PartialEq for Rejected {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.json.get() == other.json.get()
    }
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<K> From<Vec<K>> for List<K> {
    fn from(items: Vec<K>) -> Self {
        let (metadata, unknown_fields) = (ListMeta::default(), Unknown::new());
        Self { metadata, items, rejected: Vec::new(), unknown_fields }
    }
}

impl<K> IntoIterator for List<K> {
    type Item = K;
    type IntoIter = std::vec::IntoIter<K>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, K> IntoIterator for &'a List<K> {
    type Item = &'a K;
    type IntoIter = Iter<'a, K>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<K: Kind> List<K> {
    /// Reads a list. Objects that do not decode go to [`List::rejected`].
    ///
    /// # Errors
    /// The document is not JSON, or not a list of this kind; the message begins with the JSON pointer to the fault.
    pub fn from_slice(document: &[u8]) -> Result<Self, serde_json::Error> {
        // A list without a bad object, the usual case, is read once. Only for one that has some it is worth the work to
        // keep each object apart.
        if let Ok(list) = serde_json::from_slice(document) {
            return Ok(list);
        }
        let list: Read<K, Box<RawValue>> = serde_json::from_slice(document)?;
        let mut items = Vec::with_capacity(list.items.len());
        let mut rejected = Vec::new();
        for (index, json) in list.items.into_iter().enumerate() {
            match serde_json::from_str(json.get()) {
                Ok(item) => items.push(item),
                Err(error) => rejected.push(Rejected { index, json, error: pointed(index, &error) }),
            }
        }
        Ok(Self { metadata: list.metadata, items, rejected, unknown_fields: list.unknown })
    }
}

/// The message for an object of a list, without the line and column, which would be those in the object alone.
fn pointed(index: usize, error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    let colon = if message.starts_with('/') { "" } else { ": " };
    format!("/items/{index}{colon}{message}")
}

impl<'de, K: Kind> Deserialize<'de> for List<K> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let list: Read<K, K> = wire::object(from)?;
        let items = list.items;
        Ok(Self { metadata: list.metadata, items, rejected: Vec::new(), unknown_fields: list.unknown })
    }
}

impl<K: Kind> Decode for List<K> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

/// A list of objects of the kind `K`, each read as a `T`.
struct Read<K, T> {
    metadata: ListMeta,
    items: Vec<T>,
    unknown: Unknown,
    kind: PhantomData<K>,
}

impl<'de, K: Kind, T: DeserializeOwned> Deserialize<'de> for Read<K, T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        wire::object(from)
    }
}

const MEMBERS: &[&str] = &["apiVersion", "kind", "metadata", "items"];

impl<K: Kind, T: DeserializeOwned> Object for Read<K, T> {
    const MEMBERS: &'static [&'static str] = MEMBERS;
    const NAME: &'static str = K::LIST_KIND;

    fn blank() -> Self {
        let (metadata, unknown) = (ListMeta::default(), Unknown::new());
        Self { metadata, items: Vec::new(), unknown, kind: PhantomData }
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
        match index {
            0 => envelope::read_constant(K::API_VERSION, from),
            1 => envelope::read_constant(K::LIST_KIND, from),
            2 => wire::required(&mut self.metadata, from),
            _ => {
                let items: Option<Vec<Item<T>>> = from.next_value_seed(wire::Seed::new())?;
                let seen = if items.is_some() { Seen::Value } else { Seen::Null };
                self.items = items.into_iter().flatten().map(|item| item.0).collect();
                Ok(seen)
            }
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown
    }

    fn finish(&mut self, present: &Present) {
        for (index, name) in MEMBERS.iter().enumerate() {
            if !present.contains(index) {
                self.unknown.note_absent(name);
            }
        }
    }
}

/// Reads a value by its implementation of [`serde::Deserialize`], with its place in the message of an error.
struct Item<T>(T);

impl<T: DeserializeOwned> Decode for Item<T> {
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self)
    }
}

impl<K: Kind> Serialize for List<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let absent = |name| self.unknown_fields.was_absent(name);
        let mut to = wire::write(to, &self.unknown_fields)?;
        if !absent("apiVersion") {
            to.required("apiVersion", K::API_VERSION)?;
        }
        if !absent("kind") {
            to.required("kind", K::LIST_KIND)?;
        }
        if !absent("metadata") || self.metadata != ListMeta::default() {
            to.required("metadata", &self.metadata)?;
        }
        let items = Items { items: &self.items, rejected: &self.rejected };
        match self.unknown_fields.get("items") {
            // It was null, which is written back; a value would be written in its place.
            Some(_) if items.len() == 0 => to.optional("items", &None::<()>)?,
            None if items.len() == 0 && absent("items") => {}
            _ => to.required("items", &items)?,
        }
        to.end(MEMBERS)
    }
}

/// The objects of a list, with those that did not decode back in their places.
struct Items<'a, K> {
    items: &'a [K],
    rejected: &'a [Rejected],
}

impl<K> Items<'_, K> {
    const fn len(&self) -> usize {
        self.items.len() + self.rejected.len()
    }
}

impl<K: Serialize> Serialize for Items<'_, K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = to.serialize_seq(Some(self.len()))?;
        let mut rejected = self.rejected.iter().peekable();
        for (passed, item) in self.items.iter().enumerate() {
            let written = self.rejected.len() - rejected.len();
            write_due(&mut to, &mut rejected, passed + written)?;
            to.serialize_element(item)?;
        }
        write_due(&mut to, &mut rejected, usize::MAX)?;
        to.end()
    }
}

/// Writes the rejected objects whose place is reached.
fn write_due<S: SerializeSeq>(
    to: &mut S,
    rejected: &mut Peekable<Iter<'_, Rejected>>,
    mut place: usize,
) -> Result<(), S::Error> {
    while let Some(due) = rejected.next_if(|due| due.index <= place) {
        to.serialize_element(&due.json)?;
        place = place.saturating_add(1);
    }
    Ok(())
}
