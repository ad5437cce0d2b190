//! Reading patches.

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::body::{malformed, media_type};
use super::check;
use crate::support::Kind;
use crate::support::meta::{Failure, Status};
use crate::support::rest::patch::{APPLY_PATCH, JSON_PATCH, MERGE_PATCH};
use crate::support::rest::query::refused;
use crate::support::rest::{JsonPatchOperation, Patch, PatchParams};

/// How many operations a JSON patch may have: each can copy what the ones before it made.
const MOST_OPERATIONS: usize = 10_000;

/// Reads a patch in the form that its media type says.
pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Patch, Failure> {
    match media_type(headers).as_deref() {
        Some(JSON_PATCH) => operations(body).map(Patch::Json),
        Some(MERGE_PATCH) => members("a merge patch", body).map(Patch::Merge),
        Some(APPLY_PATCH) => {
            members("an object in JSON (YAML that is not JSON is not read here)", body).map(Patch::Apply)
        }
        _ => {
            let accepted = [JSON_PATCH, MERGE_PATCH, APPLY_PATCH].join(", ");
            Err(Status::unsupported_media_type(&accepted).into())
        }
    }
}

fn operations(body: &[u8]) -> Result<Vec<JsonPatchOperation>, Failure> {
    let operations: Vec<JsonPatchOperation> = parse("a JSON patch", body)?;
    if operations.len() > MOST_OPERATIONS {
        let message =
            format!("a JSON patch has {MOST_OPERATIONS} operations at most, this one {}", operations.len());
        return Err(Status { message: Some(message), ..Status::too_large(MOST_OPERATIONS) }.into());
    }
    match operations.iter().enumerate().find(|(_, operation)| !operation.op.is_known()) {
        None => Ok(operations),
        Some((index, operation)) => {
            let why = format!("/{index}/op: there is no operation {:?}", operation.op.as_str());
            Err(refused("patch", "FieldValueNotSupported", &why))
        }
    }
}

fn members(what: &str, body: &[u8]) -> Result<Value, Failure> {
    let value: Value = parse(what, body)?;
    if value.is_object() {
        return Ok(value);
    }
    Err(Status::bad_request(format!("the body is not {what}: it is not an object")).into())
}

fn parse<T: DeserializeOwned>(what: &str, body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| malformed(what, &error))
}

/// Checks that a patch suits its parameters and its path.
pub(super) fn check<K: Kind>(
    patch: &Patch,
    params: &PatchParams,
    namespace: Option<&str>,
    name: &str,
) -> Result<(), Failure> {
    match patch {
        Patch::Apply(_) if params.field_manager.is_none() => {
            Err(refused("fieldManager", "FieldValueRequired", "an apply needs it"))
        }
        Patch::Apply(wanted) => check::to_apply::<K>(wanted, namespace, name),
        _ if params.force.is_some() => Err(refused("force", "FieldValueForbidden", "only an apply takes it")),
        _ => Ok(()),
    }
}
