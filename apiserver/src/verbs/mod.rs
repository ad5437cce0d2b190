//! The verbs, one file each, and the steps that several of them share.

mod create;
mod delete;
mod delete_collection;
pub mod fanout;
mod get;
mod list;
mod patch;
mod review;
mod scale;
mod update;
mod watch;

mod decode;
mod dispatch;
mod prepare;
mod revision;
mod save;
mod validate;

pub use dispatch::{dispatch, verb_of};
