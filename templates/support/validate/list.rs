//! The constraints of lists.

use serde_json::Value;

use super::count::Count;
use super::unique;
use super::walk::{Walk, brief, schemas};

impl Walk<'_> {
    /// Checks a list and all its items.
    pub(super) fn check_items(&mut self, items: &[Value], schema: &Value) {
        self.check_count(items.len(), schema, &Count::ITEMS);
        if schema.get("uniqueItems").and_then(Value::as_bool) == Some(true) {
            self.check_set("uniqueItems", items);
        }
        match schema.get("x-kubernetes-list-type").and_then(Value::as_str) {
            Some("set") => self.check_set("x-kubernetes-list-type", items),
            Some("map") => self.check_keys(items, schema),
            _ => {}
        }
        self.check_each(items, schema);
        self.check_contained(items, schema);
    }

    /// Checks each item: the first ones by their place (`prefixItems`), the others alike.
    fn check_each(&mut self, items: &[Value], schema: &Value) {
        let prefix = schemas(schema, "prefixItems");
        let each = schema.get("items");
        for (index, item) in items.iter().enumerate() {
            if let Some(schema) = prefix.get(index).or(each) {
                self.step(index, |walk| walk.visit(item, schema));
            }
        }
    }

    /// Checks how many items have the form that some must have (`contains`).
    fn check_contained(&mut self, items: &[Value], schema: &Value) {
        let Some(wanted) = schema.get("contains") else { return };
        let found = items.iter().filter(|item| self.fault(item, wanted).is_none()).count() as u64;
        let bound = |keyword| schema.get(keyword).and_then(super::number::as_count);
        let least = bound("minContains").unwrap_or(1);
        if found < least {
            self.report("contains", format!("has {found} items of a certain form, fewer than {least}"));
        }
        if let Some(most) = bound("maxContains").filter(|most| found > *most) {
            self.report("maxContains", format!("has {found} items of a certain form, more than {most}"));
        }
    }

    fn check_set(&mut self, keyword: &'static str, items: &[Value]) {
        for (first, again) in unique::repeated(items.iter().map(unique::canonical)) {
            let message =
                format!("is the same as item {first} ({})", items.get(again).map_or_else(String::new, brief));
            self.step(again, |walk| walk.report(keyword, message));
        }
    }

    /// Checks that no two items of a list have the same keys (`x-kubernetes-list-map-keys`).
    fn check_keys(&mut self, items: &[Value], schema: &Value) {
        let keys = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array);
        let keys: Vec<&str> = keys.into_iter().flatten().filter_map(Value::as_str).collect();
        let each = schema.get("items").unwrap_or(&Value::Null);
        for (first, again) in unique::repeated(items.iter().map(|item| unique::keys_of(item, &keys, each))) {
            let message = format!("has the same {} as item {first}", keys.join(" and "));
            self.step(again, |walk| walk.report("x-kubernetes-list-type", message));
        }
    }
}
