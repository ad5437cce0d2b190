//! Who asks, and whether they may: static tokens, and one group that may do all.

use std::collections::HashMap;

use http::{HeaderMap, header};

use crate::request::route::ResourcePath;
use crate::status::{ApiError, Named};

/// The group whose members may do all.
const MASTERS: &str = "system:masters";

/// Somebody known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: String,
    /// The lasting identity; empty where there is none.
    pub uid: String,
    /// The groups.
    pub groups: Vec<String>,
}

/// Whether tokens are asked for, and whose they are.
#[derive(Debug, Clone, Default)]
pub enum Auth {
    /// Everybody may do all.
    #[default]
    Open,
    /// Only the holders of tokens come in.
    Tokens(HashMap<String, User>),
}

impl Auth {
    /// Reads a token file: `token,user,uid,"group1,group2"` on each line.
    pub fn from_token_file(text: &str) -> Result<Auth, String> {
        let lines = text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        let users = lines.map(|(i, line)| {
            entry(line).ok_or_else(|| format!("line {}: expected token,user,uid[,\"group1,group2\"]", i + 1))
        });
        users.collect::<Result<_, _>>().map(Auth::Tokens)
    }

    /// Who sends these headers.
    pub fn identify(&self, headers: &HeaderMap) -> Result<User, ApiError> {
        let tokens = match self {
            Auth::Open => return Ok(User::test()),
            Auth::Tokens(tokens) => tokens,
        };
        let given = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let token = given
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, t)| t.trim());
        token.and_then(|t| tokens.get(t)).cloned().ok_or_else(ApiError::unauthorized)
    }
}

fn entry(line: &str) -> Option<(String, User)> {
    let mut parts = line.splitn(4, ',').map(|p| p.trim().trim_matches('"'));
    let (token, name, uid) = (parts.next()?, parts.next()?, parts.next()?);
    let groups =
        parts.next().unwrap_or_default().split(',').map(|g| g.trim().to_owned()).filter(|g| !g.is_empty());
    let user = User { name: name.to_owned(), uid: uid.to_owned(), groups: groups.collect() };
    (!token.is_empty() && !name.is_empty()).then(|| (token.to_owned(), user))
}

impl User {
    /// Somebody who may do all.
    pub fn test() -> User {
        User { name: "admin".into(), uid: String::new(), groups: vec![MASTERS.into()] }
    }

    /// Whether there is nothing that the user may not do.
    pub fn may_do_all(&self) -> bool {
        self.groups.iter().any(|g| g == MASTERS)
    }

    /// Refuses what the user may not do. Everybody may ask about himself.
    pub fn authorise(&self, verb: &str, path: &ResourcePath) -> Result<(), ApiError> {
        let about_himself = path.resource.starts_with("selfsubject")
            && matches!(path.group.as_str(), "authorization.k8s.io" | "authentication.k8s.io");
        if self.may_do_all() || verb == "create" && about_himself {
            return Ok(());
        }
        let part = path.subresource.as_ref().map(|s| format!("/{s}")).unwrap_or_default();
        let place = match &path.namespace {
            Some(namespace) => format!("in the namespace {namespace:?}"),
            None => "at the cluster scope".into(),
        };
        let (user, resource, group) = (&self.name, &path.resource, &path.group);
        let why = format!(
            "User {user:?} cannot {verb} resource \"{resource}{part}\" in API group {group:?} {place}"
        );
        let name = path.name.as_deref().unwrap_or_default();
        Err(ApiError::forbidden(&Named { group, kind: resource, name }, &why))
    }
}
