//! The scale subresource: how many there are to be, and are.

use http::{StatusCode, header};
use serde_json::{Map, Value, json};

use super::decode;
use super::patch::Form;
use super::save::{self, Outcome};
use crate::apply::{Force, Tracker};
use crate::call::Call;
use crate::crd::Scale;
use crate::jsonpath::JsonPath;
use crate::object::{Meta, set_meta};
use crate::patch::{json_patch, merge_patch};
use crate::reply::Reply;
use crate::request::body::{self, Expected};
use crate::request::query::WriteOptions;
use crate::status::{ApiError, Cause, Details};
use crate::text::json::go_type;
use crate::view;

/// Answers with the scale of the object.
pub async fn answer(call: &Call, verb: &str) -> Result<Reply, ApiError> {
    // A path with a scale leads here only if the version has one.
    let Some(scale) = &call.version().scale else {
        return Err(ApiError::not_found(&call.plural(call.name())));
    };
    let object = match verb {
        "get" => {
            let object = call.served(&call.existing().await?)?;
            if wanted(scale, &object)?.is_none() {
                return Err(absent(scale));
            }
            object
        }
        "update" => replace(call, scale).await?,
        "patch" if Form::read(call)? == Form::Apply => apply(call, scale).await?,
        "patch" => patch(call, scale).await?,
        _ => return Err(ApiError::method_not_allowed(&call.plural(""), verb)),
    };
    view::object(call, scale_of(scale, &object)?).map(|v| Reply::document(StatusCode::OK, v))
}

/// A whole number at a path; the error is that of a reader which meets something else.
pub fn count(path: &JsonPath, object: &Value) -> Result<Option<i64>, String> {
    match path.first(object) {
        None => Ok(None),
        Some(value) => value.as_i64().map(Some).ok_or_else(|| misfit(path, value, "int64")),
    }
}

/// A text at a path.
pub fn text<'a>(path: &JsonPath, object: &'a Value) -> Result<Option<&'a str>, String> {
    match path.first(object) {
        None => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| misfit(path, value, "string")),
    }
}

fn misfit(path: &JsonPath, value: &Value, wanted: &str) -> String {
    let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    format!(".{} accessor error: {shown} is of the type {}, expected {wanted}", path.dotted(), go_type(value))
}

/// How many there are to be.
fn wanted(scale: &Scale, object: &Value) -> Result<Option<i64>, ApiError> {
    count(&scale.spec, object).map_err(ApiError::internal)
}

/// The error that an object does not say how many there are to be.
fn absent(scale: &Scale) -> ApiError {
    let why = format!("the spec replicas field \".{}\" does not exist", scale.spec.dotted());
    let causes = vec![Cause { reason: "", message: why.clone(), field: String::new() }];
    let details = Details { causes, ..Details::default() };
    ApiError::new(500, "InternalError", format!("Internal error occurred: {why}")).with_details(details)
}

