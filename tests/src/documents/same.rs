//! When two documents are the same.

use serde_json::{Number, Value};

/// Whether two documents are the same but for the order of their members and the spelling of their numbers.
#[must_use]
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || same_number(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let there = |(name, value)| right.get(name).is_some_and(|other| same(value, other));
            left.len() == right.len() && left.iter().all(there)
        }
        _ => left == right,
    }
}

/// One may be spelled as an integer and the other with a fraction.
fn same_number(left: &Number, right: &Number) -> bool {
    let whole = |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (whole(left), whole(right)) {
        (Some(_), Some(_)) => false,
        _ => left.as_f64() == right.as_f64(),
    }
}
