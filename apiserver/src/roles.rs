//! The resources that mean something to the server itself: namespaces, and definitions of resources.

use serde_json::{Value, json};

use crate::call::{Call, broken};
use crate::crd::{
    self, CRD_GROUP, Column, Definition, Derived, Names, Role, Scope, Version, at, standard_columns,
};
use crate::field::{FieldError, FieldPath};
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

/// Completes a namespace or a definition that is created.
pub fn before_create(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    match call.definition().role {
        Role::Custom => Ok(()),
        Role::Namespace => {
            complete_namespace(object);
            Ok(())
        }
        Role::Definition => {
            check_definition(call, object)?;
            establish(object);
            Ok(())
        }
    }
}

/// Completes a definition that is updated.
pub fn before_update(call: &Call, object: &mut Value, old: &Value) -> Result<(), ApiError> {
    if call.definition().role == Role::Definition && !call.is_status() && !object.is_deleting() {
        complete_definition(object);
        check_definition(call, object)?;
        if at(object, &["spec"]) != at(old, &["spec"]) {
            establish(object);
        }
    }
    Ok(())
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

/// Fills in the names and the conversion that a definition leaves out.
pub fn complete_definition(object: &mut Value) {
    let kind = at(object, &["spec", "names", "kind"]).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) else { return };
    spec.entry("conversion").or_insert_with(|| json!({ "strategy": "None" }));
    if let Some(names) = spec.get_mut("names").and_then(Value::as_object_mut) {
        names.entry("singular").or_insert_with(|| kind.to_lowercase().into());
        names.entry("listKind").or_insert_with(|| format!("{kind}List").into());
    }
}

/// Refuses a definition that cannot be served.
fn check_definition(call: &Call, object: &Value) -> Result<(), ApiError> {
    let refuse = |fault: FieldError| Err(ApiError::invalid(&call.kind(object.name()), &[fault]));
    let definition = match crd::parse(object) {
        Ok(definition) => definition,
        Err(why) => {
            let (path, detail) = why.split_once(": ").unwrap_or(("spec", &why));
            return refuse(FieldError::required(&FieldPath::new(path), detail));
        }
    };
    let expected = format!("{}.{}", definition.names.plural, definition.group);
    if object.name() != expected {
        let detail = "must be spec.names.plural+\".\"+spec.group";
        return refuse(FieldError::invalid(&FieldPath::new("metadata.name"), &object.name().into(), detail));
    }
    Ok(())
}

/// Declares a definition to be in force.
pub fn establish(object: &mut Value) {
    let condition = |kind: &str, reason: &str, message: &str| json!({ "type": kind, "status": "True", "reason": reason, "message": message, "lastTransitionTime": now() });
    let names = at(object, &["spec", "names"]).cloned().unwrap_or_default();
    let versions = at(object, &["spec", "versions"]).and_then(Value::as_array).cloned().unwrap_or_default();
    let storage = versions.iter().filter(|v| v.get("storage").and_then(Value::as_bool) == Some(true));
    let stored: Vec<Value> = storage.filter_map(|v| v.get("name").cloned()).collect();
    let conditions = [
        condition("NamesAccepted", "NoConflicts", "no other resource has these names"),
        condition("Established", "InitialNamesAccepted", "the resource is served"),
    ];
    let status = json!({ "conditions": conditions, "acceptedNames": names, "storedVersions": stored });
    set_member(object, "status", Some(status));
}

/// Serves what a written definition defines.
pub fn after_write(call: &Call, object: &Value) {
    if call.definition().role == Role::Definition
        && let Ok(definition) = crd::parse(object)
    {
        call.server.register(definition);
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
    if let Ok(definition) = crd::parse(object) {
        call.server.unregister(&definition.group, &definition.names.plural);
        clear(&call.server, &definition.prefix()).await?;
    }
    Ok(())
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
    let is_namespace = object.get("kind").and_then(Value::as_str) == Some("Namespace");
    let key = if is_namespace {
        complete_namespace(&mut object);
        format!("{NAMESPACES}{}", object.name())
    } else {
        complete_definition(&mut object);
        establish(&mut object);
        set_meta(&mut object, "generation", 1);
        format!("/{CRD_GROUP}/customresourcedefinitions/{}", object.name())
    };
    set_meta(&mut object, "uid", uuid::Uuid::new_v4().to_string());
    set_meta(&mut object, "creationTimestamp", now());
    let present = server.store.get(&key).await.map_err(|e| format!("{e:?}"))?;
    if is_namespace && present.is_some() {
        return Ok(());
    }
    let expect = present.map_or(Expect::Absent, |p| Expect::Revision(p.revision));
    server.store.write(&key, expect, Some(object)).await.map(|_| ()).map_err(|e| format!("{key}: {e:?}"))
}

/// Serves what the definitions in the store define.
pub async fn restore(server: &Server) -> Result<(), String> {
    let prefix = format!("/{CRD_GROUP}/customresourcedefinitions/");
    let listing = server.store.list(&prefix, None).await.map_err(|e| format!("{e:?}"))?;
    for (key, stored) in listing.items {
        server.register(crd::parse(&stored.value).map_err(|e| format!("{key}: {e}"))?);
    }
    Ok(())
}
