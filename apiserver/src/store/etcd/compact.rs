//! Old revisions are given up after a while, else etcd would grow for ever.

use std::time::Duration;

use serde_json::json;

use super::keys::Keys;
use super::newest;
use super::wire::{TxnAnswer, Wire};

/// How long revisions are kept at least.
const KEEP: Duration = Duration::from_secs(5 * 60);

/// Has etcd forget, from time to time, what was the newest revision the time before.
pub async fn run(wire: Wire, keys: Keys) {
    let mut before = None;
    loop {
        if let Some(revision) = before {
            // Another server may have done it already, which etcd refuses and is as good.
            let body = json!({ "revision": u64::to_string(&revision) });
            let _ = wire.ask::<TxnAnswer>("/v3/kv/compaction", &body).await;
        }
        before = newest(&wire, &keys).await.ok();
        tokio::time::sleep(KEEP).await;
    }
}
