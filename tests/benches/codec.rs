//! Decoding and encoding a list of 1,000 objects: generated types, the same structs with serde derives (which drop what
//! they do not know), and `serde_json::Value`; how fast, and how often memory is asked for.
//!
//! Run it with `cargo bench -p specwright-tests --bench codec` and read the ratios, not the times.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use istio_security::v1::PeerAuthenticationList;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

mod derived;
mod items;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(types = [PeerAuthenticationList, derived::List, Value])]
fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let text = items::peer_authentications();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::from_str::<T>(&text).expect("the list decodes"));
}

#[divan::bench(types = [PeerAuthenticationList, derived::List, Value])]
fn encode<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    let text = items::peer_authentications();
    let list: T = serde_json::from_str(&text).expect("the list decodes");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::to_vec(&list).expect("the list encodes"));
}
