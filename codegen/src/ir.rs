//! The model: what an API means, in the words of the API.
//!
//! It holds wire names, JSON pointers and schemas, and nothing of Rust: no identifier, no Rust type, no derive. What
//! follows from it stands in side tables (`facts`), what things are called in another (`name`).

use serde_json::{Map, Value};

use crate::diagnostic::Place;

/// A whole API: everything that one run generates from.
#[derive(Debug, Default)]
pub struct Api {
    /// Every type, at every place where one is described; equal ones are not merged here.
    pub types: Vec<Type>,
    /// The resources: a kind in one version of its group.
    pub resources: Vec<Resource>,
    /// The operations.
    pub operations: Vec<Operation>,
    /// The CustomResourceDefinitions that the resources come from.
    pub definitions: Vec<Definition>,
}

/// The place of a type in [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// The place of a resource in [`Api::resources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub usize);

/// The place of an operation in [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// The place of a definition in [`Api::definitions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefinitionId(pub usize);

/// A described type: an object with named members, or an enumeration.
#[derive(Debug)]
pub struct Type {
    /// Where its schema stands.
    pub place: Place,
    /// Where it is found, from the resource inwards.
    pub path: TypePath,
    /// What its schema says.
    pub schema: Keywords,
    /// What it is.
    pub shape: Shape,
}

/// How a type is reached: a resource, and the steps from the root of its schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypePath {
    /// The resource.
    pub resource: ResourceId,
    /// The steps; none for the resource itself.
    pub steps: Vec<Step>,
}

/// One step into a schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Into the member of this name.
    Member(String),
    /// Into the items of a list.
    Items,
    /// Into the values of a map.
    Values,
}

/// What a type is.
#[derive(Debug)]
pub enum Shape {
    /// An object with named members.
    Object(Object),
    /// One of several strings.
    Enum(Vec<String>),
}

/// An object with named members.
#[derive(Debug)]
pub struct Object {
    /// The members, in the order of the schema.
    pub fields: Vec<Field>,
    /// What its other members may be.
    pub rest: Rest,
}

/// The members of an object that its schema does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// The schema says nothing of them; an API server drops them.
    Unspecified,
    /// They are allowed and kept as they are (`x-kubernetes-preserve-unknown-fields`).
    Preserved,
}

/// A named member of an object.
#[derive(Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it holds.
    pub value: Use,
}

/// Whether a member must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always.
    Required,
    /// It may be left out.
    Optional,
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
    /// What the schema says here. It is empty where [`Self::ty`] is a described type, which says it itself.
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
}

/// The range of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntegerFormat {
    /// 32 bits with a sign.
    Int32,
    /// 64 bits with a sign: also what is meant where no format is given.
    Int64,
}

/// What a string holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// Text.
    Plain,
    /// A date and a time (RFC 3339).
    DateTime,
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

impl Keywords {
    /// The description, if there is one that says something.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.0.get("description")?.as_str().filter(|text| !text.trim().is_empty())
    }
}

/// A kind in one version of its group, as an API server serves it.
#[derive(Debug)]
pub struct Resource {
    /// Where the version stands.
    pub place: Place,
    /// The definition that it comes from.
    pub definition: DefinitionId,
    /// The API group, as in `security.istio.io`.
    pub group: String,
    /// The version, as in `v1`.
    pub version: String,
    /// What it is called.
    pub names: ResourceNames,
    /// Whether its objects live in a namespace.
    pub scope: Scope,
    /// Whether an API server serves this version; nothing is generated for one that is not served.
    pub served: bool,
    /// Whether objects are kept in this version.
    pub storage: bool,
    /// The warning for those who use this version, where it is deprecated; empty for the usual one.
    pub deprecation: Option<String>,
    /// The subresources.
    pub subresources: Subresources,
    /// The type of its objects.
    pub root: TypeId,
}

/// What a resource is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceNames {
    /// As in `PeerAuthentication`.
    pub kind: String,
    /// As in `PeerAuthenticationList`.
    pub list_kind: String,
    /// As in `peerauthentications`.
    pub plural: String,
    /// As in `peerauthentication`.
    pub singular: String,
    /// As in `pa`.
    pub short: Vec<String>,
    /// The groups of resources that it is listed with.
    pub categories: Vec<String>,
}

/// Whether objects live in a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// They live in the cluster.
    Cluster,
    /// Each lives in a namespace.
    Namespaced,
}

/// The subresources of a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subresources {
    /// Whether `status` is read and written apart.
    pub status: bool,
    /// Whether there is a `scale`.
    pub scale: bool,
}

/// A CustomResourceDefinition.
#[derive(Debug)]
pub struct Definition {
    /// Where it stands.
    pub place: Place,
    /// All of it, but for the schemas of its versions, in the place of which there is null.
    pub document: Value,
    /// The root type of each version, in the order of the document; none for a version without a schema.
    pub roots: Vec<Option<TypeId>>,
}

/// Something that can be asked of an API.
#[derive(Debug)]
pub struct Operation {
    /// Its name: unique in the API.
    pub id: String,
    /// Where it comes from.
    pub place: Place,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{name}` for parameters.
    pub path: String,
    /// What it is about.
    pub description: String,
    /// The group that it is listed in.
    pub tag: String,
    /// What it does to a resource, and to which.
    pub action: Action,
    /// The resource.
    pub resource: ResourceId,
    /// Its parameters, those of its path included.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<Body>,
    /// Its responses, by status.
    pub responses: Vec<Response>,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// PATCH.
    Patch,
}

/// What an operation does to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action {
    /// What is done.
    pub verb: Verb,
    /// To which part of the resource.
    pub target: Target,
}

/// What is done to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verb {
    /// List the objects of a namespace (or of the cluster, where the resource has no namespaces).
    List,
    /// List the objects of all namespaces.
    ListAll,
    /// Create an object.
    Create,
    /// Delete many objects.
    DeleteCollection,
    /// Read an object.
    Read,
    /// Replace an object.
    Replace,
    /// Change a part of an object.
    Patch,
    /// Delete an object.
    Delete,
}

/// The part of a resource that an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The object.
    Object,
    /// Its status.
    Status,
    /// Its scale.
    Scale,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub presence: Presence,
    /// What it is for.
    pub description: String,
    /// What it holds.
    pub value: Use,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
}

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// Whether it must be given.
    pub presence: Presence,
    /// What it holds, by media type.
    pub content: Vec<Content>,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// What it means.
    pub description: String,
    /// What its body holds, by media type; nothing where there is no body.
    pub content: Vec<Content>,
}

/// What a body holds in one media type.
#[derive(Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// What it holds.
    pub value: Use,
}

impl Api {
    /// The type with this id.
    #[must_use]
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// The resource with this id.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.0]
    }

    /// The definition with this id.
    #[must_use]
    pub fn definition(&self, id: DefinitionId) -> &Definition {
        &self.definitions[id.0]
    }
}
