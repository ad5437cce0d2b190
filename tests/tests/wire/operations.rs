//! Every operation of the model, with every status and every parameter that is documented.

use std::collections::BTreeSet;

use http::StatusCode;
use istio_security::client::Error;
use istio_security::meta::Status;
use serde_json::Value;
use specwright::ir::{Operation, Verb};

use crate::answers::Answers;
use crate::deeds::{Outcome, Pair};
use crate::model::{codes, method, operations, query, resource};
use crate::version::{Version, in_both_versions};
use crate::wiring::{Exchange, Wire, wires};

in_both_versions!(all_of_the_model_is_exercised);

/// Failures that Kubernetes allows for every operation, beside those that are documented.
const FAILURES: [u16; 6] = [403, 404, 409, 422, 500, 503];

async fn all_of_the_model_is_exercised<K: Version>() {
    let server = Answers::new();
    for wire in wires(|| K::router(&server)).await {
        let pair = Pair { client: &wire.client, server: &server };
        for operation in operations(K::VERSION) {
            let documented = codes(operation);
            for code in documented.chain(FAILURES) {
                server.answer_with(code);
                for outcome in pair.perform::<K>(resource(operation).1).await {
                    is_typed(code, outcome);
                }
            }
        }
        nothing_is_forgotten(&wire, K::VERSION);
    }
}

/// Whether a status arrived as what it is.
fn is_typed(code: u16, outcome: Outcome) {
    if (200..300).contains(&code) {
        assert_eq!(outcome.expect("the server succeeds"), code);
        return;
    }
    let error = outcome.expect_err("the server fails");
    assert_eq!(error.code().map(|code| code.as_u16()), Some(code));
    let Error::Api(failed) = &error else { panic!("{error:?}") };
    let body: Value = serde_json::from_slice(&failed.body).expect("the body is kept as it was");
    assert_eq!((&body["kind"], &body["code"]), (&"Status".into(), &code.into()));
    let status = failed.status.as_ref().expect("the body is a Status");
    assert_eq!(serde_json::to_value(status).expect("a Status can be written"), body);
    assert_eq!(failed.headers["content-type"], "application/json");
    assert_eq!(error.is_not_found(), failed.code == StatusCode::NOT_FOUND);
    assert_eq!(error.is_conflict(), failed.code == StatusCode::CONFLICT);
    assert_eq!(Status::recognise(&failed.body).as_ref(), Some(status));
}

/// Compares what the server saw with the model.
fn nothing_is_forgotten(wire: &Wire, version: &str) {
    let record = wire.record.lock().expect("no test panics while it writes");
    let seen: BTreeSet<_> = record.iter().filter(|exchange| !FAILURES.contains(&exchange.status)).collect();
    let seen: BTreeSet<_> =
        seen.iter().map(|seen| (seen.method.as_str(), seen.path.as_str(), seen.status)).collect();
    let mut documented = BTreeSet::new();
    for operation in operations(version) {
        let statuses = codes(operation);
        documented.extend(statuses.map(|status| (method(operation), operation.path.as_str(), status)));
        parameters_are_complete(operation, &record);
        media_types_are_complete(operation, &record);
    }
    assert_eq!(seen, documented, "{}: statuses seen, and those of the model", wire.transport);
}

fn of<'a>(operation: &'a Operation, record: &'a [Exchange]) -> impl Iterator<Item = &'a Exchange> {
    record.iter().filter(|seen| (seen.method.as_str(), &seen.path) == (method(operation), &operation.path))
}

/// Every documented parameter was sent, and no other.
fn parameters_are_complete(operation: &'static Operation, record: &[Exchange]) {
    let sent: BTreeSet<_> = of(operation, record).flat_map(|seen| &seen.query).map(String::as_str).collect();
    let documented: BTreeSet<_> = query(operation).filter(|name| !never_sent(operation, name)).collect();
    assert_eq!(sent, documented, "{}: parameters sent, and those of the model", operation.label());
}

/// The client has no use for some parameters: the options of a delete travel in the body, and what Kubernetes documents
/// of watches for the deletion of many objects has no meaning there.
fn never_sent(operation: &Operation, parameter: &str) -> bool {
    match resource(operation).1.verb {
        Verb::Delete => true,
        Verb::DeleteCollection => {
            matches!(parameter, "allowWatchBookmarks" | "sendInitialEvents" | "watch")
        }
        _ => false,
    }
}

/// Patches were sent in every documented form, and other bodies as JSON.
fn media_types_are_complete(operation: &Operation, record: &[Exchange]) {
    let sent: BTreeSet<_> = of(operation, record).filter_map(|seen| seen.media_type.as_deref()).collect();
    let content = operation.body.iter().flat_map(|body| &body.content);
    let documented: BTreeSet<_> = content.map(|content| content.media_type.as_str()).collect();
    match resource(operation).1.verb {
        Verb::Patch => assert_eq!(sent, documented, "{}", operation.label()),
        // Servers take options here as well, though no document says so.
        Verb::DeleteCollection => assert_eq!(sent, BTreeSet::from(["application/json"])),
        _ if documented.is_empty() => assert!(sent.is_empty(), "{}: {sent:?}", operation.label()),
        _ => assert_eq!(sent, BTreeSet::from(["application/json"]), "{}", operation.label()),
    }
}
