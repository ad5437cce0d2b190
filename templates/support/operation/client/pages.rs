//! Lists that come page by page.

use std::borrow::Cow;

use futures::stream::{self, BoxStream, StreamExt};
use http::{HeaderMap, header};
use serde::Serialize;
use serde_json::Value;

use super::{Call, Error, Reply};
use crate::support::operation::{Failure, Fault, Incoming, Operation, Outgoing, Success};

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
    self::parameter(links.find(is_next)?.split('>').next()?, parameter)
}

/// The value of a parameter in an address.
fn parameter(address: &str, parameter: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == parameter)
        .map(|(_, value)| value.into_owned())
}

/// A list that comes page by page, as the configuration of the generator says. [`Call::all_pages`] and
/// [`Call::all_items`] turn the pages.
pub trait Paged: Operation + Clone + Sync {
    /// What the list holds.
    type Item: Send + 'static;
    /// How a page leads to the next.
    const TURN: Turn;
    /// The parameter of the query that says which page is wanted.
    const PARAMETER: &'static str;

    /// The items of a page.
    fn list(page: &Success<Self>) -> Option<&Vec<Self::Item>>;

    /// The items of a page, without the page.
    fn into_list(page: Success<Self>) -> Option<Vec<Self::Item>>;

    /// The cursor, or the address of the next page, where the body has it.
    fn next(_page: &Success<Self>) -> Option<String> {
        None
    }

    /// Asks for another page.
    ///
    /// # Errors
    /// The value is not of the type of the parameter.
    fn turn(&mut self, from: &mut Incoming) -> Result<(), Fault>;
}

/// How a page leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// By the address of the next page, in the body or in the header `Link`.
    Link,
    /// By a cursor in the body.
    Cursor,
    /// By its number, the first being 1. A page without items is the last.
    Page,
    /// By how many items came before it. A page without items is the last.
    Offset,
}

impl<O: Paged> Call<O> {
    /// All pages from this one on.
    pub fn all_pages(self) -> BoxStream<'static, Page<O>> {
        self.pages(following)
    }

    /// The items of all pages from this one on.
    pub fn all_items(self) -> BoxStream<'static, Result<O::Item, Error<Failure<O>>>>
    where
        Failure<O>: Send,
    {
        let items = self.all_pages().map(|page| match page {
            Ok(page) => O::into_list(page.value).unwrap_or_default().into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        items.flat_map(stream::iter).boxed()
    }
}

/// The request for the page behind this one.
fn following<O: Paged>(request: &O, page: &Reply<Success<O>>) -> Option<O> {
    let came = O::list(&page.value).map_or(0, Vec::len);
    let number = |first: usize| match asked(request) {
        None => Some(first),
        Some(text) => text.parse().ok(),
    };
    let next = match O::TURN {
        Turn::Link => match O::next(&page.value) {
            Some(address) => parameter(&address, O::PARAMETER)?,
            None => next_link(&page.headers, O::PARAMETER)?,
        },
        Turn::Cursor => O::next(&page.value)?,
        Turn::Page | Turn::Offset if came == 0 => return None,
        Turn::Page => number(1)?.checked_add(1)?.to_string(),
        Turn::Offset => number(0)?.checked_add(came)?.to_string(),
    };
    // A server that leads to where it was asked from would do so for ever.
    if asked(request).as_ref() == Some(&next) {
        return None;
    }
    let written =
        percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC).to_string();
    let mut message = Incoming { query: vec![(O::PARAMETER.to_owned(), written)], ..Incoming::default() };
    let mut request = request.clone();
    request.turn(&mut message).ok().map(|()| request)
}

/// The page that a request asks for, as it says it.
fn asked<O: Paged>(request: &O) -> Option<String> {
    let mut message = Outgoing::default();
    request.clone().write(&mut message).ok()?;
    let (_, value) = message.query.iter().find(|(name, _)| name == O::PARAMETER)?;
    percent_encoding::percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned)
}

/// A value of a body as the parameter of a request; none where it says that there is nothing more.
pub fn cursor(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
