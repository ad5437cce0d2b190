//! The model back to documents: definitions as they were given, the OpenAPI documents that an API server makes of them, and
//! reference pages.

mod definition;
pub mod openapi;
#[cfg(feature = "pages")]
pub mod pages;
mod schema;
#[cfg(test)]
mod tests;

pub use definition::definition;
