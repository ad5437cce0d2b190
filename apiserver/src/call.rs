//! One request for a resource, with everything that the verbs need to know about it.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, header};
use serde_json::Value;

use crate::apply::Actor;
use crate::auth::User;
use crate::crd::{Definition, Scope, Version};
use crate::object::convert;
use crate::request::accept::Accept;
use crate::request::query::{Query, WriteOptions};
use crate::request::route::ResourcePath;
use crate::server::Server;
use crate::status::{ApiError, Named};
use crate::store::{StoreError, Stored};

/// A resource in one of its versions.
#[derive(Debug, Clone)]
pub struct Resource {
    definition: Arc<Definition>,
    index: usize,
}

impl Resource {
    /// The version of a definition, if it is served.
    pub fn new(definition: Arc<Definition>, version: &str) -> Option<Resource> {
        let index = definition.versions.iter().position(|v| v.name == version && v.served)?;
        Some(Resource { definition, index })
    }

    /// The definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Whether this is the same version of the very same definition.
    pub fn is_same(&self, other: &Resource) -> bool {
        self.index == other.index && Arc::ptr_eq(&self.definition, &other.definition)
    }

    /// The version: the index was found in this very definition.
    pub fn version(&self) -> &Version {
        &self.definition.versions[self.index]
    }
}

/// The request.
pub struct Call {
    /// The server it came to.
    pub server: Arc<Server>,
    /// Who sent it.
    pub user: User,
    /// The resource.
    pub resource: Resource,
    /// The path.
    pub path: ResourcePath,
    /// The method.
    pub method: Method,
    /// The options.
    pub query: Query,
    /// The headers.
    pub headers: HeaderMap,
    /// The form of the answer.
    pub accept: Accept,
    /// The body.
    pub body: Bytes,
    /// What people are to be told of the objects that are written.
    pub notes: Notes,
}

/// Warnings that come up on the way to an answer; who holds one of the copies sees those of all.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    /// Puts warnings in the place of those of an attempt before.
    pub fn set(&self, notes: Vec<String>) {
        // A list stays a list, whoever panicked while it was locked.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = notes;
    }

    /// All of them.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Call {
    /// The definition of the resource.
    pub fn definition(&self) -> &Definition {
        self.resource.definition()
    }

    /// The version asked for.
    pub fn version(&self) -> &Version {
        self.resource.version()
    }

    /// `group/version` of the request.
    pub fn api_version(&self) -> String {
        self.definition().api_version(&self.version().name)
    }

    /// The namespace in the path, for a resource that lives in namespaces.
    pub fn namespace(&self) -> Option<&str> {
        self.path.namespace.as_deref().filter(|_| self.definition().scope == Scope::Namespaced)
    }

    /// The name in the path; empty for a collection.
    pub fn name(&self) -> &str {
        self.path.name.as_deref().unwrap_or_default()
    }

    /// The part of the object that is asked for; empty for all of it.
    pub fn subresource(&self) -> &str {
        self.path.subresource.as_deref().unwrap_or_default()
    }

    /// Whether the request is for the status alone.
    pub fn is_status(&self) -> bool {
        self.subresource() == "status"
    }

    /// An object of this resource as most errors name it, by its plural.
    pub fn plural<'a>(&'a self, name: &'a str) -> Named<'a> {
        Named { group: &self.definition().group, kind: &self.definition().names.plural, name }
    }

    /// An object of this resource as validation names it, by its kind.
    pub fn kind<'a>(&'a self, name: &'a str) -> Named<'a> {
        Named { group: &self.definition().group, kind: &self.definition().names.kind, name }
    }

    /// A header as text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// The key of an object of this request.
    pub fn key(&self, name: &str) -> String {
        self.definition().key(self.namespace(), name)
    }

    /// The stored object under a key.
    pub async fn load(&self, key: &str) -> Result<Option<Stored>, ApiError> {
        self.server.store.get(key).await.map_err(broken)
    }

    /// The object of the path, or the error that it is missing.
    pub async fn existing(&self) -> Result<Stored, ApiError> {
        let found = self.load(&self.key(self.name())).await?;
        found.ok_or_else(|| ApiError::not_found(&self.plural(self.name())))
    }

    /// A stored object in the version asked for.
    pub fn served(&self, stored: &Stored) -> Result<Value, ApiError> {
        convert::served(stored, self.definition(), &self.version().name)
    }

    /// Who writes: the named field manager, or else the program by its User-Agent.
    pub fn actor(&self, options: &WriteOptions) -> Actor {
        let agent = self.header(header::USER_AGENT).unwrap_or_default();
        let program = agent.split('/').next().unwrap_or_default();
        let program: String = program.chars().filter(|c| !c.is_control()).take(128).collect();
        let default = if program.is_empty() { "unknown".to_owned() } else { program };
        let manager = options.manager.clone().unwrap_or(default);
        Actor { manager, subresource: self.subresource().to_owned() }
    }
}

/// A failure of the store as an answer.
pub fn broken(error: StoreError) -> ApiError {
    match error {
        StoreError::Compacted { .. } => {
            ApiError::expired("The resourceVersion for the provided list is too old.")
        }
        StoreError::Future { current } => ApiError::future_revision(current.saturating_add(1), current),
        StoreError::Raced => {
            ApiError::new(409, "Conflict", "the object was written to at the same time; try again")
        }
        StoreError::Broken(why) => ApiError::internal(why),
    }
}
