//! The resources that mean something to the server itself: namespaces, and definitions of resources.

mod data;
mod definitions;
mod namespaces;

use serde_json::{Value, json};

use crate::call::{Call, broken};
use crate::crd::{self, Definition, Role, at};
use crate::field::FieldError;
use crate::object::{Meta, metadata_mut, now, set_member, set_meta};
use crate::server::Server;
use crate::status::{ApiError, Cause, Named};
use crate::store::{Expect, StoreError};
use crate::text::yaml_read;

/// The prefix of the keys of namespaces.
const NAMESPACES: &str = "//namespaces/";

/// The resources that are there from the start.
const BUILTINS: &str = include_str!("builtins.yaml");

/// Reads them. What is wrong with the list is a fault of this program, which every start meets.
pub fn builtins() -> Result<Vec<Definition>, String> {
    let list = yaml_read::parse(BUILTINS)?.value;
    let role = |entry: &Value| match entry.get("role").and_then(Value::as_str) {
        Some("Namespace") => Role::Namespace,
        Some("Definition") => Role::Definition,
        Some("Review") => Role::Review,
        _ => Role::Data,
    };
    list.as_array().into_iter().flatten().map(|entry| crd::parse_builtin(entry, role(entry))).collect()
}

/// Refuses to create in a namespace that is not there, or is going.
pub async fn namespace_exists(call: &Call, object: &Value) -> Result<(), ApiError> {
    let Some(namespace) = call.namespace() else {
        return Ok(());
    };
    match call.load(&format!("{NAMESPACES}{namespace}")).await? {
        None => Err(ApiError::not_found(&Named { group: "", kind: "namespaces", name: namespace })),
        Some(found) if found.value.is_deleting() => {
            let why = format!(
                "unable to create new content in namespace {namespace} because it is being terminated"
            );
            let name = [object.name(), object.meta_text("generateName"), "Unknown"]
                .into_iter()
                .find(|n| !n.is_empty());
            let mut error = ApiError::forbidden(&call.plural(name.unwrap_or_default()), &why);
            if let Some(details) = &mut error.details {
                details.causes.push(Cause {
                    reason: "NamespaceTerminating",
                    message: format!("namespace {namespace} is being terminated"),
                    field: "metadata.namespace".into(),
                });
            }
            Err(error)
        }
        Some(_) => Ok(()),
    }
}

pub use definitions::{complete as complete_definition, serve as serve_definition};

/// Completes a namespace or a definition that is created.
pub fn before_create(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    match call.definition().role {
        Role::Custom | Role::Review => Ok(()),
        Role::Data => data::create(call, object),
        Role::Namespace => {
            complete_namespace(object);
            Ok(())
        }
        Role::Definition => {
            definitions::create(object, &call.server.registry()).map_err(|e| refused(call, object, &e))
        }
    }
}

/// Completes a definition that is updated.
pub fn before_update(call: &Call, object: &mut Value, old: &Value) -> Result<(), ApiError> {
    if call.definition().role == Role::Data && !call.is_status() {
        return data::update(call, object, old);
    }
    if call.definition().role != Role::Definition || call.is_status() || object.is_deleting() {
        return Ok(());
    }
    definitions::complete(object);
    definitions::update(object, old, &call.server.registry()).map_err(|e| refused(call, object, &e))
}

fn refused(call: &Call, object: &Value, errors: &[FieldError]) -> ApiError {
    ApiError::invalid(&call.kind(object.name()), errors)
}

/// What every namespace has.
pub fn complete_namespace(object: &mut Value) {
    let name = object.name().to_owned();
    let metadata = metadata_mut(object);
    let labels = metadata.entry("labels").or_insert_with(|| json!({}));
    if let Some(labels) = labels.as_object_mut() {
        labels.insert("kubernetes.io/metadata.name".into(), name.into());
    }
    set_member(object, "spec", Some(json!({ "finalizers": ["kubernetes"] })));
    set_member(object, "status", Some(json!({ "phase": "Active" })));
}

