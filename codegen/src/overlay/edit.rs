//! Changes of a tree.

use crate::pointer::Pointer;
use crate::read::tree::{Member, Node, NodeValue};

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// To a member.
    Name(String),
    /// To an item.
    Index(usize),
}

/// The steps as a JSON pointer.
pub(super) fn pointer(steps: &[Step]) -> Pointer {
    steps.iter().fold(Pointer::root(), |pointer, step| match step {
        Step::Name(name) => pointer.join(name),
        Step::Index(index) => pointer.join(index),
    })
}

/// The value that the steps lead to.
pub(super) fn find<'a>(tree: &'a mut Node, steps: &[Step]) -> Option<&'a mut Node> {
    steps.iter().try_fold(tree, |node, step| match (step, &mut node.value) {
        (Step::Name(name), NodeValue::Object(members)) => {
            members.iter_mut().find(|member| member.key == *name).map(|member| &mut member.value)
        }
        (Step::Index(index), NodeValue::Array(items)) => items.get_mut(*index),
        _ => None,
    })
}

/// Takes out the value that the steps lead to. One that is gone already is no fault.
pub(super) fn remove(tree: &mut Node, steps: &[Step]) -> Result<(), &'static str> {
    let Some((last, before)) = steps.split_last() else {
        return Err("a document cannot be removed as a whole");
    };
    match (last, find(tree, before).map(|node| &mut node.value)) {
        (Step::Name(name), Some(NodeValue::Object(members))) => members.retain(|member| member.key != *name),
        (Step::Index(index), Some(NodeValue::Array(items))) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
    Ok(())
}

/// Adds to the value that the steps lead to: members to an object, an item to a list.
pub(super) fn update(tree: &mut Node, steps: &[Step], update: &Node) -> Result<(), &'static str> {
    let Some(target) = find(tree, steps) else { return Ok(()) };
    match (&mut target.value, &update.value) {
        (NodeValue::Object(_), NodeValue::Object(_)) => merge(target, update),
        (NodeValue::Object(_), _) => return Err("the update of an object has to be an object"),
        (NodeValue::Array(items), _) => items.push(update.clone()),
        _ => return Err("only objects and lists can be updated, and this is neither"),
    }
    Ok(())
}

/// Members that both have are merged where they are objects, and put one behind the other where they are lists. Otherwise
/// the new value is taken. The recursion is bounded by the depth that the readers allow.
fn merge(target: &mut Node, update: &Node) {
    match (&mut target.value, &update.value) {
        (NodeValue::Object(members), NodeValue::Object(new)) => {
            new.iter().for_each(|member| merge_member(members, member));
        }
        (NodeValue::Array(items), NodeValue::Array(new)) => items.extend(new.iter().cloned()),
        _ => *target = update.clone(),
    }
}

fn merge_member(members: &mut Vec<Member>, new: &Member) {
    match members.iter_mut().find(|member| member.key == new.key) {
        Some(member) => {
            let is_kept = matches!(
                (&member.value.value, &new.value.value),
                (NodeValue::Object(_), NodeValue::Object(_)) | (NodeValue::Array(_), NodeValue::Array(_))
            );
            if !is_kept {
                member.key_span = new.key_span.clone();
            }
            merge(&mut member.value, &new.value);
        }
        None => members.push(new.clone()),
    }
}
