//! A message being read: a request at a server, or an answer at a client.

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::Fault;
use super::form::{self, Encoding};
use super::given::{Coding, Given};
use super::media;
use super::multipart::{self, Parts};
use super::outgoing::place;
use super::stream::{ByteStream, ItemStream};
use super::style::{Spelling, Style};
use crate::support::wire::Decode;

/// A message being read.
#[derive(Debug, Default)]
pub struct Incoming {
    /// The status, if it is an answer.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The media type that the body has, among those that it may have.
    pub case: usize,
    /// The parameters of the path, as they came.
    pub(super) path: Vec<(String, String)>,
    /// The parameters of the query, as they came.
    pub(super) query: Vec<(String, String)>,
    /// The body, if it is received.
    pub(super) bytes: Option<Bytes>,
    /// The body, if it is still to be received.
    pub(super) stream: Option<ByteStream>,
    /// The names of parameters of the query that were asked for.
    pub(super) claimed: Vec<&'static str>,
}

impl Incoming {
    /// Reads a parameter of the path.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn path<T: Decode>(&mut self, name: &'static str) -> Result<T, Fault> {
        self.path_as(Spelling::joined(Style::Simple), name)
    }

    /// Reads a parameter of the path in a style.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn path_as<T: Decode>(&mut self, spelling: Spelling, name: &'static str) -> Result<T, Fault> {
        let raw = self.path.iter().find(|(key, _)| key == name).map(|(_, raw)| raw.as_str());
        let mut given = Given { spelling, coding: Coding::Percent, texts: Vec::new(), members: Vec::new() };
        match spelling.style {
            Style::Matrix => {
                let pairs = raw.unwrap_or_default().split(';').skip(1).map(pair);
                given.members = pairs.collect();
                given.texts = given
                    .members
                    .iter()
                    .filter(|(key, _)| key == name)
                    .map(|(_, text)| text.clone())
                    .collect();
            }
            Style::Label => {
                given.texts = raw.iter().map(|raw| raw.trim_start_matches('.').to_owned()).collect()
            }
            _ => given.texts = raw.iter().map(|raw| (*raw).to_owned()).collect(),
        }
        decode(given, || place("path", name))
    }

    /// Reads a parameter of the query.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn query<T: Decode>(&mut self, name: &'static str) -> Result<T, Fault> {
        self.query_as(Spelling::exploded(Style::Form), name)
    }

    /// Reads a parameter of the query in a style. One whose members are parameters of their own takes all that are not
    /// asked for before it.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn query_as<T: Decode>(&mut self, spelling: Spelling, name: &'static str) -> Result<T, Fault> {
        let given = form::given(&self.query, name, spelling, &self.claimed);
        self.claimed.push(name);
        decode(given, || place("query", name))
    }

    /// Reads a header.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn header<T: Decode>(&mut self, name: &'static str) -> Result<T, Fault> {
        self.header_as(Spelling::joined(Style::Simple), name)
    }

    /// Reads a header in a style.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn header_as<T: Decode>(&mut self, spelling: Spelling, name: &'static str) -> Result<T, Fault> {
        let values = self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let values: Vec<_> = values.collect();
        let texts = if values.is_empty() { Vec::new() } else { vec![values.join(",")] };
        let given = Given { spelling, coding: Coding::Plain, texts, members: Vec::new() };
        decode(given, || place("header", name))
    }

    /// Reads a cookie.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn cookie<T: Decode>(&mut self, name: &'static str) -> Result<T, Fault> {
        self.cookie_as(Spelling::exploded(Style::Form), name)
    }

    /// Reads a cookie in a style.
    ///
    /// # Errors
    /// It is missing, or not of its type.
    pub fn cookie_as<T: Decode>(&mut self, spelling: Spelling, name: &'static str) -> Result<T, Fault> {
        let mut given = form::given(&cookies(&self.headers), name, spelling, &[]);
        given.coding = Coding::Percent;
        decode(given, || place("cookie", name))
    }

    /// Reads what may be left out.
    ///
    /// # Errors
    /// There is a body and it does not read.
    pub fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let is_empty = self.bytes.as_ref().is_none_or(Bytes::is_empty) && self.stream.is_none();
        if is_empty { Ok(None) } else { read(self).map(Some) }
    }

    /// Reads a body of JSON.
    ///
    /// # Errors
    /// It is not, or not of its type.
    pub fn json<T: Decode>(&mut self) -> Result<T, Fault> {
        from_json(&self.received()?).map_err(Fault::body)
    }

    /// Reads a body of text.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn text<T: Decode>(&mut self) -> Result<T, Fault> {
        let text = String::from_utf8(self.received()?.to_vec()).map_err(Fault::body)?;
        T::decode(super::text::Tree::Text(text)).map_err(Fault::body)
    }

    /// Reads a form.
    ///
    /// # Errors
    /// It is not of its type.
    pub fn form<T: Decode>(&mut self, encodings: &'static [Encoding]) -> Result<T, Fault> {
        let body = self.received()?;
        T::decode(form::read(&body, encodings)).map_err(Fault::body)
    }

    /// Reads parts.
    ///
    /// # Errors
    /// The body does not consist of parts.
    pub fn multipart(&mut self) -> Result<Parts, Fault> {
        let boundary = media::parameter(&self.media_type(), "boundary").map(str::to_owned);
        let boundary = boundary.ok_or_else(|| Fault::new("header `Content-Type`", "it names no boundary"))?;
        Ok(Parts(multipart::read(&self.received()?, &boundary)?))
    }

    /// Reads values, each a line of JSON, as they come.
    pub fn lines<T: Decode + Send + 'static>(&mut self) -> ItemStream<T> {
        ItemStream::from_lines(self.bytes())
    }

    /// Reads server-sent events as they come.
    pub fn events<T: Decode + Send + 'static>(&mut self) -> ItemStream<T> {
        ItemStream::from_events(self.bytes())
    }

    /// Reads bytes as they come.
    pub fn bytes(&mut self) -> ByteStream {
        let whole = self.bytes.take();
        self.stream.take().unwrap_or_else(|| ByteStream::from(whole.unwrap_or_default()))
    }

    /// The media type of the body.
    pub(super) fn media_type(&self) -> String {
        let value = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// The body, all of it.
    fn received(&mut self) -> Result<Bytes, Fault> {
        self.bytes.clone().ok_or_else(|| Fault::missing("body"))
    }
}

/// The cookies of a request, as they came.
pub(super) fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).map(|cookie| pair(cookie.trim())).collect()
}

/// A name and a text, with `=` between.
pub(super) fn pair(text: &str) -> (String, String) {
    let (name, text) = text.split_once('=').unwrap_or((text, ""));
    (name.to_owned(), text.to_owned())
}

fn decode<T: Decode>(given: Given, place: impl Fn() -> String) -> Result<T, Fault> {
    let read = match given.texts.first() {
        Some(text) if given.spelling.style == Style::Json => from_json(given.coding.decode(text).as_bytes()),
        _ => T::decode(given),
    };
    read.map_err(|error| Fault::new(place(), error))
}

/// Reads JSON, all of it.
pub(super) fn from_json<T: Decode>(text: &[u8]) -> Result<T, serde_json::Error> {
    let mut from = serde_json::Deserializer::from_slice(text);
    let value = T::decode(&mut from)?;
    from.end()?;
    Ok(value)
}
