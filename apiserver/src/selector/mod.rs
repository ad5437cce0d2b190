//! Selectors: which objects of a list or a watch are meant.

mod field;
mod label;

use serde_json::Value;

use crate::crd::Version;
use crate::request::query::Query;
use crate::status::ApiError;

pub use field::FieldSelector;
pub use label::LabelSelector;

/// Both selectors of a request.
#[derive(Debug, Clone, Default)]
pub struct Selector {
    labels: LabelSelector,
    fields: FieldSelector,
}

impl Selector {
    /// Reads them from a query.
    pub fn read(query: &Query, version: &Version) -> Result<Selector, ApiError> {
        let labels = LabelSelector::parse(query.text("labelSelector")).map_err(ApiError::bad_request)?;
        let fields =
            FieldSelector::parse(query.text("fieldSelector"), version).map_err(ApiError::bad_request)?;
        Ok(Selector { labels, fields })
    }

    /// Narrowed to one name.
    pub fn named(mut self, name: &str) -> Selector {
        self.fields.require_name(name);
        self
    }

    /// Whether it selects everything.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.fields.is_empty()
    }

    /// Whether an object is meant.
    pub fn matches(&self, object: &Value) -> bool {
        self.labels.matches(object) && self.fields.matches(object)
    }
}
