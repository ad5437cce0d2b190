//! How operations are divided into files, so that none grows beyond what people and editors read with ease.

use super::Item;
use crate::facts::Codec;
use crate::ir::{Parameter, Presence, Shape};

/// How many lines a file should have, as far as that can be told before it is printed.
const LINES: usize = 2_200;

/// The operations of each file, by how many lines each of them takes.
pub(super) fn files<'i, 'a>(items: &'i [Item<'a>], lines: fn(&Item<'_>) -> usize) -> Vec<&'i [Item<'a>]> {
    let mut files = Vec::new();
    let (mut start, mut total) = (0, 0);
    for (at, item) in items.iter().enumerate() {
        let own = lines(item);
        if total + own > LINES && at > start {
            files.push(&items[start..at]);
            (start, total) = (at, 0);
        }
        total += own;
    }
    files.push(&items[start..]);
    files
}

/// The names of files that hold a part each.
pub(super) fn names(name: &str, count: usize) -> Vec<proc_macro2::Ident> {
    let name = |at: usize| {
        if at == 1 { quote::format_ident!("{name}") } else { quote::format_ident!("{name}_{at}") }
    };
    (1..=count).map(name).collect()
}

/// About how many lines the request and the answers of an operation take.
pub(super) fn messages(item: &Item<'_>) -> usize {
    let operation = item.operation;
    let parameters: usize = operation.parameters.iter().map(|parameter| 6 + described(parameter)).sum();
    let answers = item.exchange.success.iter().chain(&item.exchange.failure);
    let own = if item.shared_error.is_some() { &item.exchange.success } else { &item.exchange.failure };
    let responses: usize = operation.responses.iter().map(|response| 12 * response.headers.len()).sum();
    let bodies = item.exchange.body.len();
    50 + text(&operation.description)
        + parameters
        + 3 * answers.count()
        + 10 * own.len()
        + responses
        + if bodies > 1 { 25 + 10 * bodies } else { 4 }
        + parts(item)
}

/// Of these, the lines of a body in parts.
fn parts(item: &Item<'_>) -> usize {
    if item.exchange.body.iter().all(|case| case.codec != Codec::Multipart) {
        return 0;
    }
    let content = item.operation.body.iter().flat_map(|body| &body.content);
    let shapes = content.filter_map(|content| super::values::resolved(item.model, &content.value).1);
    let fields = shapes.map(|shape| match shape {
        Shape::Object(object) => 30 + 10 * object.fields.len(),
        _ => 0,
    });
    fields.sum()
}

/// About how many lines an operation takes in the client.
pub(super) fn calls(item: &Item<'_>) -> usize {
    let operation = item.operation;
    let optional = |parameter: &&Parameter| parameter.presence == Presence::Optional;
    let setters: usize =
        operation.parameters.iter().filter(optional).map(|parameter| 6 + described(parameter).min(4)).sum();
    let body = operation.body.as_ref().map_or(0, |_| 6);
    12 + operation.parameters.len() + setters + body + if item.paging.is_some() { 25 } else { 0 }
}

fn described(parameter: &Parameter) -> usize {
    text(&parameter.description).max(1)
}

fn text(description: &str) -> usize {
    description.lines().count()
}
