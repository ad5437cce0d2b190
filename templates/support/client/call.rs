//! Calls: requests whose optional parameters are still open.

use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, header};

use super::draft::Draft;
use super::{Error, warning};
use crate::support::List;
use crate::support::meta::DeleteOptions;
use crate::support::rest::query::Parameters;
use crate::support::rest::response::Success;
use crate::support::rest::{
    CollectionParams, CreateResponse, DeleteCollectionResponse, DeleteResponse, GetParams, ListParams,
    PatchParams, UpdateResponse, WriteParams,
};

/// A call with the optional parameters `P`, answered by `T`. It does nothing until it is sent.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<P, T> {
    pub(super) draft: Draft,
    pub(super) params: P,
    answer: PhantomData<fn() -> T>,
}

/// Reads one object.
pub type GetCall<K> = Call<GetParams, K>;
/// Lists objects.
pub type ListCall<K> = Call<ListParams, List<K>>;
/// Creates an object.
pub type CreateCall<K> = Call<WriteParams, CreateResponse<K>>;
/// Replaces an object.
pub type ReplaceCall<K> = Call<WriteParams, UpdateResponse<K>>;
/// Changes a part of an object.
pub type PatchCall<K> = Call<PatchParams, UpdateResponse<K>>;
/// Deletes an object.
pub type DeleteCall<K> = Call<DeleteOptions, DeleteResponse<K>>;
/// Deletes many objects.
pub type DeleteCollectionCall<K> = Call<CollectionParams, DeleteCollectionResponse<K>>;

/// An answer with its headers.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The answer.
    pub value: T,
    /// The headers.
    pub headers: HeaderMap,
}

impl<T> Reply<T> {
    /// What the server warns of: unknown members, say, or a version that is on its way out.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let values = self.headers.get_all(header::WARNING).iter();
        values.flat_map(|value| warning::texts(&String::from_utf8_lossy(value.as_bytes()))).collect()
    }
}

impl<P: Default, T> Call<P, T> {
    pub(super) fn new(draft: Draft) -> Self {
        Self { draft, params: P::default(), answer: PhantomData }
    }
}

impl<P: Parameters, T: Success> Call<P, T> {
    /// Sends the request.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn send(self) -> Result<T, Error> {
        Ok(self.draft.send(&self.params).await?.value)
    }

    /// Sends the request, and gives the headers of the answer as well.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn reply(self) -> Result<Reply<T>, Error> {
        let answer = self.draft.send(&self.params).await?;
        Ok(Reply { value: answer.value, headers: answer.headers })
    }

    /// Sets all optional parameters at once.
    pub fn params(mut self, params: P) -> Self {
        self.params = params;
        self
    }
}

impl<P: fmt::Debug, T> fmt::Debug for Call<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Draft { method, address, .. } = &self.draft;
        f.debug_struct("Call")
            .field("method", method)
            .field("address", address)
            .field("params", &self.params)
            .finish()
    }
}
