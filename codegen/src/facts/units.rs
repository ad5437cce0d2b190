//! What users may choose from a crate of many resources, and who uses which type.
//!
//! A unit is a group of resources or, where a group is large, one resource of it. A type is used by a unit where one of
//! the unit's resources describes it, or names a type that does. What a unit uses is all that has to be compiled for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, DefinitionId, ResourceId, TypeId};

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
pub struct Unit {
    /// The group.
    pub group: String,
    /// The definition, where the resources of the group are chosen one by one.
    pub definition: Option<DefinitionId>,
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
    users: Vec<BTreeSet<UnitId>>,
}

impl Units {
    pub(super) fn of(api: &Api, shared: &[TypeId]) -> Self {
        let full = division(api, &large_groups(api, shared));
        let groups = division(api, &BTreeSet::new());
        let (choice, all) = match () {
            () if full.len() <= MOST => (Choice::Full, full),
            () if groups.len() <= MOST => (Choice::GroupsAlone, groups),
            () => (Choice::Nothing, BTreeSet::new()),
        };
        let all: Vec<Unit> = all.into_iter().collect();
        let of: Vec<_> = (0..api.resources.len()).map(|id| unit(api, ResourceId(id), &all)).collect();
        let users = users(api, shared, &of);
        Self { all, choice, of, users }
    }

    /// The unit of a resource; none for one that is not served, and where there is no choice.
    #[must_use]
    pub fn unit(&self, resource: ResourceId) -> Option<UnitId> {
        self.of[resource.0]
    }

    /// The units that use a type.
    #[must_use]
    pub fn users(&self, id: TypeId) -> &BTreeSet<UnitId> {
        &self.users[id.0]
    }
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
    let unit = served.map(|resource| Unit {
        group: resource.group.clone(),
        definition: by_resource.contains(resource.group.as_str()).then_some(resource.definition),
    });
    unit.collect()
}

fn unit(api: &Api, id: ResourceId, all: &[Unit]) -> Option<UnitId> {
    let resource = api.resource(id);
    let is_of = |unit: &Unit| {
        unit.group == resource.group
            && unit.definition.is_none_or(|definition| definition == resource.definition)
    };
    all.iter().position(is_of).filter(|_| resource.served).map(UnitId)
}

/// For each type, the units that use it.
fn users(api: &Api, shared: &[TypeId], of: &[Option<UnitId>]) -> Vec<BTreeSet<UnitId>> {
    let mut users = vec![BTreeSet::new(); api.types.len()];
    let mut open = Vec::new();
    for (index, ty) in api.types.iter().enumerate() {
        let Some(unit) = ty.path.resource().and_then(|id| of[id.0]) else { continue };
        open.push(TypeId(index));
        while let Some(id) = open.pop() {
            if users[id.0].insert(unit) {
                open.extend(named(api, shared, id));
            }
        }
    }
    users
}

/// What a type names: the type that it is the same as, or those of its members.
fn named(api: &Api, shared: &[TypeId], id: TypeId) -> Vec<TypeId> {
    match shared[id.0] {
        same if same != id => vec![same],
        _ => api.ty(id).shape.named(),
    }
}
