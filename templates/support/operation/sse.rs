//! Server-sent events, as the HTML standard has them.

use serde::Serialize;

/// The end of the first event in a buffer: its length, and that with the blank line behind it.
pub(super) fn end(buffer: &[u8]) -> Option<(usize, usize)> {
    let marks: [&[u8]; 3] = [b"\n\n", b"\r\n\r\n", b"\r\r"];
    let ends = marks.iter().filter_map(|mark| {
        let at = buffer.windows(mark.len()).position(|window| window == *mark)?;
        Some((at, at + mark.len()))
    });
    ends.min()
}

/// The data of an event; none for a comment and the like.
pub(super) fn data(event: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(event).replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.lines().filter_map(|line| line.strip_prefix("data"));
    let lines = lines.filter_map(|line| if line.is_empty() { Some("") } else { line.strip_prefix(':') });
    let lines: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A value as an event.
pub(super) fn write<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    Ok(format!("data: {}\n\n", serde_json::to_string(value)?))
}
