//! The store in a file: every write is on the disk before it is acknowledged, everything is read from memory.
//!
//! The history is not kept: after a restart it begins anew, and watchers of older revisions are told that they are gone.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde_json::Value;

use super::memory::Items;
use super::{Change, Expect, Listing, Memory, Range, Store, StoreError, Stored};

/// Documents: by key, the revision and the text.
const DOCUMENTS: TableDefinition<&str, (u64, &[u8])> = TableDefinition::new("documents");
/// The newest revision, under the only key.
const REVISION: TableDefinition<(), u64> = TableDefinition::new("revision");

/// The name of the file.
const FILE: &str = "objects.redb";

/// A store in a file.
pub struct FileStore {
    memory: Memory,
    database: Database,
    /// Writes go one by one, so that the file and the memory agree on their order.
    turn: Mutex<()>,
}

impl FileStore {
    /// Opens the file in a directory; makes whatever is missing of the two.
    pub fn open(directory: &Path, history: usize) -> Result<FileStore, String> {
        std::fs::create_dir_all(directory).map_err(|e| format!("{}: {e}", directory.display()))?;
        let path = directory.join(FILE);
        let database = Database::create(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let (revision, items) = read(&database).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(FileStore { memory: Memory::restored(history, revision, items), database, turn: Mutex::new(()) })
    }

    fn write_through(&self, key: &str, expect: Expect, value: Option<Value>) -> Result<u64, StoreError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let revision = self.memory.next(key, expect)?;
        let text = value.as_ref().map(Value::to_string);
        persist(&self.database, key, revision, text.as_deref())
            .map_err(|e| StoreError::Broken(e.to_string()))?;
        self.memory.write_now(key, expect, value)
    }
}

fn read(database: &Database) -> Result<(u64, Items), Box<dyn std::error::Error>> {
    // Opening the tables in a write makes them, where they are not there yet.
    let writing = database.begin_write()?;
    writing.open_table(DOCUMENTS)?;
    writing.open_table(REVISION)?;
    writing.commit()?;
    let reading = database.begin_read()?;
    let mut items = Items::new();
    for entry in reading.open_table(DOCUMENTS)?.iter()? {
        let (key, document) = entry?;
        let (revision, text) = document.value();
        let value = Arc::new(serde_json::from_slice(text)?);
        items.insert(Arc::from(key.value()), Stored { value, revision });
    }
    let revision = reading.open_table(REVISION)?.get(())?.map_or(0, |r| r.value());
    Ok((revision, items))
}

/// Writes one change; when this returns, it is on the disk.
fn persist(database: &Database, key: &str, revision: u64, text: Option<&str>) -> Result<(), redb::Error> {
    let writing = database.begin_write()?;
    {
        let mut documents = writing.open_table(DOCUMENTS)?;
        match text {
            Some(text) => documents.insert(key, (revision, text.as_bytes()))?,
            None => documents.remove(key)?,
        };
        writing.open_table(REVISION)?.insert((), revision)?;
    }
    writing.commit()?;
    Ok(())
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
