//! Operations with one parameter, each of a spelling of its own, that answer with what they were given.

use std::sync::{Arc, Mutex};

use axum::Router;
use http::Request;
use serde::Serialize;
use specwright_templates::support::client::{self, Client};
use specwright_templates::support::operation::client::Call;
use specwright_templates::support::operation::server::{Context, Routes};
use specwright_templates::support::operation::{Operation, Success};
use specwright_templates::support::wire::Decode;
use tower::{ServiceExt, service_fn};

/// Declares an operation with one parameter.
#[macro_export]
macro_rules! probe {
    ($($name:ident<$type:ty>, $path:literal, $put:ident = $spelling:expr, $parameter:literal;)+) => {$(
        #[derive(Clone, Debug, PartialEq)]
        struct $name($type);

        impl Operation for $name {
            const ROUTE: Route = Route::new(stringify!($name), "GET", $path);
            const SUCCESS: &'static [Case] = &[Case::json(Status::Code(200))];
            type Success = Only<Json<$type>>;
            type Failure = Never;

            fn write(self, to: &mut Outgoing) -> Result<(), Fault> {
                to.$put($spelling, $parameter, &self.0)
            }

            fn read(from: &mut Incoming) -> Result<Self, Fault> {
                Ok(Self(from.$put($spelling, $parameter)?))
            }
        }

        impl From<$name> for $type {
            fn from(probe: $name) -> Self {
                probe.0
            }
        }
    )+};
}

/// A router with one operation, which answers with its parameter.
pub fn router<O: Operation + Into<Success<O>>>() -> Router {
    let server = Arc::new(());
    let echo = |_: &(), request: O, _: Context| async { Ok(request.into()) };
    Routes::new().with::<O, _, _>(&server, echo).into_router()
}

/// What is sent for a value (its address, or the header or cookie of the parameter), and what comes back.
pub async fn echo<O, T>(request: O) -> (String, Option<T>)
where
    O: Operation + Into<Success<O>>,
    Success<O>: Into<T>,
    T: Serialize + Decode,
{
    let sent = Arc::new(Mutex::new(String::new()));
    let (seen, router) = (Arc::clone(&sent), router::<O>());
    let client = Client::new(service_fn(move |request: Request<client::Body>| {
        let named = ["x-color", "cookie"].iter().find_map(|name| request.headers().get(*name));
        let text =
            named.map_or_else(|| request.uri().to_string(), |value| value.to_str().unwrap().to_owned());
        *seen.lock().unwrap() = text;
        router.clone().oneshot(request.map(axum::body::Body::new))
    }));
    let answer = Call::new(&client, request).send().await.ok().map(Into::into);
    let sent = sent.lock().unwrap().clone();
    (sent, answer)
}
