//! What every generated crate needs and no generated crate should repeat: ordinary Rust, the same in all of them.
//!
//! [`wire`] reads and writes objects without losing a member, [`scalar`] and [`open_enum`] hold the values that JSON
//! has and Rust has not, [`schema`] ties a type to the schema it was made from.

pub mod envelope;
pub mod kind;
pub mod open_enum;
pub mod prelude;
pub mod scalar;
pub mod schema;
pub mod unknown;
pub mod wire;

pub use kind::{Kind, Scope};
pub use open_enum::OpenEnum;
pub use scalar::{DateTime, IntOrString, Nullable};
pub use schema::Described;
pub use unknown::Unknown;
