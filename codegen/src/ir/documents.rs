//! OpenAPI documents: what they say of the API as a whole.

use serde_json::Value;

use super::TypeId;
use crate::diagnostic::{Place, SourceId};

/// The place of a document in [`Api::documents`](super::Api::documents).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(pub usize);

/// The place of a named schema in [`Api::schemas`](super::Api::schemas).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub usize);

/// An OpenAPI document, or a file that one refers to.
#[derive(Debug)]
pub struct Document {
    /// The input.
    pub source: SourceId,
    /// The name of the input.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Its title; empty for a file that a document refers to.
    pub title: String,
    /// The version of the API.
    pub version: String,
    /// What it is about.
    pub description: String,
    /// The tags it explains, with their descriptions.
    pub tags: Vec<(String, String)>,
    /// Where the API is served.
    pub servers: Vec<Server>,
    /// The ways to prove who asks.
    pub schemes: Vec<SecurityScheme>,
    /// What of the document the schemas of types need: these schemas and those that they refer to, at the pointers that
    /// they have in the document. Types are found in it by the pointer of their place. Prose and examples are left out.
    pub schemas: Value,
}

/// A schema that has a name in its document, or that something refers to.
#[derive(Debug)]
pub struct NamedSchema {
    /// What it is called there.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The document that it stands in.
    pub document: DocumentId,
    /// Its type; none where it is needed for the types inside it alone.
    pub root: Option<TypeId>,
}

/// Where an API is served.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// The URL, which may be relative to that of the document, with `{name}` for variables.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The variables of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of the URL of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerVariable {
    /// The name.
    pub name: String,
    /// The value it has where none is given.
    pub default: String,
    /// The values it may have; none where any is allowed.
    pub values: Vec<String>,
    /// What it is for.
    pub description: String,
}

/// A way to prove who asks.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityScheme {
    /// The name in the document.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it is for.
    pub description: String,
    /// How it works.
    pub kind: SecuritySchemeKind,
}

/// How a way to prove who asks works.
#[derive(Clone, Debug, PartialEq)]
pub enum SecuritySchemeKind {
    /// A key in a header, a parameter of the query or a cookie.
    ApiKey {
        /// Where it goes.
        place: ApiKeyPlace,
        /// What the header, parameter or cookie is called.
        name: String,
    },
    /// Name and password in the header `Authorization`.
    Basic,
    /// A token in the header `Authorization`.
    Bearer {
        /// What the token looks like, for people; empty where that is not said.
        format: String,
    },
    /// Another scheme of the header `Authorization`.
    Http(String),
    /// OAuth 2.
    OAuth2(Vec<Flow>),
    /// OpenID Connect.
    OpenIdConnect {
        /// Where it is described.
        url: String,
    },
    /// A certificate of the client.
    MutualTls,
    /// Something else, by its type.
    Other(String),
}

/// Where a key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApiKeyPlace {
    /// Into a header.
    Header,
    /// Into the query.
    Query,
    /// Into a cookie.
    Cookie,
}

/// A flow of OAuth 2.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Which one.
    pub kind: FlowKind,
    /// Where users agree; empty where the flow has none.
    pub authorization_url: String,
    /// Where tokens are given out; empty where the flow has none.
    pub token_url: String,
    /// Where tokens are renewed; empty where that is not said.
    pub refresh_url: String,
    /// The scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// The flows of OAuth 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlowKind {
    /// Implicit.
    Implicit,
    /// The password of the user.
    Password,
    /// Client credentials.
    ClientCredentials,
    /// Authorization code.
    AuthorizationCode,
}

/// One way to be allowed an operation: all of these schemes together. No scheme means that nobody has to prove anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// The names of the schemes, and the scopes that are needed of each.
    pub schemes: Vec<(String, Vec<String>)>,
}

impl Document {
    /// What the schema at this place says as a whole, as far as types need it.
    #[must_use]
    pub fn schema_at(&self, place: &Place) -> Option<&Value> {
        self.schemas.pointer(place.pointer.as_str()).filter(|_| place.source == self.source)
    }
}
