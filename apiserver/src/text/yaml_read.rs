//! YAML text to a JSON value: YAML 1.1 scalars (`yes` is a boolean), only the first document, duplicates noted.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use super::{Parsed, json::number};

/// The most values that one document may unfold to through aliases.
const MAX_VALUES: usize = 1_000_000;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 256;

/// Reads the first document of a text; an empty text is null.
pub fn parse(text: &str) -> Result<Parsed, String> {
    documents(text, 1).map(|mut all| if all.is_empty() { Parsed::default() } else { all.swap_remove(0) })
}

/// Reads up to `limit` documents of a text.
pub fn documents(text: &str, limit: usize) -> Result<Vec<Parsed>, String> {
    let (mut loader, mut done) = (Loader::default(), Vec::new());
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| format!("yaml: line {}: {}", e.marker().line(), e.info()))?;
        match event {
            Event::DocumentEnd => {
                done.push(std::mem::take(&mut loader).finish());
                if done.len() == limit {
                    break;
                }
            }
            event => loader.take(event, span.start.line())?,
        }
    }
    Ok(done)
}

/// A collection that is not closed yet.
enum Open {
    List(Vec<Value>),
    Map { entries: Map<String, Value>, key: Option<String> },
}

/// Builds one document from events, without recursion.
#[derive(Default)]
struct Loader {
    open: Vec<(Open, usize)>,
    root: Option<Value>,
    anchors: HashMap<usize, (Value, usize)>,
    duplicates: Vec<String>,
    values: usize,
}

impl Loader {
    fn finish(self) -> Parsed {
        Parsed { value: self.root.unwrap_or_default(), duplicates: self.duplicates }
    }

    fn take(&mut self, event: Event, line: usize) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tagged_text = tag.is_some_and(|t| t.suffix == "str");
                let plain = style == ScalarStyle::Plain && !tagged_text;
                let value = if plain { scalar(&text) } else { Value::from(text.into_owned()) };
                self.put(value, anchor, line)
            }
            Event::SequenceStart(anchor, _) => self.push(Open::List(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self.push(Open::Map { entries: Map::new(), key: None }, anchor),
            Event::SequenceEnd | Event::MappingEnd => self.close(line),
            Event::Alias(id) => {
                let (value, size) = self.anchors.get(&id).cloned().ok_or("yaml: unknown alias")?;
                self.values = self.values.saturating_add(size);
                self.put(value, 0, line)
            }
            _ => Ok(()),
        }
    }

    fn push(&mut self, open: Open, anchor: usize) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("yaml: nested deeper than {MAX_DEPTH} levels"));
        }
        self.open.push((open, anchor));
        Ok(())
    }

    fn close(&mut self, line: usize) -> Result<(), String> {
        match self.open.pop() {
            Some((Open::List(items), anchor)) => self.put(Value::Array(items), anchor, line),
            Some((Open::Map { entries, .. }, anchor)) => self.put(Value::Object(entries), anchor, line),
            None => Ok(()),
        }
    }

    /// Puts a finished value where it belongs: the root, a list, the key or the value of a map.
    fn put(&mut self, value: Value, anchor: usize, line: usize) -> Result<(), String> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err("yaml: document contains excessive aliasing".into());
        }
        if anchor > 0 {
            let size = count(&value);
            self.anchors.insert(anchor, (value.clone(), size));
        }
        match self.open.last_mut().map(|(open, _)| open) {
            None => self.root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map { key: slot @ None, .. }) => *slot = Some(key_text(value)?),
            Some(Open::Map { entries, key }) => {
                let key = key.take().unwrap_or_default();
                if entries.contains_key(&key) {
                    self.duplicates.push(format!("line {line}: key {key:?} already set in map"));
                }
                entries.insert(key, value);
            }
        }
        Ok(())
    }
}

/// How many values a value holds; its depth is bounded by the loader.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(entries) => 1 + entries.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

fn key_text(value: Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(n) => Ok(n.to_string()),
        Value::Bool(b) => Ok(b.to_string()),
        other => Err(format!("yaml: unsupported map key {other}")),
    }
}

/// The value of a plain scalar under the rules of YAML 1.1.
pub fn scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            return true.into();
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            return false.into();
        }
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return text.into();
    }
    integer(text).or_else(|| float(text)).unwrap_or_else(|| text.into())
}

fn integer(text: &str) -> Option<Value> {
    let plain = text.replace('_', "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let read = |digits: &str, radix| i64::from_str_radix(digits, radix).ok().map(|n| Value::from(sign * n));
    match digits.get(..2) {
        Some("0x" | "0X") => read(&digits[2..], 16),
        Some("0b") => read(&digits[2..], 2),
        Some("0o") => read(&digits[2..], 8),
        Some(_) if digits.starts_with('0') => read(&digits[1..], 8),
        _ if digits.starts_with(|c: char| c.is_ascii_digit()) => read(digits, 10),
        _ => None,
    }
}

fn float(text: &str) -> Option<Value> {
    let number_like = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E'));
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    if number_like && has_digit { text.parse::<f64>().ok().and_then(number) } else { None }
}
