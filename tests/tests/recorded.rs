//! What a real API server sent and was sent, read into the generated types and written again.
//!
//! The recordings lie beside this repository; where they do not, there is nothing to do here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use istio_security::meta::Status;
use istio_security::support::rest::WatchEvent;
use istio_security::{Kind, v1, v1beta1};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How many bodies of each kind were seen, and which did not come back as they were.
#[derive(Default)]
struct Findings {
    seen: BTreeMap<&'static str, usize>,
    lost: Vec<String>,
}

impl Findings {
    /// Notes that a body was seen, and how it came back.
    fn note(
        &mut self,
        kind: &'static str,
        place: &str,
        body: &Value,
        again: Result<Value, serde_json::Error>,
    ) {
        *self.seen.entry(kind).or_default() += 1;
        match again {
            Ok(again) if same(body, &again) => {}
            Ok(again) => self.lost.push(format!("{place}: {body}\n  came back as {again}")),
            Err(error) => self.lost.push(format!("{place}: {error}")),
        }
    }

    /// Reads a body as what it says that it is.
    fn body(&mut self, place: &str, body: &Value) {
        match (text(body, "apiVersion"), text(body, "kind")) {
            ("v1", "Status") => self.note("Status", place, body, again::<Status>(body)),
            ("security.istio.io/v1", "PeerAuthentication") => {
                self.note("v1.PeerAuthentication", place, body, again::<v1::PeerAuthentication>(body));
            }
            ("security.istio.io/v1", "PeerAuthenticationList") => {
                self.note(
                    "v1.PeerAuthenticationList",
                    place,
                    body,
                    again::<v1::PeerAuthenticationList>(body),
                );
            }
            ("security.istio.io/v1beta1", "PeerAuthentication") => {
                let again = again::<v1beta1::PeerAuthentication>(body);
                self.note("v1beta1.PeerAuthentication", place, body, again);
            }
            ("security.istio.io/v1beta1", "PeerAuthenticationList") => {
                let again = again::<v1beta1::PeerAuthenticationList>(body);
                self.note("v1beta1.PeerAuthenticationList", place, body, again);
            }
            _ => {}
        }
    }

    /// Reads an event of a watch, whatever it is about: tables and mere metadata are left out.
    fn event(&mut self, place: &str, event: &Value) {
        match (text(&event["object"], "apiVersion"), text(&event["object"], "kind")) {
            ("security.istio.io/v1beta1", "PeerAuthentication") => {
                let again = event_again::<v1beta1::PeerAuthentication>(event);
                self.note("v1beta1 event", place, event, again);
            }
            ("security.istio.io/v1", "PeerAuthentication") | ("v1", "Status") => {
                let kind = match text(event, "type") {
                    "BOOKMARK" => "v1 bookmark",
                    "ERROR" => "v1 error event",
                    _ => "v1 event",
                };
                self.note(kind, place, event, event_again::<v1::PeerAuthentication>(event));
            }
            _ => {}
        }
    }
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

fn again<T: DeserializeOwned + Serialize>(body: &Value) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(&body.to_string())?)
}

/// An event is not to be rejected, so that its object was read, and not kept as text.
fn event_again<K: Kind>(event: &Value) -> Result<Value, serde_json::Error> {
    match WatchEvent::<K>::from_slice(event.to_string().as_bytes())? {
        WatchEvent::Rejected(rejected) => Err(serde::de::Error::custom(rejected.error)),
        read => serde_json::from_slice(&read.to_line()?),
    }
}

/// Whether two documents are equal, where 1 and 1.0 are the same number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) if one.is_f64() != other.is_f64() => {
            one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let found = |(name, one)| other.get(name).is_some_and(|other| same(one, other));
            one.len() == other.len() && one.iter().all(found)
        }
        _ => one == other,
    }
}

fn transcripts() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/truth/transcripts");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Some(paths)
}

fn read(path: &Path, responses: &mut Findings, requests: &mut Findings) {
    let text = fs::read_to_string(path).expect("a recording can be read");
    let recording: Value = serde_json::from_str(&text).expect("a recording is JSON");
    let name = recording["name"].as_str().unwrap_or_default();
    let response = &recording["response"];
    match response["body_kind"].as_str() {
        Some("json-lines") => {
            for event in response["body"].as_array().into_iter().flatten() {
                responses.event(name, event);
            }
        }
        _ => responses.body(name, &response["body"]),
    }
    // What a server refuses may be anything.
    if response["status"].as_u64().is_some_and(|status| status < 300) {
        requests.body(name, &recording["request"]["body"]);
    }
}

#[test]
fn recorded_bodies_survive() {
    let Some(paths) = transcripts() else { return };
    let (mut responses, mut requests) = (Findings::default(), Findings::default());
    paths.iter().for_each(|path| read(path, &mut responses, &mut requests));
    eprintln!("answers: {:#?}\nbodies of requests that succeeded: {:#?}", responses.seen, requests.seen);
    let kinds: Vec<_> = responses.seen.keys().copied().collect();
    let expected = [
        "Status",
        "v1 bookmark",
        "v1 error event",
        "v1 event",
        "v1.PeerAuthentication",
        "v1.PeerAuthenticationList",
        "v1beta1 event",
        "v1beta1.PeerAuthentication",
        "v1beta1.PeerAuthenticationList",
    ];
    assert_eq!(kinds, expected);
    assert!(responses.lost.is_empty(), "{}", responses.lost.join("\n"));
    assert_eq!(
        requests.seen.keys().copied().collect::<Vec<_>>(),
        ["v1.PeerAuthentication", "v1beta1.PeerAuthentication"]
    );
    // A server takes a null in place of a label's value, and drops it. The schema has no null there, and the type of
    // the map no place to keep one.
    let [null_in_a_map] = &requests.lost[..] else { panic!("{}", requests.lost.join("\n")) };
    assert!(null_in_a_map.contains("/spec/selector/matchLabels/a: invalid type: null"), "{null_in_a_map}");
}

#[test]
fn numbers_are_compared_by_value_and_all_else_as_it_is() {
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("the test writes JSON");
    assert!(same(&value("{\"a\": [1, 2.0]}"), &value("{\"a\": [1.0, 2]}")));
    for (one, other) in
        [("1", "2"), ("[1]", "[1, 1]"), ("{\"a\": null}", "{}"), ("{}", "{\"a\": 1}"), ("\"1\"", "1")]
    {
        assert!(!same(&value(one), &value(other)), "{one} and {other}");
    }
}
