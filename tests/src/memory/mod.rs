//! A server that keeps objects of any kind in memory: what a user of the generated traits could write.
//!
//! All versions of a kind show the same objects. Writing follows the rules of Kubernetes: names are taken once (409),
//! objects change only from the version that was read (409), spec and status are written apart, finalizers hold a
//! deleted object, and the schema and the rules of the kind are checked (422). Lists come in pages of one state, and
//! watches give every change, bookmarks, and an error (410) for a state that was forgotten.

mod follow;
mod object;
mod selection;
mod state;
mod update;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use istio_security::meta::{ListMeta, Preconditions, Status};
use istio_security::server::{
    CreateRequest, DeleteCollectionRequest, DeleteRequest, Failure, GetRequest, ListRequest, PatchRequest,
    ReplaceRequest, ResourceServer, WatchRequest, WatchStream,
};
use istio_security::support::rest::{
    CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, DryRun, Patch, UpdateResponse,
};
use istio_security::{Kind, List};
use tokio::sync::watch;

use object::{Object, view};
use selection::Selection;
use state::{Key, State};
use update::Part;

/// A server that keeps objects in memory. Its clones share them.
#[derive(Clone, Default)]
pub struct Memory(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    changed: watch::Sender<()>,
}

impl Memory {
    /// A server without objects.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self::default())
    }

    /// Stores an object as it is, in its namespace, whatever was there before.
    ///
    /// # Panics
    /// The object has no name, or cannot be written as JSON.
    pub fn put<K: Kind>(&self, object: &K) -> K {
        let metadata = object.metadata();
        let name = metadata.name.clone().expect("an object that is stored has a name");
        let key = Key::of::<K>(metadata.namespace.as_deref(), &name);
        let mut object = Object::of(object).expect("an object can be written as JSON");
        let stored = self.write(|state| {
            object.begin(state.serial());
            Ok(state.put(key, object))
        });
        view(stored.expect("storing does not fail")).expect("what was an object is one")
    }

    /// The version of the present state.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.lock().version()
    }

    /// Forgets how the present state came about: watches and pages of older states are expired.
    pub fn compact(&self) {
        self.lock().compact();
    }

    /// Ends all watches that are open.
    pub fn hang_up(&self) {
        self.lock().hang_up();
        self.0.changed.send_replace(());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and wakes those who wait for a change.
    fn write<T>(&self, change: impl FnOnce(&mut State) -> Result<T, Failure>) -> Result<T, Failure> {
        let changed = change(&mut self.lock());
        self.0.changed.send_replace(());
        changed
    }

    fn find<K: Kind>(&self, request: &GetRequest) -> Result<K, Failure> {
        let key = Key::of::<K>(request.namespace.as_deref(), &request.name);
        view(self.lock().get::<K>(&key)?.clone())
    }

    /// Applies to an object that is not there, which creates it.
    fn create_by_apply<K: Kind>(&self, request: &PatchRequest) -> Option<Result<UpdateResponse<K>, Failure>> {
        let key = Key::of::<K>(request.namespace.as_deref(), &request.name);
        let Patch::Apply(wanted) = &request.body else { return None };
        if self.lock().has(&key) {
            return None;
        }
        let object = Object::placed(wanted.clone(), &key);
        let made = self.create_object::<K>(key, object, request.params.dry_run.as_ref());
        Some(made.map(UpdateResponse::Created))
    }

    fn create_object<K: Kind>(
        &self,
        mut key: Key,
        mut object: Object,
        dry: Option<&DryRun>,
    ) -> Result<K, Failure> {
        object.drop_status::<K>();
        object.check::<K>(&key.name, None)?;
        let made = self.write(|state| {
            object.begin(state.serial());
            key.name = object.named(state.serial());
            match state.has(&key) {
                true => Err(Status::already_exists::<K>(&key.name).into()),
                false if dry.is_some() => Ok(object),
                false => Ok(state.put(key, object)),
            }
        })?;
        view(made)
    }
}

