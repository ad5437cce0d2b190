//! Metadata without another crate. What it has no field for is kept, as generated types keep it.

use std::collections::BTreeMap;

use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::super::DateTime;
use super::super::meta::optional_members;
use super::super::unknown::Unknown;
use super::super::wire::{self, Members, Object, Present, Read, Seed, Seen, decode_object};
use super::{is_said_by, texts};

/// What every object has besides its specification and status: its name, and what an API server says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMeta {
    /// Texts of any kind and length that belong to the object.
    pub annotations: Option<BTreeMap<String, String>>,
    /// When the object was created; set by the server.
    pub creation_timestamp: Option<DateTime>,
    /// How many seconds the object has to end by itself, once it is being deleted.
    pub deletion_grace_period_seconds: Option<i64>,
    /// When the object goes; set by the server once it is being deleted.
    pub deletion_timestamp: Option<DateTime>,
    /// Who has to agree before the object goes.
    pub finalizers: Option<Vec<String>>,
    /// What a server begins the name with that it makes up for an object without one.
    pub generate_name: Option<String>,
    /// Counts the changes of what is wanted; set by the server.
    pub generation: Option<i64>,
    /// Short texts by which objects are found.
    pub labels: Option<BTreeMap<String, String>>,
    /// Who wrote which fields.
    pub managed_fields: Option<Vec<ManagedFieldsEntry>>,
    /// The name: unique among the objects of a kind in a namespace.
    pub name: Option<String>,
    /// The namespace.
    pub namespace: Option<String>,
    /// The objects with which this one goes.
    pub owner_references: Option<Vec<OwnerReference>>,
    /// The state of the object; changes with every change of it.
    pub resource_version: Option<String>,
    /// The path of the object: servers stopped setting it long ago.
    pub self_link: Option<String>,
    /// Unique in time and space; set by the server.
    pub uid: Option<String>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

impl Object for ObjectMeta {
    const NAME: &'static str = "ObjectMeta";
    const MEMBERS: &'static [&'static str] = &[
        "annotations",
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generateName",
        "generation",
        "labels",
        "managedFields",
        "name",
        "namespace",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid",
    ];

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
        match at {
            0 => read_texts(&mut self.annotations, &mut self.unknown_fields, Self::MEMBERS[0], from),
            1 => wire::optional(&mut self.creation_timestamp, from),
            2 => wire::optional(&mut self.deletion_grace_period_seconds, from),
            3 => wire::optional(&mut self.deletion_timestamp, from),
            4 => wire::optional(&mut self.finalizers, from),
            5 => wire::optional(&mut self.generate_name, from),
            6 => wire::optional(&mut self.generation, from),
            7 => read_texts(&mut self.labels, &mut self.unknown_fields, Self::MEMBERS[7], from),
            8 => wire::optional(&mut self.managed_fields, from),
            9 => wire::optional(&mut self.name, from),
            10 => wire::optional(&mut self.namespace, from),
            11 => wire::optional(&mut self.owner_references, from),
            12 => wire::optional(&mut self.resource_version, from),
            13 => wire::optional(&mut self.self_link, from),
            14 => wire::optional(&mut self.uid, from),
            _ => wire::ignored(from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }
}

impl Serialize for ObjectMeta {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        write_texts(&mut to, "annotations", &self.annotations)?;
        to.optional("creationTimestamp", &self.creation_timestamp)?;
        to.optional("deletionGracePeriodSeconds", &self.deletion_grace_period_seconds)?;
        to.optional("deletionTimestamp", &self.deletion_timestamp)?;
        to.optional("finalizers", &self.finalizers)?;
        to.optional("generateName", &self.generate_name)?;
        to.optional("generation", &self.generation)?;
        write_texts(&mut to, "labels", &self.labels)?;
        to.optional("managedFields", &self.managed_fields)?;
        to.optional("name", &self.name)?;
        to.optional("namespace", &self.namespace)?;
        to.optional("ownerReferences", &self.owner_references)?;
        to.optional("resourceVersion", &self.resource_version)?;
        to.optional("selfLink", &self.self_link)?;
        to.optional("uid", &self.uid)?;
        to.end(Self::MEMBERS)
    }
}

/// Who wrote which fields of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManagedFieldsEntry {
    /// The version of the object that the fields are of.
    pub api_version: Option<String>,
    /// How the fields are written down; `FieldsV1` is all there is.
    pub fields_type: Option<String>,
    /// The fields.
    pub fields_v1: Option<Value>,
    /// Who wrote them.
    pub manager: Option<String>,
    /// By which operation: `Apply` or `Update`.
    pub operation: Option<String>,
    /// The part of the object that was written, where it was not the object itself.
    pub subresource: Option<String>,
    /// When.
    pub time: Option<DateTime>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(ManagedFieldsEntry, "ManagedFieldsEntry", {
    api_version: "apiVersion",
    fields_type: "fieldsType",
    fields_v1: "fieldsV1",
    manager: "manager",
    operation: "operation",
    subresource: "subresource",
    time: "time",
});

