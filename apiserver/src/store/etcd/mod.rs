//! The store in etcd: several servers may keep the same documents, and each sees what the others write.
//!
//! Revisions are etcd's own. Every read asks etcd; the history that watches follow is kept here, fed by one watch.
//! The way to etcd is its JSON gateway, which every etcd since 3.4 has: all clients for its other protocol need a compiler
//! of protocol buffers on the machine that builds.

mod compact;
mod feed;
mod keys;
mod wire;

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::Uri;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::{Change, Expect, Listing, Range, Store, StoreError, Stored};
use feed::Feed;
use keys::{Keys, end_of};
use wire::{RangeAnswer, TxnAnswer, Wire, WireError, encoded};

/// The most documents that are asked for at once.
const CHUNK: usize = 1000;

/// A store in etcd.
pub struct EtcdStore {
    wire: Wire,
    keys: Keys,
    feed: Arc<Feed>,
    tasks: Vec<JoinHandle<()>>,
}

impl EtcdStore {
    /// Opens the store at `http://HOST:PORT/PATH`; the keys begin with the path, or with `/registry` without one.
    pub async fn open(url: &str, history: usize) -> Result<EtcdStore, String> {
        let uri: Uri = url.parse().map_err(|e| format!("{url} is not a URL: {e}"))?;
        let authority = uri.authority().filter(|_| uri.scheme_str() == Some("http"));
        let authority = authority.ok_or_else(|| format!("{url} is not of the form http://HOST:PORT"))?;
        let (wire, keys) = (Wire::to(authority.as_str()), Keys::below(uri.path()));
        let now = newest(&wire, &keys).await.map_err(|e| e.to_string())?;
        let past = now.saturating_sub(u64::try_from(history).unwrap_or(u64::MAX));
        let feed = Arc::new(Feed::new(past, history));
        let tasks = vec![
            tokio::spawn(feed::run(feed.clone(), wire.clone(), keys.clone())),
            tokio::spawn(compact::run(wire.clone(), keys.clone())),
        ];
        Ok(EtcdStore { wire, keys, feed, tasks })
    }

    fn refused(&self, error: &WireError) -> StoreError {
        match error {
            WireError::Refused(why) if why.contains("has been compacted") => {
                StoreError::Compacted { oldest: self.feed.oldest() }
            }
            other => StoreError::Broken(other.to_string()),
        }
    }

    async fn read(&self, key: &str) -> Result<Option<Stored>, StoreError> {
        let body = json!({ "key": encoded(self.keys.outer(key)) });
        let answer: RangeAnswer = self.wire.ask("/v3/kv/range", &body).await.map_err(|e| self.refused(&e))?;
        answer.kvs.first().map(feed::document).transpose()
    }

    async fn read_range(&self, range: Range<'_>) -> Result<Listing, StoreError> {
        let end = end_of(&self.keys.outer(range.prefix));
        let mut listing = Listing { revision: range.at.unwrap_or(0), items: Vec::new(), left: 0 };
        let mut from = self.keys.outer(range.start());
        loop {
            let wanted = match range.limit {
                0 => CHUNK,
                limit => CHUNK.min(limit.saturating_sub(listing.items.len())),
            };
            let answer = self.chunk(&from, &end, (wanted, listing.revision)).await?;
            if listing.revision == 0 {
                listing.revision = answer.header.revision;
            }
            let last = answer.kvs.last().map(|kv| kv.key.clone());
            let taken = answer.kvs.len();
            for kv in &answer.kvs {
                let key = std::str::from_utf8(&kv.key).ok().and_then(|k| self.keys.inner(k));
                if let Some(key) = key {
                    listing.items.push((Arc::from(key), feed::document(kv)?));
                }
            }
            listing.left = usize::try_from(answer.count).unwrap_or(usize::MAX).saturating_sub(taken);
            let full = range.limit > 0 && listing.items.len() >= range.limit;
            match last.and_then(|k| String::from_utf8(k).ok()) {
                Some(last) if listing.left > 0 && !full => from = format!("{last}\0"),
                _ => return Ok(listing),
            }
        }
    }

    /// At most so many keys, at a revision; at the present one where it is zero.
    async fn chunk(
        &self,
        from: &str,
        end: &[u8],
        (limit, at): (usize, u64),
    ) -> Result<RangeAnswer, StoreError> {
        let (limit, revision) = (limit.to_string(), at.to_string());
        let body =
            json!({ "key": encoded(from), "range_end": encoded(end), "limit": limit, "revision": revision });
        match self.wire.ask("/v3/kv/range", &body).await {
            Ok(answer) => Ok(answer),
            Err(WireError::Refused(why)) if why.contains("future revision") => {
                Err(StoreError::Future { current: self.now().await? })
            }
            Err(other) => Err(self.refused(&other)),
        }
    }

    async fn now(&self) -> Result<u64, StoreError> {
        newest(&self.wire, &self.keys).await.map_err(|e| self.refused(&e))
    }

    async fn transact(&self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        let key = encoded(self.keys.outer(key));
        let present = match expect {
            Expect::Absent => 0,
            Expect::Revision(revision) => revision,
        };
        let compare =
            json!({ "key": key, "target": "MOD", "mod_revision": present.to_string(), "result": "EQUAL" });
        let operation = match value {
            Some(value) => json!({ "request_put": { "key": key, "value": encoded(value.to_string()) } }),
            None => json!({ "request_delete_range": { "key": key } }),
        };
        let body = json!({ "compare": [compare], "success": [operation] });
        let answer: TxnAnswer = self.wire.ask("/v3/kv/txn", &body).await.map_err(|e| self.refused(&e))?;
        if answer.succeeded { Ok(answer.header.revision) } else { Err(StoreError::Raced) }
    }
}

/// The newest revision.
async fn newest(wire: &Wire, keys: &Keys) -> Result<u64, WireError> {
    let (key, end) = (encoded(keys.root()), encoded(end_of(&keys.root())));
    let body = json!({ "key": key, "range_end": end, "count_only": true });
    Ok(wire.ask::<RangeAnswer>("/v3/kv/range", &body).await?.header.revision)
}

impl Drop for EtcdStore {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Store for EtcdStore {
    fn revision(&self) -> BoxFuture<'_, Result<u64, StoreError>> {
        self.now().boxed()
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.read(key).boxed()
    }

    fn range<'a>(&'a self, range: Range<'a>) -> BoxFuture<'a, Result<Listing, StoreError>> {
        self.read_range(range).boxed()
    }

    fn write<'a>(
        &'a self,
        key: &'a str,
        expect: Expect,
        value: Option<Value>,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        self.transact(key, expect, value).boxed()
    }

    fn changes(&self, after: u64) -> BoxFuture<'_, Result<Vec<Change>, StoreError>> {
        self.feed.changes(after).boxed()
    }

    fn is_shared(&self) -> bool {
        true
    }
}
