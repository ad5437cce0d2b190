//! A message being written: a request of a client, or an answer of a server.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::Value;

use super::form::{self, Encoding};
use super::multipart::{self, Part};
use super::stream::{ByteStream, ItemStream};
use super::style::{self, Spelling, Style};
use super::{Case, Fault, Media, Status, sse};

/// A body to be sent.
#[derive(Debug, Default)]
pub enum Payload {
    /// There is none.
    #[default]
    None,
    /// It is all there.
    Whole(Bytes),
    /// It comes piece by piece.
    Stream(ByteStream),
}

/// A message being written.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// The status, if it is an answer.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Payload,
    pub(super) path: Vec<(&'static str, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) cookies: Vec<String>,
    /// What the answer may be, or the body of the request.
    pub(super) cases: &'static [Case],
    pub(super) bodies: &'static [Media],
    /// The media type of the body.
    pub(super) media_type: &'static str,
}

/// What an attempt to write comes to.
pub type Written = Result<(), Fault>;

impl Outgoing {
    /// Makes it an answer of this case.
    pub fn case(&mut self, at: usize) -> &mut Self {
        if let Some(case) = self.cases.get(at) {
            self.media_type = case.media.sent();
            if let Status::Code(code) = case.status {
                self.status = StatusCode::from_u16(code).unwrap_or_default();
            }
        }
        self
    }

    /// Sets the status, where the case leaves it open.
    pub fn with_status(&mut self, status: StatusCode) -> &mut Self {
        self.status = status;
        self
    }

    /// Makes the body that follows one of this kind.
    pub fn media(&mut self, at: usize) -> &mut Self {
        self.media_type = self.bodies.get(at).map_or("", Media::sent);
        self
    }

    /// Writes a parameter of the path.
    ///
    /// # Errors
    /// The value cannot be written.
    pub fn path<T: Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.path_as(Spelling::joined(Style::Simple), name, value)
    }

    /// Writes a parameter of the path in a style.
    ///
    /// # Errors
    /// The value cannot be written.
    pub fn path_as<T: Serialize>(&mut self, spelling: Spelling, name: &'static str, value: &T) -> Written {
        let value = json("path", name, value)?;
        self.path.push((name, style::in_path(name, &value, spelling)));
        Ok(())
    }

    /// Writes a parameter of the query.
    ///
    /// # Errors
    /// The value cannot be written.
    pub fn query<T: Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.query_as(Spelling::exploded(Style::Form), name, value)
    }

    /// Writes a parameter of the query in a style.
    ///
    /// # Errors
    /// The value cannot be written: it holds the delimiter of a style that cannot tell it from the text.
    pub fn query_as<T: Serialize>(&mut self, spelling: Spelling, name: &'static str, value: &T) -> Written {
        let value = json("query", name, value)?;
        delimited(&value, spelling).map_err(|why| Fault::new(place("query", name), why))?;
        self.query.extend(style::pairs(name, &value, spelling));
        Ok(())
    }

    /// Writes a header: a parameter, or a part of an answer.
    ///
    /// # Errors
    /// The value cannot be a header.
    pub fn header<T: Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.header_as(Spelling::joined(Style::Simple), name, value)
    }

    /// Writes a header in a style.
    ///
    /// # Errors
    /// The value cannot be a header.
    pub fn header_as<T: Serialize>(&mut self, spelling: Spelling, name: &'static str, value: &T) -> Written {
        let value = json("header", name, value)?;
        if value.is_null() {
            return Ok(());
        }
        let fault = |why: &str| Fault::new(place("header", name), why);
        let text = in_header(&value, spelling).map_err(fault)?;
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|error| fault(&error.to_string()))?;
        let text = HeaderValue::from_bytes(text.as_bytes()).map_err(|error| fault(&error.to_string()))?;
        self.headers.append(key, text);
        Ok(())
    }

    /// Writes a cookie.
    ///
    /// # Errors
    /// The value cannot be written.
    pub fn cookie<T: Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.cookie_as(Spelling::exploded(Style::Form), name, value)
    }

    /// Writes a cookie in a style.
    ///
    /// # Errors
    /// The value cannot be written.
    pub fn cookie_as<T: Serialize>(&mut self, spelling: Spelling, name: &'static str, value: &T) -> Written {
        let value = json("cookie", name, value)?;
        let pairs = style::pairs(name, &value, spelling).into_iter();
        self.cookies.extend(pairs.map(|(name, value)| format!("{name}={value}")));
        self.put_cookies()
    }

    /// Puts the cookies written so far into their header.
    fn put_cookies(&mut self) -> Written {
        if self.cookies.is_empty() {
            return Ok(());
        }
        let value = HeaderValue::from_str(&self.cookies.join("; "));
        self.headers.insert(header::COOKIE, value.map_err(|error| Fault::new("cookie", error))?);
        Ok(())
    }

    /// Adds a cookie that is spelled already.
    pub(super) fn raw_cookie(&mut self, name: &str, value: &str) -> Written {
        self.cookies.push(format!("{name}={value}"));
        self.put_cookies()
    }

    /// Writes no body.
    ///
    /// # Errors
    /// None: it is for those who write one thing or another.
    pub fn empty(&mut self) -> Written {
        Ok(())
    }

    /// Writes a body of JSON.
    ///
    /// # Errors
    /// The value cannot be written as JSON.
    pub fn json<T: Serialize>(&mut self, value: &T) -> Written {
        self.whole(serde_json::to_vec(value).map_err(Fault::body)?)
    }

    /// Writes a body of text.
    ///
    /// # Errors
    /// The value has no text.
    pub fn text<T: Serialize>(&mut self, value: &T) -> Written {
        let text = style::plain(&serde_json::to_value(value).map_err(Fault::body)?);
        self.whole(text)
    }

    /// Writes a form. `encodings` are of the members that have one of their own.
    ///
    /// # Errors
    /// The value is not an object, or cannot be written.
    pub fn form<T: Serialize>(&mut self, value: &T, encodings: &[Encoding]) -> Written {
        let value = serde_json::to_value(value).map_err(Fault::body)?;
        let body = form::write(&value, encodings)?;
        self.whole(body)
    }

    /// Writes parts.
    ///
    /// # Errors
    /// The name of a part cannot be written.
    pub fn multipart(&mut self, parts: Vec<Part>) -> Written {
        let (media_type, body) = multipart::write(self.media_type, parts)?;
        self.body = Payload::Stream(body);
        self.content_type(&media_type)
    }

    /// Writes values, each as a line of JSON.
    ///
    /// # Errors
    /// The media type is not one.
    pub fn lines<T: Serialize + Send + 'static>(&mut self, items: ItemStream<T>) -> Written {
        self.stream(items.into_bytes(|item| Ok(serde_json::to_string(item)? + "\n")))
    }

    /// Writes values as server-sent events.
    ///
    /// # Errors
    /// The media type is not one.
    pub fn events<T: Serialize + Send + 'static>(&mut self, items: ItemStream<T>) -> Written {
        self.stream(items.into_bytes(sse::write))
    }

    /// Writes a body that comes piece by piece.
    ///
    /// # Errors
    /// The media type is not one.
    pub fn stream(&mut self, body: ByteStream) -> Written {
        self.body = Payload::Stream(body);
        self.content_type(self.media_type)
    }

    fn whole(&mut self, body: impl Into<Bytes>) -> Written {
        self.body = Payload::Whole(body.into());
        self.content_type(self.media_type)
    }

    fn content_type(&mut self, media_type: &str) -> Written {
        let value =
            HeaderValue::from_str(media_type).map_err(|error| Fault::new("header `Content-Type`", error))?;
        self.headers.insert(header::CONTENT_TYPE, value);
        Ok(())
    }
}

