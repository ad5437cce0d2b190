//! The parameters of operations.

use super::Lowering;
use super::content::owner;
use crate::diagnostic::Code;
use crate::ir::{
    Keywords, Location, Null, OperationId, Parameter, ParameterEncoding, Part, Presence, StringFormat, Style,
    TypeRef, Use,
};
use crate::read::open_api::{View, text};

impl<'a> Lowering<'a> {
    /// The parameters of an operation: its own, and those of its path that it does not describe itself.
    pub(super) fn parameters(
        &mut self,
        id: OperationId,
        of_path: &[View<'a>],
        own: &[View<'a>],
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let shared = self.described(of_path);
        let own = self.described(own);
        let is_replaced = |one: &Described<'a>| own.iter().any(|other| other.is_same(one));
        let shared: Vec<_> = shared.into_iter().filter(|one| !is_replaced(one)).collect();
        for described in shared.into_iter().chain(own.iter().cloned()) {
            parameters.push(self.parameter(id, &described));
        }
        parameters
    }

    /// The parameters of a list that are such, each once, with where they go. Bodies and forms of Swagger are none.
    fn described(&mut self, list: &[View<'a>]) -> Vec<Described<'a>> {
        let mut described: Vec<Described<'a>> = Vec::new();
        for view in list {
            let Some(found) = self.resolved(view) else { continue };
            let word = text(&found, "in");
            if matches!(word, "body" | "formData") {
                continue;
            }
            let name = text(&found, "name");
            let Some(location) = location(word).filter(|_| !name.is_empty()) else {
                let message = match name {
                    "" => "a parameter without a `name` is left out".to_owned(),
                    _ => format!(
                        "the parameter `{name}` is left out: `in` must be `path`, `query`, `header` or `cookie`"
                    ),
                };
                self.warn(Code::DocumentPart, message, &view.place);
                continue;
            };
            let one = Described { view: view.clone(), found: found.clone(), location };
            if described.iter().any(|other| other.is_same(&one)) {
                self.warn(
                    Code::DuplicateParameter,
                    format!("the parameter `{name}` is described twice"),
                    &view.place,
                );
                continue;
            }
            described.push(one);
        }
        described
    }

    fn parameter(&mut self, id: OperationId, described: &Described<'a>) -> Parameter {
        let Described { view, found, location } = described;
        let (name, location) = (text(found, "name"), *location);
        let owner = owner(id, view, found, "parameter");
        let (parameter, encoding, value) =
            self.held(found, location, (&owner, Part::Parameter(location, name.to_owned())));
        Parameter {
            name: name.to_owned(),
            place: view.place.clone(),
            location,
            presence: if parameter.required || location == Location::Path {
                Presence::Required
            } else {
                Presence::Optional
            },
            encoding,
            description: parameter.description.to_owned(),
            deprecated: parameter.deprecated,
            value,
        }
    }

    /// Makes the parameters fit the path: what it names and nobody describes is a text, what it does not name is left out.
    pub(super) fn fit_path(&mut self, path: &str, parameters: &mut Vec<Parameter>, view: &View<'a>) {
        let named = names_in(path);
        parameters.retain(|parameter| {
            let fits = parameter.location != Location::Path || named.contains(&parameter.name.as_str());
            if !fits {
                let message = format!("the path has no `{{{}}}`; the parameter is left out", parameter.name);
                self.warn(Code::PathParameters, message, &parameter.place);
            }
            fits
        });
        for name in named {
            let is_described = |one: &Parameter| one.location == Location::Path && one.name == name;
            if parameters.iter().any(is_described) {
                continue;
            }
            self.warn(
                Code::PathParameters,
                format!("`{{{name}}}` of the path is not described; it is taken for a text"),
                &view.place,
            );
            let place = view.place.clone();
            let value = Use {
                place: place.clone(),
                ty: TypeRef::String(StringFormat::Plain),
                null: Null::Refused,
                schema: Keywords::default(),
            };
            parameters.push(Parameter {
                name: name.to_owned(),
                place,
                location: Location::Path,
                presence: Presence::Required,
                encoding: ParameterEncoding::usual(Location::Path),
                description: String::new(),
                deprecated: false,
                value,
            });
        }
    }
}

/// A parameter that a list names: where it is named, where it stands, and where it goes.
#[derive(Clone)]
struct Described<'a> {
    view: View<'a>,
    found: View<'a>,
    location: Location,
}

impl Described<'_> {
    fn is_same(&self, other: &Self) -> bool {
        self.location == other.location && text(&self.found, "name") == text(&other.found, "name")
    }
}

/// The names in braces.
fn names_in(path: &str) -> Vec<&str> {
    let path = path.split('#').next().unwrap_or_default();
    let mut names: Vec<&str> =
        path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
    let mut seen = Vec::new();
    names.retain(|name| {
        let is_new = !name.is_empty() && !seen.contains(name);
        seen.push(*name);
        is_new
    });
    names
}

fn location(word: &str) -> Option<Location> {
    match word {
        "path" => Some(Location::Path),
        "query" => Some(Location::Query),
        "header" => Some(Location::Header),
        "cookie" => Some(Location::Cookie),
        _ => None,
    }
}

/// How a value is written, by the words for it.
pub(super) fn style(
    location: Location,
    word: Option<&str>,
    (explode, allow_reserved): (Option<bool>, bool),
) -> ParameterEncoding {
    let ParameterEncoding::Style { style: usual, .. } = ParameterEncoding::usual(location) else {
        return ParameterEncoding::usual(location);
    };
    let style = match word {
        Some("simple") => Style::Simple,
        Some("label") => Style::Label,
        Some("matrix") => Style::Matrix,
        Some("form") => Style::Form,
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("tabDelimited") => Style::TabDelimited,
        Some("deepObject") => Style::DeepObject,
        _ => usual,
    };
    let explode = explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject));
    ParameterEncoding::Style { style, explode, allow_reserved }
}
