//! Reading, changing and writing an object, again and again until nobody else wrote in between.

use serde_json::Value;

use super::{prepare, validate};
use crate::call::{Call, broken};
use crate::crd::{Role, check};
use crate::object::{Meta, convert, rules, set_meta};
use crate::request::query::DryRun;
use crate::roles;
use crate::status::ApiError;
use crate::store::{Expect, StoreError, Stored};
use crate::text::json;

/// How often a write is tried when others write at the same time.
const ATTEMPTS: usize = 5;

/// The longest object that the store of the real server takes, in bytes.
const OBJECT_LIMIT: usize = 3 * 512 * 1024;

/// What a change makes of the present object.
pub enum Outcome {
    /// This object.
    Changed(Value),
    /// The present one.
    Unchanged,
}

/// Creates an object that is ready but for its checks; answers it as served.
pub async fn create(call: &Call, object: &mut Value, dry_run: DryRun) -> Result<Value, ApiError> {
    validate::create(call, object)?;
    note(call, object, None);
    if !object.meta_text("resourceVersion").is_empty() {
        return Err(ApiError::internal("resourceVersion should not be set on objects to be created"));
    }
    roles::before_create(call, object)?;
    let key = call.key(object.name());
    if let Some(present) = call.load(&key).await? {
        return Err(taken(call, &present, object.name()));
    }
    if dry_run == DryRun::All {
        return Ok(object.clone());
    }
    let stored = to_store(call, object)?;
    let revision = match call.server.store.write(&key, Expect::Absent, Some(stored)).await {
        Ok(revision) => revision,
        Err(StoreError::Raced) => return Err(ApiError::already_exists(&call.plural(object.name()))),
        Err(other) => return Err(broken(other)),
    };
    set_meta(object, "resourceVersion", revision.to_string());
    roles::after_write(call, object).await?;
    Ok(object.clone())
}

/// Warns of what is allowed and not wise.
fn note(call: &Call, new: &Value, old: Option<&Value>) {
    let notes = match call.definition().role {
        _ if call.is_status() => return,
        Role::Custom => rules::finalizer_warnings(new, old),
        Role::Definition => {
            let before = old.map(check::unknown_formats).unwrap_or_default();
            let added = check::unknown_formats(new).into_iter().filter(|f| !before.contains(f));
            added.map(|f| format!("unrecognized format {f:?}")).collect()
        }
        Role::Namespace | Role::Data | Role::Review => return,
    };
    call.notes.set(notes);
}

/// An object as it is stored, unless it is too large; the refusal has the words of the real store.
fn to_store(call: &Call, object: &Value) -> Result<Value, ApiError> {
    let stored = convert::stored(object, call.definition())?;
    if json::length(&stored) > OBJECT_LIMIT {
        return Err(ApiError::new(500, "", "etcdserver: request is too large"));
    }
    Ok(stored)
}

fn taken(call: &Call, present: &Stored, name: &str) -> ApiError {
    let mut error = ApiError::already_exists(&call.plural(name));
    if present.value.is_deleting() {
        error.message = format!("object is being deleted: {}", error.message);
    }
    error
}

/// Changes the object of the path.
pub async fn change<F>(call: &Call, dry_run: DryRun, make: F) -> Result<Value, ApiError>
where
    F: Fn(&Value) -> Result<Outcome, ApiError>,
{
    for attempt in 1.. {
        let stored = call.existing().await?;
        let old = call.served(&stored)?;
        let new = match make(&old)? {
            Outcome::Changed(new) => new,
            Outcome::Unchanged => return Ok(old),
        };
        match replace(call, (&stored, &old), new, dry_run).await {
            Err(error) if error.code == 409 && error.reason.is_empty() && attempt < ATTEMPTS => {}
            Err(error) if error.reason.is_empty() && error.code == 409 => break,
            done => return done,
        }
    }
    Err(ApiError::modified(&call.plural(call.name())))
}

/// A race, to be tried again; it never reaches a client.
fn raced() -> ApiError {
    ApiError::new(409, "", "raced")
}

async fn replace(
    call: &Call,
    present: (&Stored, &Value),
    mut new: Value,
    dry_run: DryRun,
) -> Result<Value, ApiError> {
    let (stored, old) = present;
    preconditions(call, &new, old)?;
    prepare::update(call, &mut new, old);
    set_meta(&mut new, "resourceVersion", old.meta("resourceVersion").cloned().unwrap_or_default());
    validate::update(call, &new, old)?;
    note(call, &new, Some(old));
    roles::before_update(call, &mut new, old)?;
    if same_but_for_times(&new, old) {
        return Ok(old.clone());
    }
    if dry_run == DryRun::All {
        return Ok(new);
    }
    let gone = new.is_deleting() && new.finalizers().is_empty() && roles::may_vanish(call, &new);
    let value = if gone { None } else { Some(to_store(call, &new)?) };
    let key = call.key(call.name());
    match call.server.store.write(&key, Expect::Revision(stored.revision), value).await {
        Ok(revision) if !gone => {
            set_meta(&mut new, "resourceVersion", revision.to_string());
            roles::after_write(call, &new).await?;
        }
        Ok(_) => roles::after_delete(call, &new).await?,
        Err(StoreError::Raced) => return Err(raced()),
        Err(other) => return Err(broken(other)),
    }
    Ok(new)
}

/// The revision and the uid that the client believes in.
fn preconditions(call: &Call, new: &Value, old: &Value) -> Result<(), ApiError> {
    let (given, present) = (new.meta_text("resourceVersion"), old.meta_text("resourceVersion"));
    if !given.is_empty() {
        let parsed: u64 = given.parse().map_err(|_| {
            ApiError::internal(format!("strconv.ParseUint: parsing {given:?}: invalid syntax"))
        })?;
        if parsed.to_string() != present {
            return Err(ApiError::modified(&call.plural(call.name())));
        }
    }
    Ok(())
}

/// Whether nothing changed, except perhaps when somebody last managed something.
fn same_but_for_times(new: &Value, old: &Value) -> bool {
    if prepare::differ(new, old) {
        return false;
    }
    let strip = |value: &Value| {
        let mut value = value.clone();
        let managed = value.pointer_mut("/metadata/managedFields").and_then(Value::as_array_mut);
        for entry in managed.into_iter().flatten().filter_map(Value::as_object_mut) {
            entry.remove("time");
        }
        value
    };
    strip(new) == strip(old)
}
