//! Aliases that lead back to themselves, by references alone or through lists and maps. There is no end to what they
//! stand for, and Rust has no such alias: one of each circle becomes any JSON value.

use super::{Lowering, anything};
use crate::diagnostic::Code;
use crate::ir::{Shape, TypeId};

impl Lowering<'_> {
    /// Cuts all circles of aliases.
    pub(super) fn cut_circles(&mut self) {
        let mut is_done = vec![false; self.api.types.len()];
        for first in 0..self.api.types.len() {
            let mut way = Vec::new();
            let mut at = TypeId(first);
            while let Some(next) = self.leads_to(at).filter(|_| !is_done[at.0]) {
                if way.contains(&at) {
                    self.cut(at);
                    break;
                }
                way.push(at);
                at = next;
            }
            way.into_iter().for_each(|id| is_done[id.0] = true);
        }
    }

    /// What an alias stands for, if that is a described type.
    fn leads_to(&self, id: TypeId) -> Option<TypeId> {
        match &self.api.ty(id).shape {
            Shape::Alias(used) => used.described(),
            _ => None,
        }
    }

    fn cut(&mut self, id: TypeId) {
        let place = self.api.ty(id).place.clone();
        self.warn(Code::CircularReference, "references lead in a circle here", &place);
        let ty = &mut self.api.types[id.0];
        if let Shape::Alias(used) = &mut ty.shape {
            used.ty = anything(&place).ty;
        }
    }
}
