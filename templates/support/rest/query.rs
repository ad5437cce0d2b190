//! Writing and reading the query of a request.

use std::fmt::Display;

use crate::support::OpenEnum;
use crate::support::meta::{Failure, Status, StatusReason};
use crate::support::open_enum::from_text;

/// Parameters that travel in the query, or in a body of their own.
pub trait Parameters: Sized {
    /// Adds the parameters that are set to a query.
    fn write(&self, to: &mut Query);

    /// Reads the parameters.
    ///
    /// # Errors
    /// The failure to answer with: a value is malformed, or the combination makes no sense.
    fn read(from: &Pairs) -> Result<Self, Failure>;

    /// The body that says what the query does not.
    fn body(&self) -> Option<Vec<u8>> {
        None
    }
}

/// An address, to which parameters are added.
#[derive(Debug)]
pub struct Query {
    address: String,
    separator: char,
}

impl Query {
    /// Begins with an address that has no query.
    #[must_use]
    pub const fn onto(address: String) -> Self {
        Self { address, separator: '?' }
    }

    /// Adds a parameter, if it is set.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        self.address.push(self.separator);
        self.address.push_str(name);
        self.address.push('=');
        self.address.extend(form_urlencoded::byte_serialize(value.as_bytes()));
        self.separator = '&';
    }

    /// Adds a parameter that is not a string, if it is set.
    pub fn value(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.text(name, Some(&value.to_string()));
        }
    }

    /// The address with its query.
    #[must_use]
    pub fn finish(self) -> String {
        self.address
    }
}

/// The parameters of a query. The first value of a name counts.
#[derive(Clone, Debug, Default)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Takes a query apart.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The value of a parameter, if it is there, even if it is empty.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter; an empty one counts as none.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.raw(name).filter(|value| !value.is_empty()).map(str::to_owned)
    }

    /// The value of a flag. As with Kubernetes, all but `false` and `0` is true.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.raw(name).map(|value| value != "false" && value != "0")
    }

    /// The value of an integer.
    ///
    /// # Errors
    /// It is not an integer.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Failure> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| {
            let message = format!("query parameter `{name}`: {value:?} is not an integer of 64 bits");
            Status::bad_request(message).caused_by(name, "FieldValueInvalid", "not an integer").into()
        })
    }

    /// One of the values of an enumeration; an empty one counts as none.
    ///
    /// # Errors
    /// It is another value.
    pub fn one_of<T: OpenEnum>(&self, name: &'static str) -> Result<Option<T>, Failure> {
        match self.raw(name) {
            None | Some("") => Ok(None),
            Some(value) => one_of(name, value).map(Some),
        }
    }
}

/// One of the values of an enumeration.
///
/// # Errors
/// It is another value.
pub fn one_of<T: OpenEnum>(name: &str, value: &str) -> Result<T, Failure> {
    from_text(value).ok_or_else(|| {
        let known: Vec<_> = T::KNOWN.iter().map(OpenEnum::text).collect();
        let why = format!("{value:?} is not supported; supported: {}", known.join(", "));
        refused(name, "FieldValueNotSupported", &why)
    })
}

/// The failure for a parameter that breaks a rule (422).
#[must_use]
pub fn refused(name: &str, reason: &str, why: &str) -> Failure {
    let status = Status::failure(422, format!("parameter `{name}`: {why}")).because(StatusReason::Invalid);
    status.caused_by(name, reason, why).into()
}
