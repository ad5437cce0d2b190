//! A CustomResourceDefinition, from the model.

use serde_json::Value;

use super::schema;
use crate::ir::{Api, DefinitionId};

/// The definition as it was given, but for the order of names.
#[must_use]
pub fn definition(api: &Api, id: DefinitionId) -> Value {
    let definition = api.definition(id);
    let mut document = definition.document.clone();
    let versions = document.pointer_mut("/spec/versions").and_then(Value::as_array_mut);
    for (version, root) in versions.into_iter().flatten().zip(&definition.roots) {
        if let (Some(schema), Some(root)) = (version.pointer_mut("/schema/openAPIV3Schema"), root) {
            *schema = Value::Object(schema::of_type(api, *root));
        }
    }
    document.sort_all_objects();
    document
}
