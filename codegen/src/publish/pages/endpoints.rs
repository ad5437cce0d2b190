//! Paths and what can be done there.

use super::content::{BodyPart, Endpoint, OperationPart, ParameterTable, ResponsePart, Row};
use super::place;
use super::sections::Sections;
use super::site::Site;
use crate::ir::{
    Content, Header, Location, Operation, OperationId, Origin, Parameter, Part, Presence, Response, Root,
    SecurityRequirement, Step, Use,
};

/// Where parameters go, as their tables are headed.
const PLACES: [(Location, &str); 4] = [
    (Location::Path, "Path parameters"),
    (Location::Query, "Query parameters"),
    (Location::Header, "Header parameters"),
    (Location::Cookie, "Cookie parameters"),
];

/// The paths of these operations in their order, each with its methods, as the page `here` has them.
pub(super) fn of(site: &Site<'_>, here: &str, operations: &[OperationId]) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for id in operations {
        let operation = site.api.operation(*id);
        let (origin, steps) = origin(site, operation);
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let anchor = place::endpoint(&steps, None, &operation.path);
        let part = part(site, here, (*id, place::endpoint(&steps, Some(&operation.method), &operation.path)));
        match endpoints.iter_mut().find(|endpoint| endpoint.anchor == anchor) {
            Some(endpoint) => endpoint.operations.push(part),
            None => {
                let path = operation.path.clone();
                endpoints.push(Endpoint { path, anchor, origin, operations: vec![part] });
            }
        }
    }
    for endpoint in &mut endpoints {
        endpoint.operations.sort_by(|one, other| one.method.cmp(&other.method));
    }
    endpoints
}

/// What a path belongs to besides the API itself, in a word and for the anchor.
fn origin(site: &Site<'_>, operation: &Operation) -> (&'static str, Vec<String>) {
    match &operation.origin {
        Origin::Kubernetes | Origin::Path(_) => ("", Vec::new()),
        Origin::Webhook(_) => ("webhook", vec!["webhook".to_owned()]),
        Origin::Callback { operation, name, .. } => {
            let asking = site.api.operation(*operation).label().into_owned();
            ("callback", vec!["callback".to_owned(), asking, name.clone()])
        }
    }
}

fn part(site: &Site<'_>, here: &str, (id, anchor): (OperationId, String)) -> OperationPart {
    let operation = site.api.operation(id);
    let mut sections = Vec::new();
    let mut parts = Parts { site, here, id, anchor: &anchor, sections: &mut sections };
    let parameters = parts.parameters(&operation.parameters);
    let bodies = match &operation.body {
        Some(body) => parts.bodies(&body.content, |media| Part::Request(media.to_owned())),
        None => Vec::new(),
    };
    let body = operation.body.as_ref();
    let bodies = bodies.into_iter().map(|part| BodyPart {
        required: body.is_some_and(|body| body.presence == Presence::Required),
        description: body.map(|body| body.description.clone()).unwrap_or_default(),
        ..part
    });
    let bodies = bodies.collect();
    let responses = operation.responses.iter().map(|response| parts.response(response)).collect();
    OperationPart {
        method: operation.method.to_string(),
        id: operation.id.clone().filter(|_| operation.document().is_some()).unwrap_or_default(),
        summary: operation.summary.clone(),
        description: operation.description.clone(),
        deprecated: operation.deprecated,
        parameters,
        bodies,
        responses,
        security: operation.security.iter().map(security).collect(),
        sections,
        anchor,
    }
}

/// The schemes of one way to be allowed something, with the scopes that are needed.
fn security(way: &SecurityRequirement) -> Vec<String> {
    let scheme = |(name, scopes): &(String, Vec<String>)| match scopes.as_slice() {
        [] => name.clone(),
        scopes => format!("{name} ({})", scopes.join(", ")),
    };
    way.schemes.iter().map(scheme).collect()
}

