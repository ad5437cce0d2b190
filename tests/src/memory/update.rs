//! Changing objects that are there.

use std::error::Error;

use istio_security::meta::Status;
use istio_security::server::{Failure, PatchRequest, ReplaceRequest};
use istio_security::support::rest::{DryRun, JsonPatchOperation, Patch, PatchOp};
use istio_security::{Kind, Nullable};
use serde_json::Value;

use super::Memory;
use super::object::{Object, view};
use super::state::{Key, State};

/// The part of an object that a request changes.
#[derive(Clone, Copy)]
pub enum Part {
    /// All but the status, where that is written apart.
    Object,
    /// The status.
    Status,
}

/// Replaces a part of an object.
pub fn replace<K: Kind>(memory: &Memory, request: ReplaceRequest<K>, part: Part) -> Result<K, Failure> {
    let key = Key::of::<K>(request.namespace.as_deref(), &request.name);
    let object = Object::of(&request.body)?;
    let changed = memory.write(|state| {
        let before = state.get::<K>(&key)?.clone();
        if object.version().is_none() {
            let why = "an update needs the resourceVersion that it begins from";
            let status = Status::invalid::<K>(&key.name, why);
            return Err(status.caused_by("metadata.resourceVersion", "FieldValueInvalid", why).into());
        }
        let after = merged::<K>(&before, object, part)?;
        settle(state, &key, before, after, request.params.dry_run.as_ref())
    })?;
    view(changed)
}

/// Patches a part of an object.
pub fn patch<K: Kind>(memory: &Memory, request: &PatchRequest, part: Part) -> Result<K, Failure> {
    let key = Key::of::<K>(request.namespace.as_deref(), &request.name);
    let changed = memory.write(|state| {
        let before = state.get::<K>(&key)?.clone();
        let object = patched::<K>(&before, &request.body)?;
        if object.name() != key.name {
            return Err(Status::invalid::<K>(&key.name, "/metadata/name: it cannot change").into());
        }
        let after = merged::<K>(&before, object, part)?;
        settle(state, &key, before, after, request.params.dry_run.as_ref())
    })?;
    view(changed)
}

fn patched<K: Kind>(before: &Object, patch: &Patch) -> Result<Object, Failure> {
    let invalid = |why: String| Failure::from(Status::invalid::<K>(before.name(), &why));
    let mut value = before.value().clone();
    match patch {
        Patch::Merge(patch) | Patch::Apply(patch) => json_patch::merge(&mut value, patch),
        Patch::Json(operations) => {
            operate(&mut value, operations).map_err(|error| invalid(error.to_string()))?;
        }
    }
    match value {
        Value::Object(_) => Ok(Object::with(value)),
        _ => Err(invalid("it is not an object".to_owned())),
    }
}

/// Applies the operations of a JSON patch. As with Kubernetes, a test for null holds where nothing is: by this, kube
/// makes sure that it adds the first finalizer.
fn operate(value: &mut Value, operations: &[JsonPatchOperation]) -> Result<(), Box<dyn Error>> {
    for operation in operations {
        let is_for_null = operation.op == PatchOp::Test && operation.value == Nullable::Null;
        if is_for_null && value.pointer(&operation.path).is_none() {
            continue;
        }
        let operation = serde_json::from_value(serde_json::to_value(operation)?)?;
        json_patch::patch(value, &[operation])?;
    }
    Ok(())
}

/// The object after a change of one part, checked.
fn merged<K: Kind>(before: &Object, mut object: Object, part: Part) -> Result<Object, Failure> {
    if object.version().is_some_and(|version| Some(version) != before.version()) {
        return Err(Status::conflict::<K>(before.name(), "it has changed since it was read").into());
    }
    let after = match part {
        Part::Object => {
            object.keep_status::<K>(before);
            object.succeed(before);
            object
        }
        Part::Status => {
            let mut after = before.clone();
            after.take_status(&object);
            after
        }
    };
    after.check::<K>(before.name(), Some(before))?;
    Ok(after)
}

/// Stores the object after a change, unless it is as it was; takes it out if it only waited for its finalizers.
fn settle(
    state: &mut State,
    key: &Key,
    before: Object,
    after: Object,
    dry: Option<&DryRun>,
) -> Result<Object, Failure> {
    if dry.is_some() || after == before {
        return Ok(after);
    }
    if after.is_going() && !after.is_held() {
        return Ok(state.remove(key, after));
    }
    Ok(state.put(key.clone(), after))
}
