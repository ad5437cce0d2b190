//! The objects of a kind, as the place from which calls are made.

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::Serialize;

use super::apply::ApplyCall;
use super::call::{
    Call, CreateCall, DeleteCall, DeleteCollectionCall, GetCall, ListCall, PatchCall, ReplaceCall,
};
use super::draft::{Content, Draft};
use super::watch_call::WatchCall;
use super::{Client, Refused};
use crate::support::apply::Applicable;
use crate::support::rest::patch::APPLY_PATCH;
use crate::support::rest::{Patch, path};
use crate::support::{Kind, StatusSubresource};

/// The objects of a kind in one namespace.
pub type Namespaced<K> = Handle<K, InNamespace>;
/// The objects of a kind in all namespaces.
pub type AllNamespaces<K> = Handle<K, Everywhere>;
/// The objects of a kind that has no namespaces.
pub type Cluster<K> = Handle<K, InCluster>;

/// The objects of the kind `K` at the place `P`.
pub struct Handle<K, P> {
    client: Client,
    address: Result<String, path::InvalidSegment>,
    marker: PhantomData<fn() -> (K, P)>,
}

/// A namespace.
#[derive(Debug)]
pub enum InNamespace {}
/// The cluster, beside namespaces.
#[derive(Debug)]
pub enum InCluster {}
/// All namespaces.
#[derive(Debug)]
pub enum Everywhere {}

/// A place at which an object is found by its name alone.
pub trait Place {}
impl Place for InNamespace {}
impl Place for InCluster {}

impl<K: Kind> Namespaced<K> {
    /// The objects of a namespace.
    #[must_use]
    pub fn new(client: &Client, namespace: &str) -> Self {
        Self::at(client, Some(namespace))
    }
}

impl<K: Kind> AllNamespaces<K> {
    /// The objects of all namespaces.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        Self::at(client, None)
    }
}

impl<K: Kind> Cluster<K> {
    /// The objects of the cluster.
    #[must_use]
    pub fn new(client: &Client) -> Self {
        Self::at(client, None)
    }
}

impl<K: Kind, P> Handle<K, P> {
    fn at(client: &Client, namespace: Option<&str>) -> Self {
        let mut address = String::with_capacity(client.base().len() + 160);
        address.push_str(client.base());
        let pushed = path::push_collection::<K>(&mut address, namespace);
        Self { client: client.clone(), address: pushed.map(|()| address), marker: PhantomData }
    }

    /// Lists the objects.
    pub fn list(&self) -> ListCall<K> {
        Call::new(self.draft(Method::GET, None))
    }

    /// Follows the changes of the objects.
    pub fn watch(&self) -> WatchCall<K> {
        WatchCall::new(self.client.clone(), self.address.clone())
    }

    /// A request to the objects together.
    fn draft(&self, method: Method, content: Option<Result<Content, Refused>>) -> Draft {
        let address = self.address.clone().map_err(Refused::from);
        draft(&self.client, method, address, content)
    }
}

impl<K: Kind, P: Place> Handle<K, P> {
    /// Reads the object of a name.
    pub fn get(&self, name: impl AsRef<str>) -> GetCall<K> {
        Call::new(self.object(Method::GET, name.as_ref(), None))
    }

    /// Creates an object.
    pub fn create(&self, object: &K) -> CreateCall<K> {
        Call::new(self.draft(Method::POST, Some(json(object))))
    }

    /// Replaces the object of a name.
    pub fn replace(&self, name: impl AsRef<str>, object: &K) -> ReplaceCall<K> {
        Call::new(self.object(Method::PUT, name.as_ref(), Some(json(object))))
    }

    /// Changes a part of the object of a name.
    pub fn patch(&self, name: impl AsRef<str>, patch: &Patch) -> PatchCall<K> {
        Call::new(self.object(Method::PATCH, name.as_ref(), Some(content(patch.media_type(), patch))))
    }

