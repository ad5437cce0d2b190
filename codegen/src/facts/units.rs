//! What users may choose from a crate of many resources or operations, and who uses which type.
//!
//! A unit is a group of resources or, where a group is large, one resource of it; or a group of the operations of documents.
//! A type is used by a unit where one of the unit's resources describes it, where one of its operations names it, or where
//! such a type names it in turn. What a unit uses is all that has to be compiled for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Exchange;
use crate::ir::{Api, DefinitionId, OperationId, ResourceId, Root, TypeId, Use};

/// How many different types a group may have whose resources cannot be chosen one by one. A hundred types take the
/// compiler about a second.
const LARGE: usize = 100;

/// How many choices a crate may offer: crates.io takes 300 Cargo features, and some are needed for other things.
const MOST: usize = 250;

/// The place of a unit in [`Units::all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnitId(pub usize);

/// What users may choose or leave out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Resources.
    Resources {
        /// Their group.
        group: String,
        /// Their definition, where the resources of the group are chosen one by one.
        definition: Option<DefinitionId>,
    },
    /// The operations of documents that belong to this group.
    Operations(String),
    /// The types of documents that no operation uses.
    Schemas,
}

/// How finely users may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// As finely as is useful.
    Full,
    /// By groups alone, for there would be too many choices.
    GroupsAlone,
    /// Not at all, for there are too many groups.
    Nothing,
}

/// The units, and who uses which type.
#[derive(Debug)]
pub struct Units {
    /// All units.
    pub all: Vec<Unit>,
    /// How finely they divide the resources.
    pub choice: Choice,
    of: Vec<Option<UnitId>>,
    operations: BTreeMap<OperationId, UnitId>,
    users: Vec<BTreeSet<UnitId>>,
}

impl Unit {
    /// The definition that it is about, where the resources of a group are chosen one by one.
    #[must_use]
    pub const fn definition(&self) -> Option<DefinitionId> {
        match self {
            Self::Resources { definition, .. } => *definition,
            Self::Operations(_) | Self::Schemas => None,
        }
    }
}

impl Units {
    pub(super) fn of(api: &Api, shared: &[TypeId], exchanges: &[Option<Exchange>]) -> Self {
        let others = others(api, shared, exchanges);
        let units = |by_resource: BTreeSet<&str>| -> BTreeSet<Unit> {
            division(api, &by_resource).into_iter().chain(others.iter().cloned()).collect()
        };
        let full = units(large_groups(api, shared));
        let groups = units(BTreeSet::new());
        let (choice, all) = match () {
            () if full.len() <= MOST => (Choice::Full, full),
            () if groups.len() <= MOST => (Choice::GroupsAlone, groups),
            () => (Choice::Nothing, BTreeSet::new()),
        };
        let all: Vec<Unit> = all.into_iter().collect();
        let of: Vec<_> = (0..api.resources.len()).map(|id| unit(api, ResourceId(id), &all)).collect();
        let mut users = Users { api, shared, of: vec![BTreeSet::new(); api.types.len()] };
        for (index, ty) in api.types.iter().enumerate() {
            if let Some(unit) = ty.path.resource().and_then(|id| of[id.0]) {
                users.note(TypeId(index), unit);
            }
        }
        let operations = by_operation(api, exchanges, &all);
        for (id, unit) in &operations {
            users.note_all(used_by(api, *id), *unit);
        }
        if let Some(schemas) = position(&all, &Unit::Schemas) {
            users.note_all(users.unused(), schemas);
        }
        Self { all, choice, of, operations, users: users.of }
    }

    /// The unit of a resource; none for one that is not served, and where there is no choice.
    #[must_use]
    pub fn unit(&self, resource: ResourceId) -> Option<UnitId> {
        self.of[resource.0]
    }

    /// The unit of an operation of a document; none where there is no choice.
    #[must_use]
    pub fn of_operation(&self, id: OperationId) -> Option<UnitId> {
        self.operations.get(&id).copied()
    }

    /// The units that use a type.
    #[must_use]
    pub fn users(&self, id: TypeId) -> &BTreeSet<UnitId> {
        &self.users[id.0]
    }
}

