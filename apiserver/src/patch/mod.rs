//! The forms of patches that edit a document.

pub mod json_patch;
pub mod merge_patch;
pub mod strategic;
