//! The client of a version: a handle for each of its resources.

use proc_macro2::TokenStream;

use super::Model;
use crate::ir::ResourceId;
use crate::name::ModulePath;

/// The client of a module.
pub(super) fn emit(_model: Model<'_>, _path: &ModulePath, _resources: &[ResourceId]) -> TokenStream {
    TokenStream::new()
}
