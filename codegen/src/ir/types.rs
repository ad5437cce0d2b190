//! Types: what values look like.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Field, Object, OperationId, Part, ResourceId, Rest, SchemaId};
use crate::diagnostic::Place;

/// The place of a type in [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A described type: one that has a place of its own, and gets a name.
#[derive(Debug)]
pub struct Type {
    /// Where its schema stands.
    pub place: Place,
    /// Where it is found, from the outermost named thing inwards.
    pub path: TypePath,
    /// What its schema says.
    pub schema: Keywords,
    /// What it is.
    pub shape: Shape,
}

/// How a type is reached: something that has a name, and the steps from the root of its schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypePath {
    /// What it belongs to.
    pub root: Root,
    /// The steps; none for the root itself.
    pub steps: Vec<Step>,
}

impl TypePath {
    /// The resource that the type belongs to, if it belongs to one.
    #[must_use]
    pub const fn resource(&self) -> Option<ResourceId> {
        match self.root {
            Root::Resource(id) => Some(id),
            Root::Schema(_) | Root::Operation(..) => None,
        }
    }

    /// This path, one step further.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut path = self.clone();
        path.steps.push(step);
        path
    }
}

/// Something with a name that types belong to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// A resource of Kubernetes.
    Resource(ResourceId),
    /// A named schema of a document.
    Schema(SchemaId),
    /// A part of an operation that has its schema in place.
    Operation(OperationId, Part),
}

/// The place of a type that the user has elsewhere, among all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ForeignId(pub usize);

/// One step into a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the member of this name.
    Member(String),
    /// Into the items of a list.
    Items,
    /// Into the values of a map, or into the members of an object that have no names.
    Values,
    /// Into the variant of a union with this index.
    Variant(usize),
    /// Into the item of a tuple with this index.
    Tuple(usize),
    /// Into the members whose names match this pattern.
    Pattern(String),
    /// Into the choice between members that has this name among those of the object.
    Choice(String),
}

/// What a type is.
#[derive(Debug)]
pub enum Shape {
    /// An object with named members.
    Object(Object),
    /// One of several values.
    Enum(Enumeration),
    /// One of several types.
    Union(Union),
    /// A list in which each item has a type of its own.
    Tuple(Tuple),
    /// One of several sets of members of an object, which exclude each other.
    Choice(Vec<Vec<Field>>),
    /// Another name for what is not described itself (a scalar, a list, a map), or is described elsewhere.
    Alias(Use),
}

/// One of several values, which are scalars or, rarely, lists and objects.
#[derive(Debug, PartialEq)]
pub enum Enumeration {
    /// All of them strings, each once.
    Strings(Vec<String>),
    /// Other values, each once, null not among them.
    Values(Vec<Value>),
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// The types, in the order of the schema; null is not among them.
    pub variants: Vec<Variant>,
    /// How the type of a value is found.
    pub choice: Choice,
}

/// One of the types of a union.
#[derive(Debug)]
pub struct Variant {
    /// What its values are.
    pub value: Use,
    /// What it may be named after.
    pub label: Label,
}

/// What a variant may be named after, the most telling first.
#[derive(Clone, Debug, PartialEq)]
pub enum Label {
    /// The value of the member that tells the variants apart.
    Tag(String),
    /// The schema that it refers to.
    Reference(String),
    /// The title of its schema.
    Title(String),
    /// The only value of a member, or of the variant itself.
    Constant(Value),
    /// A member that the other variants do not have.
    Member(String),
    /// What it is in JSON.
    Type(JsonType),
    /// Nothing: its index among the variants.
    Index(usize),
}

/// How the variant of a value is found. Lists have an entry for each variant, in their order. A value for which none is
/// found is kept as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// By the text of a member that all variants have (`discriminator`).
    Tag {
        /// The member.
        property: String,
        /// The texts of each variant.
        values: Vec<Vec<String>>,
    },
    /// By what the value is in JSON.
    ByType(Vec<Vec<JsonType>>),
    /// By the value of a member that all variants require, or that is absent where only one of them may do without.
    ByConstant {
        /// The member.
        property: String,
        /// Its values in each variant.
        values: Vec<Vec<Value>>,
    },
    /// By a member that a variant requires and no other variant has. A variant without one, of which there is at most
    /// one, is what is left.
    ByMember(Vec<Option<String>>),
    /// By its type in JSON first. Where several variants have the same, these (by their index) are told apart by a choice
    /// of their own, whose lists have an entry for each of them.
    ByTypeThen {
        /// The types of each variant.
        types: Vec<Vec<JsonType>>,
        /// The variants that share a type, and how they are told apart.
        shared: Vec<(Vec<usize>, Choice)>,
    },
    /// By trying one after the other: the first that the value decodes to and is valid for.
    FirstMatch,
}

/// What a value is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JsonType {
    /// An object.
    Object,
    /// A list.
    Array,
    /// Text.
    String,
    /// A number without a fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// A list in which each item has a type of its own.
#[derive(Debug)]
pub struct Tuple {
    /// The first items, in their order. A list may have fewer.
    pub items: Vec<Use>,
    /// What further items are.
    pub rest: Rest,
}

/// A type at a place where it is used.
#[derive(Clone, Debug)]
pub struct Use {
    /// Where the schema stands.
    pub place: Place,
    /// The type.
    pub ty: TypeRef,
    /// Whether null is allowed besides.
    pub null: Null,
    /// What the schema says here. Where [`Self::ty`] is a described type, which speaks for itself, it is what stands
    /// beside the reference to that: nothing in most cases.
    pub schema: Keywords,
}

/// Whether null is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Null {
    /// It is.
    Allowed,
    /// It is not.
    Refused,
}

