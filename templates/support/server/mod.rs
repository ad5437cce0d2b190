//! Server stubs: a trait with a method for each operation of a kind, and the router that calls them.
//!
//! A server implements [`ResourceServer`] for every kind and version that it serves; methods that it leaves out answer
//! that they are not implemented (501). [`router`] makes an [`axum::Router`] of it. What reaches a method was checked:
//! parameters are parsed, bodies decoded, and they are of the kind, the name and the namespace of the path.
//!
//! ```ignore
//! impl ResourceServer<Widget> for Shop {
//!     async fn get(&self, request: GetRequest) -> Result<Widget, Failure> {
//!         let found = self.find(&request.name);
//!         Ok(found.ok_or_else(|| Status::not_found::<Widget>(&request.name))?)
//!     }
//! }
//!
//! axum::serve(listener, router::<Widget, _>(Arc::new(Shop::default()))).await?;
//! ```

mod answer;
mod body;
mod check;
mod failure;
mod operations;
mod patches;
mod request;
mod router;

use std::future::{Future, ready};

use futures::stream::BoxStream;

pub use request::{
    CollectionRequest, Context, CreateRequest, DeleteCollectionRequest, DeleteRequest, GetRequest,
    ListRequest, ObjectRequest, PatchRequest, ReplaceRequest, WatchRequest,
};
pub use router::{Limits, not_found, router, router_with, router_with_status};

pub use crate::support::meta::Failure;
use crate::support::meta::Status;
use crate::support::rest::{
    CreateResponse, DeleteCollectionResponse, DeleteResponse, UpdateResponse, WatchEvent,
};
use crate::support::{Kind, List};

/// The events of a watch. Each is sent as soon as the stream gives it.
pub type WatchStream<K> = BoxStream<'static, WatchEvent<K>>;

/// A server of the objects of a kind.
///
/// The methods can be written as `async fn`. They answer with the statuses that the API documents, or fail with a
/// [`Status`], which Kubernetes allows for every operation.
pub trait ResourceServer<K: Kind>: Send + Sync + 'static {
    /// Lists the objects of a namespace, or all.
    fn list(&self, request: ListRequest) -> impl Future<Output = Result<List<K>, Failure>> + Send {
        unimplemented::<K, _, _>("list", request)
    }

    /// Follows the changes of the objects of a namespace, or of all. The router ends the stream after the time that
    /// the request gives.
    fn watch(&self, request: WatchRequest) -> impl Future<Output = Result<WatchStream<K>, Failure>> + Send {
        unimplemented::<K, _, _>("watch", request)
    }

    /// Creates an object.
    fn create(
        &self,
        request: CreateRequest<K>,
    ) -> impl Future<Output = Result<CreateResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("create", request)
    }

    /// Deletes the objects of a namespace, or all, as far as the selectors match.
    fn delete_collection(
        &self,
        request: DeleteCollectionRequest,
    ) -> impl Future<Output = Result<DeleteCollectionResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("deletecollection", request)
    }

    /// Reads an object.
    fn get(&self, request: GetRequest) -> impl Future<Output = Result<K, Failure>> + Send {
        unimplemented::<K, _, _>("get", request)
    }

    /// Replaces an object.
    fn replace(
        &self,
        request: ReplaceRequest<K>,
    ) -> impl Future<Output = Result<UpdateResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("update", request)
    }

    /// Changes a part of an object.
    fn patch(
        &self,
        request: PatchRequest,
    ) -> impl Future<Output = Result<UpdateResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("patch", request)
    }

    /// Deletes an object.
    fn delete(
        &self,
        request: DeleteRequest,
    ) -> impl Future<Output = Result<DeleteResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("delete", request)
    }

    /// Reads an object, by the path of its status.
    fn get_status(&self, request: GetRequest) -> impl Future<Output = Result<K, Failure>> + Send {
        unimplemented::<K, _, _>("get of status", request)
    }

    /// Replaces the status of an object; the rest of the body does not count.
    fn replace_status(
        &self,
        request: ReplaceRequest<K>,
    ) -> impl Future<Output = Result<UpdateResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("update of status", request)
    }

    /// Changes a part of the status of an object.
    fn patch_status(
        &self,
        request: PatchRequest,
    ) -> impl Future<Output = Result<UpdateResponse<K>, Failure>> + Send {
        unimplemented::<K, _, _>("patch of status", request)
    }
}

fn unimplemented<K: Kind, R, T: Send>(
    operation: &str,
    _request: R,
) -> impl Future<Output = Result<T, Failure>> + Send + use<K, R, T> {
    ready(Err(Status::not_implemented::<K>(operation).into()))
}
