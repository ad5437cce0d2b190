//! What writing a definition means: it is checked, its names are accepted or not, and its resource comes and goes.

use serde_json::{Value, json};

use crate::call::{Call, broken};
use crate::crd::{self, CRD_GROUP, Names, Registry, at, check};
use crate::field::FieldError;
use crate::object::{Meta, now, set_member, set_meta};
use crate::server::Server;
use crate::status::ApiError;
use crate::store::{Expect, StoreError};

/// The start of the keys of all definitions.
pub fn prefix() -> String {
    format!("/{CRD_GROUP}/customresourcedefinitions/")
}

/// Fills in the names and the conversion that a definition leaves out.
pub fn complete(object: &mut Value) {
    let kind = at(object, &["spec", "names", "kind"]).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(spec) = object.get_mut("spec").and_then(Value::as_object_mut) else { return };
    spec.entry("conversion").or_insert_with(|| json!({ "strategy": "None" }));
    if let Some(names) = spec.get_mut("names").and_then(Value::as_object_mut) {
        names.entry("singular").or_insert_with(|| kind.to_lowercase().into());
        names.entry("listKind").or_insert_with(|| format!("{kind}List").into());
    }
}

/// Checks a new definition and gives it a status.
pub fn create(object: &mut Value, registry: &Registry) -> Result<(), Vec<FieldError>> {
    set_member(object, "status", None);
    store_versions(object);
    refuse(check::create(object))?;
    establish(object, registry);
    Ok(())
}

/// Checks a changed definition and keeps its status up to date.
pub fn update(object: &mut Value, old: &Value, registry: &Registry) -> Result<(), Vec<FieldError>> {
    store_versions(object);
    refuse(check::update(object, old))?;
    if at(object, &["spec"]) != at(old, &["spec"]) {
        establish(object, registry);
    }
    Ok(())
}

fn refuse(errors: Vec<FieldError>) -> Result<(), Vec<FieldError>> {
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Remembers that objects are stored in the storage version from now on.
fn store_versions(object: &mut Value) {
    let versions = at(object, &["spec", "versions"]).and_then(Value::as_array).cloned().unwrap_or_default();
    let is_stored = |v: &&Value| v.get("storage").and_then(Value::as_bool) == Some(true);
    let Some(name) = versions.iter().find(is_stored).and_then(|v| v.get("name")) else { return };
    let mut status = object.get("status").cloned().filter(Value::is_object).unwrap_or_else(|| json!({}));
    let mut stored = status.get("storedVersions").and_then(Value::as_array).cloned().unwrap_or_default();
    if !stored.contains(name) {
        stored.push(name.clone());
    }
    status["storedVersions"] = stored.into();
    set_member(object, "status", Some(status));
}

/// Says in the status whether the names are free, and the resource served.
fn establish(object: &mut Value, registry: &Registry) {
    let names = at(object, &["spec", "names"]).cloned().unwrap_or_default();
    let mut status = object.get("status").cloned().unwrap_or_default();
    let before = status.get("conditions").and_then(Value::as_array).cloned().unwrap_or_default();
    let definition = crd::parse(object).ok();
    let conditions: Vec<Value> = match definition.as_ref().and_then(|d| taken(registry, &d.group, &d.names)) {
        Some((reason, name)) => {
            let why = format!("{name:?} is already in use");
            let established = is_established(object);
            let not_yet = (!established).then_some([
                "Established",
                "False",
                "NotAccepted",
                "not all names are accepted",
            ]);
            let still = before.iter().find(|c| established && c["type"] == "Established").cloned();
            let first = condition(["NamesAccepted", "False", reason, &why], &before);
            std::iter::once(first).chain(not_yet.map(|c| condition(c, &before))).chain(still).collect()
        }
        None => {
            status["acceptedNames"] = names;
            [
                ["NamesAccepted", "True", "NoConflicts", "no conflicts found"],
                ["Established", "True", "InitialNamesAccepted", "the initial names have been accepted"],
            ]
            .map(|c| condition(c, &before))
            .into()
        }
    };
    let approval = check::approved(object).map(|said| approval(&said, &before));
    status["conditions"] = approval.into_iter().chain(conditions).collect();
    set_member(object, "status", Some(status));
}

/// The condition of a definition in a group of Kubernetes itself, which says where it was approved, or that it was not.
fn approval(said: &str, before: &[Value]) -> Value {
    let kind = "KubernetesAPIApprovalPolicyConformant";
    if said.starts_with("unapproved") {
        return condition(
            [kind, "False", "UnapprovedAnnotation", &format!("not approved: {said:?}")],
            before,
        );
    }
    condition([kind, "True", "ApprovedAnnotation", &format!("approved in {said}")], before)
}

/// A condition by type, status, reason and message; it keeps its time while its status stays.
fn condition([kind, status, reason, message]: [&str; 4], before: &[Value]) -> Value {
    let same = before.iter().find(|c| c["type"] == kind && c["status"] == status);
    let time = same.and_then(|c| c.get("lastTransitionTime")).cloned().unwrap_or_else(|| now().into());
    json!({ "type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": time })
}

/// The first name that another resource of the group has, and the reason that says so.
fn taken<'a>(registry: &Registry, group: &str, names: &'a Names) -> Option<(&'static str, &'a str)> {
    let others = || registry.all().iter().filter(|d| d.group == group && d.names.plural != names.plural);
    let resource = |name: &str| {
        others().any(|d| {
            d.names.plural == name || d.names.singular == name || d.names.short.iter().any(|s| s == name)
        })
    };
    let kind = |name: &str| others().any(|d| d.names.kind == name || d.names.list_kind == name);
    let resources = [("PluralConflict", &names.plural), ("SingularConflict", &names.singular)].into_iter();
    let short = names.short.iter().map(|name| ("ShortNamesConflict", name));
    let kinds = [("KindConflict", &names.kind), ("ListKindConflict", &names.list_kind)].into_iter();
    let in_use =
        resources.chain(short).filter(|(_, name)| resource(name)).chain(kinds.filter(|(_, name)| kind(name)));
    in_use.map(|(reason, name)| (reason, name.as_str())).next()
}

