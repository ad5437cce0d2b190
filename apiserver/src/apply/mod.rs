//! Who owns which field, and server-side apply.
//!
//! [`set`] holds sets of field paths in the shape of `fieldsV1`; [`typed`] walks values by their schema to compare,
//! merge and remove; [`updater`] decides ownership; [`managed`] reads and writes `metadata.managedFields`;
//! [`manager`] is what the verbs call.

mod compare;
mod kubectl;
mod managed;
mod manager;
mod merge;
mod remove;
mod set;
mod typed;
mod updater;

pub use manager::{Actor, Tracker};
pub use updater::Force;
