//! The metadata of `k8s-openapi`, read and written without losing a part of it.
//!
//! The types of `k8s-openapi` name the members of their time and hold moments to the second. What a document says beyond
//! that is kept beside the typed value: members that are not named, nulls, and whole members whose typed form does not
//! say all of it. The latter are written back as they were read for as long as the typed form is not changed.

use std::collections::BTreeMap;

pub use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    Condition, FieldsV1, ManagedFieldsEntry, OwnerReference, Time,
};
use serde::de::{Deserialize, Deserializer, Error, MapAccess};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::super::Keyed;
use super::super::unknown::Unknown;
use super::super::wire::{self, Decode, Members, Object, Present, Read, Seed, Seen};
use super::{is_said_by, texts};

/// Conditions are found by their type: lists of them have that key.
impl Keyed for Condition {
    type Key<'a> = &'a str;

    fn key(&self) -> &str {
        &self.type_
    }

    fn has_key(&self, key: &str) -> bool {
        self.type_ == key
    }
}

/// A typed value, and what of a document it does not say.
#[derive(Default)]
struct Kept<T> {
    typed: T,
    rest: Unknown,
}

impl<T> Decode for Kept<T>
where
    Self: Object,
{
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        wire::object(from)
    }
}

impl Object for Kept<ObjectMeta> {
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
        let Self { typed, rest } = self;
        match at {
            0 => read_texts(&mut typed.annotations, rest, Self::MEMBERS[0], from),
            1 => moment(&mut typed.creation_timestamp, rest, Self::MEMBERS[1], from),
            2 => wire::optional(&mut typed.deletion_grace_period_seconds, from),
            3 => moment(&mut typed.deletion_timestamp, rest, Self::MEMBERS[3], from),
            4 => wire::optional(&mut typed.finalizers, from),
            5 => wire::optional(&mut typed.generate_name, from),
            6 => wire::optional(&mut typed.generation, from),
            7 => read_texts(&mut typed.labels, rest, Self::MEMBERS[7], from),
            8 => list(&mut typed.managed_fields, rest, Self::MEMBERS[8], from),
            9 => wire::optional(&mut typed.name, from),
            10 => wire::optional(&mut typed.namespace, from),
            11 => list(&mut typed.owner_references, rest, Self::MEMBERS[11], from),
            12 => wire::optional(&mut typed.resource_version, from),
            13 => wire::optional(&mut typed.self_link, from),
            14 => wire::optional(&mut typed.uid, from),
            _ => wire::ignored(from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.rest
    }
}

impl Object for Kept<ManagedFieldsEntry> {
    const NAME: &'static str = "ManagedFieldsEntry";
    const MEMBERS: &'static [&'static str] =
        &["apiVersion", "fieldsType", "fieldsV1", "manager", "operation", "subresource", "time"];

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
        let Self { typed, rest } = self;
        match at {
            0 => wire::optional(&mut typed.api_version, from),
            1 => wire::optional(&mut typed.fields_type, from),
            2 => {
                let mut fields = None;
                let seen = wire::optional(&mut fields, from)?;
                typed.fields_v1 = fields.map(FieldsV1);
                Ok(seen)
            }
            3 => wire::optional(&mut typed.manager, from),
            4 => wire::optional(&mut typed.operation, from),
            5 => wire::optional(&mut typed.subresource, from),
            6 => moment(&mut typed.time, rest, Self::MEMBERS[6], from),
            _ => wire::ignored(from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.rest
    }
}

impl Object for Kept<OwnerReference> {
    const NAME: &'static str = "OwnerReference";
    const MEMBERS: &'static [&'static str] =
        &["apiVersion", "blockOwnerDeletion", "controller", "kind", "name", "uid"];

    fn blank() -> Self {
        Self::default()
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Read<'de, A> {
        let typed = &mut self.typed;
        match at {
            0 => wire::required(&mut typed.api_version, from),
            1 => wire::optional(&mut typed.block_owner_deletion, from),
            2 => wire::optional(&mut typed.controller, from),
            3 => wire::required(&mut typed.kind, from),
            4 => wire::required(&mut typed.name, from),
            5 => wire::required(&mut typed.uid, from),
            _ => wire::ignored(from),
        }
    }

    fn unknown(&mut self) -> &mut Unknown {
        &mut self.rest
    }

    /// An API server refuses a reference without these; a client that reads one need not.
    fn finish(&mut self, present: &Present) {
        for at in [0, 3, 4, 5] {
            if !present.contains(at) {
                self.rest.note_absent(Self::MEMBERS[at]);
            }
        }
    }
}

/// Reads a moment. One that is not spelled as an API server spells it, as `2026-01-02T03:04:05Z`, is kept besides.
fn moment<'de, A: MapAccess<'de>>(
    field: &mut Option<Time>,
    rest: &mut Unknown,
    name: &'static str,
    from: &mut A,
) -> Read<'de, A> {
    let Some(text): Option<String> = from.next_value_seed(Seed::new())? else { return Ok(Seen::Null) };
    *field = Some(Time(text.parse().map_err(A::Error::custom)?));
    if !is_usual(&text) {
        rest.insert(name, text);
    }
    Ok(Seen::Value)
}

