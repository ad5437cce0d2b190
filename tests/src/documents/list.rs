//! Lists.

use serde_json::{Value, json};

use super::make::Maker;
use super::schema::{count, parts};

impl Maker<'_> {
    pub(super) fn list(&mut self, schema: &Value) -> Value {
        let least = count(schema, "minItems").unwrap_or(0);
        let most = count(schema, "maxItems").unwrap_or(3).min(3).max(least);
        let wanted = if self.is_full() { least } else { least.max(self.below(most + 1)) };
        let anything = Value::Object(serde_json::Map::new());
        let each = schema.get("items").unwrap_or(&anything);
        let keys = json!({
            "uniqueItems": schema.get("uniqueItems"), "x-kubernetes-list-type": schema.get("x-kubernetes-list-type"),
            "x-kubernetes-list-map-keys": schema.get("x-kubernetes-list-map-keys"),
        });
        let mut items: Vec<Value> = Vec::new();
        for first in parts(schema, "prefixItems") {
            items.push(self.value(first));
        }
        let wanted = if *each == Value::Bool(false) { 0 } else { wanted };
        for _ in 0..wanted * 4 {
            if items.len() >= wanted {
                break;
            }
            items.push(self.value(each));
            // Items that must differ are made again if they do not.
            if !self.violations(&Value::Array(items.clone()), &keys).is_empty() {
                items.pop();
            }
        }
        Value::Array(items)
    }
}
