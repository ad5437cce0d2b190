//! Which verb a request is for.

use http::Method;

use super::{create, delete, delete_collection, get, list, patch, review, scale, update, watch};
use crate::call::Call;
use crate::crd::{Role, Scope};
use crate::reply::Reply;
use crate::request::query::Query;
use crate::request::route::ResourcePath;
use crate::status::ApiError;

/// The verb of a request as access rules name it; empty where there is none.
pub fn verb_of(method: &Method, path: &ResourcePath, query: &Query) -> &'static str {
    let named = path.name.is_some();
    match method.as_str() {
        "GET" | "HEAD" if path.watches => "watch",
        "GET" | "HEAD" if named => "get",
        "GET" | "HEAD" if query.flag("watch") == Some(true) => "watch",
        "GET" | "HEAD" => "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" if named => "delete",
        "DELETE" => "deletecollection",
        _ => "",
    }
}

/// Answers a request for a resource.
pub async fn dispatch(call: Call) -> Result<Reply, ApiError> {
    let verb = verb_of(&call.method, &call.path, &call.query);
    if !is_place(&call, verb) {
        return Ok(Reply::nowhere());
    }
    let warnings: Vec<String> = call.version().deprecation.iter().cloned().collect();
    let notes = call.notes.clone();
    let reply = match call.subresource() {
        "" if call.definition().role == Role::Review => review::answer(&call, verb),
        "" => object(call, verb).await,
        "status" if call.version().has_status => status(call, verb).await,
        "scale" if call.version().scale.is_some() => scale::answer(&call, verb).await,
        _ => Err(ApiError::not_found(&call.plural(call.name()))),
    };
    reply.map(|r| r.warn(warnings).warn(notes.take()))
}

/// Whether the path fits the scope of the resource.
fn is_place(call: &Call, verb: &str) -> bool {
    match (call.definition().scope, call.path.namespace.is_some()) {
        (Scope::Namespaced, true) | (Scope::Cluster, false) => true,
        (Scope::Cluster, true) => false,
        (Scope::Namespaced, false) => call.path.name.is_none() && matches!(verb, "list" | "watch" | ""),
    }
}

async fn object(call: Call, verb: &str) -> Result<Reply, ApiError> {
    if matches!(verb, "update" | "patch") && call.path.name.is_none() {
        return Err(ApiError::bad_request("name must be provided"));
    }
    match verb {
        "get" => get::answer(&call).await,
        "list" => list::answer(&call).await,
        "watch" => watch::answer(call).await,
        "create" => create::answer(&call).await,
        "update" => update::answer(&call).await,
        "patch" => patch::answer(&call).await,
        "delete" => delete::answer(&call).await,
        "deletecollection" => delete_collection::answer(&call).await,
        _ => Err(ApiError::method_not_allowed(&call.plural(""), verb)),
    }
}

async fn status(call: Call, verb: &str) -> Result<Reply, ApiError> {
    match verb {
        "get" => get::answer(&call).await,
        "update" => update::answer(&call).await,
        "patch" => patch::answer(&call).await,
        _ => Err(ApiError::method_not_allowed(&call.plural(""), verb)),
    }
}
