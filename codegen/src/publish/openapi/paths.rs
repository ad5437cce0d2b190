//! Operations, by their paths.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, HeaderStyle, MediaType, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, Paths,
    QueryStyle, ReferenceOr, RequestBody, Responses, Schema, StatusCode,
};
use serde_json::json;

use super::{convert, naming};
use crate::ir::{
    Api, Content, Location, Method, Operation, Parameter, Presence, Response, StatusPattern, TypeRef, Use,
    Verb,
};
use crate::publish::schema;

/// The paths, in order.
pub(super) fn of(api: &Api, operations: &[&Operation]) -> Paths {
    let mut by_path = BTreeMap::<&str, Vec<&Operation>>::new();
    for operation in operations {
        by_path.entry(&operation.path).or_default().push(operation);
    }
    let items =
        by_path.into_iter().map(|(path, group)| (path.to_owned(), ReferenceOr::Item(item(api, &group))));
    Paths { paths: items.collect(), ..Paths::default() }
}

/// The operations of one path. A parameter that all of them take is said once, of the path.
fn item(api: &Api, operations: &[&Operation]) -> PathItem {
    let is_shared = |parameter: &Parameter| operations.iter().all(|operation| takes(operation, parameter));
    let mut item = PathItem::default();
    for operation in operations {
        let (shared, own) = operation.parameters.iter().partition(|parameter| is_shared(parameter));
        item.parameters = parameters(api, shared);
        if let Some(slot) = slot(&mut item, &operation.method) {
            *slot = Some(self::operation(api, operation, own));
        }
    }
    item
}

fn takes(operation: &Operation, parameter: &Parameter) -> bool {
    operation.parameters.iter().any(|taken| key_of(taken) == key_of(parameter))
}

/// Where an operation of this method stands; nowhere, if OpenAPI has no place for it.
const fn slot<'a>(item: &'a mut PathItem, method: &Method) -> Option<&'a mut Option<openapiv3::Operation>> {
    match method {
        Method::Get => Some(&mut item.get),
        Method::Put => Some(&mut item.put),
        Method::Post => Some(&mut item.post),
        Method::Delete => Some(&mut item.delete),
        Method::Options => Some(&mut item.options),
        Method::Head => Some(&mut item.head),
        Method::Patch => Some(&mut item.patch),
        Method::Trace => Some(&mut item.trace),
        Method::Other(_) => None,
    }
}

fn operation(api: &Api, operation: &Operation, own: Vec<&Parameter>) -> openapiv3::Operation {
    let extensions = operation.on_resource().map(|(id, action)| {
        let resource = api.resource(id);
        let kind =
            json!({ "group": resource.group, "version": resource.version, "kind": resource.names.kind });
        [
            ("x-kubernetes-action".to_owned(), json!(self::action(action.verb))),
            ("x-kubernetes-group-version-kind".to_owned(), kind),
        ]
    });
    openapiv3::Operation {
        tags: operation.tags.clone(),
        description: Some(operation.description.clone()),
        operation_id: operation.id.clone(),
        parameters: parameters(api, own),
        request_body: operation.body.as_ref().map(|body| {
            ReferenceOr::Item(RequestBody {
                content: content(api, &body.content),
                required: body.presence == Presence::Required,
                ..RequestBody::default()
            })
        }),
        responses: responses(api, &operation.responses),
        extensions: extensions.into_iter().flatten().collect(),
        ..openapiv3::Operation::default()
    }
}

const fn action(verb: Verb) -> &'static str {
    match verb {
        Verb::List | Verb::ListAll => "list",
        Verb::Create => "post",
        Verb::DeleteCollection => "deletecollection",
        Verb::Read => "get",
        Verb::Replace => "put",
        Verb::Patch => "patch",
        Verb::Delete => "delete",
    }
}

/// What tells the parameters of an operation apart, and puts them in order.
fn key_of(parameter: &Parameter) -> (&str, Location) {
    (&parameter.name, parameter.location)
}

fn parameters(api: &Api, mut parameters: Vec<&Parameter>) -> Vec<ReferenceOr<openapiv3::Parameter>> {
    parameters.sort_by_key(|parameter| key_of(parameter));
    parameters.into_iter().map(|parameter| ReferenceOr::Item(self::parameter(api, parameter))).collect()
}

fn parameter(api: &Api, parameter: &Parameter) -> openapiv3::Parameter {
    let parameter_data = ParameterData {
        name: parameter.name.clone(),
        description: Some(parameter.description.clone()),
        required: parameter.presence == Presence::Required,
        deprecated: None,
        format: ParameterSchemaOrContent::Schema(used(api, &parameter.value)),
        example: None,
        examples: IndexMap::new(),
        explode: None,
        extensions: IndexMap::new(),
    };
    match parameter.location {
        Location::Path => openapiv3::Parameter::Path { parameter_data, style: PathStyle::default() },
        Location::Header => openapiv3::Parameter::Header { parameter_data, style: HeaderStyle::default() },
        Location::Cookie => openapiv3::Parameter::Cookie { parameter_data, style: CookieStyle::default() },
        Location::Query => openapiv3::Parameter::Query {
            parameter_data,
            allow_reserved: false,
            style: QueryStyle::default(),
            allow_empty_value: None,
        },
    }
}

fn responses(api: &Api, responses: &[Response]) -> Responses {
    let response = |response: &Response| openapiv3::Response {
        description: response.description.clone(),
        content: content(api, &response.content),
        ..openapiv3::Response::default()
    };
    let mut published = Responses::default();
    for one in responses {
        let item = ReferenceOr::Item(response(one));
        match one.status {
            StatusPattern::Code(code) => _ = published.responses.insert(StatusCode::Code(code), item),
            StatusPattern::Range(digit) => {
                _ = published.responses.insert(StatusCode::Range(digit.into()), item);
            }
            StatusPattern::Default => published.default = Some(item),
        }
    }
    published
}

fn content(api: &Api, content: &[Content]) -> openapiv3::Content {
    let media_type =
        |one: &Content| MediaType { schema: Some(used(api, &one.value)), ..MediaType::default() };
    content.iter().map(|one| (one.media_type.clone(), media_type(one))).collect()
}

/// A value where it is used: by reference, if it has a component.
fn used(api: &Api, used: &Use) -> ReferenceOr<Schema> {
    let name = match used.ty {
        TypeRef::Known(known) => naming::known(known).to_owned(),
        TypeRef::Resource(id) => naming::kind(api.resource(id), &api.resource(id).names.kind),
        TypeRef::ListOf(id) => naming::kind(api.resource(id), &api.resource(id).names.list_kind),
        _ => return convert::schema(schema::of_use(api, used)),
    };
    ReferenceOr::Reference { reference: naming::reference(&name) }
}
