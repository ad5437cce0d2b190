//! Specwright turns a description of an API into a Rust crate that people are glad to depend on.
//!
//! Build scripts and programs use [`Config`]. The modules below are the way from text to text, in this order: [`gather`],
//! [`read`], [`resolve`], [`lower`] (to the model, [`ir`]), [`facts`], [`name`], [`emit`], [`format`], [`write`]; and
//! [`pipeline`] is that way as code.

pub mod config;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod example;
pub mod facts;
pub mod filter;
pub mod findings;
pub mod format;
pub mod gather;
pub mod inspect;
pub mod ir;
pub mod lower;
pub mod markdown;
pub mod name;
pub mod options;
pub mod output;
pub mod overlay;
pub mod overrides;
pub mod paging;
pub mod pipeline;
pub mod pointer;
pub mod progress;
pub mod publish;
pub mod read;
pub mod reference;
pub mod resolve;
pub mod run;
pub mod select;
#[cfg(test)]
mod tests;
pub mod write;

pub use config::{Config, Error, Summary};
