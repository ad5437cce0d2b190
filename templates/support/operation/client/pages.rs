//! Lists that come page by page.

use futures::stream::{self, BoxStream, StreamExt};
use http::{HeaderMap, header};

use super::{Call, Error, Reply};
use crate::support::operation::{Failure, Operation, Success};

/// A page of a list, or why it could not be had.
pub type Page<O> = Result<Reply<Success<O>>, Error<Failure<O>>>;

impl<O: Operation + Clone + Sync> Call<O> {
    /// The pages of a list: `next` makes of a page, and of the request that gave it, the request for the page behind it.
    ///
    /// ```ignore
    /// let pages = client.things().list().pages(|request, page| {
    ///     let cursor = page.value.next_cursor.clone()?;
    ///     Some(ListRequest { cursor: Some(cursor), ..request.clone() })
    /// });
    /// ```
    pub fn pages<F>(self, next: F) -> BoxStream<'static, Page<O>>
    where
        F: Fn(&O, &Reply<Success<O>>) -> Option<O> + Send + 'static,
    {
        stream::unfold((Some(self), next), |(call, next)| async move {
            let call = call?;
            let page = call.clone().reply().await;
            let following = page.as_ref().ok().and_then(|page| next(&call.request, page));
            let following = following.map(|request| Call::new(call.client(), request));
            Some((page, (following, next)))
        })
        .boxed()
    }
}

/// The value of a parameter in the address of the page behind this one, as the header `Link` gives it (RFC 8288).
#[must_use]
pub fn next_link(headers: &HeaderMap, parameter: &str) -> Option<String> {
    let values = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    let mut links = values.flat_map(|value| value.split(", <")).map(|link| link.trim_start_matches('<'));
    let is_next = |link: &&str| {
        let relation = link.split(';').skip(1).find_map(|attribute| attribute.trim().strip_prefix("rel="));
        relation.is_some_and(|relation| relation.trim_matches('"').split(' ').any(|word| word == "next"))
    };
    let address = links.find(is_next)?.split('>').next()?;
    let (_, query) = address.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == parameter)
        .map(|(_, value)| value.into_owned())
}
