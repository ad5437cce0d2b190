//! How much an input may hold: far more than any real one does, and little enough for any machine.

/// How deeply lists and objects may be nested. What is read is walked by recursion, which this bounds.
pub(super) const DEPTH: usize = 1024;

/// How deeply schemas may be nested.
pub(super) const SCHEMA_DEPTH: usize = 480;

/// How many bytes an input may have.
pub(super) const BYTES: usize = 64 << 20;

/// How many values an input may have, copies included.
pub(super) const VALUES: usize = 4_000_000;

/// How much anchors and aliases may copy, in bytes.
pub(super) const COPIES: usize = 64 << 20;
