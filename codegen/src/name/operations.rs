//! The names of the operations of documents, and of what belongs to them.
//!
//! An operation is called by its id less the group that it stands in (`repos/get` in `repos` is `get`), or by its method and
//! path where it has none (`get_pets_by_id`). Its request, its answers and its errors are called after it.

use std::collections::BTreeMap;

use super::scope::{Claim, Scope, Scopes};
use super::{Ident, ModulePath, case};
use crate::facts::{Answer, Case, Codec, Exchange, Facts};
use crate::ir::{Api, Direction, Location, Operation, OperationId, Parameter, StatusPattern};

/// What belongs to an operation is called.
#[derive(Debug)]
pub struct OperationName {
    /// The module of its group.
    pub group: Ident,
    /// The method that asks for it, and that answers it.
    pub method: Ident,
    /// The type of its requests.
    pub request: Ident,
    /// The type of its bodies, where there are several.
    pub body: Ident,
    /// The type of its successes, where there are several.
    pub response: Ident,
    /// The type of its failures.
    pub error: Ident,
    /// The fields of its parameters, and that of the body behind them.
    pub fields: Vec<Ident>,
    /// The variants of its bodies.
    pub bodies: Vec<Ident>,
    /// The variants of its successes.
    pub successes: Vec<Ident>,
    /// The variants of its failures.
    pub failures: Vec<Ident>,
    /// For each response, the type that holds its headers and body, and the fields of the headers, that of the body last.
    pub headers: Vec<(Ident, Vec<Ident>)>,
}

/// The names of all operations of documents, in the order of the model; those of resources have none.
pub(super) fn names(api: &Api, facts: &Facts) -> Vec<Option<OperationName>> {
    let exchanges = || (0..api.operations.len()).map(|id| facts.exchange(OperationId(id)));
    let groups = groups(api, facts);
    let mut methods = Scopes::default();
    let mut types = Scopes::default();
    for (operation, exchange) in api.operations.iter().zip(exchanges()) {
        let Some(exchange) = exchange else { continue };
        let group = ModulePath(vec![groups[exchange.group.as_str()].clone()]);
        let spelled = claim(operation, &exchange.group);
        for name in type_names(operation, &spelled) {
            types.of(&group, Scope::operation_types).claim(name);
        }
        methods.of(&group, Scope::calls).claim(spelled);
    }
    let (mut methods, mut types) = (methods.decide().into_iter(), types.decide().into_iter());
    let next = |(operation, exchange): (&Operation, Option<&Exchange>)| {
        let exchange = exchange?;
        let mut own = || types.next();
        Some(OperationName {
            group: groups[exchange.group.as_str()].clone(),
            method: methods.next()?,
            request: own()?,
            body: own()?,
            response: own()?,
            error: own()?,
            fields: fields(operation),
            bodies: bodies(&exchange.body),
            successes: answers(&exchange.success),
            failures: answers(&exchange.failure),
            headers: operation
                .responses
                .iter()
                .filter_map(|response| Some((own()?, headers(response))))
                .collect(),
        })
    };
    api.operations.iter().zip(exchanges()).map(next).collect()
}

/// The modules of the groups.
pub(super) fn groups<'a>(api: &Api, facts: &'a Facts) -> BTreeMap<&'a str, Ident> {
    let exchanges = (0..api.operations.len()).filter_map(|id| facts.exchange(OperationId(id)));
    let mut names: Vec<&str> = exchanges.map(|exchange| exchange.group.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let mut scope = Scope::groups();
    for name in &names {
        let snake = case::snake(name);
        let rank = usize::from(snake != *name);
        scope.claim(Claim { name: snake, rank, spelling: (*name).to_owned() });
    }
    let idents = scope.decide();
    names.into_iter().zip(idents).collect()
}

/// What an operation is called as long as nothing else is.
fn claim(operation: &Operation, group: &str) -> Claim {
    let spelling = format!("{} {}", operation.method, operation.path);
    match &operation.id {
        Some(id) if operation.direction() == Direction::Outgoing => {
            let (name, group) = (case::snake(id), case::snake(group));
            let short = name.strip_prefix(&group).and_then(|rest| rest.strip_prefix('_'));
            let name = short.filter(|short| !short.is_empty()).map_or(name.clone(), str::to_owned);
            Claim { name, rank: 0, spelling: format!("{id} {spelling}") }
        }
        Some(id) => Claim { name: case::snake(id), rank: 0, spelling: format!("{id} {spelling}") },
        None => Claim { name: from_path(operation), rank: 1, spelling },
    }
}

/// `GET /pets/{id}/toys` as `get_pets_by_id_toys`.
fn from_path(operation: &Operation) -> String {
    let words =
        operation.path.split('/').filter(|word| !word.is_empty()).map(|word| match word.contains('{') {
            true => format!("by {}", word.replace(['{', '}'], " ")),
            false => word.to_owned(),
        });
    let words: Vec<_> =
        std::iter::once(operation.method.as_str().to_ascii_lowercase()).chain(words).collect();
    case::snake(&words.join(" "))
}

