//! What the user wants otherwise than it follows from the input: names, types from elsewhere, derives.
//!
//! A wish names its place by a selector. Once it is known what stands there (`select`), wishes become [`Overrides`], which
//! know places alone, so that each stage finds what concerns it.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Given, Place, SourceId};
use crate::filter::Filter;
use crate::options::WellKnown;
use crate::paging::Rule;

/// What the user wants otherwise, as it was asked for.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// The wishes.
    pub list: Vec<Wish>,
    /// The files of the overlays that documents are changed by.
    pub overlays: Vec<String>,
    /// The lists that come page by page.
    pub paging: Vec<Rule>,
    /// The operations of documents that are wanted.
    pub filter: Filter,
    /// Whose types values of well-known shapes have.
    pub well_known: WellKnown,
    /// The name and the text of the file that they stand in, if they stand in one.
    pub file: Option<(String, String)>,
}

impl Wishes {
    /// Says which source holds them.
    pub fn stand_in(&mut self, source: SourceId) {
        self.paging.iter_mut().for_each(|rule| rule.stand_in(source));
        for wish in &mut self.list {
            let name = match &mut wish.change {
                Change::Rename(name) => name.place.as_mut(),
                Change::Replace(_) | Change::Opaque | Change::Derive(_) => None,
            };
            wish.at.place.iter_mut().chain(name).for_each(|place| place.source = source);
        }
    }
}

/// What was asked for in one place, not yet checked.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// What it is about.
    pub at: Option<Given<String>>,
    /// Another name.
    pub rename: Option<Given<String>>,
    /// The path of a type from elsewhere.
    pub replace: Option<Given<String>>,
    /// Given where any JSON value is wanted.
    pub opaque: Option<Given<()>>,
    /// The paths of further traits to derive.
    pub derive: Vec<Given<String>>,
}

impl Request {
    /// The wishes that it comes to; none where it does not say what it is about.
    ///
    /// # Errors
    /// A name or a path is none.
    pub fn wishes(&self) -> Result<Vec<Wish>, Diagnostic> {
        let Some(at) = &self.at else { return Ok(Vec::new()) };
        let rename = self.rename.as_ref().map(|name| Identifier::parse(name).map(|found| name.with(found)));
        let replace = self.replace.as_ref().map(RustPath::parse);
        let derive = self.derive.iter().map(RustPath::parse).collect::<Result<Vec<_>, _>>()?;
        let changes = [
            rename.transpose()?.map(Change::Rename),
            replace.transpose()?.map(Change::Replace),
            self.opaque.as_ref().map(|_| Change::Opaque),
            (!derive.is_empty()).then_some(Change::Derive(derive)),
        ];
        let wishes: Vec<Wish> =
            changes.into_iter().flatten().map(|change| Wish { at: at.clone(), change }).collect();
        match wishes.is_empty() {
            true => {
                Err(at.finding(Code::ConfigGap, format!("the override of `{}` changes nothing", at.value)))
            }
            false => Ok(wishes),
        }
    }
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What it is about: a JSON pointer into an input, or the Rust path of a type, to which a dot adds a member.
    pub at: Given<String>,
    /// What is wanted.
    pub change: Change,
}

/// What is wanted of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another name for a type, a field or a variant.
    Rename(Given<Identifier>),
    /// A type from elsewhere, in the place of what would be generated.
    Replace(RustPath),
    /// Any JSON value, in the place of what would be generated.
    Opaque,
    /// Further traits that are derived for a type.
    Derive(Vec<RustPath>),
}

/// A word that Rust takes for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier(String);

/// The path of something in Rust, perhaps with generic arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustPath(String);

impl Identifier {
    /// The name, if Rust takes it for one.
    ///
    /// # Errors
    /// It is no name.
    pub fn parse(text: &Given<String>) -> Result<Self, Diagnostic> {
        let is_plain = text.value.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric());
        match syn::parse_str::<syn::Ident>(&text.value) {
            Ok(_) if is_plain => Ok(Self(text.value.clone())),
            _ => Err(text.wrong(format!("`{}` is no name", text.value)).help(
                "A name is made of letters from A to Z, digits and underscores, and is no keyword of Rust.",
            )),
        }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RustPath {
    /// The path, if it is one. One that names a crate first is taken from the crates, whatever else is in scope.
    ///
    /// # Errors
    /// It is no path.
    pub fn parse(text: &Given<String>) -> Result<Self, Diagnostic> {
        let Ok(path) = syn::parse_str::<syn::Path>(&text.value) else {
            let finding = text.wrong(format!("`{}` is no path in Rust", text.value));
            return Err(finding.help("Write a path such as `url::Url` or `crate::Port`."));
        };
        let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let is_relative = ["crate", "self", "super"].contains(&first.as_str());
        let needs_root = path.leading_colon.is_none() && path.segments.len() > 1 && !is_relative;
        Ok(Self(if needs_root { format!("::{}", text.value) } else { text.value.clone() }))
    }

    /// Any JSON value.
    #[must_use]
    pub fn any_value() -> Self {
        Self("Value".to_owned())
    }

    /// A path that is known to be one.
    #[must_use]
    pub fn known(path: &'static str) -> Self {
        Self(path.to_owned())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is wanted otherwise, by place.
#[derive(Debug, Default)]
pub struct Overrides {
    /// The types from elsewhere.
    pub foreign: Vec<RustPath>,
    /// For schemas that get a type from elsewhere, its place in [`Self::foreign`].
    pub values: HashMap<Place, usize>,
    /// The names of types, by the places of their schemas.
    pub types: HashMap<Place, Given<Identifier>>,
    /// The names of fields and variants, by the place of the schema of their type and their name on the wire.
    pub members: HashMap<(Place, String), Given<Identifier>>,
    /// The further derives of types, by the places of their schemas.
    pub derives: HashMap<Place, Vec<RustPath>>,
}

impl Overrides {
    /// The name that a type was given.
    #[must_use]
    pub fn ty(&self, place: &Place) -> Option<&str> {
        self.types.get(place).map(|name| name.value.as_str())
    }

    /// The name that a field or variant was given.
    #[must_use]
    pub fn member(&self, place: &Place, wire: &str) -> Option<&str> {
        if self.members.is_empty() {
            return None;
        }
        self.members.get(&(place.clone(), wire.to_owned())).map(|name| name.value.as_str())
    }

    /// Whether something is wanted of the type of a schema itself.
    #[must_use]
    pub fn is_about(&self, place: &Place) -> bool {
        self.types.contains_key(place)
            || self.derives.contains_key(place)
            || self.members.keys().any(|(of, _)| of == place)
    }

    /// What else is derived for a type.
    #[must_use]
    pub fn derives(&self, place: &Place) -> &[RustPath] {
        self.derives.get(place).map_or(&[], Vec::as_slice)
    }
}
