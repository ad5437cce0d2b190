//! Bodies and responses: what they hold, by media type.

use super::schema::Home;
use super::{Lowering, anything};
use crate::diagnostic::Code;
use crate::ir::{
    Body, Content, Header, OperationId, ParameterEncoding, Part, PartEncoding, Presence, Response, Root,
    StatusPattern, TypePath, Use,
};
use crate::read::open_api::{StatusKey, View, boolean, entries, media_types, status_key, text};
use crate::read::tree::Node;

/// A part of an operation: the operation, and the name of the component that the part was taken from, if it was.
#[derive(Clone, Debug)]
pub(super) struct Owner {
    pub(super) operation: OperationId,
    pub(super) component: Option<String>,
}

impl<'a> Lowering<'a> {
    /// What a part of an operation holds. Its types belong to the operation, or to the component that it was taken from.
    pub(super) fn part(&mut self, view: &View<'a>, owner: &Owner, part: Part) -> Use {
        self.inline.push(view.clone());
        let root = match &owner.component {
            None => Root::Operation(owner.operation, part),
            Some(name) => {
                let key: super::Key = view.node;
                let id = match self.schemas.get(&key) {
                    Some(id) => *id,
                    None => self.place_named(view, name.clone()),
                };
                self.schemas.insert(key, id);
                Root::Schema(id)
            }
        };
        let path = TypePath { root, steps: Vec::new() };
        let home = Home { path: path.clone(), slot: None };
        let used = self.values(&[super::merge::At { view: view.clone(), path: path.clone() }], &home);
        if let (Root::Schema(id), crate::ir::TypeRef::Described(ty)) = (&path.root, &used.ty)
            && self.api.ty(*ty).path == path
        {
            self.api.schemas[id.0].root = Some(*ty);
        }
        used
    }

    /// The body of a request.
    pub(super) fn body(&mut self, view: &View<'a>, operation: OperationId) -> Option<Body> {
        let found = self.resolved(view)?;
        let owner = owner(operation, view, &found, "body");
        let presence = match boolean(&found, "required") {
            Some(true) => Presence::Required,
            _ => Presence::Optional,
        };
        let content = media_types(&found)
            .into_iter()
            .map(|(name, view)| self.content(name, &view, (&owner, Part::Request(name.to_owned()))));
        Some(Body {
            presence,
            description: text(&found, "description").to_owned(),
            content: content.collect(),
        })
    }

    fn content(&mut self, name: &str, view: &View<'a>, (owner, part): (&Owner, Part)) -> Content {
        let value = match view.member("schema").or_else(|| view.member("itemSchema")) {
            Some(schema) => self.part(&schema, owner, part),
            None => anything(&view.place),
        };
        let encodings = all(view.member("encoding"));
        let encodings = encodings.into_iter().map(|(name, view)| self.part_encoding(name, &view, owner));
        Content {
            media_type: name.to_owned(),
            place: view.place.clone(),
            value,
            encodings: encodings.collect(),
        }
    }

    fn part_encoding(&mut self, name: &str, view: &View<'a>, owner: &Owner) -> PartEncoding {
        let types = text(view, "contentType").split(',').map(str::trim).filter(|one| !one.is_empty());
        let says = |key| view.node.get(key).is_some();
        let encoding = (says("style") || says("explode") || says("allowReserved")).then(|| {
            super::parameters::style(
                crate::ir::Location::Query,
                view.node.get("style").and_then(Node::as_str),
                (boolean(view, "explode"), boolean(view, "allowReserved").unwrap_or_default()),
            )
        });
        let headers = all(view.member("headers"));
        let headers = headers.into_iter().filter_map(|(header, view)| {
            let part = Part::PartHeader(name.to_owned(), header.to_owned());
            self.header(header, &view, (owner, part))
        });
        PartEncoding {
            name: name.to_owned(),
            content_types: types.map(str::to_owned).collect(),
            encoding,
            headers: headers.collect(),
        }
    }

