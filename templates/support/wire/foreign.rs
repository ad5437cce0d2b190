//! Reading members of types that come from elsewhere and know nothing of [`Decode`](super::Decode): by their own
//! implementation of [`serde::Deserialize`]. What they do not keep is lost.

use serde::de::{DeserializeOwned, MapAccess};

use super::super::Nullable;
use super::Seen;

/// Reads a required member.
///
/// # Errors
/// The type refuses the value.
pub fn required<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    field: &mut T,
    from: &mut A,
) -> Result<Seen, A::Error> {
    *field = from.next_value()?;
    Ok(Seen::Value)
}

/// Reads an optional member that has no null of its own.
///
/// # Errors
/// The type refuses the value.
pub fn optional<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    field: &mut Option<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    *field = from.next_value()?;
    Ok(if field.is_some() { Seen::Value } else { Seen::Null })
}

/// Reads an optional member that may be null.
///
/// # Errors
/// The type refuses the value.
pub fn nullable<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    field: &mut Nullable<T>,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let value: Option<T> = from.next_value()?;
    *field = value.map_or(Nullable::Null, Nullable::Value);
    Ok(Seen::Value)
}
