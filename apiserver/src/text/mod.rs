//! Reading and writing of JSON and YAML as the real server reads and writes them: strictly, with a memory for duplicates.

pub mod json;
pub mod protobuf;
pub mod yaml_read;
pub mod yaml_write;

use serde_json::Value;

/// What was read, and the fields that stood there twice (the last one wins).
#[derive(Debug, Default)]
pub struct Parsed {
    /// The document.
    pub value: Value,
    /// Each duplicate, worded as the warning or error that it becomes.
    pub duplicates: Vec<String>,
}
