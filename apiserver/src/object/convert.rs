//! An object as it is stored against an object as it is served.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::{Meta, set_member, set_meta};
use crate::crd::Definition;
use crate::schema::{default, prune};
use crate::status::ApiError;
use crate::store::Stored;

/// Converts the objects of a resource from version to version: what a conversion webhook does in a cluster.
pub trait Convert: Send + Sync {
    /// The same object in another version, given as `group/version`. Beside labels and annotations the metadata stays as
    /// it is, whatever the answer says. The error is shown to whoever asked for the object.
    fn convert(&self, object: Value, to: &str) -> Result<Value, String>;
}

impl<F: Fn(Value, &str) -> Result<Value, String> + Send + Sync> Convert for F {
    fn convert(&self, object: Value, to: &str) -> Result<Value, String> {
        self(object, to)
    }
}

/// How the versions of a resource are converted.
#[derive(Clone, Default)]
pub enum Conversion {
    /// Nothing but `apiVersion` differs between them.
    #[default]
    Alike,
    /// The definition asks for a webhook, and nothing stands in for it.
    Missing,
    /// By what stands in for the webhook.
    Hook(Arc<dyn Convert>),
    /// They are kept as the objects of another group, which shows them too.
    Kin(Kin),
}

/// Another group that shows the same objects, with other names for some of their members.
#[derive(Debug, Clone)]
pub struct Kin {
    /// The other group.
    pub group: String,
    /// Its `apiVersion`.
    pub api_version: String,
    /// The names here, and there.
    pub members: Vec<(String, String)>,
}

impl Kin {
    /// The object as the other group has it.
    fn kept(&self, object: &mut Value) {
        self.members.iter().for_each(|(here, there)| rename(object, here, there));
        set_member(object, "apiVersion", Some(self.api_version.as_str().into()));
    }

    /// The object of the other group as it is here.
    fn shown(&self, object: &mut Value, api_version: String) {
        self.members.iter().for_each(|(here, there)| rename(object, there, here));
        set_member(object, "apiVersion", Some(api_version.into()));
    }
}

fn rename(object: &mut Value, from: &str, to: &str) {
    if let Some(map) = object.as_object_mut()
        && let Some(value) = map.remove(from)
    {
        map.insert(to.to_owned(), value);
    }
}

impl fmt::Debug for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Conversion::Alike => "Alike",
            Conversion::Missing => "Missing",
            Conversion::Hook(_) => "Hook",
            Conversion::Kin(_) => "Kin",
        })
    }
}

/// A stored object as a version serves it.
pub fn served(stored: &Stored, definition: &Definition, version: &str) -> Result<Value, ApiError> {
    let mut object = (*stored.value).clone();
    if let Conversion::Kin(kin) = &definition.conversion {
        kin.shown(&mut object, definition.api_version(version));
    }
    if let Some(storage) = definition.stored() {
        // The schema may have lost members since the object was written.
        prune::prune(&mut object, &storage.schema);
        default::apply(&mut object, &storage.schema);
    }
    let mut object = between(object, definition, version)?;
    set_meta(&mut object, "resourceVersion", stored.revision.to_string());
    Ok(object)
}

/// An object as it is written to the store.
pub fn stored(object: &Value, definition: &Definition) -> Result<Value, ApiError> {
    let mut object = between(object.clone(), definition, &definition.storage)?;
    if let Conversion::Kin(kin) = &definition.conversion {
        kin.kept(&mut object);
    }
    set_meta(&mut object, "resourceVersion", Value::Null);
    Ok(object)
}

/// The same object in a version.
fn between(mut object: Value, definition: &Definition, version: &str) -> Result<Value, ApiError> {
    let to = definition.api_version(version);
    if object.get("apiVersion").and_then(Value::as_str) == Some(&to) {
        return Ok(object);
    }
    let (group, kind) = (&definition.group, &definition.names.kind);
    let failed = |why: &str| {
        ApiError::internal(format!("conversion webhook for {group}/{version}, Kind={kind} failed: {why}"))
    };
    let hook = match &definition.conversion {
        Conversion::Alike | Conversion::Kin(_) => {
            set_member(&mut object, "apiVersion", Some(to.into()));
            return Ok(object);
        }
        Conversion::Missing => return Err(failed("nothing stands in for the webhook of this definition")),
        Conversion::Hook(hook) => hook,
    };
    let mut converted = hook.convert(object.clone(), &to).map_err(|e| failed(&e))?;
    let given = converted.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    if given != to || converted.get("kind") != object.get("kind") {
        return Err(failed(&format!("{to} was asked for, and {given} came with kind {}", converted["kind"])));
    }
    keep_metadata(&mut converted, &object);
    if let Some(version) = definition.versions.iter().find(|v| v.name == version) {
        default::apply(&mut converted, &version.schema);
    }
    Ok(converted)
}

/// A conversion may change labels and annotations, and nothing else of the metadata.
fn keep_metadata(converted: &mut Value, object: &Value) {
    let own = |name: &str| converted.meta(name).cloned().unwrap_or_default();
    let free = ["labels", "annotations"].map(|name| (name, own(name)));
    set_member(converted, "metadata", object.get("metadata").cloned());
    for (name, value) in free {
        set_meta(converted, name, value);
    }
}
