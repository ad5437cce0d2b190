//! Which types hold themselves, and where that has to be broken.
//!
//! A type that lies in another takes its place there; one that holds itself, by way of others or not, would be endless.
//! Lists and maps keep their values elsewhere, and so do unions. What is left are members of objects: where the type of
//! one leads back to itself, it is boxed. All types that reach each other in this way are found at once, as the strongly
//! connected components of the graph of what lies in what.

use crate::ir::{Api, Null, Object, Presence, Shape, TypeId, TypeRef, Use};

/// Which types hold themselves.
#[derive(Debug)]
pub(super) struct Cycles {
    boxed: Vec<bool>,
    endless: Vec<bool>,
}

impl Cycles {
    pub(super) fn of(api: &Api, shared: &[TypeId]) -> Self {
        let graph = |edges: fn(&Shape) -> Vec<TypeId>| -> Vec<Vec<usize>> {
            let of = |shape| edges(shape).into_iter().map(|id| shared[id.0].0).collect();
            api.types.iter().map(|ty| of(&ty.shape)).collect()
        };
        let renamed = on_cycles(&graph(renamed));
        let demanded = without_end(&graph(demanded));
        let endless =
            renamed.into_iter().zip(demanded).map(|(renamed, demanded)| renamed || demanded).collect();
        Self { boxed: on_cycles(&graph(held)), endless }
    }

    /// Whether a value of the type may hold another.
    pub(super) fn is_boxed(&self, id: TypeId) -> bool {
        self.boxed[id.0]
    }

    /// Whether there is no end to the type: it is another name for nothing but itself, or each of its values must hold
    /// another.
    pub(super) fn is_endless(&self, id: TypeId) -> bool {
        self.endless[id.0]
    }
}

/// The types whose values lie in one of this shape.
fn held(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Union(_) | Shape::Enum(_) => Vec::new(),
        _ => shape.uses().into_iter().filter_map(direct).collect(),
    }
}

/// The types that this is another name for, or for lists and maps of.
fn renamed(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Alias(target) => target.described().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The types of which each value of this shape must hold one.
fn demanded(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Object(object) => demanded_members(object),
        Shape::Alias(target) => direct(target).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn demanded_members(object: &Object) -> Vec<TypeId> {
    let always = object
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required && field.value.null == Null::Refused);
    always.filter_map(|field| direct(&field.value)).collect()
}

fn direct(value: &Use) -> Option<TypeId> {
    match value.ty {
        TypeRef::Described(id) => Some(id),
        _ => None,
    }
}

/// The nodes all of whose ways lead on and on.
fn without_end(edges: &[Vec<usize>]) -> Vec<bool> {
    let mut endless = vec![true; edges.len()];
    loop {
        let ends = |node: &usize| endless[*node] && !edges[*node].iter().any(|next| endless[*next]);
        let found: Vec<usize> = (0..edges.len()).filter(ends).collect();
        if found.is_empty() {
            return endless;
        }
        found.into_iter().for_each(|node| endless[node] = false);
    }
}

/// The nodes from which a way leads back to them: those of strongly connected components (Tarjan's algorithm, with a
/// stack of its own, for real graphs are deep).
fn on_cycles(edges: &[Vec<usize>]) -> Vec<bool> {
    let mut search = Search {
        edges,
        index: vec![None; edges.len()],
        low: vec![0; edges.len()],
        on_cycle: vec![None; edges.len()],
        open: Vec::new(),
        count: 0,
    };
    (0..edges.len()).for_each(|node| search.begin(node));
    search.on_cycle.into_iter().map(|known| known == Some(true)).collect()
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    /// Whether the node is on a cycle, as soon as that is known.
    on_cycle: Vec<Option<bool>>,
    /// The nodes of which it is not known yet.
    open: Vec<usize>,
    count: usize,
}

impl Search<'_> {
    fn begin(&mut self, root: usize) {
        if self.index[root].is_some() {
            return;
        }
        // Each node on the way, with how many of its edges have been followed.
        let mut way = vec![(self.enter(root), 0)];
        while let Some((node, followed)) = way.last_mut() {
            let node = *node;
            let Some(&next) = self.edges[node].get(*followed) else {
                way.pop();
                self.leave(node, way.last().map(|(outer, _)| *outer));
                continue;
            };
            *followed += 1;
            match self.index[next] {
                None => way.push((self.enter(next), 0)),
                Some(index) if self.on_cycle[next].is_none() => self.low[node] = self.low[node].min(index),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: usize) -> usize {
        self.index[node] = Some(self.count);
        self.low[node] = self.count;
        self.count += 1;
        self.open.push(node);
        node
    }

    /// Ends the search from a node, which was reached from `outer`.
    fn leave(&mut self, node: usize, outer: Option<usize>) {
        if self.index[node] == Some(self.low[node]) {
            let start = self.open.iter().rposition(|open| *open == node).unwrap_or(0);
            let component = self.open.split_off(start);
            let is_cycle = component.len() > 1 || self.edges[node].contains(&node);
            component.into_iter().for_each(|member| self.on_cycle[member] = Some(is_cycle));
        }
        if let Some(outer) = outer {
            self.low[outer] = self.low[outer].min(self.low[node]);
        }
    }
}
