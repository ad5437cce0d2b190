//! Doing what an operation of the model does, by the generated client, with every parameter that it takes.

use futures::TryStreamExt;
use istio_security::client::{Call, Client, Error, WatchCall};
use istio_security::meta::{DeleteOptions, Preconditions, PropagationPolicy};
use istio_security::support::Unknown;
use istio_security::support::rest::query::Parameters;
use istio_security::support::rest::response::Success;
use istio_security::support::rest::{
    CollectionParams, DryRun, FieldValidation, GetParams, JsonPatchOperation, ListParams, Patch, PatchParams,
    ResourceVersionMatch, WatchEvent, WatchParams, WriteParams,
};
use serde_json::json;
use specwright::ir::{Action, Target, Verb};

use crate::answers::{Answers, Asked, Call as Called};
use crate::version::Version;

/// A namespace and a name that do not pass through a path unless they are encoded.
pub const NAMESPACE: &str = "größe %2F";
pub const NAME: &str = "a/b?c#..";

/// A client, and the server that it asks.
pub struct Pair<'a> {
    pub client: &'a Client,
    pub server: &'a Answers,
}

/// What came of a request: the status as the client's type tells it, or the error.
pub type Outcome = Result<u16, Error>;

impl Pair<'_> {
    /// Does what an operation does, in each of its forms.
    pub async fn perform<K: Version>(&self, action: Action) -> Vec<Outcome> {
        let objects = K::within(self.client, NAMESPACE);
        match (action.verb, action.target) {
            (Verb::ListAll, _) => {
                let objects = K::everywhere(self.client);
                self.list::<K>(|| objects.list(), objects.watch(), None).await
            }
            (Verb::List, _) => self.list::<K>(|| objects.list(), objects.watch(), Some(NAMESPACE)).await,
            (Verb::Create, _) => {
                let call = objects.create(&K::named(NAME));
                vec![self.send(call, write_params(), Asked::Write, ("create", Some(NAME))).await]
            }
            (Verb::DeleteCollection, _) => {
                let mut outcomes = Vec::new();
                for list in [list_params(), list_params_from_state()] {
                    let params = CollectionParams { list, options: delete_options() };
                    let call = objects.delete_collection();
                    let called = ("delete_collection", None);
                    outcomes.push(self.send(call, params, Asked::Collection, called).await);
                }
                outcomes
            }
            (Verb::Read, Target::Object) => {
                vec![self.send(objects.get(NAME), get_params(), Asked::Get, ("get", Some(NAME))).await]
            }
            (Verb::Read, Target::Status) => {
                let call = objects.get_status(NAME);
                vec![self.send(call, get_params(), Asked::Get, ("get_status", Some(NAME))).await]
            }
            (Verb::Replace, Target::Object) => {
                let call = objects.replace(NAME, &K::named(NAME));
                vec![self.send(call, write_params(), Asked::Write, ("replace", Some(NAME))).await]
            }
            (Verb::Replace, Target::Status) => {
                let call = objects.replace_status(NAME, &K::named(NAME));
                vec![self.send(call, write_params(), Asked::Write, ("replace_status", Some(NAME))).await]
            }
            (Verb::Patch, Target::Object) => {
                let mut outcomes = Vec::new();
                for (patch, params) in patches::<K>() {
                    let call = objects.patch(NAME, &patch);
                    outcomes.push(self.send(call, params, Asked::Patch, ("patch", Some(NAME))).await);
                }
                outcomes
            }
            (Verb::Patch, Target::Status) => {
                let mut outcomes = Vec::new();
                for (patch, params) in patches::<K>() {
                    let call = objects.patch_status(NAME, &patch);
                    outcomes.push(self.send(call, params, Asked::Patch, ("patch_status", Some(NAME))).await);
                }
                outcomes
            }
            (Verb::Delete, _) => {
                let call = objects.delete(NAME);
                vec![self.send(call, delete_options(), Asked::Delete, ("delete", Some(NAME))).await]
            }
            (_, Target::Scale) => unreachable!("the kind has no scale"),
        }
    }

    /// Sends a call with these parameters, and checks that they and its path arrived.
    async fn send<P: Parameters + Clone, T: Success>(
        &self,
        call: Call<P, T>,
        params: P,
        asked: fn(P) -> Asked,
        (method, name): (&'static str, Option<&str>),
    ) -> Outcome {
        let outcome = call.params(params.clone()).send().await;
        self.arrived(method, (Some(NAMESPACE), name), asked(params));
        outcome.map(|answer| answer.code().as_u16())
    }

    /// Lists from a state and from a token, which exclude each other, and watches.
    async fn list<K: Version>(
        &self,
        call: impl Fn() -> Call<ListParams, istio_security::List<K>>,
        watch: WatchCall<K>,
        namespace: Option<&str>,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for params in [list_params(), list_params_from_state()] {
            let outcome = call().params(params.clone()).send().await;
            self.arrived("list", (namespace, None), Asked::List(params));
            outcomes.push(outcome.map(|list| list.code().as_u16()));
        }
        let opened = watch.params(watch_params()).once().await;
        self.arrived("watch", (namespace, None), Asked::Watch(watch_params()));
        outcomes.push(match opened {
            Err(error) => Err(error),
            Ok(events) => {
                let events: Vec<_> = events.try_collect().await.expect("the watch does not fail");
                let [WatchEvent::Added(added), WatchEvent::Bookmark(bookmark)] = &events[..] else {
                    panic!("{events:?}")
                };
                assert_eq!((added.name(), bookmark.resource_version()), ("a", Some("7")));
                Ok(200)
            }
        });
        outcomes
    }

    fn arrived(&self, method: &'static str, (namespace, name): (Option<&str>, Option<&str>), asked: Asked) {
        let place = (namespace.map(str::to_owned), name.map(str::to_owned));
        assert_eq!(self.server.last(), Called { method, place, asked });
    }
}

