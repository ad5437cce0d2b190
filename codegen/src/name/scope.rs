//! Scopes: where names must differ. Only a scope makes an identifier.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::ModulePath;

/// A Rust identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The module of the types of documents.
    pub(super) fn types() -> Self {
        Self("types".to_owned())
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Letters, digits and underscores are kept, a digit in front gets an underscore before it, a keyword one behind.
    fn legal(name: &str, case: Case) -> Self {
        let legal = |letter: &char| *letter == '_' || letter.is_ascii_alphanumeric();
        let mut letters = case.restored(name.chars().filter(legal).collect());
        if letters.chars().all(|letter| letter == '_') {
            letters = case.filler().to_owned();
        }
        if letters.len() > LONGEST {
            letters.truncate(LONGEST - case.mark().len() - HASH_DIGITS);
            letters = marked(&letters, case, name);
        }
        if letters.starts_with(|first: char| first.is_ascii_digit()) {
            letters.insert(0, '_');
        }
        if RESERVED.contains(&letters.as_str()) || syn::parse_str::<syn::Ident>(&letters).is_err() {
            letters.push('_');
        }
        Self(letters)
    }
}

/// How many letters a name may have. Files are named by types as well, and no file system takes more than 255.
const LONGEST: usize = 200;

/// How many digits the hash in a suffix has.
const HASH_DIGITS: usize = 8;

/// A name with a suffix, which is a hash of the spelling (FNV-1a, folded to 32 bits): as good as unique among the few that
/// are spelled alike, and the same on every machine.
fn marked(name: &str, case: Case, spelling: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = spelling.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let folded = (hash >> 32) ^ (hash & 0xffff_ffff);
    let suffix = format!("{}{folded:0HASH_DIGITS$x}", case.mark());
    let suffix = if case == Case::Upper { suffix.to_uppercase() } else { suffix };
    format!("{}{suffix}", name.trim_end_matches('_'))
}

/// Keywords of the edition of the output that the parser takes for identifiers.
const RESERVED: [&str; 1] = ["gen"];

/// How the names of a scope are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `PeerAuthentication`
    Camel,
    /// `peer_authentication`
    Snake,
    /// `PEER_AUTHENTICATION`, from names that are written like that
    Upper,
}

impl Case {
    /// The name of what has no letter that could be a part of one.
    const fn filler(self) -> &'static str {
        match self {
            Self::Camel | Self::Upper => "X",
            Self::Snake => "x",
        }
    }

    /// The letters that are left of a name, written as names of the case are: what was left out may have stood first, or between
    /// two underscores.
    fn restored(self, mut letters: String) -> String {
        match self {
            Self::Camel => {
                if let Some(first) = letters.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
            }
            Self::Snake | Self::Upper => {
                while letters.contains("__") {
                    letters = letters.replace("__", "_");
                }
            }
        }
        letters
    }

    /// What stands between a name and its suffix.
    const fn mark(self) -> &'static str {
        match self {
            Self::Camel => "X",
            Self::Snake => "_x",
            Self::Upper => "_X",
        }
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Modules that every generated crate has.
const TAKEN_MODULES: &[&str] =
    &["apply", "client", "core", "definitions", "meta", "server", "std", "support"];

/// What emitted code calls by its short name beside the types of a module.
const TAKEN_TYPES: &[&str] = &[
    "Applicable",
    "ApplyConfiguration",
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
    "Keyed",
    "Kind",
    "List",
    "MapAccess",
    "None",
    "Nullable",
    "ObjectMeta",
    "Ok",
    "OpenEnum",
    "Option",
    "Read",
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
const TAKEN_METHODS: &[&str] = &["new", "over"];
/// What a call can do besides setting a parameter of this name, and what the code that reads and writes requests uses.
const TAKEN_PARAMETERS: &[&str] = &[
    "all_items",
    "all_pages",
    "check",
    "client",
    "clone",
    "from",
    "new",
    "pages",
    "reply",
    "request",
    "send",
    "to",
    "unknown_fields",
    "value",
];
/// What a client has methods for besides those of groups, and the modules beside them.
const TAKEN_GROUPS: &[&str] = &[
    "base",
    "clone",
    "connect",
    "exchange",
    "extensions",
    "extensions_mut",
    "limits",
    "new",
    "reqwest",
    "routes",
    "security",
    "servers",
    "with_base_uri",
    "with_credentials",
    "with_limits",
    "with_retries",
];
const TAKEN_VARIANTS: &[&str] = &["Other"];

/// Cargo features and dependencies that every generated crate has.
const TAKEN_FEATURES: &[&str] = &[
    "apply",
    "axum",
    "base64",
    "bytes",
    "cel",
    "client",
    "default",
    "fancy_regex",
    "form_urlencoded",
    "futures",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "hyper_util",
    "jiff",
    "k8s_openapi",
    "kube_cel",
    "percent_encoding",
    "regex",
    "reqwest",
    "schemars",
    "serde",
    "serde_json",
    "server",
    "tokio",
    "tower",
    "tracing",
    "validate",
];

/// A name that something asks for.
pub(super) struct Claim {
    /// The name it asks for.
    pub name: String,
    /// How far its spelling is from the one that this name usually comes from: of those that want the same name, the
    /// nearest keeps it.
    pub rank: usize,
    /// What tells it from others that ask for the same name.
    pub spelling: String,
}

impl Claim {
    /// The same, for the name that the user chose, if there is one. It takes nobody's place.
    pub(super) fn chosen(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => Self { name: name.to_owned(), rank: usize::MAX, ..self },
            None => self,
        }
    }
}

