//! Reading and writing lists whose items have a type each, by their place.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{Decode, Seed, at};

/// A struct with a field for each item of a list, which is absent where the list is shorter.
pub trait Tuple: Default {
    /// What an error calls this type.
    const NAME: &'static str;

    /// Reads the item at the place `at`; false where the list has ended.
    ///
    /// # Errors
    /// Those of the reader, and values of the wrong type.
    fn read<'de, A: SeqAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<bool, A::Error>;

    /// Hands over the items, in their order.
    fn items<'a>(&'a self, items: &mut Items<'a>);
}

/// The items of a tuple, on their way to a writer.
#[derive(Default)]
pub struct Items<'a> {
    items: Vec<Option<&'a dyn Write>>,
}

impl<'a> Items<'a> {
    /// The next item is this one. One that is absent in front of others is null.
    pub fn item<T: Serialize>(&mut self, item: &'a Option<T>) {
        self.items.push(item.as_ref().map(|item| item as &dyn Write));
    }

    /// These items come last.
    pub fn rest<T: Serialize>(&mut self, rest: &'a [T]) {
        self.items.extend(rest.iter().map(|item| Some(item as &dyn Write)));
    }
}

/// A value that can be written as JSON, whatever its type is.
pub trait Write {
    /// The value as JSON.
    ///
    /// # Errors
    /// The value has no form in JSON.
    fn value(&self) -> Result<serde_json::Value, serde_json::Error>;
}

impl<T: Serialize> Write for T {
    fn value(&self) -> Result<serde_json::Value, serde_json::Error> {
        serde_json::to_value(self)
    }
}

/// Reads one item; false where the list has ended.
///
/// # Errors
/// The item is not of the type of the field.
pub fn item<'de, A: SeqAccess<'de>, T: Decode, F: From<T>>(
    field: &mut F,
    from: &mut A,
) -> Result<bool, A::Error> {
    let item: Option<T> = from.next_element_seed(Seed::new())?;
    let is_there = item.is_some();
    if let Some(item) = item {
        *field = item.into();
    }
    Ok(is_there)
}

/// Reads one item behind those that have a place; false where the list has ended.
///
/// # Errors
/// The item is not of the type of these items.
pub fn rest<'de, A: SeqAccess<'de>, T: Decode>(items: &mut Vec<T>, from: &mut A) -> Result<bool, A::Error> {
    let item: Option<T> = from.next_element_seed(Seed::new())?;
    let is_there = item.is_some();
    items.extend(item);
    Ok(is_there)
}

/// Reads a tuple.
///
/// # Errors
/// It is not a list, or an item does not fit its schema.
pub fn tuple<'de, D: Deserializer<'de>, T: Tuple>(from: D) -> Result<T, D::Error> {
    from.deserialize_seq(TupleVisitor(PhantomData))
}

struct TupleVisitor<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for TupleVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array ({})", T::NAME)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let mut value = T::default();
        let mut count = 0;
        while value.read(count, &mut items).map_err(|error| at(count, error))? {
            count += 1;
        }
        Ok(value)
    }
}

/// Writes a tuple.
///
/// # Errors
/// Those of the writer.
pub fn write_tuple<S: Serializer, T: Tuple>(tuple: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut items = Items::default();
    tuple.items(&mut items);
    let count = items.items.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let mut to = to.serialize_seq(Some(count))?;
    for item in items.items.into_iter().take(count) {
        let value = item.map(Write::value).transpose().map_err(serde::ser::Error::custom)?;
        to.serialize_element(&value)?;
    }
    to.end()
}

/// Implements what reads and writes types that implement [`Tuple`]. Where it is called, this module has to be in scope
/// as `wire`.
macro_rules! tuple {
    ($($type:ty),+ $(,)?) => {$(
        impl wire::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::tuple(from)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                wire::tuple(from)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                wire::write_tuple(self, to)
            }
        }
    )+};
}

pub(crate) use tuple as decode_tuple;
