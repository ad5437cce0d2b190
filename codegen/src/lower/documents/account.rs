//! Does the model hold what the documents do? What they describe is counted once more, in the trees, and looked for by its
//! place: what is missing would be missing from the output in silence.

use std::collections::HashSet;

use super::Lowering;
use super::content::members;
use crate::diagnostic::{Code, Place, Report, SourceId};
use crate::ir::{Operation, Shape};
use crate::read::open_api::{Schema, View, media_types, text};
use crate::read::tree::Node;

/// A place, as far as it tells one thing from another.
type Spot = (SourceId, usize);

fn spot(place: &Place) -> Spot {
    (place.source, place.span.start)
}

impl Lowering<'_> {
    /// Reports what is neither in the model nor reported already.
    pub(super) fn account(&mut self) {
        let known = self.known();
        let mut lost: Vec<Place> = Vec::new();
        for view in self.named.iter().chain(&self.inline) {
            properties(view, &known, &mut lost);
        }
        for (operation, view) in
            self.api.operations.iter().filter(|operation| operation.document().is_some()).zip(&self.described)
        {
            lost.extend(self.lost_of(operation, view, &known));
        }
        for place in lost {
            self.warn(Code::DocumentLoss, "this is described, and the model does not hold it", &place);
        }
    }

    /// What of an operation is not there: parameters and media types by their places, responses by their number.
    fn lost_of(&self, operation: &Operation, view: &View<'_>, known: &HashSet<Spot>) -> Vec<Place> {
        let is_lost = |place: &Place| !known.contains(&spot(place));
        let own = view.at("parameters").map(|list| list.each()).unwrap_or_default();
        let has = |one: &View<'_>| operation.parameters.iter().any(|parameter| parameter.place == one.place);
        let is_body = |one: &View<'_>| {
            let target = one.node.get("$ref").and_then(Node::as_str);
            let found = target.and_then(|target| self.library.find(one.place.source, target).ok());
            matches!(text(found.as_ref().unwrap_or(one), "in"), "body" | "formData")
                && operation.body.is_some()
        };
        let mut lost: Vec<Place> =
            own.iter().filter(|one| !has(one) && !is_body(one)).map(|one| one.place.clone()).collect();
        let body = view.member("requestBody").filter(|body| body.node.get("$ref").is_none());
        let media = body.map(|body| media_types(&body)).unwrap_or_default().into_iter();
        let holds = |name: &str| {
            operation.body.iter().flat_map(|body| &body.content).any(|one| one.media_type == name)
        };
        lost.extend(media.filter(|(name, _)| !holds(name)).map(|(_, view)| view.place));
        let responses = members(view.member("responses"));
        let unknown = responses.iter().map(|(_, response)| &response.place).filter(|place| is_lost(place));
        if unknown.clone().count() > operation.responses.len() {
            lost.extend(unknown.skip(operation.responses.len()).cloned());
        }
        lost.retain(is_lost);
        lost
    }

    /// The places of all that the model holds, and of all that was reported.
    fn known(&self) -> HashSet<Spot> {
        let mut known: HashSet<Spot> = self.reported.iter().map(spot).collect();
        for ty in &self.api.types {
            if let Shape::Object(object) = &ty.shape {
                let fields = object.fields.iter();
                known.extend(
                    fields.flat_map(|field| std::iter::once(&field.value.place).chain(&field.also)).map(spot),
                );
            }
        }
        known
    }
}

/// Looks for the members that a schema and the schemas inside it describe. Those under `not`, `if` and the like, and those of
/// a branch that only says more of a member, are conditions and no members.
fn properties(view: &View<'_>, known: &HashSet<Spot>, lost: &mut Vec<Place>) {
    let mut open = vec![view.clone()];
    while let Some(view) = open.pop() {
        if known.contains(&spot(&view.place)) && view.node.members().is_empty() {
            continue;
        }
        let outer = view.node.get("properties");
        for (_, property) in view.member("properties").iter().flat_map(View::members) {
            match known.contains(&spot(&property.place)) {
                true => open.push(property),
                false => lost.push(property.place),
            }
        }
        open.extend(items(&view));
        open.extend(view.member("additionalProperties"));
        for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            let branches = view.member(key).map(|list| list.each()).unwrap_or_default();
            open.extend(branches.into_iter().filter(|branch| !is_condition(branch.node, outer)));
        }
    }
}

/// The items of a list. Those of what is no list describe nothing; the reader reported them.
fn items<'a>(view: &View<'a>) -> Option<View<'a>> {
    view.node.get("items").and_then(|_| Schema::read(view, &mut Report::default()).items)
}

/// Whether all members that a branch describes are described around it.
fn is_condition(branch: &Node, outer: Option<&Node>) -> bool {
    let members = branch.get("properties").map(Node::members).unwrap_or_default();
    !members.is_empty()
        && outer.is_some_and(|outer| members.iter().all(|member| outer.get(&member.key).is_some()))
}
