//! Operations: paths, webhooks and callbacks.

use std::collections::HashSet;

use super::Lowering;
use super::content::members;
use crate::diagnostic::Code;
use crate::filter::Asked;
use crate::ir::{DocumentId, Method, Operation, OperationId, OperationKind, Origin};
use crate::read::open_api::{Dialect, OpenApi, View, boolean, text, texts};

/// A path item with what is known of it.
struct Item<'a> {
    path: &'a str,
    view: View<'a>,
    origin: Origin,
    dialect: Dialect,
}

impl<'a> Lowering<'a> {
    /// Adds the operations of a document.
    pub(super) fn operations(&mut self, id: DocumentId, document: &'a OpenApi) {
        if document.dialect == Dialect::Parts {
            return;
        }
        let whole = document.view();
        let first = self.api.operations.len();
        let webhooks = members(whole.member("webhooks")).into_iter().map(|one| (one, Origin::Webhook(id)));
        let paths = members(whole.member("paths")).into_iter().map(|one| (one, Origin::Path(id)));
        for ((path, view), origin) in paths.chain(webhooks) {
            let item = Item { path, view, origin, dialect: document.dialect };
            self.path_item(&item, &whole);
        }
        self.check_ids(first);
    }

    /// Adds the operations of a path.
    fn path_item(&mut self, item: &Item<'a>, whole: &View<'a>) {
        let Some(found) = self.resolved(&item.view) else { return };
        let shared: Vec<View<'a>> = found.at("parameters").map(|list| list.each()).unwrap_or_default();
        let own = members(Some(found.clone()));
        let more = members(found.member("additionalOperations"));
        for (key, view) in own.into_iter().chain(more) {
            let Some(method) = method(key, &view) else { continue };
            self.operation(item, (method, &view), (&shared, &found), whole);
        }
    }

    fn operation(
        &mut self,
        item: &Item<'a>,
        (method, view): (Method, &View<'a>),
        (shared, around): (&[View<'a>], &View<'a>),
        whole: &View<'a>,
    ) {
        let id = OperationId(self.api.operations.len());
        let blank = blank(item, method, view);
        let asked = Asked { id: blank.id.as_deref().unwrap_or_default(), path: item.path, tags: &blank.tags };
        if !matches!(item.origin, Origin::Callback { .. }) && !self.filter.wants(asked) {
            return;
        }
        self.api.operations.push(blank);
        self.described.push(view.clone());
        let own: Vec<View<'a>> = view.at("parameters").map(|list| list.each()).unwrap_or_default();
        let mut parameters = self.parameters(id, shared, &own);
        if matches!(item.origin, Origin::Path(_)) {
            self.fit_path(item.path, &mut parameters, view);
        }
        let all = [shared, own.as_slice()].concat();
        let (body, produces) = match item.dialect {
            Dialect::Swagger => (self.swagger_body(id, (view, whole), &all), media(view, whole, "produces")),
            _ => (view.member("requestBody").and_then(|body| self.body(&body, id)), Vec::new()),
        };
        let responses = self.responses(view.member("responses"), (id, &produces));
        let security = self.security(view, whole);
        let servers = [view, around].into_iter().find(|at| at.member("servers").is_some());
        let servers = servers.map(|at| self.servers(at, item.dialect)).unwrap_or_default();
        let operation = &mut self.api.operations[id.0];
        (operation.parameters, operation.body, operation.responses) = (parameters, body, responses);
        (operation.security, operation.servers) = (security, servers);
        self.callbacks(id, (item, view), whole);
    }

    /// Adds what an operation asks to be called back with.
    fn callbacks(&mut self, operation: OperationId, (item, view): (&Item<'a>, &View<'a>), whole: &View<'a>) {
        let Some(document) = self.api.operation(operation).document() else { return };
        // A callback that leads back to its own operation would have no end.
        if matches!(item.origin, Origin::Callback { .. }) {
            return;
        }
        for (name, callback) in members(view.member("callbacks")) {
            let Some(found) = self.resolved(&callback) else { continue };
            for (path, view) in members(Some(found)) {
                let origin = Origin::Callback { document, operation, name: name.to_owned() };
                let inner = Item { path, view, origin, dialect: item.dialect };
                self.path_item(&inner, whole);
            }
        }
    }

    /// Takes away the names that another operation had before.
    fn check_ids(&mut self, first: usize) {
        let mut seen = HashSet::new();
        let mut repeated = Vec::new();
        for operation in self.api.operations.iter_mut().skip(first) {
            let Some(id) = operation.id.clone() else { continue };
            if !seen.insert(id.clone()) {
                operation.id = None;
                repeated.push((id, operation.place.clone()));
            }
        }
        for (id, place) in repeated {
            let message = format!("another operation is called `{id}`; this one goes by its method and path");
            self.warn(Code::DuplicateOperation, message, &place);
        }
    }
}

/// An operation of which only that is known which it says itself.
fn blank(item: &Item<'_>, method: Method, view: &View<'_>) -> Operation {
    let id = text(view, "operationId").trim();
    Operation {
        id: (!id.is_empty()).then(|| id.to_owned()),
        place: view.place.clone(),
        origin: item.origin.clone(),
        method,
        path: item.path.to_owned(),
        summary: text(view, "summary").to_owned(),
        description: text(view, "description").to_owned(),
        deprecated: boolean(view, "deprecated").unwrap_or_default(),
        tags: texts(view, "tags").into_iter().map(str::to_owned).collect(),
        kind: OperationKind::Plain,
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        security: Vec::new(),
        servers: Vec::new(),
    }
}

/// The method that a member of a path item is for; none for other members.
fn method(key: &str, view: &View<'_>) -> Option<Method> {
    let method = match key.to_ascii_lowercase().as_str() {
        "get" => Method::Get,
        "put" => Method::Put,
        "post" => Method::Post,
        "delete" => Method::Delete,
        "options" => Method::Options,
        "head" => Method::Head,
        "patch" => Method::Patch,
        "trace" => Method::Trace,
        "summary" | "description" | "servers" | "parameters" | "$ref" | "additionaloperations" => {
            return None;
        }
        other => Method::Other(other.to_ascii_uppercase()),
    };
    (!view.node.members().is_empty()).then_some(method)
}

/// The media types of an operation in Swagger: its own, or those of the document.
pub(super) fn media<'a>(view: &View<'a>, whole: &View<'a>, key: &str) -> Vec<&'a str> {
    let at = if view.node.get(key).is_some() { view } else { whole };
    let found = texts(at, key);
    if found.is_empty() { vec!["application/json"] } else { found }
}
