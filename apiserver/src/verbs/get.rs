//! Reading one object.

use http::StatusCode;

use super::revision;
use crate::call::Call;
use crate::reply::Reply;
use crate::status::ApiError;
use crate::view;

/// Answers with the object.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let asked = revision::parse(call.query.text("resourceVersion")).map_err(ApiError::internal)?;
    revision::wait_for(call, asked).await?;
    let stored = call.existing().await?;
    view::object(call, call.served(&stored)?).map(|value| Reply::document(StatusCode::OK, value))
}
