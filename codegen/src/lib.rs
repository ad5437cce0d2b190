//! Specwright turns a description of an API into a Rust crate that people are glad to depend on.

pub mod diagnostic;
pub mod emit;
pub mod facts;
pub mod format;
pub mod ir;
pub mod lower;
pub mod name;
pub mod options;
pub mod pipeline;
pub mod pointer;
pub mod read;
pub mod resolve;
