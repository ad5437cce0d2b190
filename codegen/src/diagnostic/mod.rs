//! Findings about the input, as data: what, where, why, and what to do.

mod code;
mod given;
mod nearest;
mod render;
mod sources;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::pointer::Pointer;

pub use code::{Code, Effect, Severity};
pub use given::Given;
pub use nearest::nearest;
pub use render::{Color, render, to_json};
pub use sources::{Overlaid, Position, Source, Sources};

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

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which finding it is.
    pub code: Code,
    /// What was found, in one sentence.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// What can be done about it.
    pub help: Option<String>,
    /// Other places that matter, each further away than the one before it.
    pub chain: Vec<Place>,
}

impl Diagnostic {
    /// A finding without a place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, help: None, chain: Vec::new() }
    }

    /// The finding, at this place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The finding, with this advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The finding, with one more place that matters.
    #[must_use]
    pub fn see(mut self, place: Place) -> Self {
        self.chain.push(place);
        self
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What findings are ordered by; those without a place come first.
    fn key(&self) -> (Option<(SourceId, usize, usize)>, Code, &str) {
        let position = self.place.as_ref().map(|place| (place.source, place.span.start, place.span.end));
        (position, self.code, &self.message)
    }
}

/// The findings of a run.
#[derive(Debug, Default)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// A report without findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.findings.extend(findings);
    }

    /// Adds all findings of another report.
    pub fn append(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// How many findings are this bad.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity() == severity).count()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The findings, by source, position and code, whatever order they were made in.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.findings.iter().collect();
        sorted.sort_by(|a, b| a.key().cmp(&b.key()));
        sorted
    }
}
