//! Checking that an object is the one that the path speaks of.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::body::malformed;
use crate::support::Kind;
use crate::support::meta::{Failure, Status, StatusReason};

/// Reads an object of a kind.
pub(super) fn object<K: Kind>(body: &[u8]) -> Result<K, Failure> {
    let what = format!("an object of kind {}", K::KIND);
    let head: Head = serde_json::from_slice(body).map_err(|error| malformed(&what, &error))?;
    head.check::<K>()?;
    serde_json::from_slice(body).map_err(|error| malformed(&what, &error))
}

/// What an object says that it is.
#[derive(Default)]
pub(super) struct Head<'a> {
    api_version: Option<Cow<'a, str>>,
    kind: Option<Cow<'a, str>>,
}

impl<'a> Head<'a> {
    pub(super) fn of(value: &'a serde_json::Value) -> Self {
        let member = |name| value.get(name).and_then(|value| value.as_str()).map(Cow::Borrowed);
        Self { api_version: member("apiVersion"), kind: member("kind") }
    }

    /// Checks that an object is of a kind.
    pub(super) fn check<K: Kind>(&self) -> Result<(), Failure> {
        let (version, kind) = (self.api_version.as_deref(), self.kind.as_deref());
        if version != Some(K::API_VERSION) {
            let version = version.unwrap_or_default();
            let message =
                format!("/apiVersion: the object is of {version:?}, the path of {:?}", K::API_VERSION);
            return Err(Status::bad_request(message).into());
        }
        match kind {
            Some(kind) if kind == K::KIND => Ok(()),
            None | Some("") => {
                let message = format!("/kind: is required and missing; the path is that of {}", K::KIND);
                Err(Status::bad_request(message).into())
            }
            Some(kind) => {
                let why = format!("the kind is {kind:?} and has to be {:?}", K::KIND);
                Err(Status::invalid::<K>("", &why).caused_by("kind", "FieldValueInvalid", why).into())
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Head<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(HeadVisitor)
    }
}

struct HeadVisitor;

impl<'de> Visitor<'de> for HeadVisitor {
    type Value = Head<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `apiVersion` and `kind`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Head<'de>, A::Error> {
        let mut head = Head::default();
        while let Some(name) = members.next_key::<Cow<'_, str>>()? {
            match &*name {
                "apiVersion" => head.api_version = members.next_value()?,
                "kind" => head.kind = members.next_value()?,
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(head)
    }
}

/// Checks that an object to be created has a name or can be given one, and puts it into the namespace of the path.
pub(super) fn to_create<K: Kind>(object: &mut K, namespace: Option<&str>) -> Result<(), Failure> {
    into_namespace(object, namespace)?;
    let given = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
    let metadata = object.metadata();
    if given(&metadata.name) || given(&metadata.generate_name) {
        return Ok(());
    }
    let why = "a name or the beginning of one (generateName) is required";
    Err(Status::invalid::<K>("", why).caused_by("metadata.name", "FieldValueRequired", why).into())
}

/// Checks that an object is the one of the name, and puts it into the namespace of the path.
pub(super) fn to_replace<K: Kind>(
    object: &mut K,
    namespace: Option<&str>,
    name: &str,
) -> Result<(), Failure> {
    let found = object.metadata().name.as_deref().unwrap_or_default();
    if found.is_empty() {
        let message = format!("/metadata/name: is required and missing; the path is that of {name:?}");
        return Err(Status::bad_request(message).into());
    }
    same_name(found, name)?;
    into_namespace(object, namespace)
}

/// Checks that what is applied is of the kind, the name and the namespace of the path.
pub(super) fn to_apply<K: Kind>(
    wanted: &serde_json::Value,
    namespace: Option<&str>,
    name: &str,
) -> Result<(), Failure> {
    Head::of(wanted).check::<K>().map_err(|failure| bad_request(&failure))?;
    let member = |name| wanted.get("metadata")?.get(name)?.as_str().filter(|value| !value.is_empty());
    member("name").map_or(Ok(()), |found| same_name(found, name))?;
    match member("namespace") {
        Some(found) => same_namespace(found, namespace),
        None => Ok(()),
    }
}

/// What an apply is of is part of its form: where it is wrong, the request is malformed.
fn bad_request(failure: &Failure) -> Failure {
    Failure::from(Status::failure(400, failure.to_string()).because(StatusReason::BadRequest))
}

fn into_namespace<K: Kind>(object: &mut K, namespace: Option<&str>) -> Result<(), Failure> {
    match object.metadata().namespace.as_deref().filter(|found| !found.is_empty()) {
        Some(found) => same_namespace(found, namespace),
        None => {
            object.metadata_mut().namespace = namespace.map(str::to_owned);
            Ok(())
        }
    }
}

fn same_namespace(found: &str, namespace: Option<&str>) -> Result<(), Failure> {
    if Some(found) == namespace {
        return Ok(());
    }
    let expected = namespace.map_or_else(|| "none".to_owned(), |namespace| format!("{namespace:?}"));
    let message =
        format!("/metadata/namespace: the namespace of the object is {found:?}, that of the path {expected}");
    Err(Status::bad_request(message).into())
}

fn same_name(found: &str, name: &str) -> Result<(), Failure> {
    if found == name {
        return Ok(());
    }
    let message = format!("/metadata/name: the name of the object is {found:?}, that of the path {name:?}");
    Err(Status::bad_request(message).into())
}
