//! The garbage collector: what is owned goes with its owners.
//!
//! It is a client of the server, as the real one is: it follows all changes, remembers who owns what, and deletes and
//! patches through the same verbs as everybody else, without being logged or hit by faults.

mod graph;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Target, delete, patch};
use crate::object::Meta;
use crate::server::Server;
use crate::store::{Change, StoreError};
use graph::Graph;

/// The finalizer of an object that waits for what it owns.
const FOREGROUND: &str = "foregroundDeletion";
/// The finalizer of an object that is to leave behind what it owns.
const ORPHAN: &str = "orphan";
/// How long to wait when the store does not answer.
const PAUSE: Duration = Duration::from_millis(200);

/// Collects for as long as the server lives.
pub async fn run(server: Arc<Server>) {
    loop {
        // A failure of the store, or changes that were missed, are met by looking at everything again.
        if let Ok((mut graph, open)) = Graph::load(&server).await {
            for key in open {
                look(&server, &mut graph, &key).await;
            }
            while follow(&server, &mut graph).await.is_ok() {}
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Reacts to the next changes.
async fn follow(server: &Arc<Server>, graph: &mut Graph) -> Result<(), StoreError> {
    server.collected.send_replace(graph.seen);
    for change in server.store.changes(graph.seen).await? {
        graph.note(&change);
        react(server, graph, &change).await;
    }
    Ok(())
}

async fn react(server: &Arc<Server>, graph: &mut Graph, change: &Change) {
    let Some(before) = &change.before else {
        return look(server, graph, &change.key).await;
    };
    match &change.after {
        Some(after) if owners(&after.value) == owners(&before.value) && !after.value.is_deleting() => {}
        Some(_) => look(server, graph, &change.key).await,
        None => {
            for key in graph.dependents(before.value.meta_text("uid")) {
                look(server, graph, &key).await;
            }
            // Whoever waited for this one may go now.
            for owner in owners(&before.value) {
                if let Some(key) = graph.waiting(text(owner, "uid")) {
                    look(server, graph, &key).await;
                }
            }
        }
    }
}

/// The owners that an object names.
fn owners(object: &Value) -> &[Value] {
    object.meta("ownerReferences").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Looks at an object: whether it lets go of what it owns, and whether it may stay itself.
async fn look(server: &Arc<Server>, graph: &mut Graph, key: &str) {
    let Ok(Some(stored)) = server.store.get(key).await else { return };
    let object = &*stored.value;
    if object.finalizers().contains(&ORPHAN) && object.is_deleting() {
        return orphan(server, graph, key).await;
    }
    if is_waiting(object) {
        return foreground(server, graph, key).await;
    }
    if !object.is_deleting() && !owners(object).is_empty() {
        keep_or_delete(server, graph, key).await;
    }
}

/// Whether an object is being deleted, and waits for what it owns.
fn is_waiting(object: &Value) -> bool {
    object.is_deleting() && object.finalizers().contains(&FOREGROUND)
}

/// What has become of an owner.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is there, or nobody can tell.
    Solid,
    /// It is being deleted, and waits for what it owns.
    Waiting,
    /// It is gone.
    Absent,
}

async fn state(server: &Server, owner: &Value, dependent: &Value) -> State {
    let group = text(owner, "apiVersion").rsplit_once('/').map_or("", |(group, _)| group);
    let registry = server.registry();
    let found = registry.all().iter().find(|d| d.group == group && d.names.kind == text(owner, "kind"));
    let namespace = Some(dependent.meta_text("namespace")).filter(|n| !n.is_empty());
    // An owner of an unknown kind, or in the namespace of nobody, cannot be looked for.
    let Some(definition) = found.filter(|d| d.scope == crate::crd::Scope::Cluster || namespace.is_some())
    else {
        return State::Solid;
    };
    match server.store.get(&definition.key(namespace, text(owner, "name"))).await {
        Err(_) => State::Solid,
        Ok(Some(present)) if present.value.meta_text("uid") == text(owner, "uid") => {
            if is_waiting(&present.value) { State::Waiting } else { State::Solid }
        }
        Ok(_) => State::Absent,
    }
}

/// An object stays while one of its owners does, and forgets the others; else it goes.
async fn keep_or_delete(server: &Arc<Server>, graph: &Graph, key: &str) {
    let Some((target, object)) = Target::load(server, key).await else { return };
    let (mut solid, mut waiting) = (Vec::new(), false);
    for owner in owners(&object) {
        match state(server, owner, &object).await {
            State::Solid => solid.push(owner.clone()),
            State::Waiting => waiting = true,
            State::Absent => {}
        }
    }
    if solid.len() == owners(&object).len() {
        return;
    }
    if !solid.is_empty() {
        return patch(server, &target, |object| {
            let left: Vec<Value> = owners(object).iter().filter(|o| solid.contains(o)).cloned().collect();
            json!({ "ownerReferences": left })
        })
        .await;
    }
    let owns = !graph.dependents(object.meta_text("uid")).is_empty();
    let policy = match () {
        () if object.finalizers().contains(&ORPHAN) => "Orphan",
        () if object.finalizers().contains(&FOREGROUND) || waiting && owns => "Foreground",
        () => "Background",
    };
    delete(server, &target, policy).await;
}

/// What is owned by an object that leaves it behind forgets that object.
async fn orphan(server: &Arc<Server>, graph: &Graph, key: &str) {
    let Some((target, object)) = Target::load(server, key).await else { return };
    let uid = object.meta_text("uid");
    for dependent in graph.dependents(uid) {
        let Some((target, _)) = Target::load(server, &dependent).await else { continue };
        patch(server, &target, |object| {
            let left: Vec<Value> = owners(object).iter().filter(|o| text(o, "uid") != uid).cloned().collect();
            json!({ "ownerReferences": left })
        })
        .await;
    }
    release(server, &target, ORPHAN).await;
}

/// What is owned by an object that waits for it is deleted; when nothing is left that blocks, the object may go.
async fn foreground(server: &Arc<Server>, graph: &mut Graph, key: &str) {
    let Some((target, object)) = Target::load(server, key).await else { return };
    let uid = object.meta_text("uid");
    graph.wait(uid, key);
    let mut blocked = false;
    for dependent in graph.dependents(uid) {
        let Some((_, dependent_object)) = Target::load(server, &dependent).await else { continue };
        let blocks =
            |o: &&Value| text(o, "uid") == uid && o.get("blockOwnerDeletion") == Some(&Value::Bool(true));
        if !dependent_object.is_deleting() {
            keep_or_delete(server, graph, &dependent).await;
        }
        let left = Target::load(server, &dependent).await;
        blocked |= left.is_some_and(|(_, object)| owners(&object).iter().any(|o| blocks(&o)));
    }
    if !blocked {
        release(server, &target, FOREGROUND).await;
    }
}

/// Takes a finalizer away.
async fn release(server: &Arc<Server>, target: &Target, finalizer: &str) {
    patch(server, target, |object| {
        let left: Vec<&str> = object.finalizers().into_iter().filter(|f| *f != finalizer).collect();
        json!({ "finalizers": left })
    })
    .await;
}
