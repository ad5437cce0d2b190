//! The events of a watch.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Error, Value, json};

use crate::support::Kind;
use crate::support::meta::Status;

/// An event of a watch: one line of its answer.
#[derive(Clone, Debug)]
pub enum WatchEvent<K> {
    /// An object is new, or matches the selectors from now on.
    Added(K),
    /// An object changed.
    Modified(K),
    /// An object is gone, or does not match the selectors any more. This is its last state.
    Deleted(K),
    /// Nothing happened, up to a version from which a watch can go on.
    Bookmark(Bookmark),
    /// The watch failed and ends here.
    Error(Box<Status>),
    /// An event that did not decode. The watch goes on.
    Rejected(Box<RejectedEvent>),
}

/// An event that did not decode.
#[derive(Clone, Debug)]
pub struct RejectedEvent {
    /// What happened, as in `MODIFIED`.
    pub event: String,
    /// The object that it happened to.
    pub json: Box<RawValue>,
    /// What is wrong with it, with the JSON pointer from the event to the fault.
    pub error: String,
}

impl RejectedEvent {
    /// A member of the object's metadata, such as `name` or `resourceVersion`, if it is a string.
    #[must_use]
    pub fn metadata(&self, member: &str) -> Option<String> {
        let object: Value = serde_json::from_str(self.json.get()).ok()?;
        Some(object.get("metadata")?.get(member)?.as_str()?.to_owned())
    }
}

/// A point from which a watch can go on: an object of its kind that has nothing but metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark(Value);

impl Bookmark {
    /// A bookmark at a version.
    #[must_use]
    pub fn new<K: Kind>(resource_version: &str) -> Self {
        let metadata = json!({"resourceVersion": resource_version});
        Self(json!({"apiVersion": K::API_VERSION, "kind": K::KIND, "metadata": metadata}))
    }

    /// Says that all objects that existed when the watch began were sent.
    #[must_use]
    pub fn ending_initial_events(mut self) -> Self {
        if let Some(metadata) = self.0.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("annotations".to_owned(), json!({INITIAL_EVENTS_END: "true"}));
        }
        self
    }

    /// The version.
    #[must_use]
    pub fn resource_version(&self) -> Option<&str> {
        self.0.get("metadata")?.get("resourceVersion")?.as_str()
    }

    /// Whether all objects that existed when the watch began were sent.
    #[must_use]
    pub fn ends_initial_events(&self) -> bool {
        let annotations = self.0.get("metadata").and_then(|metadata| metadata.get("annotations"));
        annotations.and_then(|all| all.get(INITIAL_EVENTS_END)) == Some(&json!("true"))
    }

    /// The object as it is sent.
    #[must_use]
    pub const fn object(&self) -> &Value {
        &self.0
    }
}

const INITIAL_EVENTS_END: &str = "k8s.io/initial-events-end";

impl<K: Kind> WatchEvent<K> {
    /// Reads an event. An object that does not decode makes it [`WatchEvent::Rejected`].
    ///
    /// # Errors
    /// The text is not JSON, or not an object with a `type` and an `object`.
    pub fn from_slice(line: &[u8]) -> Result<Self, Error> {
        let Line { event, object } = serde_json::from_slice(line)?;
        let decoded = match &*event {
            "ADDED" => serde_json::from_str(object.get()).map(Self::Added),
            "MODIFIED" => serde_json::from_str(object.get()).map(Self::Modified),
            "DELETED" => serde_json::from_str(object.get()).map(Self::Deleted),
            "BOOKMARK" => serde_json::from_str(object.get()).map(|object| Self::Bookmark(Bookmark(object))),
            "ERROR" => serde_json::from_str(object.get()).map(Self::Error),
            _ => Err(serde::de::Error::custom("there is no such event")),
        };
        Ok(decoded.unwrap_or_else(|error| {
            let error = error.to_string();
            let colon = if error.starts_with('/') { "" } else { ": " };
            let error = format!("/object{colon}{error}");
            Self::Rejected(Box::new(RejectedEvent { event, json: object.to_owned(), error }))
        }))
    }

    /// The event as a line of an answer.
    ///
    /// # Errors
    /// A value inside cannot be written as JSON.
    pub fn to_line(&self) -> Result<Vec<u8>, Error> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        Ok(line)
    }

    /// The version that this event is of, from which a watch can go on.
    #[must_use]
    pub fn resource_version(&self) -> Option<String> {
        match self {
            Self::Added(object) | Self::Modified(object) | Self::Deleted(object) => {
                object.metadata().resource_version.clone()
            }
            Self::Bookmark(bookmark) => bookmark.resource_version().map(str::to_owned),
            Self::Rejected(rejected) => rejected.metadata("resourceVersion"),
            Self::Error(_) => None,
        }
    }
}

impl<K: Kind> Serialize for WatchEvent<K> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Added(object) => write(to, "ADDED", object),
            Self::Modified(object) => write(to, "MODIFIED", object),
            Self::Deleted(object) => write(to, "DELETED", object),
            Self::Bookmark(bookmark) => write(to, "BOOKMARK", &bookmark.0),
            Self::Error(status) => write(to, "ERROR", status),
            Self::Rejected(rejected) => write(to, &rejected.event, &rejected.json),
        }
    }
}

fn write<S: Serializer>(to: S, event: &str, object: &impl Serialize) -> Result<S::Ok, S::Error> {
    let mut to = to.serialize_map(Some(2))?;
    to.serialize_entry("type", event)?;
    to.serialize_entry("object", object)?;
    to.end()
}

/// An event whose object is not yet read.
struct Line<'a> {
    event: String,
    object: &'a RawValue,
}

impl<'de: 'a, 'a> Deserialize<'de> for Line<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(LineVisitor(PhantomData))
    }
}

struct LineVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for LineVisitor<'a> {
    type Value = Line<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `type` and `object`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Line<'a>, A::Error> {
        let (mut event, mut object) = (None, None);
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => event = Some(members.next_value()?),
                "object" => object = Some(members.next_value()?),
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        let event = event.ok_or_else(|| serde::de::Error::missing_field("type"))?;
        let object = object.ok_or_else(|| serde::de::Error::missing_field("object"))?;
        Ok(Line { event, object })
    }
}
