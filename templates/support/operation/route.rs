//! Where an operation goes.

use serde::Serialize;

use super::media::Media;
use super::security::Needs;

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
    faults: Vec<super::Fault>,
}

impl Check {
    /// What was found.
    #[must_use]
    pub fn into_faults(self) -> Vec<super::Fault> {
        self.faults
    }

    /// Checks a value against the schema at `pointer` of a document.
    #[cfg(feature = "validate")]
    pub fn value(
        &mut self,
        place: &str,
        value: &impl Serialize,
        schema: (&crate::support::schema::Source, &str),
    ) {
        let (source, pointer) = schema;
        let Ok(value) = serde_json::to_value(value) else { return };
        let document = source.document();
        let Some(schema) = document.pointer(pointer).filter(|_| !value.is_null()) else { return };
        let violations = crate::support::validate::violations_in(&value, schema, document);
        self.faults.extend(violations.into_iter().map(|violation| super::Fault::new(place, violation)));
    }

    /// Without the feature `validate` nothing is checked.
    #[cfg(not(feature = "validate"))]
    pub fn value(&mut self, _: &str, _: &impl Serialize, _: (&crate::support::schema::Source, &str)) {}
}
