//! Deleting one object: preconditions, finalizers, propagation.

use http::{StatusCode, header};
use serde_json::Value;

use crate::call::{Call, broken};
use crate::field::{FieldError, FieldPath};
use crate::object::{Meta, convert, now, set_meta};
use crate::reply::Reply;
use crate::request::body;
use crate::request::query::{DryRun, dry_run_faults, refuse};
use crate::roles;
use crate::status::{ApiError, Details, Success};
use crate::store::{Expect, StoreError, Stored};

/// How often a deletion is tried when others write at the same time.
const ATTEMPTS: usize = 5;

/// What is to become of the objects that this one owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Propagation {
    Background,
    Foreground,
    Orphan,
}

/// The options of a deletion.
#[derive(Debug, Clone)]
pub struct DeleteOptions {
    propagation: Option<Propagation>,
    uid: Option<String>,
    revision: Option<String>,
    dry_run: DryRun,
}

/// What became of an object.
pub enum Deleted {
    /// It is gone; this was its last state.
    Gone(Value),
    /// It waits for its finalizers.
    Waiting(Value),
}

impl DeleteOptions {
    /// Reads the options from the body, or from the query where there is no body.
    pub fn read(call: &Call) -> Result<DeleteOptions, ApiError> {
        let given = if call.body.is_empty() { from_query(call)? } else { from_body(call)? };
        refuse("DeleteOptions", &option_faults(&given))?;
        let propagation = match given.get("propagationPolicy").and_then(Value::as_str) {
            Some("Foreground") => Some(Propagation::Foreground),
            Some("Orphan") => Some(Propagation::Orphan),
            Some("Background") => Some(Propagation::Background),
            _ => match given.get("orphanDependents").and_then(Value::as_bool) {
                Some(true) => Some(Propagation::Orphan),
                Some(false) => Some(Propagation::Background),
                None => None,
            },
        };
        let precondition = |name: &str| given.get("preconditions")?.get(name)?.as_str().map(str::to_owned);
        let dry = given.get("dryRun").and_then(Value::as_array).is_some_and(|d| !d.is_empty());
        let dry_run = if dry { DryRun::All } else { DryRun::No };
        Ok(DeleteOptions {
            propagation,
            uid: precondition("uid"),
            revision: precondition("resourceVersion"),
            dry_run,
        })
    }
}

fn from_query(call: &Call) -> Result<Value, ApiError> {
    let mut given = serde_json::Map::new();
    if let Some(seconds) = call.query.integer("gracePeriodSeconds")? {
        given.insert("gracePeriodSeconds".into(), seconds.into());
    }
    if let Some(policy) = call.query.get("propagationPolicy") {
        given.insert("propagationPolicy".into(), policy.into());
    }
    if let Some(orphan) = call.query.flag("orphanDependents") {
        given.insert("orphanDependents".into(), orphan.into());
    }
    let dry_run = call.query.all("dryRun");
    if !dry_run.is_empty() {
        given.insert("dryRun".into(), dry_run.into());
    }
    Ok(Value::Object(given))
}

fn from_body(call: &Call) -> Result<Value, ApiError> {
    let syntax = body::object_syntax(call.header(header::CONTENT_TYPE))?;
    let parsed = body::read(&call.body, syntax).map_err(ApiError::bad_request)?;
    match parsed.value.get("kind").and_then(Value::as_str) {
        None | Some("" | "DeleteOptions") => Ok(parsed.value),
        Some(other) => {
            let version = parsed.value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
            Err(ApiError::bad_request(format!("no kind {other:?} is registered for version {version:?}")))
        }
    }
}

fn option_faults(given: &Value) -> Vec<FieldError> {
    let dry_run = given.get("dryRun").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut errors =
        dry_run_faults(&dry_run.iter().map(|v| v.as_str().unwrap_or_default()).collect::<Vec<_>>());
    let path = FieldPath::new("propagationPolicy");
    if let Some(policy) = given.get("propagationPolicy").filter(|p| !p.is_null()) {
        if given.get("orphanDependents").is_some_and(|o| !o.is_null()) {
            errors.push(FieldError::invalid(
                &path,
                policy,
                "orphanDependents and deletionPropagation cannot be both set",
            ));
        }
        if !matches!(policy.as_str(), Some("Foreground" | "Background" | "Orphan")) {
            let known = ["Foreground", "Background", "Orphan", "nil"].map(Into::into);
            errors.push(FieldError::not_supported(&path, policy, &known));
        }
    }
    errors
}