/// The units of documents: a group of operations each, and the types that none of them uses.
fn others(api: &Api, shared: &[TypeId], exchanges: &[Option<Exchange>]) -> BTreeSet<Unit> {
    let groups = exchanges.iter().flatten().map(|exchange| Unit::Operations(exchange.group.clone()));
    let mut users = Users { api, shared, of: vec![BTreeSet::new(); api.types.len()] };
    let of_documents = (0..api.operations.len()).map(OperationId).filter(|id| exchanges[id.0].is_some());
    of_documents.for_each(|id| users.note_all(used_by(api, id), UnitId(0)));
    let rest = (!users.unused().is_empty()).then_some(Unit::Schemas);
    groups.chain(rest).collect()
}

fn position(all: &[Unit], unit: &Unit) -> Option<UnitId> {
    all.binary_search(unit).ok().map(UnitId)
}

/// The units of the operations of documents.
fn by_operation(api: &Api, exchanges: &[Option<Exchange>], all: &[Unit]) -> BTreeMap<OperationId, UnitId> {
    let unit = |index: usize| {
        let exchange = exchanges[index].as_ref()?;
        Some((OperationId(index), position(all, &Unit::Operations(exchange.group.clone()))?))
    };
    (0..api.operations.len()).filter_map(unit).collect()
}

/// The types that an operation names.
fn used_by(api: &Api, id: OperationId) -> Vec<TypeId> {
    api.operation(id).uses().into_iter().filter_map(Use::described).collect()
}

/// The groups with so many types that each resource of them should be chosen for itself.
fn large_groups<'a>(api: &'a Api, shared: &[TypeId]) -> BTreeSet<&'a str> {
    let mut groups: BTreeMap<&str, (BTreeSet<TypeId>, BTreeSet<DefinitionId>)> = BTreeMap::new();
    for (ty, same) in api.types.iter().zip(shared) {
        let resource = ty.path.resource().map(|id| api.resource(id));
        if let Some(resource) = resource.filter(|resource| resource.served) {
            let (types, definitions) = groups.entry(&resource.group).or_default();
            types.insert(*same);
            definitions.insert(resource.definition);
        }
    }
    groups.retain(|_, (types, definitions)| types.len() > LARGE && definitions.len() > 1);
    groups.into_keys().collect()
}

/// The units that come of choosing by resource in these groups and by group in the others.
fn division(api: &Api, by_resource: &BTreeSet<&str>) -> BTreeSet<Unit> {
    let served = api.resources.iter().filter(|resource| resource.served);
    let unit = served.map(|resource| Unit::Resources {
        group: resource.group.clone(),
        definition: by_resource.contains(resource.group.as_str()).then_some(resource.definition),
    });
    unit.collect()
}

fn unit(api: &Api, id: ResourceId, all: &[Unit]) -> Option<UnitId> {
    let resource = api.resource(id);
    let is_of = |unit: &Unit| match unit {
        Unit::Resources { group, definition } => {
            *group == resource.group && definition.is_none_or(|definition| definition == resource.definition)
        }
        Unit::Operations(_) | Unit::Schemas => false,
    };
    all.iter().position(is_of).filter(|_| resource.served).map(UnitId)
}

/// For each type, the units that use it.
struct Users<'a> {
    api: &'a Api,
    shared: &'a [TypeId],
    of: Vec<BTreeSet<UnitId>>,
}

impl Users<'_> {
    /// A unit uses a type, and therefore all that the type names.
    fn note(&mut self, id: TypeId, unit: UnitId) {
        self.note_all(vec![id], unit);
    }

    fn note_all(&mut self, mut open: Vec<TypeId>, unit: UnitId) {
        while let Some(id) = open.pop() {
            if self.of[id.0].insert(unit) {
                open.extend(named(self.api, self.shared, id));
            }
        }
    }

    /// The types of documents that no unit uses so far.
    fn unused(&self) -> Vec<TypeId> {
        let types = self.api.types.iter().zip(&self.of).enumerate();
        let unused =
            types.filter(|(_, (ty, users))| users.is_empty() && !matches!(ty.path.root, Root::Resource(_)));
        unused.map(|(index, _)| TypeId(index)).collect()
    }
}

/// What a type names: the type that it is the same as, or those of its members.
fn named(api: &Api, shared: &[TypeId], id: TypeId) -> Vec<TypeId> {
    match shared[id.0] {
        same if same != id => vec![same],
        _ => api.ty(id).shape.named(),
    }
}
