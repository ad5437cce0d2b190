//! Reads YAML, with positions, as Kubernetes reads it.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::builder::{Builder, Built, Container, Halt, Key, excerpt};
use super::json::checked;
use super::limits;
use super::scalar::{Agreement, Scalar, resolve};
use super::tree::{Node, NodeValue};
use crate::diagnostic::{Code, Diagnostic, Report, SourceId};

/// Reads the documents of a text, from this byte on.
pub(super) fn read(
    source: SourceId,
    text: &str,
    start: usize,
    report: &mut Report,
) -> Result<Vec<Node>, Halt> {
    let mut reader = Reader::new(source, (text, start), report);
    // The parser takes this character for the end of the text, and would not see what comes after it.
    if let Some(at) = text.find('\0') {
        return Err(reader.builder.halt(Code::Syntax, "YAML text cannot hold the character NUL", at));
    }
    let mut parser = Parser::new_from_str(text.get(start..).unwrap_or_default());
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => reader.event(event, span)?,
            Err(error) => return Err(reader.broken(&error)),
        }
    }
    Ok(reader.roots)
}

struct Reader<'a> {
    builder: Builder<'a>,
    offsets: Offsets<'a>,
    roots: Vec<Node>,
    /// The anchors of the lists and objects that are open; zero for those that have none.
    open: Vec<usize>,
    /// What the anchors of this document name.
    anchors: HashMap<usize, Built>,
    /// The bytes that were copied for anchors and aliases.
    copied: usize,
}

/// A scalar as the parser hands it over.
struct Raw<'t> {
    text: &'t str,
    style: ScalarStyle,
    tag: Option<&'t Tag>,
    span: Range<usize>,
}

