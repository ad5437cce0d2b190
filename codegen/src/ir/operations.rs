//! Operations: what can be asked of an API, and what an API asks of others.

use std::borrow::Cow;
use std::fmt;

use super::{DocumentId, Presence, ResourceId, SecurityRequirement, Server, Use};
use crate::diagnostic::Place;

/// The place of an operation in [`Api::operations`](super::Api::operations).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// Something that can be asked of an API.
#[derive(Debug)]
pub struct Operation {
    /// Its name, if it has one: unique among the operations of its document.
    pub id: Option<String>,
    /// Where it comes from.
    pub place: Place,
    /// What makes it an operation.
    pub origin: Origin,
    /// The HTTP method.
    pub method: Method,
    /// The path, with `{name}` for parameters; for a webhook its name, for a callback the expression that gives the URL.
    pub path: String,
    /// What it is about, in a line; may be empty.
    pub summary: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The groups that it is listed in.
    pub tags: Vec<String>,
    /// What is known of its meaning.
    pub kind: OperationKind,
    /// Its parameters, those of its path included.
    pub parameters: Vec<Parameter>,
    /// Its body.
    pub body: Option<Body>,
    /// Its responses, by status.
    pub responses: Vec<Response>,
    /// The ways to be allowed it, any of which is enough; none where nothing is demanded.
    pub security: Vec<SecurityRequirement>,
    /// Where it is served; none where that is where its document is.
    pub servers: Vec<Server>,
}

/// What makes something an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The rules by which an API server serves resources.
    Kubernetes,
    /// A path of a document.
    Path(DocumentId),
    /// A webhook of a document.
    Webhook(DocumentId),
    /// A callback, by its name, of an operation.
    Callback {
        /// The document.
        document: DocumentId,
        /// The operation that asks to be called back.
        operation: OperationId,
        /// The name that the callback has there.
        name: String,
    },
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Clients ask the API.
    Outgoing,
    /// The API asks its clients.
    Incoming,
}

/// What is known of the meaning of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OperationKind {
    /// It does something to a resource of Kubernetes.
    Resource {
        /// What it does.
        action: Action,
        /// To which resource.
        resource: ResourceId,
    },
    /// Nothing but what its document says.
    Plain,
}

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
    /// Another one, in capitals.
    Other(String),
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
    /// Where it stands.
    pub place: Place,
    /// Where it goes.
    pub location: Location,
    /// Whether it must be given.
    pub presence: Presence,
    /// How its value is written.
    pub encoding: ParameterEncoding,
    /// What it is for.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
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
    /// Into a header.
    Header,
    /// Into a cookie.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// By a style.
    Style {
        /// The style.
        style: Style,
        /// Whether each item or member is written for itself.
        explode: bool,
        /// Whether reserved characters are written as they are.
        allow_reserved: bool,
    },
    /// As a document of this media type.
    Content(String),
}

/// A style of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Style {
    /// `a,b`.
    Simple,
    /// `.a.b`.
    Label,
    /// `;name=a,b`.
    Matrix,
    /// `name=a,b`.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name=a\tb`, which Swagger 2.0 has alone.
    TabDelimited,
    /// `name[member]=a`.
    DeepObject,
}

/// The body of a request.
#[derive(Debug)]
pub struct Body {
    /// Whether it must be given.
    pub presence: Presence,
    /// What it is; may be empty.
    pub description: String,
    /// What it holds, by media type.
    pub content: Vec<Content>,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    /// The status.
    pub status: StatusPattern,
    /// What it means.
    pub description: String,
    /// Its headers.
    pub headers: Vec<Header>,
    /// What its body holds, by media type; nothing where there is no body.
    pub content: Vec<Content>,
}

/// The statuses that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusPattern {
    /// This one.
    Code(u16),
    /// Those that begin with this digit, as in `4XX`.
    Range(u8),
    /// Those that no other response is for.
    Default,
}

