//! Objects as they are kept: JSON, without regard to their version.

use istio_security::meta::Status;
use istio_security::server::Failure;
use istio_security::{CheckRules, Kind, Validate, Violation};
use serde_json::{Map, Value, json};

use super::state::Key;

/// An object as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Object(Value);

/// What a server keeps of the metadata, whatever a client sends.
const KEPT: [&str; 7] =
    ["name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp", "resourceVersion"];

impl Object {
    /// An object of a kind, as it is kept.
    pub fn of<K: Kind>(object: &K) -> Result<Self, Failure> {
        let value = serde_json::to_value(object);
        Ok(Self(value.map_err(|error| Status::internal_error(error.to_string()))?))
    }

    /// An object that is given the name and the namespace of a key.
    pub fn placed(value: Value, key: &Key) -> Self {
        let mut object = Self(value);
        object.set("name", Some(json!(key.name)));
        object.set("namespace", Some(json!(key.namespace)).filter(|_| !key.namespace.is_empty()));
        object
    }

    /// This object with another value.
    pub fn with(value: Value) -> Self {
        Self(value)
    }

    /// The object as JSON.
    pub const fn value(&self) -> &Value {
        &self.0
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.text("name").unwrap_or_default()
    }

    /// The namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.text("namespace")
    }

    /// The identity.
    pub fn uid(&self) -> Option<&str> {
        self.text("uid")
    }

    /// The version.
    pub fn version(&self) -> Option<&str> {
        self.text("resourceVersion").filter(|version| !version.is_empty())
    }

    /// A label.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.metadata("labels")?.get(name)?.as_str()
    }

    /// Whether finalizers keep it from being deleted.
    pub fn is_held(&self) -> bool {
        self.metadata("finalizers").and_then(Value::as_array).is_some_and(|list| !list.is_empty())
    }

    /// Whether it was deleted and stays for its finalizers.
    pub fn is_going(&self) -> bool {
        self.metadata("deletionTimestamp").is_some()
    }

    /// Marks the object as deleted.
    pub fn go(&mut self) {
        self.set("deletionTimestamp", Some(json!(now())));
        self.set("deletionGracePeriodSeconds", Some(json!(0)));
    }

    /// Puts the object at a version.
    pub fn at(mut self, version: u64) -> Self {
        self.set("resourceVersion", Some(json!(version.to_string())));
        self
    }

    /// Gives the object what a new one has.
    pub fn begin(&mut self, serial: u64) {
        self.set("uid", Some(json!(format!("00000000-0000-4000-8000-{serial:012x}"))));
        self.set("creationTimestamp", Some(json!(now())));
        self.set("generation", Some(json!(1)));
        self.set("resourceVersion", None);
    }

    /// The name, which is made up if there is but the beginning of one.
    pub fn named(&mut self, serial: u64) -> String {
        if self.name().is_empty() {
            let name = format!("{}{serial:05x}", self.text("generateName").unwrap_or_default());
            self.set("name", Some(json!(name)));
        }
        self.name().to_owned()
    }

    /// Takes the status out, if it is written apart.
    pub fn drop_status<K: Kind>(&mut self) {
        if has_status::<K>() {
            self.set_status(None);
        }
    }

    /// Keeps the status of the object before this one, if it is written apart.
    pub fn keep_status<K: Kind>(&mut self, before: &Self) {
        if has_status::<K>() {
            self.take_status(before);
        }
    }

    /// Puts the status of another object into the place of this one's.
    pub fn take_status(&mut self, from: &Self) {
        self.set_status(from.0.get("status").cloned());
    }

    /// Takes over from the object before this one what is the server's.
    pub fn succeed(&mut self, before: &Self) {
        for member in KEPT {
            self.set(member, before.metadata(member).cloned());
        }
        if self.wanted() != before.wanted() {
            let generation = before.metadata("generation").and_then(Value::as_i64).unwrap_or_default();
            self.set("generation", Some(json!(generation + 1)));
        }
    }

    /// Checks the object against the schema and the rules of its kind.
    pub fn check<K: Kind>(&self, name: &str, before: Option<&Self>) -> Result<(), Failure> {
        let invalid = |why: &str| Status::invalid::<K>(name, why);
        let object: K = decoded(self.0.clone()).map_err(|error| invalid(&error.to_string()))?;
        let mut found: Vec<Violation> = object.validate().err().into_iter().flatten().collect();
        let rules = match before {
            Some(before) => object.check_update(&view(before.clone())?),
            None => object.check_rules(),
        };
        found.extend(rules.err().into_iter().flatten());
        if found.is_empty() {
            return Ok(());
        }
        let why: Vec<_> = found.iter().map(ToString::to_string).collect();
        let caused = |status: Status, violation: Violation| {
            status.caused_by(violation.pointer, violation.reason.as_str(), violation.message)
        };
        Err(found.into_iter().fold(invalid(&why.join("; ")), caused).into())
    }

    fn metadata(&self, member: &str) -> Option<&Value> {
        self.0.get("metadata")?.get(member).filter(|value| !value.is_null())
    }

    fn text(&self, member: &str) -> Option<&str> {
        self.metadata(member)?.as_str()
    }

    fn set(&mut self, member: &str, value: Option<Value>) {
        let Some(object) = self.0.as_object_mut() else { return };
        let metadata = object.entry("metadata").or_insert_with(|| json!({}));
        let Some(metadata) = metadata.as_object_mut() else { return };
        match value {
            Some(value) => drop(metadata.insert(member.to_owned(), value)),
            None => drop(metadata.remove(member)),
        }
    }

    fn set_status(&mut self, status: Option<Value>) {
        let Some(object) = self.0.as_object_mut() else { return };
        match status {
            Some(status) => drop(object.insert("status".to_owned(), status)),
            None => drop(object.remove("status")),
        }
    }

    /// What the user wants: all but metadata, status and the version that it is written in.
    fn wanted(&self) -> Map<String, Value> {
        let mut members = self.0.as_object().cloned().unwrap_or_default();
        members.retain(|name, _| !matches!(name.as_str(), "apiVersion" | "kind" | "metadata" | "status"));
        members
    }
}

/// An object as a version of its kind shows it.
pub fn view<K: Kind>(object: Object) -> Result<K, Failure> {
    Ok(decoded(object.0).map_err(|error| Status::internal_error(error.to_string()))?)
}

fn decoded<K: Kind>(mut value: Value) -> Result<K, serde_json::Error> {
    if let Some(object) = value.as_object_mut() {
        object.insert("apiVersion".to_owned(), json!(K::API_VERSION));
    }
    serde_json::from_value(value)
}

/// Whether the status of a kind is written apart, as its definition says.
fn has_status<K: Kind>() -> bool {
    let versions = K::DEFINITION.document()["spec"]["versions"].as_array();
    let mut versions = versions.into_iter().flatten();
    versions.any(|version| version["name"] == K::VERSION && version["subresources"]["status"].is_object())
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
