//! Checking a value against the constraints of its schema, on demand.
//!
//! There is no code per type: one interpreter reads the schema that a type carries, so checking costs a crate the same
//! whether it has ten types or ten thousand, and the whole of it is left out without the feature `validate`.
//!
//! The meaning of each keyword is the one that its document gives it ([`Dialect`]). Three limits keep a hostile value or
//! schema from costing more than it should: nesting beyond [`DEPTH`] and work beyond [`STEPS`] are reported as
//! violations, and no pattern takes more than linear time or, where it looks ahead or back, a bounded number of steps.

mod combine;
mod count;
mod dialect;
mod evaluated;
mod format;
mod list;
mod number;
mod object;
mod pattern;
mod side;
mod text;
mod unique;
mod violation;
pub(crate) mod walk;

use serde::Serialize;
use serde_json::Value;

use super::schema::Described;

pub use dialect::Dialect;
#[cfg(feature = "kubernetes")]
#[cfg(feature = "cel")]
pub(crate) use number::whole;
pub use side::Side;
pub use violation::{Reason, Violation, Violations};
pub use walk::{DEPTH, STEPS};

/// Every violation of `schema` in `value`, in the order of the value.
///
/// A `$ref` in the schema finds nothing, as there is no document to find it in: [`Validate`] has one.
#[must_use]
pub fn violations(value: &Value, schema: &Value) -> Vec<Violation> {
    violations_in(value, schema, &Value::Null)
}

/// Every violation of `schema` in `value`, with the document that the references of the schema point into.
#[must_use]
pub fn violations_in(value: &Value, schema: &Value, document: &Value) -> Vec<Violation> {
    violations_from(Side::Any, value, schema, document)
}

/// Every violation of `schema` in a value that this side sends.
#[must_use]
pub fn violations_from(side: Side, value: &Value, schema: &Value, document: &Value) -> Vec<Violation> {
    let mut walk = walk::Walk::new(document, side);
    walk.visit(value, schema);
    walk.finish()
}

/// A type whose values can be checked against the schema that it was made from.
pub trait Validate: Described + Serialize + Sized {
    /// Checks every constraint of the schema, rules in CEL apart.
    ///
    /// # Errors
    /// All that is wrong, each with its place.
    fn validate(&self) -> Result<(), Violations> {
        self.validate_from(Side::Any)
    }

    /// The same for a value that this side sends: what only the other side sends may be missing.
    ///
    /// # Errors
    /// All that is wrong, each with its place.
    fn validate_from(&self, side: Side) -> Result<(), Violations> {
        let value = serde_json::to_value(self).map_err(|error| Violations::unwritable(&error))?;
        Violations::collect(violations_from(side, &value, Self::schema(), Self::SOURCE.document()))
    }
}

impl<T: Described + Serialize> Validate for T {}
