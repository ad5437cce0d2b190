//! The metadata of objects: which type it has, how it is read and how it is written.
//!
//! There are two homes for the type. The one of `k8s-openapi` makes a kind fit the kube ecosystem; the one of this crate needs
//! nothing else, and keeps by itself what it has no field for.

#[cfg(feature = "k8s-openapi")]
mod kubernetes;
#[cfg(feature = "own-metadata")]
pub mod own;

// Where both are there, as in the tests of this code, the first is used: it shadows what comes with the star.
#[cfg(feature = "k8s-openapi")]
pub use kubernetes::{ObjectMeta, read, write};
#[cfg(feature = "own-metadata")]
pub use own::*;

use std::collections::BTreeMap;

use serde_json::Value;

/// Texts by name. A null among them, which an API server takes for an empty text, is one.
fn texts(map: &BTreeMap<String, Option<String>>) -> BTreeMap<String, String> {
    map.iter().map(|(name, text)| (name.clone(), text.clone().unwrap_or_default())).collect()
}

/// Whether texts are what becomes of this object, in which there are nulls among them.
fn is_said_by(texts: &BTreeMap<String, String>, read: &Value) -> bool {
    let Value::Object(read) = read else { return false };
    let same = |(name, value): (&String, &Value)| {
        texts.get(name).is_some_and(|text| value.as_str().unwrap_or_default() == text)
    };
    texts.len() == read.len() && read.iter().all(same)
}
