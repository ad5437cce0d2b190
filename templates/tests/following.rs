//! Watches that go on: resumed, listed again, slowed down.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod sample;
mod script;

use std::time::Duration;

use futures::StreamExt;
use sample::{Widget, widget};
use script::{End, Script, bookmark, event, widget_at};
use serde_json::json;
use specwright_templates::support::client::{Change, Error, Namespaced, Pace};
use specwright_templates::support::rest::WatchEvent;

/// What a script leads to, in short, for as many items as are asked for.
async fn follow(script: &Script, count: usize) -> Vec<String> {
    let call =
        Namespaced::<Widget>::new(&script.client(), "ns").watch().label_selector("a=b").timeout_seconds(9);
    call.changes().take(count).map(short).collect().await
}

fn short(change: Result<Change<Widget>, Error>) -> String {
    match change {
        Ok(Change::Listed(list)) => format!("listed {}+{}", list.items.len(), list.rejected.len()),
        Ok(Change::Added(widget)) => format!("added {}", widget.name()),
        Ok(Change::Modified(widget)) => format!("modified {}", widget.name()),
        Ok(Change::Deleted(widget)) => format!("deleted {}", widget.name()),
        Ok(Change::Rejected(rejected)) => format!("rejected {}", rejected.error),
        Err(error) => format!("error {error}"),
    }
}

/// The versions that watches were asked to go on from; `list` for lists.
fn asked(script: &Script) -> Vec<String> {
    let version = |asked: &String| match asked.split_once("resourceVersion=") {
        Some((_, rest)) => rest.split('&').next().unwrap_or_default().to_owned(),
        None if asked.contains("watch=true") => "none".to_owned(),
        None => "list".to_owned(),
    };
    script.asked().iter().map(version).collect()
}

fn expired() -> serde_json::Value {
    json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Expired", "code": 410, "message": "old"})
}

#[tokio::test(start_paused = true)]
async fn events_arrive_however_the_body_is_cut() {
    let lines = event("ADDED", &widget_at("a", "2")) + "\n" + &event("MODIFIED", &widget_at("a", "3"));
    let pieces: Vec<String> = lines.chars().map(String::from).collect();
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    let script = Script::default().list("1", &[]).pieces(&pieces, End::Silent);
    assert_eq!(follow(&script, 3).await, ["listed 0+0", "added a", "modified a"]);
    let first = &script.asked()[1];
    assert!(first.contains(
        "watch=true&labelSelector=a%3Db&resourceVersion=1&timeoutSeconds=9&allowWatchBookmarks=true"
    ));
}

#[tokio::test(start_paused = true)]
async fn a_watch_that_ends_goes_on_where_it_was() {
    let script = Script::default()
        .list("1", &[widget_at("a", "1")])
        .pieces(&[&event("ADDED", &widget_at("b", "2"))], End::Closed)
        .pieces(&[&event("DELETED", &widget_at("b", "3")), &event("BOOKMARK", &bookmark("9"))], End::Closed)
        .pieces(&[&event("ADDED", &widget_at("c", "10"))], End::Silent);
    assert_eq!(follow(&script, 4).await, ["listed 1+0", "added b", "deleted b", "added c"]);
    assert_eq!(asked(&script), ["list", "1", "2", "9"]);
}

#[tokio::test(start_paused = true)]
async fn an_expired_version_leads_to_another_list() {
    let script = Script::default()
        .list("1", &[])
        .pieces(&[&event("ERROR", &expired())], End::Closed)
        .list("50", &[widget_at("a", "40")])
        .json(410, &expired())
        .list("60", &[])
        .pieces(&[&event("ADDED", &widget_at("b", "61"))], End::Silent);
    assert_eq!(follow(&script, 4).await, ["listed 0+0", "listed 1+0", "listed 0+0", "added b"]);
    assert_eq!(asked(&script), ["list", "1", "list", "50", "list", "60"]);
}

