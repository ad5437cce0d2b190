//! What the modules of operations have in scope.

pub use std::collections::BTreeMap;
pub use std::future::Future;

pub use http::StatusCode;
pub use serde_json::Value;

pub use super::{
    Binary, ByteStream, Case, Check, Codec, Empty, Encoding, Events, Fault, Format, Incoming, ItemStream,
    Json, Lines, Media, Never, Only, Operation, Outgoing, Part, Parts, Responses, Route, Spelling, Status,
    Style, Text, Written,
};
pub use crate::support::{DateTime, IntOrString, Nullable, formats};