// Every member is written out, so that a new one has to be thought of here.

fn get_params() -> GetParams {
    GetParams { resource_version: Some("5".to_owned()), pretty: Some(false) }
}

fn list_params() -> ListParams {
    ListParams {
        label_selector: Some("app in (a, b),!c&d=1".to_owned()),
        field_selector: Some("metadata.name!=ö".to_owned()),
        shard_selector: Some("shardRange(object.metadata.uid, '0x0', '0x8')".to_owned()),
        limit: Some(i64::MAX),
        continue_token: Some("eyJ2IjoibWV0YS5rOHMuaW8vdjEi+/=".to_owned()),
        resource_version: None,
        resource_version_match: None,
        timeout_seconds: Some(30),
        pretty: Some(true),
    }
}

fn list_params_from_state() -> ListParams {
    ListParams {
        continue_token: None,
        resource_version: Some("5".to_owned()),
        resource_version_match: Some(ResourceVersionMatch::Exact),
        ..list_params()
    }
}

fn watch_params() -> WatchParams {
    WatchParams {
        label_selector: Some("app=a".to_owned()),
        field_selector: Some("metadata.name=b".to_owned()),
        shard_selector: Some("s".to_owned()),
        resource_version: Some("5".to_owned()),
        resource_version_match: Some(ResourceVersionMatch::NotOlderThan),
        timeout_seconds: Some(30),
        allow_bookmarks: Some(true),
        send_initial_events: Some(true),
    }
}

fn write_params() -> WriteParams {
    WriteParams {
        dry_run: Some(DryRun::All),
        field_manager: Some("me & you/é".to_owned()),
        field_validation: Some(FieldValidation::Strict),
        pretty: Some(true),
    }
}

/// A patch of each form; `force` goes with an apply alone.
fn patches<K: Version>() -> [(Patch, PatchParams); 3] {
    let params = |force| PatchParams {
        dry_run: Some(DryRun::All),
        field_manager: Some("me".to_owned()),
        field_validation: Some(FieldValidation::Warn),
        force,
        pretty: Some(false),
    };
    let wanted = json!({"apiVersion": K::API_VERSION, "kind": K::KIND, "metadata": {"name": NAME}});
    [
        (Patch::json([JsonPatchOperation::remove("/spec")]), params(None)),
        (Patch::merge(json!({"spec": null})), params(None)),
        (Patch::Apply(wanted), params(Some(true))),
    ]
}

/// All options but `orphanDependents`, which excludes the propagation policy that supersedes it.
fn delete_options() -> DeleteOptions {
    DeleteOptions {
        api_version: Some("v1".to_owned()),
        kind: Some("DeleteOptions".to_owned()),
        grace_period_seconds: Some(0),
        preconditions: Some(Preconditions {
            resource_version: Some("5".to_owned()),
            uid: Some("u".to_owned()),
            unknown_fields: Unknown::new(),
        }),
        orphan_dependents: None,
        propagation_policy: Some(PropagationPolicy::Foreground),
        dry_run: Some(vec![DryRun::All.to_string()]),
        ignore_store_read_error: Some(false),
        unknown_fields: Unknown::new(),
    }
}
