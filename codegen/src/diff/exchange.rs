//! Operations of documents: what is asked, and what is answered.

use super::documents::{described, differing};
use super::fields::joined;
use super::schema::Walk;
use super::subject::{Flow, Subject};
use super::{Change, Effect, Pair, Rule, Semver, Texts, security};
use crate::diagnostic::Place;
use crate::facts::{Answer, Codec, Exchange};
use crate::ir::{
    Content, Field, Header, Location, Operation, OperationId, Parameter, ParameterEncoding, Presence,
    Response, StatusPattern, Use,
};

/// Compares an operation that both sides have.
pub(super) fn compare(subject: &Subject<'_>, ids: Pair<OperationId>) -> Vec<Change> {
    let sides = subject.sides;
    let operations = Pair { old: sides.old.api.operation(ids.old), new: sides.new.api.operation(ids.new) };
    let direction = operations.new.direction();
    let mut changes = said(subject, operations);
    changes.extend(rust(subject, ids));
    changes.extend(security::compare(subject, operations.each(|operation| operation.security.as_slice())));
    changes.extend(security::servers(subject, operations.each(|operation| operation.servers.as_slice())));
    let mut walk = Walk::of(subject);
    walk.flow = Flow::Sent.of(direction);
    parameters(&mut walk, operations);
    body(&mut walk, operations);
    walk.flow = Flow::Received.of(direction);
    responses(&mut walk, operations.each(|operation| operation.responses.as_slice()));
    changes.extend(walk.end());
    let exchanges = Pair { old: sides.old.facts.exchange(ids.old), new: sides.new.facts.exchange(ids.new) };
    if let (Some(old), Some(new)) = (exchanges.old, exchanges.new) {
        raise(&mut changes, Pair { old, new });
    }
    changes
}

/// What the operation says of itself.
fn said(subject: &Subject<'_>, operations: Pair<&Operation>) -> Vec<Change> {
    let texts = [
        ("summary", operations.each(|operation| operation.summary.clone())),
        ("description", operations.each(|operation| operation.description.clone())),
        ("tags", operations.each(|operation| operation.tags.join(", "))),
    ];
    let mut changes = described(subject, &texts);
    let deprecated = operations.each(|operation| operation.deprecated);
    let (rule, detail) = match (deprecated.old, deprecated.new) {
        (false, true) => (Rule::OperationDeprecated, "the operation is deprecated"),
        (true, false) => (Rule::OperationUndeprecated, "the operation is not deprecated any more"),
        _ => return changes,
    };
    changes.push(subject.change(rule, detail, Effect::NOTHING.rust(Semver::Minor)));
    changes
}

/// The method of the generated client, and the type of the requests.
fn rust(subject: &Subject<'_>, ids: Pair<OperationId>) -> Option<Change> {
    let path = |side: &super::Side<'_>, id| side.names.operation_path(side.api, id);
    let texts = Texts { old: path(&subject.sides.old, ids.old), new: path(&subject.sides.new, ids.new) };
    let detail = format!("`{}` became `{}`", texts.old, texts.new);
    (texts.old != texts.new).then(|| Change {
        rust: Some(texts),
        ..subject.change(Rule::RustPathChanged, detail, Effect::NOTHING.rust(Semver::Major))
    })
}

