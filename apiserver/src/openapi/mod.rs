//! The OpenAPI documents: one for each group and version, an index with their hashes, and all in one as Swagger 2.0.

mod build;
mod swagger;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::crd::Registry;
use crate::discovery::{digest, tagged};
use crate::reply::{Content, Reply};
use crate::request::query::Query;
use crate::request::route::Route;
use crate::server::Server;

/// A document and its hash.
#[derive(Debug)]
struct Published {
    document: Value,
    hash: String,
}

type All = BTreeMap<String, Published>;

/// The documents of the resources that were served last.
#[derive(Debug, Default)]
pub struct Documents(Mutex<Option<(Arc<Registry>, Arc<All>)>>);

impl Documents {
    /// The documents of these resources by path, made when they are asked for first.
    fn of(&self, registry: &Arc<Registry>) -> Arc<All> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, all)) = kept.as_ref().filter(|(of, _)| Arc::ptr_eq(of, registry)) {
            return all.clone();
        }
        let documents = build::documents(registry).into_iter().map(|(path, document)| {
            let hash = digest(document.to_string().as_bytes());
            (path, Published { document, hash })
        });
        let all: Arc<All> = Arc::new(documents.collect());
        *kept = Some((registry.clone(), all.clone()));
        all
    }
}

/// Answers the endpoints below `/openapi`.
pub fn answer(server: &Server, route: &Route, query: &Query, headers: &HeaderMap) -> Reply {
    if !accepts_json(headers) {
        return Reply::new(StatusCode::NOT_ACCEPTABLE, Content::Nothing);
    }
    let all = server.documents.of(&server.registry());
    match route {
        Route::OpenApiIndex => Reply::document(StatusCode::OK, index(&all)),
        Route::OpenApi(path) => match all.get(path) {
            Some(published) => document(path, published, query, headers),
            None => Reply::new(StatusCode::NOT_FOUND, Content::Nothing),
        },
        _ => tagged(swagger::merged(all.values().map(|p| &p.document)), headers),
    }
}

/// Documents are given in JSON alone.
fn accepts_json(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()) else {
        return true;
    };
    accept.split(',').any(|c| {
        matches!(c.split(';').next().unwrap_or_default().trim(), "application/json" | "*/*" | "application/*")
    })
}

fn address(path: &str, hash: &str) -> String {
    format!("/openapi/v3/{path}?hash={hash}")
}

fn index(all: &All) -> Value {
    let entry = |(path, p): (&String, &Published)| {
        (path.clone(), json!({ "serverRelativeURL": address(path, &p.hash) }))
    };
    let paths: Map<String, Value> = all.iter().map(entry).collect();
    json!({ "paths": paths })
}

/// A document; one asked for by its hash never changes, and one asked for by another hash has moved.
fn document(path: &str, published: &Published, query: &Query, headers: &HeaderMap) -> Reply {
    let hash = query.text("hash");
    if !hash.is_empty() && hash != published.hash {
        let moved = Reply::new(StatusCode::MOVED_PERMANENTLY, Content::Nothing);
        return moved.with(header::LOCATION, &address(path, &published.hash));
    }
    let reply = tagged(published.document.clone(), headers);
    if hash.is_empty() { reply } else { reply.with(header::CACHE_CONTROL, "public, immutable") }
}
