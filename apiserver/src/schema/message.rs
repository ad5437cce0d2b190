//! The wording of faults against a schema.

use super::Size;

/// `x in body should ...`, or `x in body must ...`.
pub fn in_body(path: &str, text: &str) -> String {
    format!("{path} in body {text}")
}

/// The wording of a size that is too small, for a unit such as `chars`.
pub fn too_few(size: Size, unit: &str) -> String {
    format!("should have at least {} {unit}", size.min.unwrap_or_default())
}