/// The parts of an operation that are named: parameters and headers.
struct Part<'a> {
    name: String,
    place: &'a Place,
    presence: Presence,
    /// What it says besides, as `description`, `deprecated` and how it is written.
    said: [(&'static str, String); 3],
    value: &'a Use,
}

impl<'a> Part<'a> {
    fn parameter(parameter: &'a Parameter) -> Self {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let said = (&parameter.description, parameter.deprecated, written(&parameter.encoding));
        Self::of(
            format!("{location}.{}", parameter.name),
            (&parameter.place, parameter.presence),
            said,
            &parameter.value,
        )
    }

    fn header(header: &'a Header) -> Self {
        let said = (&header.description, header.deprecated, written(&header.encoding));
        Self::of(format!("header.{}", header.name), (&header.place, header.presence), said, &header.value)
    }

    fn of(
        name: String,
        (place, presence): (&'a Place, Presence),
        (description, deprecated, encoding): (&String, bool, String),
        value: &'a Use,
    ) -> Self {
        let said = [
            ("description", description.clone()),
            ("deprecated", deprecated.to_string()),
            ("encoding", encoding),
        ];
        Self { name, place, presence, said, value }
    }

    fn field(&self) -> Field {
        Field { presence: self.presence, ..Field::lone(self.value.clone()) }
    }
}

/// How a value is written, for people.
fn written(encoding: &ParameterEncoding) -> String {
    match encoding {
        ParameterEncoding::Content(media_type) => media_type.clone(),
        ParameterEncoding::Style { style, explode, allow_reserved } => {
            let style = format!("{style:?}").to_lowercase();
            let exploded = if *explode { ", exploded" } else { "" };
            let reserved = if *allow_reserved { ", reserved characters as they are" } else { "" };
            format!("{style}{exploded}{reserved}")
        }
    }
}

fn parameters(walk: &mut Walk<'_>, operations: Pair<&Operation>) {
    let mut parts = operations.each(|it| it.parameters.iter().map(Part::parameter).collect::<Vec<_>>());
    let order = operations.each(|operation| placeholders(&operation.path));
    for (old, new) in order.old.iter().zip(&order.new).filter(|(old, new)| old != new) {
        // What a parameter of the path is called is no part of what is sent.
        let (from, to) = (format!("path.{old}"), format!("path.{new}"));
        for part in parts.new.iter_mut().filter(|part| part.name == to) {
            part.name.clone_from(&from);
            let (detail, effect) = (format!("`{old}` became `{new}`"), Effect::NOTHING.rust(Semver::Major));
            let change = walk.change(Rule::RustFieldRenamed, detail, effect);
            walk.changes.push(Change { path: from.clone(), new: Some(part.place.clone()), ..change });
        }
    }
    named(walk, "", &parts, [Rule::ParameterAdded, Rule::ParameterRemoved]);
}

/// The names of the parameters of a path, in their order.
fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|step| Some(step.split_once('}')?.0)).collect()
}

/// Compares parameters or headers by their names; `rules` are for those that come and those that go.
fn named(walk: &mut Walk<'_>, path: &str, parts: &Pair<Vec<Part<'_>>>, rules: [Rule; 2]) {
    for old in &parts.old {
        let path = joined(path, &old.name);
        let Some(new) = parts.new.iter().find(|new| new.name == old.name) else {
            let effect = Effect::BREAKS_CLIENTS.rust(Semver::Major);
            let change = walk.change(rules[1], format!("`{}` is gone", old.name), effect);
            walk.changes.push(Change { path, old: Some(old.place.clone()), ..change });
            continue;
        };
        part(walk, &path, Pair { old, new });
    }
    for new in parts.new.iter().filter(|new| parts.old.iter().all(|old| old.name != new.name)) {
        let (sort, effect) = match (new.presence, walk.flow) {
            (Presence::Required, Flow::Received) => ("required", Effect::NOTHING.rust(Semver::Major)),
            (Presence::Required, _) => ("required", Effect::BREAKS_CLIENTS.rust(Semver::Major)),
            (Presence::Optional, Flow::Received) => ("optional", Effect::NOTHING.rust(Semver::Major)),
            (Presence::Optional, _) => ("optional", Effect::NOTHING.rust(Semver::Minor)),
        };
        let change = walk.change(rules[0], format!("the {sort} `{}` is new", new.name), effect);
        let path = joined(path, &new.name);
        walk.changes.push(Change { path, new: Some(new.place.clone()), ..change });
    }
}