pub(super) fn place(location: &str, name: &str) -> String {
    format!("{location} parameter `{name}`")
}

fn json<T: Serialize>(location: &str, name: &str, value: &T) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|error| Fault::new(place(location, name), error))
}

/// Refuses items that hold the delimiter where it is written as it would be in an item.
fn delimited(value: &Value, spelling: Spelling) -> Result<(), &'static str> {
    let delimiter = match spelling.style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        Style::TabDelimited => '\t',
        _ => return Ok(()),
    };
    match items(value).iter().any(|item| item.contains(delimiter)) {
        true => Err("an item holds the delimiter of the style and could not be told from two"),
        false => Ok(()),
    }
}

/// The texts of the items or members of a value, where there are any.
fn items(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(style::plain).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(name, value)| [name.clone(), style::plain(value)]).collect()
        }
        _ => Vec::new(),
    }
}

/// The text of a header, in which nothing is encoded.
fn in_header(value: &Value, spelling: Spelling) -> Result<String, &'static str> {
    if spelling.style == Style::Json {
        return Ok(value.to_string());
    }
    let items = items(value);
    let ambiguous =
        |item: &String| item.contains(',') || item.contains('=') && spelling.explode && value.is_object();
    if items.iter().any(ambiguous) {
        return Err("an item holds a comma and could not be told from two");
    }
    let text = match value {
        Value::Array(_) => items.join(","),
        Value::Object(_) if spelling.explode => {
            items.chunks(2).map(|pair| pair.join("=")).collect::<Vec<_>>().join(",")
        }
        Value::Object(_) => items.join(","),
        _ => style::plain(value),
    };
    match text.trim() == text {
        true => Ok(text),
        false => Err("spaces at its ends would not arrive"),
    }
}
