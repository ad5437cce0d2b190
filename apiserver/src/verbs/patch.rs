//! Patching an object or its status: JSON patch, merge patch, strategic merge patch, server-side apply.

use http::{StatusCode, header};
use serde_json::Value;

use super::save::{self, Outcome};
use super::{create, decode};
use crate::apply::{Force, Tracker};
use crate::call::Call;
use crate::crd::Role;
use crate::field::{FieldError, FieldPath};
use crate::object::Meta;
use crate::patch::{json_patch, merge_patch, strategic};
use crate::reply::Reply;
use crate::request::body::media_type;
use crate::request::query::WriteOptions;
use crate::schema::{Schema, default};
use crate::status::{ApiError, Named};
use crate::text::{Parsed, yaml_read};
use crate::view;

const TYPES: &str = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
/// What the kinds of Kubernetes itself take beside these.
const STRATEGIC: &str = "application/strategic-merge-patch+json";

/// The form of a patch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A list of operations.
    Json,
    /// The members that are to be otherwise.
    Merge,
    /// The same, with lists that know their items.
    Strategic,
    /// What a manager wants to be there.
    Apply,
}

impl Form {
    /// Reads the type of the body.
    pub fn read(call: &Call) -> Result<Form, ApiError> {
        match media_type(call.header(header::CONTENT_TYPE).unwrap_or_default()).as_str() {
            "application/json-patch+json" => Ok(Form::Json),
            "application/merge-patch+json" => Ok(Form::Merge),
            "application/apply-patch+yaml" => Ok(Form::Apply),
            STRATEGIC if call.definition().role != Role::Custom => Ok(Form::Strategic),
            _ if call.definition().role != Role::Custom => {
                Err(ApiError::unsupported_media_type(&format!("{TYPES}, {STRATEGIC}")))
            }
            _ => Err(ApiError::unsupported_media_type(TYPES)),
        }
    }
}

/// Answers with the object as it is now.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let form = Form::read(call)?;
    let options = WriteOptions::read(&call.query, "PatchOptions", option_faults(call, form))?;
    match form {
        Form::Json => edit(call, &Patch::Json(json_patch::read(&call.body)?), &options).await,
        Form::Merge => edit(call, &Patch::Merge(merge_patch::read(&call.body)?), &options).await,
        Form::Strategic => {
            edit(call, &Patch::Strategic(merge_patch::read(&call.body)?, call.version().layout()), &options)
                .await
        }
        Form::Apply => apply(call, &options).await,
    }
}

/// The faults among the options that a form knows.
pub fn option_faults(call: &Call, form: Form) -> Vec<FieldError> {
    if form == Form::Apply && call.query.text("fieldManager").is_empty() {
        return vec![FieldError::required(&FieldPath::new("fieldManager"), "is required for apply patch")];
    }
    if form != Form::Apply && call.query.get("force").is_some() {
        return vec![FieldError::forbidden(
            &FieldPath::new("force"),
            "may not be specified for non-apply patch",
        )];
    }
    Vec::new()
}

/// A patch that edits what is there.
enum Patch<'a> {
    Json(json_patch::Operations),
    Merge(Parsed),
    Strategic(Parsed, &'a Schema),
}

impl Patch<'_> {
    /// The edited object, and what the patch said twice.
    fn edit(&self, old: &Value) -> Result<Parsed, ApiError> {
        let mut value = old.clone();
        match self {
            Patch::Json(operations) => {
                operations.apply(&mut value)?;
                Ok(Parsed { value, duplicates: Vec::new() })
            }
            Patch::Merge(patch) => {
                merge_patch::merge(&mut value, &patch.value);
                Ok(Parsed { value, duplicates: patch.duplicates.clone() })
            }
            Patch::Strategic(patch, schema) => {
                strategic::merge(&mut value, &patch.value, Some(schema));
                Ok(Parsed { value, duplicates: patch.duplicates.clone() })
            }
        }
    }
}

async fn edit(call: &Call, patch: &Patch<'_>, options: &WriteOptions) -> Result<Reply, ApiError> {
    let actor = call.actor(options);
    let warnings = std::sync::Mutex::new(Vec::new());
    let make = |old: &Value| {
        // What is refused is shown as the patch made it.
        let refuse = |why: &dyn Fn(&Value) -> String| match patch.edit(old) {
            Ok(edited) => unacceptable(&edited.value, &why(&edited.value)),
            Err(error) => error,
        };
        let shaped = decode::shape(call, patch.edit(old)?).map_err(|e| refuse(&|_| e.clone()))?;
        let shaped = decode::judge(shaped, options.validation)
            .map_err(|e| refuse(&|_| format!("strict decoding error: {e}")))?;
        let mut new = shaped.object;
        if new.get("kind").and_then(Value::as_str).unwrap_or_default().is_empty() {
            return Err(refuse(&|text| format!("Object 'Kind' is missing in '{text}'")));
        }
        *warnings.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = shaped.warnings;
        decode::check_name(call, &new)?;
        decode::place(call, &mut new)?;
        Tracker::new(call.definition(), call.version(), &actor).update(old, &mut new);
        Ok(Outcome::Changed(new))
    };
    let changed = save::change(call, options.dry_run, make).await;
    let warnings = warnings.into_inner().unwrap_or_default();
    let object = changed.map_err(|e| e.warn(&warnings))?;
    view::object(call, object).map(|value| Reply::document(StatusCode::OK, value).warn(warnings))
}

