//! What stands where a wish points to? Selectors become places, and wishes become overrides.
//!
//! A selector is
//!
//! | selector | means |
//! |---|---|
//! | `v1::PeerAuthenticationSpec` | the type of this path from the root of the crate; less of the path means every type whose path ends so |
//! | `v1::PeerAuthenticationSpec.mtls` | a member of it, by its name on the wire: a field, or a variant |
//! | `/spec/versions/0/schema/openAPIV3Schema/properties/spec` | the schema at this JSON pointer, in every input that has one there |
//! | `peerauthentications.security.istio.io#/spec/...` | the same in one definition, or in one input by its file name |
//!
//! The paths are those that things have without any wish, so that one wish does not change what another points to.

mod candidates;
mod settle;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::diagnostic::{Code, Place, Report, Sources};
use crate::ir::{Api, TypeId};
use crate::name::Names;
use crate::overrides::{Overrides, Wishes};
use candidates::Candidates;

/// How much a text has to be like another one to be taken for a misspelling of it, up to 1.
const LIKENESS: f64 = 0.6;

/// Finds the places that the wishes are about, in an API as it is without them.
pub fn settle(
    wishes: &Wishes,
    (api, names): (&Api, &Names),
    sources: &Sources,
    report: &mut Report,
) -> Overrides {
    let candidates = Candidates::of(api, names, sources);
    let mut overrides = Overrides::default();
    for wish in &wishes.list {
        let found = candidates.find(&wish.at.value);
        if found.is_empty() {
            let finding = wish.at.finding(Code::NothingThere, format!("nothing is at `{}`", wish.at.value));
            report.push(match candidates.nearest(&wish.at.value).filter(|near| near.0 >= LIKENESS) {
                Some((_, nearest)) => finding.help(format!("Is it `{nearest}` that is meant?")),
                None => {
                    finding.help("`specwright inspect --json` lists types, with their pointers and paths.")
                }
            });
        }
        if let Err(finding) = settle::add(&mut overrides, wish, &settle::Found { api, all: found }) {
            report.push(finding);
        }
    }
    overrides
}

/// Reports the names that were asked for and cannot be had.
pub fn verify(overrides: &Overrides, api: &Api, names: &Names, report: &mut Report) {
    let mut open: HashSet<&Place> = overrides.types.keys().collect();
    open.extend(overrides.members.keys().map(|(place, _)| place).chain(overrides.derives.keys()));
    for (index, ty) in api.types.iter().enumerate().filter(|(_, ty)| open.remove(&ty.place)) {
        let id = TypeId(index);
        let mut named = vec![(overrides.types.get(&ty.place), names.ty(id))];
        let wire = ty.wire_names().into_iter();
        let members = wire.map(|wire| overrides.members.get(&(ty.place.clone(), wire.into_owned())));
        named.extend(members.zip(names.members(id)));
        let refused = named.into_iter().filter_map(|(wanted, had)| Some((wanted?, had)));
        let refused = refused.filter(|(wanted, had)| wanted.value.as_str() != had.as_str());
        report.extend(refused.map(|(wanted, _)| settle::taken(wanted)));
    }
    // Findings are shown in the order of their places, whatever the order in which they come here.
    report.extend(open.into_iter().map(settle::gone));
}
