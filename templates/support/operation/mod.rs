//! Operations of an API: what client and server share.
//!
//! A generated request implements [`Operation`]: it says where it goes ([`Route`]), writes itself into a message and is read
//! from one, and names what answers it. All else stands here: how parameters are spelled ([`style`]), how bodies are written in
//! each media type, and which answer is which.

#[cfg(feature = "client")]
pub mod client;
mod fault;
mod form;
mod format;
mod given;
mod incoming;
mod media;
pub mod multipart;
mod outgoing;
pub mod prelude;
mod responses;
mod route;
pub mod security;
#[cfg(feature = "server")]
pub mod server;
mod servers;
mod sse;
pub mod stream;
pub mod style;
mod template;
mod text;

pub use fault::Fault;
pub use form::Encoding;
pub use format::{Binary, Empty, Events, Format, Json, Lines, Text};
pub use incoming::Incoming;
pub use media::{Codec, Media};
pub use multipart::{Part, Parts};
pub use outgoing::Outgoing;
pub use outgoing::Written;
pub use responses::{Case, Never, Only, Responses, Status};
pub use route::{Check, Route};
pub use security::{Credential, Needs, Scheme};
pub use servers::{Server, Variable};
pub use stream::{ByteStream, ItemStream};
pub use style::{Spelling, Style};

/// A request to an API, with all that it says.
pub trait Operation: Sized + Send + 'static {
    /// Where it goes, and what goes along.
    const ROUTE: Route;
    /// The statuses and media types of the answers where it succeeds.
    const SUCCESS: &'static [Case];
    /// The statuses and media types of the answers where it fails.
    const FAILURE: &'static [Case] = &[];
    /// What answers it where it succeeds.
    type Success: Responses;
    /// What answers it where it fails.
    type Failure: Responses;

    /// Writes the request.
    ///
    /// # Errors
    /// A value cannot be written where it belongs.
    fn write(self, to: &mut Outgoing) -> Result<(), Fault>;

    /// Reads the request.
    ///
    /// # Errors
    /// A value is missing, or is not of its type.
    fn read(from: &mut Incoming) -> Result<Self, Fault>;

    /// Checks the values against their schemas.
    fn check(&self, _check: &mut Check) {}
}

/// The value of a success.
pub type Success<O> = <<O as Operation>::Success as Responses>::Value;
/// The value of a documented failure.
pub type Failure<O> = <<O as Operation>::Failure as Responses>::Value;
