//! Every document comes out of every generated type as it went in, and wrong ones are refused with the place of the
//! fault.

use std::fmt::Debug;
use std::path::Path;

use istio_security::{Described, Kind, v1, v1beta1};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specwright::{inspect, run};
use specwright_tests::documents::{Documents, Values, mutate, same};

/// How many documents each type is tested with.
const DOCUMENTS: u32 = 10_000;

/// How many wrong documents.
const WRONG: u32 = 2_000;

/// What is done with a type.
trait Tested: Described + Serialize + DeserializeOwned + PartialEq + Debug {}

impl<T: Described + Serialize + DeserializeOwned + PartialEq + Debug> Tested for T {}

/// Tests a type by its path from the root of the crate.
struct Case {
    path: &'static str,
    round_trip: fn(),
    refusals: fn(),
}

/// Cases for kinds, whose documents have metadata, and for the types inside them.
macro_rules! cases {
    (kinds: $($kind:ty),+; types: $($type:ty),+ $(,)?) => {
        &[
            $(Case {
                path: stringify!($kind),
                round_trip: || check_round_trip::<$kind>(of_kind::<$kind>()),
                refusals: || check_refusals::<$kind>(of_kind::<$kind>()),
            },)+
            $(Case {
                path: stringify!($type),
                round_trip: || check_round_trip::<$type>(Documents::of(<$type>::schema())),
                refusals: || check_refusals::<$type>(Documents::of(<$type>::schema())),
            },)+
        ]
    };
}

const CASES: &[Case] = cases! {
    kinds: v1::PeerAuthentication, v1beta1::PeerAuthentication;
    types:
        v1::PeerAuthenticationSpec,
        v1::PeerAuthenticationSpecMtls,
        v1::PeerAuthenticationSpecMtlsMode,
        v1::PeerAuthenticationSpecPortLevelMtls,
        v1::PeerAuthenticationSpecPortLevelMtlsMode,
        v1::PeerAuthenticationSpecSelector,
        v1::PeerAuthenticationStatus,
        v1::PeerAuthenticationStatusConditions,
        v1::PeerAuthenticationStatusValidationMessages,
        v1::PeerAuthenticationStatusValidationMessagesLevel,
        v1::PeerAuthenticationStatusValidationMessagesType,
        v1beta1::PeerAuthenticationSpec,
        v1beta1::PeerAuthenticationSpecMtls,
        v1beta1::PeerAuthenticationSpecMtlsMode,
        v1beta1::PeerAuthenticationSpecPortLevelMtls,
        v1beta1::PeerAuthenticationSpecPortLevelMtlsMode,
        v1beta1::PeerAuthenticationSpecSelector,
        v1beta1::PeerAuthenticationStatus,
        v1beta1::PeerAuthenticationStatusConditions,
        v1beta1::PeerAuthenticationStatusValidationMessages,
        v1beta1::PeerAuthenticationStatusValidationMessagesLevel,
        v1beta1::PeerAuthenticationStatusValidationMessagesType,
};

fn of_kind<K: Kind>() -> Documents<'static> {
    Documents::of(K::schema()).of_kind(K::API_VERSION, K::KIND)
}

/// A runner whose documents are the same each time.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn check_round_trip<T: Tested>(documents: Documents<'static>) {
    let failure = runner(DOCUMENTS).run(&documents.with(Values::Later), |document| {
        let text = document.to_string();
        let value: T = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let written = serde_json::to_value(&value).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(same(&document, &written), "came out as {written}");
        // Reading from a tree is other code than reading from text.
        let again: T =
            serde_json::from_value(document).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(value, again);
        Ok(())
    });
    let failure = failure.err().map(|failure| failure.to_string());
    assert_eq!(failure, None, "{}", T::POINTER);
}

fn check_refusals<T: Tested>(documents: Documents<'static>) {
    let failure = runner(WRONG).run(&(documents, any::<Index>()), |(document, choice)| {
        let Some((wrong, fault)) = mutate(&document, T::schema(), &choice) else {
            return Err(TestCaseError::reject("there is nothing to make wrong"));
        };
        for read in
            [serde_json::from_str::<T>(&wrong.to_string()), serde_json::from_value::<T>(wrong.clone())]
        {
            let Err(error) = read else {
                return Err(TestCaseError::fail(format!("{fault:?} is taken: {wrong}")));
            };
            prop_assert!(error.to_string().starts_with(fault.pointer()), "{fault:?}: {error}");
        }
        Ok(())
    });
    let failure = failure.err().map(|failure| failure.to_string());
    assert_eq!(failure, None, "{}", T::POINTER);
}

#[test]
fn documents_come_out_as_they_went_in() {
    CASES.iter().for_each(|case| (case.round_trip)());
}

#[test]
fn wrong_documents_are_refused_with_the_place_of_the_fault() {
    CASES.iter().for_each(|case| (case.refusals)());
}

#[test]
fn every_generated_type_is_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let inputs = ["spec/security.istio.io_peerauthentications.yaml".to_owned()];
    let understood = run::understand(&root, &inputs);
    let inspection = inspect::inspect(understood.analysis.as_ref(), &understood.findings);
    let mut there: Vec<_> = inspection.types.iter().map(|ty| ty.rust.as_str()).collect();
    let mut tested: Vec<_> = CASES.iter().map(|case| case.path).collect();
    there.sort_unstable();
    tested.sort_unstable();
    assert_eq!(tested, there, "the list of cases is not the list of types");
}

