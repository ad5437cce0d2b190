//! Defaults: each is a value of its own schema, and says nothing that would be pruned.

use crate::field::{FieldError, FieldPath};
use crate::schema::correlate::Old;
use crate::schema::{Schema, embedded, lists, prune, validate};

/// The faults of all defaults in a schema.
pub fn faults(schema: &Schema, path: &FieldPath) -> Vec<FieldError> {
    let mut errors = Vec::new();
    node(schema, path, &mut errors);
    errors
}

fn node(schema: &Schema, path: &FieldPath, errors: &mut Vec<FieldError>) {
    errors.extend(own(schema, &path.child("default")));
    for (name, member) in &schema.members {
        node(member, &path.child("properties").key(name), errors);
    }
    if let Some(items) = &schema.items {
        node(items, &path.child("items"), errors);
    }
}

fn own(schema: &Schema, path: &FieldPath) -> Vec<FieldError> {
    let Some(default) = &schema.default else {
        return Vec::new();
    };
    let mut errors = Vec::new();
    if !prune::prune_part(&mut default.clone(), schema).is_empty() {
        errors.push(FieldError::invalid(path, default, "must not have unknown fields"));
    }
    errors.extend(validate::validate(default, Old::none(), schema, path));
    errors.extend(embedded::validate_at(default, schema, path));
    errors.extend(lists::validate_at(default, schema, path));
    errors
}
