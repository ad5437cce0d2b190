//! The kind, its client and its server, with metadata of their own.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::istio_security::client;
use super::istio_security::meta::{ObjectMeta, Status};
use super::istio_security::rest::UpdateResponse;
use super::istio_security::server::{Failure, GetRequest, ReplaceRequest, ResourceServer};
use super::istio_security::v1::{Client, PeerAuthentication, server};
use super::istio_security::{Kind, Validate};

fn read(metadata: &Value) -> PeerAuthentication {
    serde_json::from_value(json!({"metadata": metadata, "spec": {}})).unwrap()
}

#[test]
fn metadata_comes_out_as_it_went_in() {
    let cases = [
        json!(null),
        json!({}),
        json!({"name": null, "labels": null, "managedFields": null}),
        json!({"name": "a", "namespace": "b", "generateName": "c", "generation": 3, "resourceVersion": "4", "uid": "5", "selfLink": "/6"}),
        json!({"labels": {"a": "b", "c": null}, "annotations": {"d": null}, "finalizers": ["e"], "addedLater": {"f": [1]}}),
        json!({"creationTimestamp": "2026-01-02T03:04:05.678+01:00", "deletionTimestamp": null, "deletionGracePeriodSeconds": 0}),
        json!({"managedFields": [{"manager": "m", "operation": "Apply", "apiVersion": "v1", "time": "2026-01-02T03:04:05Z",
            "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {}}, "subresource": "status", "later": 1}, {}]}),
        json!({"ownerReferences": [{"apiVersion": "v1", "kind": "K", "name": "n", "uid": "u", "controller": true, "later": 1},
            {"kind": "K", "name": "", "blockOwnerDeletion": null}]}),
    ];
    for metadata in cases {
        let written = serde_json::to_value(read(&metadata)).unwrap();
        assert_eq!(written, json!({"metadata": metadata, "spec": {}}));
    }
}

#[test]
fn what_is_changed_is_written() {
    let mut policy = read(&json!({"labels": {"a": null, "b": "c"}}));
    let labels = policy.metadata.labels.as_mut().unwrap();
    assert_eq!(labels["a"], "");
    labels.insert("b".to_owned(), "d".to_owned());
    policy.metadata.name = Some("e".to_owned());
    let written = serde_json::to_value(&policy).unwrap();
    assert_eq!(written["metadata"], json!({"labels": {"a": "", "b": "d"}, "name": "e"}));
}

#[test]
fn faults_are_named_with_their_place() {
    let fault = |metadata: Value| {
        let document = json!({ "metadata": metadata });
        serde_json::from_value::<PeerAuthentication>(document).unwrap_err().to_string()
    };
    assert!(fault(json!({"labels": {"a": 1}})).starts_with("/metadata/labels/a: invalid type"));
    assert!(fault(json!({"ownerReferences": [{"uid": 1}]})).starts_with("/metadata/ownerReferences/0/uid: "));
    assert!(fault(json!([])).starts_with("/metadata: invalid type"));
}

/// A server with one policy.
struct OnePolicy(Mutex<PeerAuthentication>);

impl ResourceServer<PeerAuthentication> for OnePolicy {
    async fn get(&self, request: GetRequest) -> Result<PeerAuthentication, Failure> {
        let policy = self.0.lock().unwrap().clone();
        let found = (policy.metadata().name.as_ref() == Some(&request.name)).then_some(policy);
        Ok(found.ok_or_else(|| Status::not_found::<PeerAuthentication>(&request.name))?)
    }

    async fn replace(
        &self,
        request: ReplaceRequest<PeerAuthentication>,
    ) -> Result<UpdateResponse<PeerAuthentication>, Failure> {
        *self.0.lock().unwrap() = request.body.clone();
        Ok(request.body.into())
    }
}

#[tokio::test]
async fn client_and_server_know_it() {
    let metadata = ObjectMeta { namespace: Some("shop".to_owned()), ..ObjectMeta::default() };
    let mut policy = PeerAuthentication::new("default");
    policy.metadata = ObjectMeta { name: policy.metadata.name, ..metadata };
    assert!(policy.validate().is_ok());
    let server = OnePolicy(Mutex::new(policy.clone()));
    let client = Client::over(client::Client::new(server::router(Arc::new(server))));
    let policies = client.peer_authentications("shop");
    assert_eq!(policies.get("default").send().await.unwrap(), policy);
    policy.metadata_mut().labels = Some([("a".to_owned(), "b".to_owned())].into());
    assert_eq!(policies.replace("default", &policy).send().await.unwrap().into_inner(), policy);
    assert!(policies.get("other").send().await.unwrap_err().is_not_found());
}
