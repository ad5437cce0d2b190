//! The store in a file: every write is on the disk before it is acknowledged, everything is read from memory.
//!
//! Of the last changes, the file keeps what each of them replaced. What a change made is what the next one of the same
//! key replaced, or what is there now; so the whole history is known again after a restart, and watches go on.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde_json::Value;

use super::memory::{Items, Kept};
use super::{Change, Expect, Listing, Memory, Range, Store, StoreError, Stored};

/// Documents: by key, the revision and the text.
const DOCUMENTS: TableDefinition<&str, (u64, &[u8])> = TableDefinition::new("documents");
/// The last changes: by revision, the key, and the revision and the text of what was replaced; zero for nothing.
const REPLACED: TableDefinition<u64, (&str, u64, &[u8])> = TableDefinition::new("replaced");
/// The newest revision, under the only key.
const REVISION: TableDefinition<(), u64> = TableDefinition::new("revision");

/// The name of the file.
const FILE: &str = "objects.redb";

/// A store in a file.
pub struct FileStore {
    memory: Memory,
    database: Database,
    /// How many changes are remembered.
    history: u64,
    /// Writes go one by one, so that the file and the memory agree on their order.
    turn: Mutex<()>,
}

impl FileStore {
    /// Opens the file in a directory; makes whatever is missing of the two.
    pub fn open(directory: &Path, history: usize) -> Result<FileStore, String> {
        std::fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
        let path = directory.join(FILE);
        let database = Database::create(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let kept = read(&database).map_err(|e| format!("{}: {e}", path.display()))?;
        let memory = Memory::restored(history, kept);
        let history = u64::try_from(history).unwrap_or(u64::MAX);
        Ok(FileStore { memory, database, history, turn: Mutex::new(()) })
    }

    fn write_through(&self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let (revision, before) = self.memory.next(key, expect)?;
        let text = |value: &Value| value.to_string();
        let write = Write {
            key,
            revision,
            before: before.map(|b| (b.revision, text(&b.value))),
            after: value.as_ref().map(text),
        };
        self.persist(&write).map_err(|e| StoreError::Broken(e.to_string()))?;
        self.memory.write_now(key, expect, value)
    }

    /// Writes one change; when this returns, it is on the disk.
    fn persist(&self, write: &Write) -> Result<(), redb::Error> {
        let writing = self.database.begin_write()?;
        {
            let mut documents = writing.open_table(DOCUMENTS)?;
            match &write.after {
                Some(text) => documents.insert(write.key, (write.revision, text.as_bytes()))?,
                None => documents.remove(write.key)?,
            };
            let mut replaced = writing.open_table(REPLACED)?;
            let (revision, text) = write.before.as_ref().map_or((0, ""), |(r, text)| (*r, text));
            replaced.insert(write.revision, (write.key, revision, text.as_bytes()))?;
            // All but one have been forgotten at earlier writes, unless the history was longer then.
            replaced.retain_in(..=write.revision.saturating_sub(self.history), |_, _| false)?;
            writing.open_table(REVISION)?.insert((), write.revision)?;
        }
        writing.commit()?;
        Ok(())
    }
}

/// One write, as texts.
struct Write<'a> {
    key: &'a str,
    revision: u64,
    before: Option<(u64, String)>,
    after: Option<String>,
}

fn read(database: &Database) -> Result<Kept, Box<dyn std::error::Error>> {
    // Opening the tables in a write makes them, where they are not there yet.
    let writing = database.begin_write()?;
    writing.open_table(DOCUMENTS)?;
    writing.open_table(REPLACED)?;
    writing.open_table(REVISION)?;
    writing.commit()?;
    let reading = database.begin_read()?;
    let mut items = Items::new();
    for entry in reading.open_table(DOCUMENTS)?.iter()? {
        let (key, document) = entry?;
        items.insert(Arc::from(key.value()), stored(document.value())?);
    }
    let revision = reading.open_table(REVISION)?.get(())?.map_or(0, |r| r.value());
    let (mut states, mut changes) = (items.clone(), Vec::new());
    for entry in reading.open_table(REPLACED)?.iter()?.rev() {
        let (at, change) = entry?;
        let (key, before, text) = change.value();
        let key: Arc<str> = Arc::from(key);
        let before = if before == 0 { None } else { Some(stored((before, text))?) };
        let after = match &before {
            Some(before) => states.insert(key.clone(), before.clone()),
            None => states.remove(&key),
        };
        changes.push(Change { revision: at.value(), key, before, after });
    }
    changes.reverse();
    Ok(Kept { revision, items, changes })
}

fn stored((revision, text): (u64, &[u8])) -> Result<Stored, serde_json::Error> {
    Ok(Stored { value: Arc::new(serde_json::from_slice(text)?), revision })
}

impl Store for FileStore {
    fn revision(&self) -> BoxFuture<'_, Result<u64, StoreError>> {
        self.memory.revision()
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        self.memory.get(key)
    }

    fn range<'a>(&'a self, range: Range<'a>) -> BoxFuture<'a, Result<Listing, StoreError>> {
        self.memory.range(range)
    }

    fn write<'a>(
        &'a self,
        key: &'a str,
        expect: Expect,
        value: Option<Value>,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        ready(self.write_through(key, expect, value)).boxed()
    }

    fn changes(&self, after: u64) -> BoxFuture<'_, Result<Vec<Change>, StoreError>> {
        self.memory.changes(after)
    }
}