/// An object with which another one goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnerReference {
    /// Its API version.
    pub api_version: String,
    /// Whether it stays until this object is gone, where its deletion asks for that.
    pub block_owner_deletion: Option<bool>,
    /// Whether it is the one that controls this object.
    pub controller: Option<bool>,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its uid.
    pub uid: String,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

impl Object for OwnerReference {
    const NAME: &'static str = "OwnerReference";
    const MEMBERS: &'static [&'static str] =
        &["apiVersion", "blockOwnerDeletion", "controller", "kind", "name", "uid"];

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
        match at {
            0 => wire::required(&mut self.api_version, from),
            1 => wire::optional(&mut self.block_owner_deletion, from),
            2 => wire::optional(&mut self.controller, from),
            3 => wire::required(&mut self.kind, from),
            4 => wire::required(&mut self.name, from),
            5 => wire::required(&mut self.uid, from),
            _ => wire::ignored(from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.unknown_fields
    }

    /// An API server refuses a reference without these; a client that reads one need not.
    fn finish(&mut self, present: &Present) {
        for at in [0, 3, 4, 5] {
            if !present.contains(at) {
                self.unknown_fields.note_absent(Self::MEMBERS[at]);
            }
        }
    }
}

impl Serialize for OwnerReference {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = wire::write(to, &self.unknown_fields)?;
        write_text(&mut to, "apiVersion", &self.api_version)?;
        to.optional("blockOwnerDeletion", &self.block_owner_deletion)?;
        to.optional("controller", &self.controller)?;
        write_text(&mut to, "kind", &self.kind)?;
        write_text(&mut to, "name", &self.name)?;
        write_text(&mut to, "uid", &self.uid)?;
        to.end(Self::MEMBERS)
    }
}

decode_object!(ObjectMeta, OwnerReference);

/// Writes a text, unless it was not there when it was read and nobody has set it.
fn write_text<M: SerializeMap>(
    to: &mut Members<'_, M>,
    name: &'static str,
    text: &str,
) -> Result<(), M::Error> {
    match text.is_empty() && to.unknown().was_absent(name) {
        true => Ok(()),
        false => to.required(name, text),
    }
}

/// Reads texts by name. If there are nulls among them, the whole is kept as it was, too.
fn read_texts<'de, A: MapAccess<'de>>(
    field: &mut Option<BTreeMap<String, String>>,
    unknown: &mut Unknown,
    name: &'static str,
    from: &mut A,
) -> Read<'de, A> {
    let read: Option<BTreeMap<String, Option<String>>> = from.next_value_seed(Seed::new())?;
    let Some(read) = read else { return Ok(Seen::Null) };
    *field = Some(texts(&read));
    if read.values().any(Option::is_none) {
        let whole: serde_json::Map<_, _> = read.into_iter().map(|(name, text)| (name, text.into())).collect();
        unknown.insert(name, whole);
    }
    Ok(Seen::Value)
}

/// Writes texts by name: as they were read, where they still say the same.
fn write_texts<M: SerializeMap>(
    to: &mut Members<'_, M>,
    name: &'static str,
    field: &Option<BTreeMap<String, String>>,
) -> Result<(), M::Error> {
    match (field, to.unknown().get(name)) {
        (Some(texts), Some(read)) if is_said_by(texts, read) => to.required(name, read),
        _ => to.optional(name, field),
    }
}

/// Reads the metadata of an object.
///
/// # Errors
/// It is neither null nor an object, or a member of it has the wrong type.
pub fn read<'de, A: MapAccess<'de>>(
    metadata: &mut ObjectMeta,
    _unknown: &mut Unknown,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let read: Option<ObjectMeta> = from.next_value_seed(Seed::new())?;
    let seen = if read.is_some() { Seen::Value } else { Seen::Null };
    *metadata = read.unwrap_or_default();
    Ok(seen)
}

/// Writes the metadata of an object.
///
/// # Errors
/// Those of the writer.
pub fn write<M: SerializeMap>(to: &mut Members<'_, M>, metadata: &ObjectMeta) -> Result<(), M::Error> {
    let unknown = to.unknown();
    match *metadata == ObjectMeta::default() {
        true if unknown.was_absent("metadata") => Ok(()),
        true if unknown.get("metadata") == Some(&Value::Null) => to.optional("metadata", &None::<()>),
        _ => to.required("metadata", metadata),
    }
}
