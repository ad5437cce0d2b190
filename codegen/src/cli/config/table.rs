//! A table of a TOML document, and what is wrong with it.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use specwright::diagnostic::{Code, Diagnostic, Place, Report, SourceId, nearest};
use specwright::output::Given;
use specwright::pointer::Pointer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as JSON. TOML has moments and JSON has none, but neither has a manifest.
fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let members =
                table.iter().map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref())));
            Value::Object(members.collect())
        }
        DeValue::Integer(number) => number.as_str().parse::<i64>().map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Datetime(moment) => Value::from(moment.to_string()),
    }
}

/// A table, and where to report what is wrong with it.
pub struct Table<'a, 'r> {
    thing: &'static str,
    pub source: SourceId,
    entries: &'a DeTable<'a>,
    pub report: &'r mut Report,
}

/// A place in a configuration.
pub fn place(source: SourceId, span: Range<usize>) -> Place {
    Place { source, span, pointer: Pointer::root() }
}

impl<'a, 'r> Table<'a, 'r> {
    /// The table of a thing that is called so.
    pub fn new(
        thing: &'static str,
        source: SourceId,
        entries: &'a DeTable<'a>,
        report: &'r mut Report,
    ) -> Self {
        Self { thing, source, entries, report }
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
            let finding = Diagnostic::new(Code::ConfigGap, format!("the {} has no `{key}`", self.thing));
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
            let header = if self.thing == "output" { format!("output.{key}") } else { key.to_owned() };
            let expected = format!("a list of tables, each of which begins with `[[{header}]]`");
            self.wrong::<()>(key, value, &expected);
            return Vec::new();
        };
        let table = |item: &'a Spanned<DeValue<'a>>| match item.get_ref() {
            DeValue::Table(table) => Some((table, place(self.source, item.span()))),
            _ => self.wrong(key, item, "a list of tables"),
        };
        items.iter().filter_map(table).collect()
    }

    /// The values of the table of a key.
    pub fn values(&mut self, key: &str) -> Option<Given<BTreeMap<String, Value>>> {
        let value = self.entries.get(key)?;
        let DeValue::Table(table) = value.get_ref() else { return self.wrong(key, value, "a table") };
        let values = table.iter().map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref())));
        Some(Given { value: values.collect(), place: Some(place(self.source, value.span())) })
    }

    /// Whether a key is `true`.
    pub fn flag(&mut self, key: &str) -> Option<Given<()>> {
        let value = self.entries.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(set) => {
                set.then(|| Given { value: (), place: Some(place(self.source, value.span())) })
            }
            _ => self.wrong(key, value, "`true` or `false`"),
        }
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
