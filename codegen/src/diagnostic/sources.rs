//! The inputs of a run: their names, their text, and where its lines begin.

use std::ops::Range;

use super::{Place, SourceId};

/// An input.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// The first byte of each line.
    lines: Vec<usize>,
    /// Whether the input ends before its bytes do, because they are not UTF-8 from here on.
    undecoded: bool,
    /// Whether other inputs take parts from it.
    part: bool,
}

/// A place, for people: everything counts from one, columns count characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position<'a> {
    /// The name of the input.
    pub file: &'a str,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { name, text, lines, undecoded: false, part: false }
    }

    /// The name, as it is shown.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is only the beginning of an input that is not UTF-8.
    #[must_use]
    pub fn is_undecoded(&self) -> bool {
        self.undecoded
    }

    /// Whether other inputs refer to it, so that it need not be a document of its own.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.part
    }

    /// The line that this byte is in, counted from zero.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|&start| start <= byte).saturating_sub(1)
    }

    /// The first byte of this line, counted from zero; the end of the text if there is no such line.
    pub(super) fn line_start(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }
}

/// The inputs of a run.
#[derive(Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
    /// How many texts at the end are no inputs.
    aside: usize,
    /// The overlays, each with the byte at which it begins. What they add to an input is a part of it, and its bytes are
    /// counted as if all overlays stood behind the input.
    overlays: Vec<(usize, SourceId)>,
}

/// An overlay: a text that changes documents.
#[derive(Clone, Copy, Debug)]
pub struct Overlaid<'a> {
    /// Which one it is.
    pub id: SourceId,
    /// Its text.
    pub source: &'a Source,
    /// What its bytes are counted from in places of the inputs that it changes.
    pub start: usize,
}

impl Sources {
    /// No inputs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an input.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(Source::new(name.into(), text.into()))
    }

    /// Adds an input as it comes from a file. What is not UTF-8 is reported when it is read.
    pub fn add_bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> SourceId {
        match String::from_utf8(bytes) {
            Ok(text) => self.add(name, text),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let mut bytes = error.into_bytes();
                bytes.truncate(valid);
                let text = String::from_utf8(bytes).unwrap_or_default();
                self.push(Source { undecoded: true, ..Source::new(name.into(), text) })
            }
        }
    }

    /// Adds a text that is no input, and that findings point into all the same. Inputs are added before it.
    pub fn add_aside(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.aside += 1;
        self.add(name, text)
    }

    /// Adds an overlay. Inputs are added before it.
    pub fn add_overlay(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> SourceId {
        let start = match self.overlays.last() {
            Some((start, id)) => start + self.get(*id).map_or(0, |source| source.text.len()) + 1,
            None => self.sources.iter().map(|source| source.text.len()).max().unwrap_or_default() + 1,
        };
        self.aside += 1;
        let id = self.add_bytes(name, bytes);
        self.overlays.push((start, id));
        id
    }

    /// The overlays, in the order in which they were added.
    pub fn overlays(&self) -> impl Iterator<Item = Overlaid<'_>> {
        let overlay = |(start, id): &(usize, SourceId)| {
            Some(Overlaid { id: *id, source: self.get(*id)?, start: *start })
        };
        self.overlays.iter().filter_map(overlay)
    }

    /// The text that a place stands in, and its bytes there: an overlay, for what one has added.
    pub(super) fn text_of(&self, place: &Place) -> Option<(&Source, Range<usize>)> {
        let is_input = self.iter().any(|(id, _)| id == place.source);
        let overlays = self.overlays().take_while(|overlay| is_input && overlay.start <= place.span.start);
        match overlays.last() {
            Some(Overlaid { source, start, .. }) => {
                Some((source, place.span.start - start..place.span.end.saturating_sub(start)))
            }
            None => Some((self.get(place.source)?, place.span.clone())),
        }
    }

    fn push(&mut self, source: Source) -> SourceId {
        let id = u32::try_from(self.sources.len()).unwrap_or(u32::MAX);
        self.sources.push(source);
        SourceId(id)
    }

    /// Notes that other inputs refer to this one.
    pub fn mark_part(&mut self, id: SourceId) {
        let at = usize::try_from(id.0).ok();
        if let Some(source) = at.and_then(|at| self.sources.get_mut(at)) {
            source.part = true;
        }
    }

    /// The input with this id.
    #[must_use]
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// The inputs, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        let inputs = self.sources.iter().take(self.sources.len() - self.aside);
        inputs.zip(0..).map(|(source, id)| (SourceId(id), source))
    }

    /// Where a place is, for people.
    #[must_use]
    pub fn position(&self, place: &Place) -> Option<Position<'_>> {
        let (source, span) = self.text_of(place)?;
        let line = source.line_of(span.start);
        let before = source.text.get(source.line_start(line)..span.start).unwrap_or_default();
        Some(Position { file: &source.name, line: line + 1, column: before.chars().count() + 1 })
    }
}
