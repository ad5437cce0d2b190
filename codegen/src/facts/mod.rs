//! What follows from the model: answers in side tables, computed over all types at once.

mod applied;
mod cycles;
mod exchange;
mod forms;
mod keys;
mod paging;
mod sharing;
#[cfg(test)]
mod tests;
mod units;

use std::collections::BTreeMap;

use cycles::Cycles;

use crate::ir::{Api, Object, OperationId, Presence, ResourceId, Shape, TypeId};
use crate::overrides::{Overrides, RustPath};

pub use exchange::{Answer, Case, Codec, Exchange};
pub use forms::Form;
pub use paging::{Paging, Turn, Way};
pub use units::{Choice, Unit, UnitId, Units};

/// What follows from an [`Api`].
#[derive(Debug)]
pub struct Facts {
    shared: Vec<TypeId>,
    keys: Vec<Option<Vec<usize>>>,
    applied: Vec<Option<TypeId>>,
    default: Vec<Filling>,
    by_resource: BTreeMap<Option<ResourceId>, Vec<TypeId>>,
    derives: Vec<Vec<RustPath>>,
    cycles: Cycles,
    exchanges: Vec<Option<Exchange>>,
    /// The lists that come page by page.
    pub paging: BTreeMap<OperationId, Paging>,
    /// What users may choose, and what belongs to it.
    pub units: Units,
}

/// Whether a value of a type can be made of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    /// Every member may be absent.
    Default,
    /// Some member must be given.
    Required,
}

impl Filling {
    /// Whether an object can be made of nothing.
    #[must_use]
    pub fn of(object: &Object) -> Self {
        let fields = object.fields.iter().map(|field| field.presence);
        let mut all = fields.chain(object.choices.iter().map(|choice| choice.presence));
        match all.all(|presence| presence == Presence::Optional) {
            true => Self::Default,
            false => Self::Required,
        }
    }
}

impl Facts {
    /// Computes what follows from `api`, and from what the user wants otherwise.
    #[must_use]
    pub fn of(api: &Api, overrides: &Overrides) -> Self {
        let keys = keys::of(api);
        let shared = sharing::representatives(api, overrides, &keys);
        let default = api.types.iter().map(|ty| filling(&ty.shape)).collect();
        let derives = api.types.iter().map(|ty| overrides.derives(&ty.place).to_vec()).collect();
        let cycles = Cycles::of(api, &shared);
        let exchanges = exchange::of(api, &shared);
        let units = Units::of(api, &shared, &exchanges);
        let applied = applied::of(api, (&shared, &keys, &units));
        let (paging, by_resource) = (BTreeMap::new(), by_resource(api));
        Self { shared, keys, applied, default, by_resource, derives, cycles, exchanges, paging, units }
    }

    /// The type whose definition serves for `id`: the first of those that are the same but for their descriptions.
    #[must_use]
    pub fn representative(&self, id: TypeId) -> TypeId {
        self.shared[id.0]
    }

    /// The places of the members that tell the values of a type apart in lists (`x-kubernetes-list-map-keys`), if all lists
    /// of them have the same.
    #[must_use]
    pub fn keys(&self, id: TypeId) -> Option<&[usize]> {
        self.keys[id.0].as_deref()
    }

    /// The type whose form serves where values of this type are applied; none where they look as they do in objects.
    #[must_use]
    pub fn applied(&self, id: TypeId) -> Option<TypeId> {
        self.applied[id.0]
    }

    /// How an operation of a document is asked for and answered; none for one of a resource.
    #[must_use]
    pub fn exchange(&self, id: OperationId) -> Option<&Exchange> {
        self.exchanges.get(id.0)?.as_ref()
    }

    /// What else is to be derived for the type.
    #[must_use]
    pub fn derives(&self, id: TypeId) -> &[RustPath] {
        &self.derives[id.0]
    }

    /// The types that belong to a resource, or to documents, in the order of the model.
    #[must_use]
    pub fn types_of(&self, resource: Option<ResourceId>) -> &[TypeId] {
        self.by_resource.get(&resource).map_or(&[], Vec::as_slice)
    }

    /// Whether a value of the type may hold another, so that a member of it needs a place of its own.
    #[must_use]
    pub fn is_boxed(&self, id: TypeId) -> bool {
        self.cycles.is_boxed(self.representative(id))
    }

    /// Whether there is no end to the type, so that no Rust type can be made of it.
    #[must_use]
    pub fn is_endless(&self, id: TypeId) -> bool {
        self.cycles.is_endless(self.representative(id))
    }

    /// Whether a value of the type can be made of nothing.
    #[must_use]
    pub fn filling(&self, id: TypeId) -> Filling {
        self.default[id.0]
    }
}

fn by_resource(api: &Api) -> BTreeMap<Option<ResourceId>, Vec<TypeId>> {
    let mut types: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (index, ty) in api.types.iter().enumerate() {
        types.entry(ty.path.resource()).or_default().push(TypeId(index));
    }
    types
}

fn filling(shape: &Shape) -> Filling {
    match shape {
        Shape::Object(object) => Filling::of(object),
        Shape::Tuple(_) => Filling::Default,
        _ => Filling::Required,
    }
}