impl<'a> Reader<'a> {
    fn new(source: SourceId, (text, start): (&'a str, usize), report: &'a mut Report) -> Self {
        Self {
            builder: Builder::new(source, report),
            offsets: Offsets::new(text, start),
            roots: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            copied: 0,
        }
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Halt> {
        let span = self.offsets.span(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(Raw { text: &text, style, tag: tag.as_deref(), span }, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(anchor, (tag.as_deref(), "seq"), &span)?;
                self.builder.open_array(span.start)
            }
            Event::MappingStart(anchor, tag) => {
                self.open(anchor, (tag.as_deref(), "map"), &span)?;
                self.builder.open_object(span.start)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
        }
    }

    /// Prepares for a list or an object.
    fn open(
        &mut self,
        anchor: usize,
        (tag, ty): (Option<&Tag>, &str),
        span: &Range<usize>,
    ) -> Result<(), Halt> {
        if self.builder.container() == Some(Container::Object) {
            return Err(self.builder.halt(Code::BadKey, "a list or an object cannot be a key", span.start));
        }
        self.open.push(anchor);
        match tag {
            Some(tag) if tag.is_yaml_core_schema() && tag.suffix != ty => Err(self.builder.halt(
                Code::BadTag,
                format!("the tag `!!{}` does not fit here", tag.suffix),
                span.start,
            )),
            Some(tag) if !tag.is_yaml_core_schema() => {
                self.foreign(tag, span.clone());
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn close(&mut self, span: &Range<usize>) -> Result<(), Halt> {
        // In block style nothing stands for the end, and the parser notices it only where the next part begins.
        let end = if span.is_empty() { self.builder.last_end() } else { span.end };
        let anchor = self.open.pop().unwrap_or_default();
        match self.builder.finish(end) {
            Some(built) => self.complete(built, anchor),
            None => Ok(()),
        }
    }

    fn complete(&mut self, built: Built, anchor: usize) -> Result<(), Halt> {
        self.remember(anchor, &built)?;
        let root = self.builder.add(built)?;
        self.roots.extend(root.map(|root| root.node));
        Ok(())
    }

    fn remember(&mut self, anchor: usize, built: &Built) -> Result<(), Halt> {
        if anchor > 0 {
            self.count_copy(built, built.node.span.start)?;
            self.anchors.insert(anchor, built.clone());
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Halt> {
        let Some(built) = self.anchors.get(&anchor).cloned() else {
            let message = "the alias names nothing that is complete before it in this document";
            return Err(self.builder.halt(Code::BadAlias, message, span.start));
        };
        self.count_copy(&built, span.start)?;
        if self.builder.container() == Some(Container::Object) {
            return self.key(&built.node.value, span);
        }
        let root = self.builder.add_copy(built)?;
        self.roots.extend(root.map(|root| root.node));
        Ok(())
    }

    fn count_copy(&mut self, built: &Built, at: usize) -> Result<(), Halt> {
        self.copied += built.weight();
        if self.copied <= limits::COPIES {
            return Ok(());
        }
        let message = format!("anchors and aliases copy more than {} MiB", limits::COPIES >> 20);
        Err(self.builder.halt(Code::AliasBudget, message, at))
    }

    fn scalar(&mut self, raw: Raw<'_>, anchor: usize) -> Result<(), Halt> {
        let is_key = self.builder.container() == Some(Container::Object);
        if is_key && raw.text == "<<" && raw.style == ScalarStyle::Plain && raw.tag.is_none() {
            self.builder.key(Key::Merge);
            return Ok(());
        }
        let value = self.value(&raw)?;
        let built = Built::scalar(value, raw.span.clone());
        if !is_key {
            return self.complete(built, anchor);
        }
        self.remember(anchor, &built)?;
        self.key(&built.node.value, raw.span)
    }

    /// Takes a value for a key: numbers and booleans by their text.
    fn key(&mut self, value: &NodeValue, span: Range<usize>) -> Result<(), Halt> {
        let key = match value {
            NodeValue::String(text) => text.clone(),
            NodeValue::Bool(value) => value.to_string(),
            NodeValue::Number(number) => number.to_string(),
            NodeValue::Null => {
                return Err(self.builder.halt(Code::BadKey, "null cannot be a key", span.start));
            }
            NodeValue::Array(_) | NodeValue::Object(_) => {
                return Err(self.builder.halt(
                    Code::BadKey,
                    "a list or an object cannot be a key",
                    span.start,
                ));
            }
        };
        self.builder.key(Key::Text(key, span));
        Ok(())
    }

    fn value(&mut self, raw: &Raw<'_>) -> Result<NodeValue, Halt> {
        let text = || NodeValue::String(raw.text.to_owned());
        match raw.tag {
            None if raw.style == ScalarStyle::Plain => self.plain(raw),
            None => Ok(text()),
            Some(tag) if tag.is_yaml_core_schema() => self.tagged(raw, &tag.suffix),
            Some(tag) => {
                self.foreign(tag, raw.span.clone());
                Ok(text())
            }
        }
    }

    /// The value of a scalar with a tag of the core schema.
    fn tagged(&mut self, raw: &Raw<'_>, tag: &str) -> Result<NodeValue, Halt> {
        if tag == "str" {
            return Ok(NodeValue::String(raw.text.to_owned()));
        }
        let value = self.plain(raw)?;
        let fits = match &value {
            NodeValue::Null => tag == "null",
            NodeValue::Bool(_) => tag == "bool",
            NodeValue::Number(number) => tag == "float" || tag == "int" && !number.is_f64(),
            _ => false,
        };
        if fits {
            return Ok(value);
        }
        Err(self.builder.halt(
            Code::BadTag,
            format!("the tag `!!{tag}` does not fit `{}`", excerpt(raw.text)),
            raw.span.start,
        ))
    }

    fn plain(&mut self, raw: &Raw<'_>) -> Result<NodeValue, Halt> {
        let (scalar, agreement) = resolve(raw.text);
        let value = match scalar {
            Scalar::Null => NodeValue::Null,
            Scalar::Bool(value) => NodeValue::Bool(value),
            Scalar::Text => NodeValue::String(raw.text.to_owned()),
            Scalar::Number(number) => {
                NodeValue::Number(checked(number, (raw.text, raw.span.clone()), &mut self.builder)?)
            }
            Scalar::NotFinite => {
                let message = format!("`{}` is a number that JSON does not have", raw.text);
                return Err(self.builder.halt(Code::BadNumber, message, raw.span.start));
            }
        };
        if agreement == Agreement::Disputed {
            self.disputed(raw, &value);
        }
        Ok(value)
    }

    fn disputed(&mut self, raw: &Raw<'_>, value: &NodeValue) {
        let shown = Node { value: value.clone(), span: 0..0 }.to_json();
        let message = format!("`{}` is read as {shown}, as Kubernetes reads it", excerpt(raw.text));
        let finding = Diagnostic::new(Code::AmbiguousScalar, message)
            .help(format!("write `\"{}\"` if it is text, or `{shown}` if it is not", excerpt(raw.text)));
        self.builder.report(finding, raw.span.clone());
    }

    fn foreign(&mut self, tag: &Tag, span: Range<usize>) {
        // A lone `!` is the way to say that a scalar is text.
        let written = format!("{}{}", tag.handle, tag.suffix);
        if written != "!" {
            let finding =
                Diagnostic::new(Code::ForeignTag, format!("the tag `{}` is ignored", excerpt(&written)));
            self.builder.report(finding, span);
        }
    }

    fn broken(&mut self, error: &ScanError) -> Halt {
        let at = self.offsets.byte(error.marker().index());
        self.builder.halt(Code::Syntax, format!("this is not YAML: {}", error.info()), at)
    }
}

/// Turns positions that count characters into positions that count bytes. Each is looked for from the one before it,
/// as they are asked for nearly in order.
struct Offsets<'a> {
    text: &'a str,
    start: usize,
    is_ascii: bool,
    characters: usize,
    bytes: usize,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str, start: usize) -> Self {
        let text = text.get(start..).unwrap_or_default();
        Self { text, start, is_ascii: text.is_ascii(), characters: 0, bytes: 0 }
    }

    fn span(&mut self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    /// The byte of the source at which this character of the text begins.
    fn byte(&mut self, character: usize) -> usize {
        if self.is_ascii {
            return self.start + character.min(self.text.len());
        }
        let (before, after) = self.text.split_at_checked(self.bytes).unwrap_or(("", self.text));
        if character >= self.characters {
            let steps = after.char_indices().nth(character - self.characters);
            self.bytes += steps.map_or(after.len(), |(bytes, _)| bytes);
        } else {
            let steps = before.char_indices().nth_back(self.characters - character - 1);
            self.bytes = steps.map_or(0, |(bytes, _)| bytes);
        }
        self.characters = character;
        self.start + self.bytes
    }
}