/// Compares a parameter or a header that both sides have.
fn part(walk: &mut Walk<'_>, path: &str, parts: Pair<&Part<'_>>) {
    let places = parts.each(|part| Some(part.place.clone()));
    let first = walk.changes.len();
    let required = parts.each(|part| part.presence == Presence::Required);
    let needed = match (required.old, required.new) {
        (false, true) => Some((Rule::FieldRequired, "it must be given", Effect::TIGHTER)),
        (true, false) => Some((Rule::FieldOptional, "it may be left out", Effect::BREAKS_CLIENTS)),
        _ => None,
    };
    walk.changes.extend(needed.map(|(rule, detail, effect)| walk.change(rule, detail.to_owned(), effect)));
    for (old, new) in parts.old.said.iter().zip(&parts.new.said) {
        let Some(detail) = differing(&Pair { old: old.1.clone(), new: new.1.clone() }) else { continue };
        let (rule, effect) = match old.0 {
            "encoding" => (Rule::EncodingChanged, Effect::BREAKS_CLIENTS),
            "deprecated" => (Rule::DescriptionChanged, Effect::LOOSER.rust(Semver::Minor)),
            _ => (Rule::DescriptionChanged, Effect::LOOSER),
        };
        let change = walk.change(rule, format!("`{}`: {detail}", old.0), effect);
        walk.changes.push(change);
    }
    for change in &mut walk.changes[first..] {
        path.clone_into(&mut change.path);
        (change.old, change.new) = (places.old.clone(), places.new.clone());
    }
    let fields = parts.each(|part| part.field());
    walk.member(Pair { old: &fields.old, new: &fields.new }, path, first);
}

fn body(walk: &mut Walk<'_>, operations: Pair<&Operation>) {
    let bodies = operations.each(|operation| operation.body.as_ref());
    let (rule, detail, effect) = match (bodies.old, bodies.new) {
        (None, None) => return,
        (None, Some(new)) if new.presence == Presence::Required => {
            (Rule::BodyAdded, "there must be a body", Effect::BREAKS_CLIENTS.rust(Semver::Major))
        }
        (None, Some(_)) => (Rule::BodyAdded, "there may be a body", Effect::NOTHING.rust(Semver::Major)),
        (Some(_), None) => {
            (Rule::BodyRemoved, "there is no body any more", Effect::BREAKS_CLIENTS.rust(Semver::Major))
        }
        (Some(old), Some(new)) => {
            if old.description != new.description {
                in_other_words(walk, "body");
            }
            contents(walk, "body", Pair { old: &old.content, new: &new.content });
            match (old.presence, new.presence) {
                (Presence::Optional, Presence::Required) => (
                    Rule::FieldRequired,
                    "the body must be given",
                    Effect::BREAKS_CLIENTS.rust(Semver::Major),
                ),
                (Presence::Required, Presence::Optional) => {
                    (Rule::FieldOptional, "the body may be left out", Effect::NOTHING.rust(Semver::Major))
                }
                _ => return,
            }
        }
    };
    let change = walk.change(rule, detail.to_owned(), effect);
    walk.changes.push(Change { path: "body".to_owned(), ..change });
}

fn in_other_words(walk: &mut Walk<'_>, path: &str) {
    let change = walk.change(Rule::DescriptionChanged, "`description` differs".to_owned(), Effect::LOOSER);
    walk.changes.push(Change { path: path.to_owned(), ..change });
}

/// Compares what a body holds, by media type.
fn contents(walk: &mut Walk<'_>, path: &str, contents: Pair<&[Content]>) {
    let find = |all: &[Content], name: &str| all.iter().position(|content| content.media_type == name);
    for old in contents.old {
        let name = &old.media_type;
        let Some(new) = find(contents.new, name).map(|at| &contents.new[at]) else {
            let change =
                walk.change(Rule::MediaTypeRemoved, format!("`{name}` is gone"), Effect::BREAKS_CLIENTS);
            walk.changes.push(Change { path: path.to_owned(), old: Some(old.place.clone()), ..change });
            continue;
        };
        let path = if contents.old.len() > 1 { format!("{path}({name})") } else { path.to_owned() };
        content(walk, &path, Pair { old, new });
    }
    for new in contents.new.iter().filter(|new| find(contents.old, &new.media_type).is_none()) {
        let detail = format!("`{}` is new", new.media_type);
        let change = walk.change(Rule::MediaTypeAdded, detail, Effect::NOTHING);
        walk.changes.push(Change { path: path.to_owned(), new: Some(new.place.clone()), ..change });
    }
}

