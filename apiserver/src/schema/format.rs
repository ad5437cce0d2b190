//! The named formats of texts that the real server checks; other names are not checked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;

use crate::object::rules;

/// The formats of texts that are known, without their dashes, which do not count.
const KNOWN: [&str; 27] = [
    "bsonobjectid",
    "uri",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "cidr",
    "mac",
    "uuid",
    "uuid3",
    "uuid4",
    "uuid5",
    "isbn",
    "isbn10",
    "isbn13",
    "creditcard",
    "ssn",
    "hexcolor",
    "rgbcolor",
    "byte",
    "password",
    "date",
    "duration",
    "datetime",
    "quantity",
    "k8sshortname",
    "k8slongname",
];

/// Whether a format is known for texts.
pub fn is_known(format: &str) -> bool {
    KNOWN.contains(&format.replace('-', "").as_str())
}

/// Whether a text is of the format; an unknown format accepts every text.
pub fn matches(format: &str, text: &str) -> bool {
    match format.replace('-', "").as_str() {
        "datetime" => date_time(text),
        "date" => jiff::civil::Date::strptime("%Y-%m-%d", text).is_ok() && text.len() == 10,
        "duration" => duration(text),
        "byte" => base64::engine::general_purpose::STANDARD.decode(text).is_ok(),
        "email" => text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()),
        "hostname" => hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "cidr" => cidr(text),
        "mac" => mac(text),
        "uri" => uri(text),
        "uuid" | "uuid3" | "uuid4" | "uuid5" => uuid(&format.replace('-', ""), text),
        "hexcolor" => text.strip_prefix('#').is_some_and(|t| hex(t) && (t.len() == 3 || t.len() == 6)),
        "bsonobjectid" => text.len() == 24 && hex(text),
        "isbn" => isbn10(text) || isbn13(text),
        "isbn10" => isbn10(text),
        "isbn13" => isbn13(text),
        "creditcard" => digits(text).is_some_and(|d| issued(&d) && luhn(&d)),
        "ssn" => ssn(text),
        "rgbcolor" => rgb(text),
        "k8sshortname" => rules::dns_label(text).is_empty(),
        "k8slongname" => rules::subdomain(text).is_empty(),
        _ => true,
    }
}

/// The digits of a number that is written in groups; none where there is anything else.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| c.to_digit(10)).collect()
}

/// Ten digits, the last of which may be ten itself, and a sum with weights that eleven divides.
fn isbn10(text: &str) -> bool {
    let (start, last) = match text.strip_suffix(['X', 'x']) {
        Some(start) => (digits(start), Some(10)),
        None => (digits(text), None),
    };
    let all: Vec<u32> = start.into_iter().flatten().chain(last).collect();
    all.len() == 10 && all.iter().zip((1..=10).rev()).map(|(d, weight)| d * weight).sum::<u32>() % 11 == 0
}

/// Thirteen digits, and a sum with weights that ten divides.
fn isbn13(text: &str) -> bool {
    let all = digits(text).unwrap_or_default();
    all.len() == 13
        && all.iter().zip([1, 3].iter().cycle()).map(|(d, weight)| d * weight).sum::<u32>() % 10 == 0
}

/// The first four digits of the cards of an issuer, and how many digits they have.
const CARDS: [(std::ops::RangeInclusive<u32>, &[usize]); 14] = [
    (4000..=4999, &[13, 16]),
    (5100..=5599, &[16]),
    (2221..=2720, &[16]),
    (6011..=6011, &[16]),
    (6500..=6599, &[16]),
    (3400..=3499, &[15]),
    (3700..=3799, &[15]),
    (3000..=3059, &[14]),
    (3600..=3699, &[14]),
    (3800..=3899, &[14]),
    (2131..=2131, &[15]),
    (1800..=1800, &[15]),
    (3500..=3599, &[16]),
    (6200..=6299, &[16]),
];

/// Whether a card of these digits may have been issued.
fn issued(digits: &[u32]) -> bool {
    let start = digits.iter().take(4).fold(0, |number, digit| number * 10 + digit);
    CARDS.iter().any(|(starts, lengths)| starts.contains(&start) && lengths.contains(&digits.len()))
}

/// The sum of digits, every second of them doubled, that ten divides.
fn luhn(digits: &[u32]) -> bool {
    let doubled = |(i, d): (usize, &u32)| if i % 2 == 0 { *d } else { d * 2 / 10 + d * 2 % 10 };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// Three, two and four digits.
fn ssn(text: &str) -> bool {
    let shape: Vec<usize> = text.split(['-', ' ']).map(str::len).collect();
    digits(text).is_some_and(|d| d.len() == 9)
        && matches!(shape.as_slice(), [9] | [3, 2, 4] | [5, 4] | [3, 6])
}

/// `rgb(0, 128, 255)`.
fn rgb(text: &str) -> bool {
    let inside = text.strip_prefix("rgb(").and_then(|t| t.strip_suffix(')'));
    let part = |p: &str| p.len() < 4 && p.parse::<u8>().is_ok() && (p == "0" || !p.starts_with(['0', '+']));
    inside.is_some_and(|t| {
        let parts: Vec<&str> = t.split(',').map(str::trim).collect();
        parts.len() == 3 && parts.into_iter().all(part)
    })
}

fn hex(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_hexdigit())
}

fn date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() >= 20 && bytes.get(4) == Some(&b'-') && bytes.get(13) == Some(&b':');
    shape && matches!(bytes.get(10), Some(b'T' | b't' | b' ')) && text.parse::<jiff::Timestamp>().is_ok()
}

/// A duration as Go writes it: `1h30m`, or a number with a unit spelled out.
fn duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let units = [
        "ns",
        "us",
        "µs",
        "ms",
        "milliseconds",
        "seconds",
        "minutes",
        "hours",
        "days",
        "weeks",
        "s",
        "m",
        "h",
        "d",
        "w",
    ];
    let mut parts = 0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        let tail = tail.trim_start();
        let unit_end = tail.find(|c: char| c.is_ascii_digit() || c == ' ').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_end);
        if number.parse::<f64>().is_err() || !units.contains(&unit) {
            return false;
        }
        (rest, parts) = (tail.trim_start(), parts + 1);
    }
    parts > 0
}

fn hostname(text: &str) -> bool {
    let label = |l: &str| {
        let inside = l.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        !l.is_empty() && l.len() <= 63 && inside && !l.starts_with('-') && !l.ends_with('-')
    };
    text.len() <= 255 && text.strip_suffix('.').unwrap_or(text).split('.').all(label)
}

fn cidr(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, bits)| {
        match (address.parse::<IpAddr>(), bits.parse::<u8>()) {
            (Ok(IpAddr::V4(_)), Ok(n)) => n <= 32,
            (Ok(IpAddr::V6(_)), Ok(n)) => n <= 128,
            _ => false,
        }
    })
}

fn mac(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '-']).collect();
    matches!(parts.len(), 6 | 8 | 20) && parts.iter().all(|p| p.len() == 2 && hex(p))
}

fn uri(text: &str) -> bool {
    text.starts_with('/')
        || text.parse::<http::Uri>().is_ok_and(|u| u.scheme().is_some())
        || text
            .split_once(':')
            .is_some_and(|(scheme, rest)| !rest.is_empty() && scheme.chars().all(char::is_alphanumeric))
}

fn uuid(format: &str, text: &str) -> bool {
    let Ok(id) = uuid::Uuid::try_parse(text) else {
        return false;
    };
    format.strip_prefix("uuid").is_none_or(|v| v.is_empty() || v == id.get_version_num().to_string())
}

#[cfg(test)]
mod tests;
