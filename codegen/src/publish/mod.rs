//! The model back to documents: definitions as they were given, and the OpenAPI documents that an API server makes of them.

mod definition;
pub mod openapi;
mod schema;
#[cfg(test)]
mod tests;

pub use definition::definition;