    /// The responses of an operation.
    pub(super) fn responses(
        &mut self,
        view: Option<View<'a>>,
        (id, produces): (OperationId, &[&'a str]),
    ) -> Vec<Response> {
        let mut responses: Vec<Response> = Vec::new();
        for (key, view) in members(view) {
            let Some(status) = status_key(key).map(pattern) else {
                self.warn(
                    Code::DocumentPart,
                    format!("`{key}` is no status; the response is left out"),
                    &view.place,
                );
                continue;
            };
            if responses.iter().any(|response| response.status == status) {
                self.warn(
                    Code::DocumentPart,
                    format!("the status {status} has a response already"),
                    &view.place,
                );
                continue;
            }
            responses.extend(self.response(status, &view, (id, produces)));
        }
        responses
    }

    fn response(
        &mut self,
        status: StatusPattern,
        view: &View<'a>,
        (id, produces): (OperationId, &[&'a str]),
    ) -> Option<Response> {
        let Some(found) = self.resolved(view) else {
            let description = String::new();
            return Some(Response { status, description, headers: Vec::new(), content: Vec::new() });
        };
        let owner = owner(id, view, &found, "response");
        let headers = all(found.member("headers"));
        let headers = headers.into_iter().filter_map(|(name, view)| {
            self.header(name, &view, (&owner, Part::Header(status, name.to_owned())))
        });
        let headers = headers.collect();
        let mut content = Vec::new();
        for (name, view) in media_types(&found) {
            content.push(self.content(name, &view, (&owner, Part::Response(status, name.to_owned()))));
        }
        if let Some(schema) = found.member("schema").filter(|_| !produces.is_empty()) {
            content.extend(self.produced(&schema, (&owner, status), produces));
        }
        Some(Response { status, description: text(&found, "description").to_owned(), headers, content })
    }

    /// The header of a response or of a part of a body.
    fn header(&mut self, name: &str, view: &View<'a>, (owner, part): (&Owner, Part)) -> Option<Header> {
        let found = self.resolved(view)?;
        let owner = match component(view, &found, "header") {
            Some(name) => Owner { component: Some(name), ..owner.clone() },
            None => owner.clone(),
        };
        let (parameter, encoding, value) = self.held(&found, crate::ir::Location::Header, (&owner, part));
        Some(Header {
            name: name.to_owned(),
            place: view.place.clone(),
            presence: if parameter.required { Presence::Required } else { Presence::Optional },
            encoding,
            description: parameter.description.to_owned(),
            deprecated: parameter.deprecated,
            value,
        })
    }

    /// What a parameter or header holds, and how that is written.
    pub(super) fn held(
        &mut self,
        view: &View<'a>,
        location: crate::ir::Location,
        (owner, part): (&Owner, Part),
    ) -> (crate::read::open_api::Parameter<'a>, ParameterEncoding, Use) {
        use crate::read::open_api::{Parameter, ParameterSchema};

        let parameter = Parameter::read(view, self.dialect(view.place.source));
        let usual = super::parameters::style(
            location,
            parameter.style,
            (parameter.explode, parameter.allow_reserved),
        );
        let (encoding, value) = match &parameter.schema {
            ParameterSchema::Plain(None) => (usual, anything(&view.place)),
            ParameterSchema::Plain(Some(schema)) => (usual, self.part(schema, owner, part)),
            ParameterSchema::Content(media_type, content) => {
                let value = match content.member("schema") {
                    Some(schema) => self.part(&schema, owner, part),
                    None => anything(&content.place),
                };
                (ParameterEncoding::Content((*media_type).to_owned()), value)
            }
        };
        (parameter, encoding, value)
    }
}

fn pattern(key: StatusKey) -> StatusPattern {
    match key {
        StatusKey::Code(code) => StatusPattern::Code(code),
        StatusKey::Range(digit) => StatusPattern::Range(digit),
        StatusKey::Default => StatusPattern::Default,
    }
}

/// Whom the types of a part belong to, which stands in place or is taken from the components.
pub(super) fn owner(operation: OperationId, view: &View<'_>, found: &View<'_>, kind: &str) -> Owner {
    Owner { operation, component: component(view, found, kind) }
}

/// What a part is called that was taken from the components: its key there and what it is.
fn component(view: &View<'_>, found: &View<'_>, kind: &str) -> Option<String> {
    if std::ptr::eq(view.node, found.node) {
        return None;
    }
    let key = found.place.pointer.as_str().rsplit('/').next().unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    let is_said = key.to_ascii_lowercase().ends_with(kind);
    Some(if is_said { key } else { format!("{key} {kind}") })
}

/// All members of an object. Headers and members of forms may be called as extensions are.
fn all<'a>(view: Option<View<'a>>) -> Vec<(&'a str, View<'a>)> {
    view.iter().flat_map(View::members).collect()
}

/// The members of an object of a document that are no extensions.
pub(super) fn members<'a>(view: Option<View<'a>>) -> Vec<(&'a str, View<'a>)> {
    view.map(|view| entries(&view)).unwrap_or_default()
}
