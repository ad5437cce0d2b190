//! Where exactly in its file a value stands that is known by its pointer.

use std::collections::BTreeMap;

use specwright::diagnostic::{Place, Position, Report, SourceId, Sources};
use specwright::read;
use specwright::read::tree::{Node, NodeValue};

/// The inputs, and what their texts hold.
pub struct Places<'a> {
    sources: &'a Sources,
    trees: BTreeMap<SourceId, Vec<Node>>,
}

impl<'a> Places<'a> {
    /// Reads the inputs again. What there is to say about them has been said.
    pub fn new(sources: &'a Sources) -> Self {
        let trees = sources.iter().map(|(id, source)| (id, read::trees(id, source, &mut Report::new())));
        Self { sources, trees: trees.collect() }
    }

    /// Where the value is that the pointer of a place leads to.
    pub fn position(&self, place: &Place) -> Option<Position<'a>> {
        let trees = self.trees.get(&place.source)?;
        let is_around =
            |tree: &&Node| tree.span.start <= place.span.start && place.span.start <= tree.span.end;
        let start = trees.iter().rfind(is_around).map(|tree| start(tree, place));
        let start = start.unwrap_or(place.span.start);
        self.sources.position(&Place { span: start..start, ..place.clone() })
    }
}

/// The first byte of the innermost value on the way of the pointer; of its key, where it has one.
fn start(tree: &Node, place: &Place) -> usize {
    let (mut node, mut start) = (tree, tree.span.start);
    for step in place.pointer.as_str().split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let inner = match &node.value {
            NodeValue::Array(items) => {
                step.parse().ok().and_then(|at: usize| items.get(at)).map(|item| (item, item.span.start))
            }
            _ => node.member(&step).map(|member| (&member.value, member.key_span.start)),
        };
        let Some(inner) = inner else { break };
        (node, start) = inner;
    }
    start
}
