//! What the user sees: results on the standard output, findings on the standard error.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use serde_json::{Value, json};
use specwright::diagnostic::{Color, Severity, to_json};
use specwright::findings::Findings;
use specwright::progress::Stage;

use super::arguments::{Global, MessageFormat, When};
use super::stages::{Show, Stages};

/// Where the user reads, and what the user wants to read.
pub struct Console {
    format: MessageFormat,
    color: ColorChoice,
    /// The least bad findings that are shown.
    least: Severity,
    has_summaries: bool,
    denies_warnings: bool,
    has_timings: bool,
    stages: Stages,
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
            has_timings: global.timings,
            stages: Stages::watch(match global.message_format {
                MessageFormat::Human if !global.quiet => Show::OnTerminals,
                _ => Show::Nothing,
            }),
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
        self.stages.end();
        let mut to = AutoStream::new(io::stderr(), self.color);
        to.write_all(text.as_bytes())?;
        to.flush()
    }

    /// Shows a result, which is already complete text.
    pub fn result(&self, text: &str) -> io::Result<()> {
        self.stages.end();
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

    /// Shows at the end how long the stages took, if that is wanted.
    pub fn finish(&self) -> io::Result<()> {
        self.stages.end();
        if !self.has_timings {
            return Ok(());
        }
        let spent: Vec<(String, f64)> = self.stages.spent().iter().map(in_milliseconds).collect();
        let sum: f64 = spent.iter().map(|(_, time)| time).sum();
        let all = spent.into_iter().chain([("sum".to_owned(), sum)]);
        let text = match self.format {
            MessageFormat::Human => all.map(|(stage, time)| format!("{stage:8} {time:10.1} ms\n")).collect(),
            MessageFormat::Json => {
                format!("{}\n", json!({ "milliseconds": all.collect::<BTreeMap<_, _>>() }))
            }
        };
        self.result(&text)
    }

    /// How results are shown.
    pub fn format(&self) -> MessageFormat {
        self.format
    }
}

fn in_milliseconds((stage, time): (&Stage, &Duration)) -> (String, f64) {
    (stage.to_string(), (time.as_secs_f64() * 10_000.0).round() / 10.0)
}
