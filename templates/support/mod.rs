//! What every generated crate needs and no generated crate should repeat: ordinary Rust, the same in all of them.
//!
//! [`wire`] reads and writes objects without losing a member, [`scalar`] and [`open_enum`] hold the values that JSON
//! has and Rust has not, [`schema`] ties a type to the schema it was made from.

#[cfg(feature = "kubernetes")]
#[cfg(feature = "cel")]
pub mod cel;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "validate")]
pub mod defaults;
#[cfg(feature = "kubernetes")]
pub mod envelope;
#[cfg(feature = "schemars")]
pub mod json_schema;
#[cfg(feature = "kubernetes")]
pub mod kind;
#[cfg(feature = "kubernetes")]
pub mod list;
#[cfg(feature = "kubernetes")]
pub mod meta;
#[cfg(feature = "kubernetes")]
mod metadata;
pub mod open_enum;
#[cfg(feature = "openapi")]
#[cfg(feature = "http")]
pub mod operation;
pub mod prelude;
#[cfg(feature = "kubernetes")]
#[cfg(feature = "http")]
pub mod rest;
pub mod scalar;
pub mod schema;
#[cfg(feature = "kubernetes")]
#[cfg(feature = "server")]
pub mod server;
pub mod unknown;
#[cfg(feature = "validate")]
pub mod validate;
pub mod wire;

#[cfg(feature = "kubernetes")]
#[cfg(feature = "cel")]
pub use cel::CheckRules;
#[cfg(feature = "validate")]
pub use defaults::Defaults;
#[cfg(feature = "kubernetes")]
pub use kind::{Kind, Scope, StatusSubresource};
#[cfg(feature = "kubernetes")]
pub use list::List;
pub use open_enum::OpenEnum;
pub use scalar::{DateTime, IntOrString, Nullable};
pub use schema::Described;
pub use unknown::Unknown;
#[cfg(feature = "validate")]
pub use validate::{Validate, Violation, Violations};
