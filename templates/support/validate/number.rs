//! The constraints of numbers.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::dialect::Dialect;
use super::walk::Walk;

/// Whether a value is an integer, however it is spelled: `1.0` is one.
pub(super) fn is_integer(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            whole(number).is_some() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
        }
        _ => false,
    }
}

/// A number as an integer, if it is one that fits.
pub(crate) fn whole(number: &Number) -> Option<i128> {
    let spelled = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    spelled.or_else(|| {
        let float = number.as_f64()?;
        // Below 2^127 (about 1.7e38) a float without a fraction converts exactly.
        (float.fract() == 0.0 && float.abs() < 1e38).then_some(float as i128)
    })
}

/// The value of a keyword that bounds a number of things.
pub(super) fn as_count(value: &Value) -> Option<u64> {
    whole(value.as_number()?)?.try_into().ok()
}

/// Which of two numbers is the greater.
fn compare(left: &Number, right: &Number) -> Option<Ordering> {
    match (whole(left), whole(right)) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

/// Checks a number.
pub(super) fn check(walk: &mut Walk<'_>, value: &Number, schema: &Value) {
    check_bound(walk, value, schema, &Bound::LOWER);
    check_bound(walk, value, schema, &Bound::UPPER);
    if let Some(unit) = schema.get("multipleOf").and_then(Value::as_number)
        && !is_multiple(value, unit)
    {
        walk.report("multipleOf", format!("is {value}, which is not a multiple of {unit}"));
    }
    check_range(walk, value, schema);
}

/// Checks that a number fits the format of its schema.
fn check_range(walk: &mut Walk<'_>, value: &Number, schema: &Value) {
    if let Some((low, high)) = range(schema, walk.dialect())
        && whole(value).is_none_or(|integer| integer < low || integer > high || is_rounded(value, walk))
    {
        walk.report("format", format!("is {value}, beyond the range from {low} to {high}"));
    }
    let single = schema.get("format").and_then(Value::as_str) == Some("float");
    if single && value.as_f64().is_some_and(|value| value.abs() > f32::MAX.into()) {
        walk.report("format", format!("is {value}, beyond the range of a float of 32 bits"));
    }
}

/// Whether a number is a float that stands for integers beyond the range of 64 bits: what reads them rounds those just below
/// the range to its lower end. Kubernetes takes them for that end.
fn is_rounded(value: &Number, walk: &Walk<'_>) -> bool {
    value.is_f64() && walk.dialect() != Dialect::Kubernetes && value.as_f64() == Some(i64::MIN as f64)
}

/// The range of the format of an integer. To Kubernetes, one without a format has 64 bits and a sign.
fn range(schema: &Value, dialect: Dialect) -> Option<(i128, i128)> {
    if !super::walk::types(schema).contains(&"integer") {
        return None;
    }
    Some(match schema.get("format").and_then(Value::as_str) {
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        _ if dialect == Dialect::Kubernetes => (i64::MIN.into(), i64::MAX.into()),
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int64") => (i64::MIN.into(), i64::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        _ => return None,
    })
}

/// One end of the range that a schema gives a number.
struct Bound {
    /// The keyword of the bound.
    keyword: &'static str,
    /// The keyword that says that the bound itself is out, or that is a bound of its own.
    exclusive: &'static str,
    /// How a number lies that is beyond the bound.
    beyond: Ordering,
    /// What such a number is called.
    name: &'static str,
}

impl Bound {
    const LOWER: Self =
        Self { keyword: "minimum", exclusive: "exclusiveMinimum", beyond: Ordering::Less, name: "less than" };
    const UPPER: Self = Self {
        keyword: "maximum",
        exclusive: "exclusiveMaximum",
        beyond: Ordering::Greater,
        name: "more than",
    };
}

fn check_bound(walk: &mut Walk<'_>, value: &Number, schema: &Value, bound: &Bound) {
    let exclusive = schema.get(bound.exclusive);
    if let Some(limit) = schema.get(bound.keyword).and_then(Value::as_number) {
        let is_out = exclusive == Some(&Value::Bool(true));
        if is_beyond(value, limit, bound) || is_out && compare(value, limit) == Some(Ordering::Equal) {
            let or = if is_out { " or equal to" } else { "" };
            walk.report(bound.keyword, format!("is {value}, {}{or} {limit}", bound.name));
        }
    }
    // OpenAPI 3.1 makes the exclusive bound a number of its own.
    if let Some(Value::Number(limit)) = exclusive
        && (is_beyond(value, limit, bound) || compare(value, limit) == Some(Ordering::Equal))
    {
        walk.report(bound.exclusive, format!("is {value}, {} or equal to {limit}", bound.name));
    }
}

fn is_beyond(value: &Number, limit: &Number, bound: &Bound) -> bool {
    compare(value, limit) == Some(bound.beyond)
}

fn is_multiple(value: &Number, unit: &Number) -> bool {
    if let (Some(value), Some(unit)) = (whole(value), whole(unit)) {
        return unit == 0 || value % unit == 0;
    }
    let (Some(value), Some(unit)) = (value.as_f64(), unit.as_f64()) else { return true };
    let times = value / unit;
    // A decimal fraction has no exact binary form: 0.3 / 0.1 is not quite 3.
    !times.is_finite() || (times - times.round()).abs() <= 1e-9 * times.abs().max(1.0)
}
