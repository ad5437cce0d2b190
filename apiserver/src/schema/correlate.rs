//! Which part of the old object a part of the new one is to be compared with.

use std::collections::HashMap;

use serde_json::Value;

use super::{ListType, Schema};
use crate::text::json;

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

    /// The old items, by what they are known by: only items with keys have an identity.
    pub fn items(self, list: &'a Schema) -> OldItems<'a> {
        let ListType::Map(keys) = &list.list else { return OldItems::default() };
        let items = self.0.and_then(Value::as_array).into_iter().flatten();
        let mut by_key = HashMap::new();
        for item in items {
            by_key.entry(key_of(item, keys)).or_insert(item);
        }
        OldItems { keys, by_key }
    }
}

/// The old items of a list.
#[derive(Default)]
pub struct OldItems<'a> {
    keys: &'a [String],
    by_key: HashMap<String, &'a Value>,
}

impl<'a> OldItems<'a> {
    /// The old item that corresponds to an item.
    pub fn of(&self, item: &Value) -> Old<'a> {
        if self.by_key.is_empty() {
            Old(None)
        } else {
            Old(self.by_key.get(&key_of(item, self.keys)).copied())
        }
    }
}

/// What an item is known by, as text.
fn key_of(item: &Value, keys: &[String]) -> String {
    keys.iter().map(|k| item.get(k).map(json::canonical).unwrap_or_default() + "\0").collect()
}
