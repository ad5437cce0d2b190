//! Where an operation goes.

use serde::Serialize;
use serde_json::Value;

use super::Fault;
use super::media::Media;
use super::security::Needs;
use crate::support::Described;

/// Where an operation goes, and what goes along.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// The name of the operation in its document.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` for parameters.
    pub path: &'static str,
    /// What its body may be; nothing where it has none.
    pub body: &'static [Media],
    /// Whether it has to have a body.
    pub needs_body: bool,
    /// What proves who asks: one of these has to be met. Nothing is needed where there is none.
    pub security: &'static [Needs],
}

impl Route {
    /// An operation without a body that anybody may ask for.
    #[must_use]
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self { id, method, path, body: &[], needs_body: false, security: &[] }
    }

    /// With a body that has to be there.
    #[must_use]
    pub const fn with_body(mut self, body: &'static [Media]) -> Self {
        (self.body, self.needs_body) = (body, true);
        self
    }

    /// With a body that may be left out.
    #[must_use]
    pub const fn with_optional_body(mut self, body: &'static [Media]) -> Self {
        self.body = body;
        self
    }

    /// With what proves who asks.
    #[must_use]
    pub const fn secured_by(mut self, security: &'static [Needs]) -> Self {
        self.security = security;
        self
    }
}

/// Collects what is wrong with values, by their schemas.
#[derive(Debug, Default)]
pub struct Check {
    faults: Vec<Fault>,
}

impl Check {
    /// What was found.
    #[must_use]
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Checks a value against a schema, given as JSON. What is left out is not checked.
    pub fn value(&mut self, place: &str, value: &impl Serialize, schema: &str) {
        let schema = serde_json::from_str(schema).unwrap_or(Value::Bool(true));
        self.against(place, value, (&schema, &Value::Null));
    }

    /// Checks a value against the schema that its type was made from.
    pub fn described<T: Described + Serialize>(&mut self, place: &str, value: &T) {
        self.against(place, value, (T::schema(), T::SOURCE.document()));
    }

    /// Checks a value against a schema of a document.
    #[cfg(feature = "validate")]
    fn against(&mut self, place: &str, value: &impl Serialize, (schema, document): (&Value, &Value)) {
        let Ok(value) = serde_json::to_value(value) else { return };
        let violations = match value.is_null() {
            true => Vec::new(),
            false => crate::support::validate::violations_in(&value, schema, document),
        };
        self.faults.extend(violations.into_iter().map(|violation| Fault::new(place, violation)));
    }

    /// Without the feature `validate` nothing is checked.
    #[cfg(not(feature = "validate"))]
    fn against(&mut self, _: &str, _: &impl Serialize, _: (&Value, &Value)) {
        _ = &mut self.faults;
    }
}
