//! Reads and writes a list of pods with the types of a generated crate, with structs written by hand, and with none.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use generated::types::IoK8sApiCoreV1PodList as Generated;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

mod by_hand;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    // All of them lose nothing of these pods.
    let list: Value = serde_json::from_str(&pods()).expect("the list is JSON");
    let generated: Generated = serde_json::from_str(&pods()).expect("the list decodes");
    let by_hand: by_hand::PodList = serde_json::from_str(&pods()).expect("the list decodes");
    assert_eq!(serde_json::to_value(generated).expect("the list encodes"), list);
    assert_eq!(serde_json::to_value(by_hand).expect("the list encodes"), list);
    divan::main();
}

/// A list of pods of about 1 MB, which differ in their names.
fn pods() -> String {
    let pod: Value = serde_json::from_str(include_str!("pod.json")).expect("the pod is JSON");
    let count = 1_000_000 / pod.to_string().len();
    let items = (0..count).map(|number| {
        let mut pod = pod.clone();
        pod["metadata"]["name"] = format!("toaster-7d9f8c6b5-{number:05}").into();
        pod
    });
    let items: Vec<Value> = items.collect();
    json!({"apiVersion": "v1", "kind": "PodList", "metadata": {"resourceVersion": "1"}, "items": items})
        .to_string()
}

#[divan::bench(types = [Generated, by_hand::PodList, Value])]
fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = pods();
    let size = BytesCount::of_str(&text);
    bencher.counter(size).bench_local(|| serde_json::from_str::<T>(&text).expect("the list decodes"));
}

#[divan::bench(types = [Generated, by_hand::PodList, Value])]
fn encode<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    let text = pods();
    let list: T = serde_json::from_str(&text).expect("the list decodes");
    let size = BytesCount::of_str(&text);
    bencher.counter(size).bench_local(|| serde_json::to_vec(&list).expect("the list encodes"));
}
