//! How findings are shown: to people with the line that they are about, to programs as JSON.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::{Diagnostic, Place, Severity, Source, Sources};

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// With the codes of a terminal.
    Terminal,
    /// Not at all.
    #[default]
    Never,
}

/// A finding, for people. The text does not end with a line break.
#[must_use]
pub fn render(finding: &Diagnostic, sources: &Sources, color: Color) -> String {
    let renderer = match color {
        Color::Terminal => Renderer::styled(),
        Color::Never => Renderer::plain(),
    };
    renderer.render(&[group(finding, sources)])
}

/// A finding, for programs.
#[must_use]
pub fn to_json(finding: &Diagnostic, sources: &Sources) -> Value {
    let mut value = place_to_json(finding.place.as_ref(), sources);
    value["code"] = finding.code.to_string().into();
    value["severity"] = finding.severity().as_str().into();
    value["message"] = finding.message.as_str().into();
    value["help"] = finding.help.as_deref().into();
    value["chain"] = finding.chain.iter().map(|place| place_to_json(Some(place), sources)).collect();
    value
}

fn place_to_json(place: Option<&Place>, sources: &Sources) -> Value {
    let position = place.and_then(|place| sources.position(place));
    json!({
        "file": position.as_ref().map(|at| at.file),
        "line": position.as_ref().map(|at| at.line),
        "column": position.as_ref().map(|at| at.column),
        "pointer": place.map(|place| place.pointer.as_str()),
    })
}

fn group<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let title =
        level(finding.severity()).primary_title(finding.message.as_str()).id(finding.code.to_string());
    let mut group = Group::with_title(title);
    if let Some(place) = &finding.place {
        group = with_place(group, (place, sources), AnnotationKind::Primary);
    }
    for place in &finding.chain {
        group = with_place(group, (place, sources), AnnotationKind::Context);
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// Adds the line of a place, and the pointer to it.
fn with_place<'a>(
    group: Group<'a>,
    (place, sources): (&'a Place, &'a Sources),
    kind: AnnotationKind,
) -> Group<'a> {
    let group = match sources.text_of(place) {
        Some((source, span)) if is_long(source, &span) => group.elements(origin(place, sources)),
        Some((source, span)) => group.element(snippet(source, &span, kind)),
        None => group,
    };
    match place.pointer.as_str() {
        "" => group,
        pointer => group.element(Level::NOTE.with_name("at").message(pointer)),
    }
}

/// Whether the line that a span begins in is longer than anybody wants to see, as in documents that are all one line.
fn is_long(source: &Source, span: &Range<usize>) -> bool {
    const LONG: usize = 4_000;
    let line = source.line_of(span.start);
    source.line_start(line + 1) - source.line_start(line) > LONG
}

/// Where a place is, without its line.
fn origin<'a>(place: &Place, sources: &'a Sources) -> Option<Origin<'a>> {
    let position = sources.position(place)?;
    Some(Origin::path(position.file).line(position.line).char_column(position.column))
}

/// The line that a span begins in: the renderer would look through the whole text for it, and a span may be long.
fn snippet<'a>(source: &'a Source, span: &Range<usize>, kind: AnnotationKind) -> Snippet<'a, Annotation<'a>> {
    let line = source.line_of(span.start);
    let (from, to) = (source.line_start(line), source.line_start(line + 1));
    let text = source.text().get(from..to).unwrap_or_default().trim_end_matches(['\n', '\r']);
    let start = span.start.saturating_sub(from).min(text.len());
    let end = span.end.saturating_sub(from).clamp(start, text.len());
    Snippet::source(text).path(source.name()).line_start(line + 1).annotation(kind.span(start..end))
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}
