//! The operations of a resource: those that an API server serves for a CustomResourceDefinition.
//!
//! Nothing of this stands in the definition. It follows from group, version, names, scope and subresources, by the rules
//! that kube-apiserver goes by when it publishes an API; the test against a real server's documents holds them.

mod naming;
mod parameters;
#[cfg(test)]
mod tests;

use crate::diagnostic::Place;
use crate::ir::{
    Action, Api, Body, Content, Keywords, Known, Method, Null, Operation, OperationKind, Origin, Presence,
    Resource, ResourceId, Response, Scope, StatusPattern, Target, TypeRef, Use, Verb,
};

/// The media types in which objects are sent and received.
const OBJECT_MEDIA: [&str; 2] = ["application/json", "application/yaml"];

/// The media types of patches, which also say what form of patch it is.
const PATCH_MEDIA: [&str; 3] =
    ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

/// Adds the operations of every resource that is served.
pub(super) fn add(api: &mut Api) {
    let served = api.resources.iter().enumerate().filter(|(_, resource)| resource.served);
    api.operations.extend(served.flat_map(|(index, resource)| of(ResourceId(index), resource)));
}

/// The operations of one resource.
fn of(id: ResourceId, resource: &Resource) -> Vec<Operation> {
    actions(resource).into_iter().map(|action| operation(id, resource, action)).collect()
}

/// What can be done to a resource.
fn actions(resource: &Resource) -> Vec<Action> {
    use Verb::{Create, Delete, DeleteCollection, List, ListAll, Patch, Read, Replace};

    let on = |target| move |verb: &Verb| Action { verb: *verb, target };
    let part = [Read, Replace, Patch];
    let mut actions = Vec::new();
    if resource.scope == Scope::Namespaced {
        actions.push(on(Target::Object)(&ListAll));
    }
    let whole = [List, Create, DeleteCollection, Read, Replace, Patch, Delete];
    actions.extend(whole.iter().map(on(Target::Object)));
    if resource.subresources.status {
        actions.extend(part.iter().map(on(Target::Status)));
    }
    if resource.subresources.scale {
        actions.extend(part.iter().map(on(Target::Scale)));
    }
    actions
}

fn operation(id: ResourceId, resource: &Resource, action: Action) -> Operation {
    Operation {
        id: Some(naming::operation_id(resource, action)),
        place: resource.place.clone(),
        origin: Origin::Kubernetes,
        method: method(action.verb),
        path: naming::path(resource, action),
        summary: String::new(),
        description: naming::description(resource, action),
        deprecated: false,
        tags: vec![naming::tag(resource)],
        kind: OperationKind::Resource { action, resource: id },
        parameters: parameters::of(resource, action),
        body: body(id, resource, action),
        responses: responses(id, resource, action),
        security: Vec::new(),
        servers: Vec::new(),
    }
}

const fn method(verb: Verb) -> Method {
    match verb {
        Verb::List | Verb::ListAll | Verb::Read => Method::Get,
        Verb::Create => Method::Post,
        Verb::Replace => Method::Put,
        Verb::Patch => Method::Patch,
        Verb::Delete | Verb::DeleteCollection => Method::Delete,
    }
}

fn body(id: ResourceId, resource: &Resource, action: Action) -> Option<Body> {
    let (presence, media, ty) = match action.verb {
        Verb::Create | Verb::Replace => {
            (Presence::Required, OBJECT_MEDIA.as_slice(), object(id, action.target))
        }
        Verb::Patch => (Presence::Required, PATCH_MEDIA.as_slice(), TypeRef::Known(Known::Patch)),
        Verb::Delete => (Presence::Optional, OBJECT_MEDIA.as_slice(), TypeRef::Known(Known::DeleteOptions)),
        Verb::List | Verb::ListAll | Verb::Read | Verb::DeleteCollection => return None,
    };
    Some(Body { presence, description: String::new(), content: content(resource, media, &ty) })
}

/// The statuses that a success may have; any operation may besides be refused for want of authentication.
fn responses(id: ResourceId, resource: &Resource, action: Action) -> Vec<Response> {
    let statuses: &[(u16, &str)] = match action.verb {
        Verb::Create => &[(200, "OK"), (201, "Created"), (202, "Accepted")],
        Verb::Replace => &[(200, "OK"), (201, "Created")],
        Verb::Delete => &[(200, "OK"), (202, "Accepted")],
        Verb::List | Verb::ListAll | Verb::Read | Verb::Patch | Verb::DeleteCollection => &[(200, "OK")],
    };
    let answer = answer(id, action);
    let response = |status: u16, description: &str, content: Vec<Content>| Response {
        status: StatusPattern::Code(status),
        description: description.to_owned(),
        headers: Vec::new(),
        content,
    };
    let success = |(status, description): &(u16, &str)| {
        response(*status, description, content(resource, &OBJECT_MEDIA, &answer))
    };
    statuses.iter().map(success).chain([response(401, "Unauthorized", Vec::new())]).collect()
}

/// What a success answers with.
fn answer(id: ResourceId, action: Action) -> TypeRef {
    match action.verb {
        Verb::List | Verb::ListAll => TypeRef::ListOf(id),
        Verb::Delete | Verb::DeleteCollection => TypeRef::Known(Known::Status),
        Verb::Create | Verb::Read | Verb::Replace | Verb::Patch => object(id, action.target),
    }
}

/// What stands for an object, seen from one of its sides.
fn object(id: ResourceId, target: Target) -> TypeRef {
    match target {
        Target::Object | Target::Status => TypeRef::Resource(id),
        Target::Scale => TypeRef::Known(Known::Scale),
    }
}

fn content(resource: &Resource, media: &[&str], ty: &TypeRef) -> Vec<Content> {
    let content = |media_type: &&str| Content {
        media_type: (*media_type).to_owned(),
        place: resource.place.clone(),
        encodings: Vec::new(),
        value: plain_use(&resource.place, ty.clone(), Keywords::default()),
    };
    media.iter().map(content).collect()
}

fn plain_use(place: &Place, ty: TypeRef, schema: Keywords) -> Use {
    Use { place: place.clone(), ty, null: Null::Refused, schema }
}
