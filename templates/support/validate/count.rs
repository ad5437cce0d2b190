//! How many items a list has, and how many members an object.

use serde_json::Value;

use super::walk::Walk;

impl Walk<'_> {
    /// Checks how many items or members there are.
    pub(super) fn check_count(&mut self, found: usize, schema: &Value, count: &Count) {
        let bound = |keyword| schema.get(keyword).and_then(super::number::as_count);
        if bound(count.least).is_some_and(|least| (found as u64) < least) {
            self.report(
                count.least,
                format!("has {found} {}, fewer than {}", count.what, schema[count.least]),
            );
        }
        if bound(count.most).is_some_and(|most| (found as u64) > most) {
            self.report(count.most, format!("has {found} {}, more than {}", count.what, schema[count.most]));
        }
    }
}

/// The keywords that bound a number of things, and what the things are called.
pub(super) struct Count {
    least: &'static str,
    most: &'static str,
    what: &'static str,
}

impl Count {
    pub(super) const ITEMS: Self = Self { least: "minItems", most: "maxItems", what: "items" };
    pub(super) const MEMBERS: Self = Self { least: "minProperties", most: "maxProperties", what: "members" };
}
