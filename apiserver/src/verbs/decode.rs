//! From a body to an object in shape: typed metadata, nothing undeclared, defaults filled in.

use http::header;
use serde_json::{Map, Value};

use crate::call::Call;
use crate::crd::{self, Role};
use crate::object::{Meta, metadata, set_meta};
use crate::request::accept::Encoding;
use crate::request::body::{self, Expected};
use crate::request::query::FieldValidation;
use crate::schema::{Schema, default, embedded, prune, typed};
use crate::status::ApiError;
use crate::text::{Parsed, protobuf};

/// An object, and what was amiss with its text.
pub struct Decoded {
    /// The object.
    pub object: Value,
    /// Duplicate and unknown fields, as warnings.
    pub warnings: Vec<String>,
}

/// Reads the object of a create or update.
pub fn read(call: &Call, validation: FieldValidation) -> Result<Decoded, ApiError> {
    let parsed = parse(call)?;
    let shaped = shape(call, parsed).map_err(|e| unhandled(call, &e))?;
    let shaped =
        judge(shaped, validation).map_err(|e| unhandled(call, &format!("strict decoding error: {e}")))?;
    check_version(call, &shaped.object).map_err(|e| e.warn(&shaped.warnings))?;
    Ok(shaped)
}

fn parse(call: &Call) -> Result<Parsed, ApiError> {
    let header = call.header(header::CONTENT_TYPE);
    let is_protobuf = header.is_some_and(|h| body::media_type(h) == Encoding::Protobuf.media_type());
    let members = protobuf::members(&call.definition().names.kind);
    if let Some(members) = members.filter(|_| is_protobuf && call.definition().role != Role::Custom) {
        let value = protobuf::read(&call.body, members)
            .ok_or_else(|| ApiError::bad_request("the body is no object in protobuf"))?;
        return Ok(Parsed { value, duplicates: Vec::new() });
    }
    let api_version = call.api_version();
    let known = (call.definition().role != Role::Custom).then_some(api_version.as_str());
    let expected = Expected { kind: &call.definition().names.kind, api_version: known };
    body::read_object(&call.body, body::object_syntax(header)?, &expected)
}

fn unhandled(call: &Call, why: &str) -> ApiError {
    let kind = &call.definition().names.kind;
    let version = &call.version().name;
    ApiError::bad_request(format!("{kind} in version {version:?} cannot be handled as a {kind}: {why}"))
}

fn check_version(call: &Call, object: &Value) -> Result<(), ApiError> {
    let (given, expected) =
        (object.get("apiVersion").and_then(Value::as_str).unwrap_or_default(), call.api_version());
    if given == expected {
        return Ok(());
    }
    let start = "the API version in the data";
    Err(ApiError::bad_request(format!(
        "{start} ({given}) does not match the expected API version ({expected})"
    )))
}

/// Brings an object into shape by the schema of the version asked for.
pub fn shape(call: &Call, parsed: Parsed) -> Result<Decoded, String> {
    let Parsed { value: mut object, duplicates: mut warnings } = parsed;
    if let Some(map) = object.as_object_mut() {
        map.entry("metadata").or_insert_with(|| Value::Object(Map::new()));
    }
    let is_list = object.get("items").is_some_and(Value::is_array);
    let mut unknown = metadata::normalise(&mut object)?;
    set_meta(&mut object, "selfLink", Value::Null);
    let nothing = Schema::default();
    let schema = schema_of(call, &object).unwrap_or(&nothing);
    unknown.extend(embedded::normalise(&mut object, schema)?);
    let dropped = prune::prune(&mut object, schema);
    // A body with items is read as a list, which no schema describes.
    unknown.extend(dropped.into_iter().filter(|_| !is_list));
    if call.definition().role == Role::Definition {
        unknown.extend(crd::fields::prune(&mut object));
    }
    unknown.sort();
    warnings.extend(unknown.into_iter().map(|path| format!("unknown field {path:?}")));
    if call.definition().role == Role::Data {
        typed::check(&object, schema, &call.definition().names.kind)?;
    }
    default::apply(&mut object, schema);
    Ok(Decoded { object, warnings })
}

/// The schema of the version that the body claims to be of; none for a version that is not there.
fn schema_of<'a>(call: &'a Call, object: &Value) -> Option<&'a Schema> {
    let claimed = object.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
    let version = claimed.rsplit('/').next().filter(|v| !v.is_empty()).unwrap_or(&call.version().name);
    call.definition().versions.iter().find(|v| v.name == version).map(|v| &v.schema)
}

/// What unknown and duplicate fields mean for the request.
pub fn judge(decoded: Decoded, validation: FieldValidation) -> Result<Decoded, String> {
    match validation {
        FieldValidation::Strict if !decoded.warnings.is_empty() => Err(decoded.warnings.join(", ")),
        FieldValidation::Ignore => Ok(Decoded { warnings: Vec::new(), ..decoded }),
        FieldValidation::Strict | FieldValidation::Warn => Ok(decoded),
    }
}

/// Sets the namespace of the path, or refuses another one.
pub fn place(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    let namespace = call.namespace().unwrap_or_default();
    match object.meta_text("namespace") {
        "" if namespace.is_empty() => {}
        "" => set_meta(object, "namespace", namespace),
        given if given == namespace => {}
        // What lives beside namespaces names none, whatever the body says.
        _ if namespace.is_empty() => set_meta(object, "namespace", Value::Null),
        _ => {
            let text =
                "the namespace of the provided object does not match the namespace sent on the request";
            return Err(ApiError::bad_request(text));
        }
    }
    Ok(())
}

/// Refuses an object of another name than that of the path, or of none.
pub fn check_name(call: &Call, object: &Value) -> Result<(), ApiError> {
    let (given, expected) = (object.name(), call.name());
    if given.is_empty() {
        let text = format!(
            "the name of the object ({expected} based on URL) was undeterminable: name must be provided"
        );
        return Err(ApiError::bad_request(text));
    }
    if given != expected {
        let text =
            format!("the name of the object ({given}) does not match the name on the URL ({expected})");
        return Err(ApiError::bad_request(text));
    }
    Ok(())
}
