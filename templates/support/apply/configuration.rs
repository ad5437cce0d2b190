//! Apply configurations, as far as they are the same for all kinds.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::SerializeMap;

use super::super::wire::Members;
use super::super::{Kind, StatusSubresource, metadata};
use super::extract::{ExtractError, extract};
use metadata::ObjectMeta;

/// What somebody wants of an object of a kind.
///
/// A member that is not set is not wanted: if the same field manager has applied it before, it is removed, unless others want
/// it as well. Whatever is not mentioned stays as others have it.
pub trait ApplyConfiguration: Serialize + DeserializeOwned {
    /// The kind.
    type Kind: Kind;

    /// The name of the object, and what is wanted of its metadata.
    fn metadata(&self) -> &ObjectMeta;

    /// The name of the object, and what is wanted of its metadata.
    fn metadata_mut(&mut self) -> &mut ObjectMeta;

    /// What the field manager of this name has applied to an object, as the object says itself in its managed fields.
    /// Where that is nothing, nothing but the name is set.
    ///
    /// Who wants to change what they want begins with this: what they leave out of the next apply is removed.
    ///
    /// # Errors
    /// The manager has applied another version of the kind, or what is extracted is no configuration.
    fn extract(object: &Self::Kind, manager: &str) -> Result<Self, ExtractError> {
        extract(object, manager, "")
    }

    /// What the field manager of this name has applied to the status of an object.
    ///
    /// # Errors
    /// Those of [`Self::extract`].
    fn extract_status(object: &Self::Kind, manager: &str) -> Result<Self, ExtractError>
    where
        Self::Kind: StatusSubresource,
    {
        extract(object, manager, "status")
    }
}

/// Writes what tells a server which object is meant.
///
/// # Errors
/// Those of the writer.
pub fn write_standard<M: SerializeMap, C: ApplyConfiguration>(
    to: &mut Members<'_, M>,
    configuration: &C,
) -> Result<(), M::Error> {
    to.required("apiVersion", C::Kind::API_VERSION)?;
    to.required("kind", C::Kind::KIND)?;
    metadata::write(to, configuration.metadata())
}
