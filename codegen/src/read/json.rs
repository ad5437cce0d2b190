//! Reads JSON, with positions. It is small and quick, because documents of many megabytes are common in JSON.

use std::ops::Range;

use serde_json::Number;

use super::builder::{Builder, Built, Container, Halt, Key, excerpt};
use super::number::{Decimal, decimal};
use super::tree::{Node, NodeValue};
use crate::diagnostic::{Code, Diagnostic, Report, SourceId};

/// Reads the values of a text, one after the other, from this byte on.
pub(super) fn read(
    source: SourceId,
    text: &str,
    start: usize,
    report: &mut Report,
) -> Result<Vec<Node>, Halt> {
    let mut reader = Reader { text, at: start, builder: Builder::new(source, report) };
    let mut roots = Vec::new();
    reader.skip_space();
    while reader.at < text.len() {
        roots.push(reader.root()?);
        reader.skip_space();
    }
    Ok(roots)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    builder: Builder<'a>,
}

/// What comes after a part of the text.
enum Next {
    Value,
    End(Node),
}

impl<'a> Reader<'a> {
    fn root(&mut self) -> Result<Node, Halt> {
        loop {
            if let Next::End(root) = self.value()? {
                return Ok(root);
            }
        }
    }

    /// Reads a value that is neither list nor object, or the beginning of one of those.
    fn value(&mut self) -> Result<Next, Halt> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => return self.object(),
            Some(b'[') => return self.array(),
            Some(b'"') => NodeValue::String(self.string()?),
            Some(b't') => self.word("true", NodeValue::Bool(true))?,
            Some(b'f') => self.word("false", NodeValue::Bool(false))?,
            Some(b'n') => self.word("null", NodeValue::Null)?,
            Some(b'-' | b'0'..=b'9') => NodeValue::Number(self.number()?),
            _ => return Err(self.expected("a value")),
        };
        let root = self.builder.add(Built::scalar(value, start..self.at))?;
        self.after(root)
    }

    fn object(&mut self) -> Result<Next, Halt> {
        self.builder.open_object(self.at)?;
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b'}') {
            return self.close();
        }
        self.key()
    }

    fn array(&mut self) -> Result<Next, Halt> {
        self.builder.open_array(self.at)?;
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b']') {
            return self.close();
        }
        Ok(Next::Value)
    }

    fn close(&mut self) -> Result<Next, Halt> {
        self.at += 1;
        let root = self.builder.close(self.at)?;
        self.after(root)
    }

    /// Reads what follows a value: the ends of the lists and objects that it is the last of, or a comma.
    fn after(&mut self, mut root: Option<Built>) -> Result<Next, Halt> {
        loop {
            if let Some(root) = root {
                return Ok(Next::End(root.node));
            }
            self.skip_space();
            match (self.peek(), self.builder.container()) {
                (Some(b','), Some(Container::Array)) => {
                    self.at += 1;
                    return Ok(Next::Value);
                }
                (Some(b','), _) => {
                    self.at += 1;
                    self.skip_space();
                    return self.key();
                }
                (Some(b']'), Some(Container::Array)) | (Some(b'}'), Some(Container::Object)) => {
                    self.at += 1;
                    root = self.builder.close(self.at)?;
                }
                (_, Some(Container::Array)) => return Err(self.expected("`,` or `]`")),
                _ => return Err(self.expected("`,` or `}`")),
            }
        }
    }

    fn key(&mut self) -> Result<Next, Halt> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.string()?;
        self.builder.key(Key::Text(key, start..self.at));
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(Next::Value)
    }

    fn word(&mut self, word: &str, value: NodeValue) -> Result<NodeValue, Halt> {
        if !self.rest().starts_with(word) {
            return Err(self.expected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Number, Halt> {
        let start = self.at;
        self.skip_if(|byte| byte == b'-');
        if !self.skip_if(|byte| byte == b'0') {
            self.digits()?;
        }
        if self.skip_if(|byte| byte == b'.') {
            self.digits()?;
        }
        if self.skip_if(|byte| matches!(byte, b'e' | b'E')) {
            self.skip_if(|byte| matches!(byte, b'+' | b'-'));
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        checked(decimal(text), (text, start..self.at), &mut self.builder)
    }

    fn digits(&mut self) -> Result<(), Halt> {
        let start = self.at;
        while self.skip_if(|byte| byte.is_ascii_digit()) {}
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    /// Reads a string from its opening quote to its closing one.
    fn string(&mut self) -> Result<String, Halt> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = self.rest();
            let plain =
                rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)).unwrap_or(rest.len());
            string.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => {
                    return Err(
                        self.expected("text without control characters, which JSON writes as escapes")
                    );
                }
                None => return Err(self.expected("the `\"` that ends the string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Halt> {
        self.at += 1;
        let escaped = match self.peek() {
            Some(b'u') => return self.unicode(),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.expected("an escape that JSON knows")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// Reads the hexadecimal digits of an escape; a character beyond 16 bits takes two of them.
    fn unicode(&mut self) -> Result<char, Halt> {
        let start = self.at;
        let first = self.unit()?;
        let code = match first {
            0xd800..0xdc00 if self.rest().starts_with("\\u") => {
                self.at += 1;
                let second = self.unit()?;
                match second {
                    0xdc00..0xe000 => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
                    _ => first,
                }
            }
            _ => first,
        };
        char::from_u32(code)
            .ok_or_else(|| self.builder.halt(Code::Syntax, "half of a surrogate pair is no text", start))
    }

    /// Reads `u` and four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Halt> {
        let digits =
            self.rest().get(1..5).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.expected("four hexadecimal digits"))?;
        self.at += 5;
        Ok(unit)
    }

    fn skip_space(&mut self) {
        while self.skip_if(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {}
    }

    fn skip_if(&mut self, test: impl Fn(u8) -> bool) -> bool {
        let found = self.peek().is_some_and(test);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn expected(&self, what: &str) -> Halt {
        let found = match self.rest().chars().next() {
            Some(character) => format!("`{}`", character.escape_debug()),
            None => "the end of the text".to_owned(),
        };
        self.builder.halt(Code::Syntax, format!("expected {what}, found {found}"), self.at)
    }
}

/// The number, unless there is none; a finding if it is not the one that was written.
pub(super) fn checked(
    number: Decimal,
    (text, span): (&str, Range<usize>),
    builder: &mut Builder<'_>,
) -> Result<Number, Halt> {
    match number {
        Decimal::Exact(number) => Ok(number),
        Decimal::Rounded(number) => {
            let message =
                format!("the number {} is read as {number}, the nearest one that there is", excerpt(text));
            builder.report(Diagnostic::new(Code::InexactNumber, message), span);
            Ok(number)
        }
        Decimal::Infinite => Err(builder.halt(
            Code::BadNumber,
            format!("the number {} is too large", excerpt(text)),
            span.start,
        )),
    }
}
