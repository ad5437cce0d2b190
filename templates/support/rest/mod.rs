//! What client and server share: paths, parameters, patches, responses and the events of a watch.

pub mod event;
pub mod params;
pub mod patch;
pub mod path;
pub mod query;
pub mod response;

pub use event::{Bookmark, RejectedEvent, WatchEvent};
pub use params::{
    CollectionParams, DryRun, FieldValidation, GetParams, ListParams, PatchParams, ResourceVersionMatch,
    WatchParams, WriteParams,
};
pub use patch::{JsonPatchOperation, Patch, PatchOp};
pub use response::{CreateResponse, DeleteCollectionResponse, DeleteResponse, Deleted, UpdateResponse};

/// The media type of every body, those of patches apart.
pub const JSON: &str = "application/json";
