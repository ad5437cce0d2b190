//! The fixed text that Specwright stamps into what it generates.
//!
//! `support/` is ordinary Rust, compiled, linted and tested in this package (feature `support` and those above it) and
//! copied verbatim into every generated crate as `src/support/`, so that a generated crate depends on nothing of ours.

#[cfg(feature = "support")]
#[path = "../support/mod.rs"]
pub mod support;