    /// Says what a field manager wants of an object; it is created if it is not there. The members that are wanted are set,
    /// and those that the manager wanted before and does not any more are removed. The object is found by the name that
    /// is wanted: that of an apply configuration, or of a whole object.
    pub fn apply(&self, wanted: &impl Applicable<K>) -> ApplyCall<K> {
        let address = self.address_of(wanted);
        ApplyCall::new(draft(&self.client, Method::PATCH, address, Some(content(APPLY_PATCH, wanted))))
    }

    /// Deletes the object of a name.
    pub fn delete(&self, name: impl AsRef<str>) -> DeleteCall<K> {
        Call::new(self.object(Method::DELETE, name.as_ref(), None))
    }

    /// Deletes all objects, or those that the selectors of the call match.
    pub fn delete_collection(&self) -> DeleteCollectionCall<K> {
        Call::new(self.draft(Method::DELETE, None))
    }

    /// A request to one object.
    fn object(&self, method: Method, name: &str, content: Option<Result<Content, Refused>>) -> Draft {
        draft(&self.client, method, self.object_address(name), content)
    }

    fn address_of(&self, wanted: &impl Applicable<K>) -> Result<String, Refused> {
        let nameless = || Refused::because(&"what is applied has no name (`metadata.name`)");
        self.object_address(wanted.wanted_name().ok_or_else(nameless)?)
    }

    fn object_address(&self, name: &str) -> Result<String, Refused> {
        let collection = self.address.as_ref().map_err(|invalid| Refused::from(invalid.clone()))?;
        let mut address = String::with_capacity(collection.len() + name.len() + 96);
        address.push_str(collection);
        path::push(&mut address, "name", name)?;
        Ok(address)
    }
}

impl<K: StatusSubresource, P: Place> Handle<K, P> {
    /// Reads the object of a name, by the path of its status.
    pub fn get_status(&self, name: impl AsRef<str>) -> GetCall<K> {
        Call::new(self.status(Method::GET, name.as_ref(), None))
    }

    /// Replaces the status of the object of a name; the rest of `object` does not count.
    pub fn replace_status(&self, name: impl AsRef<str>, object: &K) -> ReplaceCall<K> {
        Call::new(self.status(Method::PUT, name.as_ref(), Some(json(object))))
    }

    /// Changes a part of the status of the object of a name.
    pub fn patch_status(&self, name: impl AsRef<str>, patch: &Patch) -> PatchCall<K> {
        Call::new(self.status(Method::PATCH, name.as_ref(), Some(content(patch.media_type(), patch))))
    }

    /// Says what a field manager wants of the status of an object.
    pub fn apply_status(&self, wanted: &impl Applicable<K>) -> ApplyCall<K> {
        let address = self.address_of(wanted).map(|address| address + "/status");
        ApplyCall::new(draft(&self.client, Method::PATCH, address, Some(content(APPLY_PATCH, wanted))))
    }

    fn status(&self, method: Method, name: &str, content: Option<Result<Content, Refused>>) -> Draft {
        let address = self.object_address(name).map(|address| address + "/status");
        draft(&self.client, method, address, content)
    }
}

/// A request, refused if its address or its body is.
fn draft(
    client: &Client,
    method: Method,
    address: Result<String, Refused>,
    content: Option<Result<Content, Refused>>,
) -> Draft {
    let (address, content) = match content.transpose() {
        Ok(content) => (address, content),
        Err(refused) => (Err(refused), None),
    };
    Draft { client: client.clone(), method, address, content }
}

fn json(object: &impl Serialize) -> Result<Content, Refused> {
    Ok(Content::json(serde_json::to_vec(object)?))
}

fn content(media_type: &'static str, value: &impl Serialize) -> Result<Content, Refused> {
    Ok(Content { media_type, body: serde_json::to_vec(value)?.into() })
}

impl<K, P> Clone for Handle<K, P> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), address: self.address.clone(), marker: PhantomData }
    }
}

impl<K, P> fmt::Debug for Handle<K, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle").field("address", &self.address).finish_non_exhaustive()
    }
}
