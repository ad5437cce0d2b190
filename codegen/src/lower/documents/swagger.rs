//! What Swagger 2.0 says in its own way: bodies as parameters, forms as several, media types beside both.

use super::content::{Owner, owner};
use super::operations::media;
use super::parameters::style;
use super::{Lowering, anything};
use crate::ir::{
    Access, Body, Content, Field, Keywords, Location, Null, Object, OperationId, Part, PartEncoding,
    Presence, Rest, Root, Shape, StatusPattern, Type, TypeId, TypePath, TypeRef, Use,
};
use crate::read::open_api::{Dialect, Parameter, View, boolean, text};

/// The media types of forms.
const FORMS: [&str; 2] = ["multipart/form-data", "application/x-www-form-urlencoded"];

impl<'a> Lowering<'a> {
    /// The body that the parameters of an operation describe.
    pub(super) fn swagger_body(
        &mut self,
        id: OperationId,
        (view, whole): (&View<'a>, &View<'a>),
        parameters: &[View<'a>],
    ) -> Option<Body> {
        let consumes = media(view, whole, "consumes");
        let mut form: Vec<View<'a>> = Vec::new();
        for parameter in parameters {
            let Some(found) = self.resolved(parameter) else { continue };
            match text(&found, "in") {
                "body" => return Some(self.whole_body(id, (parameter, &found), &consumes)),
                "formData" => form.push(found),
                _ => {}
            }
        }
        (!form.is_empty()).then(|| self.form(id, (view, &form), &consumes))
    }

    fn whole_body(
        &mut self,
        id: OperationId,
        (view, found): (&View<'a>, &View<'a>),
        consumes: &[&'a str],
    ) -> Body {
        let owner = owner(id, view, found, "body");
        let presence = match boolean(found, "required") {
            Some(true) => Presence::Required,
            _ => Presence::Optional,
        };
        let content = consumes.iter().map(|media_type| Content {
            media_type: (*media_type).to_owned(),
            place: found.place.clone(),
            value: match found.member("schema") {
                Some(schema) => self.part(&schema, &owner, Part::Request((*media_type).to_owned())),
                None => anything(&found.place),
            },
            encodings: Vec::new(),
        });
        Body { presence, description: text(found, "description").to_owned(), content: content.collect() }
    }

    /// A form: an object with a member for each of its parameters.
    fn form(
        &mut self,
        id: OperationId,
        (view, parameters): (&View<'a>, &[View<'a>]),
        consumes: &[&'a str],
    ) -> Body {
        let has_file = parameters.iter().any(|parameter| text(parameter, "type") == "file");
        let usual = if has_file { FORMS[0] } else { FORMS[1] };
        let mut types: Vec<&str> =
            consumes.iter().copied().filter(|media_type| FORMS.contains(media_type)).collect();
        if types.is_empty() {
            types.push(usual);
        }
        let place = view.at("parameters").map_or_else(|| view.place.clone(), |list| list.place);
        let path =
            TypePath { root: Root::Operation(id, Part::Request(types[0].to_owned())), steps: Vec::new() };
        let schema = Keywords([("type".to_owned(), "object".into())].into_iter().collect());
        let shape =
            Shape::Object(Object { fields: Vec::new(), choices: Vec::new(), rest: Rest::Unspecified });
        let ty = TypeId(self.api.types.len());
        self.api.types.push(Type { place: place.clone(), path, schema, shape });
        let owner = Owner { operation: id, component: None };
        let fields: Vec<Field> =
            parameters.iter().map(|parameter| self.form_field(parameter, &owner)).collect();
        let is_needed = fields.iter().any(|field| field.presence == Presence::Required);
        let presence = if is_needed { Presence::Required } else { Presence::Optional };
        self.api.types[ty.0].shape =
            Shape::Object(Object { fields, choices: Vec::new(), rest: Rest::Unspecified });
        let content = types.into_iter().map(|media_type| Content {
            media_type: media_type.to_owned(),
            place: place.clone(),
            value: Use {
                place: place.clone(),
                ty: TypeRef::Described(ty),
                null: Null::Refused,
                schema: Keywords::default(),
            },
            encodings: parameters.iter().map(encoding).collect(),
        });
        Body { presence, description: String::new(), content: content.collect() }
    }

    fn form_field(&mut self, view: &View<'a>, owner: &Owner) -> Field {
        let name = text(view, "name");
        Field {
            name: name.to_owned(),
            presence: if boolean(view, "required") == Some(true) {
                Presence::Required
            } else {
                Presence::Optional
            },
            access: Access::Both,
            value: self.part(view, owner, Part::Parameter(Location::Query, name.to_owned())),
            also: Vec::new(),
        }
    }

    /// What a response holds in each of the media types of its operation.
    pub(super) fn produced(
        &mut self,
        schema: &View<'a>,
        (owner, status): (&Owner, StatusPattern),
        produces: &[&'a str],
    ) -> Vec<Content> {
        let content = produces.iter().map(|media_type| Content {
            media_type: (*media_type).to_owned(),
            place: schema.place.clone(),
            value: self.part(schema, owner, Part::Response(status, (*media_type).to_owned())),
            encodings: Vec::new(),
        });
        content.collect()
    }
}

fn encoding(view: &View<'_>) -> PartEncoding {
    let parameter = Parameter::read(view, Dialect::Swagger);
    PartEncoding {
        name: parameter.name.to_owned(),
        content_types: Vec::new(),
        encoding: Some(style(Location::Query, parameter.style, (parameter.explode, false))),
        headers: Vec::new(),
    }
}
