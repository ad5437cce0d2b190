//! Findings about the input, as data: what, where, why, and what to do.

use std::ops::Range;

use crate::pointer::Pointer;

/// An input, by its place among the inputs of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A place in an input.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The input.
    pub source: SourceId,
    /// The bytes of its text.
    pub span: Range<usize>,
    /// The JSON pointer within its document.
    pub pointer: Pointer,
}
