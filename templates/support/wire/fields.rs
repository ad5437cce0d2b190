//! Reading the value of a member into its field.

use std::collections::BTreeMap;

use serde::de::{IgnoredAny, MapAccess};

use super::super::Nullable;
use super::{Decode, Held, HeldSeed, Seed, Seen, at};

/// Reads a required member.
///
/// # Errors
/// The value is not of the type of the field.
pub fn required<'de, A: MapAccess<'de>, T: Decode>(field: &mut T, from: &mut A) -> Result<Seen, A::Error> {
    Ok(hold(field, from.next_value_seed(HeldSeed::new())?))
}

/// Reads an optional member that has no null of its own.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn optional<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Option<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let seen = hold(field, from.next_value_seed(HeldSeed::new())?);
    Ok(if field.is_some() { seen } else { Seen::Null })
}

/// Reads an optional member that may be null.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn nullable<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Nullable<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let value: Held<Option<T>> = from.next_value_seed(HeldSeed::new())?;
    Ok(hold(field, value.map(|value| value.map_or(Nullable::Null, Nullable::Value))))
}

fn hold<T>(field: &mut T, value: Held<T>) -> Seen {
    match value {
        Held::Whole(value) => {
            *field = value;
            Seen::Value
        }
        Held::Nearest(value, read) => {
            *field = value;
            Seen::Beyond(read)
        }
    }
}

/// Reads a member that the schema does not name into the map of such members.
///
/// # Errors
/// The value is not of the type of the values of the map.
pub fn entry<'de, A: MapAccess<'de>, T: Decode>(
    map: &mut BTreeMap<String, T>,
    name: String,
    from: &mut A,
) -> Result<(), A::Error> {
    match from.next_value_seed(Seed::new()) {
        Ok(value) => {
            map.insert(name, value);
            Ok(())
        }
        Err(error) => Err(at(name, error)),
    }
}

/// Passes over the value of a member.
///
/// # Errors
/// Those of the reader.
pub fn ignored<'de, A: MapAccess<'de>>(from: &mut A) -> Result<Seen, A::Error> {
    from.next_value::<IgnoredAny>()?;
    Ok(Seen::Value)
}
