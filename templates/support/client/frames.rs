//! Lines of a body that is received little by little.

use bytes::{Bytes, BytesMut};

use super::body::next_data;
use super::{AnyBody, BoxError};

/// Why the rest of a body is not received.
#[derive(Debug)]
pub(crate) enum Broken {
    Transport(BoxError),
    TooLarge(usize),
}

/// The lines of a body.
pub(crate) struct Lines {
    body: AnyBody,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no end of a line.
    searched: usize,
    limit: usize,
}

impl Lines {
    pub(crate) fn new(body: AnyBody, limit: usize) -> Self {
        Self { body, buffer: BytesMut::new(), searched: 0, limit }
    }

    /// The next line that is not blank. Nothing is lost when the future is dropped.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Broken> {
        loop {
            if let Some(line) = self.take_line() {
                if !is_blank(&line) {
                    return Ok(Some(line));
                }
            } else if self.buffer.len() > self.limit {
                return Err(Broken::TooLarge(self.limit));
            } else {
                match next_data(&mut self.body).await.map_err(Broken::Transport)? {
                    Some(data) => self.buffer.extend_from_slice(&data),
                    None => return Ok(self.take_rest()),
                }
            }
        }
    }

    fn take_line(&mut self) -> Option<Bytes> {
        let rest = self.buffer.get(self.searched..)?;
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + end + 1).freeze();
        self.searched = 0;
        Some(line)
    }

    fn take_rest(&mut self) -> Option<Bytes> {
        self.searched = 0;
        let rest = self.buffer.split().freeze();
        (!is_blank(&rest)).then_some(rest)
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}
