//! Paths with parameters in them.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Fault;

/// What cannot stand in the path of an address as it is.
const ILLEGAL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'`').add(b'^').add(b'|').add(b'\\');

/// A part of a segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Text(&'a str),
    Parameter(&'a str),
}

/// The parts of a segment.
fn parts(segment: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((before, inner, after)) = next(rest) {
        parts.extend((!before.is_empty()).then_some(Part::Text(before)));
        parts.push(Part::Parameter(inner));
        rest = after;
    }
    parts.extend((!rest.is_empty()).then_some(Part::Text(rest)));
    parts
}

/// The first parameter of a text, and what is before and behind it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The path with values, encoded already, in the place of its parameters.
///
/// # Errors
/// A value is missing, or makes a segment that leads elsewhere.
pub(super) fn expand(path: &str, values: &[(&'static str, String)]) -> Result<String, Fault> {
    let mut out = String::new();
    for (at, segment) in path.split('/').enumerate() {
        if at > 0 {
            out.push('/');
        }
        let parts = parts(segment);
        let expanded = expanded(&parts, values)?;
        let Some(Part::Parameter(name)) = parts.iter().find(|part| matches!(part, Part::Parameter(_))) else {
            out.push_str(&expanded);
            continue;
        };
        // Empty segments and those that mean "here" and "one up" lead elsewhere, and encoding does not prevent it.
        if matches!(expanded.as_str(), "" | "." | "..") {
            return Err(Fault::new(
                format!("path parameter `{name}`"),
                "it is empty, or a step to another place",
            ));
        }
        out.push_str(&expanded);
    }
    Ok(out)
}

fn expanded(parts: &[Part<'_>], values: &[(&'static str, String)]) -> Result<String, Fault> {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(text) => out.extend(utf8_percent_encode(text, ILLEGAL)),
            Part::Parameter(name) => {
                let value = values.iter().find(|(key, _)| key == name);
                let missing = || Fault::missing(format!("path parameter `{name}`"));
                out.push_str(&value.ok_or_else(missing)?.1);
            }
        }
    }
    Ok(out)
}

/// The path as axum writes it: each segment that has a parameter is one.
#[cfg(feature = "server")]
pub(super) fn pattern(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let segment = |(at, segment): (usize, &str)| match parts(segment).as_slice() {
        [] => String::new(),
        [Part::Text(text)] => {
            utf8_percent_encode(text, ILLEGAL).to_string().replace('{', "{{").replace('}', "}}")
        }
        _ => format!("{{s{at}}}"),
    };
    let segments: Vec<_> = path.split('/').enumerate().map(segment).collect();
    format!("/{}", segments.join("/"))
}

/// The values of the parameters in an address, as they came; none where it is another path.
#[cfg(feature = "server")]
pub(super) fn capture(path: &str, address: &str) -> Option<Vec<(String, String)>> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (own, given): (Vec<_>, Vec<_>) = (
        path.trim_start_matches('/').split('/').collect(),
        address.trim_start_matches('/').split('/').collect(),
    );
    if own.len() != given.len() {
        return None;
    }
    let mut values = Vec::new();
    for (own, given) in own.into_iter().zip(given) {
        let parts = parts(own);
        if parts.iter().any(|part| matches!(part, Part::Parameter(_))) {
            capture_segment(&parts, given, &mut values)?;
        }
    }
    Some(values)
}

#[cfg(feature = "server")]
fn capture_segment(parts: &[Part<'_>], given: &str, values: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = given;
    for (at, part) in parts.iter().enumerate() {
        match (part, parts.get(at + 1)) {
            (Part::Text(text), _) => {
                let text = utf8_percent_encode(text, ILLEGAL).to_string();
                rest = rest.strip_prefix(text.as_str())?;
            }
            (Part::Parameter(name), next) => {
                let end = match next {
                    Some(Part::Text(text)) => rest.find(text)?,
                    Some(Part::Parameter(_)) => rest.chars().next()?.len_utf8(),
                    None => rest.len(),
                };
                values.push(((*name).to_owned(), rest[..end].to_owned()));
                rest = &rest[end..];
            }
        }
    }
    rest.is_empty().then_some(())
}