/// Documents that no schema describes: what all objects have in common.
#[test]
fn the_envelope_is_kept_as_it_is() {
    let documents = [
        json!({}),
        json!({"metadata": {}}),
        json!({"kind": "PeerAuthentication"}),
        json!({"metadata": {"name": null, "labels": null, "annotations": {"a": "b"}, "x": null}}),
        json!({"metadata": {"labels": {}, "finalizers": [], "ownerReferences": []}, "spec": {}, "status": {}, "x": []}),
        json!({"spec": null, "status": null}),
        json!({"metadata": null}),
        json!({"metadata": {"labels": {"a": null, "b": "c"}, "annotations": {"": null}}}),
        json!({"metadata": {"creationTimestamp": "2026-01-02T03:04:05.678+01:00"}}),
        json!({"metadata": {"deletionTimestamp": "2026-01-02t03:04:05z"}}),
        json!({"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "x": 1}]}}),
        json!({"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "controller": null}]}}),
        json!({"metadata": {"ownerReferences": [{}]}}),
        json!({"metadata": {"managedFields": [{"manager": "m", "x": {"y": 1}}]}}),
        json!({"metadata": {"managedFields": [{"time": "2026-01-02T03:04:05.5Z"}]}}),
        json!({"metadata": {"managedFields": [{"fieldsV1": {"f:a": {}}}]}}),
        json!({"metadata": {"creationTimestamp": "2016-12-31T23:59:60Z"}}),
        json!({"metadata": {"creationTimestamp": "20260102T03:04:05.0Z"}}),
    ];
    for document in documents {
        let value: v1::PeerAuthentication =
            serde_json::from_value(document.clone()).expect("the document is right");
        let written = serde_json::to_value(&value).expect("the value can be written");
        assert!(same(&document, &written), "{document} came out as {written}");
    }
}

#[test]
fn a_wrong_envelope_is_refused_with_the_place_of_the_fault() {
    let wrong = [
        (json!([]), ""),
        (json!({"kind": "Pod"}), "/kind"),
        (json!({"kind": 5}), "/kind"),
        (json!({"apiVersion": "security.istio.io/v1beta1"}), "/apiVersion"),
        (json!({"metadata": "a"}), "/metadata"),
        (json!({"metadata": {"name": 5}}), "/metadata/name"),
        (json!({"metadata": {"labels": {"a": 5}}}), "/metadata/labels"),
        (json!({"metadata": {"ownerReferences": {}}}), "/metadata/ownerReferences"),
        (json!({"spec": {"portLevelMtls": {"a/b~c": {"mode": 5}}}}), "/spec/portLevelMtls/a~1b~0c/mode"),
        (json!({"status": {"conditions": [{}, {"type": 5}]}}), "/status/conditions/1/type"),
    ];
    for (document, pointer) in wrong {
        let Err(error) = serde_json::from_value::<v1::PeerAuthentication>(document.clone()) else {
            panic!("{document} is taken");
        };
        let error = error.to_string();
        assert!(error.starts_with(pointer), "{document}: {error}");
    }
}

/// What was read is written back only in the place of a value that is still the one that was read.
#[test]
fn metadata_that_is_changed_is_written_as_it_is_then() {
    let owner = json!({"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u", "x": 1});
    let document = json!({"metadata": {"creationTimestamp": "2026-01-02T03:04:05.5Z", "ownerReferences": [owner], "x": 1}});
    let mut object: v1::PeerAuthentication = serde_json::from_value(document).expect("the document is right");
    for owner in object.metadata.owner_references.iter_mut().flatten() {
        owner.name = "q".to_owned();
    }
    object.metadata.creation_timestamp = None;
    let owner = json!({"apiVersion": "v1", "kind": "Pod", "name": "q", "uid": "u"});
    let written = serde_json::to_value(&object).expect("the value can be written");
    assert_eq!(written["metadata"], json!({"ownerReferences": [owner], "x": 1}));
}

/// Lists hold their items, those that cannot be read included.
#[test]
fn lists_come_out_as_they_went_in() {
    let one = of_kind::<v1::PeerAuthentication>().with(Values::Later);
    let lists = (prop::collection::vec(prop_oneof![9 => one, 1 => Just(json!({"spec": 5}))], 0..4), 0..3_u8);
    let failure = runner(DOCUMENTS / 10).run(&lists, |(items, form)| {
        let mut document =
            json!({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthenticationList", "items": items});
        if form > 0 {
            document["metadata"] =
                json!({"resourceVersion": "5", "continue": "more", "remainingItemCount": 7});
        }
        if form > 1 {
            document["metadata"]["x-later"] = json!([1]);
            document["x-later"] = json!({"a": null});
        }
        let list = v1::PeerAuthenticationList::from_slice(document.to_string().as_bytes())
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let written: Value =
            serde_json::to_value(&list).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(same(&document, &written), "{document} came out as {written}");
        Ok(())
    });
    assert_eq!(failure, Ok(()));
}
