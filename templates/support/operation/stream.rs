//! Bodies that come piece by piece.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};

use super::incoming::from_json;
use super::sse;
use super::text::Tree;
use crate::support::wire::Decode;

/// The error of a stream, of whichever kind it is.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// How large a line or an event may be, in bytes.
const LIMIT: usize = 16 << 20;

/// How long a mark between two of them may be, in bytes.
const MARK: usize = 4;

type Pieces<T> = BoxStream<'static, Result<T, BoxError>>;

/// Bytes, as they come.
// The lock is never taken: it lets what holds a stream be looked at from several threads.
pub struct ByteStream(Mutex<Pieces<Bytes>>);

impl ByteStream {
    /// The bytes of a stream.
    pub fn new<S>(pieces: S) -> Self
    where
        S: Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
    {
        Self(Mutex::new(pieces.boxed()))
    }

    /// All bytes, up to a limit.
    ///
    /// # Errors
    /// The stream broke, or has more bytes.
    pub async fn collect_up_to(mut self, limit: usize) -> Result<Bytes, BoxError> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.try_next().await? {
            whole.extend_from_slice(&piece);
            if whole.len() > limit {
                return Err(format!("there are more than {limit} bytes").into());
            }
        }
        Ok(whole.freeze())
    }

    /// The texts between marks, as they come; what follows the last mark is one, too.
    fn divided(self, mark: fn(&[u8]) -> Option<(usize, usize)>) -> Pieces<Bytes> {
        let state = (self, BytesMut::new());
        stream::try_unfold(Some(state), move |state| async move {
            let Some((mut pieces, mut buffer)) = state else { return Ok(None) };
            // What was searched is not searched again, but for the beginning of a mark.
            let mut searched = 0;
            loop {
                if let Some((length, with_mark)) = mark(buffer.get(searched..).unwrap_or_default()) {
                    let text = buffer.split_to(searched + with_mark).freeze().slice(..searched + length);
                    return Ok(Some((text, Some((pieces, buffer)))));
                }
                searched = buffer.len().saturating_sub(MARK - 1);
                if buffer.len() > LIMIT {
                    return Err(format!("a value has more than {LIMIT} bytes").into());
                }
                match pieces.try_next().await? {
                    Some(piece) => buffer.extend_from_slice(&piece),
                    None => return Ok(Some((buffer.freeze(), None))),
                }
            }
        })
        .boxed()
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self::new(stream::iter((!bytes.is_empty()).then_some(Ok(bytes))))
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).poll_next_unpin(context)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

/// Values, as they come.
pub struct ItemStream<T>(BoxStream<'static, Result<T, BoxError>>);

impl<T: Send + 'static> ItemStream<T> {
    /// The values of a stream.
    pub fn new<S>(items: S) -> Self
    where
        S: Stream<Item = Result<T, BoxError>> + Send + 'static,
    {
        Self(items.boxed())
    }

    /// Each value as it is sent.
    pub(super) fn into_bytes(self, write: fn(&T) -> Result<String, serde_json::Error>) -> ByteStream {
        ByteStream::new(self.0.and_then(move |item| async move { Ok(Bytes::from(write(&item)?)) }))
    }
}

impl<T: Decode + Send + 'static> ItemStream<T> {
    pub(super) fn from_lines(bytes: ByteStream) -> Self {
        let lines = bytes.divided(|buffer| {
            let end = buffer.iter().position(|byte| *byte == b'\n')?;
            Some((end, end + 1))
        });
        Self::new(lines.try_filter_map(|line| async move {
            // A record separator may stand in front (RFC 7464).
            let line = line.trim_ascii().strip_prefix(b"\x1e").unwrap_or(line.trim_ascii());
            if line.is_empty() { Ok(None) } else { Ok(Some(from_json(line)?)) }
        }))
    }

    pub(super) fn from_events(bytes: ByteStream) -> Self {
        let events = bytes.divided(sse::end).try_filter_map(|event| async move { Ok(sse::data(&event)) });
        // This is how streams of language models end; no JSON text begins so.
        let events = events.try_take_while(|data| std::future::ready(Ok(data != "[DONE]")));
        Self::new(events.and_then(|data| async move {
            let read = from_json(data.as_bytes());
            // Data that is no JSON is text.
            Ok(read.or_else(|error| T::decode(Tree::Text(data)).map_err(|_| error))?)
        }))
    }
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemStream(..)")
    }
}
