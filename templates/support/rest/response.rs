//! What the operations answer with when they succeed, by status.

use http::StatusCode;
use serde_json::Error;

use crate::support::meta::Status;
use crate::support::{Kind, List};

/// A body that an operation answers with, and the statuses it may have.
pub trait Success: Sized {
    /// Reads the answer.
    ///
    /// # Errors
    /// The operation has no such status, or the body does not decode.
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch>;

    /// The status.
    fn code(&self) -> StatusCode {
        StatusCode::OK
    }

    /// The body.
    ///
    /// # Errors
    /// A value inside cannot be written as JSON.
    fn encode(&self) -> Result<Vec<u8>, Error>;
}

/// Why an answer is not one that the operation documents.
#[derive(Debug)]
pub enum Mismatch {
    /// There is no such status.
    Code,
    /// The body does not decode.
    Body(Error),
}

impl From<Error> for Mismatch {
    fn from(error: Error) -> Self {
        Self::Body(error)
    }
}

impl<K: Kind> Success for K {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        only_ok(code)?;
        Ok(serde_json::from_slice(body)?)
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self)
    }
}

impl<K: Kind> Success for List<K> {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        only_ok(code)?;
        Ok(Self::from_slice(body)?)
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self)
    }
}

fn only_ok(code: StatusCode) -> Result<(), Mismatch> {
    if code == StatusCode::OK { Ok(()) } else { Err(Mismatch::Code) }
}

/// The answer to a create.
#[derive(Clone, Debug, PartialEq)]
pub enum CreateResponse<K> {
    /// 200: it is there.
    Ok(K),
    /// 201: it was created. The usual answer.
    Created(K),
    /// 202: it will be created.
    Accepted(K),
}

impl<K> CreateResponse<K> {
    /// The object.
    pub fn into_inner(self) -> K {
        match self {
            Self::Ok(object) | Self::Created(object) | Self::Accepted(object) => object,
        }
    }

    /// The object.
    pub const fn object(&self) -> &K {
        match self {
            Self::Ok(object) | Self::Created(object) | Self::Accepted(object) => object,
        }
    }
}

impl<K> From<K> for CreateResponse<K> {
    fn from(object: K) -> Self {
        Self::Created(object)
    }
}

impl<K: Kind> Success for CreateResponse<K> {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        let wrap = match code {
            StatusCode::OK => Self::Ok,
            StatusCode::CREATED => Self::Created,
            StatusCode::ACCEPTED => Self::Accepted,
            _ => return Err(Mismatch::Code),
        };
        Ok(wrap(serde_json::from_slice(body)?))
    }

    fn code(&self) -> StatusCode {
        match self {
            Self::Ok(_) => StatusCode::OK,
            Self::Created(_) => StatusCode::CREATED,
            Self::Accepted(_) => StatusCode::ACCEPTED,
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self.object())
    }
}

/// The answer to a replace or a patch.
#[derive(Clone, Debug, PartialEq)]
pub enum UpdateResponse<K> {
    /// 200: it was changed. The usual answer.
    Ok(K),
    /// 201: it was not there and was created, as apply does.
    Created(K),
}

impl<K> UpdateResponse<K> {
    /// The object.
    pub fn into_inner(self) -> K {
        match self {
            Self::Ok(object) | Self::Created(object) => object,
        }
    }

    /// The object.
    pub const fn object(&self) -> &K {
        match self {
            Self::Ok(object) | Self::Created(object) => object,
        }
    }
}

impl<K> From<K> for UpdateResponse<K> {
    fn from(object: K) -> Self {
        Self::Ok(object)
    }
}

impl<K: Kind> Success for UpdateResponse<K> {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        let wrap = match code {
            StatusCode::OK => Self::Ok,
            StatusCode::CREATED => Self::Created,
            _ => return Err(Mismatch::Code),
        };
        Ok(wrap(serde_json::from_slice(body)?))
    }

    fn code(&self) -> StatusCode {
        match self {
            Self::Ok(_) => StatusCode::OK,
            Self::Created(_) => StatusCode::CREATED,
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self.object())
    }
}

/// The answer to a delete.
#[derive(Clone, Debug, PartialEq)]
pub enum DeleteResponse<K> {
    /// 200: it is gone, or marked to go.
    Ok(Deleted<K>),
    /// 202: it will be gone.
    Accepted(Deleted<K>),
}

/// What a delete tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Deleted<K> {
    /// The object is gone.
    Status(Box<Status>),
    /// The object in its last state: it stays until its finalizers are done.
    Object(Box<K>),
}

impl<K> DeleteResponse<K> {
    /// What the delete tells.
    pub fn into_inner(self) -> Deleted<K> {
        match self {
            Self::Ok(deleted) | Self::Accepted(deleted) => deleted,
        }
    }
}

impl<K> From<Status> for DeleteResponse<K> {
    fn from(status: Status) -> Self {
        Self::Ok(Deleted::Status(Box::new(status)))
    }
}

impl<K: Kind> Success for DeleteResponse<K> {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        let wrap = match code {
            StatusCode::OK => Self::Ok,
            StatusCode::ACCEPTED => Self::Accepted,
            _ => return Err(Mismatch::Code),
        };
        Ok(wrap(match Status::recognise(body) {
            Some(status) => Deleted::Status(Box::new(status)),
            None => Deleted::Object(Box::new(serde_json::from_slice(body)?)),
        }))
    }

    fn code(&self) -> StatusCode {
        match self {
            Self::Ok(_) => StatusCode::OK,
            Self::Accepted(_) => StatusCode::ACCEPTED,
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        let (Self::Ok(deleted) | Self::Accepted(deleted)) = self;
        match deleted {
            Deleted::Status(status) => serde_json::to_vec(status),
            Deleted::Object(object) => serde_json::to_vec(object),
        }
    }
}

/// The answer to a delete of many objects (200).
#[derive(Clone, Debug, PartialEq)]
pub enum DeleteCollectionResponse<K> {
    /// What became of it.
    Status(Box<Status>),
    /// The objects that were deleted, in their last state: what API servers answer with.
    List(List<K>),
}

impl<K> From<List<K>> for DeleteCollectionResponse<K> {
    fn from(list: List<K>) -> Self {
        Self::List(list)
    }
}

impl<K: Kind> Success for DeleteCollectionResponse<K> {
    fn decode(code: StatusCode, body: &[u8]) -> Result<Self, Mismatch> {
        only_ok(code)?;
        match Status::recognise(body) {
            Some(status) => Ok(Self::Status(Box::new(status))),
            None => Ok(Self::List(List::from_slice(body)?)),
        }
    }

    fn encode(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Status(status) => serde_json::to_vec(status),
            Self::List(list) => serde_json::to_vec(list),
        }
    }
}