/// What follows a write: a definition is served, a namespace that lost its last finalizer may go.
pub async fn after_write(call: &Call, object: &Value) -> Result<(), ApiError> {
    match call.definition().role {
        Role::Definition => definitions::serve(&call.server, object),
        Role::Namespace if object.is_deleting() => namespaces::finish(&call.server, object.name()).await?,
        _ => {}
    }
    Ok(())
}

/// Whether an object has more to do before it goes than its finalizers say: a namespace empties itself.
pub fn delays_deletion(call: &Call, object: &Value) -> bool {
    call.definition().role == Role::Namespace && at(object, &["spec", "finalizers"]).is_some()
}

/// Whether an object whose finalizers are gone may go.
pub fn may_vanish(call: &Call, object: &Value) -> bool {
    !delays_deletion(call, object)
}

/// What else a deletion marks.
pub fn mark_deletion(call: &Call, object: &mut Value) {
    if call.definition().role == Role::Namespace {
        set_member(object, "status", Some(json!({ "phase": "Terminating" })));
    }
}

/// What follows when an object is marked as being deleted: a namespace empties itself, and goes.
pub async fn after_mark(call: &Call, object: &Value) -> Result<(), ApiError> {
    if call.definition().role == Role::Namespace {
        namespaces::empty(&call.server, object.name()).await
    } else {
        Ok(())
    }
}

/// What follows when an object is gone: with a definition go its objects, and the resource; with the last object in it
/// goes a namespace that is being deleted.
pub async fn after_delete(call: &Call, object: &Value) -> Result<(), ApiError> {
    match call.namespace() {
        Some(namespace) => namespaces::finish(&call.server, namespace).await,
        None if call.definition().role == Role::Definition => definitions::remove(call, object).await,
        None => Ok(()),
    }
}

/// Removes everything under a prefix.
async fn clear(server: &Server, prefix: &str) -> Result<(), ApiError> {
    let listing = server.store.list(prefix, None).await.map_err(broken)?;
    for (key, _) in listing.items {
        remove(server, &key).await?;
    }
    Ok(())
}

/// Removes a key, whatever its state.
async fn remove(server: &Server, key: &str) -> Result<(), ApiError> {
    while let Some(stored) = server.store.get(key).await.map_err(broken)? {
        match server.store.write(key, Expect::Revision(stored.revision), None).await {
            Err(StoreError::Raced) => {}
            done => return done.map(|_| ()).map_err(broken),
        }
    }
    Ok(())
}

/// Puts a namespace or a definition into a new server; a definition takes the place of an older one.
pub async fn seed(server: &Server, mut object: Value) -> Result<(), String> {
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    let prefix = match kind {
        "Namespace" => NAMESPACES.to_owned(),
        "CustomResourceDefinition" => definitions::prefix(),
        other => return Err(format!("{other} {:?} is no CustomResourceDefinition", object.name())),
    };
    let key = format!("{prefix}{}", object.name());
    let present = server.store.get(&key).await.map_err(|e| format!("{e:?}"))?;
    if kind == "Namespace" {
        if present.is_some() {
            return Ok(());
        }
        complete_namespace(&mut object);
    } else {
        definitions::seed(&mut object, present.as_ref().map(|p| &*p.value), &server.registry())?;
    }
    let kept = |name: &str| present.as_ref().and_then(|p| p.value.meta(name)).cloned();
    set_meta(&mut object, "uid", kept("uid").unwrap_or_else(|| uuid::Uuid::new_v4().to_string().into()));
    set_meta(&mut object, "creationTimestamp", kept("creationTimestamp").unwrap_or_else(|| now().into()));
    definitions::serve(server, &object);
    if present.as_ref().is_some_and(|p| *p.value == object) {
        return Ok(());
    }
    let expect = present.map_or(Expect::Absent, |p| Expect::Revision(p.revision));
    server.store.write(&key, expect, Some(object)).await.map(|_| ()).map_err(|e| format!("{key}: {e:?}"))
}

/// Serves what the definitions in the store define.
pub async fn restore(server: &Server) -> Result<(), String> {
    let listing = server.store.list(&definitions::prefix(), None).await.map_err(|e| format!("{e:?}"))?;
    listing.items.iter().for_each(|(_, stored)| definitions::serve(server, &stored.value));
    Ok(())
}
