//! Decimal numbers.

use serde_json::Number;

/// What a decimal number is read as.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decimal {
    /// Exactly what it says, or the float that is nearest to a fraction.
    Exact(Number),
    /// An integer beyond 64 bits, and the nearest float, which is another integer.
    Rounded(Number),
    /// More than a float can hold.
    Infinite,
}

/// Reads digits with an optional sign, fraction and exponent.
pub(super) fn decimal(text: &str) -> Decimal {
    match integer(text) {
        Some(number) => Decimal::Exact(number),
        None => float(text),
    }
}

fn integer(text: &str) -> Option<Number> {
    // As JSON has it, `-0` is not the integer 0: a float keeps the sign.
    if text == "-0" {
        return None;
    }
    let signed = text.parse::<i64>().map(Number::from);
    signed.or_else(|_| text.parse::<u64>().map(Number::from)).ok()
}

fn float(text: &str) -> Decimal {
    let Some(value) = text.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        return Decimal::Infinite;
    };
    let Some(number) = Number::from_f64(value) else { return Decimal::Infinite };
    let digits = text.trim_start_matches('+');
    let is_integer = digits.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
    match is_integer && format!("{value:.0}") != digits {
        true => Decimal::Rounded(number),
        false => Decimal::Exact(number),
    }
}
