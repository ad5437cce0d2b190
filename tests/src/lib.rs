//! Helpers of the tests that span packages.

pub mod corpus;
pub mod cost;
pub mod documents;
pub mod judge;
pub mod memory;
pub mod openapi;
pub mod program;
pub mod workspace;

/// The code that the README shows is run as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
