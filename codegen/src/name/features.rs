//! The Cargo features of what users may choose.
//!
//! A group has the feature that its module is called by, and a resource that is chosen for itself that of its group with
//! the kind behind it: `networking_istio_io_virtual_service`, or `virtual_service` in a crate of one group. A group of
//! operations has the feature that its module is called by, too.

use std::collections::BTreeMap;

use super::scope::{Claim, Ident, Scope};
use super::{ModulePath, case};
use crate::facts::{Unit, UnitId, Units};
use crate::ir::{Api, DefinitionId};

/// The Cargo features of what users may choose.
#[derive(Debug)]
pub struct Features {
    units: Vec<Ident>,
    groups: Vec<Group>,
}

/// The feature of a group whose resources have features of their own.
#[derive(Debug)]
pub struct Group {
    /// What it is called.
    pub name: Ident,
    /// What it stands for.
    pub units: Vec<UnitId>,
}

impl Features {
    pub(super) fn of(
        api: &Api,
        units: &Units,
        modules: &[ModulePath],
        operations: &BTreeMap<&str, Ident>,
    ) -> Self {
        let modules: Vec<Option<&str>> = units.all.iter().map(|unit| module(api, unit, modules)).collect();
        let mut scope = Scope::features();
        for (unit, module) in units.all.iter().zip(&modules) {
            scope.claim(match unit {
                Unit::Resources { group, definition } => claim(api, (group, *definition), *module),
                Unit::Operations(group) => of_operations(group, operations.get(group.as_str())),
                Unit::Schemas => plain("schemas"),
            });
        }
        let mut groups: Vec<(&str, Vec<UnitId>)> = Vec::new();
        for (index, (unit, module)) in units.all.iter().zip(&modules).enumerate() {
            let Some(module) = module.filter(|_| unit.definition().is_some()) else { continue };
            match groups.last_mut().filter(|(last, _)| *last == module) {
                Some((_, units)) => units.push(UnitId(index)),
                None => groups.push((module, vec![UnitId(index)])),
            }
        }
        for (module, _) in &groups {
            scope.claim(plain(module));
        }
        let mut names = scope.decide();
        let of_groups = names.split_off(units.all.len());
        let groups = of_groups.into_iter().zip(groups).map(|(name, (_, units))| Group { name, units });
        Self { units: names, groups: groups.collect() }
    }

    /// The feature of a unit.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Ident {
        &self.units[id.0]
    }

    /// The features of groups whose resources have features of their own.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// The module of the group of a unit, where the crate has several groups.
fn module<'a>(api: &Api, unit: &Unit, modules: &'a [ModulePath]) -> Option<&'a str> {
    let Unit::Resources { group, .. } = unit else { return None };
    let mut resources = api.resources.iter().zip(modules);
    let (_, module) = resources.find(|(resource, _)| resource.group == *group)?;
    match module.0.as_slice() {
        [group, _] => Some(group.as_str()),
        _ => None,
    }
}

fn claim(api: &Api, (group, definition): (&str, Option<DefinitionId>), module: Option<&str>) -> Claim {
    let kind = definition.and_then(|id| {
        let resource = api.resources.iter().find(|resource| resource.definition == id)?;
        Some((case::snake(&resource.names.kind), &resource.names.plural))
    });
    match (kind, module) {
        (Some((kind, plural)), Some(module)) => {
            Claim { name: format!("{module}_{kind}"), rank: 1, spelling: format!("{plural}.{group}") }
        }
        (Some((kind, plural)), None) => Claim { name: kind, rank: 1, spelling: plural.clone() },
        (None, module) => plain(module.unwrap_or(group)),
    }
}

/// The claim of a group of operations. Groups of resources, which came first, keep their names.
fn of_operations(group: &str, module: Option<&Ident>) -> Claim {
    let name = module.map_or(group, Ident::as_str).to_owned();
    Claim { name, rank: 2, spelling: format!("operations {group}") }
}

fn plain(name: &str) -> Claim {
    Claim { name: name.to_owned(), rank: 0, spelling: name.to_owned() }
}
