//! Which part of the old object a part of the new one is to be compared with.

use serde_json::Value;

use super::{ListType, Schema};

/// The old value at a place, if there is one that corresponds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Old<'a>(Option<&'a Value>);

impl<'a> Old<'a> {
    /// Nothing to compare with.
    pub fn none() -> Old<'static> {
        Old(None)
    }

    /// A whole old object.
    pub fn of(value: &'a Value) -> Old<'a> {
        Old(Some(value))
    }

    /// The old value.
    pub fn value(self) -> Option<&'a Value> {
        self.0
    }

    /// The old member of this name.
    pub fn member(self, name: &str) -> Old<'a> {
        Old(self.0.and_then(|v| v.get(name)))
    }

    /// The old item that corresponds to an item: only items with keys have an identity.
    pub fn item(self, item: &Value, list: &Schema) -> Old<'a> {
        let ListType::Map(keys) = &list.list else {
            return Old(None);
        };
        let old_items = self.0.and_then(Value::as_array);
        Old(old_items.and_then(|old| old.iter().find(|o| keys.iter().all(|k| o.get(k) == item.get(k)))))
    }
}
