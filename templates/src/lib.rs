//! The fixed text that Specwright stamps into what it generates.
//!
//! `support/` is ordinary Rust, compiled, linted and tested in this package (feature `support` and those above it) and
//! copied verbatim into every generated crate as `src/support/`, so that a generated crate depends on nothing of ours.

#[cfg(feature = "support")]
#[path = "../support/mod.rs"]
pub mod support;

/// The manifest of a generated crate, without its name.
pub const MANIFEST: &str = include_str!("../manifest.toml");

/// The part of the front page of a generated crate that is the same for all.
pub const README: &str = include_str!("../readme.md");

/// The files of the support code: the path below `support/`, and the text.
pub const SUPPORT: &[(&str, &str)] = &[
    ("envelope.rs", include_str!("../support/envelope.rs")),
    ("kind.rs", include_str!("../support/kind.rs")),
    ("mod.rs", include_str!("../support/mod.rs")),
    ("open_enum.rs", include_str!("../support/open_enum.rs")),
    ("prelude.rs", include_str!("../support/prelude.rs")),
    ("scalar.rs", include_str!("../support/scalar.rs")),
    ("schema.rs", include_str!("../support/schema.rs")),
    ("unknown.rs", include_str!("../support/unknown.rs")),
    ("validate/format.rs", include_str!("../support/validate/format.rs")),
    ("validate/mod.rs", include_str!("../support/validate/mod.rs")),
    ("validate/number.rs", include_str!("../support/validate/number.rs")),
    ("validate/object.rs", include_str!("../support/validate/object.rs")),
    ("validate/pattern.rs", include_str!("../support/validate/pattern.rs")),
    ("validate/text.rs", include_str!("../support/validate/text.rs")),
    ("validate/unique.rs", include_str!("../support/validate/unique.rs")),
    ("validate/violation.rs", include_str!("../support/validate/violation.rs")),
    ("validate/walk.rs", include_str!("../support/validate/walk.rs")),
    ("wire/containers.rs", include_str!("../support/wire/containers.rs")),
    ("wire/fields.rs", include_str!("../support/wire/fields.rs")),
    ("wire/mod.rs", include_str!("../support/wire/mod.rs")),
    ("wire/object.rs", include_str!("../support/wire/object.rs")),
    ("wire/write.rs", include_str!("../support/wire/write.rs")),
];
