//! Revisions in requests.

use std::time::Duration;

use crate::call::{Call, broken};
use crate::status::ApiError;

/// How long a request waits for a revision that is not there yet.
const PATIENCE: Duration = Duration::from_secs(3);

/// Reads a revision; an empty text is zero, which is any.
pub fn parse(text: &str) -> Result<u64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    let fault = || {
        format!(
            "resourceVersion: Invalid value: {text:?}: strconv.ParseUint: parsing {text:?}: invalid syntax"
        )
    };
    text.parse().map_err(|_| fault())
}

/// Waits a little for a revision of the future.
pub async fn wait_for(call: &Call, asked: u64) -> Result<(), ApiError> {
    let store = &call.server.store;
    let current = store.revision().await.map_err(broken)?;
    if asked <= current {
        return Ok(());
    }
    let arrival = async {
        let mut seen = current;
        while seen < asked {
            let changes = store.changes(seen).await.map_err(broken)?;
            seen = changes.last().map_or(seen, |c| c.revision);
        }
        Ok(())
    };
    match tokio::time::timeout(PATIENCE, arrival).await {
        Ok(arrived) => arrived,
        Err(_) => Err(ApiError::future_revision(asked, store.revision().await.map_err(broken)?)),
    }
}
