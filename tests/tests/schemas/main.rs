//! What the generated types know of their schemas: the definition, its constraints, its rules, and JSON Schema.

mod definitions;
mod json_schema;
mod rules;
