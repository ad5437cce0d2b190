//! A namespace that is being deleted: it empties itself, and goes when nothing is left in it.

use std::sync::Arc;

use crate::call::broken;
use crate::client::{self, Target};
use crate::crd::Scope;
use crate::object::Meta;
use crate::server::Server;
use crate::status::ApiError;
use crate::store::{Range, Rest};

/// Deletes what is in a namespace, and the namespace if that leaves nothing behind.
pub async fn empty(server: &Arc<Server>, name: &str) -> Result<(), ApiError> {
    for prefix in prefixes(server, name) {
        let listing = server.store.list(&prefix, None).await.map_err(broken)?;
        for (key, stored) in listing.items.iter().filter(|(_, s)| !s.value.is_deleting()) {
            if let Some((target, _)) = Target::of(server, key, stored) {
                client::delete(server, &target, "Background").await;
            }
        }
    }
    finish(server, name).await
}

/// The starts of the keys of everything in a namespace.
fn prefixes(server: &Server, name: &str) -> Vec<String> {
    let registry = server.registry();
    let inside = registry.all().iter().filter(|d| d.scope == Scope::Namespaced);
    inside.map(|d| d.prefix_in(Some(name))).collect()
}

/// Removes a namespace that is being deleted, once it is empty and no finalizer holds it.
pub async fn finish(server: &Server, name: &str) -> Result<(), ApiError> {
    let key = format!("{}{name}", super::NAMESPACES);
    let Some(namespace) = server.store.get(&key).await.map_err(broken)? else {
        return Ok(());
    };
    if !namespace.value.is_deleting() || !namespace.value.finalizers().is_empty() {
        return Ok(());
    }
    for prefix in prefixes(server, name) {
        let first = Range { prefix: &prefix, limit: 1, rest: Rest::Noticed, ..Range::default() };
        if !server.store.range(first).await.map_err(broken)?.items.is_empty() {
            return Ok(());
        }
    }
    super::remove(server, &key).await
}
