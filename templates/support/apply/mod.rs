//! What somebody wants of objects, said to a server that keeps the parts of all who want something apart (server-side
//! apply).

#[cfg(feature = "apply")]
mod configuration;
#[cfg(feature = "apply")]
mod extract;

#[cfg(feature = "apply")]
pub use configuration::{ApplyConfiguration, write_standard};
#[cfg(feature = "apply")]
pub use extract::ExtractError;

use serde::Serialize;

use super::Kind;

/// What can be applied to objects of the kind `K`: what somebody wants of one (an apply configuration), or a whole object.
pub trait Applicable<K>: Serialize {
    /// The name of the object that is meant.
    fn wanted_name(&self) -> Option<&str>;
}

impl<K: Kind> Applicable<K> for K {
    fn wanted_name(&self) -> Option<&str> {
        self.metadata().name.as_deref()
    }
}
