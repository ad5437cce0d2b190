//! The formats of strings that an API server checks; it ignores all others, and so does this.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::matches;

/// Whether a text has a format. The API server reads `date-time` as `datetime`: dashes in names do not count.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format.replace('-', "").as_str() {
        "bsonobjectid" => matches(text, "^[0-9a-fA-F]{24}$"),
        "byte" => matches(text, "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"),
        "cidr" => is_cidr(text),
        "creditcard" => is_card(text),
        "date" => text.parse::<jiff::civil::Date>().is_ok() && matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        "datetime" => is_date_time(text),
        "duration" => is_duration(text),
        "email" => is_email(text),
        "hexcolor" => matches(text, "^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
        "hostname" => is_hostname(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        "isbn" => is_isbn10(text) || is_isbn13(text),
        "isbn10" => is_isbn10(text),
        "isbn13" => is_isbn13(text),
        "k8slongname" => text.len() <= 253 && matches(text, &format!("^{LABEL}(\\.{LABEL})*$")),
        "k8sshortname" => text.len() <= 63 && matches(text, &format!("^{LABEL}$")),
        "mac" => is_mac(text),
        "rgbcolor" => is_color(text),
        "ssn" => matches(text, "^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$"),
        "uri" => is_uri(text),
        "uuid" => is_uuid(text, "[0-9a-f]", "[0-9a-f]"),
        "uuid3" => is_uuid(text, "3", "[0-9a-f]"),
        "uuid4" => is_uuid(text, "4", "[89ab]"),
        "uuid5" => is_uuid(text, "5", "[89ab]"),
        _ => true,
    }
}

const LABEL: &str = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

fn is_uuid(text: &str, version: &str, variant: &str) -> bool {
    let hex = "[0-9a-f]";
    let form = format!("(?i)^{hex}{{8}}-?{hex}{{4}}-?{version}{hex}{{3}}-?{variant}{hex}{{3}}-?{hex}{{12}}$");
    matches(text, &form)
}

/// A date, the letter T, a time, and an offset or the letter Z.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let time_form = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?([zZ]|[+-][0-9]{2}:[0-9]{2})$";
    fits("date", date) && matches(time, time_form)
}

/// A duration of Go (`1h30m`), or counts of units with spaces between (`3 days`).
fn is_duration(text: &str) -> bool {
    let units = "(ns|us|µs|μs|ms|s|m|h)";
    let number = "([0-9]+(\\.[0-9]*)?|\\.[0-9]+)";
    let words = "(nanos?|ns|µs|us|micros?|ms|millis?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)";
    text == "0"
        || matches(text, &format!("^[-+]?(0|({number}{units})+)$"))
        || matches(text, &format!("(?i)^\\s*([0-9]+\\s*{words}\\s*)+$"))
}

/// An address, alone or in angle brackets after a name.
fn is_email(text: &str) -> bool {
    let address =
        text.strip_suffix('>').and_then(|text| text.rsplit_once('<')).map_or(text, |(_, address)| address);
    let atom = "[^\\s\\x00-\\x1f()<>\\[\\]:;@\\\\,.\"]+";
    let local = format!("({atom}(\\.{atom})*|\"([^\"\\\\]|\\\\.)*\")");
    matches(address, &format!("^{local}@({atom}(\\.{atom})*|\\[[^\\[\\]\\s]+\\])$"))
}

/// Labels with dots between; if there are several, the last has letters only.
pub(super) fn is_hostname(text: &str) -> bool {
    let is_part = |part: char| {
        part.is_alphanumeric() || matches!(part, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
    };
    let is_label = |label: &str| {
        let (start, end) = (label.starts_with(is_part), label.ends_with(is_part));
        start && end && label.chars().count() <= 63 && label.chars().all(|part| part == '-' || is_part(part))
    };
    let top = text.rsplit_once('.').map(|(_, top)| top);
    text.len() <= 255
        && text.split('.').all(is_label)
        && top.is_none_or(|top| top.chars().count() >= 2 && top.chars().all(char::is_alphabetic))
}

fn is_cidr(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    matches(bits, "^(0|[1-9][0-9]*)$") && bits.parse::<u32>().is_ok_and(|bits| bits <= most)
}

/// 6, 8 or 20 octets in pairs of digits, or two octets at a time with dots between.
fn is_mac(text: &str) -> bool {
    let pairs = |sign: &str| {
        format!(
            "[0-9a-fA-F]{{2}}({sign}[0-9a-fA-F]{{2}}){{5}}(({sign}[0-9a-fA-F]{{2}}){{2}}|({sign}[0-9a-fA-F]{{2}}){{14}})?"
        )
    };
    let dots = "[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2}(\\.[0-9a-fA-F]{4}|(\\.[0-9a-fA-F]{4}){7})?";
    matches(text, &format!("^({}|{}|{dots})$", pairs(":"), pairs("-")))
}

/// A URI with a scheme, or a path from the root.
fn is_uri(text: &str) -> bool {
    let start = "(/|[A-Za-z][A-Za-z0-9+.-]*:)";
    let rest = "([^\\x00-\\x1f\\x7f%]|%[0-9a-fA-F]{2})*";
    let Some((_, authority)) = text.split_once("://") else {
        return matches(text, &format!("^{start}{rest}$"));
    };
    let host = authority.split(['/', '?', '#']).next().unwrap_or_default();
    matches(text, &format!("^{start}{rest}$"))
        && !host.contains([' ', '<', '>', '"', '\\', '^', '`', '{', '|', '}'])
}

fn is_color(text: &str) -> bool {
    let part = "\\s*([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\\s*";
    matches(text, &format!("^rgb\\({part},{part},{part}\\)$"))
}

/// The digits of a number that is written with spaces or dashes between.
fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|sign| sign.to_digit(10)).collect()
}

fn is_isbn10(text: &str) -> bool {
    let bare: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    let values = bare.chars().map(|sign| if sign == 'X' { Some(10) } else { sign.to_digit(10) });
    let sum = (1..).zip(values).try_fold(0, |sum, (place, value)| Some(sum + place * value?));
    matches(&bare, "^[0-9]{9}[0-9X]$") && sum.is_some_and(|sum| sum % 11 == 0)
}

fn is_isbn13(text: &str) -> bool {
    let sum: u32 =
        digits(text).into_iter().zip([1, 3].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    matches(text, "^([0-9][ -]?){12}[0-9]$") && sum.is_multiple_of(10)
}

/// A number of the length and with the check digit that payment cards have.
fn is_card(text: &str) -> bool {
    let weigh =
        |(place, digit): (usize, u32)| if place % 2 == 0 { digit } else { digit / 5 + digit * 2 % 10 };
    let sum: u32 = digits(text).into_iter().rev().enumerate().map(weigh).sum();
    matches(text, "^([0-9][ -]?){12,18}[0-9]$") && sum.is_multiple_of(10)
}