/// Answers with what became of the object.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let options = DeleteOptions::read(call)?;
    let done = delete(call, call.name(), &options).await?;
    match done {
        Deleted::Waiting(object) => Ok(Reply::document(StatusCode::OK, object)),
        Deleted::Gone(object) => Ok(Reply::json(&success(call, &object))),
    }
}

fn success(call: &Call, object: &Value) -> Success {
    let definition = call.definition();
    Success::new(Details {
        name: object.name().to_owned(),
        group: definition.group.clone(),
        kind: definition.names.plural.clone(),
        uid: object.meta_text("uid").to_owned(),
        ..Details::default()
    })
}

/// Deletes an object of the collection of the path.
pub async fn delete(call: &Call, name: &str, options: &DeleteOptions) -> Result<Deleted, ApiError> {
    let key = call.key(name);
    for _ in 0..ATTEMPTS {
        let stored = call.load(&key).await?.ok_or_else(|| ApiError::not_found(&call.plural(name)))?;
        match attempt(call, &key, &stored, options).await {
            Err(StoreError::Raced) => {}
            Err(other) => return Err(broken(other)),
            Ok(done) => return done,
        }
    }
    Err(ApiError::modified(&call.plural(name)))
}

async fn attempt(
    call: &Call,
    key: &str,
    stored: &Stored,
    options: &DeleteOptions,
) -> Result<Result<Deleted, ApiError>, StoreError> {
    let old = match call.served(stored) {
        Ok(old) => old,
        Err(error) => return Ok(Err(error)),
    };
    if let Err(error) = preconditions(call, &old, options) {
        return Ok(Err(error));
    }
    let mut new = old.clone();
    finalizers(&mut new, options.propagation);
    let waits = !new.finalizers().is_empty() || roles::delays_deletion(call, &new);
    if waits && !old.is_deleting() {
        mark(&mut new);
        roles::mark_deletion(call, &mut new);
    }
    let expect = Expect::Revision(stored.revision);
    if options.dry_run == DryRun::All || waits && new == old {
        return Ok(Ok(if waits { Deleted::Waiting(new) } else { Deleted::Gone(old) }));
    }
    let value = match waits.then(|| convert::stored(&new, call.definition())).transpose() {
        Ok(value) => value,
        Err(error) => return Ok(Err(error)),
    };
    let revision = call.server.store.write(key, expect, value).await?;
    if waits {
        set_meta(&mut new, "resourceVersion", revision.to_string());
        return Ok(roles::after_mark(call, &new).await.map(|()| Deleted::Waiting(new)));
    }
    Ok(roles::after_delete(call, &old).await.map(|()| Deleted::Gone(old)))
}

/// Marks an object as being deleted.
fn mark(object: &mut Value) {
    set_meta(object, "deletionTimestamp", now());
    set_meta(object, "deletionGracePeriodSeconds", 0);
    let generation = object.meta("generation").and_then(Value::as_i64).unwrap_or(0);
    if generation > 0 {
        set_meta(object, "generation", generation + 1);
    }
}

fn preconditions(call: &Call, object: &Value, options: &DeleteOptions) -> Result<(), ApiError> {
    let (uid, revision) = (object.meta_text("uid"), object.meta_text("resourceVersion"));
    if let Some(wanted) = options.uid.as_deref().filter(|w| *w != uid) {
        let start =
            format!("the UID in the precondition ({wanted}) does not match the UID in record ({uid})");
        let text = format!("{start}. The object might have been deleted and then recreated");
        return Err(ApiError::conflict(&call.kind(object.name()), &text));
    }
    if let Some(wanted) = options.revision.as_deref().filter(|w| *w != revision) {
        let start = format!(
            "the ResourceVersion in the precondition ({wanted}) does not match the ResourceVersion in record ({revision})"
        );
        return Err(ApiError::conflict(
            &call.kind(object.name()),
            &format!("{start}. The object might have been modified"),
        ));
    }
    Ok(())
}

/// Propagation is carried out by finalizers that a garbage collector takes away.
fn finalizers(object: &mut Value, propagation: Option<Propagation>) {
    let wanted = match propagation {
        None => return,
        Some(Propagation::Background) => None,
        Some(Propagation::Foreground) => Some("foregroundDeletion"),
        Some(Propagation::Orphan) => Some("orphan"),
    };
    let known = ["foregroundDeletion", "orphan"];
    let mut list: Vec<String> =
        object.finalizers().into_iter().filter(|f| !known.contains(f)).map(str::to_owned).collect();
    list.extend(wanted.map(str::to_owned));
    set_meta(object, "finalizers", if list.is_empty() { Value::Null } else { list.into() });
}
