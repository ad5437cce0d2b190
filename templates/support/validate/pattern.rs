//! Patterns: regular expressions as Go reads them, run by the `regex` crate.
//!
//! Both are of the RE2 family and take linear time; they differ in details, which [`translate`] bridges: in Go `\d`,
//! `\w`, `\s` and `\b` know ASCII only, `[`, `&&`, `--` and `~~` are plain characters inside a class, a `{` that
//! begins no count is a plain character, and `\Q...\E` quotes.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

/// How many compiled patterns are kept. Schemas have fewer; the bound is for callers that make up schemas all the time.
const KEPT: usize = 4096;

type Compiled = Result<Regex, String>;

static COMPILED: LazyLock<Mutex<HashMap<String, Compiled>>> = LazyLock::new(Mutex::default);

/// Whether a pattern is found in a text.
pub(super) fn find(pattern: &str, text: &str) -> Result<bool, String> {
    compiled(pattern).map(|regex| regex.is_match(text))
}

/// A compiled pattern; each is compiled once.
fn compiled(pattern: &str) -> Compiled {
    // A panic elsewhere cannot leave the map half changed.
    let mut cache = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = cache.get(pattern) {
        return known.clone();
    }
    let made = Regex::new(&translate(pattern)).map_err(|error| {
        let error = error.to_string();
        let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!(
            "cannot be checked: the pattern {pattern} of its schema is not a regular expression ({reason})"
        )
    });
    if cache.len() >= KEPT {
        cache.clear();
    }
    cache.insert(pattern.to_owned(), made.clone());
    made
}

/// A pattern of Go in the syntax of the `regex` crate.
fn translate(pattern: &str) -> String {
    let mut to = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        rest = match next {
            '\\' => escape(rest, &mut to),
            '[' => class(rest, &mut to),
            '{' if !begins_count(rest) => plain(rest, "\\{", &mut to),
            _ => keep(rest, &mut to),
        };
    }
    to
}

/// Takes the next character as it is, and returns what is left.
fn keep<'a>(from: &'a str, to: &mut String) -> &'a str {
    let mut chars = from.chars();
    to.extend(chars.next());
    chars.as_str()
}

/// Takes the next character as `text`.
fn plain<'a>(from: &'a str, text: &str, to: &mut String) -> &'a str {
    let mut chars = from.chars();
    chars.next();
    to.push_str(text);
    chars.as_str()
}

/// Whether a count of repetitions begins here: `{2}`, `{2,}` or `{2,5}`.
fn begins_count(text: &str) -> bool {
    let Some((count, _)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match count.split_once(',') {
        None => is_number(count),
        Some((least, most)) => is_number(least) && (most.is_empty() || is_number(most)),
    }
}

/// Takes an escape sequence.
fn escape<'a>(from: &'a str, to: &mut String) -> &'a str {
    let mut chars = from.chars();
    chars.next();
    let Some(name) = chars.next() else { return plain(from, "\\", to) };
    let rest = chars.as_str();
    match name {
        'Q' => {
            let (quoted, rest) = rest.split_once("\\E").unwrap_or((rest, ""));
            to.push_str(&regex::escape(quoted));
            return rest;
        }
        'd' => to.push_str("[0-9]"),
        'D' => to.push_str("[^0-9]"),
        'w' => to.push_str("[0-9A-Za-z_]"),
        'W' => to.push_str("[^0-9A-Za-z_]"),
        's' => to.push_str("[\\t\\n\\f\\r ]"),
        'S' => to.push_str("[^\\t\\n\\f\\r ]"),
        'b' => to.push_str("(?-u:\\b)"),
        '<' | '>' => to.push(name),
        _ => to.extend(['\\', name]),
    }
    rest
}

/// Takes a class in brackets.
fn class<'a>(from: &'a str, to: &mut String) -> &'a str {
    let mut rest = keep(from, to);
    if rest.starts_with('^') {
        rest = keep(rest, to);
    }
    let mut first = true;
    while let Some(next) = rest.chars().next() {
        rest = match next {
            ']' if !first => return keep(rest, to),
            '\\' => escape(rest, to),
            '[' if rest.starts_with("[:") => named_class(rest, to),
            '[' => plain(rest, "\\[", to),
            '&' => plain(rest, "\\&", to),
            '~' => plain(rest, "\\~", to),
            // At the start this is a dash, later the end of a range that ends with a dash.
            '-' if rest.starts_with("--") && first => plain(rest, "\\-", to),
            '-' if rest.starts_with("--") => plain(keep(rest, to), "\\-", to),
            _ => keep(rest, to),
        };
        first = false;
    }
    rest
}

/// Takes a class with a name, as in `[:alpha:]`.
fn named_class<'a>(from: &'a str, to: &mut String) -> &'a str {
    match from.find(":]") {
        Some(end) => {
            let (name, rest) = from.split_at(end + 2);
            to.push_str(name);
            rest
        }
        None => plain(from, "\\[", to),
    }
}
