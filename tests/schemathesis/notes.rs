//! Notes in memory, by the server that is generated from their document.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notes::api::notes::{self as api, *};
use notes::operation::server::{Answer, Context};
use notes::types::Note;

/// The notes, by their ids.
#[derive(Default)]
struct Notes(Mutex<BTreeMap<i32, Note>>);

impl Notes {
    fn all(&self) -> MutexGuard<'_, BTreeMap<i32, Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl api::Server for Notes {
    async fn list_notes(&self, request: ListNotesRequest, _: Context) -> Answer<ListNotesRequest> {
        let labels = request.label.unwrap_or_default();
        let all = self.all();
        let has_all = |note: &&Note| {
            let own = note.draft.labels.iter().flatten().collect::<Vec<_>>();
            labels.iter().all(|label| own.contains(&label))
        };
        let most = request.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(50);
        let body: Vec<Note> = all.values().filter(has_all).take(most).cloned().collect();
        Ok(ListNotesOkAnswer { x_total: i64::try_from(all.len()).ok(), body })
    }

    async fn add_note(&self, request: AddNoteRequest, _: Context) -> Answer<AddNoteRequest> {
        let mut all = self.all();
        let id = all.keys().next_back().map_or(1, |last| last.saturating_add(1));
        let note = Note::new(id, request.body);
        all.insert(id, note.clone());
        Ok(note)
    }

    async fn get_note(&self, request: GetNoteRequest, _: Context) -> Answer<GetNoteRequest> {
        self.all().get(&request.id).cloned().ok_or_else(|| GetNoteError::NotFound.into())
    }

    async fn delete_note(&self, request: DeleteNoteRequest, _: Context) -> Answer<DeleteNoteRequest> {
        self.all().remove(&request.id);
        Ok(())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    axum::serve(listener, notes::api::routes(&Arc::new(Notes::default())).into_router()).await
}
