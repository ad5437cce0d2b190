//! Types as the generator writes them, small ones: unions, an enumeration of values, a tuple, an object whose other
//! members have a type.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use specwright_templates::support::union::{self, Form, Types, Union};
use specwright_templates::support::value_enum::{self, Scalar, ValueEnum};
use specwright_templates::support::wire::{self, Decode, Object, Seen, Tuple};
use specwright_templates::support::{Date, Unknown};

/// Reads by way of [`Decode`].
macro_rules! read {
    ($($type:ident by $decode:path),+ $(,)?) => {$(
        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $decode(from)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $decode(from)
            }
        }
    )+};
}

read! {
    Cat by wire::object,
    Dog by wire::object,
    Shelf by wire::object,
    Line by wire::object,
    Area by wire::object,
    Pet by union::decode,
    Sized by union::decode,
    Level by value_enum::decode,
    Pair by wire::tuple,
}

/// A struct whose members are all optional or have a default.
macro_rules! object {
    ($type:ident { $($name:ident: $ty:ty, $wire:literal, $kind:ident);+ } required $required:expr) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $type { $(pub $name: $ty,)+ pub unknown_fields: Unknown }

        impl Object for $type {
            const MEMBERS: &'static [&'static str] = &[$($wire),+];
            const REQUIRED: &'static [usize] = $required;
            const NAME: &'static str = stringify!($type);

            fn blank() -> Self {
                Self::default()
            }

            fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<Seen, A::Error> {
                match Self::MEMBERS[at] {
                    $($wire => wire::$kind(&mut self.$name, from),)+
                    _ => wire::ignored(from),
                }
            }

            fn unknown(&mut self) -> &mut Unknown {
                &mut self.unknown_fields
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                $(to.$kind($wire, &self.$name)?;)+
                to.end(Self::MEMBERS)
            }
        }
    };
}

object!(Cat { kind: Option<String>, "kind", optional; lives: i32, "lives", required } required &[1]);
object!(Dog { kind: Option<String>, "kind", optional; tricks: Option<Vec<String>>, "tricks", optional } required &[]);
object!(Line { width: Option<i64>, "width", optional; inner: Option<Box<Sized>>, "inner", optional } required &[]);
object!(Area { width: Option<i64>, "width", optional; height: Option<i64>, "height", optional; inner: Option<Box<Sized>>, "inner", optional } required &[]);

#[derive(Clone, Debug, PartialEq)]
pub enum Pet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
    Name(String),
    Other(Value),
}

impl Union for Pet {
    const NAME: &'static str = "Pet";
    const FORMS: &'static [Form] = &[
        Form::of("Cat", Types::OBJECT).tagged("kind", &["cat"]),
        Form::of("Dog", Types::OBJECT).tagged("kind", &["dog", "puppy"]),
        Form::of("Name", Types::STRING),
    ];

    fn read<'de, D: Deserializer<'de>>(form: usize, from: D) -> Result<Self, D::Error> {
        match form {
            0 => Decode::decode(from).map(Self::Cat),
            1 => Decode::decode(from).map(Self::Dog),
            _ => Decode::decode(from).map(Self::Name),
        }
    }

    fn other(value: Value) -> Self {
        Self::Other(value)
    }
}

impl Serialize for Pet {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Cat(value) => value.serialize(to),
            Self::Dog(value) => value.serialize(to),
            Self::Name(value) => value.serialize(to),
            Self::Other(value) => value.serialize(to),
        }
    }
}

/// Nothing tells these forms apart but what they have.
#[derive(Clone, Debug, PartialEq)]
pub enum Sized {
    Line(Box<Line>),
    Area(Box<Area>),
    Count(i64),
    Share(f64),
    Day(Date),
    Text(String),
    Other(Value),
}

