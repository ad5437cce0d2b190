//! The fixed text that Specwright stamps into what it generates.
//!
//! `support/` is ordinary Rust, compiled, linted and tested in this package (feature `support` and those above it) and
//! copied verbatim into every generated crate as `src/support/`, so that a generated crate depends on nothing of ours.
//! `pages/` are the templates of the reference pages.
//!
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

/// The templates of the reference pages: the name of each file in `pages/`, and its text.
pub const PAGES: &[(&str, &str)] = &[
    ("index.md", include_str!("../pages/index.md")),
    ("kind.md", include_str!("../pages/kind.md")),
    ("layout.html", include_str!("../pages/layout.html")),
    ("parts.md", include_str!("../pages/parts.md")),
    ("style.css", include_str!("../pages/style.css")),
    ("tag.md", include_str!("../pages/tag.md")),
    ("type.md", include_str!("../pages/type.md")),
];

/// The files of the support code: the path below `support/`, and the text.
pub const SUPPORT: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/support.rs"));
