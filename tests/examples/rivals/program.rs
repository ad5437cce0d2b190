//! Reads and writes lists of 1,000 objects with the types of two crates, and with none.

use divan::{AllocProfiler, Bencher, counter::BytesCount};
use kopium_crate::{peerauthentications_security_istio_io as p, virtualservices_networking_istio_io as v};
use kube::core::ObjectList;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use specwright_crate::{networking_istio_io::v1::VirtualServiceList, security_istio_io::v1::PeerAuthenticationList};

mod items;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

type KopiumPolicies = ObjectList<p::PeerAuthentication>;
type KopiumRoutes = ObjectList<v::VirtualService>;

fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>, text: &str) {
    let size = BytesCount::of_str(text);
    bencher.counter(size).bench_local(|| serde_json::from_str::<T>(text).expect("the list decodes"));
}

fn encode<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>, text: &str) {
    let list: T = serde_json::from_str(text).expect("the list decodes");
    let size = BytesCount::of_str(text);
    bencher.counter(size).bench_local(|| serde_json::to_vec(&list).expect("the list encodes"));
}

#[divan::bench(types = [PeerAuthenticationList, KopiumPolicies, Value])]
fn decode_policies<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &items::peer_authentications());
}

#[divan::bench(types = [PeerAuthenticationList, KopiumPolicies, Value])]
fn encode_policies<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    encode::<T>(bencher, &items::peer_authentications());
}

#[divan::bench(types = [VirtualServiceList, KopiumRoutes, Value])]
fn decode_routes<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    decode::<T>(bencher, &items::virtual_services());
}

#[divan::bench(types = [VirtualServiceList, KopiumRoutes, Value])]
fn encode_routes<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>) {
    encode::<T>(bencher, &items::virtual_services());
}
