//! Asking for operations.

mod call;
mod credentials;
mod error;
mod pages;
mod retry;

pub use call::{Call, Reply};
pub use credentials::{Credentials, Static};
pub use error::{ApiError, Error, Unexpected};
pub use pages::{Page, Paged, Turn, cursor, next_link};
pub use retry::{Outcome, Patience, Retry};
