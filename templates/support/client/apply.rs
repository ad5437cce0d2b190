//! An apply, before it is known who applies.

use std::fmt;
use std::marker::PhantomData;

use super::call::PatchCall;
use super::draft::Draft;
use crate::support::Kind;

/// An apply. A server wants to know who applies, so that [`Self::field_manager`] comes next.
#[must_use = "an apply is not sent before it has a field manager"]
pub struct ApplyCall<K> {
    draft: Draft,
    marker: PhantomData<fn() -> K>,
}

impl<K: Kind> ApplyCall<K> {
    pub(super) const fn new(draft: Draft) -> Self {
        Self { draft, marker: PhantomData }
    }

    /// In whose name the members are set. What the same name has set before and does not any more is removed.
    pub fn field_manager(self, manager: impl Into<String>) -> PatchCall<K> {
        PatchCall::new(self.draft).field_manager(manager)
    }
}

impl<K> fmt::Debug for ApplyCall<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplyCall").finish_non_exhaustive()
    }
}
