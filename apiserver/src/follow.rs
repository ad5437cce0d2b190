//! What other servers on the same store define: it is served here, too. Of another store, all is known already.

use std::sync::Arc;
use std::time::Duration;

use crate::crd::{self, CRD_GROUP};
use crate::roles;
use crate::server::Server;
use crate::store::Change;

/// How long to wait when the store does not answer.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves what the store defines, then what changes, and from the start again where changes were missed.
pub async fn follow(server: Arc<Server>) {
    loop {
        // A failure of the store is met by asking again.
        if let Ok(mut seen) = server.store.revision().await
            && roles::restore(&server).await.is_ok()
        {
            while let Ok(changes) = server.store.changes(seen).await {
                for change in &changes {
                    take(&server, change).await;
                    seen = change.revision;
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Takes over a definition as it is now, so that an old one never replaces a newer one that was written here.
async fn take(server: &Server, change: &Change) {
    if !change.key.starts_with(&format!("/{CRD_GROUP}/customresourcedefinitions/")) {
        return;
    }
    let Ok(present) = server.store.get(&change.key).await else { return };
    match (present, &change.before) {
        (Some(present), _) => roles::serve_definition(server, &present.value),
        (None, Some(before)) => {
            if let Ok(definition) = crd::parse(&before.value) {
                server.unregister(&definition.group, &definition.names.plural);
            }
        }
        (None, None) => {}
    }
}
