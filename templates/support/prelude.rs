//! What the modules of types have in scope.

pub use std::collections::BTreeMap;

pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub use serde::de::MapAccess;
pub use serde::ser::{Serialize, Serializer};
pub use serde_json::Value;

#[cfg(feature = "schemars")]
pub use super::json_schema;
pub(crate) use super::open_enum::open_enum;
pub use super::schema::{Described, Source};
pub use super::wire::Read;
pub use super::{DateTime, IntOrString, Kind, List, Nullable, OpenEnum, Scope, StatusSubresource, Unknown};
pub use super::{envelope, open_enum, wire};
