//! Replacing an object, or its status.

use http::StatusCode;
use serde_json::Value;

use super::decode;
use super::save::{self, Outcome};
use crate::apply::Tracker;
use crate::call::Call;
use crate::field::{FieldError, FieldPath};
use crate::object::Meta;
use crate::reply::Reply;
use crate::request::query::WriteOptions;
use crate::status::ApiError;
use crate::view;

/// Answers with the object as it is now.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let options = WriteOptions::read(&call.query, "UpdateOptions", Vec::new())?;
    let mut decoded = decode::read(call, options.validation)?;
    decode::check_name(call, &decoded.object)?;
    decode::place(call, &mut decoded.object)?;
    let actor = call.actor(&options);
    let make = |old: &Value| {
        let mut new = decoded.object.clone();
        Tracker::new(call.definition(), call.version(), &actor).update(old, &mut new);
        required_revision(call, &new)?;
        same_uid(call, &new, old)?;
        Ok(Outcome::Changed(new))
    };
    let object = save::change(call, options.dry_run, make).await.map_err(|e| e.warn(&decoded.warnings))?;
    view::object(call, object).map(|value| Reply::document(StatusCode::OK, value).warn(decoded.warnings))
}

/// A replacement says which revision it replaces.
fn required_revision(call: &Call, new: &Value) -> Result<(), ApiError> {
    if !matches!(new.meta_text("resourceVersion"), "" | "0") {
        return Ok(());
    }
    let path = FieldPath::new("metadata.resourceVersion");
    let fault = FieldError::invalid(&path, &0.into(), "must be specified for an update");
    Err(ApiError::invalid(&call.plural(call.name()), &[fault]))
}

/// A uid in the body is a precondition.
pub fn same_uid(call: &Call, new: &Value, old: &Value) -> Result<(), ApiError> {
    let (given, present) = (new.meta_text("uid"), old.meta_text("uid"));
    if given.is_empty() || given == present {
        return Ok(());
    }
    let key = format!("/registry{}", call.key(call.name()));
    let why = format!("Precondition failed: UID in precondition: {given}, UID in object meta: {present}");
    let text = format!(
        "StorageError: invalid object, Code: 4, Key: {key}, ResourceVersion: 0, AdditionalErrorMsg: {why}"
    );
    Err(ApiError::conflict(&call.plural(call.name()), &text))
}