/// The scale as a document of its own, which leaves out what is zero or empty.
fn scale_of(scale: &Scale, object: &Value) -> Result<Value, ApiError> {
    let ready = count(&scale.status, object).map_err(ApiError::internal)?.unwrap_or(0);
    let mut status = json!({ "replicas": ready });
    let selector = scale.selector.as_ref().map(|path| text(path, object)).transpose();
    if let Some(selector) = selector.map_err(ApiError::internal)?.flatten().filter(|s| !s.is_empty()) {
        status["selector"] = selector.into();
    }
    let spec = match wanted(scale, object)? {
        None | Some(0) => json!({}),
        Some(replicas) => json!({ "replicas": replicas }),
    };
    let mut metadata = Map::new();
    for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
        metadata.extend(object.meta(name).map(|v| (name.to_owned(), v.clone())));
    }
    Ok(
        json!({ "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata, "spec": spec, "status": status }),
    )
}

/// A replacement that names no count asks for none.
async fn replace(call: &Call, scale: &Scale) -> Result<Value, ApiError> {
    let options = WriteOptions::read(&call.query, "UpdateOptions", Vec::new())?;
    let expected = Expected { kind: "Scale", api_version: Some("autoscaling/v1") };
    let syntax = body::object_syntax(call.header(header::CONTENT_TYPE))?;
    let given = body::read_object(&call.body, syntax, &expected)?.value;
    typed(&given).map_err(|e| ApiError::bad_request(unhandled(&e)))?;
    decode::check_name(call, &given)?;
    decode::place(call, &mut given.clone())?;
    let make = |old: &Value| scaled(call, &options, (old, &given), scale).map(Outcome::Changed);
    save::change(call, options.dry_run, make).await
}

/// A patch edits the document that a client would read.
async fn patch(call: &Call, scale: &Scale) -> Result<Value, ApiError> {
    let options = WriteOptions::read(&call.query, "PatchOptions", Vec::new())?;
    let form = Form::read(call)?;
    let make = |old: &Value| {
        let mut edited = scale_of(scale, old)?;
        match form {
            Form::Json => json_patch::read(&call.body)?.apply(&mut edited)?,
            _ => merge_patch::merge(&mut edited, &merge_patch::read(&call.body)?.value),
        }
        typed(&edited).map_err(|e| ApiError::bad_request(unhandled(&e)))?;
        let silent = edited.pointer("/spec/replicas").is_none_or(Value::is_null);
        if silent && wanted(scale, old)?.is_none() {
            let field = scale.spec.dotted();
            return Err(ApiError::bad_request(format!(
                "the spec replicas field \".{field}\" cannot be empty"
            )));
        }
        scaled(call, &options, (old, &edited), scale).map(Outcome::Changed)
    };
    save::change(call, options.dry_run, make).await
}

/// An applied scale is an applied configuration of the object that speaks of the count alone.
async fn apply(call: &Call, scale: &Scale) -> Result<Value, ApiError> {
    let options =
        WriteOptions::read(&call.query, "PatchOptions", super::patch::option_faults(call, Form::Apply))?;
    let applied = super::patch::applied(call, &options, ("autoscaling/v1", "Scale"))?;
    typed(&applied).map_err(|e| ApiError::bad_request(unhandled(&e)))?;
    let (kind, name) = (&call.definition().names.kind, call.name());
    let mut own = json!({ "apiVersion": call.api_version(), "kind": kind, "metadata": { "name": name } });
    if let Some(replicas) = applied.pointer("/spec/replicas").filter(|r| !r.is_null()) {
        scale.spec.set(&mut own, replicas.clone());
    }
    let force = if call.query.flag("force") == Some(true) { Force::Yes } else { Force::No };
    let actor = call.actor(&options);
    let tracker = Tracker::new(call.definition(), call.version(), &actor);
    let make =
        |old: &Value| Ok(tracker.apply(old, &own, force)?.map_or(Outcome::Unchanged, Outcome::Changed));
    save::change(call, options.dry_run, make).await
}

/// The object with the count of a scale.
fn scaled(
    call: &Call,
    options: &WriteOptions,
    (old, given): (&Value, &Value),
    scale: &Scale,
) -> Result<Value, ApiError> {
    super::update::same_uid(call, given, old)?;
    let mut new = old.clone();
    let replicas = given.pointer("/spec/replicas").filter(|r| !r.is_null()).cloned();
    scale.spec.set(&mut new, replicas.unwrap_or(json!(0)));
    set_meta(&mut new, "resourceVersion", given.meta_text("resourceVersion"));
    Tracker::new(call.definition(), call.version(), &call.actor(options)).update(old, &mut new);
    Ok(new)
}

/// Refuses a scale whose members have other types than those of a scale.
fn typed(scale: &Value) -> Result<(), String> {
    for part in ["spec", "status"] {
        let Some(value) = scale.pointer(&format!("/{part}/replicas")).filter(|v| !v.is_null()) else {
            continue;
        };
        if value.as_i64().is_none_or(|n| i32::try_from(n).is_err()) {
            let found = crate::text::json::kind(value);
            let shown = if value.is_number() { format!("{found} {value}") } else { found.to_owned() };
            return Err(format!(
                "json: cannot unmarshal {shown} into Go struct field .{part}.replicas of type int32"
            ));
        }
    }
    Ok(())
}

fn unhandled(why: &str) -> String {
    format!("Scale in version \"v1\" cannot be handled as a Scale: {why}")
}