/// Whether a moment is spelled the way it will be written. A leap second will not.
fn is_usual(text: &str) -> bool {
    let second = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', second, _, b'Z'] => *second,
        _ => return false,
    };
    second < b'6'
}

/// Reads a list. If its items do not say all that the document does, the list is kept besides.
fn list<'de, A: MapAccess<'de>, T: Serialize>(
    field: &mut Option<Vec<T>>,
    rest: &mut Unknown,
    name: &'static str,
    from: &mut A,
) -> Read<'de, A>
where
    Kept<T>: Object,
{
    let Some(items): Option<Vec<Kept<T>>> = from.next_value_seed(Seed::new())? else { return Ok(Seen::Null) };
    if items.iter().any(|item| !item.rest.is_blank()) {
        rest.insert(name, items.iter().map(as_read).collect::<Value>());
    }
    *field = Some(items.into_iter().map(|item| item.typed).collect());
    Ok(Seen::Value)
}

/// A value as the document had it.
fn as_read<T: Serialize>(kept: &Kept<T>) -> Value
where
    Kept<T>: Object,
{
    let mut whole = serde_json::to_value(&kept.typed).unwrap_or_default();
    if let Value::Object(members) = &mut whole {
        members.retain(|name, _| !kept.rest.was_absent(name));
        members.extend(kept.rest.iter().map(|(name, value)| (name.to_owned(), value.clone())));
    }
    whole
}

/// Puts what was kept besides the typed members back among them.
fn restore(whole: &mut Map<String, Value>, rest: &Map<String, Value>) {
    for (name, value) in rest {
        let is_named = Kept::<ObjectMeta>::MEMBERS.contains(&name.as_str());
        let belongs = match whole.get(name) {
            Some(typed) => is_named && typed_form(name, value).as_ref() == Some(typed),
            None => !is_named || value.is_null(),
        };
        if belongs {
            whole.insert(name.clone(), value.clone());
        }
    }
}

/// What a member comes out as that is read and written through its type.
fn typed_form(name: &str, value: &Value) -> Option<Value> {
    let metadata = ObjectMeta::deserialize(json!({name: value})).ok()?;
    serde_json::to_value(metadata).ok()?.get_mut(name).map(Value::take)
}

/// Reads texts by name. If there are nulls among them, the whole is kept besides.
fn read_texts<'de, A: MapAccess<'de>>(
    field: &mut Option<BTreeMap<String, String>>,
    rest: &mut Unknown,
    name: &'static str,
    from: &mut A,
) -> Read<'de, A> {
    let read: Option<BTreeMap<String, Option<String>>> = from.next_value_seed(Seed::new())?;
    let Some(read) = read else { return Ok(Seen::Null) };
    *field = Some(texts(&read));
    if read.values().any(Option::is_none) {
        let whole: Map<_, _> = read.into_iter().map(|(name, text)| (name, text.into())).collect();
        rest.insert(name, whole);
    }
    Ok(Seen::Value)
}

/// Reads the metadata of an object. What [`ObjectMeta`] has no field for goes to `unknown`, as a member `metadata` of its
/// own.
///
/// # Errors
/// It is neither null nor an object, or a member of it has the wrong type.
pub fn read<'de, A: MapAccess<'de>>(
    metadata: &mut ObjectMeta,
    unknown: &mut Unknown,
    from: &mut A,
) -> Result<Seen, A::Error> {
    let kept: Option<Kept<ObjectMeta>> = from.next_value_seed(Seed::new())?;
    let Some(Kept { typed, rest }) = kept else { return Ok(Seen::Null) };
    *metadata = typed;
    if !rest.is_empty() {
        let rest: Map<String, Value> =
            rest.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        unknown.insert("metadata", rest);
    }
    Ok(Seen::Value)
}

/// Writes the metadata of an object.
///
/// # Errors
/// Those of the writer.
pub fn write<M: SerializeMap>(to: &mut Members<'_, M>, metadata: &ObjectMeta) -> Result<(), M::Error> {
    let is_blank = || *metadata == ObjectMeta::default();
    match to.unknown().get("metadata") {
        Some(Value::Null) if is_blank() => to.optional("metadata", &None::<()>),
        Some(rest) => to.required("metadata", &WithRest { metadata, rest }),
        None if to.unknown().was_absent("metadata") && is_blank() => Ok(()),
        None => to.required("metadata", metadata),
    }
}

/// Metadata and the members of it that [`ObjectMeta`] has no field for.
struct WithRest<'a> {
    metadata: &'a ObjectMeta,
    rest: &'a Value,
}

impl Serialize for WithRest<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut whole = serde_json::to_value(self.metadata).map_err(S::Error::custom)?;
        if let (Value::Object(whole), Value::Object(rest)) = (&mut whole, self.rest) {
            restore(whole, rest);
            restore_texts(self.metadata, whole, rest);
        }
        whole.serialize(to)
    }
}

/// Puts the nulls back among texts by name.
fn restore_texts(metadata: &ObjectMeta, whole: &mut Map<String, Value>, rest: &Map<String, Value>) {
    for (name, texts) in [("annotations", &metadata.annotations), ("labels", &metadata.labels)] {
        if let (Some(texts), Some(read)) = (texts, rest.get(name))
            && is_said_by(texts, read)
        {
            whole.insert(name.to_owned(), read.clone());
        }
    }
}
