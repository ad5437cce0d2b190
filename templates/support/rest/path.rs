//! The paths of a kind's objects.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::Kind;

/// All that a segment cannot hold as it is. What is left are the characters that no server and no proxy interprets.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A parameter that cannot stand in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSegment {
    /// The parameter.
    pub parameter: &'static str,
    /// Its value.
    pub value: String,
}

impl fmt::Display for InvalidSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, value } = self;
        write!(f, "the {parameter} {value:?} cannot stand in a path: it is empty, or a step to another place")
    }
}

impl std::error::Error for InvalidSegment {}

/// Checks what is to be a segment of a path, or was one.
///
/// Empty segments and those that mean "here" and "one up" lead elsewhere, and percent-encoding does not prevent it.
///
/// # Errors
/// The value is one of these.
pub fn check(parameter: &'static str, value: &str) -> Result<(), InvalidSegment> {
    match value {
        "" | "." | ".." => Err(InvalidSegment { parameter, value: value.to_owned() }),
        _ => Ok(()),
    }
}

/// Adds a parameter to a path, percent-encoded.
///
/// # Errors
/// The value cannot stand in a path.
pub fn push(path: &mut String, parameter: &'static str, value: &str) -> Result<(), InvalidSegment> {
    check(parameter, value)?;
    path.push('/');
    path.extend(utf8_percent_encode(value, RESERVED));
    Ok(())
}

/// Adds the path of the objects of a kind: those of a namespace, or all.
///
/// # Errors
/// The namespace cannot stand in a path.
pub fn push_collection<K: Kind>(path: &mut String, namespace: Option<&str>) -> Result<(), InvalidSegment> {
    push_version::<K>(path);
    if let Some(namespace) = namespace {
        path.push_str("/namespaces");
        push(path, "namespace", namespace)?;
    }
    path.push('/');
    path.push_str(K::PLURAL);
    Ok(())
}

/// Adds the path of the version of the group that a kind belongs to.
pub fn push_version<K: Kind>(path: &mut String) {
    // The first group of Kubernetes has no name, and a place of its own.
    if K::GROUP.is_empty() {
        path.push_str("/api/");
    } else {
        path.push_str("/apis/");
        path.push_str(K::GROUP);
        path.push('/');
    }
    path.push_str(K::VERSION);
}
