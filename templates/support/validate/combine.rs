//! Schemas that are combined of others.

use serde_json::Value;

use super::walk::{Walk, schemas};

impl Walk<'_> {
    pub(super) fn check_combinations(&mut self, value: &Value, schema: &Value) {
        for part in schemas(schema, "allOf") {
            self.visit(value, part);
        }
        if schema.get("anyOf").is_some() {
            self.check_any(value, schemas(schema, "anyOf"));
        }
        if schema.get("oneOf").is_some() {
            self.check_one(value, schemas(schema, "oneOf"));
        }
        if let Some(not) = schema.get("not")
            && self.fault(value, not).is_none()
        {
            self.report("not", "has a form that the schema excludes");
        }
    }

    fn check_any(&mut self, value: &Value, parts: &[Value]) {
        let mut faults = Vec::new();
        for part in parts {
            match self.fault(value, part) {
                Some(fault) => faults.push(fault),
                None => return,
            }
        }
        self.report("anyOf", format!("has none of the allowed forms ({})", faults.join("; ")));
    }

    fn check_one(&mut self, value: &Value, parts: &[Value]) {
        let (mut fitting, mut faults) = (0, Vec::new());
        for part in parts {
            match self.fault(value, part) {
                Some(fault) => faults.push(fault),
                None => fitting += 1,
            }
        }
        match fitting {
            1 => {}
            0 => self.report("oneOf", format!("has none of the allowed forms ({})", faults.join("; "))),
            _ => self.report("oneOf", format!("has {fitting} of forms of which exactly one is allowed")),
        }
    }

    /// The first thing that is wrong with a value by another schema.
    pub(super) fn fault(&mut self, value: &Value, schema: &Value) -> Option<String> {
        let faults = self.aside(|walk| walk.visit(value, schema));
        let fault = faults.first()?.to_string();
        // The faults of nested combinations hold one another: the message stays short enough to be read.
        Some(if fault.len() > 300 { fault.chars().take(250).chain("...".chars()).collect() } else { fault })
    }

    /// Checks what a schema asks for where the value has a certain form or member.
    pub(super) fn check_conditions(&mut self, value: &Value, schema: &Value) {
        if let Some(condition) = schema.get("if")
            && let Some(then) = schema.get(self.branch(value, condition))
        {
            self.visit(value, then);
        }
        let dependent = schema.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten();
        for (_, schema) in dependent.filter(|(name, _)| value.get(name).is_some()) {
            self.visit(value, schema);
        }
    }

    /// The keyword of the branch that counts.
    pub(super) fn branch(&mut self, value: &Value, condition: &Value) -> &'static str {
        if self.fault(value, condition).is_none() { "then" } else { "else" }
    }
}
