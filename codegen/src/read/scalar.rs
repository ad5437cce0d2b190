//! What a plain YAML scalar means: what it means to Kubernetes, which reads YAML by the rules of version 1.1.
//!
//! The rules of version 1.2 differ in a few cases, which are marked so that they can be reported.

use serde_json::Number;

use super::number::{Decimal, decimal};

/// What a plain scalar means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// Infinity or not-a-number, which JSON does not have.
    NotFinite,
    /// Text.
    Text,
}

/// Whether all versions of YAML agree on a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// They do.
    Agreed,
    /// They do not.
    Disputed,
}

/// What a plain scalar means.
pub(super) fn resolve(text: &str) -> (Scalar, Agreement) {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => (Scalar::Null, Agreement::Agreed),
        "true" | "True" | "TRUE" => (Scalar::Bool(true), Agreement::Agreed),
        "false" | "False" | "FALSE" => (Scalar::Bool(false), Agreement::Agreed),
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => (Scalar::Bool(true), Agreement::Disputed),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => (Scalar::Bool(false), Agreement::Disputed),
        _ => number(text).unwrap_or((Scalar::Text, Agreement::Agreed)),
    }
}

fn number(text: &str) -> Option<(Scalar, Agreement)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some((Scalar::NotFinite, Agreement::Agreed)),
        ".nan" | ".NaN" | ".NAN" if unsigned == text => return Some((Scalar::NotFinite, Agreement::Agreed)),
        _ if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') => return None,
        _ => {}
    }
    let plain = text.replace('_', "");
    let (number, agreement) = match based(&plain) {
        Some(number) => number,
        None if is_decimal(&plain) => (decimal(&plain), Agreement::Agreed),
        None => return None,
    };
    let agreement = if plain.len() == text.len() { agreement } else { Agreement::Disputed };
    Some((Scalar::Number(number), agreement))
}

/// An integer in another base than ten: a zero in front makes it octal, even if no letter follows.
fn based(plain: &str) -> Option<(Decimal, Agreement)> {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let digits = unsigned.strip_prefix('0')?;
    let (radix, digits, agreement) = match digits.as_bytes().first() {
        Some(b'x') if unsigned == plain => (16, digits.get(1..)?, Agreement::Agreed),
        Some(b'o') if unsigned == plain => (8, digits.get(1..)?, Agreement::Agreed),
        Some(b'x' | b'X') => (16, digits.get(1..)?, Agreement::Disputed),
        Some(b'o' | b'O') => (8, digits.get(1..)?, Agreement::Disputed),
        Some(b'b' | b'B') => (2, digits.get(1..)?, Agreement::Disputed),
        _ if digits.trim_start_matches('0').len() > 1 => (8, unsigned, Agreement::Disputed),
        _ => (8, unsigned, Agreement::Agreed),
    };
    // The parser of the standard library takes a sign, which must not stand here.
    let magnitude = i128::from(u64::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?);
    let value = if plain.starts_with('-') { -magnitude } else { magnitude };
    let number = Number::from_i128(value)?;
    Some((Decimal::Exact(number), agreement))
}

/// Whether this is a decimal number, with or without sign, fraction and exponent.
fn is_decimal(plain: &str) -> bool {
    let unsigned = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_empty = exponent.is_empty() || whole.is_empty() && fraction.is_empty();
    !is_empty && all_digits(whole) && all_digits(fraction) && all_digits(exponent)
}
