//! A server and its clients, with a record of what was asked and answered.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::CONTENT_TYPE;
use istio_security::client::Client;
use tokio::net::TcpListener;

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path, as the router writes it: with `{name}` for parameters.
    pub path: String,
    /// The names of the parameters in the query.
    pub query: BTreeSet<String>,
    /// The media type of the body, if there is one.
    pub media_type: Option<String>,
    /// The status.
    pub status: u16,
}

/// What was asked and answered.
pub type Record = Arc<Mutex<Vec<Exchange>>>;

/// A server behind one transport.
pub struct Wire {
    /// Which transport, for messages.
    pub transport: &'static str,
    /// The client.
    pub client: Client,
    /// What was asked and answered.
    pub record: Record,
}

/// A router behind each transport: in one process, and over a connection.
pub async fn wires(router: impl Fn() -> Router) -> [Wire; 2] {
    let within = Record::default();
    let beyond = Record::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let served = recorded(router(), &beyond);
    tokio::spawn(async move { axum::serve(listener, served).await });
    let connected = Client::connect(&format!("http://{address}")).expect("it is an address");
    [
        Wire {
            transport: "in one process",
            client: Client::new(recorded(router(), &within)),
            record: within,
        },
        Wire { transport: "over a connection", client: connected, record: beyond },
    ]
}

fn recorded(router: Router, record: &Record) -> Router {
    router.route_layer(from_fn_with_state(Arc::clone(record), note))
}

async fn note(State(record): State<Record>, path: MatchedPath, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let query = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let query = query.map(|pair| pair.split('=').next().unwrap_or_default().to_owned()).collect();
    let media_type =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let exchange = Exchange { method, path: path.as_str().to_owned(), query, media_type, status };
    record.lock().expect("no test panics while it writes").push(exchange);
    response
}
