//! Numbers and texts that fit their keywords.

use serde_json::Value;

use super::pattern;
use crate::ir::{Keywords, StringFormat};

/// The number that is taken where all are allowed.
const USUAL: f64 = 1.0;

/// The text that is taken where all are allowed.
const EXAMPLE: &str = "example";

/// The longest text that is made.
const LONGEST: usize = 256;

/// An integer.
pub(super) fn integer(keywords: &Keywords) -> Option<Value> {
    let number = within(keywords, 1.0)?;
    // Numbers beyond what a float holds exactly are no examples.
    (number.fract() == 0.0 && number.abs() < 9e15).then(|| Value::from(number as i64))
}

/// A number.
pub(super) fn number(keywords: &Keywords) -> Option<Value> {
    let number = within(keywords, 0.5)?;
    match number.fract() == 0.0 && number.abs() < 9e15 {
        true => Some(Value::from(number as i64)),
        false => serde_json::Number::from_f64(number).map(Value::Number),
    }
}

/// A number in the range of the keywords; `step` is how far it keeps from bounds that are excluded.
fn within(keywords: &Keywords, step: f64) -> Option<f64> {
    let get = |keyword: &str| keywords.0.get(keyword);
    let bound = |plain: &str, excluding: &str, step: f64| match get(excluding) {
        Some(Value::Number(bound)) => bound.as_f64().map(|bound| bound + step),
        flag => {
            let step = if flag == Some(&Value::Bool(true)) { step } else { 0.0 };
            get(plain).and_then(Value::as_f64).map(|bound| bound + step)
        }
    };
    let (least, most) =
        (bound("minimum", "exclusiveMinimum", step), bound("maximum", "exclusiveMaximum", -step));
    let number = USUAL.max(least.unwrap_or(f64::MIN)).min(most.unwrap_or(f64::MAX));
    match get("multipleOf").and_then(Value::as_f64) {
        Some(factor) if factor > 0.0 => {
            let up = (number / factor).ceil() * factor;
            Some(if up <= most.unwrap_or(f64::MAX) { up } else { (number / factor).floor() * factor })
        }
        _ => Some(number),
    }
}

/// A text.
pub(super) fn string(keywords: &Keywords, format: StringFormat) -> Option<String> {
    let length = |keyword: &str| keywords.0.get(keyword).and_then(Value::as_u64);
    let least = usize::try_from(length("minLength").unwrap_or(0)).ok().filter(|least| *least <= LONGEST)?;
    let most = usize::try_from(length("maxLength").unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    let is_fit = |text: &String| (least..=most).contains(&text.chars().count());
    if let Some(pattern) = keywords.0.get("pattern").and_then(Value::as_str) {
        return pattern::samples(pattern).into_iter().find(is_fit);
    }
    match of_format(format).or_else(|| of_word(keywords)) {
        Some(text) => Some(text.to_owned()).filter(is_fit),
        None => Some(EXAMPLE.chars().cycle().take(EXAMPLE.len().max(least).min(most)).collect()),
    }
}

const fn of_format(format: StringFormat) -> Option<&'static str> {
    Some(match format {
        StringFormat::DateTime => "2026-01-31T12:00:00Z",
        StringFormat::Date => "2026-01-31",
        StringFormat::Time => "12:00:00Z",
        StringFormat::Duration => "PT1H",
        StringFormat::Uuid => "123e4567-e89b-12d3-a456-426614174000",
        StringFormat::Byte | StringFormat::Base64Url => "ZXhhbXBsZTEy",
        StringFormat::Decimal => "1.5",
        StringFormat::Email => "somebody@example.com",
        StringFormat::Hostname => "example.com",
        StringFormat::Uri | StringFormat::UriReference => "https://example.com/",
        StringFormat::Ipv4 => "192.0.2.1",
        StringFormat::Ipv6 => "2001:db8::1",
        StringFormat::Plain | StringFormat::Binary | StringFormat::Password => return None,
    })
}

/// The text for a format that the model takes for text.
fn of_word(keywords: &Keywords) -> Option<&'static str> {
    Some(match keywords.0.get("format")?.as_str()? {
        "duration" => "1h",
        "date-time" | "datetime" => "2026-01-31T12:00:00Z",
        "date" => "2026-01-31",
        "uri" | "url" => "https://example.com/",
        "ipv4" | "ip" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "cidr" => "192.0.2.0/24",
        "mac" => "00:00:5e:00:53:01",
        "uuid" | "uuid4" => "123e4567-e89b-42d3-a456-426614174000",
        "email" => "somebody@example.com",
        "hostname" => "example.com",
        "byte" => "ZXhhbXBsZQ==",
        _ => return None,
    })
}