/// The names of one scope.
pub(super) struct Scope {
    case: Case,
    taken: &'static [&'static str],
    claims: Vec<Claim>,
}

impl Scope {
    pub(super) const fn types() -> Self {
        Self::new(Case::Camel, TAKEN_TYPES)
    }

    pub(super) const fn fields() -> Self {
        Self::new(Case::Snake, TAKEN_FIELDS)
    }

    pub(super) const fn methods() -> Self {
        Self::new(Case::Snake, TAKEN_METHODS)
    }

    pub(super) const fn variants() -> Self {
        Self::new(Case::Camel, TAKEN_VARIANTS)
    }

    pub(super) const fn groups() -> Self {
        Self::new(Case::Snake, TAKEN_GROUPS)
    }

    pub(super) const fn operation_types() -> Self {
        Self::new(Case::Camel, TAKEN_TYPES)
    }

    pub(super) const fn calls() -> Self {
        Self::new(Case::Snake, TAKEN_METHODS)
    }

    pub(super) const fn parameters() -> Self {
        Self::new(Case::Snake, TAKEN_PARAMETERS)
    }

    pub(super) const fn bodies() -> Self {
        Self::new(Case::Camel, &[])
    }

    pub(super) const fn statics() -> Self {
        Self::new(Case::Upper, &[])
    }

    pub(super) const fn modules() -> Self {
        Self::new(Case::Snake, TAKEN_MODULES)
    }

    pub(super) const fn features() -> Self {
        Self::new(Case::Snake, TAKEN_FEATURES)
    }

    const fn new(case: Case, taken: &'static [&'static str]) -> Self {
        Self { case, taken, claims: Vec::new() }
    }

    pub(super) fn claim(&mut self, claim: Claim) {
        self.claims.push(claim);
    }

    pub(super) fn claim_all(&mut self, claims: impl IntoIterator<Item = Claim>) {
        self.claims.extend(claims);
    }

    /// The names, in the order of the claims.
    pub(super) fn decide(&self) -> Vec<Ident> {
        let mut owners: BTreeMap<Ident, &Claim> = BTreeMap::new();
        for claim in &self.claims {
            let owner = owners.entry(self.free(&claim.name)).or_insert(claim);
            if (claim.rank, &claim.spelling) < (owner.rank, &owner.spelling) {
                *owner = claim;
            }
        }
        let mut used: BTreeSet<Ident> = owners.keys().cloned().collect();
        let name = |claim: &Claim| {
            let mut name = self.free(&claim.name);
            if owners.get(&name).is_some_and(|owner| std::ptr::eq(*owner, claim)) {
                return name;
            }
            // A second round is for those who write hashes into their names.
            while !used.insert(name.clone()) {
                name = self.with_suffix(&name, &claim.spelling);
            }
            name
        };
        self.claims.iter().map(name).collect()
    }

    /// The identifier for a name, which gets an underscore where it is taken.
    fn free(&self, name: &str) -> Ident {
        let ident = Ident::legal(name, self.case);
        if self.taken.contains(&ident.as_str()) { Ident(ident.0 + "_") } else { ident }
    }

    fn with_suffix(&self, name: &Ident, spelling: &str) -> Ident {
        Ident(marked(&name.0, self.case, spelling))
    }
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
