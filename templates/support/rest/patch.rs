//! Changes to an object, in the forms that Kubernetes takes.

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use crate::support::meta::text_enum;
use crate::support::wire::{self, Object, Seen, decode_object};
use crate::support::{Nullable, OpenEnum, Unknown, open_enum};

/// A change to an object.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// Operations, one after the other (RFC 6902).
    Json(Vec<JsonPatchOperation>),
    /// An object whose members replace those of the same name, and whose nulls remove them (RFC 7396).
    Merge(Value),
    /// What the field manager wants of the object: server-side apply.
    Apply(Value),
}

/// The media types of patches.
pub const JSON_PATCH: &str = "application/json-patch+json";
/// The media type of a merge patch.
pub const MERGE_PATCH: &str = "application/merge-patch+json";
/// The media type of server-side apply. Its body is YAML, of which JSON is a part.
pub const APPLY_PATCH: &str = "application/apply-patch+yaml";

impl Patch {
    /// A merge patch; `serde_json::json!` is an easy way to one.
    #[must_use]
    pub fn merge(members: impl Into<Value>) -> Self {
        Self::Merge(members.into())
    }

    /// A patch of operations.
    #[must_use]
    pub fn json(operations: impl IntoIterator<Item = JsonPatchOperation>) -> Self {
        Self::Json(operations.into_iter().collect())
    }

    /// The media type of this form.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        match self {
            Self::Json(_) => JSON_PATCH,
            Self::Merge(_) => MERGE_PATCH,
            Self::Apply(_) => APPLY_PATCH,
        }
    }
}

impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(operations) => operations.serialize(to),
            Self::Merge(members) | Self::Apply(members) => members.serialize(to),
        }
    }
}

text_enum! {
    /// What an operation of a JSON patch does.
    PatchOp {
        /// Adds a member or an item, or replaces a member.
        Add = "add",
        /// Takes a member or an item out.
        Remove = "remove",
        /// Replaces what is there.
        Replace = "replace",
        /// Takes a value from one place to another.
        Move = "move",
        /// Repeats a value at another place.
        Copy = "copy",
        /// Fails the patch unless the value is this one.
        Test = "test",
    }
}

/// An operation of a JSON patch (RFC 6902).
#[derive(Clone, Debug, PartialEq)]
pub struct JsonPatchOperation {
    /// What it does.
    pub op: PatchOp,
    /// Where: a JSON pointer (RFC 6901).
    pub path: String,
    /// Where the value comes from, when it is moved or copied.
    pub from: Option<String>,
    /// The value that is added, put in place or tested for.
    pub value: Nullable<Value>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

impl JsonPatchOperation {
    /// Adds a member or an item, or replaces a member.
    #[must_use]
    pub fn add(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::new(PatchOp::Add, path.into()).with(value.into())
    }

    /// Takes a member or an item out.
    #[must_use]
    pub fn remove(path: impl Into<String>) -> Self {
        Self::new(PatchOp::Remove, path.into())
    }

    /// Replaces what is there.
    #[must_use]
    pub fn replace(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::new(PatchOp::Replace, path.into()).with(value.into())
    }

    /// Fails the patch unless the value is this one.
    #[must_use]
    pub fn test(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::new(PatchOp::Test, path.into()).with(value.into())
    }

    /// Takes a value from one place to another.
    #[must_use]
    pub fn relocate(from: impl Into<String>, path: impl Into<String>) -> Self {
        Self { from: Some(from.into()), ..Self::new(PatchOp::Move, path.into()) }
    }

    /// Repeats a value at another place.
    #[must_use]
    pub fn copy(from: impl Into<String>, path: impl Into<String>) -> Self {
        Self { from: Some(from.into()), ..Self::new(PatchOp::Copy, path.into()) }
    }

    const fn new(op: PatchOp, path: String) -> Self {
        Self { op, path, from: None, value: Nullable::Absent, unknown_fields: Unknown::new() }
    }

    fn with(self, value: Value) -> Self {
        let value = if value.is_null() { Nullable::Null } else { Nullable::Value(value) };
        Self { value, ..self }
    }
}

impl Object for JsonPatchOperation {
    const MEMBERS: &'static [&'static str] = &["op", "path", "from", "value"];
    const REQUIRED: &'static [usize] = &[0, 1];
    const NAME: &'static str = "an operation of a JSON patch";

    fn blank() -> Self {
        Self::new(PatchOp::Test, String::new())
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
        match index {
            0 => wire::required(&mut self.op, from),
            1 => wire::required(&mut self.path, from),
            2 => wire::optional(&mut self.from, from),
            _ => wire::nullable(&mut self.value, from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }
}

impl Serialize for JsonPatchOperation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        to.required("op", &self.op)?;
        to.required("path", &self.path)?;
        to.optional("from", &self.from)?;
        to.nullable("value", &self.value)?;
        to.end(Self::MEMBERS)
    }
}

decode_object!(JsonPatchOperation);
