//! Why a request failed, in one word.

use super::text_enum;
use crate::support::{OpenEnum, open_enum, wire};

text_enum! {
    /// Why a request failed, in one word that programs can act on.
    StatusReason {
        /// The request itself is malformed (400).
        BadRequest = "BadRequest",
        /// Nobody is known to have sent the request (401).
        Unauthorized = "Unauthorized",
        /// Who sent the request may not do this (403).
        Forbidden = "Forbidden",
        /// There is no such object (404).
        NotFound = "NotFound",
        /// The resource has no such operation (405).
        MethodNotAllowed = "MethodNotAllowed",
        /// None of the media types asked for can be given (406).
        NotAcceptable = "NotAcceptable",
        /// There is an object of this name already (409).
        AlreadyExists = "AlreadyExists",
        /// The object changed since it was read (409).
        Conflict = "Conflict",
        /// The thing existed and is gone for good (410).
        Gone = "Gone",
        /// The state asked for is too old to be known (410): list again.
        Expired = "Expired",
        /// The body is larger than the server takes (413).
        RequestEntityTooLarge = "RequestEntityTooLarge",
        /// The body is of a media type that the server does not read (415).
        UnsupportedMediaType = "UnsupportedMediaType",
        /// What was sent breaks a rule of its kind (422).
        Invalid = "Invalid",
        /// Too many requests at a time (429): wait and try again.
        TooManyRequests = "TooManyRequests",
        /// The server failed (500).
        InternalError = "InternalError",
        /// What is stored cannot be read (500).
        StoreReadError = "StorageReadError",
        /// The server is not able to answer now (503).
        ServiceUnavailable = "ServiceUnavailable",
        /// The server could not do it in time, and asks to try again (500).
        ServerTimeout = "ServerTimeout",
        /// It was not done in the time that the request allows (504).
        Timeout = "Timeout",
    }
}
