//! Texts of a format: they keep the spelling they were given, and read as what they mean.
//!
//! A text that is not of its format is kept like any other, so that one careless value does not cost a whole document;
//! what reads it says so, and so does `validate()`. Two texts are equal when they are spelled alike.

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::alphabet;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::engine::{DecodePaddingMode, Engine};
use serde::de::{Deserialize, Deserializer};

use super::wire::{self, trial};

/// Declares a type for the texts of a format.
macro_rules! text {
    ($(
        $(#[$docs:meta])*
        $type:ident, $(#[$read_docs:meta])* $read:ident: $value:ty $(, $error:ty)? => $parse:expr
    );+ $(;)?) => {$(
        $(#[$docs])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $type(String);

        impl $type {
            /// The text as it is spelled.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            $(#[$read_docs])*
            ///
            /// # Errors
            /// The text is not of the format.
            pub fn $read(&self) -> Result<$value, NotOfFormat> {
                let parse: fn(&str) -> Option<$value> = $parse;
                parse(&self.0).ok_or_else(|| NotOfFormat { text: self.0.clone(), format: stringify!($type) })
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Self(String::deserialize(from)?);
                if trial::is_under_way() && text.$read().is_err() {
                    trial::note_loose_end();
                }
                Ok(text)
            }
        }

        wire::decode_as_deserialize!($type);
    )+};
}

text! {
    /// A moment (`format: date-time`, RFC 3339): fractions of a second, the offset and the letter case survive.
    DateTime,
    /// The moment as a point in time.
    timestamp: jiff::Timestamp => |text| text.parse().ok();

    /// A day (`format: date`, RFC 3339), as in `2026-11-25`.
    Date,
    /// The day in the calendar.
    date: jiff::civil::Date => |text| text.parse().ok();

    /// A time of day (`format: time`, RFC 3339), as in `13:45:00Z`. The offset is optional.
    Time,
    /// The time on the clock, whatever its offset.
    time: jiff::civil::Time => time;

    /// A length of time (`format: duration`, ISO 8601), as in `P1DT12H`.
    Duration,
    /// The length in its units: how long a month is depends on where it begins.
    span: jiff::Span => |text| text.parse().ok();

    /// A universally unique identifier (`format: uuid`, RFC 9562).
    Uuid,
    /// The sixteen bytes of the identifier, which the types of other libraries are made from.
    bytes: [u8; 16] => uuid;

    /// Bytes, written in base64 (`format: byte`, RFC 4648).
    Base64,
    /// The bytes.
    bytes: Vec<u8> => decode;

    /// A number with as many digits as it was given (`format: decimal`): money, where a float would round.
    Decimal,
    /// The nearest float. The exact digits are those of the text, from which the types of other libraries are made.
    to_f64: f64 => |text| text.parse().ok().filter(|value: &f64| value.is_finite());

    /// An address of the Internet protocol, version 4 (`format: ipv4`).
    Ipv4,
    /// The address.
    address: Ipv4Addr => |text| text.parse().ok();

    /// An address of the Internet protocol, version 6 (`format: ipv6`).
    Ipv6,
    /// The address.
    address: Ipv6Addr => |text| text.parse().ok();
}

/// A text that is not of the format that its schema gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOfFormat {
    text: String,
    format: &'static str,
}

impl std::fmt::Display for NotOfFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is not of the format {}", self.text, self.format)
    }
}

impl std::error::Error for NotOfFormat {}

impl From<jiff::Timestamp> for DateTime {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.to_string())
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day.to_string())
    }
}

impl From<jiff::civil::Time> for Time {
    fn from(time: jiff::civil::Time) -> Self {
        Self(time.to_string())
    }
}

impl From<jiff::Span> for Duration {
    fn from(span: jiff::Span) -> Self {
        Self(span.to_string())
    }
}

impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| digits.get(part).unwrap_or_default());
        Self(parts.join("-"))
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes))
    }
}

impl From<Ipv4Addr> for Ipv4 {
    fn from(address: Ipv4Addr) -> Self {
        Self(address.to_string())
    }
}

impl From<Ipv6Addr> for Ipv6 {
    fn from(address: Ipv6Addr) -> Self {
        Self(address.to_string())
    }
}

/// The part of a time in front of its offset; jiff reads no offset without a date.
fn time(text: &str) -> Option<jiff::civil::Time> {
    let is_sign = |sign: char| matches!(sign, 'Z' | 'z' | '+' | '-');
    text.split(is_sign).next()?.parse().ok()
}

fn uuid(text: &str) -> Option<[u8; 16]> {
    let dashes = text.char_indices().filter(|(_, sign)| *sign == '-').map(|(at, _)| at);
    let digits: String = text.chars().filter(|sign| *sign != '-').collect();
    let is_usual = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if !is_usual || !(digits.len() == text.len() || dashes.eq([8, 13, 18, 23])) {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok().map(u128::to_be_bytes)
}

/// Reads base64 in both alphabets, with and without the signs that fill up the last group.
fn decode(text: &str) -> Option<Vec<u8>> {
    const TOLERANT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let usual = GeneralPurpose::new(&alphabet::STANDARD, TOLERANT);
    let of_addresses = GeneralPurpose::new(&alphabet::URL_SAFE, TOLERANT);
    usual.decode(text).or_else(|_| of_addresses.decode(text)).ok()
}