/// The refusal of a patch whose result cannot be decoded.
fn unacceptable(result: &Value, why: &str) -> ApiError {
    let shown = Value::from(result.to_string());
    let fault = FieldError::invalid(&FieldPath::new("patch"), &shown, why);
    ApiError::invalid(&Named { group: "", kind: "", name: "" }, &[fault])
}

async fn apply(call: &Call, options: &WriteOptions) -> Result<Reply, ApiError> {
    let applied = configuration(call, options)?;
    let force = if call.query.flag("force") == Some(true) { Force::Yes } else { Force::No };
    let actor = call.actor(options);
    let tracker = Tracker::new(call.definition(), call.version(), &actor);
    if call.load(&call.key(call.name())).await?.is_none() {
        return first_apply(call, &tracker, &applied, options).await;
    }
    let make = |old: &Value| match tracker.apply(old, &applied, force)? {
        None => Ok(Outcome::Unchanged),
        Some(mut merged) => {
            settle(call, &mut merged)?;
            Ok(Outcome::Changed(merged))
        }
    };
    let object = save::change(call, options.dry_run, make).await?;
    view::object(call, object).map(|value| Reply::document(StatusCode::OK, value))
}

/// Brings a merged object into shape.
fn settle(call: &Call, object: &mut Value) -> Result<(), ApiError> {
    crate::object::metadata::normalise(object).map_err(ApiError::bad_request)?;
    decode::place(call, object)?;
    default::apply(object, &call.version().schema);
    Ok(())
}

/// An apply of an object that is not there creates it; of a status that is not there fails.
async fn first_apply(
    call: &Call,
    tracker: &Tracker<'_>,
    applied: &Value,
    options: &WriteOptions,
) -> Result<Reply, ApiError> {
    if !call.subresource().is_empty() {
        return Err(ApiError::not_found(&call.plural(call.name())));
    }
    let uid = applied.meta_text("uid");
    if !uid.is_empty() {
        let why = format!(
            "uid mismatch: the provided object specified uid {uid}, and no existing object was found"
        );
        return Err(ApiError::conflict(&call.plural(call.name()), &why));
    }
    let nothing =
        serde_json::json!({ "apiVersion": call.api_version(), "kind": call.definition().names.kind });
    let mut object = tracker.apply(&nothing, applied, Force::No)?.unwrap_or(nothing);
    settle(call, &mut object)?;
    crate::object::set_meta(&mut object, "resourceVersion", Value::Null);
    let object = create::from_apply(call, object, options).await?;
    view::object(call, object).map(|value| Reply::document(StatusCode::CREATED, value))
}

/// The applied configuration of an object.
fn configuration(call: &Call, options: &WriteOptions) -> Result<Value, ApiError> {
    applied(call, options, (&call.api_version(), &call.definition().names.kind))
}

/// An applied configuration: of the expected type, with the right name, and silent about ownership.
pub fn applied(call: &Call, options: &WriteOptions, expected: (&str, &str)) -> Result<Value, ApiError> {
    let parsed = yaml_read::parse(&String::from_utf8_lossy(&call.body));
    let parsed = parsed.map_err(|e| {
        ApiError::bad_request(format!("error decoding YAML: error converting YAML to JSON: {e}"))
    })?;
    let strict = options.validation == crate::request::query::FieldValidation::Strict;
    if strict && !parsed.duplicates.is_empty() {
        let lines = parsed.duplicates.join("\n  ");
        let start = "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:";
        return Err(ApiError::bad_request(format!("{start}\n  {lines}")));
    }
    let mut object = parsed.value;
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    if (api_version.as_str(), kind.as_str()) != expected {
        let shown = if api_version.is_empty() { "/" } else { &api_version };
        return Err(ApiError::bad_request(format!("invalid object type: {shown}, Kind={kind}")));
    }
    if object.meta("managedFields").is_some_and(|m| !m.is_null()) {
        return Err(ApiError::bad_request("metadata.managedFields must be nil"));
    }
    if object.name().is_empty() && object.meta_text("generateName").is_empty() {
        crate::object::set_meta(&mut object, "name", call.name());
    }
    decode::check_name(call, &object)?;
    decode::place(call, &mut object.clone())?;
    Ok(object)
}
