//! The errors of the API: a meta/v1 `Status` with the code, reason and details that clients act upon.

use std::collections::HashSet;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use crate::field::FieldError;

/// A refusal. It is small, because most results never hold one.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct ApiError(Box<Failure>);

impl Deref for ApiError {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl DerefMut for ApiError {
    fn deref_mut(&mut self) -> &mut Failure {
        &mut self.0
    }
}

/// A refusal in the shape in which it travels.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    kind: &'static str,
    #[serde(rename = "apiVersion")]
    api_version: &'static str,
    metadata: Metadata,
    status: &'static str,
    /// What went wrong, for people.
    pub message: String,
    /// The machine-readable reason; empty where the real server gives none.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'static str,
    /// Which object and which fields it concerns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
    /// The HTTP status.
    pub code: u16,
    /// Warnings that the answer carries as headers.
    #[serde(skip)]
    pub warnings: Vec<String>,
}

/// The metadata of a status.
#[derive(Debug, Clone, Default, Serialize)]
struct Metadata {
    /// Where an interrupted list can be taken up again.
    #[serde(rename = "continue", skip_serializing_if = "String::is_empty")]
    next: String,
}

/// What an error or a success is about.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// Name of the object.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Group of the object.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The resource (plural) or the kind, by error.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Uid of the object.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// The single faults.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// When to try again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

/// One fault among several.
#[derive(Debug, Clone, Serialize)]
pub struct Cause {
    /// The kind of fault.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub reason: &'static str,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub field: String,
}

/// A resource as errors name it: `plural.group`, and its kind.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// API group.
    pub group: &'a str,
    /// Plural or kind, by error.
    pub kind: &'a str,
    /// Object name.
    pub name: &'a str,
}

impl Named<'_> {
    fn qualified(&self) -> String {
        if self.group.is_empty() { self.kind.to_owned() } else { format!("{}.{}", self.kind, self.group) }
    }

    fn details(&self) -> Details {
        Details {
            name: self.name.into(),
            group: self.group.into(),
            kind: self.kind.into(),
            ..Details::default()
        }
    }
}

impl ApiError {
    /// An error without details.
    pub fn new(code: u16, reason: &'static str, message: impl Into<String>) -> ApiError {
        let message = message.into();
        let (kind, api_version, metadata, status) = ("Status", "v1", Metadata::default(), "Failure");
        let (details, warnings) = (None, Vec::new());
        ApiError(Box::new(Failure {
            kind,
            api_version,
            metadata,
            status,
            message,
            reason,
            details,
            code,
            warnings,
        }))
    }

    fn about(mut self, details: Details) -> ApiError {
        self.details = Some(details);
        self
    }

    /// 400: the request cannot be understood.
    pub fn bad_request(message: impl Into<String>) -> ApiError {
        ApiError::new(400, "BadRequest", message)
    }

    /// 500 without a reason, which the real server gives for some faults of the client too.
    pub fn internal(message: impl Into<String>) -> ApiError {
        ApiError::new(500, "", message)
    }

    /// 404: no such object.
    pub fn not_found(what: &Named) -> ApiError {
        let message = format!("{} {:?} not found", what.qualified(), what.name);
        ApiError::new(404, "NotFound", message).about(what.details())
    }

    /// 409: the name is taken.
    pub fn already_exists(what: &Named) -> ApiError {
        let message = format!("{} {:?} already exists", what.qualified(), what.name);
        ApiError::new(409, "AlreadyExists", message).about(what.details())
    }

    /// 409: the object is not in the state the client believes.
    pub fn conflict(what: &Named, why: &str) -> ApiError {
        let message = format!("Operation cannot be fulfilled on {} {:?}: {why}", what.qualified(), what.name);
        ApiError::new(409, "Conflict", message).about(what.details())
    }

    /// 409: somebody else has written since the client read.
    pub fn modified(what: &Named) -> ApiError {
        let why =
            "the object has been modified; please apply your changes to the latest version and try again";
        ApiError::conflict(what, why)
    }