impl Union for Sized {
    const NAME: &'static str = "Sized";
    const FORMS: &'static [Form] = &[
        Form::of("Line", Types::OBJECT),
        Form::of("Area", Types::OBJECT),
        Form::of("Count", Types::INTEGER),
        Form::of("Share", Types::NUMBER),
        Form::of("Day", Types::STRING),
        Form::of("Text", Types::STRING),
    ];

    fn read<'de, D: Deserializer<'de>>(form: usize, from: D) -> Result<Self, D::Error> {
        match form {
            0 => Decode::decode(from).map(Self::Line),
            1 => Decode::decode(from).map(Self::Area),
            2 => Decode::decode(from).map(Self::Count),
            3 => Decode::decode(from).map(Self::Share),
            4 => Decode::decode(from).map(Self::Day),
            _ => Decode::decode(from).map(Self::Text),
        }
    }

    fn other(value: Value) -> Self {
        Self::Other(value)
    }
}

impl Serialize for Sized {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Line(value) => value.serialize(to),
            Self::Area(value) => value.serialize(to),
            Self::Count(value) => value.serialize(to),
            Self::Share(value) => value.serialize(to),
            Self::Day(value) => value.serialize(to),
            Self::Text(value) => value.serialize(to),
            Self::Other(value) => value.serialize(to),
        }
    }
}

/// An enumeration of a number, a fraction, a text and a truth.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    _1,
    Minus05,
    High,
    True,
    Other(Value),
}

impl ValueEnum for Level {
    const KNOWN: &'static [(Self, Scalar)] = &[
        (Self::_1, Scalar::Integer(1)),
        (Self::Minus05, Scalar::Number(-0.5)),
        (Self::High, Scalar::Text("high")),
        (Self::True, Scalar::Boolean(true)),
    ];

    fn as_other(&self) -> Option<&Value> {
        match self {
            Self::Other(value) => Some(value),
            _ => None,
        }
    }

    fn other(value: Value) -> Self {
        Self::Other(value)
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        value_enum::encode(self, to)
    }
}

/// A list of a text, an integer, and anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    pub _0: Option<String>,
    pub _1: Option<i64>,
    pub rest: Vec<Value>,
}

impl Tuple for Pair {
    const NAME: &'static str = "Pair";

    fn read<'de, A: SeqAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<bool, A::Error> {
        match at {
            0 => wire::item::<_, String, _>(&mut self._0, from),
            1 => wire::item::<_, i64, _>(&mut self._1, from),
            _ => wire::rest(&mut self.rest, from),
        }
    }

    fn items<'a>(&'a self, items: &mut wire::Items<'a>) {
        items.item(&self._0);
        items.item(&self._1);
        items.rest(&self.rest);
    }
}

impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        wire::write_tuple(self, to)
    }
}

/// An object whose other members are integers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    pub pets: Vec<Pet>,
    pub size: Option<i64>,
    pub room: u8,
    pub least: Option<u64>,
    pub additional_properties: BTreeMap<String, i64>,
    pub unknown_fields: Unknown,
}

impl Object for Shelf {
    const MEMBERS: &'static [&'static str] = &["pets", "size", "room", "least"];
    const REQUIRED: &'static [usize] = &[0];
    const NAME: &'static str = "Shelf";

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<Seen, A::Error> {
        match at {
            0 => wire::required(&mut self.pets, from),
            1 => wire::optional(&mut self.size, from),
            2 => wire::required(&mut self.room, from),
            _ => wire::optional(&mut self.least, from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }

    fn read_other<'de, A: MapAccess<'de>>(&mut self, name: String, from: &mut A) -> Result<(), A::Error> {
        wire::entry(&mut self.additional_properties, name, from)
    }
}

impl Serialize for Shelf {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        to.required("pets", &self.pets)?;
        to.optional("size", &self.size)?;
        if self.room > 0 {
            to.required("room", &self.room)?;
        }
        to.optional("least", &self.least)?;
        to.entries(&self.additional_properties)?;
        to.end(Self::MEMBERS)
    }
}
