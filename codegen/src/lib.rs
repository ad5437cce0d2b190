//! Specwright turns a description of an API into a Rust crate that people are glad to depend on.

pub mod diagnostic;
pub mod ir;
pub mod pointer;
pub mod read;
pub mod resolve;
