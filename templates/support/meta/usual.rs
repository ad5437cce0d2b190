//! Making the answers to requests that fail in the usual ways.

use super::{ListMeta, Status, StatusCause, StatusDetails, StatusReason};
use crate::support::Kind;

impl Status {
    /// A failure with a code and a message; [`Self::because`] and the other methods add to it.
    #[must_use]
    pub fn failure(code: u16, message: impl Into<String>) -> Self {
        Self {
            metadata: Some(ListMeta::default()),
            status: Some("Failure".to_owned()),
            message: Some(message.into()),
            code: Some(i32::from(code)),
            ..Self::default()
        }
    }

    /// What a delete that is done answers with.
    #[must_use]
    pub fn deleted<K: Kind>(name: &str) -> Self {
        let status = Self {
            metadata: Some(ListMeta::default()),
            status: Some("Success".to_owned()),
            ..Self::default()
        };
        status.about::<K>(name)
    }

    /// Adds the reason.
    #[must_use]
    pub fn because(mut self, reason: StatusReason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Adds which object it is about; the name is empty where it is about none in particular.
    #[must_use]
    pub fn about<K: Kind>(mut self, name: &str) -> Self {
        let details = self.details.get_or_insert_default();
        details.name = Some(name).filter(|name| !name.is_empty()).map(str::to_owned);
        details.group = Some(K::GROUP).filter(|group| !group.is_empty()).map(str::to_owned);
        details.kind = Some(K::PLURAL.to_owned());
        self
    }

    /// Adds one thing that was wrong, with the field that it is about.
    #[must_use]
    pub fn caused_by(mut self, field: impl Into<String>, reason: &str, message: impl Into<String>) -> Self {
        let cause = StatusCause {
            reason: Some(reason.to_owned()),
            message: Some(message.into()),
            field: Some(field.into()),
            ..StatusCause::default()
        };
        self.details.get_or_insert_default().causes.get_or_insert_default().push(cause);
        self
    }

    /// Adds how long to wait before trying again; the response says so in a header, too.
    #[must_use]
    pub fn retry_after(mut self, seconds: i32) -> Self {
        self.details.get_or_insert_default().retry_after_seconds = Some(seconds);
        self
    }

    /// 400: the request is malformed.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::failure(400, message).because(StatusReason::BadRequest)
    }

    /// 401: nobody is known to have sent the request.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::failure(401, "Unauthorized").because(StatusReason::Unauthorized)
    }

    /// 403: who sent the request may not do this.
    #[must_use]
    pub fn forbidden<K: Kind>(name: &str, why: &str) -> Self {
        let message = format!("{} is forbidden: {why}", named::<K>(name));
        Self::failure(403, message).because(StatusReason::Forbidden).about::<K>(name)
    }

    /// 404: there is no object of this name.
    #[must_use]
    pub fn not_found<K: Kind>(name: &str) -> Self {
        let message = format!("{} not found", named::<K>(name));
        Self::failure(404, message).because(StatusReason::NotFound).about::<K>(name)
    }

    /// 405: the resource has no such operation.
    #[must_use]
    pub fn method_not_allowed<K: Kind>(method: &str) -> Self {
        let message = format!("{method} is not an operation of {}", named::<K>(""));
        Self::failure(405, message).because(StatusReason::MethodNotAllowed).about::<K>("")
    }

    /// 406: only these media types can be given.
    #[must_use]
    pub fn not_acceptable(available: &str) -> Self {
        let message = format!("the answer can only be given as {available}");
        Self::failure(406, message).because(StatusReason::NotAcceptable)
    }

    /// 409: there is an object of this name already.
    #[must_use]
    pub fn already_exists<K: Kind>(name: &str) -> Self {
        let message = format!("{} already exists", named::<K>(name));
        Self::failure(409, message).because(StatusReason::AlreadyExists).about::<K>(name)
    }

    /// 409: the object is not in the state that the request takes for granted.
    #[must_use]
    pub fn conflict<K: Kind>(name: &str, why: &str) -> Self {
        let message = format!("{} cannot be changed: {why}", named::<K>(name));
        Self::failure(409, message).because(StatusReason::Conflict).about::<K>(name)
    }

    /// 410: the state asked for is too old to be known; the client has to list again.
    #[must_use]
    pub fn expired(message: impl Into<String>) -> Self {
        Self::failure(410, message).because(StatusReason::Expired)
    }

    /// 413: the body is larger than this many bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than the limit of {limit} bytes");
        Self::failure(413, message).because(StatusReason::RequestEntityTooLarge)
    }

    /// 415: the body has to be of one of these media types.
    #[must_use]
    pub fn unsupported_media_type(accepted: &str) -> Self {
        let message = format!("the body is of a media type that is not read here; accepted: {accepted}");
        Self::failure(415, message).because(StatusReason::UnsupportedMediaType)
    }

    /// 422: the object breaks rules of its kind; [`Self::caused_by`] says which.
    #[must_use]
    pub fn invalid<K: Kind>(name: &str, why: &str) -> Self {
        let message = format!("{} {name:?} is invalid: {why}", qualified(K::KIND, K::GROUP));
        let mut status = Self::failure(422, message).because(StatusReason::Invalid).about::<K>(name);
        status.details.get_or_insert_default().kind = Some(K::KIND.to_owned());
        status
    }

    /// 429: too many requests at a time.
    #[must_use]
    pub fn too_many_requests(seconds: i32) -> Self {
        let message = "too many requests; wait and try again";
        Self::failure(429, message).because(StatusReason::TooManyRequests).retry_after(seconds)
    }

    /// 500: the server failed.
    #[must_use]
    pub fn internal_error(message: impl Into<String>) -> Self {
        Self::failure(500, message).because(StatusReason::InternalError)
    }

    /// 501: the server does not do this (yet).
    #[must_use]
    pub fn not_implemented<K: Kind>(operation: &str) -> Self {
        let message = format!("{operation} is not implemented for {}", named::<K>(""));
        Self::failure(501, message).about::<K>("")
    }

    /// 503: the server is not able to answer now.
    #[must_use]
    pub fn service_unavailable(message: impl Into<String>) -> Self {
        Self::failure(503, message).because(StatusReason::ServiceUnavailable)
    }

    /// 504: it was not done in the time that the request allows.
    #[must_use]
    pub fn timeout(message: impl Into<String>) -> Self {
        Self::failure(504, message).because(StatusReason::Timeout)
    }
}

impl StatusDetails {
    /// Each thing that was wrong.
    pub fn causes(&self) -> impl Iterator<Item = &StatusCause> {
        self.causes.iter().flatten()
    }
}

fn named<K: Kind>(name: &str) -> String {
    let resource = qualified(K::PLURAL, K::GROUP);
    if name.is_empty() { resource } else { format!("{resource} {name:?}") }
}

fn qualified(name: &str, group: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{name}.{group}") }
}
