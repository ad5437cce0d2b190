//! What every generated crate needs and no generated crate should repeat: ordinary Rust, the same in all of them.
//!
//! [`wire`] reads and writes objects without losing a member, [`scalar`], [`formats`], [`open_enum`], [`value_enum`]
//! and [`union`](mod@union) hold the values that JSON has and Rust has not, [`schema`] ties a type to the schema it was
//! made from.

#[cfg(feature = "kubernetes")]
pub mod apply;
#[cfg(feature = "kubernetes")]
#[cfg(feature = "cel")]
pub mod cel;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "validate")]
pub mod defaults;
#[cfg(feature = "kubernetes")]
pub mod envelope;
pub mod formats;
mod integer;
#[cfg(feature = "schemars")]
pub mod json_schema;
pub mod keyed;
#[cfg(feature = "kubernetes")]
pub mod kind;
#[cfg(feature = "kubernetes")]
pub mod list;
#[cfg(feature = "kubernetes")]
pub mod meta;
#[cfg(feature = "kubernetes")]
pub mod metadata;
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
pub mod union;
pub mod unknown;
#[cfg(feature = "validate")]
pub mod validate;
pub mod value_enum;
pub mod wire;

#[cfg(feature = "kubernetes")]
#[cfg(feature = "cel")]
pub use cel::CheckRules;
#[cfg(feature = "validate")]
pub use defaults::Defaults;
pub use formats::{Base64, Date, DateTime, Decimal, Duration, Ipv4, Ipv6, Time, Uuid};
pub use keyed::{Keyed, KeyedList};
#[cfg(feature = "kubernetes")]
pub use kind::{Kind, Scope, StatusSubresource};
#[cfg(feature = "kubernetes")]
pub use list::List;
pub use open_enum::OpenEnum;
pub use scalar::{IntOrString, Nullable};
pub use schema::Described;
pub use union::Union;
pub use unknown::Unknown;
#[cfg(feature = "validate")]
pub use validate::{Side, Validate, Violation, Violations};
pub use value_enum::ValueEnum;
