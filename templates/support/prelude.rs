//! What the modules of types have in scope.

pub use std::collections::BTreeMap;

pub use serde::de::MapAccess;
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;

#[cfg(feature = "kubernetes")]
#[cfg(feature = "apply")]
pub use super::apply::{self, Applicable, ApplyConfiguration};
#[cfg(feature = "schemars")]
pub use super::json_schema;
#[cfg(feature = "kubernetes")]
pub use super::metadata::ObjectMeta;
pub(crate) use super::open_enum::open_enum;
pub use super::schema::{Described, Source};
pub(crate) use super::union::union;
pub(crate) use super::value_enum::value_enum;
pub use super::wire::Read;
pub use super::{DateTime, IntOrString, Keyed, Nullable, OpenEnum, Unknown};
#[cfg(feature = "kubernetes")]
pub use super::{Kind, List, Scope, StatusSubresource, envelope};
pub use super::{formats, open_enum, union, value_enum, wire};
