//! A small server of widgets and planets, as a user would write it.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::stream;
use serde_json::Value;
use specwright_templates::support::meta::{ListMeta, Status};
use specwright_templates::support::rest::{
    Bookmark, CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, Patch, UpdateResponse,
    WatchEvent,
};
use specwright_templates::support::server::{
    CreateRequest, DeleteCollectionRequest, DeleteRequest, Failure, GetRequest, ListRequest, PatchRequest,
    ReplaceRequest, ResourceServer, WatchRequest, WatchStream, router, router_with_status,
};
use specwright_templates::support::{Kind, List};

use crate::sample::{Planet, Widget};

#[derive(Default)]
pub struct Shop {
    widgets: Mutex<BTreeMap<(String, String), Widget>>,
    /// What was asked for, in the order in which it was.
    pub log: Mutex<Vec<String>>,
}

impl Shop {
    pub fn with(widgets: &[(&str, &str)]) -> Arc<Self> {
        let shop = Self::default();
        for (namespace, name) in widgets {
            let mut widget = Widget::named(name, 1);
            widget.metadata.namespace = Some((*namespace).to_owned());
            shop.put(widget);
        }
        Arc::new(shop)
    }

    pub fn router(self: &Arc<Self>) -> axum::Router {
        let widgets = router_with_status::<Widget, Self>(Arc::clone(self));
        widgets.merge(router::<Planet, Self>(Arc::clone(self)))
    }

    pub fn last(&self) -> String {
        self.log.lock().unwrap().last().cloned().unwrap_or_default()
    }

    fn note(&self, what: &str, params: &impl std::fmt::Debug) {
        self.log.lock().unwrap().push(format!("{what} {params:?}"));
    }

    fn put(&self, widget: Widget) -> Option<Widget> {
        let namespace = widget.metadata.namespace.clone().unwrap_or_default();
        self.widgets.lock().unwrap().insert((namespace, widget.name().to_owned()), widget)
    }

    fn find(&self, namespace: Option<&str>, name: &str) -> Result<Widget, Failure> {
        let key = (namespace.unwrap_or_default().to_owned(), name.to_owned());
        let found = self.widgets.lock().unwrap().get(&key).cloned();
        Ok(found.ok_or_else(|| Status::not_found::<Widget>(name))?)
    }

    fn all(&self, namespace: Option<&str>) -> Vec<Widget> {
        let widgets = self.widgets.lock().unwrap();
        let here =
            widgets.iter().filter(|((home, _), _)| namespace.is_none_or(|namespace| namespace == home));
        here.map(|(_, widget)| widget.clone()).collect()
    }

    fn patched(&self, request: &PatchRequest) -> Result<UpdateResponse<Widget>, Failure> {
        let namespace = request.namespace.as_deref();
        let patch = match (&request.body, self.find(namespace, &request.name)) {
            (Patch::Apply(wanted), Err(_)) => {
                let mut widget: Widget = serde_json::from_value(wanted.clone()).unwrap();
                widget.metadata.namespace = request.namespace.clone();
                widget.metadata.name = Some(request.name.clone());
                self.put(widget.clone());
                return Ok(UpdateResponse::Created(widget));
            }
            (_, Err(missing)) => return Err(missing),
            (Patch::Json(_), Ok(found)) => return Ok(found.into()),
            (Patch::Merge(patch) | Patch::Apply(patch), Ok(_)) => patch,
        };
        let mut value = serde_json::to_value(self.find(namespace, &request.name)?).unwrap();
        merge(&mut value, patch);
        let widget: Widget = serde_json::from_value(value)
            .map_err(|error| Status::invalid::<Widget>(&request.name, &error.to_string()))?;
        self.put(widget.clone());
        Ok(widget.into())
    }
}

fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    for (name, value) in patch {
        match value {
            Value::Null => drop(target.as_object_mut().unwrap().remove(name)),
            _ => merge(&mut target[name], value),
        }
    }
}

impl ResourceServer<Widget> for Shop {
    async fn list(&self, request: ListRequest) -> Result<List<Widget>, Failure> {
        self.note("list", &request.params);
        let mut items = self.all(request.namespace.as_deref());
        if request.params.continue_token.as_deref() == Some("old") {
            return Err(Status::expired("the token is too old").into());
        }
        let start = request.params.continue_token.map_or(0, |token| token.parse().unwrap());
        let limit = request.params.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let rest = items.split_off(start);
        let left = rest.len().saturating_sub(limit);
        let mut list = List::from(rest.into_iter().take(limit).collect::<Vec<_>>());
        list.metadata = ListMeta {
            resource_version: Some("100".to_owned()),
            continue_token: (left > 0).then(|| (start + limit).to_string()),
            ..ListMeta::default()
        };
        Ok(list)
    }

