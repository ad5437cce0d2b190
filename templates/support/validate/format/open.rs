//! The formats of strings that JSON Schema and the format registry of OpenAPI define. What neither knows fits.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::super::formats::{Base64, Decimal};
use super::super::pattern::{self, Flavour};
use super::matches;

/// Whether a text has a format.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text),
        "time" => is_time(text),
        "duration" => is_duration(text),
        "uuid" => matches(text, "(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
        "byte" => Base64::from(text).bytes().is_ok(),
        "decimal" => Decimal::from(text).to_f64().is_ok(),
        "email" => is_email(text) && text.is_ascii(),
        "idn-email" => is_email(text),
        "hostname" => is_hostname(text) && text.is_ascii(),
        "idn-hostname" => is_hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "uri" => has_scheme(text) && is_reference(text) && text.is_ascii(),
        "iri" => has_scheme(text) && is_reference(text),
        "uri-reference" => is_reference(text) && text.is_ascii(),
        "iri-reference" => is_reference(text),
        "uri-template" => matches(text, "^([^{}\\s\"'<>\\\\^`|]|\\{[^{}\\s]+\\})*$"),
        "json-pointer" => matches(text, "^(/([^~/]|~[01])*)*$"),
        "relative-json-pointer" => matches(text, "^(0|[1-9][0-9]*)(#|(/([^~/]|~[01])*)*)$"),
        "regex" => pattern::find(text, "", Flavour::Script).is_ok(),
        _ => true,
    }
}

fn is_date(text: &str) -> bool {
    matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$") && text.parse::<jiff::civil::Date>().is_ok()
}

/// A time with an offset. A leap second may come at the end of the last minute of a day of universal time.
fn is_time(text: &str) -> bool {
    let form =
        "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([zZ]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$";
    matches(text, form) && (text.get(6..8) != Some("60") || is_last_minute(text))
}

fn is_last_minute(text: &str) -> bool {
    let minutes = |part: Option<&str>| -> Option<i32> {
        let (hours, minutes) = part?.split_once(':')?;
        Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
    };
    let local = minutes(text.get(0..5)).unwrap_or_default();
    let offset = match text.rfind(['+', '-']) {
        Some(at) if text[at..].starts_with('-') => -minutes(text.get(at + 1..)).unwrap_or_default(),
        Some(at) => minutes(text.get(at + 1..)).unwrap_or_default(),
        None => 0,
    };
    (local - offset).rem_euclid(24 * 60) == 24 * 60 - 1
}

fn is_date_time(text: &str) -> bool {
    let parts = text.get(..10).zip(text.get(11..)).filter(|_| text[10..].starts_with(['T', 't']));
    parts.is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// A duration of ISO 8601 as RFC 3339 has it: units do not jump, and weeks stand alone.
fn is_duration(text: &str) -> bool {
    let time = "T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)";
    let date = "([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)";
    matches(text, &format!("^P([0-9]+W|{date}({time})?|{time})$"))
}

fn is_email(text: &str) -> bool {
    let atom = "[^\\s\\x00-\\x1f()<>\\[\\]:;@\\\\,.\"]+";
    let local = format!("({atom}(\\.{atom})*|\"([^\"\\\\]|\\\\.)*\")");
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_host = is_hostname(host) || matches(host, "^\\[[^\\[\\]\\s]+\\]$");
    matches(name, &format!("^{local}$")) && is_host
}

/// Labels with dots between: letters, digits, and dashes that stand neither first nor last.
fn is_hostname(text: &str) -> bool {
    let is_part = |part: char| part.is_alphanumeric() || part == '-';
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && label.chars().all(is_part)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

fn has_scheme(text: &str) -> bool {
    matches(text, "^[A-Za-z][A-Za-z0-9+.-]*:")
}

/// An address, whole or relative to another.
fn is_reference(text: &str) -> bool {
    let signs = "^([^\\x00-\\x20\\x7f\"<>\\\\^`{|}%]|%[0-9a-fA-F]{2})*$";
    matches(text, signs) && text.matches('#').count() <= 1
}
