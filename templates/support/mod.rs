//! What every generated crate needs and no generated crate should repeat: ordinary Rust, the same in all of them.
//!
//! [`wire`] reads and writes objects without losing a member, [`scalar`] and [`open_enum`] hold the values that JSON
//! has and Rust has not, [`schema`] ties a type to the schema it was made from.
//! [`meta`] and [`list`] are the types that all kinds share.

#[cfg(feature = "cel")]
pub mod cel;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "validate")]
pub mod defaults;
pub mod envelope;
#[cfg(feature = "schemars")]
pub mod json_schema;
pub mod kind;
pub mod list;
pub mod meta;
mod metadata;
pub mod open_enum;
pub mod prelude;
#[cfg(feature = "http")]
pub mod rest;
pub mod scalar;
pub mod schema;
#[cfg(feature = "server")]
pub mod server;
pub mod unknown;
#[cfg(feature = "validate")]
pub mod validate;
pub mod wire;

#[cfg(feature = "cel")]
pub use cel::CheckRules;
#[cfg(feature = "validate")]
pub use defaults::Defaults;
pub use kind::{Kind, Scope, StatusSubresource};
pub use list::List;
pub use open_enum::OpenEnum;
pub use scalar::{DateTime, IntOrString, Nullable};
pub use schema::Described;
pub use unknown::Unknown;
#[cfg(feature = "validate")]
pub use validate::{Validate, Violation, Violations};
