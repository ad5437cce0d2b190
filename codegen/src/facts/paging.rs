//! Lists that come page by page.

use crate::ir::{TypeId, Use};

/// How a list comes page by page.
#[derive(Clone, Debug)]
pub struct Paging {
    /// How a page leads to the next.
    pub turn: Turn,
    /// The parameter that says which page is wanted, among those of the operation.
    pub parameter: usize,
    /// The way to the list in the body.
    pub items: Way,
    /// What the list holds.
    pub item: Use,
    /// The way to the cursor, or to the address of the next page, in the body.
    pub next: Option<Way>,
}

/// The members on the way to a value: the type that each belongs to, and its place there.
pub type Way = Vec<(TypeId, usize)>;

/// How a page leads to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// By the address of the next page, in the header `Link` or in the body.
    Link,
    /// By a cursor in the body.
    Cursor,
    /// By its number, the first being 1.
    Page,
    /// By how many items came before it.
    Offset,
}
