//! Structural schemas: what a version of a resource may hold, and how values are pruned, defaulted and checked by it.

pub mod correlate;
pub mod default;
pub mod embedded;
pub mod format;
pub mod lists;
mod message;
mod parse;
pub mod prune;
pub mod typed;
pub mod validate;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::Regex;
use serde_json::Value;

pub use parse::parse;

/// The JSON type a schema asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An object.
    Object,
    /// A list.
    Array,
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
}

impl Kind {
    /// Its name in schemas and messages.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
        }
    }
}

/// How the items of a list relate when several writers own parts of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ListType {
    /// One value as a whole.
    #[default]
    Atomic,
    /// Each item for itself, known by its value.
    Set,
    /// Each item for itself, known by these members.
    Map(Vec<String>),
}

/// What `additionalProperties` says.
#[derive(Debug, Clone, Default)]
pub enum Additional {
    /// Nothing: only the declared properties.
    #[default]
    None,
    /// Anything.
    Any,
    /// Values of one schema.
    Of(Box<Schema>),
}

/// A bound on a number.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The bound.
    pub value: f64,
    /// Whether the bound itself is outside.
    pub exclusive: Exclusive,
}

/// Whether a bound itself is outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusive {
    /// It is outside.
    Yes,
    /// It is inside.
    No,
}

/// A smallest and a largest size.
#[derive(Debug, Clone, Copy, Default)]
pub struct Size {
    /// The smallest allowed.
    pub min: Option<u64>,
    /// The largest allowed.
    pub max: Option<u64>,
}

/// A `pattern`. It is compiled when the first text is held against it.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// As written.
    pub text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern as written.
    fn new(text: &str) -> Pattern {
        Pattern { text: text.to_owned(), compiled: OnceLock::new() }
    }

    /// Why a text is no regular expression; nothing where it is one.
    pub fn fault(text: &str) -> Option<String> {
        Regex::new(text).err().map(|e| e.to_string())
    }

    /// Whether a text is of the pattern; a pattern that is no regular expression accepts every text.
    pub fn matches(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(&self.text).ok());
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// What a schema says about values, apart from structure.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// The named format.
    pub format: Option<String>,
    /// Lower bound.
    pub minimum: Option<Bound>,
    /// Upper bound.
    pub maximum: Option<Bound>,
    /// The number that values are multiples of.
    pub multiple_of: Option<f64>,
    /// Length of texts.
    pub length: Size,
    /// Number of items.
    pub items: Size,
    /// Number of properties.
    pub properties: Size,
    /// Whether items must differ.
    pub unique: bool,
    /// What texts match.
    pub pattern: Option<Pattern>,
    /// The allowed values.
    pub one_of_values: Option<Vec<Value>>,
    /// The members that must be there.
    pub required: Vec<String>,
    /// All of these hold.
    pub all_of: Vec<Schema>,
    /// At least one of these holds.
    pub any_of: Vec<Schema>,
    /// Exactly one of these holds.
    pub one_of: Vec<Schema>,
    /// This does not hold.
    pub not: Option<Box<Schema>>,
}

/// One node of a structural schema.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// The node as it was written, where it has rules in CEL, which are compiled from it.
    pub source: Value,
    /// The type, if one is asked for.
    pub kind: Option<Kind>,
    /// Whether null is a value.
    pub nullable: bool,
    /// What stands in for an absent value.
    pub default: Option<Value>,
    /// The declared members.
    pub members: BTreeMap<String, Schema>,
    /// The other members.
    pub additional: Additional,
    /// The items of a list.
    pub items: Option<Box<Schema>>,
    /// Whether undeclared members are kept.
    pub preserve: bool,
    /// Whether the value is a whole Kubernetes object.
    pub embedded: bool,
    /// Whether integers and texts are both allowed.
    pub int_or_string: bool,
    /// How items relate.
    pub list: ListType,
    /// Whether a map is one value as a whole.
    pub atomic_map: bool,
    /// Whether rules in CEL stand at this node.
    pub has_rules: bool,
    /// Everything else.
    pub checks: Checks,
}

impl Schema {
    /// A schema that keeps whatever it is given, as one that says nothing but "preserve".
    pub fn anything() -> Schema {
        Schema { kind: Some(Kind::Object), preserve: true, ..Schema::default() }
    }

    /// The schema of a member: declared, or that of the other members.
    pub fn member(&self, name: &str) -> Option<&Schema> {
        self.members.get(name).or(match &self.additional {
            Additional::Of(schema) => Some(schema),
            Additional::None | Additional::Any => None,
        })
    }

    /// Whether rules in CEL stand here or anywhere below.
    pub fn any_rules(&self) -> bool {
        let below = |s: &Schema| s.any_rules();
        let additional = matches!(&self.additional, Additional::Of(s) if s.any_rules());
        self.has_rules
            || additional
            || self.items.as_deref().is_some_and(below)
            || self.members.values().any(below)
    }
}
