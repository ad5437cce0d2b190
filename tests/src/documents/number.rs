//! Numbers.

use proptest::prelude::RngExt;
use serde_json::{Value, json};

use super::make::Maker;
use super::schema::{is_true, word};

impl Maker<'_> {
    /// An integer: often at a bound, sometimes spelled with a fraction.
    pub(super) fn integer(&mut self, schema: &Value) -> Value {
        let (low, high) = range(schema);
        let between = self.runner.rng().random_range(low..=high);
        let usual = [low, high, low.saturating_add(1), high.saturating_sub(1), 0, 1, -1, 80, between];
        let fitting: Vec<i64> = usual.into_iter().filter(|value| (low..=high).contains(value)).collect();
        let value = *self.pick(&fitting);
        let unit = schema.get("multipleOf").and_then(Value::as_i64).unwrap_or(1).max(1);
        let value = value - value % unit;
        let is_exact = value.unsigned_abs() < 1 << 53;
        if is_exact && self.chance(12) { json!(value as f64) } else { json!(value) }
    }

    pub(super) fn number(&mut self, schema: &Value) -> Value {
        let bound = |keyword: &str, usual: f64| schema.get(keyword).and_then(Value::as_f64).unwrap_or(usual);
        let low = bound("minimum", bound("exclusiveMinimum", -1e15));
        let high = bound("maximum", bound("exclusiveMaximum", 1e15));
        let between = low + (high - low) * self.runner.rng().random_range(0.0..1.0);
        let usual = [low, high, 0.0, 0.5, -0.25, 1e-7, 3.0, between];
        let fits = |value: &f64| {
            (low..=high).contains(value)
                && bound("exclusiveMinimum", f64::NEG_INFINITY) < *value
                && bound("exclusiveMaximum", f64::INFINITY) > *value
                && !(is_true(schema, "exclusiveMinimum") && *value == low)
                && !(is_true(schema, "exclusiveMaximum") && *value == high)
        };
        let fitting: Vec<f64> = usual.into_iter().filter(fits).collect();
        let value = if fitting.is_empty() { between } else { *self.pick(&fitting) };
        let unit = bound("multipleOf", 0.0);
        let value = if unit > 0.0 { (value / unit).round() * unit } else { value };
        let is_whole = value.fract() == 0.0 && value.abs() < 1e15;
        if is_whole && self.chance(2) { json!(value as i64) } else { json!(value) }
    }
}

/// The least and the greatest integer that a schema allows.
fn range(schema: &Value) -> (i64, i64) {
    let (low, high) = match word(schema, "format") {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let bound = |keyword: &str| {
        let value = schema.get(keyword)?;
        value.as_i64().or_else(|| value.as_f64().map(|value| value as i64))
    };
    let low =
        bound("minimum").map_or(low, |least| least.max(low) + i64::from(is_true(schema, "exclusiveMinimum")));
    let high =
        bound("maximum").map_or(high, |most| most.min(high) - i64::from(is_true(schema, "exclusiveMaximum")));
    // In JSON Schema, the bound that is out is a number of its own.
    let low = bound("exclusiveMinimum").map_or(low, |least| low.max(least + 1));
    let high = bound("exclusiveMaximum").map_or(high, |most| high.min(most - 1));
    (low, high.max(low))
}