fn content(walk: &mut Walk<'_>, path: &str, contents: Pair<&Content>) {
    let first = walk.changes.len();
    let encodings = contents.each(|content| {
        let parts = content.encodings.iter();
        let said = parts.map(|part| {
            let headers: Vec<&str> = part.headers.iter().map(|header| header.name.as_str()).collect();
            let types = part.content_types.join(", ");
            let style = part.encoding.as_ref().map(written).unwrap_or_default();
            [part.name.as_str(), &types, &style, &headers.join(", ")].join(" ")
        });
        said.collect::<Vec<_>>().join(", ")
    });
    if let Some(detail) = differing(&encodings) {
        let change = walk.change(Rule::EncodingChanged, format!("parts: {detail}"), Effect::BREAKS_CLIENTS);
        let places = contents.each(|content| Some(content.place.clone()));
        walk.changes.push(Change { path: path.to_owned(), old: places.old, new: places.new, ..change });
    }
    walk.lone(contents.each(|content| &content.value), path, first);
}

fn responses(walk: &mut Walk<'_>, responses: Pair<&[Response]>) {
    let find =
        |all: &[Response], status: StatusPattern| all.iter().position(|response| response.status == status);
    for old in responses.old {
        let path = old.status.to_string();
        let Some(new) = find(responses.new, old.status).map(|at| &responses.new[at]) else {
            // Nobody is harmed by an answer that does not come.
            let change = walk.change(
                Rule::ResponseRemoved,
                format!("`{path}` is no answer any more"),
                Effect::NOTHING,
            );
            walk.changes.push(Change { path, ..change });
            continue;
        };
        if old.description != new.description {
            in_other_words(walk, &path);
        }
        let parts = Pair { old, new }.each(|it| it.headers.iter().map(Part::header).collect::<Vec<_>>());
        named(walk, &path, &parts, [Rule::HeaderAdded, Rule::HeaderRemoved]);
        contents(walk, &format!("{path}.body"), Pair { old: &old.content, new: &new.content });
    }
    for new in responses.new.iter().filter(|new| find(responses.old, new.status).is_none()) {
        let path = new.status.to_string();
        let effect = match new.status {
            StatusPattern::Code(200..=299) | StatusPattern::Range(2) => Effect::BREAKS_CLIENTS,
            _ => Effect::NOTHING,
        };
        let change = walk.change(Rule::ResponseAdded, format!("`{path}` is an answer"), effect);
        walk.changes.push(Change { path, ..change });
    }
}

/// What other bodies and answers make of the types of the generated crate.
fn raise(changes: &mut [Change], exchanges: Pair<&Exchange>) {
    let bodies = exchanges.each(|exchange| exchange.body.iter().map(|case| (None, case.codec)).collect());
    let answers = |answers: &[Answer]| answers.iter().map(|it| (Some(it.status), it.case.codec)).collect();
    let rust = [
        grown(&bodies, 1),
        grown(&exchanges.each(|exchange| answers(&exchange.success)), 1),
        grown(&exchanges.each(|exchange| answers(&exchange.failure)), 0),
    ];
    let is_about_cases = |rule: Rule| {
        matches!(
            rule,
            Rule::ResponseAdded | Rule::ResponseRemoved | Rule::MediaTypeAdded | Rule::MediaTypeRemoved
        )
    };
    let worst = rust.into_iter().max().unwrap_or(Semver::None);
    for change in changes.iter_mut().filter(|change| is_about_cases(change.rule)) {
        change.effect.rust = change.effect.rust.max(worst);
    }
}

/// A body or an answer that has a type of its own.
type Case = (Option<StatusPattern>, Codec);

/// What it means that cases come and go. Up to so many of them are no enum.
fn grown(cases: &Pair<Vec<Case>>, single: usize) -> Semver {
    let lacks = |these: &[Case], others: &[Case]| these.iter().any(|case| !others.contains(case));
    match (lacks(&cases.old, &cases.new), lacks(&cases.new, &cases.old)) {
        (true, _) => Semver::Major,
        (false, true) if cases.old.len() <= single => Semver::Major,
        (false, true) => Semver::Minor,
        (false, false) => Semver::None,
    }
}
