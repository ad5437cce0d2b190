//! Lists: selectors, pages, and the revision they are of.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::revision;
use crate::call::{Call, broken};
use crate::field::{FieldError, FieldPath};
use crate::reply::Reply;
use crate::request::query::{Query, refuse};
use crate::selector::Selector;
use crate::status::ApiError;
use crate::store::{Range, Rest, StoreError};
use crate::text::json;
use crate::view::{self, Page};

/// Answers with a page of objects.
pub async fn answer(call: &Call) -> Result<Reply, ApiError> {
    let page = page(call).await?;
    view::list(call, page).map(|value| Reply::document(StatusCode::OK, value))
}

/// The page that a request asks for.
pub async fn page(call: &Call) -> Result<Page, ApiError> {
    let limit = call.query.integer("limit")?.and_then(|l| usize::try_from(l).ok()).unwrap_or(0);
    call.query.integer("timeoutSeconds")?;
    refuse("ListOptions", &option_faults(&call.query))?;
    let selector = Selector::read(&call.query, call.version())?;
    let start = Start::read(call, limit).await?;
    let prefix = call.definition().prefix_in(call.namespace());
    cut(call, Cut { limit, selector, prefix, start }).await
}

/// Which part of a listing makes the page.
struct Cut {
    limit: usize,
    selector: Selector,
    prefix: String,
    start: Start,
}

/// Reads as much as the page needs: what selectors leave out is made up for from what follows.
async fn cut(call: &Call, cut: Cut) -> Result<Page, ApiError> {
    let Cut { limit, selector, prefix, start } = cut;
    let mut from = start.key(&prefix);
    let mut at = start.revision;
    let mut items = Vec::new();
    // Only the first page counts what follows; the next ones are told.
    let rest = if start.left.is_none() && selector.is_empty() { Rest::Counted } else { Rest::Noticed };
    loop {
        let range = Range { prefix: &prefix, from: &from, limit, at, rest };
        let listing = call.server.store.range(range).await.map_err(|e| start.refused(e))?;
        let (mut taken, mut last) = (0, None);
        for (key, stored) in &listing.items {
            if limit > 0 && items.len() == limit {
                break;
            }
            (taken, last) = (taken + 1, Some(key));
            let object = call.served(stored)?;
            if selector.matches(&object) {
                items.push(object);
            }
        }
        let more = listing.items.len() - taken + listing.left;
        let left = start.left.map_or(more, |left| left.saturating_sub(taken).max(more.min(1)));
        let revision = listing.revision;
        let page = |items, next| {
            let remaining = (more > 0 && selector.is_empty()).then_some(left);
            Page { items, revision, next, remaining }
        };
        match last.filter(|_| more > 0) {
            None => return Ok(page(items, String::new())),
            Some(last) if items.len() == limit => {
                let token = Token::new(revision, last.strip_prefix(prefix.as_str()).unwrap_or_default());
                let left = selector.is_empty().then_some(left);
                return Ok(page(items, Token { left, ..token }.encode()));
            }
            Some(last) => from = format!("{last}\0"),
        }
        at = Some(revision);
    }
}

/// Where a list goes on: the revision that it is of, and the first key that it has not shown.
#[derive(Debug, Serialize, Deserialize)]
struct Token {
    v: String,
    rv: i64,
    start: String,
    /// How many follow, where that is known; the real server counts them anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left: Option<usize>,
}

impl Token {
    fn new(revision: u64, last: &str) -> Token {
        let rv = i64::try_from(revision).unwrap_or(i64::MAX);
        Token { v: "meta.k8s.io/v1".into(), rv, start: format!("/{last}\0"), left: None }
    }

    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode(text: &str) -> Result<Token, ApiError> {
        let invalid = |why: &str| {
            ApiError::bad_request(format!("invalid continue token: continue key is not valid: {why}"))
        };
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|e| invalid(&e.to_string()))?;
        let value = json::parse(&bytes).map_err(|e| invalid(&e))?.value;
        let token: Token = serde_json::from_value(value).map_err(|e| invalid(&e.to_string()))?;
        if token.start.is_empty() || token.start.contains("..") || token.v != "meta.k8s.io/v1" {
            return Err(invalid("incorrect encoded start"));
        }
        Ok(token)
    }
}

/// Where and when a list starts.
struct Start {
    revision: Option<u64>,
    after: String,
    /// How many there are from here on, where a page before this one counted them.
    left: Option<usize>,
}

impl Start {
    async fn read(call: &Call, limit: usize) -> Result<Start, ApiError> {
        let text = call.query.text("resourceVersion");
        let matching = call.query.text("resourceVersionMatch");
        let continued = call.query.text("continue");
        if !continued.is_empty() {
            if !text.is_empty() && text != "0" {
                return Err(ApiError::bad_request(
                    "specifying resource version is not allowed when using continue",
                ));
            }
            let token = Token::decode(continued)?;
            // A negative revision goes on with whatever is there now.
            let revision = u64::try_from(token.rv).ok();
            return Ok(Start {
                left: token.left.filter(|_| revision.is_some()),
                revision,
                after: token.start,
            });
        }
        let invalid = |e| ApiError::bad_request(format!("invalid resource version: {e}"));
        let asked = revision::parse(text).map_err(invalid)?;
        revision::wait_for(call, asked).await?;
        let exact = matching == "Exact" || (matching.is_empty() && limit > 0 && asked > 0);
        Ok(Start { revision: exact.then_some(asked), after: String::new(), left: None })
    }

    /// The first key of the page.
    fn key(&self, prefix: &str) -> String {
        if self.after.is_empty() {
            return String::new();
        }
        format!("{prefix}{}", self.after.trim_start_matches('/'))
    }

    /// The answer to a revision that is gone: a page may be taken up again without it.
    fn refused(&self, error: StoreError) -> ApiError {
        if !matches!(error, StoreError::Compacted { .. }) || self.after.is_empty() {
            return broken(error);
        }
        let fresh = Token {
            v: "meta.k8s.io/v1".into(),
            rv: -1,
            start: self.after.trim_start_matches('/').to_owned(),
            left: None,
        };
        let text = "the continue parameter is of a revision that is no longer kept; start a new list, or go on with the \
                    token in this answer, at the price of a list that is not of one revision";
        ApiError::expired(text).with_continue(fresh.encode())
    }
}

/// The faults among the options of a list.
fn option_faults(query: &Query) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let path = FieldPath::new("resourceVersionMatch");
    let (matching, revision) = (query.text("resourceVersionMatch"), query.text("resourceVersion"));
    if !matching.is_empty() {
        if revision.is_empty() {
            let detail = "resourceVersionMatch is forbidden unless resourceVersion is provided";
            errors.push(FieldError::forbidden(&path, detail));
        }
        if !query.text("continue").is_empty() {
            errors.push(FieldError::forbidden(
                &path,
                "resourceVersionMatch is forbidden when continue is provided",
            ));
        }
        if !matches!(matching, "Exact" | "NotOlderThan") {
            let known = ["Exact", "NotOlderThan", ""].map(Into::into);
            errors.push(FieldError::not_supported(&path, &matching.into(), &known));
        }
        if matching == "Exact" && revision == "0" {
            let detail = "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"";
            errors.push(FieldError::forbidden(&path, detail));
        }
    }
    if query.get("sendInitialEvents").is_some() {
        let path = FieldPath::new("sendInitialEvents");
        errors.push(FieldError::forbidden(&path, "sendInitialEvents is forbidden for list"));
    }
    errors
}
