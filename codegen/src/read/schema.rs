//! Schemas: one flat struct that holds every keyword.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::Place;

/// What values may be at one place.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Where it stands.
    pub place: Place,
    /// Every keyword as it is written, but for the schemas under `properties`, `items` and `additionalProperties`.
    pub keywords: Map<String, Value>,
    /// `type`.
    pub ty: Option<SchemaType>,
    /// `format`.
    pub format: Option<String>,
    /// `nullable`.
    pub nullable: bool,
    /// `required`, in the order of the document.
    pub required: Vec<String>,
    /// `enum`, in the order of the document.
    pub enumeration: Vec<Value>,
    /// `properties`, in the order of the document.
    pub properties: IndexMap<String, Schema>,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `additionalProperties`.
    pub additional: Additional,
    /// `x-kubernetes-int-or-string`.
    pub int_or_string: bool,
    /// `x-kubernetes-preserve-unknown-fields`.
    pub preserve_unknown_fields: bool,
    /// `x-kubernetes-embedded-resource`.
    pub embedded_resource: bool,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaType {
    /// `object`.
    Object,
    /// `array`.
    Array,
    /// `string`.
    String,
    /// `integer`.
    Integer,
    /// `number`.
    Number,
    /// `boolean`.
    Boolean,
}

/// What the members of an object may be that `properties` does not name.
#[derive(Clone, Debug, Default)]
pub enum Additional {
    /// The schema does not say it.
    #[default]
    Unspecified,
    /// `true`.
    Allowed,
    /// `false`.
    Refused,
    /// They all have this schema.
    Schema(Box<Schema>),
}
