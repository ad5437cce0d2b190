//! Specwright turns a description of an API into a Rust crate that people are glad to depend on.

pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod facts;
pub mod findings;
pub mod format;
pub mod gather;
pub mod inspect;
pub mod ir;
pub mod lower;
pub mod name;
pub mod options;
pub mod output;
pub mod pipeline;
pub mod pointer;
pub mod publish;
pub mod read;
pub mod resolve;
pub mod run;
pub mod write;

pub use config::{Config, Error, Summary};
