//! The feature `schemars`: every generated type has a schema, which says what the definition says.

use istio_security::{v1, v1beta1};
use schemars::{JsonSchema, SchemaGenerator, schema_for};
use serde_json::{Value, json};

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
    for (name, (title, schema)) in &schemas {
        assert!(!title.is_empty(), "{name}");
        let says = schema.get("type").or_else(|| schema.get("$ref")).or_else(|| schema.get("properties"));
        assert!(says.is_some(), "{name}: {schema}");
        assert!(schema.get("description").is_some(), "{name}: {schema}");
    }
}

#[test]
fn a_schema_says_what_the_definition_says() {
    let schema =
        serde_json::to_value(schema_for!(v1::PeerAuthenticationSpecMtlsMode)).expect("a schema is JSON");
    let values = &schema["enum"];
    assert_eq!(*values, json!(["UNSET", "DISABLE", "PERMISSIVE", "STRICT"]));
}
