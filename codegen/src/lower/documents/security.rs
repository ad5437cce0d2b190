//! Servers, and the ways to prove who asks.

use super::Lowering;
use super::content::members;
use crate::diagnostic::Code;
use crate::ir::{
    ApiKeyPlace, Flow, FlowKind, SecurityRequirement, SecurityScheme, SecuritySchemeKind, Server,
    ServerVariable,
};
use crate::read::open_api::{Dialect, View, text, texts};
use crate::read::tree::Node;

impl<'a> Lowering<'a> {
    /// The servers that stand at a place.
    pub(super) fn servers(&mut self, view: &View<'a>, dialect: Dialect) -> Vec<Server> {
        if dialect == Dialect::Swagger {
            return swagger_servers(view);
        }
        let servers = view.member("servers").map(|servers| servers.each()).unwrap_or_default();
        let server = |view: &View<'a>| Server {
            url: text(view, "url").to_owned(),
            description: text(view, "description").to_owned(),
            variables: members(view.member("variables"))
                .into_iter()
                .map(|(name, view)| variable(name, &view))
                .collect(),
        };
        servers.iter().map(server).collect()
    }

    /// The ways to prove who asks that a document describes.
    pub(super) fn schemes(&mut self, whole: &View<'a>, dialect: Dialect) -> Vec<SecurityScheme> {
        let listed = match dialect {
            Dialect::Swagger => whole.member("securityDefinitions"),
            _ => whole.member("components").and_then(|components| components.member("securitySchemes")),
        };
        let mut schemes = Vec::new();
        for (name, view) in listed.iter().flat_map(View::members) {
            let Some(found) = self.resolved(&view) else { continue };
            schemes.push(SecurityScheme {
                name: name.to_owned(),
                place: view.place,
                description: text(&found, "description").to_owned(),
                kind: kind(&found),
            });
        }
        schemes
    }

    /// The ways to be allowed an operation: its own, or those of the document.
    pub(super) fn security(&mut self, view: &View<'a>, whole: &View<'a>) -> Vec<SecurityRequirement> {
        let at = if view.node.get("security").is_some() { view } else { whole };
        let listed = at.member("security").map(|listed| listed.each()).unwrap_or_default();
        let mut requirements = Vec::new();
        for requirement in &listed {
            let mut schemes = Vec::new();
            for (name, scopes) in requirement.members() {
                let scopes = scopes.node.items().iter().filter_map(Node::as_str).map(str::to_owned).collect();
                match self.is_scheme(whole, name) {
                    true => schemes.push((name.to_owned(), scopes)),
                    false => {
                        let message = format!("the security scheme `{name}` is not described");
                        self.warn(Code::UnknownScheme, message, &requirement.place);
                    }
                }
            }
            // A way of which every scheme is unknown is none that leads in.
            if !schemes.is_empty() || requirement.node.members().is_empty() {
                requirements.push(SecurityRequirement { schemes });
            }
        }
        requirements
    }

    fn is_scheme(&self, whole: &View<'a>, name: &str) -> bool {
        let document = self.library.index(whole.place.source).and_then(|index| self.api.documents.get(index));
        document.is_some_and(|document| document.schemes.iter().any(|scheme| scheme.name == name))
    }
}

/// The URLs of Swagger, one for each scheme.
fn swagger_servers(view: &View<'_>) -> Vec<Server> {
    let (host, path) = (text(view, "host"), text(view, "basePath").trim_end_matches('/'));
    let server = |url: String| Server { url, description: String::new(), variables: Vec::new() };
    let schemes = texts(view, "schemes");
    match (host, schemes.as_slice()) {
        ("", _) if path.is_empty() => Vec::new(),
        ("", _) => vec![server(path.to_owned())],
        (host, []) => vec![server(format!("https://{host}{path}"))],
        (host, schemes) => schemes.iter().map(|scheme| server(format!("{scheme}://{host}{path}"))).collect(),
    }
}

fn variable(name: &str, view: &View<'_>) -> ServerVariable {
    let plain = |node: &Node| match node.as_str() {
        Some(text) => text.to_owned(),
        None => node.to_json().to_string(),
    };
    ServerVariable {
        name: name.to_owned(),
        default: view.node.get("default").map(plain).unwrap_or_default(),
        values: view.node.get("enum").map(Node::items).unwrap_or_default().iter().map(plain).collect(),
        description: text(view, "description").to_owned(),
    }
}

fn kind(view: &View<'_>) -> SecuritySchemeKind {
    match text(view, "type") {
        "basic" => SecuritySchemeKind::Basic,
        "apiKey" => api_key(view),
        "http" => match text(view, "scheme").to_ascii_lowercase().as_str() {
            "basic" => SecuritySchemeKind::Basic,
            "bearer" => SecuritySchemeKind::Bearer { format: text(view, "bearerFormat").to_owned() },
            other => SecuritySchemeKind::Http(other.to_owned()),
        },
        "oauth2" => SecuritySchemeKind::OAuth2(flows(view)),
        "openIdConnect" => {
            SecuritySchemeKind::OpenIdConnect { url: text(view, "openIdConnectUrl").to_owned() }
        }
        "mutualTLS" => SecuritySchemeKind::MutualTls,
        other => SecuritySchemeKind::Other(other.to_owned()),
    }
}

fn api_key(view: &View<'_>) -> SecuritySchemeKind {
    let place = match text(view, "in") {
        "query" => ApiKeyPlace::Query,
        "cookie" => ApiKeyPlace::Cookie,
        _ => ApiKeyPlace::Header,
    };
    SecuritySchemeKind::ApiKey { place, name: text(view, "name").to_owned() }
}

/// The flows: in Swagger there is one, beside the type.
fn flows(view: &View<'_>) -> Vec<Flow> {
    let own = flow_kind(text(view, "flow")).map(|kind| flow(kind, view));
    let listed = members(view.member("flows")).into_iter();
    own.into_iter().chain(listed.filter_map(|(name, view)| Some(flow(flow_kind(name)?, &view)))).collect()
}

fn flow_kind(word: &str) -> Option<FlowKind> {
    match word {
        "implicit" => Some(FlowKind::Implicit),
        "password" => Some(FlowKind::Password),
        "clientCredentials" | "application" => Some(FlowKind::ClientCredentials),
        "authorizationCode" | "accessCode" => Some(FlowKind::AuthorizationCode),
        _ => None,
    }
}

fn flow(kind: FlowKind, view: &View<'_>) -> Flow {
    let scopes = view.member("scopes");
    let scopes = scopes.iter().flat_map(View::members);
    Flow {
        kind,
        authorization_url: text(view, "authorizationUrl").to_owned(),
        token_url: text(view, "tokenUrl").to_owned(),
        refresh_url: text(view, "refreshUrl").to_owned(),
        scopes: scopes
            .map(|(name, view)| (name.to_owned(), view.node.as_str().unwrap_or_default().to_owned()))
            .collect(),
    }
}
