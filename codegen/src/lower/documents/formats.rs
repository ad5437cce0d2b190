//! Formats: what a scalar holds.

use super::merge::Merged;
use crate::ir::{IntegerFormat, JsonType, StringFormat, TypeRef};
use crate::read::schema::SchemaType;

/// The type of a scalar; none for objects and lists.
pub(super) fn scalar(ty: SchemaType, merged: &Merged<'_>) -> Option<TypeRef> {
    match ty {
        SchemaType::Boolean => Some(TypeRef::Boolean),
        SchemaType::Integer => Some(TypeRef::Integer(integer(merged.format))),
        SchemaType::Number if merged.format == Some("float") => Some(TypeRef::Float),
        SchemaType::Number => Some(TypeRef::Number),
        SchemaType::String => Some(TypeRef::String(string(merged))),
        SchemaType::Object | SchemaType::Array => None,
    }
}

fn integer(format: Option<&str>) -> IntegerFormat {
    match format {
        Some("int8") => IntegerFormat::Int8,
        Some("int16") => IntegerFormat::Int16,
        Some("int32") => IntegerFormat::Int32,
        Some("uint8") => IntegerFormat::Uint8,
        Some("uint16") => IntegerFormat::Uint16,
        Some("uint32") => IntegerFormat::Uint32,
        Some("uint64" | "uint") => IntegerFormat::Uint64,
        _ => IntegerFormat::Int64,
    }
}

fn string(merged: &Merged<'_>) -> StringFormat {
    match (merged.format, merged.content_encoding) {
        (None, Some("base64")) => StringFormat::Byte,
        (None, Some("base64url")) => StringFormat::Base64Url,
        (None, None) if merged.content_media_type == Some("application/octet-stream") => StringFormat::Binary,
        (None, _) if merged.is_file() => StringFormat::Binary,
        (format, _) => named(format.unwrap_or_default()),
    }
}

fn named(format: &str) -> StringFormat {
    match format {
        "date-time" => StringFormat::DateTime,
        "date" => StringFormat::Date,
        "time" => StringFormat::Time,
        "duration" => StringFormat::Duration,
        "uuid" => StringFormat::Uuid,
        "byte" | "base64" => StringFormat::Byte,
        "base64url" => StringFormat::Base64Url,
        "binary" => StringFormat::Binary,
        "decimal" => StringFormat::Decimal,
        "email" | "idn-email" => StringFormat::Email,
        "hostname" | "idn-hostname" => StringFormat::Hostname,
        "uri" | "iri" => StringFormat::Uri,
        "uri-reference" | "iri-reference" => StringFormat::UriReference,
        "ipv4" => StringFormat::Ipv4,
        "ipv6" => StringFormat::Ipv6,
        "password" => StringFormat::Password,
        _ => StringFormat::Plain,
    }
}

/// What values of a type are in JSON.
pub(super) const fn json_type(ty: SchemaType) -> JsonType {
    match ty {
        SchemaType::Object => JsonType::Object,
        SchemaType::Array => JsonType::Array,
        SchemaType::String => JsonType::String,
        SchemaType::Integer => JsonType::Integer,
        SchemaType::Number => JsonType::Number,
        SchemaType::Boolean => JsonType::Boolean,
    }
}
