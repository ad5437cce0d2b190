//! A value as YAML text in the style of Go's writer: sorted keys, lists not indented, double quotes where a plain
//! scalar would be read as something else.

use serde_json::{Map, Value};

use super::yaml_read::scalar;

/// The width of a line beyond which a text is broken.
const WIDTH: usize = 80;

/// Writes one document.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(map) if !map.is_empty() => entries(&mut out, map, 0),
        Value::Array(list) if !list.is_empty() => items(&mut out, list, 0),
        other => {
            inline(&mut out, other, 0);
            out.push('\n');
        }
    }
    out
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn entries(out: &mut String, map: &Map<String, Value>, depth: usize) {
    let mut keys: Vec<&String> = map.keys().collect();
    keys.sort();
    for (i, key) in keys.into_iter().enumerate() {
        if i > 0 {
            indent(out, depth);
        }
        inline(out, &Value::from(key.as_str()), depth);
        out.push(':');
        if let Some(value) = map.get(key) {
            member(out, value, depth);
        }
    }
}

/// What follows a key.
fn member(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            out.push('\n');
            indent(out, depth + 1);
            entries(out, map, depth + 1);
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('\n');
            indent(out, depth);
            items(out, list, depth);
        }
        other => {
            out.push(' ');
            inline(out, other, depth + 1);
            out.push('\n');
        }
    }
}

fn items(out: &mut String, list: &[Value], depth: usize) {
    for (i, value) in list.iter().enumerate() {
        if i > 0 {
            indent(out, depth);
        }
        out.push_str("- ");
        match value {
            Value::Object(map) if !map.is_empty() => entries(out, map, depth + 1),
            Value::Array(list) if !list.is_empty() => items(out, list, depth + 1),
            other => {
                inline(out, other, depth + 1);
                out.push('\n');
            }
        }
    }
}

/// A value on one line (or as a literal block).
fn inline(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::String(text) if literal(text) => block(out, text, depth),
        Value::String(text) if plain(text) => fold(out, text, depth),
        Value::String(text) if reads_as_other(text) => out.push_str(&Value::from(text.as_str()).to_string()),
        Value::String(text) if text.chars().all(|c| !c.is_control()) => {
            fold(out, &format!("'{}'", text.replace('\'', "''")), depth);
        }
        Value::Object(_) => out.push_str("{}"),
        Value::Array(_) => out.push_str("[]"),
        other => out.push_str(&other.to_string()),
    }
}

/// Writes a scalar and breaks it at single spaces beyond the width of a line.
fn fold(out: &mut String, text: &str, depth: usize) {
    let mut column = out.len() - out.rfind('\n').map_or(0, |i| i + 1);
    let words: Vec<&str> = text.split(' ').collect();
    for (i, word) in words.iter().enumerate() {
        let single = i > 0 && !word.is_empty() && !words[i - 1].is_empty();
        if single && column > WIDTH {
            out.push('\n');
            indent(out, depth);
            column = 2 * depth;
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += word.chars().count();
    }
}

fn literal(text: &str) -> bool {
    text.contains('\n')
        && text.chars().all(|c| c == '\n' || !c.is_control())
        && !text.starts_with([' ', '\n'])
}

fn block(out: &mut String, text: &str, depth: usize) {
    out.push_str(if text.ends_with("\n\n") {
        "|+"
    } else if text.ends_with('\n') {
        "|"
    } else {
        "|-"
    });
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            indent(out, depth);
            out.push_str(line);
        }
    }
}

/// Whether a plain scalar of this text would not be read as a string.
fn reads_as_other(text: &str) -> bool {
    !scalar(text).is_string() || text.is_empty() || time_like(text) || text == "=" || text == "<<"
}

/// Whether YAML 1.1 would read the text as a timestamp.
fn time_like(text: &str) -> bool {
    let bytes = text.as_bytes();
    let date = |b: &[u8]| b[..4].iter().all(u8::is_ascii_digit) && b[4] == b'-';
    bytes.len() >= 8 && date(bytes) && text.chars().all(|c| c.is_ascii_digit() || "-:.TZt z+".contains(c))
}

fn plain(text: &str) -> bool {
    let starts_badly = text.starts_with(|c: char| "-?:,[]{}#&*!|>'\"%@` ".contains(c));
    let dash_word = text.starts_with(['-', '?', ':']) && text.chars().nth(1).is_some_and(|c| c != ' ');
    let breaks = text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.ends_with(' ');
    !reads_as_other(text) && (!starts_badly || dash_word) && !breaks && text.chars().all(|c| !c.is_control())
}
