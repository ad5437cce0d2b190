//! Creating an object.

use http::StatusCode;
use serde_json::{Value, json};

use super::{decode, prepare, save};
use crate::apply::Tracker;
use crate::call::Call;
use crate::crd::CRD_GROUP;
use crate::object::{Meta, set_meta};
use crate::reply::Reply;
use crate::request::query::WriteOptions;
use crate::roles;
use crate::status::ApiError;
use crate::view;

/// How often a generated name is made anew when it is taken.
const NAME_ATTEMPTS: usize = 8;

/// Answers with the new object.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let options = WriteOptions::read(&call.query, "CreateOptions", Vec::new())?;
    let decoded = decode::read(call, options.validation)?;
    let object = make(call, decoded.object, &options).await.map_err(|e| e.warn(&decoded.warnings))?;
    view::object(call, object).map(|value| Reply::document(StatusCode::CREATED, value).warn(decoded.warnings))
}

/// Creates an object from a body that is in shape.
async fn make(call: &Call, mut object: Value, options: &WriteOptions) -> Result<Value, ApiError> {
    decode::place(call, &mut object)?;
    prepare::wipe(&mut object);
    let nothing = json!({ "apiVersion": call.api_version(), "kind": call.definition().names.kind });
    if call.definition().group == CRD_GROUP {
        roles::complete_definition(&mut object);
    }
    Tracker::new(call.definition(), call.version(), &call.actor(options)).update(&nothing, &mut object);
    roles::namespace_exists(call, &object).await?;
    prepare::create(call, &mut object);
    let prefix = object.meta_text("generateName").to_owned();
    let generates = object.name().is_empty() && !prefix.is_empty();
    for attempt in 1.. {
        if generates {
            set_meta(&mut object, "name", prepare::generated(&prefix));
        }
        match save::create(call, &mut object, options.dry_run).await {
            Err(e) if e.reason == "AlreadyExists" && generates && attempt < NAME_ATTEMPTS => {}
            done => return done,
        }
    }
    Ok(object)
}

/// Creates the object that an apply of a missing one makes.
pub async fn from_apply(call: &Call, mut object: Value, options: &WriteOptions) -> Result<Value, ApiError> {
    decode::place(call, &mut object)?;
    roles::namespace_exists(call, &object).await?;
    prepare::wipe(&mut object);
    prepare::create(call, &mut object);
    save::create(call, &mut object, options.dry_run).await
}