    async fn watch(&self, request: WatchRequest) -> Result<WatchStream<Widget>, Failure> {
        self.note("watch", &request.params);
        let events: Vec<_> =
            self.all(request.namespace.as_deref()).into_iter().map(WatchEvent::Added).collect();
        let bookmark = WatchEvent::Bookmark(Bookmark::new::<Widget>("101").ending_initial_events());
        let forever = request.params.timeout_seconds.is_some();
        let events = stream::iter(events.into_iter().chain([bookmark]));
        Ok(if forever { events.chain(stream::pending()).boxed() } else { events.boxed() })
    }

    async fn create(&self, request: CreateRequest<Widget>) -> Result<CreateResponse<Widget>, Failure> {
        self.note("create", &request.params);
        if self.find(request.namespace.as_deref(), request.body.name()).is_ok() {
            return Err(Status::already_exists::<Widget>(request.body.name()).into());
        }
        if !request.body.spec.as_ref().is_none_or(|spec| spec.unknown_fields.is_empty()) {
            request.context.warn("unknown field \"spec.odd\"");
        }
        if request.params.dry_run.is_some() {
            return Ok(CreateResponse::Ok(request.body));
        }
        self.put(request.body.clone());
        match request.params.field_manager.as_deref() {
            Some("later") => Ok(CreateResponse::Accepted(request.body)),
            _ => Ok(request.body.into()),
        }
    }

    async fn delete_collection(
        &self,
        request: DeleteCollectionRequest,
    ) -> Result<DeleteCollectionResponse<Widget>, Failure> {
        self.note("delete_collection", &request.params);
        if request.params.list.label_selector.is_some() {
            return Ok(DeleteCollectionResponse::Status(Box::new(Status::deleted::<Widget>(""))));
        }
        let gone = self.all(request.namespace.as_deref());
        self.widgets.lock().unwrap().retain(|(home, _), _| request.namespace.as_ref() != Some(home));
        Ok(List::from(gone).into())
    }

    async fn get(&self, request: GetRequest) -> Result<Widget, Failure> {
        self.note("get", &request.params);
        match request.name.as_str() {
            "secret" => Err(Status::unauthorized().into()),
            "busy" => Err(Status::too_many_requests(3).into()),
            name => self.find(request.namespace.as_deref(), name),
        }
    }

    async fn replace(&self, request: ReplaceRequest<Widget>) -> Result<UpdateResponse<Widget>, Failure> {
        self.note("replace", &request.params);
        Ok(match self.put(request.body.clone()) {
            Some(_) => UpdateResponse::Ok(request.body),
            None => UpdateResponse::Created(request.body),
        })
    }

    async fn patch(&self, request: PatchRequest) -> Result<UpdateResponse<Widget>, Failure> {
        self.note("patch", &(&request.body, &request.params));
        self.patched(&request)
    }

    async fn delete(&self, request: DeleteRequest) -> Result<DeleteResponse<Widget>, Failure> {
        self.note("delete", &request.params);
        let widget = self.find(request.namespace.as_deref(), &request.name)?;
        if request.params.dry_run.is_some() {
            let status = Status::deleted::<Widget>(&request.name);
            return Ok(DeleteResponse::Accepted(Deleted::Status(Box::new(status))));
        }
        if widget.metadata.finalizers.is_some() {
            return Ok(DeleteResponse::Ok(Deleted::Object(Box::new(widget))));
        }
        self.widgets.lock().unwrap().retain(|(_, name), _| *name != request.name);
        Ok(Status::deleted::<Widget>(&request.name).into())
    }

    async fn get_status(&self, request: GetRequest) -> Result<Widget, Failure> {
        self.note("get_status", &request.params);
        self.find(request.namespace.as_deref(), &request.name)
    }

    async fn replace_status(
        &self,
        request: ReplaceRequest<Widget>,
    ) -> Result<UpdateResponse<Widget>, Failure> {
        self.note("replace_status", &request.params);
        let mut widget = self.find(request.namespace.as_deref(), &request.name)?;
        widget.status = request.body.status;
        self.put(widget.clone());
        Ok(widget.into())
    }

    async fn patch_status(&self, request: PatchRequest) -> Result<UpdateResponse<Widget>, Failure> {
        self.note("patch_status", &(&request.body, &request.params));
        self.patched(&request)
    }
}

/// Planets can be read alone: all else answers that it is not implemented.
impl ResourceServer<Planet> for Shop {
    async fn get(&self, request: GetRequest) -> Result<Planet, Failure> {
        assert_eq!(request.namespace, None);
        assert_eq!(Planet::KIND, "Planet");
        Ok(Planet::named(&request.name, 1))
    }
}
