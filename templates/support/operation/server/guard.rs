//! Who may ask.

use futures::future::BoxFuture;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};

use super::{Context, Problem, Sent};
use crate::support::operation::security::{Credential, Needs, Scheme};
use crate::support::operation::{Incoming, Route};

use axum::response::IntoResponse;

/// A proof that a request holds.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The scheme that it is of.
    pub scheme: &'static Scheme,
    /// The scopes that the operation needs.
    pub scopes: &'static [&'static str],
    /// The proof.
    pub credential: Credential,
}

/// Why somebody may not ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The proof is not one (401).
    Unknown(String),
    /// It is known who asks, and that they may not (403).
    Forbidden(String),
}

/// Decides who may ask. It sees the requests that hold what their operation needs; others were refused (401). It may leave
/// in the extensions of the context who asks.
///
/// Without a guard the proofs are handed to the methods as they are: nobody has looked at them.
pub trait Guard: Send + Sync + 'static {
    /// Accepts the proofs, all of which are needed, or refuses them.
    fn check<'a>(
        &'a self,
        route: &'static Route,
        proofs: &'a [Proof],
        context: &'a mut Context,
    ) -> BoxFuture<'a, Result<(), Refusal>>;
}

/// Finds the proofs that a request holds, of the first of the needs that it meets, and has the guard look at them.
pub(super) async fn admit(
    guard: Option<&dyn Guard>,
    route: &'static Route,
    message: &Incoming,
    context: &mut Context,
) -> Result<(), Sent> {
    if route.security.is_empty() {
        return Ok(());
    }
    let mut last = None;
    for proofs in route.security.iter().filter_map(|need| proofs(need, message)) {
        let verdict = match guard {
            Some(guard) => guard.check(route, &proofs, context).await,
            None => Ok(()),
        };
        match verdict {
            Ok(()) => {
                context.proofs = proofs;
                return Ok(());
            }
            Err(refusal) => last = Some(refusal),
        }
    }
    Err(refuse(route, last.unwrap_or_else(|| Refusal::Unknown("credentials are needed".to_owned()))))
}

/// The proofs for all schemes of a need, if a request holds them.
fn proofs(need: &Needs, message: &Incoming) -> Option<Vec<Proof>> {
    let proof = |(scheme, scopes): &(&'static Scheme, &'static [&'static str])| {
        Some(Proof { scheme, scopes, credential: scheme.read(message)? })
    };
    need.iter().map(proof).collect()
}

fn refuse(route: &Route, refusal: Refusal) -> Sent {
    let (status, detail) = match refusal {
        Refusal::Unknown(why) => (StatusCode::UNAUTHORIZED, why),
        Refusal::Forbidden(why) => (StatusCode::FORBIDDEN, why),
    };
    let mut response = Problem::new(status, detail).into_response();
    let schemes = route.security.iter().flat_map(|need| need.iter()).map(|(scheme, _)| scheme);
    for challenge in schemes.filter_map(|scheme| scheme.challenge()) {
        if let Some(value) =
            HeaderValue::from_str(&challenge).ok().filter(|_| status == StatusCode::UNAUTHORIZED)
        {
            response.headers_mut().append(WWW_AUTHENTICATE, value);
        }
    }
    response
}
