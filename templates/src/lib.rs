//! The fixed text that Specwright stamps into what it generates.
//!
//! `support/` is ordinary Rust, compiled, linted and tested in this package (feature `support` and those above it) and
//! copied verbatim into every generated crate as `src/support/`, so that a generated crate depends on nothing of ours.
//! What is marked with the features `kubernetes` or `openapi` is copied where the inputs need it, without the mark.

// Generated modules call its macros; here nothing does.
#[cfg(feature = "support")]
#[allow(unused_macros, unused_imports)]
#[path = "../support/mod.rs"]
pub mod support;

/// The manifest of a generated crate, without its name.
pub const MANIFEST: &str = include_str!("../manifest.toml");

/// The part of the front page of a generated crate that is the same for all.
pub const README: &str = include_str!("../readme.md");

/// The files of the support code: the path below `support/`, and the text.
pub const SUPPORT: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/support.rs"));
