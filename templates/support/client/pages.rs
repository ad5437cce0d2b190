//! Lists, page by page.

use futures::stream::{self, BoxStream, StreamExt};
use http::Method;

use super::call::ListCall;
use super::draft::Draft;
use super::{Client, Error};
use crate::support::list::Rejected;
use crate::support::rest::ListParams;
use crate::support::rest::path::InvalidSegment;
use crate::support::{Kind, List};

/// How many objects a page has, unless the call says otherwise.
pub(super) const PAGE: i64 = 500;

impl<K: Kind> ListCall<K> {
    /// The pages of the list, of 500 objects unless [`Self::limit`] says otherwise.
    ///
    /// All pages show the state of the first. When the server does not know that state any more, the stream ends with
    /// an error for which [`Error::is_expired`] holds; one lists again from the start then.
    pub fn pages(self) -> BoxStream<'static, Result<List<K>, Error>> {
        let Draft { client, address, .. } = self.draft;
        let address = match address {
            Ok(address) => address,
            Err(refused) => return stream::once(async { Err(Error::Refused(refused)) }).boxed(),
        };
        let mut params = self.params;
        params.limit.get_or_insert(PAGE);
        stream::unfold(Some((client, address, params)), |state| async move {
            let (client, address, params) = state?;
            let page = page(&client, &address, &params).await;
            let next = page.as_ref().ok().and_then(|page| after(&params, page));
            Some((page, next.map(|params| (client, address, params))))
        })
        .boxed()
    }

    /// The objects of the list, fetched page by page as [`Self::pages`] does. An object that did not decode is the
    /// error [`Error::Rejected`], after which the stream goes on.
    pub fn items(self) -> BoxStream<'static, Result<K, Error>> {
        self.pages().flat_map(|page| stream::iter(page.map_or_else(|error| vec![Err(error)], split))).boxed()
    }
}

fn split<K>(page: List<K>) -> Vec<Result<K, Error>> {
    let rejected = |rejected: Rejected| Err(Error::Rejected(Box::new(rejected)));
    page.items.into_iter().map(Ok).chain(page.rejected.into_iter().map(rejected)).collect()
}

/// Fetches one page.
async fn page<K: Kind>(client: &Client, address: &str, params: &ListParams) -> Result<List<K>, Error> {
    let (client, address) = (client.clone(), Ok(address.to_owned()));
    let draft = Draft { client, method: Method::GET, address, content: None };
    Ok(draft.send(params).await?.value)
}

/// The parameters for the page after this one, if there is one.
fn after<K>(params: &ListParams, page: &List<K>) -> Option<ListParams> {
    let token = page.metadata.next_page()?.to_owned();
    // The token stands for the state, which may not be named besides.
    let (resource_version, resource_version_match) = (None, None);
    Some(ListParams {
        continue_token: Some(token),
        resource_version,
        resource_version_match,
        ..params.clone()
    })
}

/// Fetches all pages of a list into one.
pub(super) async fn whole<K: Kind>(
    client: &Client,
    address: &Result<String, InvalidSegment>,
    mut params: ListParams,
) -> Result<List<K>, Error> {
    let address = address.as_ref().map_err(|invalid| Error::Refused(invalid.clone().into()))?;
    let mut list = page(client, address, &params).await?;
    while let Some(next) = after(&params, &list) {
        append(&mut list, page(client, address, &next).await?);
        params = next;
    }
    Ok(list)
}

/// Adds the objects of the page that follows a list, and takes over what that page says of itself.
fn append<K>(list: &mut List<K>, mut page: List<K>) {
    let before = list.items.len() + list.rejected.len();
    for rejected in &mut page.rejected {
        rejected.index += before;
    }
    list.metadata = page.metadata;
    list.items.append(&mut page.items);
    list.rejected.append(&mut page.rejected);
}