#[tokio::test(start_paused = true)]
async fn faults_are_handed_over_and_tried_again() {
    let script = Script::default()
        .unreachable()
        .json(503, &json!({}))
        .list("1", &[])
        .pieces(&[&event("ADDED", &widget_at("a", "2"))], End::Broken)
        .pieces(&["{\"type\": \"ADD"], End::Closed)
        .pieces(&[&event("ERROR", &json!({"kind": "Status", "code": 500, "message": "no"}))], End::Closed)
        .pieces(&[&event("ADDED", &widget_at("b", "3"))], End::Silent);
    let items = follow(&script, 8).await;
    assert!(items[0].contains("nobody is there") && items[1].starts_with("error 503"), "{items:?}");
    assert_eq!(items[2..4], ["listed 0+0", "added a"]);
    assert!(items[4].contains("the connection broke") && items[5].contains("EOF"), "{items:?}");
    assert_eq!(items[6..], ["error the server ended the watch: no", "added b"]);
    assert_eq!(asked(&script), ["list", "list", "list", "1", "2", "2", "2"]);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_does_not_decode_is_one_item() {
    let bad = widget("a", json!({"size": "x"}));
    let lines = event("MODIFIED", &bad)
        + &event("NOVEL", &widget_at("a", "8"))
        + &event("DELETED", &widget_at("a", "9"));
    let script = Script::default().list("1", &[bad]).pieces(&[&lines], End::Closed).silent();
    let items = follow(&script, 4).await;
    assert_eq!(items[0], "listed 0+1");
    assert!(
        items[1].starts_with("rejected /object/spec/size: invalid type: string \"x\", expected i64"),
        "{items:?}"
    );
    assert!(items[2].starts_with("rejected /object: there is no such event"), "{items:?}");
    assert_eq!(items[3], "deleted a");
}

#[tokio::test(start_paused = true)]
async fn the_version_of_an_event_that_does_not_decode_counts() {
    let bad = event("MODIFIED", &widget("a", json!({"size": "x"})));
    let script = Script::default().list("1", &[]).pieces(&[&bad], End::Closed);
    let script = script.pieces(&[&event("ADDED", &widget_at("b", "8"))], End::Silent);
    assert_eq!(follow(&script, 3).await.len(), 3);
    assert_eq!(asked(&script), ["list", "1", "7"]);
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_is_given_up() {
    let script = Script::default()
        .list("1", &[])
        .pieces(&[&event("ADDED", &widget_at("a", "2"))], End::Silent)
        .pieces(&[&event("ADDED", &widget_at("b", "3"))], End::Silent)
        .silent()
        .pieces(&[&event("ADDED", &widget_at("c", "4"))], End::Silent);
    let items = follow(&script, 5).await;
    assert_eq!(
        items,
        ["listed 0+0", "added a", "added b", "error the server took longer than 120s", "added c"]
    );
    assert_eq!(asked(&script), ["list", "1", "2", "3", "3"]);
}

#[tokio::test(start_paused = true)]
async fn the_delay_grows_and_is_bounded() {
    let pace = Pace { longest_delay: Duration::from_secs(4), ..Pace::default() };
    let script = (0..10).fold(Script::default(), |script, _| script.unreachable());
    let call = Namespaced::<Widget>::new(&script.client(), "ns").watch().pace(pace);
    let began = tokio::time::Instant::now();
    let items: Vec<_> = call.changes().take(10).collect().await;
    assert!(items.iter().all(Result::is_err));
    // 0.1 + 0.2 + ... + 3.2 + 4 + 4 + 4 seconds, of which at least half is waited.
    let waited = began.elapsed().as_secs_f64();
    assert!((9.1..18.4).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_watch_that_always_ends_at_once_is_slowed_down() {
    let script = (0..8).fold(Script::default().list("1", &[]), |script, _| script.pieces(&[], End::Closed));
    let script = script.pieces(&[&event("ADDED", &widget_at("a", "2"))], End::Silent);
    let began = tokio::time::Instant::now();
    assert_eq!(follow(&script, 2).await, ["listed 0+0", "added a"]);
    assert!(began.elapsed() > Duration::from_secs(6), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_server_can_ask_for_more_time() {
    let busy = json!({"kind": "Status", "code": 429, "details": {"retryAfterSeconds": 77}});
    let script = Script::default().json(429, &busy).list("1", &[]);
    let began = tokio::time::Instant::now();
    assert_eq!(follow(&script, 2).await[1], "listed 0+0");
    assert!(began.elapsed() >= Duration::from_secs(77));
}

#[tokio::test(start_paused = true)]
async fn a_list_in_pages_is_one_change() {
    let page = |next: &str, items: serde_json::Value| json!({"kind": "WidgetList", "metadata": {"continue": next, "resourceVersion": "5"}, "items": items});
    let script = Script::default()
        .json(200, &page("p2", json!([widget_at("a", "1"), 7])))
        .json(200, &page("", json!([8, widget_at("b", "1")])));
    let call = Namespaced::<Widget>::new(&script.client(), "ns").watch();
    let Some(Ok(Change::Listed(list))) = call.changes().next().await else { panic!("a list") };
    assert_eq!(list.items.len(), 2);
    assert_eq!(list.rejected.iter().map(|rejected| rejected.index).collect::<Vec<_>>(), [1, 2]);
    assert!(script.asked()[1].contains("limit=500&continue=p2"));
}

#[tokio::test(start_paused = true)]
async fn a_watch_from_a_version_does_not_list() {
    let script = Script::default().pieces(&[&event("ADDED", &widget_at("a", "6"))], End::Silent);
    let call = Namespaced::<Widget>::new(&script.client(), "ns").watch().resource_version("5");
    assert_eq!(short(call.changes().next().await.unwrap()), "added a");
    assert_eq!(asked(&script), ["5"]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_asked_ends_the_stream() {
    let mut changes = Namespaced::<Widget>::new(&Script::default().client(), "..").watch().changes();
    assert!(matches!(changes.next().await, Some(Err(Error::Refused(_)))));
    assert!(changes.next().await.is_none());
}

#[test]
fn events_are_written_as_they_were_read() {
    let bad = widget("a", json!({"size": "x"}));
    for line in [
        event("ADDED", &widget("a", json!({"size": 1, "new": null}))),
        event("BOOKMARK", &bookmark("5")),
        event("ERROR", &expired()),
        event("MODIFIED", &bad),
        event("NOVEL", &json!([1])),
    ] {
        let read = WatchEvent::<Widget>::from_slice(line.as_bytes()).unwrap();
        let written: serde_json::Value = serde_json::from_slice(&read.to_line().unwrap()).unwrap();
        assert_eq!(written, serde_json::from_str::<serde_json::Value>(&line).unwrap());
    }
    for wrong in
        ["", "{}", "[]", "{\"type\": \"ADDED\"}", "{\"object\": {}}", "{\"type\": 1, \"object\": {}}"]
    {
        assert!(WatchEvent::<Widget>::from_slice(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