    /// 422: the object was understood and is not acceptable.
    pub fn invalid(what: &Named, errors: &[FieldError]) -> ApiError {
        // The text names a fault once, even where the causes name it twice.
        let mut seen = HashSet::new();
        let texts = errors.iter().map(FieldError::to_string);
        let texts: Vec<String> = texts.filter(|text| seen.insert(text.clone())).collect();
        let list = if let [one] = texts.as_slice() { one.clone() } else { format!("[{}]", texts.join(", ")) };
        let message = format!("{} {:?} is invalid: {list}", what.qualified(), what.name);
        let causes = errors.iter().map(FieldError::cause).collect();
        ApiError::new(422, "Invalid", message).about(Details { causes, ..what.details() })
    }

    /// 405: the resource does not know this verb.
    pub fn method_not_allowed(what: &Named, action: &str) -> ApiError {
        let message = format!("{action} is not supported on resources of kind {:?}", what.qualified());
        ApiError::new(405, "MethodNotAllowed", message).about(what.details())
    }

    /// 406: none of the accepted forms can be produced.
    pub fn not_acceptable() -> ApiError {
        let types = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
        ApiError::new(406, "NotAcceptable", format!("only the following media types are accepted: {types}"))
    }

    /// 415: the body is of a type that is not read here.
    pub fn unsupported_media_type(types: &str) -> ApiError {
        let start = "the body of the request was in an unknown format - accepted media types include: ";
        ApiError::new(415, "UnsupportedMediaType", format!("{start}{types}"))
    }

    /// 413: the body is too large.
    pub fn too_large(message: &str) -> ApiError {
        ApiError::new(413, "RequestEntityTooLarge", format!("Request entity too large: {message}"))
    }

    /// 401: nobody known.
    pub fn unauthorized() -> ApiError {
        ApiError::new(401, "Unauthorized", "Unauthorized")
    }

    /// 410: the revision asked for is gone from the history.
    pub fn expired(message: impl Into<String>) -> ApiError {
        ApiError::new(410, "Expired", message)
    }

    /// 504: the revision asked for lies in the future.
    pub fn future_revision(asked: u64, current: u64) -> ApiError {
        let text = format!("Too large resource version: {asked}, current: {current}");
        let reason = "ResourceVersionTooLarge";
        let causes =
            vec![Cause { reason, message: "Too large resource version".into(), field: String::new() }];
        let details = Details { causes, retry_after_seconds: Some(1), ..Details::default() };
        ApiError::new(504, "Timeout", format!("Timeout: {text}")).about(details)
    }

    /// 403: known, and not allowed.
    pub fn forbidden(what: &Named, why: &str) -> ApiError {
        let object = if what.name.is_empty() { String::new() } else { format!(" {:?}", what.name) };
        let message = format!("{}{object} is forbidden: {why}", what.qualified());
        ApiError::new(403, "Forbidden", message).about(what.details())
    }

    /// The same error with warnings.
    pub fn warn(mut self, warnings: &[String]) -> ApiError {
        self.warnings.extend_from_slice(warnings);
        self
    }

    /// The same error with a token to go on with.
    pub fn with_continue(mut self, token: String) -> ApiError {
        self.metadata.next = token;
        self
    }

    /// The same error with other details.
    pub fn with_details(self, details: Details) -> ApiError {
        self.about(details)
    }
}

/// The answer to a deletion that left nothing behind.
#[derive(Debug, Serialize)]
pub struct Success {
    kind: &'static str,
    #[serde(rename = "apiVersion")]
    api_version: &'static str,
    metadata: Metadata,
    status: &'static str,
    details: Details,
}

impl Success {
    /// Names what was deleted.
    pub fn new(details: Details) -> Success {
        Success {
            kind: "Status",
            api_version: "v1",
            metadata: Metadata::default(),
            status: "Success",
            details,
        }
    }
}
