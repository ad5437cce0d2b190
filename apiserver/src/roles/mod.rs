//! The resources that mean something to the server itself: namespaces, and definitions of resources.

mod definitions;

use serde_json::{Value, json};

use crate::call::{Call, broken};
use crate::crd::{CRD_GROUP, Column, Definition, Derived, Names, Role, Scope, Version, at, standard_columns};
use crate::field::FieldError;
use crate::object::{Meta, metadata_mut, now, set_member, set_meta};
use crate::schema::Schema;
use crate::server::Server;
use crate::status::{ApiError, Named};
use crate::store::{Expect, StoreError};

/// The prefix of the keys of namespaces.
const NAMESPACES: &str = "//namespaces/";

/// A resource that is there from the start and keeps whatever it is given.
fn builtin(group: &str, version: &str, names: Names, role: Role) -> Definition {
    let schema = Schema::anything();
    let version = Version {
        name: version.to_owned(),
        served: true,
        deprecation: None,
        derived: Derived::default(),
        schema,
        columns: builtin_columns(role),
        has_status: true,
        scale: None,
        selectable: Vec::new(),
    };
    let storage = version.name.clone();
    let group = group.to_owned();
    Definition {
        group,
        names,
        scope: Scope::Cluster,
        role,
        versions: vec![version],
        storage,
        source: Value::Null,
    }
}

/// What tables show of a resource that is there from the start.
fn builtin_columns(role: Role) -> Vec<Column> {
    let column =
        |name: &str, path: &str| Column::parse(&json!({ "name": name, "type": "string", "jsonPath": path }));
    match role {
        Role::Custom => standard_columns(),
        Role::Definition => std::iter::once(Column::name())
            .chain(column("Created At", ".metadata.creationTimestamp"))
            .collect(),
        Role::Namespace => {
            let mut columns = standard_columns();
            columns.splice(1..1, column("Status", ".status.phase"));
            columns
        }
    }
}

fn names(plural: &str, kind: &str, short: &[&str]) -> Names {
    Names {
        plural: plural.into(),
        singular: kind.to_lowercase(),
        kind: kind.into(),
        list_kind: format!("{kind}List"),
        short: short.iter().map(|s| (*s).to_owned()).collect(),
        categories: Vec::new(),
    }
}

/// The resources that are there from the start.
pub fn builtins() -> Vec<Definition> {
    let crds = names("customresourcedefinitions", "CustomResourceDefinition", &["crd", "crds"]);
    vec![
        builtin("", "v1", names("namespaces", "Namespace", &["ns"]), Role::Namespace),
        builtin(CRD_GROUP, "v1", crds, Role::Definition),
    ]
}

/// Refuses to create in a namespace that is not there, or is going.
pub async fn namespace_exists(call: &Call) -> Result<(), ApiError> {
    let Some(namespace) = call.namespace() else {
        return Ok(());
    };
    match call.load(&format!("{NAMESPACES}{namespace}")).await? {
        None => Err(ApiError::not_found(&Named { group: "", kind: "namespaces", name: namespace })),
        Some(found) if found.value.is_deleting() => {
            let why = format!(
                "unable to create new content in namespace {namespace} because it is being terminated"
            );
            Err(ApiError::forbidden(&call.plural(""), &why))
        }
        Some(_) => Ok(()),
    }
}

pub use definitions::{complete as complete_definition, serve as serve_definition};

/// Completes a namespace or a definition that is created.
pub fn before_create(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    match call.definition().role {
        Role::Custom => Ok(()),
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

/// Serves what a written definition defines.
pub fn after_write(call: &Call, object: &Value) {
    if call.definition().role == Role::Definition {
        definitions::serve(&call.server, object);
    }
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
    if call.definition().role != Role::Namespace {
        return Ok(());
    }
    for definition in call.server.registry().all() {
        if definition.scope == Scope::Namespaced {
            clear(&call.server, &definition.prefix_in(Some(object.name()))).await?;
        }
    }
    if object.finalizers().is_empty() {
        remove(&call.server, &call.key(object.name())).await?;
    }
    Ok(())
}

/// What follows when an object is gone: with a definition go its objects, and the resource.
pub async fn after_delete(call: &Call, object: &Value) -> Result<(), ApiError> {
    if call.definition().role != Role::Definition {
        return Ok(());
    }
    definitions::remove(call, object).await
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
    let expect = present.map_or(Expect::Absent, |p| Expect::Revision(p.revision));
    definitions::serve(server, &object);
    server.store.write(&key, expect, Some(object)).await.map(|_| ()).map_err(|e| format!("{key}: {e:?}"))
}

/// Serves what the definitions in the store define.
pub async fn restore(server: &Server) -> Result<(), String> {
    let listing = server.store.list(&definitions::prefix(), None).await.map_err(|e| format!("{e:?}"))?;
    listing.items.iter().for_each(|(_, stored)| definitions::serve(server, &stored.value));
    Ok(())
}
