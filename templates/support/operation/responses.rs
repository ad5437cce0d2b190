//! What an operation answers with, by status and media type.

use std::convert::Infallible;
use std::marker::PhantomData;

use http::StatusCode;

use super::media::{self, Codec, Media};
use super::outgoing::Written;
use super::{Fault, Format, Incoming, Outgoing};

/// The statuses that an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// This one.
    Code(u16),
    /// A hundred of them, as in `4XX`.
    Range(u8),
    /// Those that no other answer is for.
    Default,
}

impl Status {
    /// How well a status fits: better ones are greater.
    fn fits(self, status: StatusCode) -> u8 {
        match self {
            Self::Code(code) if code == status.as_u16() => 3,
            Self::Range(range) if u16::from(range) == status.as_u16() / 100 => 2,
            Self::Default => 1,
            _ => 0,
        }
    }
}

/// One of the answers of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The statuses that it is for.
    pub status: Status,
    /// Its body.
    pub media: Media,
}

impl Case {
    /// An answer with a body.
    #[must_use]
    pub const fn new(status: Status, media: Media) -> Self {
        Self { status, media }
    }

    /// An answer of JSON.
    #[must_use]
    pub const fn json(status: Status) -> Self {
        Self::new(status, Media::JSON)
    }

    /// An answer without a body.
    #[must_use]
    pub const fn empty(status: Status) -> Self {
        Self::new(status, Media::new(&[], Codec::Empty))
    }

    /// How well it fits a status: better ones are greater.
    pub(super) fn fits(&self, status: StatusCode) -> u8 {
        self.status.fits(status)
    }
}

/// The place of the answer that fits best, and how well its status fits. Of several media types the one that is named
/// counts; a single one is taken for what the server means, whatever it says.
pub(super) fn choose(cases: &[Case], status: StatusCode, media_type: &str) -> Option<(usize, u8)> {
    let best = cases.iter().map(|case| case.fits(status)).max().filter(|best| *best > 0)?;
    let fitting: Vec<_> = cases.iter().enumerate().filter(|(_, case)| case.fits(status) == best).collect();
    let by_media = media::choose(fitting.iter().map(|(_, case)| &case.media), media_type);
    fitting.get(by_media.unwrap_or(0)).map(|(at, _)| (*at, best))
}

/// What an operation answers with.
pub trait Responses {
    /// The answer as a value. That it is `Send` is not demanded here but where it has to be: the compiler would look through the
    /// types of answers again for each operation, and types of a document lead to most of the others.
    type Value;

    /// Reads the answer of the case that the message has.
    ///
    /// # Errors
    /// It is not what that case says.
    fn read(from: &mut Incoming) -> Result<Self::Value, Fault>;

    /// Writes the answer.
    ///
    /// # Errors
    /// The value cannot be written.
    fn write(value: Self::Value, to: &mut Outgoing) -> Written;
}

/// The only answer there is.
#[derive(Debug)]
pub struct Only<F>(PhantomData<F>);

impl<F: Format> Responses for Only<F> {
    type Value = F::Value;

    fn read(from: &mut Incoming) -> Result<F::Value, Fault> {
        F::read(from)
    }

    fn write(value: F::Value, to: &mut Outgoing) -> Written {
        F::write(value, to.case(0))
    }
}

/// No answer at all: the document knows none.
#[derive(Debug)]
pub struct Never;

impl Responses for Never {
    type Value = Infallible;

    fn read(_: &mut Incoming) -> Result<Infallible, Fault> {
        Err(Fault::new("status", "the operation has no such answer"))
    }

    fn write(value: Infallible, _: &mut Outgoing) -> Written {
        match value {}
    }
}
