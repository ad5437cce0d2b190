//! Reading the value of a member into its field.

use serde::de::{IgnoredAny, MapAccess};

use super::super::Nullable;
use super::{Decode, Seed, Seen};

/// Reads a required member.
///
/// # Errors
/// The value is not of the type of the field.
pub fn required<'de, A: MapAccess<'de>, T: Decode>(field: &mut T, from: &mut A) -> Result<Seen, A::Error> {
    *field = from.next_value_seed(Seed::new())?;
    Ok(Seen::Value)
}

/// Reads an optional member that has no null of its own.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn optional<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Option<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    *field = from.next_value_seed(Seed::new())?;
    Ok(if field.is_some() { Seen::Value } else { Seen::Null })
}

/// Reads an optional member that may be null.
///
/// # Errors
/// The value is neither null nor of the type of the field.
pub fn nullable<'de, A: MapAccess<'de>, T: Decode>(
    field: &mut Nullable<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let value: Option<T> = from.next_value_seed(Seed::new())?;
    *field = value.map_or(Nullable::Null, Nullable::Value);
    Ok(Seen::Value)
}

/// Passes over the value of a member.
///
/// # Errors
/// Those of the reader.
pub fn ignored<'de, A: MapAccess<'de>>(from: &mut A) -> Result<Seen, A::Error> {
    from.next_value::<IgnoredAny>()?;
    Ok(Seen::Value)
}
