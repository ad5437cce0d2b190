//! Scopes: where names must differ. Only a scope makes an identifier.

use std::collections::BTreeMap;
use std::fmt;

use super::ModulePath;

/// A Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Letters, digits and underscores are kept, a digit in front gets an underscore before it, a keyword one behind.
    fn legal(name: &str) -> Self {
        let legal = |letter: &char| *letter == '_' || letter.is_ascii_alphanumeric();
        let mut letters: String = name.chars().filter(legal).collect();
        if letters.starts_with(|first: char| first.is_numeric()) {
            letters.insert(0, '_');
        }
        while syn::parse_str::<syn::Ident>(&letters).is_err() {
            letters.push('_');
            if letters == "_" {
                letters.insert(0, 'x');
            }
        }
        Self(letters)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The identifier of a module.
pub(super) fn module(wire: &str) -> Ident {
    free(&super::case::snake(wire), TAKEN_MODULES)
}

/// The identifier for a name, which gets an underscore where it is taken.
fn free(name: &str, taken: &[&str]) -> Ident {
    let ident = Ident::legal(name);
    if taken.contains(&ident.as_str()) { Ident(ident.0 + "_") } else { ident }
}

/// Modules that every generated crate has.
const TAKEN_MODULES: &[&str] = &["client", "core", "definitions", "mod", "server", "std", "support"];

/// What emitted code calls by its short name beside the types of a module.
const TAKEN_TYPES: &[&str] = &[
    "AsRef",
    "Box",
    "BTreeMap",
    "Clone",
    "Client",
    "DateTime",
    "Debug",
    "Default",
    "Described",
    "Deserialize",
    "Display",
    "Err",
    "From",
    "IntOrString",
    "Into",
    "Kind",
    "List",
    "MapAccess",
    "None",
    "Nullable",
    "ObjectMeta",
    "Ok",
    "OpenEnum",
    "Option",
    "Result",
    "Scope",
    "Self",
    "Serialize",
    "Serializer",
    "Some",
    "Source",
    "StatusSubresource",
    "String",
    "Unknown",
    "Value",
    "Vec",
];
const TAKEN_FIELDS: &[&str] = &["unknown_fields"];
const TAKEN_VARIANTS: &[&str] = &["Other"];

/// A name that something asks for.
pub(super) struct Claim {
    /// The name it asks for.
    pub name: String,
    /// Whether its spelling is the one that this name usually comes from: it keeps the name where others want it too.
    pub usual: bool,
    /// What tells it from others that ask for the same name.
    pub spelling: String,
}

/// The names of one scope.
pub(super) struct Scope {
    taken: &'static [&'static str],
    claims: Vec<Claim>,
}

impl Scope {
    pub(super) const fn types() -> Self {
        Self { taken: TAKEN_TYPES, claims: Vec::new() }
    }

    pub(super) const fn fields() -> Self {
        Self { taken: TAKEN_FIELDS, claims: Vec::new() }
    }

    pub(super) const fn variants() -> Self {
        Self { taken: TAKEN_VARIANTS, claims: Vec::new() }
    }

    pub(super) const fn modules() -> Self {
        Self { taken: TAKEN_MODULES, claims: Vec::new() }
    }

    pub(super) fn claim(&mut self, claim: Claim) {
        self.claims.push(claim);
    }

    /// The names, in the order of the claims.
    pub(super) fn decide(&self) -> Vec<Ident> {
        let mut wanted: BTreeMap<Ident, Vec<&Claim>> = BTreeMap::new();
        for claim in &self.claims {
            wanted.entry(self.free(&claim.name)).or_default().push(claim);
        }
        let name = |claim: &Claim| {
            let name = self.free(&claim.name);
            match wanted.get(&name) {
                Some(rivals) if rivals.len() > 1 && !sole_usual(claim, rivals) => {
                    with_suffix(&name, &claim.spelling)
                }
                _ => name,
            }
        };
        self.claims.iter().map(name).collect()
    }

    fn free(&self, name: &str) -> Ident {
        free(name, self.taken)
    }
}

fn sole_usual(claim: &Claim, rivals: &[&Claim]) -> bool {
    claim.usual && rivals.iter().filter(|rival| rival.usual).count() == 1
}

/// The suffix is a hash of the spelling (FNV-1a, 64 bits): as good as unique, and the same on every machine.
fn with_suffix(name: &Ident, spelling: &str) -> Ident {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = spelling.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let snake = name.0.chars().all(|letter| !letter.is_ascii_uppercase());
    let mark = if snake { "_x" } else { "X" };
    Ident(format!("{name}{mark}{hash:016x}"))
}

/// Several scopes, one a module; claims are answered in the order in which they were made.
#[derive(Default)]
pub(super) struct Scopes {
    scopes: BTreeMap<ModulePath, Scope>,
    order: Vec<ModulePath>,
}

impl Scopes {
    /// The scope of `module`, in which the caller makes one claim.
    pub(super) fn of(&mut self, module: &ModulePath, new: fn() -> Scope) -> &mut Scope {
        self.order.push(module.clone());
        self.scopes.entry(module.clone()).or_insert_with(new)
    }

    pub(super) fn decide(&self) -> Vec<Ident> {
        let decided = self.scopes.iter().map(|(module, scope)| (module, scope.decide().into_iter()));
        let mut decided: BTreeMap<_, _> = decided.collect();
        self.order.iter().filter_map(|module| decided.get_mut(module)?.next()).collect()
    }
}
