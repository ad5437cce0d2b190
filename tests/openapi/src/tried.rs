//! What people have tried on generated code and found wanting, each a test of its own.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use base64::Engine;
use http::{Request, Response, StatusCode, request};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::pets::Side;
use crate::pets::Validate;
use crate::pets::api::pets::{GetPetError, GetPetResponse};
use crate::pets::client::Client;
use crate::pets::operation::Credential;
use crate::pets::operation::client::Static;
use crate::pets::types::{Account, GetPetFilter, Pet, PetKind, PetState};

fn pet(value: &Value) -> Pet {
    Pet::deserialize(value).unwrap()
}

fn written(pet: &Pet) -> Value {
    serde_json::to_value(pet).unwrap()
}

/// What a client sends.
type Sent = Arc<Mutex<Option<request::Parts>>>;

/// A client whose server answers with this, and what it sends.
fn answered(status: u16, media_type: &'static str, body: &'static str) -> (Client, Sent) {
    let sent = Sent::default();
    let seen = Arc::clone(&sent);
    let service = tower::service_fn(move |request: Request<_>| {
        *seen.lock().unwrap() = Some(request.into_parts().0);
        let response = Response::builder().status(status).header("content-type", media_type);
        std::future::ready(response.body(Body::from(body)))
    });
    (Client::new(service).with_credentials(Static::default().with("bearer", "secret")), sent)
}

#[test]
fn null_is_not_absent() {
    for value in [json!({"id": 1}), json!({"id": 1, "note": null}), json!({"id": 1, "note": "x"})] {
        assert_eq!(written(&pet(&value)), value);
    }
    assert_ne!(pet(&json!({"id": 1})).note, pet(&json!({"id": 1, "note": null})).note);
}

#[test]
fn an_unknown_value_of_an_enumeration_is_kept() {
    let value = json!({"id": 1, "state": "lost"});
    let pet = pet(&value);
    assert_eq!(pet.state, Some(PetState::Other("lost".to_owned())));
    assert_eq!(written(&pet), value);
}

#[test]
fn members_beside_those_that_are_named_are_typed_and_unknown_ones_kept() {
    let value = json!({"id": 1, "weight": 7});
    let heavy = pet(&value);
    assert_eq!(heavy.additional_properties["weight"], 7);
    assert_eq!(written(&heavy), value);
    let value = json!({"id": 1, "kind": {"meow": "loud", "unknown": {"a": [1, null]}}});
    assert_eq!(written(&pet(&value)), value);
}

#[test]
fn an_integer_without_a_format_has_64_bits() {
    let value = json!({"id": 5_000_000_000_i64});
    assert_eq!(pet(&value).id, 5_000_000_000);
    assert_eq!(written(&pet(&value)), value);
}

#[test]
fn a_value_of_several_schemas_is_read_as_the_one_that_fits_and_loses_nothing() {
    let dog = json!({"bark": "loud", "shared": "x"});
    let both = json!({"bark": "loud", "meow": "soft", "shared": "x"});
    for kind in [&dog, &both] {
        let value = json!({"id": 1, "kind": kind});
        assert_eq!(written(&pet(&value)), value);
    }
    assert!(
        matches!(pet(&json!({"id": 1, "kind": dog})).kind, Some(PetKind::Dog(dog)) if dog.bark == "loud")
    );
}

#[tokio::test]
async fn parameters_go_where_they_belong() {
    let (client, sent) = answered(200, "application/json", r#"{"id": 1}"#);
    let filter = GetPetFilter { state: Some("a&b".to_owned()), age: Some(3), ..Default::default() };
    client.pets().get_pet("a b/c+d").filter(filter).x_trace("t").session("s").send().await.unwrap();
    let sent = sent.lock().unwrap().take().unwrap();
    assert_eq!(sent.uri.path(), "/pets/a%20b%2Fc%2Bd");
    let query: Vec<_> = form_urlencoded::parse(sent.uri.query().unwrap().as_bytes()).collect();
    assert_eq!(query, [("filter[age]".into(), "3".into()), ("filter[state]".into(), "a&b".into())]);
    assert_eq!(sent.headers["x-trace"], "t");
    assert_eq!(sent.headers["cookie"], "session=s");
}

#[tokio::test]
async fn answers_have_the_types_of_their_statuses() {
    let get = |status, media_type, body| answered(status, media_type, body).0.pets().get_pet("x").send();
    let json = "application/json";
    assert!(matches!(get(200, json, r#"{"id": 1}"#).await, Ok(GetPetResponse::Ok(pet)) if pet.id == 1));
    let second = get(201, json, r#"{"number": 2}"#).await;
    assert!(matches!(second, Ok(GetPetResponse::Created(ticket)) if ticket.number == 2));
    let error = get(404, json, r#"{"reason": "gone"}"#).await.unwrap_err();
    assert!(matches!(error.documented(), Some(GetPetError::NotFound(problem)) if problem.reason == "gone"));
    let error = get(502, "text/plain", "smoke").await.unwrap_err();
    assert!(
        matches!(error.documented(), Some(GetPetError::ServerError(StatusCode::BAD_GATEWAY, text)) if text == "smoke")
    );
    let error = get(418, json, r#"{"number": 4}"#).await.unwrap_err();
    assert!(matches!(error.documented(), Some(GetPetError::Default(status, _)) if *status == 418));
    // A body that is none of these is kept as it came.
    let error = get(404, json, r#"{"strange": 1}"#).await.unwrap_err();
    assert_eq!(error.body().unwrap(), r#"{"strange": 1}"#);
}

#[tokio::test]
async fn each_security_scheme_puts_its_proof_in_its_place() {
    let password = Credential::Password { user: "me".to_owned(), password: "pass".to_owned() };
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode("me:pass"));
    let cases = [
        (Static::default().with("header", "k"), "x-key", "k".to_owned()),
        (Static::default().with("cookie", "k"), "cookie", "key=k".to_owned()),
        (Static::default().with("basic", password), "authorization", basic),
        (Static::default().with("bearer", "t"), "authorization", "Bearer t".to_owned()),
    ];
    for (credentials, header, value) in cases {
        let (client, sent) = answered(200, "application/json", r#"{"id": 1}"#);
        client.with_credentials(credentials).pets().get_pet("x").send().await.unwrap();
        assert_eq!(sent.lock().unwrap().take().unwrap().headers[header], value);
    }
    let (client, sent) = answered(200, "application/json", r#"{"id": 1}"#);
    client.with_credentials(Static::default().with("query", "k")).pets().get_pet("x").send().await.unwrap();
    assert_eq!(sent.lock().unwrap().take().unwrap().uri.query(), Some("key=k"));
}

#[tokio::test]
async fn each_side_sends_what_it_may() {
    let request = Account { password: Some("secret".to_owned()), ..Default::default() };
    assert_eq!(serde_json::to_value(&request).unwrap(), json!({"password": "secret"}));
    assert!(request.validate_from(Side::Client).is_ok());
    assert!(request.validate_from(Side::Server).is_err(), "a server has to give the `id`");
    let (client, _) = answered(201, "application/json", r#"{"id": 7}"#);
    let answer = client.accounts().add_account(request).send().await.unwrap();
    assert_eq!(answer.id, Some(7));
    assert!(answer.validate_from(Side::Server).is_ok());
    assert!(answer.validate_from(Side::Client).is_err(), "a client has to give the `password`");
}
