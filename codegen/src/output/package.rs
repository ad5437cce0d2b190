//! What the manifest of the package says besides what is generated.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Given;
use crate::diagnostic::{Diagnostic, nearest};

/// Keys of a package that take a text.
const TEXTS: [&str; 7] =
    ["description", "documentation", "homepage", "license", "license-file", "repository", "rust-version"];

/// Keys of a package that take a list of texts.
const LISTS: [&str; 5] = ["authors", "categories", "exclude", "include", "keywords"];

/// The key that takes either a flag or a list.
const PUBLISH: &str = "publish";

/// The keys, if a package can have them; the others are decided by what is generated.
pub(super) fn checked(
    package: Given<BTreeMap<String, Value>>,
) -> Result<BTreeMap<String, Value>, Diagnostic> {
    let is_list = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    for (key, value) in &package.value {
        let (is_right, wanted) = match key.as_str() {
            key if TEXTS.contains(&key) => (value.is_string(), "a text"),
            key if LISTS.contains(&key) => (is_list(value), "a list of texts"),
            PUBLISH => (value.is_boolean() || is_list(value), "`true`, `false` or a list of registries"),
            _ => return Err(unknown(&package, key)),
        };
        if !is_right {
            return Err(package.wrong(format!("`{key}` of a package is {wanted}")));
        }
    }
    Ok(package.value)
}

fn unknown(package: &Given<BTreeMap<String, Value>>, key: &str) -> Diagnostic {
    let known = || TEXTS.into_iter().chain(LISTS).chain([PUBLISH]);
    let help = match nearest(key, known()) {
        Some(nearest) => format!("Is it `{nearest}` that is meant?"),
        None => format!("The keys here are `{}`.", known().collect::<Vec<_>>().join("`, `")),
    };
    package.wrong(format!("`{key}` of the package cannot be chosen here")).help(help)
}