/// A header of a response, or of a part of a body.
#[derive(Debug)]
pub struct Header {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Whether it is always there.
    pub presence: Presence,
    /// How its value is written.
    pub encoding: ParameterEncoding,
    /// What it means.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What it holds.
    pub value: Use,
}

/// What a body holds in one media type.
#[derive(Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// Where it stands.
    pub place: Place,
    /// What it holds; [`TypeRef::Any`](super::TypeRef::Any) without keywords where no schema says it.
    pub value: Use,
    /// How the parts of a form are written, by the names of the members, where the document says it.
    pub encodings: Vec<PartEncoding>,
}

impl Content {
    /// What it holds, and the headers of its parts.
    fn uses(&self) -> impl Iterator<Item = &Use> {
        let headers = self.encodings.iter().flat_map(|part| &part.headers);
        headers.map(|header| &header.value).chain([&self.value])
    }
}

/// How a part of a form is written.
#[derive(Debug)]
pub struct PartEncoding {
    /// The member that the part is.
    pub name: String,
    /// Its media types; none where they follow from its schema.
    pub content_types: Vec<String>,
    /// The style, where the part is written by one.
    pub encoding: Option<ParameterEncoding>,
    /// The headers of the part.
    pub headers: Vec<Header>,
}

/// A part of an operation that may have a schema in place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A parameter.
    Parameter(Location, String),
    /// The body of the request in this media type.
    Request(String),
    /// The body of a response in this media type.
    Response(StatusPattern, String),
    /// A header of a response.
    Header(StatusPattern, String),
    /// A header of a part of the body of the request, by the names of part and header.
    PartHeader(String, String),
}

impl Operation {
    /// Its name or, where it has none, its method and path.
    #[must_use]
    pub fn label(&self) -> Cow<'_, str> {
        match &self.id {
            Some(id) => Cow::Borrowed(id),
            None => Cow::Owned(format!("{} {}", self.method, self.path)),
        }
    }

    /// Who asks.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        match self.origin {
            Origin::Kubernetes | Origin::Path(_) => Direction::Outgoing,
            Origin::Webhook(_) | Origin::Callback { .. } => Direction::Incoming,
        }
    }

    /// The document that it comes from; none for one of a resource.
    #[must_use]
    pub const fn document(&self) -> Option<DocumentId> {
        match self.origin {
            Origin::Kubernetes => None,
            Origin::Path(document) | Origin::Webhook(document) | Origin::Callback { document, .. } => {
                Some(document)
            }
        }
    }

    /// What it sends and receives: its parameters, bodies and headers.
    #[must_use]
    pub fn uses(&self) -> Vec<&Use> {
        [self.asked(), self.answered()].concat()
    }

    /// What its requests hold: its parameters, its body and the headers of the parts of that.
    #[must_use]
    pub fn asked(&self) -> Vec<&Use> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.value);
        let contents = self.body.iter().flat_map(|body| &body.content);
        parameters.chain(contents.flat_map(Content::uses)).collect()
    }

    /// What its responses hold: headers and bodies.
    #[must_use]
    pub fn answered(&self) -> Vec<&Use> {
        let headers = self.responses.iter().flat_map(|response| &response.headers);
        let contents = self.responses.iter().flat_map(|response| &response.content);
        headers.map(|header| &header.value).chain(contents.flat_map(Content::uses)).collect()
    }

    /// The resource, and what is done to it, for an operation of a resource.
    #[must_use]
    pub const fn on_resource(&self) -> Option<(ResourceId, Action)> {
        match self.kind {
            OperationKind::Resource { action, resource } => Some((resource, action)),
            OperationKind::Plain => None,
        }
    }
}

impl Method {
    /// The method as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Other(method) => method,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for StatusPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl ParameterEncoding {
    /// How a parameter is written where its document does not say it.
    #[must_use]
    pub const fn usual(location: Location) -> Self {
        let style = match location {
            Location::Path | Location::Header => Style::Simple,
            Location::Query | Location::Cookie => Style::Form,
        };
        Self::Style { style, explode: matches!(style, Style::Form), allow_reserved: false }
    }
}