impl From<bool> for Null {
    fn from(is_allowed: bool) -> Self {
        if is_allowed { Self::Allowed } else { Self::Refused }
    }
}

/// A reference to a type.
#[derive(Clone, Debug)]
pub enum TypeRef {
    /// A described type.
    Described(TypeId),
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(IntegerFormat),
    /// A number.
    Number,
    /// A number with the precision of 32 bits.
    Float,
    /// A string.
    String(StringFormat),
    /// An integer or a string.
    IntOrString,
    /// A list.
    List(Box<Use>),
    /// An object used as a map from names to values of one type.
    Map(Box<Use>),
    /// A type that Kubernetes defines for all its APIs.
    Known(Known),
    /// A list of the objects of a resource.
    ListOf(ResourceId),
    /// An object of a resource.
    Resource(ResourceId),
    /// A type that the user has elsewhere.
    Foreign(ForeignId),
}

/// The range of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegerFormat {
    /// 8 bits with a sign.
    Int8,
    /// 16 bits with a sign.
    Int16,
    /// 32 bits with a sign.
    Int32,
    /// 64 bits with a sign: also what is meant where no format is given.
    Int64,
    /// 8 bits without a sign.
    Uint8,
    /// 16 bits without a sign.
    Uint16,
    /// 32 bits without a sign.
    Uint32,
    /// 64 bits without a sign.
    Uint64,
}

/// What a string holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// Text.
    Plain,
    /// A date and a time (RFC 3339).
    DateTime,
    /// A date (RFC 3339).
    Date,
    /// A time of day (RFC 3339).
    Time,
    /// A length of time (ISO 8601).
    Duration,
    /// A UUID.
    Uuid,
    /// Bytes in base64.
    Byte,
    /// Bytes in base64 with the alphabet for URLs.
    Base64Url,
    /// Bytes as they are: a file, where it is a body or a part of one.
    Binary,
    /// A decimal number.
    Decimal,
    /// The address of a mailbox.
    Email,
    /// The name of a host.
    Hostname,
    /// A URI.
    Uri,
    /// A URI, or a reference relative to one.
    UriReference,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// A secret that is not to be shown.
    Password,
}

/// A type that Kubernetes defines for all its APIs, of `meta/v1` or `autoscaling/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Known {
    /// The body of a delete request.
    DeleteOptions,
    /// A patch of any form.
    Patch,
    /// The size of a resource that can be scaled, wanted and present.
    Scale,
    /// The answer of a failed request, and of some that succeed.
    Status,
}

/// What a schema says, keyword by keyword, less the schemas inside it (`properties`, `items`, `additionalProperties`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keywords(pub Map<String, Value>);

impl Shape {
    /// The values that the type holds directly: an object does not hold those that it has a choice between.
    #[must_use]
    pub fn uses(&self) -> Vec<&Use> {
        match self {
            Self::Object(object) => {
                object.plain_fields().map(|field| &field.value).chain(object.rest.typed()).collect()
            }
            Self::Enum(_) => Vec::new(),
            Self::Union(union) => union.variants.iter().map(|variant| &variant.value).collect(),
            Self::Tuple(tuple) => tuple.items.iter().chain(tuple.rest.typed()).collect(),
            Self::Choice(sets) => sets.iter().flatten().map(|field| &field.value).collect(),
            Self::Alias(target) => vec![target],
        }
    }

    /// The described types that the type names: those of its values, also in lists and maps, and of its choices.
    #[must_use]
    pub fn named(&self) -> Vec<TypeId> {
        let mut named: Vec<TypeId> = self.uses().into_iter().filter_map(Use::described).collect();
        if let Self::Object(object) = self {
            named.extend(object.choices.iter().map(|choice| choice.ty));
        }
        named
    }
}

impl Use {
    /// The described type at the bottom of lists and maps.
    #[must_use]
    pub fn described(&self) -> Option<TypeId> {
        match &self.ty {
            TypeRef::Described(id) => Some(*id),
            TypeRef::List(inner) | TypeRef::Map(inner) => inner.described(),
            _ => None,
        }
    }
}

impl Keywords {
    /// The description, if there is one that says something.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.text("description")
    }

    /// The title, if there is one that says something.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    /// Whether the schema is deprecated.
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.0.get("deprecated") == Some(&Value::Bool(true))
    }

    fn text(&self, keyword: &str) -> Option<&str> {
        self.0.get(keyword)?.as_str().filter(|text| !text.trim().is_empty())
    }
}

impl Type {
    /// What tells its fields or variants apart: names on the wire, those of choices, values, or the index of a type among
    /// several.
    #[must_use]
    pub fn wire_names(&self) -> Vec<Cow<'_, str>> {
        match &self.shape {
            Shape::Object(object) => {
                let fields = object.fields.iter().map(|field| field.name.as_str().into());
                fields.chain(object.choices.iter().map(|choice| choice.name.as_str().into())).collect()
            }
            Shape::Enum(Enumeration::Strings(values)) => {
                values.iter().map(|value| value.as_str().into()).collect()
            }
            Shape::Enum(Enumeration::Values(values)) => {
                values.iter().map(|value| value.to_string().into()).collect()
            }
            Shape::Union(union) => (0..union.variants.len()).map(|index| index.to_string().into()).collect(),
            Shape::Choice(sets) => {
                let names = |set: &Vec<Field>| set.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
                sets.iter().map(|set| names(set).join("+").into()).collect()
            }
            Shape::Tuple(tuple) => (0..tuple.items.len()).map(|index| index.to_string().into()).collect(),
            Shape::Alias(_) => Vec::new(),
        }
    }
}
