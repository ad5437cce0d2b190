//! The types of `meta/v1` that every Kubernetes API shares.
//!
//! They keep members that they do not name, as generated types do.

mod delete;
mod failure;
mod reason;
mod status;
mod usual;

use serde::de::MapAccess;
use serde::ser::{Serialize, Serializer};

pub use delete::{DeleteOptions, Preconditions, PropagationPolicy};
pub use failure::Failure;
pub use reason::StatusReason;
pub use status::{Status, StatusCause, StatusDetails};

pub use super::metadata::ObjectMeta;
#[cfg(feature = "own-metadata")]
pub use super::metadata::{ManagedFieldsEntry, OwnerReference};

use super::Unknown;
use super::wire::{self, Object, Seen, decode_object};

/// Implements reading and writing for a struct whose members are all optional: each field with its name on the wire.
macro_rules! optional_members {
    ($type:ident, $described:literal, { $($field:ident: $name:literal),+ $(,)? }) => {
        impl Object for $type {
            const MEMBERS: &'static [&'static str] = &[$($name),+];
            const NAME: &'static str = $described;

            fn blank() -> Self {
                Self::default()
            }

            fn read<'de, A: MapAccess<'de>>(&mut self, index: usize, from: &mut A) -> Result<Seen, A::Error> {
                match Self::MEMBERS.get(index).copied() {
                    $(Some($name) => wire::optional(&mut self.$field, from),)+
                    _ => Err(serde::de::Error::custom("no such member")),
                }
            }

            fn unknown(&mut self) -> &mut Unknown {
                &mut self.unknown_fields
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = wire::write(to, &self.unknown_fields)?;
                $(to.optional($name, &self.$field)?;)+
                to.end(Self::MEMBERS)
            }
        }

        decode_object!($type);
    };
}

/// Defines an enumeration of strings that keeps values it does not know. Where it is called, `support::{OpenEnum,
/// open_enum, wire}` have to be in scope.
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A value that is not listed here.
            Other(String),
        }

        impl OpenEnum for $name {
            const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            fn text(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }

            fn other(text: String) -> Self {
                Self::Other(text)
            }
        }

        open_enum::open_enum!($name);
    };
}

pub(crate) use {optional_members, text_enum};

/// What a list says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListMeta {
    /// The state of the server that the list shows; a watch goes on from here.
    pub resource_version: Option<String>,
    /// The token to ask for the next page with; absent or empty on the last page.
    pub continue_token: Option<String>,
    /// How many more objects there are after this page, where the server knows.
    pub remaining_item_count: Option<i64>,
    /// The path of the list: servers stopped setting it long ago.
    pub self_link: Option<String>,
    /// Members that are not named here.
    pub unknown_fields: Unknown,
}

optional_members!(ListMeta, "ListMeta", {
    resource_version: "resourceVersion",
    continue_token: "continue",
    remaining_item_count: "remainingItemCount",
    self_link: "selfLink",
});

impl ListMeta {
    /// The token to ask for the next page with, if there is a next page.
    #[must_use]
    pub fn next_page(&self) -> Option<&str> {
        self.continue_token.as_deref().filter(|token| !token.is_empty())
    }
}
