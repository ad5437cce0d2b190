//! What refers to what? The documents of all inputs become one whole.

use crate::diagnostic::Report;
use crate::read::{Content, Crd, Document};

/// The documents of all inputs, put together.
#[derive(Debug, Default)]
pub struct Linked {
    /// The definitions, by group and plural; no two have both in common.
    pub definitions: Vec<Crd>,
}

/// Puts documents together.
pub fn link(documents: Vec<Document>, report: &mut Report) -> Linked {
    let _ = report;
    let definitions = documents.into_iter().map(|document| match document.content {
        Content::Definition(crd) => *crd,
    });
    Linked { definitions: definitions.collect() }
}
