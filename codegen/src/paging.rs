//! Which operations give lists that come page by page, and how one page leads to the next.

use crate::diagnostic::{Code, Diagnostic, Given, Report, SourceId};
use crate::facts::{Codec, Facts, Paging, Turn, Way};
use crate::filter::{Asked, Pattern};
use crate::ir::{Api, Location, Object, Operation, OperationId, Shape, TypeId, TypeRef, Use};

/// What was asked for in one place, not yet checked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The operations, as in `operation:listBooks` or `tag:books`.
    pub operations: Vec<Given<String>>,
    /// How a page leads to the next: `link`, `cursor`, `page` or `offset`.
    pub by: Given<String>,
    /// The parameter of the query that says which page is wanted.
    pub parameter: Given<String>,
    /// The JSON pointer to the cursor, or to the address of the next page, in the body.
    pub next: Option<Given<String>>,
    /// The JSON pointer to the list in the body; without it, the body is the list.
    pub items: Option<Given<String>>,
}

/// How some lists come page by page.
#[derive(Clone, Debug)]
pub struct Rule {
    operations: Vec<Given<Pattern>>,
    turn: Turn,
    parameter: Given<String>,
    next: Option<Given<String>>,
    items: Given<String>,
}

impl Request {
    /// The rule that it comes to.
    ///
    /// # Errors
    /// It does not say enough, or says what means nothing.
    pub fn rule(&self) -> Result<Rule, Diagnostic> {
        let turn = match self.by.value.as_str() {
            "link" => Turn::Link,
            "cursor" => Turn::Cursor,
            "page" => Turn::Page,
            "offset" => Turn::Offset,
            other => {
                let finding = self.by.wrong(format!("`{other}` is no way from a page to the next"));
                return Err(finding.help("The ways are `link`, `cursor`, `page` and `offset`."));
            }
        };
        if turn == Turn::Cursor && self.next.is_none() {
            let message = "where a cursor leads to the next page, `next` has to say where in the body it is";
            return Err(self.by.finding(Code::ConfigGap, message));
        }
        let pattern = |text: &Given<String>| {
            Pattern::parse(&text.value).map(|found| text.with(found)).map_err(|why| text.wrong(why))
        };
        Ok(Rule {
            operations: self.operations.iter().map(pattern).collect::<Result<_, _>>()?,
            turn,
            parameter: self.parameter.clone(),
            next: self.next.clone(),
            items: self.items.clone().unwrap_or_else(|| self.parameter.with(String::new())),
        })
    }
}

impl Rule {
    /// Says which source holds it.
    pub fn stand_in(&mut self, source: SourceId) {
        let texts = [Some(&mut self.parameter), self.next.as_mut(), Some(&mut self.items)];
        let places = texts.into_iter().flatten().filter_map(|text| text.place.as_mut());
        let operations = self.operations.iter_mut().filter_map(|one| one.place.as_mut());
        places.chain(operations).for_each(|place| place.source = source);
    }

    /// How an operation comes page by page by this rule.
    fn of(&self, api: &Api, facts: &Facts, id: OperationId) -> Result<Paging, Diagnostic> {
        let operation = api.operation(id);
        let wrong = |given: &Given<String>, why: &str| {
            given.finding(
                Code::PagingMisfit,
                format!("`{}` cannot come page by page: {why}", operation.label()),
            )
        };
        let parameter = parameter(operation, &self.parameter.value)
            .ok_or_else(|| wrong(&self.parameter, "it has no such parameter of the query"))?;
        let body = body(facts, operation, id).ok_or_else(|| {
            wrong(&self.parameter, "its answer is not one JSON body, or its request is a stream")
        })?;
        let (items, found) = way(api, body, &self.items.value)
            .ok_or_else(|| wrong(&self.items, "this leads to no member of its body"))?;
        let TypeRef::List(item) = found.ty else { return Err(wrong(&self.items, "there is no list here")) };
        let next = self.next.as_ref().map(|next| {
            way(api, body, &next.value)
                .map(|(way, _)| way)
                .ok_or_else(|| wrong(next, "this leads to no member of its body"))
        });
        Ok(Paging { turn: self.turn, parameter, items, item: *item, next: next.transpose()? })
    }
}

/// How the operations come page by page that the rules are about. A pattern may fit operations that are no such lists: it
/// is wrong where it fits none that is.
pub fn settle(rules: &[Rule], api: &Api, facts: &mut Facts, report: &mut Report) {
    for rule in rules {
        for pattern in &rule.operations {
            let (mut done, mut refused) = (0, None);
            for id in (0..api.operations.len()).map(OperationId) {
                let Operation { id: name, path, tags, .. } = api.operation(id);
                let asked = Asked { id: name.as_deref().unwrap_or_default(), path, tags };
                if facts.exchange(id).is_none() || !pattern.value.fits(asked) {
                    continue;
                }
                match rule.of(api, facts, id) {
                    Ok(paging) => {
                        done += 1;
                        facts.paging.insert(id, paging);
                    }
                    Err(finding) => refused = refused.or(Some(finding)),
                }
            }
            if done == 0 {
                let message = format!("there is no operation for `{}`", pattern.value);
                report.push(refused.unwrap_or_else(|| pattern.finding(Code::PagingMisfit, message)));
            }
        }
    }
}

fn parameter(operation: &Operation, name: &str) -> Option<usize> {
    let is_it =
        |parameter: &crate::ir::Parameter| parameter.location == Location::Query && parameter.name == name;
    operation.parameters.iter().position(is_it)
}

/// The body of the only success, where a request can be sent again with another page.
fn body<'a>(facts: &Facts, operation: &'a Operation, id: OperationId) -> Option<&'a Use> {
    let exchange = facts.exchange(id)?;
    let is_whole = |codec: Codec| matches!(codec, Codec::Empty | Codec::Json | Codec::Text | Codec::Form);
    let [answer] = exchange.success.as_slice() else { return None };
    let fits = answer.case.codec == Codec::Json && exchange.body.iter().all(|case| is_whole(case.codec));
    let content = operation.responses.get(answer.response?)?.content.get(answer.case.content?)?;
    fits.then_some(&content.value)
}

/// The members on the way of a pointer, and the value that it leads to.
fn way(api: &Api, body: &Use, pointer: &str) -> Option<(Way, Use)> {
    let mut here = resolved(api, body)?;
    let mut steps = Vec::new();
    for step in pointer.split('/').skip(1) {
        let name = step.replace("~1", "/").replace("~0", "~");
        let (id, object) = object(api, here)?;
        let at = object.fields.iter().position(|field| field.name == name)?;
        if object.choice_of(at).is_some() {
            return None;
        }
        steps.push((id, at));
        here = resolved(api, &object.fields[at].value)?;
    }
    let is_pointer = pointer.is_empty() || pointer.starts_with('/');
    is_pointer.then(|| (steps, here.clone()))
}

/// What a value is once aliases are followed; none where null may be in between.
fn resolved<'a>(api: &'a Api, value: &'a Use) -> Option<&'a Use> {
    let mut value = value;
    for _ in 0..64 {
        let TypeRef::Described(id) = &value.ty else { break };
        let Shape::Alias(target) = &api.ty(*id).shape else { break };
        if target.null == crate::ir::Null::Allowed {
            return None;
        }
        value = target;
    }
    Some(value)
}

fn object<'a>(api: &'a Api, value: &Use) -> Option<(TypeId, &'a Object)> {
    let TypeRef::Described(id) = value.ty else { return None };
    match &api.ty(id).shape {
        Shape::Object(object) => Some((id, object)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
