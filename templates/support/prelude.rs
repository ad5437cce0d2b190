//! What the modules of types have in scope.

pub use std::collections::BTreeMap;

pub use serde::de::{Deserializer, MapAccess, SeqAccess};
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;

#[cfg(feature = "schemars")]
pub use super::json_schema;
#[cfg(feature = "kubernetes")]
pub use super::metadata::ObjectMeta;
pub(crate) use super::open_enum::open_enum;
pub use super::schema::{Described, Source};
pub(crate) use super::union::union;
pub use super::union::{Form, Types};
pub use super::value_enum::Scalar;
pub(crate) use super::value_enum::value_enum;
pub use super::wire::Read;
pub use super::{Base64, Date, DateTime, Decimal, Duration, Ipv4, Ipv6, Time, Uuid};
pub use super::{IntOrString, Nullable, OpenEnum, Union, Unknown, ValueEnum};
#[cfg(feature = "kubernetes")]
pub use super::{Kind, List, Scope, StatusSubresource, envelope};
pub use super::{open_enum, union, value_enum, wire};
