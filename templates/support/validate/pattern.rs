//! Patterns: regular expressions as Go or as ECMAScript reads them, run by the `regex` crate.
//!
//! It takes linear time, as Go does; they differ in details, which [`translate`] bridges: in Go `\d`, `\w`, `\s` and `\b`
//! know ASCII only, `[`, `&&`, `--` and `~~` are plain characters inside a class, a `{` that begins no count is a plain
//! character, and `\Q...\E` quotes. ECMAScript, whose patterns OpenAPI documents have, differs in a few signs more, and
//! looks ahead and back, which takes the `fancy-regex` crate: it goes back and forth, but only so many steps.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// How many compiled patterns are kept. Schemas have fewer; the bound is for callers that make up schemas all the time.
const KEPT: usize = 4096;

/// How many steps a pattern may take that goes back and forth.
const STEPS: usize = 100_000;

/// Whose patterns they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Flavour {
    /// Those of Kubernetes.
    Go,
    /// Those of JSON Schema.
    Script,
}

/// A compiled pattern.
#[derive(Clone)]
enum Regex {
    /// It takes linear time.
    Linear(regex::Regex),
    /// It looks ahead or back.
    Bounded(fancy_regex::Regex),
}

type Compiled = Result<Regex, String>;

static COMPILED: LazyLock<Mutex<HashMap<(String, Flavour), Compiled>>> = LazyLock::new(Mutex::default);

/// Whether a pattern is found in a text.
pub(super) fn find(pattern: &str, text: &str, flavour: Flavour) -> Result<bool, String> {
    let found = match compiled(pattern, flavour)? {
        Regex::Linear(regex) => return Ok(regex.is_match(text)),
        Regex::Bounded(regex) => regex.is_match(text),
    };
    found.map_err(|_| format!("was not checked: the pattern {pattern} of its schema takes too many steps"))
}

/// A compiled pattern; each is compiled once.
fn compiled(pattern: &str, flavour: Flavour) -> Compiled {
    // A panic elsewhere cannot leave the map half changed.
    let mut cache = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (pattern.to_owned(), flavour);
    if let Some(known) = cache.get(&key) {
        return known.clone();
    }
    let made = build(&translate(pattern, flavour), flavour).map_err(|error| {
        let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        format!(
            "cannot be checked: the pattern {pattern} of its schema is not a regular expression ({reason})"
        )
    });
    if cache.len() >= KEPT {
        cache.clear();
    }
    cache.insert(key, made.clone());
    made
}

/// In the syntax of Go there is nothing that the `regex` crate could not run.
fn build(pattern: &str, flavour: Flavour) -> Result<Regex, String> {
    match (regex::Regex::new(pattern), flavour) {
        (Ok(regex), _) => Ok(Regex::Linear(regex)),
        (Err(error), Flavour::Go) => Err(error.to_string()),
        (Err(_), Flavour::Script) => {
            // The other crate knows the ends of words by Unicode alone.
            let mut builder = fancy_regex::RegexBuilder::new(&pattern.replace(ASCII_EDGE, "\\b"));
            let built = builder.backtrack_limit(STEPS).build();
            built.map(Regex::Bounded).map_err(|error| error.to_string())
        }
    }
}

/// The end of a word of ASCII.
const ASCII_EDGE: &str = "(?-u:\\b)";

/// A pattern in the syntax of the `regex` crate.
fn translate(pattern: &str, flavour: Flavour) -> String {
    let mut to = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(next) = rest.chars().next() {
        rest = match next {
            '\\' => escape(rest, flavour, &mut to),
            '[' => class(rest, flavour, &mut to),
            '.' if flavour == Flavour::Script => plain(rest, "[^\\n\\r\\u{2028}\\u{2029}]", &mut to),
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
fn escape<'a>(from: &'a str, flavour: Flavour, to: &mut String) -> &'a str {
    let mut chars = from.chars();
    chars.next();
    let Some(name) = chars.next() else { return plain(from, "\\", to) };
    let rest = chars.as_str();
    match name {
        'Q' if flavour == Flavour::Go => {
            let (quoted, rest) = rest.split_once("\\E").unwrap_or((rest, ""));
            to.push_str(&regex::escape(quoted));
            return rest;
        }
        'd' => to.push_str("[0-9]"),
        'D' => to.push_str("[^0-9]"),
        'w' => to.push_str("[0-9A-Za-z_]"),
        'W' => to.push_str("[^0-9A-Za-z_]"),
        's' if flavour == Flavour::Script => to.push_str(&format!("[{SPACES}]")),
        'S' if flavour == Flavour::Script => to.push_str(&format!("[^{SPACES}]")),
        's' => to.push_str("[\\t\\n\\f\\r ]"),
        'S' => to.push_str("[^\\t\\n\\f\\r ]"),
        'b' => to.push_str(ASCII_EDGE),
        '<' | '>' => to.push(name),
        '/' => to.push(name),
        _ => to.extend(['\\', name]),
    }
    rest
}

/// What ECMAScript takes for a space, inside a class.
const SPACES: &str = "\\t\\n\\x0b\\f\\r\\p{Zs}\\u{feff}\\u{2028}\\u{2029}";

/// Takes a class in brackets.
fn class<'a>(from: &'a str, flavour: Flavour, to: &mut String) -> &'a str {
    let mut rest = keep(from, to);
    if rest.starts_with('^') {
        rest = keep(rest, to);
    }
    let mut first = true;
    while let Some(next) = rest.chars().next() {
        rest = match next {
            ']' if !first => return keep(rest, to),
            '\\' => escape(rest, flavour, to),
            '[' if flavour == Flavour::Go && rest.starts_with("[:") => named_class(rest, to),
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