/// Whether the resource of a definition is served.
pub fn is_established(object: &Value) -> bool {
    let conditions = at(object, &["status", "conditions"]).and_then(Value::as_array);
    conditions.into_iter().flatten().any(|c| c["type"] == "Established" && c["status"] == "True")
}

/// Serves what a written definition defines, once its names are accepted.
pub fn serve(server: &Server, object: &Value) {
    if is_established(object)
        && let Ok(definition) = crd::parse(object)
    {
        server.register(definition);
    }
}

/// Serves a resource no longer, removes its objects, and looks again at those who waited for its names.
pub async fn remove(call: &Call, object: &Value) -> Result<(), ApiError> {
    let Ok(definition) = crd::parse(object) else {
        return Ok(());
    };
    if !is_established(object) {
        return Ok(());
    }
    call.server.unregister(&definition.group, &definition.names.plural);
    super::clear(&call.server, &definition.prefix()).await?;
    let listing = call.server.store.list(&prefix(), None).await.map_err(broken)?;
    for (key, stored) in listing.items.iter().filter(|(_, s)| !is_established(&s.value)) {
        let mut waiting = (*stored.value).clone();
        establish(&mut waiting, &call.server.registry());
        if waiting == *stored.value {
            continue;
        }
        match call.server.store.write(key, Expect::Revision(stored.revision), Some(waiting.clone())).await {
            Ok(_) => serve(&call.server, &waiting),
            // Whoever wrote in between has looked at the names himself.
            Err(StoreError::Raced) => {}
            Err(other) => return Err(broken(other)),
        }
    }
    Ok(())
}

/// Completes and checks a definition that a server is to begin with; an older one may be there from a former run.
pub fn seed(object: &mut Value, old: Option<&Value>, registry: &Registry) -> Result<(), String> {
    complete(object);
    let generation = |old: &Value| old.meta("generation").and_then(Value::as_i64).unwrap_or(1);
    let changed = |old: &Value| i64::from(at(old, &["spec"]) != at(object, &["spec"]));
    let generation = old.map_or(1, |old| generation(old) + changed(old));
    set_meta(object, "generation", generation);
    let checked = match old {
        None => create(object, registry),
        Some(old) => {
            set_member(object, "status", old.get("status").cloned());
            update(object, old, registry)
        }
    };
    checked.map_err(|errors| {
        let texts: Vec<String> = errors.iter().map(FieldError::to_string).collect();
        format!("{} is invalid: {}", object.name(), texts.join("; "))
    })
}
