//! The findings of a run together with the sources that they point into.

use std::fmt::Write as _;

use crate::diagnostic::{Code, Color, Diagnostic, Report, Severity, Sources, render};

/// The findings of a run together with the sources that they point into.
#[derive(Debug, Default)]
pub struct Findings {
    /// The sources.
    pub sources: Sources,
    /// The findings.
    pub report: Report,
}

impl Findings {
    /// A single finding without a place.
    #[must_use]
    pub fn only(finding: Diagnostic) -> Self {
        let mut findings = Self::default();
        findings.report.push(finding);
        findings
    }

    /// Makes the run fail if there are warnings.
    pub fn deny_warnings(&mut self) {
        let count = self.report.count(Severity::Warning);
        if count > 0 {
            let message = format!(
                "{count} {}, and warnings are denied",
                if count == 1 { "warning" } else { "warnings" }
            );
            self.report.push(Diagnostic::new(Code::DeniedWarnings, message));
        }
    }

    /// The findings that are at least this bad, in order.
    #[must_use]
    pub fn down_to(&self, least: Severity) -> Vec<&Diagnostic> {
        // The worst comes first in the order of severities.
        self.report.sorted().into_iter().filter(|finding| finding.severity() <= least).collect()
    }

    /// The text for people of the findings that are at least this bad.
    #[must_use]
    pub fn text(&self, least: Severity, color: Color) -> String {
        let mut text = String::new();
        for finding in self.down_to(least) {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{}\n", render(finding, &self.sources, color));
        }
        text
    }
}
