//! Pages, repeated requests and what is told of them, over real connections.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use futures::TryStreamExt;
use hyper_util::client::legacy::Client as Connections;
use hyper_util::rt::TokioExecutor;
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

use crate::library::Nullable;
use crate::library::api::lists::{self, ListFinesRequest, ListLoansRequest, ListReadersRequest};
use crate::library::client::Client;
use crate::library::operation::Route;
use crate::library::operation::client::{Error, Outcome, Patience, Retry};
use crate::library::operation::server::{Answer, Context, Failure};
use crate::library::types::{Book, ListFinesResponse, Readers, ReadersData};

/// A server of lists with five entries, two of them on a page.
struct Pages;

fn page(from: i64) -> impl Iterator<Item = i64> {
    from..(from + 2).min(5)
}

impl lists::Server for Pages {
    async fn list_readers(&self, request: ListReadersRequest, _: Context) -> Answer<ListReadersRequest> {
        assert_eq!(request.limit, Some(2), "the other parameters stay");
        let from = match request.after.as_deref() {
            None => 0,
            Some(cursor) => {
                let number = cursor.strip_prefix("after & ").and_then(|text| text.parse().ok());
                number.ok_or_else(|| Failure::internal("no cursor"))?
            }
        };
        let list = page(from).map(|at| format!("reader {at}")).collect();
        let data = ReadersData { list: Some(list), ..Default::default() };
        let next = if from < 4 { Nullable::Value(format!("after & {}", from + 2)) } else { Nullable::Null };
        Ok(Readers { next, ..Readers::new(data) })
    }

    async fn list_loans(&self, request: ListLoansRequest, _: Context) -> Answer<ListLoansRequest> {
        Ok(page(request.offset.unwrap_or(0)).collect())
    }

    async fn list_fines(&self, request: ListFinesRequest, _: Context) -> Answer<ListFinesRequest> {
        let books = page((request.page.unwrap_or(1) - 1) * 2).map(|at| Book::new(at.to_string()));
        Ok(ListFinesResponse { fines: Some(books.collect()), ..Default::default() })
    }
}

/// Serves a router at a port of this machine.
async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// A client of it.
fn client(address: SocketAddr) -> Client {
    let connections = Connections::builder(TokioExecutor::new()).build_http();
    Client::new(connections).with_base_uri(&format!("http://{address}")).unwrap()
}

#[tokio::test]
async fn pages_are_turned_by_cursor_offset_and_number() {
    let client = client(serve(lists::routes(&Arc::new(Pages)).into_router()).await).lists();
    let readers: Vec<String> = client.list_readers().limit(2).all_items().try_collect().await.unwrap();
    assert_eq!(readers, ["reader 0", "reader 1", "reader 2", "reader 3", "reader 4"]);
    let loans: Vec<i64> = client.list_loans().all_items().try_collect().await.unwrap();
    assert_eq!(loans, [0, 1, 2, 3, 4]);
    let loans: Vec<i64> = client.list_loans().offset(3).all_items().try_collect().await.unwrap();
    assert_eq!(loans, [3, 4], "from the page that is asked for");
    let pages: Vec<_> = client.list_fines().all_pages().try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.value.fines.as_ref().map(Vec::len)).collect();
    assert_eq!(sizes, [Some(2), Some(2), Some(1), Some(0)]);
}

#[tokio::test]
async fn pages_are_turned_by_links() {
    let address = serve(crate::library::api::routes(&Arc::new(crate::shelf::Shelf)).into_router()).await;
    let books: Vec<Book> = client(address).books().list_books().all_items().try_collect().await.unwrap();
    assert_eq!(books.len(), 3);
}

/// A server that is out of service twice, and how often it was asked.
async fn tired() -> (SocketAddr, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let router = Router::new().fallback(move || {
        let attempt = count.fetch_add(1, Ordering::SeqCst);
        std::future::ready(match attempt {
            0 | 1 => (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "0")], ""),
            _ => (StatusCode::OK, [("content-type", "application/json")], "[7]"),
        })
    });
    (serve(router).await, asked)
}

/// A policy that asks again whatever happens.
struct Stubborn;

impl Retry for Stubborn {
    fn after(&self, _: &Route, attempts: u32, _: &Outcome<'_>) -> Option<Duration> {
        (attempts < 3).then_some(Duration::ZERO)
    }
}

#[tokio::test]
async fn nothing_is_tried_again_unless_a_policy_says_so() {
    let (address, asked) = tired().await;
    let once = client(address).lists().list_loans().send().await;
    assert!(matches!(&once, Err(Error::Unexpected(answer)) if answer.status == 503), "{once:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);

    let (address, asked) = tired().await;
    let patient = client(address).with_retries(Patience::default());
    assert_eq!(patient.lists().list_loans().send().await.unwrap(), [7]);
    assert_eq!(asked.load(Ordering::SeqCst), 3);

    // Nobody knows whether what may not be repeated was done.
    let (address, asked) = tired().await;
    let patient = client(address).with_retries(Patience::default());
    assert!(patient.lists().add_fine().send().await.is_err());
    assert_eq!(asked.load(Ordering::SeqCst), 1);

    let (address, asked) = tired().await;
    assert!(client(address).with_retries(Stubborn).lists().add_fine().send().await.is_err());
    assert_eq!(asked.load(Ordering::SeqCst), 3);
}

/// Writes down what it is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{}={value:?}", field.name()));
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("library")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        self.0.lock().unwrap().push(attributes.metadata().name().to_owned());
        attributes.record(&mut self.clone());
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn a_request_is_a_span_without_secrets() {
    let address = serve(lists::routes(&Arc::new(Pages)).into_router()).await;
    let notes = Notes::default();
    // Other tests may have asked before, when nobody listened, and that is remembered.
    client(address).lists().list_loans().send().await.unwrap();
    let told = tracing::subscriber::set_default(notes.clone());
    tracing::callsite::rebuild_interest_cache();
    client(address).lists().list_loans().offset(4).send().await.unwrap();
    drop(told);
    let said = notes.0.lock().unwrap().join(" ");
    let expected = "request http.request.method=\"GET\" url.path=\"/loans\" operation=\"listLoans\" http.response.status_code=200";
    assert_eq!(said, expected);
}