/// The parts of one operation, whose types are described on the way.
struct Parts<'a, 'o> {
    site: &'a Site<'a>,
    here: &'a str,
    id: OperationId,
    anchor: &'o str,
    sections: &'o mut Vec<super::content::Section>,
}

impl Parts<'_, '_> {
    /// The row of a value, whose sections are added to those of the operation.
    fn row(&mut self, name: &str, (used, presence): (&Use, Presence), part: Part) -> Row {
        let step = place::anchor("", &[Step::Member(place_of(&part))]);
        let anchor = format!("{}.{step}", self.anchor);
        let sections = Sections::new(self.site, self.here, Root::Operation(self.id, part));
        let mut sections = sections.called(name, anchor);
        let row = sections.row_of(name, (used, presence), &[]);
        self.sections.extend(sections.finish());
        row
    }

    fn parameters(&mut self, parameters: &[Parameter]) -> Vec<ParameterTable> {
        let mut tables = Vec::new();
        for (location, title) in PLACES {
            let these = parameters.iter().filter(|parameter| parameter.location == location);
            let rows: Vec<Row> = these.map(|parameter| self.parameter(parameter)).collect();
            if !rows.is_empty() {
                tables.push(ParameterTable { title, rows });
            }
        }
        tables
    }

    fn parameter(&mut self, parameter: &Parameter) -> Row {
        let part = Part::Parameter(parameter.location, parameter.name.clone());
        let row = self.row(&parameter.name, (&parameter.value, parameter.presence), part);
        said(row, &parameter.description, parameter.deprecated.then_some(()))
    }

    /// What a body holds: media types that come to the same are one.
    fn bodies(&mut self, content: &[Content], part: impl Fn(&str) -> Part) -> Vec<BodyPart> {
        let mut bodies: Vec<BodyPart> = Vec::new();
        for content in content {
            let media = content.media_type.clone();
            let row = self.row("body", (&content.value, Presence::Required), part(&media));
            match bodies.iter_mut().find(|body| row.section.is_none() && body.ty == row.ty) {
                Some(body) => body.media.push(media),
                None => bodies.push(body_part(row, media)),
            }
        }
        bodies
    }

    fn response(&mut self, response: &Response) -> ResponsePart {
        let status = response.status;
        let bodies = self.bodies(&response.content, |media| Part::Response(status, media.to_owned()));
        let headers = response.headers.iter().map(|header| self.header(response, header)).collect();
        ResponsePart {
            status: status.to_string(),
            description: response.description.clone(),
            bodies,
            headers,
        }
    }

    fn header(&mut self, response: &Response, header: &Header) -> Row {
        let part = Part::Header(response.status, header.name.clone());
        let row = self.row(&header.name, (&header.value, header.presence), part);
        said(row, &header.description, header.deprecated.then_some(()))
    }
}

/// The row of a parameter or header, with what is said of that besides its schema.
fn said(row: Row, description: &str, deprecated: Option<()>) -> Row {
    let description = match description.trim() {
        "" => row.description,
        _ => description.to_owned(),
    };
    Row { description, deprecated: row.deprecated || deprecated.is_some(), ..row }
}

fn body_part(row: Row, media: String) -> BodyPart {
    let mut ty = row.ty;
    // A type that is described below leads there.
    if let (Some(section), Some(last)) = (row.section, ty.last_mut().filter(|last| last.link.is_none())) {
        last.link = Some(format!("#{section}"));
    }
    BodyPart { required: false, description: String::new(), ty, media: vec![media] }
}

/// How the place of a part is called in anchors.
fn place_of(part: &Part) -> String {
    match part {
        Part::Parameter(location, name) => format!("{}-{name}", word(*location)),
        Part::Request(media) => format!("body-{media}"),
        Part::Response(status, media) => format!("{status}-{media}"),
        Part::Header(status, name) => format!("{status}-header-{name}"),
        Part::PartHeader(part, name) => format!("part-{part}-header-{name}"),
    }
}

const fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
