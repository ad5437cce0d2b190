//! The operations of a version.

use std::collections::BTreeMap;

use super::resource::Version;
use super::{Change, Effect, Pair, Rule, Semver, Side};
use crate::ir::{Action, Content, Operation, ResourceId};

/// Compares what can be asked of a version that both sides serve.
pub(super) fn compare(version: &Version<'_>) -> Vec<Change> {
    if !version.is_emitted() {
        return Vec::new();
    }
    let sides = version.sides;
    let (old, new) = (operations(&sides.old, version.ids.old), operations(&sides.new, version.ids.new));
    let only = |these: &BTreeMap<Action, &Operation>, others: &BTreeMap<Action, &Operation>| -> Vec<String> {
        these
            .iter()
            .filter(|(action, _)| !others.contains_key(action))
            .map(|(_, it)| it.label().into_owned())
            .collect()
    };
    let both = old.iter().filter_map(|(action, old)| Some(Pair { old: *old, new: *new.get(action)? }));
    let moved = both.filter(|both| !both.each(|operation| shape(operation)).is_same());
    let moved: Vec<String> = moved.map(|both| both.old.label().into_owned()).collect();
    let changes = [
        (Rule::OperationsAdded, only(&new, &old), Effect::NOTHING.rust(Semver::Minor)),
        (Rule::OperationsRemoved, only(&old, &new), Effect::BREAKS_CLIENTS.rust(Semver::Major)),
        // What becomes of the methods is said where they are compared.
        (Rule::OperationsMoved, moved, Effect::BREAKS_CLIENTS),
    ];
    let changes = changes.into_iter().filter(|(_, operations, _)| !operations.is_empty());
    changes.map(|(rule, operations, effect)| version.change(rule, listed(&operations), effect)).collect()
}

fn operations<'a>(side: &Side<'a>, resource: ResourceId) -> BTreeMap<Action, &'a Operation> {
    let operations = side.api.operations.iter().filter_map(|operation| {
        let (of, action) = operation.on_resource()?;
        (of == resource).then_some((action, operation))
    });
    operations.collect()
}

/// What clients and servers have to agree on.
fn shape(operation: &Operation) -> String {
    let media =
        |content: &[Content]| content.iter().map(|content| content.media_type.clone()).collect::<Vec<_>>();
    let parameters = operation.parameters.iter().map(|parameter| {
        format!(
            "{:?} {} {:?} {:?}",
            parameter.location,
            parameter.name,
            parameter.presence,
            parameter.value.schema.0.get("type")
        )
    });
    let body = operation.body.as_ref().map(|body| (body.presence, media(&body.content)));
    let responses = operation.responses.iter().map(|response| (response.status, media(&response.content)));
    format!(
        "{:?} {} {:?} {body:?} {:?}",
        operation.method,
        operation.path,
        parameters.collect::<Vec<_>>(),
        responses.collect::<Vec<_>>()
    )
}

/// The operations, as long as they are few.
fn listed(operations: &[String]) -> String {
    const FEW: usize = 3;
    match operations {
        [first, ..] if operations.len() > FEW => {
            format!("{} operations, such as `{first}`", operations.len())
        }
        _ => operations.iter().map(|operation| format!("`{operation}`")).collect::<Vec<_>>().join(", "),
    }
}
