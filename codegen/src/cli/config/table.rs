//! A table of a TOML document, and what is wrong with it.

use std::ops::Range;

use specwright::diagnostic::{Code, Diagnostic, Place, Report, SourceId, nearest};
use specwright::output::Given;
use specwright::pointer::Pointer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table, and where to report what is wrong with it.
pub struct Table<'a, 'r> {
    source: SourceId,
    entries: &'a DeTable<'a>,
    pub report: &'r mut Report,
}

/// A place in a configuration.
pub fn place(source: SourceId, span: Range<usize>) -> Place {
    Place { source, span, pointer: Pointer::root() }
}

impl<'a, 'r> Table<'a, 'r> {
    /// A table.
    pub fn new(source: SourceId, entries: &'a DeTable<'a>, report: &'r mut Report) -> Self {
        Self { source, entries, report }
    }

    /// Reports keys that are none of these.
    pub fn refuse_unknown(&mut self, known: &[&str]) {
        for (key, _) in self.entries.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let help = match nearest(name, known.iter().copied()) {
                Some(nearest) => format!("Is it `{nearest}` that is meant?"),
                None => format!("The keys here are `{}`.", known.join("`, `")),
            };
            let finding = Diagnostic::new(Code::UnknownKey, format!("the key `{name}` is not known here"));
            self.report.push(finding.at(place(self.source, key.span())).help(help));
        }
    }

    /// Reports that a key is missing.
    pub fn need(&mut self, key: &str, place: &Place) {
        if !self.entries.contains_key(key) {
            let finding = Diagnostic::new(Code::ConfigGap, format!("the output has no `{key}`"));
            self.report.push(finding.at(place.clone()));
        }
    }

    /// The text of a key.
    pub fn text(&mut self, key: &str) -> Option<Given<String>> {
        let value = self.entries.get(key)?;
        self.as_text(key, value)
    }

    /// The texts of a key.
    pub fn texts(&mut self, key: &str) -> Option<Vec<Given<String>>> {
        let value = self.entries.get(key)?;
        match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| self.as_text(key, item)).collect(),
            _ => self.wrong(key, value, "a list of texts"),
        }
    }

    /// The tables of a key, with their places.
    pub fn tables(&mut self, key: &str) -> Vec<(&'a DeTable<'a>, Place)> {
        let Some(value) = self.entries.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong::<()>(key, value, "a list of tables, each of which begins with `[[output]]`");
            return Vec::new();
        };
        let table = |item: &'a Spanned<DeValue<'a>>| match item.get_ref() {
            DeValue::Table(table) => Some((table, place(self.source, item.span()))),
            _ => self.wrong(key, item, "a list of tables"),
        };
        items.iter().filter_map(table).collect()
    }

    fn as_text(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Given<String>> {
        match value.get_ref() {
            DeValue::String(text) => {
                Some(Given { value: text.to_string(), place: Some(place(self.source, value.span())) })
            }
            _ => self.wrong(key, value, "text"),
        }
    }

    fn wrong<T>(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) -> Option<T> {
        let message =
            format!("`{key}` is {expected}, and here is a value of the type {}", value.get_ref().type_str());
        self.report.push(Diagnostic::new(Code::ConfigType, message).at(place(self.source, value.span())));
        None
    }
}
