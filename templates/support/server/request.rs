//! Requests, as a server's methods get them.

use std::sync::{Arc, Mutex, PoisonError};

use http::{Extensions, HeaderMap, HeaderValue};

use crate::support::meta::DeleteOptions;
use crate::support::rest::{
    CollectionParams, GetParams, ListParams, Patch, PatchParams, WatchParams, WriteParams,
};

/// A request to the objects of a namespace, or to all.
#[derive(Clone, Debug)]
pub struct CollectionRequest<P, B = ()> {
    /// The namespace; none for all namespaces, and for kinds that have no namespaces.
    pub namespace: Option<String>,
    /// The parameters.
    pub params: P,
    /// The body.
    pub body: B,
    /// What else there is to know.
    pub context: Context,
}

/// A request to one object.
#[derive(Clone, Debug)]
pub struct ObjectRequest<P, B = ()> {
    /// The namespace; none for kinds that have no namespaces.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// The parameters.
    pub params: P,
    /// The body.
    pub body: B,
    /// What else there is to know.
    pub context: Context,
}

/// Lists objects.
pub type ListRequest = CollectionRequest<ListParams>;
/// Follows changes.
pub type WatchRequest = CollectionRequest<WatchParams>;
/// Creates an object.
pub type CreateRequest<K> = CollectionRequest<WriteParams, K>;
/// Deletes many objects.
pub type DeleteCollectionRequest = CollectionRequest<CollectionParams>;
/// Reads an object.
pub type GetRequest = ObjectRequest<GetParams>;
/// Replaces an object.
pub type ReplaceRequest<K> = ObjectRequest<WriteParams, K>;
/// Changes a part of an object.
pub type PatchRequest = ObjectRequest<PatchParams, Patch>;
/// Deletes an object.
pub type DeleteRequest = ObjectRequest<DeleteOptions>;

/// What there is to know of a request besides what it asks for.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The headers.
    pub headers: HeaderMap,
    /// What layers before the server added: who sent the request, say.
    pub extensions: Extensions,
    warnings: Warnings,
}

/// Texts for `Warning` headers, added while the request is answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Warnings(Arc<Mutex<Vec<String>>>);

impl Context {
    pub(super) fn new(headers: HeaderMap, extensions: Extensions) -> Self {
        Self { headers, extensions, warnings: Warnings::default() }
    }

    /// Warns the client of something, in a header of the answer.
    pub fn warn(&self, text: impl Into<String>) {
        self.warnings.0.lock().unwrap_or_else(PoisonError::into_inner).push(text.into());
    }

    pub(super) fn warnings(&self) -> Warnings {
        self.warnings.clone()
    }
}

impl Warnings {
    /// The values of the headers.
    pub(super) fn headers(&self) -> Vec<HeaderValue> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().filter_map(|text| HeaderValue::from_bytes(header(text).as_bytes()).ok()).collect()
    }
}

/// A warning as a header has it: `299 - "text"`.
fn header(text: &str) -> String {
    let mut header = String::from("299 - \"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => header.extend(['\\', letter]),
            _ if letter.is_control() => header.push(' '),
            _ => header.push(letter),
        }
    }
    header.push('"');
    header
}
