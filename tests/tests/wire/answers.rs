//! A server that answers as it is asked to, and remembers with what it was asked.

use std::sync::{Arc, Mutex};

use istio_security::meta::{DeleteOptions, Status};
use istio_security::server::{
    CreateRequest, DeleteCollectionRequest, DeleteRequest, Failure, GetRequest, ListRequest, PatchRequest,
    ReplaceRequest, ResourceServer, WatchRequest, WatchStream,
};
use istio_security::support::rest::{
    Bookmark, CollectionParams, CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, GetParams,
    ListParams, PatchParams, UpdateResponse, WatchEvent, WatchParams, WriteParams,
};
use istio_security::{Kind, List};

use crate::version::Version;

/// The parameters of a request, and where it went.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    Get(GetParams),
    List(ListParams),
    Watch(WatchParams),
    Write(WriteParams),
    Patch(PatchParams),
    Delete(DeleteOptions),
    Collection(CollectionParams),
}

/// What a server method was called with.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The method of the trait.
    pub method: &'static str,
    /// The namespace and the name of the path.
    pub place: (Option<String>, Option<String>),
    /// The parameters.
    pub asked: Asked,
}

/// Answers with the status that is set, and remembers the last call.
pub struct Answers {
    code: Mutex<u16>,
    last: Mutex<Option<Call>>,
}

impl Answers {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { code: Mutex::new(200), last: Mutex::new(None) })
    }

    /// Sets the status of the answers to come.
    pub fn answer_with(&self, code: u16) {
        *self.code.lock().unwrap() = code;
    }

    /// The last call, which is forgotten.
    pub fn last(&self) -> Call {
        self.last.lock().unwrap().take().expect("the server was called")
    }

    /// Remembers a call, and gives the status to answer with if it is one of success.
    fn code(&self, method: &'static str, place: Place, asked: Asked) -> Result<u16, Failure> {
        *self.last.lock().unwrap() = Some(Call { method, place, asked });
        match *self.code.lock().unwrap() {
            code @ 200..300 => Ok(code),
            401 => Err(Status::unauthorized().into()),
            code => Err(Status::failure(code, "as you wish").into()),
        }
    }

    fn update<K: Version>(&self, code: u16, name: &str) -> UpdateResponse<K> {
        match code {
            201 => UpdateResponse::Created(K::named(name)),
            _ => UpdateResponse::Ok(K::named(name)),
        }
    }
}

type Place = (Option<String>, Option<String>);

fn named<K: Kind>(object: &K) -> String {
    object.metadata().name.clone().unwrap_or_default()
}

impl<K: Version> ResourceServer<K> for Answers {
    async fn list(&self, request: ListRequest) -> Result<List<K>, Failure> {
        self.code("list", (request.namespace, None), Asked::List(request.params))?;
        Ok(List::from(vec![K::named("a")]))
    }

    async fn watch(&self, request: WatchRequest) -> Result<WatchStream<K>, Failure> {
        self.code("watch", (request.namespace, None), Asked::Watch(request.params))?;
        let bookmark = WatchEvent::Bookmark(Bookmark::new::<K>("7"));
        Ok(Box::pin(futures::stream::iter([WatchEvent::Added(K::named("a")), bookmark])))
    }

    async fn create(&self, request: CreateRequest<K>) -> Result<CreateResponse<K>, Failure> {
        let place = (request.namespace, Some(named(&request.body)));
        Ok(match self.code("create", place, Asked::Write(request.params))? {
            200 => CreateResponse::Ok(request.body),
            202 => CreateResponse::Accepted(request.body),
            _ => CreateResponse::Created(request.body),
        })
    }

    async fn delete_collection(
        &self,
        request: DeleteCollectionRequest,
    ) -> Result<DeleteCollectionResponse<K>, Failure> {
        self.code("delete_collection", (request.namespace, None), Asked::Collection(request.params))?;
        Ok(List::from(vec![K::named("a")]).into())
    }

    async fn get(&self, request: GetRequest) -> Result<K, Failure> {
        let object = K::named(&request.name);
        self.code("get", (request.namespace, Some(request.name)), Asked::Get(request.params))?;
        Ok(object)
    }

    async fn replace(&self, request: ReplaceRequest<K>) -> Result<UpdateResponse<K>, Failure> {
        let place = (request.namespace, Some(request.name.clone()));
        Ok(self.update(self.code("replace", place, Asked::Write(request.params))?, &request.name))
    }

    async fn patch(&self, request: PatchRequest) -> Result<UpdateResponse<K>, Failure> {
        let place = (request.namespace, Some(request.name.clone()));
        Ok(self.update(self.code("patch", place, Asked::Patch(request.params))?, &request.name))
    }

    async fn delete(&self, request: DeleteRequest) -> Result<DeleteResponse<K>, Failure> {
        let deleted = Deleted::Status(Box::new(Status::deleted::<K>(&request.name)));
        let place = (request.namespace, Some(request.name));
        Ok(match self.code("delete", place, Asked::Delete(request.params))? {
            202 => DeleteResponse::Accepted(deleted),
            _ => DeleteResponse::Ok(deleted),
        })
    }

    async fn get_status(&self, request: GetRequest) -> Result<K, Failure> {
        let object = K::named(&request.name);
        self.code("get_status", (request.namespace, Some(request.name)), Asked::Get(request.params))?;
        Ok(object)
    }

    async fn replace_status(&self, request: ReplaceRequest<K>) -> Result<UpdateResponse<K>, Failure> {
        let place = (request.namespace, Some(request.name.clone()));
        Ok(self.update(self.code("replace_status", place, Asked::Write(request.params))?, &request.name))
    }

    async fn patch_status(&self, request: PatchRequest) -> Result<UpdateResponse<K>, Failure> {
        let place = (request.namespace, Some(request.name.clone()));
        Ok(self.update(self.code("patch_status", place, Asked::Patch(request.params))?, &request.name))
    }
}
