//! What the modules of types have in scope.

pub use std::collections::BTreeMap;

#[cfg(feature = "kubernetes")]
pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub use serde::de::MapAccess;
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;

#[cfg(feature = "schemars")]
pub use super::json_schema;
pub(crate) use super::open_enum::open_enum;
pub use super::schema::{Described, Source};
pub use super::wire::Read;
pub use super::{DateTime, IntOrString, Nullable, OpenEnum, Unknown};
#[cfg(feature = "kubernetes")]
pub use super::{Kind, List, Scope, StatusSubresource, envelope};
pub use super::{open_enum, wire};
