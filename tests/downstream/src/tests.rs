use std::sync::{Arc, Mutex};

use istio_security::client;
use istio_security::meta::Status;
use istio_security::rest::UpdateResponse;
use istio_security::server::{Failure, GetRequest, ListRequest, ReplaceRequest, ResourceServer};
use istio_security::v1::{PeerAuthenticationList, server};
use serde_json::json;

use super::*;

/// A server with one policy in one namespace.
struct OnePolicy(Mutex<PeerAuthentication>);

impl ResourceServer<PeerAuthentication> for OnePolicy {
    async fn list(&self, _request: ListRequest) -> Result<PeerAuthenticationList, Failure> {
        Ok(vec![self.0.lock().unwrap().clone()].into())
    }

    async fn get(&self, request: GetRequest) -> Result<PeerAuthentication, Failure> {
        let policy = self.0.lock().unwrap().clone();
        let found = (policy.metadata.name.as_ref() == Some(&request.name)).then_some(policy);
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

/// A client of a server, both in this process, with a policy that holds something that the schema does not know.
fn client() -> Client {
    let policy = serde_json::from_value(json!({
        "apiVersion": "security.istio.io/v1",
        "kind": "PeerAuthentication",
        "metadata": {"name": "default", "namespace": "shop"},
        "spec": {"mtls": {"mode": "PERMISSIVE"}, "portLevelMtls": {"8080": {"mode": "DISABLE"}}, "addedLater": [1, 2]},
    }));
    let server = OnePolicy(Mutex::new(policy.unwrap()));
    Client::over(client::Client::new(server::router(Arc::new(server))))
}

#[tokio::test]
async fn lax_policies_are_found_and_tightened() {
    let client = client();
    assert_eq!(lax(&client).await.unwrap(), ["default"]);
    let tightened = tighten(&client, "shop", "default").await.unwrap();
    assert!(!is_lax(&tightened));
    assert_eq!(tightened.spec.unwrap().unknown_fields.get("addedLater"), Some(&json!([1, 2])));
    assert!(lax(&client).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_policy_that_is_not_there_is_told_from_other_failures() {
    let missing = tighten(&client(), "shop", "other").await.unwrap_err();
    assert!(missing.is_not_found());
}

#[test]
fn faults_are_named_with_their_place() {
    let mut policy = strict("default");
    assert!(faults(&policy).is_empty());
    policy.spec.get_or_insert_default().port_level_mtls = Some([].into());
    let faults = faults(&policy);
    assert!(faults[0].starts_with("/spec/portLevelMtls"), "{faults:?}");
}
