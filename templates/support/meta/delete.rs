//! How an object is to be deleted.

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};

use super::{optional_members, text_enum};
use crate::support::wire::{self, Object, Seen, decode_object};
use crate::support::{OpenEnum, Unknown, open_enum};

/// How an object is to be deleted: the body of a delete request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeleteOptions {
    /// `v1`, or the API version of what is deleted; servers take its absence for `v1`.
    pub api_version: Option<String>,
    /// `DeleteOptions`; servers take its absence for that.
    pub kind: Option<String>,
    /// How long the object may take to end, in seconds; zero is at once.
    pub grace_period_seconds: Option<i64>,
    /// What must hold for the object to be deleted.
    pub preconditions: Option<Preconditions>,
    /// Superseded by [`Self::propagation_policy`], and refused beside it.
    pub orphan_dependents: Option<bool>,
    /// What becomes of the objects that this one owns.
    pub propagation_policy: Option<PropagationPolicy>,
    /// `All`, if nothing is to be stored.
    pub dry_run: Option<Vec<String>>,
    /// Whether to delete an object that cannot be read. It skips what protects the cluster.
    pub ignore_store_read_error: Option<bool>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(DeleteOptions, "DeleteOptions", {
    api_version: "apiVersion",
    kind: "kind",
    grace_period_seconds: "gracePeriodSeconds",
    preconditions: "preconditions",
    orphan_dependents: "orphanDependents",
    propagation_policy: "propagationPolicy",
    dry_run: "dryRun",
    ignore_store_read_error: "ignoreStoreReadErrorWithClusterBreakingPotential",
});

/// What must hold for an object to be deleted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preconditions {
    /// The object has this version: it did not change since it was read.
    pub resource_version: Option<String>,
    /// The object is the one of this identity, and not another of the same name.
    pub uid: Option<String>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(Preconditions, "Preconditions", {
    resource_version: "resourceVersion",
    uid: "uid",
});

text_enum! {
    /// What becomes of the objects that a deleted one owns.
    PropagationPolicy {
        /// They stay.
        Orphan = "Orphan",
        /// They go afterwards.
        Background = "Background",
        /// They go first.
        Foreground = "Foreground",
    }
}
