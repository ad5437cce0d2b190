//! Integers: those that are spelled with a fraction, and those that are beyond the range of their type.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde_json::Value;

use super::wire::{Decode, Held};

/// An integer of a certain size.
trait Integer: TryFrom<i128> {
    const LEAST: Self;
    const GREATEST: Self;
}

/// Reads an integer. One that is spelled as a number with a fraction of zero (`3.0`, `1e3`) is an integer too, as JSON
/// Schema has it; one that is too large for the type comes with the nearest that is not.
struct IntegerVisitor<T>(PhantomData<T>);

impl<T: Integer> IntegerVisitor<T> {
    fn fitting(integer: i128, read: impl Into<Value>) -> Held<T> {
        match T::try_from(integer) {
            Ok(value) => Held::Whole(value),
            Err(_) => Held::Nearest(if integer < 0 { T::LEAST } else { T::GREATEST }, read.into()),
        }
    }
}

impl<T: Integer> Visitor<'_> for IntegerVisitor<T> {
    type Value = Held<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an integer ({})", std::any::type_name::<T>())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Held<T>, E> {
        Ok(Self::fitting(value.into(), value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Held<T>, E> {
        Ok(Self::fitting(value.into(), value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Held<T>, E> {
        if value.fract() != 0.0 {
            return Err(E::invalid_type(Unexpected::Float(value), &self));
        }
        // Every whole number below this bound has an exact float; beyond it, the float itself is what was meant.
        match value.abs() < 9_007_199_254_740_992.0 {
            true => Ok(Self::fitting(value as i128, value)),
            false => Ok(Held::Nearest(if value < 0.0 { T::LEAST } else { T::GREATEST }, value.into())),
        }
    }
}

macro_rules! integers {
    ($($type:ident by $method:ident),+ $(,)?) => {$(
        impl Integer for $type {
            const LEAST: Self = Self::MIN;
            const GREATEST: Self = Self::MAX;
        }

        impl Decode for $type {
            fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                match Self::decode_held(from)? {
                    Held::Whole(value) => Ok(value),
                    Held::Nearest(_, read) => {
                        let expected = IntegerVisitor::<Self>(PhantomData);
                        Err(D::Error::invalid_value(Unexpected::Other(&read.to_string()), &expected))
                    }
                }
            }

            fn decode_held<'de, D: Deserializer<'de>>(from: D) -> Result<Held<Self>, D::Error> {
                from.$method(IntegerVisitor(PhantomData))
            }
        }
    )+};
}

integers! {
    i8 by deserialize_i8,
    i16 by deserialize_i16,
    i32 by deserialize_i32,
    i64 by deserialize_i64,
    u8 by deserialize_u8,
    u16 by deserialize_u16,
    u32 by deserialize_u32,
    u64 by deserialize_u64,
}
