//! What the generated types know of their schemas: the definition, its constraints, its rules, and JSON Schema.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod definitions;
mod json_schema;
mod rules;
