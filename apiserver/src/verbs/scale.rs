//! The scale subresource: how many there are to be, and are.

use http::{StatusCode, header};
use serde_json::{Value, json};

use super::save::{self, Outcome};
use crate::apply::Tracker;
use crate::call::Call;
use crate::field::{FieldError, FieldPath};
use crate::object::{Meta, set_meta};
use crate::patch::{json_patch, merge_patch};
use crate::reply::Reply;
use crate::request::body::{self, Expected};
use crate::request::query::WriteOptions;
use crate::status::{ApiError, Named};
use crate::view;

/// Answers with the scale of the object.
pub async fn answer(call: &Call, verb: &str) -> Result<Reply, ApiError> {
    match verb {
        "get" => {
            let stored = call.existing().await?;
            view::object(call, scale_of(call, &call.served(&stored)?))
                .map(|v| Reply::document(StatusCode::OK, v))
        }
        "update" | "patch" => write(call).await,
        _ => Err(ApiError::method_not_allowed(&call.plural(""), verb)),
    }
}

/// The scale as a document of its own.
fn scale_of(call: &Call, object: &Value) -> Value {
    let count = |path: Option<&crate::jsonpath::JsonPath>| {
        path.and_then(|p| p.first(object)).and_then(Value::as_i64).unwrap_or(0)
    };
    let scale = call.version().scale.as_ref();
    let mut status = json!({ "replicas": count(scale.map(|s| &s.status)) });
    let selector = scale.and_then(|s| s.selector.as_ref()?.first(object)?.as_str().map(str::to_owned));
    if let Some(selector) = selector {
        status["selector"] = selector.into();
    }
    let mut metadata = serde_json::Map::new();
    for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
        metadata.extend(object.meta(name).map(|v| (name.to_owned(), v.clone())));
    }
    json!({
        "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
        "spec": { "replicas": count(scale.map(|s| &s.spec)) }, "status": status,
    })
}

/// The scale that a request wants, made from the present one.
fn wanted(call: &Call, present: &Value) -> Result<Value, ApiError> {
    let content_type = call.header(header::CONTENT_TYPE);
    let mut scale = present.clone();
    match (call.method.as_str(), body::media_type(content_type.unwrap_or_default()).as_str()) {
        ("PATCH", "application/json-patch+json") => json_patch::read(&call.body)?.apply(&mut scale)?,
        ("PATCH", "application/merge-patch+json") => {
            merge_patch::merge(&mut scale, &merge_patch::read(&call.body)?.value)
        }
        ("PATCH", _) => {
            return Err(ApiError::unsupported_media_type(
                "application/json-patch+json, application/merge-patch+json",
            ));
        }
        _ => {
            let expected = Expected { kind: "Scale", api_version: Some("autoscaling/v1") };
            scale = body::read_object(&call.body, body::object_syntax(content_type)?, &expected)?.value;
        }
    }
    Ok(scale)
}

async fn write(call: &Call) -> Result<Reply, ApiError> {
    let options = WriteOptions::read(&call.query, "UpdateOptions", Vec::new())?;
    let actor = call.actor(&options);
    let make = |old: &Value| {
        let scale = wanted(call, &scale_of(call, old))?;
        let replicas = scale.pointer("/spec/replicas").cloned().unwrap_or(json!(0));
        if replicas.as_i64().is_none_or(|n| n < 0) {
            let detail = "must be greater than or equal to 0";
            let fault = FieldError::invalid(&FieldPath::new("spec.replicas"), &replicas, detail);
            return Err(ApiError::invalid(
                &Named { group: "autoscaling", kind: "Scale", name: call.name() },
                &[fault],
            ));
        }
        let mut new = old.clone();
        if let Some(scale) = &call.version().scale {
            scale.spec.set(&mut new, replicas);
        }
        set_meta(&mut new, "resourceVersion", scale.meta_text("resourceVersion"));
        Tracker::new(call.definition(), call.version(), &actor).update(old, &mut new);
        Ok(Outcome::Changed(new))
    };
    let object = save::change(call, options.dry_run, make).await?;
    view::object(call, scale_of(call, &object)).map(|v| Reply::document(StatusCode::OK, v))
}
