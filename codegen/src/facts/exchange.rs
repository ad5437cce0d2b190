//! How the operations of documents are asked for and answered: where they belong, how each body is written, which bodies
//! come to the same, and which answers are successes.

use crate::ir::{
    Api, Content, Operation, Origin, Response, Shape, StatusPattern, StringFormat, TypeId, TypeRef, Use,
};

/// How an operation is asked for and answered.
#[derive(Debug)]
pub struct Exchange {
    /// The group that it belongs to, in the words of the document.
    pub group: String,
    /// What its body may be.
    pub body: Vec<Case>,
    /// The answers where it succeeds.
    pub success: Vec<Answer>,
    /// The answers where it fails.
    pub failure: Vec<Answer>,
}

/// A body in media types that come to the same.
#[derive(Debug)]
pub struct Case {
    /// The media types, in the order of the document.
    pub media_types: Vec<String>,
    /// How it is written.
    pub codec: Codec,
    /// The place of the first of them among the contents; none where there is no body.
    pub content: Option<usize>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The statuses that it is for.
    pub status: StatusPattern,
    /// The place of the response in the operation; none where the document does not say what success is.
    pub response: Option<usize>,
    /// Its body.
    pub case: Case,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// There is none.
    Empty,
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As a form.
    Form,
    /// In parts.
    Multipart,
    /// As a JSON value a line.
    Lines,
    /// As server-sent events.
    Events,
    /// As bytes.
    Bytes,
}

/// The exchanges of the operations of documents, in the order of the model; those of resources have none.
pub(super) fn of(api: &Api, shared: &[TypeId]) -> Vec<Option<Exchange>> {
    let exchange = |operation: &Operation| Exchange {
        group: group(operation),
        body: operation.body.as_ref().map(|body| cases(api, shared, &body.content)).unwrap_or_default(),
        success: success(api, shared, operation),
        failure: failure(api, shared, operation),
    };
    let operations = api.operations.iter();
    operations.map(|operation| operation.document().map(|_| exchange(operation))).collect()
}

/// The tag of an operation. One without a tag belongs to the first word of its path that is no version and no parameter.
fn group(operation: &Operation) -> String {
    match &operation.origin {
        Origin::Webhook(_) => "webhooks".to_owned(),
        Origin::Callback { .. } => "callbacks".to_owned(),
        _ => match operation.tags.iter().find(|tag| !tag.trim().is_empty()) {
            Some(tag) => tag.clone(),
            None => first_word(&operation.path).unwrap_or("root").to_owned(),
        },
    }
}

fn first_word(path: &str) -> Option<&str> {
    let is_version = |word: &str| {
        word.strip_prefix('v').is_some_and(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()))
    };
    path.split('/')
        .find(|word| !word.is_empty() && !word.contains('{') && !is_version(word) && *word != "api")
}

/// The contents of a body, those that come to the same together.
fn cases(api: &Api, shared: &[TypeId], contents: &[Content]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (index, content) in contents.iter().enumerate() {
        let codec = codec(api, content);
        let same = |case: &&mut Case| {
            let first = case.content.and_then(|at| contents.get(at));
            case.codec == codec
                && first.is_some_and(|first| is_untyped(codec) || same(shared, &first.value, &content.value))
        };
        match cases.iter_mut().find(same) {
            Some(case) => case.media_types.push(content.media_type.clone()),
            None => {
                let media_types = vec![content.media_type.clone()];
                cases.push(Case { media_types, codec, content: Some(index) });
            }
        }
    }
    cases
}

/// Whether bodies of a codec have the same type whatever their schemas say.
const fn is_untyped(codec: Codec) -> bool {
    matches!(codec, Codec::Bytes | Codec::Text)
}

/// Whether two uses have the same type in Rust.
fn same(shared: &[TypeId], one: &Use, other: &Use) -> bool {
    if one.null != other.null {
        return false;
    }
    match (&one.ty, &other.ty) {
        (TypeRef::Described(one), TypeRef::Described(other)) => shared[one.0] == shared[other.0],
        (TypeRef::List(one), TypeRef::List(other)) | (TypeRef::Map(one), TypeRef::Map(other)) => {
            same(shared, one, other)
        }
        (TypeRef::String(one), TypeRef::String(other)) => one == other,
        (TypeRef::Integer(one), TypeRef::Integer(other)) => one == other,
        (TypeRef::Any, TypeRef::Any) | (TypeRef::Boolean, TypeRef::Boolean) => true,
        (TypeRef::Number, TypeRef::Number) | (TypeRef::Float, TypeRef::Float) => true,
        _ => false,
    }
}