/// The types of an operation: request, body, response, error, and one for each response.
fn type_names(operation: &Operation, method: &Claim) -> Vec<Claim> {
    let base = case::camel(&method.name);
    let own = ["Request", "Body", "Response", "Error"].map(str::to_owned);
    let responses = operation.responses.iter().map(|response| format!("{}Answer", status(response.status)));
    let name = |suffix: String| Claim {
        name: format!("{base}{suffix}"),
        rank: method.rank,
        spelling: format!("{} {suffix}", method.spelling),
    };
    own.into_iter().chain(responses).map(name).collect()
}

/// The fields of a request: its parameters, and its body.
fn fields(operation: &Operation) -> Vec<Ident> {
    let mut scope = Scope::parameters();
    operation.parameters.iter().for_each(|parameter| scope.claim(parameter_claim(parameter)));
    scope.claim(Claim { name: "body".to_owned(), rank: 0, spelling: "body".to_owned() });
    scope.decide()
}

fn parameter_claim(parameter: &Parameter) -> Claim {
    let (rank, location) = match parameter.location {
        Location::Path => (1, "path"),
        Location::Query => (2, "query"),
        Location::Header => (3, "header"),
        Location::Cookie => (4, "cookie"),
    };
    Claim { name: case::snake(&parameter.name), rank, spelling: format!("{location} {}", parameter.name) }
}

fn headers(response: &crate::ir::Response) -> Vec<Ident> {
    let mut scope = Scope::parameters();
    for header in &response.headers {
        scope.claim(Claim { name: case::snake(&header.name), rank: 1, spelling: header.name.clone() });
    }
    scope.claim(Claim { name: "body".to_owned(), rank: 0, spelling: "body".to_owned() });
    scope.decide()
}

/// The variants of a body.
fn bodies(cases: &[Case]) -> Vec<Ident> {
    let mut scope = Scope::bodies();
    for case in cases {
        let spelling = case.media_types.first().cloned().unwrap_or_default();
        scope.claim(Claim { name: media(case), rank: 0, spelling });
    }
    scope.decide()
}

/// The variants of answers: their statuses, with the media type where there are several.
fn answers(answers: &[Answer]) -> Vec<Ident> {
    let mut scope = Scope::bodies();
    for answer in answers {
        let alone = answers.iter().filter(|other| other.response == answer.response).count() == 1;
        let media = if alone { String::new() } else { media(&answer.case) };
        let name = format!("{}{media}", status(answer.status));
        let spelling = format!("{} {}", answer.status, answer.case.media_types.join(" "));
        scope.claim(Claim { name, rank: 0, spelling });
    }
    scope.decide()
}

/// What a body is called by how it is written.
fn media(case: &Case) -> String {
    match case.codec {
        Codec::Empty => "Empty".to_owned(),
        Codec::Json if case.media_types.iter().any(|given| given == "application/json") => "Json".to_owned(),
        Codec::Form => "Form".to_owned(),
        Codec::Multipart => "Multipart".to_owned(),
        Codec::Events => "Events".to_owned(),
        Codec::Lines => "Lines".to_owned(),
        _ => {
            let first = case.media_types.first().map_or("", String::as_str);
            let kind = first.split(';').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
            match kind {
                "*" => "Any".to_owned(),
                "octet-stream" => "Bytes".to_owned(),
                _ => case::camel(kind),
            }
        }
    }
}

/// What a status is called.
fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => {
            case::camel(&reason(code).map_or(format!("status {code}"), str::to_owned))
        }
        StatusPattern::Range(1) => "Informational".to_owned(),
        StatusPattern::Range(2) => "Success".to_owned(),
        StatusPattern::Range(3) => "Redirection".to_owned(),
        StatusPattern::Range(4) => "ClientError".to_owned(),
        StatusPattern::Range(5) => "ServerError".to_owned(),
        StatusPattern::Range(digit) => format!("Range{digit}"),
        StatusPattern::Default => "Default".to_owned(),
    }
}

/// The reason phrases of RFC 9110 and the registry of status codes.
const fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "continue",
        101 => "switching protocols",
        102 => "processing",
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative information",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "payload too large",
        414 => "uri too long",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        418 => "im a teapot",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        426 => "upgrade required",
        428 => "precondition required",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        _ => return None,
    })
}

/// The statics for the ways to prove who asks.
pub(super) fn schemes(api: &Api) -> Vec<BTreeMap<String, Ident>> {
    let mut scope = Scope::statics();
    let names = || api.documents.iter().flat_map(|document| &document.schemes).map(|scheme| &scheme.name);
    for name in names() {
        scope.claim(Claim { name: case::snake(name).to_ascii_uppercase(), rank: 0, spelling: name.clone() });
    }
    let mut idents = scope.decide().into_iter();
    let of = |document: &crate::ir::Document| {
        document.schemes.iter().map(|scheme| scheme.name.clone()).zip(idents.by_ref()).collect()
    };
    api.documents.iter().map(of).collect()
}
