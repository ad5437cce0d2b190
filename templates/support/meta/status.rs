//! The answer to a request that failed, and to some that succeed.

use std::fmt;

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};

use super::{ListMeta, StatusReason, optional_members};
use crate::support::wire::{self, Object, Present, Seen, decode_object};
use crate::support::{Unknown, envelope};

/// What became of a request: the body of every failure, and of a delete that is done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// What a list would say of itself; a failed list may hold the token to go on with.
    pub metadata: Option<ListMeta>,
    /// `Success` or `Failure`.
    pub status: Option<String>,
    /// What happened, for people.
    pub message: Option<String>,
    /// What happened, for programs.
    pub reason: Option<StatusReason>,
    /// What it happened to.
    pub details: Option<StatusDetails>,
    /// The status code of the response.
    pub code: Option<i32>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

/// The version and the kind of a [`Status`].
const API_VERSION: &str = "v1";
const KIND: &str = "Status";

impl Object for Status {
    const MEMBERS: &'static [&'static str] =
        &["apiVersion", "kind", "metadata", "status", "message", "reason", "details", "code"];
    const NAME: &'static str = "Status";

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
        match index {
            0 => envelope::read_constant(API_VERSION, from),
            1 => envelope::read_constant(KIND, from),
            2 => wire::optional(&mut self.metadata, from),
            3 => wire::optional(&mut self.status, from),
            4 => wire::optional(&mut self.message, from),
            5 => wire::optional(&mut self.reason, from),
            6 => wire::optional(&mut self.details, from),
            _ => wire::optional(&mut self.code, from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }

    fn finish(&mut self, present: &Present) {
        for (index, name) in ["apiVersion", "kind"].into_iter().enumerate() {
            if !present.contains(index) {
                self.unknown_fields.note_absent(name);
            }
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        if self.says("apiVersion") {
            to.required("apiVersion", API_VERSION)?;
        }
        if self.says("kind") {
            to.required("kind", KIND)?;
        }
        to.optional("metadata", &self.metadata)?;
        to.optional("status", &self.status)?;
        to.optional("message", &self.message)?;
        to.optional("reason", &self.reason)?;
        to.optional("details", &self.details)?;
        to.optional("code", &self.code)?;
        to.end(Self::MEMBERS)
    }
}

decode_object!(Status);

impl Status {
    /// Reads a document that says that it is a `Status`, as opposed to an object that merely could be one.
    #[must_use]
    pub fn recognise(document: &[u8]) -> Option<Self> {
        let status: Self = serde_json::from_slice(document).ok()?;
        status.says("kind").then_some(status)
    }

    /// Whether the request succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.as_deref() == Some("Success")
    }

    fn says(&self, member: &str) -> bool {
        !self.unknown_fields.was_absent(member)
    }
}

/// The message, or the reason where there is none.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.message, &self.reason, self.code) {
            (Some(message), ..) if !message.is_empty() => f.write_str(message),
            (_, Some(reason), _) => f.write_str(reason.as_str()),
            (_, _, Some(code)) => write!(f, "status {code}"),
            _ => f.write_str("no message"),
        }
    }
}

impl std::error::Error for Status {}

/// What a request was about, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatusDetails {
    /// The name of the object.
    pub name: Option<String>,
    /// The API group.
    pub group: Option<String>,
    /// The name of the resource, or of the kind.
    pub kind: Option<String>,
    /// The identity of the object.
    pub uid: Option<String>,
    /// Each thing that was wrong.
    pub causes: Option<Vec<StatusCause>>,
    /// How long to wait before trying again.
    pub retry_after_seconds: Option<i32>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(StatusDetails, "StatusDetails", {
    name: "name",
    group: "group",
    kind: "kind",
    uid: "uid",
    causes: "causes",
    retry_after_seconds: "retryAfterSeconds",
});

/// One thing that was wrong with a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatusCause {
    /// What, for programs; as in `FieldValueInvalid`.
    pub reason: Option<String>,
    /// What, for people.
    pub message: Option<String>,
    /// Where: a field by its path, as in `spec.mtls.mode`.
    pub field: Option<String>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(StatusCause, "StatusCause", {
    reason: "reason",
    message: "message",
    field: "field",
});