/// How a body of a media type is written. Where the type does not say, its schema does.
fn codec(api: &Api, content: &Content) -> Codec {
    let media_type = content.media_type.to_ascii_lowercase();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence {
        _ if is_binary(api, &content.value) && !essence.starts_with("multipart/") => Codec::Bytes,
        _ if media_type.contains("stream=watch") => Codec::Lines,
        "application/json" | "text/json" => Codec::Json,
        "application/x-www-form-urlencoded" => Codec::Form,
        "text/event-stream" => Codec::Events,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonlines"
        | "application/json-seq"
        | "application/stream+json" => Codec::Lines,
        _ if essence.ends_with("+json") => Codec::Json,
        _ if essence.starts_with("multipart/") => Codec::Multipart,
        _ if is_text(essence) => Codec::Text,
        // A range, or a type of which nothing is known: what has members or items is JSON.
        _ if is_structured(api, &content.value) => Codec::Json,
        "*/*" if !matches!(content.value.ty, TypeRef::Any) => Codec::Json,
        _ => Codec::Bytes,
    }
}

fn is_text(essence: &str) -> bool {
    let written = ["xml", "yaml", "javascript", "graphql", "sql", "csv"];
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || written.iter().any(|name| {
            essence.strip_prefix("application/").is_some_and(|rest| rest.trim_start_matches("x-") == *name)
        })
}

fn is_binary(api: &Api, value: &Use) -> bool {
    match &value.ty {
        TypeRef::String(StringFormat::Binary) => true,
        TypeRef::Described(id) => match &api.ty(*id).shape {
            Shape::Alias(target) => !matches!(target.ty, TypeRef::Described(_)) && is_binary(api, target),
            _ => false,
        },
        _ => false,
    }
}

fn is_structured(api: &Api, value: &Use) -> bool {
    match &value.ty {
        TypeRef::List(_) | TypeRef::Map(_) => true,
        TypeRef::Described(id) => !matches!(api.ty(*id).shape, Shape::Enum(_) | Shape::Alias(_)),
        _ => false,
    }
}

/// What a status means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Success,
    Elsewhere,
    Failure,
    Open,
}

const fn meaning(status: StatusPattern) -> Meaning {
    let hundred = match status {
        StatusPattern::Code(code) => code / 100,
        StatusPattern::Range(digit) => digit as u16,
        StatusPattern::Default => return Meaning::Open,
    };
    match hundred {
        0..=2 => Meaning::Success,
        3 => Meaning::Elsewhere,
        _ => Meaning::Failure,
    }
}

/// The answers that are successes: 2XX. Where there is none, redirections are, or else the default. An operation that
/// knows no success answers with whatever comes.
fn success(api: &Api, shared: &[TypeId], operation: &Operation) -> Vec<Answer> {
    for wanted in [Meaning::Success, Meaning::Elsewhere, Meaning::Open] {
        let found = answers(api, shared, operation, |found| found == wanted);
        if !found.is_empty() {
            return found;
        }
    }
    let case = Case { media_types: vec!["*/*".to_owned()], codec: Codec::Bytes, content: None };
    vec![Answer { status: StatusPattern::Range(2), response: None, case }]
}

fn failure(api: &Api, shared: &[TypeId], operation: &Operation) -> Vec<Answer> {
    let known = |wanted| operation.responses.iter().any(|response| meaning(response.status) == wanted);
    let (succeeds, leads) = (known(Meaning::Success), known(Meaning::Elsewhere));
    answers(api, shared, operation, |found| match found {
        Meaning::Success => false,
        Meaning::Elsewhere => succeeds,
        Meaning::Failure => true,
        Meaning::Open => succeeds || leads || found == Meaning::Open,
    })
}

fn answers(
    api: &Api,
    shared: &[TypeId],
    operation: &Operation,
    wanted: impl Fn(Meaning) -> bool,
) -> Vec<Answer> {
    let responses = operation.responses.iter().enumerate();
    let wanted = responses.filter(|(_, response)| wanted(meaning(response.status)));
    wanted.flat_map(|(at, response)| answer(api, shared, at, response)).collect()
}

fn answer(api: &Api, shared: &[TypeId], at: usize, response: &Response) -> Vec<Answer> {
    let mut cases = cases(api, shared, &response.content);
    if cases.is_empty() {
        cases.push(Case { media_types: Vec::new(), codec: Codec::Empty, content: None });
    }
    // Forms and parts are for requests: as answers they are handed over as they are.
    for case in &mut cases {
        case.codec = match case.codec {
            Codec::Form => Codec::Text,
            Codec::Multipart => Codec::Bytes,
            codec => codec,
        };
    }
    let answer = |case| Answer { status: response.status, response: Some(at), case };
    cases.into_iter().map(answer).collect()
}
