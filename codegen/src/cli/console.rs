//! What the user sees: results on the standard output, findings on the standard error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use serde_json::Value;
use specwright::diagnostic::{Color, Severity, to_json};
use specwright::findings::Findings;

use super::arguments::{Global, MessageFormat, When};

/// Where the user reads, and what the user wants to read.
pub struct Console {
    format: MessageFormat,
    color: ColorChoice,
    /// The least bad findings that are shown.
    least: Severity,
    has_summaries: bool,
    denies_warnings: bool,
}

impl Console {
    /// The console that the arguments ask for.
    pub fn new(global: &Global) -> Self {
        let color = match global.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Self {
            format: global.message_format,
            color,
            least: if global.quiet { Severity::Warning } else { Severity::Note },
            has_summaries: !global.quiet,
            denies_warnings: global.deny_warnings,
        }
    }

    /// Applies what the user wants of warnings.
    pub fn settle(&self, findings: &mut Findings) {
        if self.denies_warnings {
            findings.deny_warnings();
        }
    }

    /// Shows findings.
    pub fn findings(&self, findings: &Findings) -> io::Result<()> {
        let text = match self.format {
            MessageFormat::Human => findings.text(self.least, Color::Terminal),
            MessageFormat::Json => {
                let found = findings.down_to(self.least).into_iter();
                found.map(|finding| format!("{}\n", to_json(finding, &findings.sources))).collect()
            }
        };
        let mut to = AutoStream::new(io::stderr(), self.color);
        to.write_all(text.as_bytes())?;
        to.flush()
    }

    /// Shows a result, which is already complete text.
    pub fn result(&self, text: &str) -> io::Result<()> {
        let mut to = AutoStream::new(io::stdout(), self.color);
        to.write_all(text.as_bytes())?;
        to.flush()
    }

    /// Shows something that was done: a line for people, or a value for programs.
    pub fn summary(&self, line: &str, value: &Value) -> io::Result<()> {
        match self.format {
            _ if !self.has_summaries => Ok(()),
            MessageFormat::Human => self.result(&format!("{line}\n")),
            MessageFormat::Json => self.result(&format!("{value}\n")),
        }
    }

    /// How results are shown.
    pub fn format(&self) -> MessageFormat {
        self.format
    }
}
