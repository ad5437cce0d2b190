//! What a request asks for: path, options, body, and the form of the answer.

pub mod accept;
pub mod body;
pub mod query;
pub mod route;
