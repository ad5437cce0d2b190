//! Who may ask, and where.

use super::subject::Subject;
use super::{Change, Effect, Pair, Rule, Semver};
use crate::ir::{SecurityRequirement, SecurityScheme, SecuritySchemeKind, Server};

/// The ways to be allowed an operation, any of which is enough. No way at all means that nothing is demanded.
pub(super) fn compare(subject: &Subject<'_>, ways: Pair<&[SecurityRequirement]>) -> Vec<Change> {
    let ways = ways.each(|ways| -> Vec<String> {
        match ways {
            [] => vec![shown(&SecurityRequirement::default())],
            ways => ways.iter().map(shown).collect(),
        }
    });
    let gone = ways.old.iter().filter(|way| !ways.new.contains(way)).map(|way| {
        let detail = format!("{way} is not enough any more");
        subject.change(Rule::SecurityTightened, detail, Effect::BREAKS_CLIENTS)
    });
    let new = ways.new.iter().filter(|way| !ways.old.contains(way)).map(|way| {
        let detail = format!("{way} is enough");
        subject.change(Rule::SecurityLoosened, detail, Effect::LOOSER)
    });
    gone.chain(new).collect()
}

/// A way to be allowed an operation, for people. The order of schemes and scopes means nothing.
fn shown(way: &SecurityRequirement) -> String {
    let mut schemes: Vec<String> = Vec::new();
    for (name, scopes) in &way.schemes {
        let mut scopes = scopes.clone();
        scopes.sort();
        let scopes = if scopes.is_empty() { String::new() } else { format!(" ({})", scopes.join(", ")) };
        schemes.push(format!("`{name}`{scopes}"));
    }
    schemes.sort();
    if schemes.is_empty() { "no proof".to_owned() } else { schemes.join(" with ") }
}

/// The ways to prove who asks.
pub(super) fn schemes(subject: &Subject<'_>, schemes: Pair<&[SecurityScheme]>) -> Vec<Change> {
    let find = |all: &[SecurityScheme], name: &str| all.iter().position(|scheme| scheme.name == name);
    let mut changes = Vec::new();
    for old in schemes.old {
        let Some(new) = find(schemes.new, &old.name).map(|at| &schemes.new[at]) else {
            let detail = format!("the security scheme `{}` is gone", old.name);
            let effect = Effect::NOTHING.rust(Semver::Major);
            let change = subject.change(Rule::SecuritySchemeRemoved, detail, effect);
            changes.push(Change { old: Some(old.place.clone()), ..change });
            continue;
        };
        if old.kind != new.kind {
            let (from, to) = (kind(&old.kind), kind(&new.kind));
            let became =
                if from == to { format!("another sort of {to}") } else { format!("{from} became {to}") };
            let detail = format!("the security scheme `{}`: {became}", old.name);
            let effect = Effect::BREAKS_CLIENTS.rust(Semver::Major);
            let change = subject.change(Rule::SecuritySchemeChanged, detail, effect);
            changes.push(Change { old: Some(old.place.clone()), new: Some(new.place.clone()), ..change });
        }
    }
    for new in schemes.new.iter().filter(|new| find(schemes.old, &new.name).is_none()) {
        let detail = format!("the security scheme `{}` is new", new.name);
        let change = subject.change(Rule::SecuritySchemeAdded, detail, Effect::NOTHING.rust(Semver::Minor));
        changes.push(Change { new: Some(new.place.clone()), ..change });
    }
    changes
}

/// How a way works, for people.
fn kind(kind: &SecuritySchemeKind) -> String {
    match kind {
        SecuritySchemeKind::ApiKey { place, name } => format!("`{name}` ({place:?})"),
        SecuritySchemeKind::Basic => "name and password".to_owned(),
        SecuritySchemeKind::Bearer { .. } => "a token".to_owned(),
        SecuritySchemeKind::Http(scheme) => format!("`{scheme}`"),
        SecuritySchemeKind::OAuth2(_) => "OAuth 2".to_owned(),
        SecuritySchemeKind::OpenIdConnect { url } => format!("OpenID Connect at `{url}`"),
        SecuritySchemeKind::MutualTls => "a certificate".to_owned(),
        SecuritySchemeKind::Other(name) => format!("`{name}`"),
    }
}

/// Where an API or an operation is served.
pub(super) fn servers(subject: &Subject<'_>, servers: Pair<&[Server]>) -> Vec<Change> {
    let urls = servers.each(|servers| servers.iter().map(|server| &server.url).collect::<Vec<_>>());
    let gone = urls.old.iter().filter(|url| !urls.new.contains(url)).map(|url| {
        let detail = format!("it is not served at `{url}` any more");
        subject.change(Rule::ServersChanged, detail, Effect::BREAKS_CLIENTS.rust(Semver::Major))
    });
    let new = urls.new.iter().filter(|url| !urls.old.contains(url)).map(|url| {
        let detail = format!("it is served at `{url}`");
        subject.change(Rule::ServersChanged, detail, Effect::NOTHING.rust(Semver::Minor))
    });
    let mut changes: Vec<Change> = gone.chain(new).collect();
    if changes.is_empty() && servers.old != servers.new {
        let detail = "servers have other descriptions, variables or another order".to_owned();
        changes.push(subject.change(Rule::ServersChanged, detail, Effect::LOOSER));
    }
    changes
}