impl<K: Kind> ResourceServer<K> for Memory {
    async fn list(&self, request: ListRequest) -> Result<List<K>, Failure> {
        let params = request.params;
        let (labels, fields) = (params.label_selector.as_deref(), params.field_selector.as_deref());
        let selection = Selection::of::<K>(request.namespace, labels, fields)?;
        let limit = params.limit.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0);
        let page = self.lock().page(&selection, params.continue_token.as_deref(), limit)?;
        let items: Vec<K> = page.objects.into_iter().map(view).collect::<Result<_, _>>()?;
        let metadata = ListMeta {
            resource_version: Some(page.version.to_string()),
            continue_token: page.next,
            ..ListMeta::default()
        };
        Ok(List { metadata, ..List::from(items) })
    }

    async fn watch(&self, request: WatchRequest) -> Result<WatchStream<K>, Failure> {
        follow::open(self, request)
    }

    async fn create(&self, request: CreateRequest<K>) -> Result<CreateResponse<K>, Failure> {
        let name = request.body.metadata().name.clone().unwrap_or_default();
        let key = Key::of::<K>(request.namespace.as_deref(), &name);
        let made = self.create_object(key, Object::of(&request.body)?, request.params.dry_run.as_ref())?;
        Ok(CreateResponse::Created(made))
    }

    async fn delete_collection(
        &self,
        request: DeleteCollectionRequest,
    ) -> Result<DeleteCollectionResponse<K>, Failure> {
        let params = request.params;
        let (labels, fields) = (params.list.label_selector.as_deref(), params.list.field_selector.as_deref());
        let selection = Selection::of::<K>(request.namespace, labels, fields)?;
        let dry = params.options.dry_run.is_some();
        let gone = self.write(|state| {
            let found = state.page(&selection, None, None)?.objects;
            let keys = found.iter().map(|object| Key::of::<K>(object.namespace(), object.name()));
            Ok(match dry {
                true => found,
                false => {
                    keys.collect::<Vec<_>>().into_iter().filter_map(|key| state.delete(&key).ok()).collect()
                }
            })
        })?;
        let items: Vec<K> = gone.into_iter().map(view).collect::<Result<_, _>>()?;
        Ok(List::from(items).into())
    }

    async fn get(&self, request: GetRequest) -> Result<K, Failure> {
        self.find(&request)
    }

    async fn replace(&self, request: ReplaceRequest<K>) -> Result<UpdateResponse<K>, Failure> {
        update::replace(self, request, Part::Object).map(UpdateResponse::Ok)
    }

    async fn patch(&self, request: PatchRequest) -> Result<UpdateResponse<K>, Failure> {
        match self.create_by_apply(&request) {
            Some(created) => created,
            None => update::patch(self, &request, Part::Object).map(UpdateResponse::Ok),
        }
    }

    async fn delete(&self, request: DeleteRequest) -> Result<DeleteResponse<K>, Failure> {
        let key = Key::of::<K>(request.namespace.as_deref(), &request.name);
        let dry = request.params.dry_run.is_some();
        let preconditions = request.params.preconditions.unwrap_or_default();
        self.write(|state| {
            let found = state.get::<K>(&key)?;
            meets::<K>(found, &preconditions)?;
            let held = found.is_held();
            let last = if dry { found.clone() } else { state.delete(&key)? };
            if held {
                return Ok(DeleteResponse::Ok(Deleted::Object(Box::new(view(last)?))));
            }
            let mut status = Status::deleted::<K>(&request.name);
            status.details.get_or_insert_default().uid = last.uid().map(str::to_owned);
            Ok(status.into())
        })
    }

    async fn get_status(&self, request: GetRequest) -> Result<K, Failure> {
        self.find(&request)
    }

    async fn replace_status(&self, request: ReplaceRequest<K>) -> Result<UpdateResponse<K>, Failure> {
        update::replace(self, request, Part::Status).map(UpdateResponse::Ok)
    }

    async fn patch_status(&self, request: PatchRequest) -> Result<UpdateResponse<K>, Failure> {
        update::patch(self, &request, Part::Status).map(UpdateResponse::Ok)
    }
}

/// Checks what a delete takes for granted.
fn meets<K: Kind>(object: &Object, wanted: &Preconditions) -> Result<(), Failure> {
    let differs = |wanted: &Option<String>, is: Option<&str>| wanted.is_some() && wanted.as_deref() != is;
    if differs(&wanted.uid, object.uid()) {
        return Err(Status::conflict::<K>(object.name(), "it has another uid").into());
    }
    if differs(&wanted.resource_version, object.version()) {
        return Err(Status::conflict::<K>(object.name(), "it has changed").into());
    }
    Ok(())
}
