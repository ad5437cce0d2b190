//! Deleting all the objects that selectors choose.

use http::StatusCode;

use super::delete::{DeleteOptions, Deleted, delete};
use super::list;
use crate::call::Call;
use crate::object::Meta;
use crate::reply::Reply;
use crate::status::ApiError;
use crate::view;

/// Answers with the list of what was chosen.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let options = DeleteOptions::read(call)?;
    let mut page = list::page(call).await?;
    for item in &mut page.items {
        match delete(call, item.name(), &options).await {
            Ok(Deleted::Waiting(object)) => *item = object,
            Ok(Deleted::Gone(_)) => {}
            // Somebody else was quicker; that is as good.
            Err(error) if error.reason == "NotFound" => {}
            Err(error) => return Err(error),
        }
    }
    view::list(call, page).map(|value| Reply::document(StatusCode::OK, value))
}
