//! What proves who asks.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::incoming::cookies;
use super::outgoing::Written;
use super::{Fault, Incoming, Outgoing, form};

/// A way to prove who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// What the document calls it.
    pub name: &'static str,
    /// What it consists of.
    pub kind: Kind,
}

/// What a proof consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A key in a header.
    HeaderKey(&'static str),
    /// A key in the query.
    QueryKey(&'static str),
    /// A key in a cookie.
    CookieKey(&'static str),
    /// A name and a password (RFC 7617).
    Basic,
    /// A token (RFC 6750), however it was come by: OAuth 2 and OpenID Connect included.
    Bearer,
    /// Another scheme of the header `Authorization`, by its name.
    Http(&'static str),
    /// A certificate, which the connection has shown.
    MutualTls,
}

/// Schemes all of which have to be met, with the scopes that are needed.
pub type Needs = &'static [(&'static Scheme, &'static [&'static str])];

/// A proof of who asks. It is not shown where it is printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// A key or a token.
    Token(String),
    /// A name and a password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// A certificate, which the connection shows.
    Certificate,
}

impl From<&str> for Credential {
    fn from(token: &str) -> Self {
        Self::Token(token.to_owned())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token(..)",
            Self::Password { .. } => "Password(..)",
            Self::Certificate => "Certificate",
        })
    }
}

impl Scheme {
    /// Puts a proof into a request.
    pub(super) fn write(&self, credential: &Credential, to: &mut Outgoing) -> Written {
        let token = match credential {
            Credential::Token(token) => token.clone(),
            Credential::Password { user, password } => STANDARD.encode(format!("{user}:{password}")),
            Credential::Certificate => String::new(),
        };
        match self.kind {
            Kind::HeaderKey(name) => secret_header(to, name, &token),
            Kind::QueryKey(name) => to.query(name, &token),
            Kind::CookieKey(name) => to.raw_cookie(name, &token),
            Kind::Basic => secret_header(to, AUTHORIZATION.as_str(), &format!("Basic {token}")),
            Kind::Bearer => secret_header(to, AUTHORIZATION.as_str(), &format!("Bearer {token}")),
            Kind::Http(scheme) => secret_header(to, AUTHORIZATION.as_str(), &format!("{scheme} {token}")),
            Kind::MutualTls => Ok(()),
        }
    }

    /// The proof that a request holds, if it holds one.
    pub(super) fn read(&self, from: &Incoming) -> Option<Credential> {
        let header = |name: &str| from.headers.get(name)?.to_str().ok().map(str::to_owned);
        let of = |pairs: &[(String, String)], name: &str| {
            pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        match self.kind {
            Kind::HeaderKey(name) => header(name).map(Credential::Token),
            Kind::QueryKey(name) => {
                let given =
                    form::given(&from.query, name, super::Spelling::exploded(super::Style::Form), &[]);
                given.texts.first().map(|text| Credential::Token(given.coding.decode(text)))
            }
            Kind::CookieKey(name) => of(&cookies(&from.headers), name).map(Credential::Token),
            Kind::Basic => basic(&authorization(&header(AUTHORIZATION.as_str())?, "Basic")?),
            Kind::Bearer => authorization(&header(AUTHORIZATION.as_str())?, "Bearer").map(Credential::Token),
            Kind::Http(scheme) => {
                authorization(&header(AUTHORIZATION.as_str())?, scheme).map(Credential::Token)
            }
            Kind::MutualTls => Some(Credential::Certificate),
        }
    }

    /// How a server asks for the proof (RFC 9110, `WWW-Authenticate`), where there is a way.
    pub(super) fn challenge(&self) -> Option<String> {
        match self.kind {
            Kind::Basic => Some("Basic realm=\"api\"".to_owned()),
            Kind::Bearer => Some("Bearer".to_owned()),
            Kind::Http(scheme) => Some(scheme.to_owned()),
            _ => None,
        }
    }
}

/// Puts a header that is not to be printed, and may not be stored by what passes it on.
fn secret_header(to: &mut Outgoing, name: &'static str, value: &str) -> Written {
    // What is wrong with a secret is not said with its text.
    let fault = || Fault::new(format!("credential for the header `{name}`"), "it cannot be a header");
    let name = http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| fault())?;
    let mut value = HeaderValue::from_str(value).map_err(|_| fault())?;
    value.set_sensitive(true);
    to.headers.insert(name, value);
    Ok(())
}

fn authorization(header: &str, scheme: &str) -> Option<String> {
    let (given, rest) = header.split_once(' ')?;
    given.eq_ignore_ascii_case(scheme).then(|| rest.trim().to_owned())
}

fn basic(encoded: &str) -> Option<Credential> {
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (user, password) = decoded.split_once(':')?;
    Some(Credential::Password { user: user.to_owned(), password: password.to_owned() })
}
