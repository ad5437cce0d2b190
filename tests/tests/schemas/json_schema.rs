//! The feature `schemars`: every generated type has a schema, which says what the definition says.

use std::path::Path;

use istio_security::{v1, v1beta1};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use specwright::run::understand;

/// The name and the schema of a type.
fn schema<T: JsonSchema>() -> (String, Value) {
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    (T::schema_name().into_owned(), serde_json::to_value(schema).expect("a schema is JSON"))
}

macro_rules! schemas {
    ($($version:ident: $($type:ident),+;)+) => {
        vec![$($((concat!(stringify!($version), "::", stringify!($type)), schema::<$version::$type>())),+),+]
    };
}

#[test]
fn every_type_has_a_schema() {
    let schemas = schemas! {
        v1: PeerAuthentication, PeerAuthenticationSpec, PeerAuthenticationSpecMtls, PeerAuthenticationSpecMtlsMode,
            PeerAuthenticationSpecPortLevelMtls, PeerAuthenticationSpecPortLevelMtlsMode,
            PeerAuthenticationSpecSelector, PeerAuthenticationStatus, PeerAuthenticationStatusConditions,
            PeerAuthenticationStatusValidationMessages, PeerAuthenticationStatusValidationMessagesLevel,
            PeerAuthenticationStatusValidationMessagesType;
        v1beta1: PeerAuthentication, PeerAuthenticationSpec, PeerAuthenticationSpecMtls,
            PeerAuthenticationSpecMtlsMode, PeerAuthenticationSpecPortLevelMtls,
            PeerAuthenticationSpecPortLevelMtlsMode, PeerAuthenticationSpecSelector, PeerAuthenticationStatus,
            PeerAuthenticationStatusConditions, PeerAuthenticationStatusValidationMessages,
            PeerAuthenticationStatusValidationMessagesLevel, PeerAuthenticationStatusValidationMessagesType;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let analysis = understand(&root, &["spec/*.yaml".to_owned()]).analysis.unwrap();
    assert_eq!(schemas.len(), analysis.api.types.len(), "the types named here, and those of the model");
    for (name, (title, schema)) in &schemas {
        assert!(!title.is_empty(), "{name}");
        assert!(matches!(schema["type"].as_str(), Some("object" | "string")), "{name}: {schema}");
        assert!(schema["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}: {schema}");
    }
}

/// Whether an object is as its schema says, to another reader of schemas.
fn is_valid<T: JsonSchema>(object: &Value) -> bool {
    jsonschema::validator_for(&schema::<T>().1).unwrap().is_valid(object)
}

#[test]
fn schemas_accept_and_refuse() {
    let object = |spec: Value, status: Value| {
        json!({"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": "a"},
               "spec": spec, "status": status})
    };
    let port = json!({"80": {"mode": "STRICT"}});
    for (spec, status, valid) in [
        (json!({"portLevelMtls": port}), json!({"observedGeneration": 1, "anything": [null]}), true),
        (json!({}), json!({"observedGeneration": "1"}), true),
        (json!({}), json!({"observedGeneration": true}), false),
        (json!({"portLevelMtls": {}}), json!({}), false),
        (json!({"mtls": {"mode": "NOVEL"}}), json!({}), false),
        (json!({"selector": {"matchLabels": {"a": "x".repeat(64)}}}), json!({}), false),
        (json!([]), json!({}), false),
    ] {
        let object = object(spec, status);
        assert_eq!(is_valid::<v1::PeerAuthentication>(&object), valid, "{object}");
        assert_eq!(
            is_valid::<v1::PeerAuthenticationSpec>(&object["spec"])
                && is_valid::<v1::PeerAuthenticationStatus>(&object["status"]),
            valid,
            "{object}"
        );
    }
    assert!(is_valid::<v1::PeerAuthenticationSpecMtlsMode>(&json!("STRICT")));
    assert!(!is_valid::<v1::PeerAuthenticationSpecMtlsMode>(&json!("NOVEL")));
}
