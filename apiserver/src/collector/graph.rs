//! Who owns what.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use super::{is_waiting, owners, text};
use crate::object::Meta;
use crate::server::Server;
use crate::store::{Change, StoreError};

/// The keys of all objects that are owned, by the uid of their owners.
#[derive(Debug, Default)]
pub struct Graph {
    /// The last revision that is known here.
    pub seen: u64,
    dependents: HashMap<String, BTreeSet<Arc<str>>>,
    waiting: HashMap<String, Arc<str>>,
}

impl Graph {
    /// What the store holds now, and the keys of the objects that may have to go or to be released.
    pub async fn load(server: &Server) -> Result<(Graph, Vec<Arc<str>>), StoreError> {
        let listing = server.store.list("/", None).await?;
        let mut graph = Graph { seen: listing.revision, ..Graph::default() };
        let mut open = Vec::new();
        for (key, stored) in &listing.items {
            graph.add(key, &stored.value);
            if stored.value.is_deleting() || !owners(&stored.value).is_empty() {
                open.push(key.clone());
            }
        }
        Ok((graph, open))
    }

    /// Takes a change into account.
    pub fn note(&mut self, change: &Change) {
        self.seen = self.seen.max(change.revision);
        if let Some(before) = &change.before {
            self.remove(&change.key, &before.value);
        }
        if let Some(after) = &change.after {
            self.add(&change.key, &after.value);
        }
    }

    fn add(&mut self, key: &Arc<str>, object: &Value) {
        for owner in owners(object) {
            self.dependents.entry(text(owner, "uid").to_owned()).or_default().insert(key.clone());
        }
        if is_waiting(object) {
            self.wait(object.meta_text("uid"), key);
        }
    }

    fn remove(&mut self, key: &Arc<str>, object: &Value) {
        self.waiting.remove(object.meta_text("uid"));
        for owner in owners(object) {
            let uid = text(owner, "uid");
            if let Some(keys) = self.dependents.get_mut(uid) {
                keys.remove(key);
                if keys.is_empty() {
                    self.dependents.remove(uid);
                }
            }
        }
    }

    /// Remembers an object that waits for what it owns.
    pub fn wait(&mut self, uid: &str, key: &str) {
        self.waiting.insert(uid.to_owned(), key.into());
    }

    /// The key of an object that waits for what it owns.
    pub fn waiting(&self, uid: &str) -> Option<Arc<str>> {
        self.waiting.get(uid).cloned()
    }

    /// The keys of what an object owns.
    pub fn dependents(&self, uid: &str) -> Vec<Arc<str>> {
        self.dependents.get(uid).into_iter().flatten().cloned().collect()
    }
}
