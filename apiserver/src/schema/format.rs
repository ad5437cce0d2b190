//! The named formats of texts that the real server checks; other names are not checked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;

/// Whether a text is of the format; an unknown format accepts every text.
pub fn matches(format: &str, text: &str) -> bool {
    match format {
        "date-time" | "datetime" => date_time(text),
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
        "uuid" | "uuid3" | "uuid4" | "uuid5" => uuid(format, text),
        "hexcolor" => text.strip_prefix('#').is_some_and(|t| hex(t) && (t.len() == 3 || t.len() == 6)),
        "bsonobjectid" => text.len() == 24 && hex(text),
        _ => true,
    }
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
