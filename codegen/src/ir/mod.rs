//! The model: what an API means, in the words of the API.
//!
//! It holds wire names, JSON pointers and schemas, and nothing of Rust: no identifier, no Rust type, no derive. What
//! follows from it stands in side tables (`facts`), what things are called in another (`name`).
//!
//! Everything can be reached from [`Api`]: the types (`types`), the resources of Kubernetes (`resources`), the operations
//! (`operations`), and the documents with what they say of the whole API (`documents`).

mod documents;
mod objects;
mod operations;
mod resources;
mod types;

pub use documents::{
    ApiKeyPlace, Document, DocumentId, Flow, FlowKind, NamedSchema, SchemaId, SecurityRequirement,
    SecurityScheme, SecuritySchemeKind, Server, ServerVariable,
};
pub use objects::{Access, Field, MemberChoice, Object, Presence, Rest};
pub use operations::{
    Action, Body, Content, Direction, Header, Location, Method, Operation, OperationId, OperationKind,
    Origin, Parameter, ParameterEncoding, Part, PartEncoding, Response, StatusPattern, Style, Target, Verb,
};
pub use resources::{Definition, DefinitionId, Resource, ResourceId, ResourceNames, Scope, Subresources};
pub use types::{
    Choice, Enumeration, ForeignId, IntegerFormat, JsonType, Keywords, Known, Label, Null, Root, Shape, Step,
    StringFormat, Tuple, Type, TypeId, TypePath, TypeRef, Union, Use, Variant,
};

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
    /// The OpenAPI documents, and the files that they refer to.
    pub documents: Vec<Document>,
    /// The schemas of those documents that have a name.
    pub schemas: Vec<NamedSchema>,
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

    /// The operation with this id.
    #[must_use]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0]
    }

    /// The document with this id.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0]
    }

    /// The named schema with this id.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> &NamedSchema {
        &self.schemas[id.0]
    }

    /// The document that a type comes from; none for the types of a resource.
    #[must_use]
    pub fn document_of(&self, root: &Root) -> Option<DocumentId> {
        match root {
            Root::Resource(_) => None,
            Root::Schema(id) => Some(self.schema(*id).document),
            Root::Operation(id, _) => self.operation(*id).document(),
        }
    }
}
