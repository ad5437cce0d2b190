//! The server of a version.

use proc_macro2::TokenStream;

use super::Model;
use crate::ir::ResourceId;
use crate::name::ModulePath;

/// The server of a module.
pub(super) fn emit(_model: Model<'_>, _path: &ModulePath, _resources: &[ResourceId]) -> TokenStream {
    TokenStream::new()
}
