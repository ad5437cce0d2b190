//! Tests of the lowering of documents: a few lines of a document in, a line of what it means out.

use crate::diagnostic::{Report, Sources};
use crate::filter::{Filter, Pattern};
use crate::ir::{
    Access, Api, Choice, Enumeration, Null, Object, Operation, ParameterEncoding, Presence, Rest, Root,
    Shape, TypeId, TypeRef, Use,
};
use crate::overrides::Wishes;
use crate::pipeline::{Analysis, analyse, analyse_with};

/// What a document means, and what is found to say about it.
fn analysis(text: &str) -> (Analysis, String) {
    let mut sources = Sources::new();
    sources.add("jam.yaml", text);
    let mut report = Report::new();
    let analysis = analyse(&sources, &mut report);
    let found = crate::read::tests::lines(&report, &sources);
    (analysis.unwrap_or_else(|| panic!("{found}")), found)
}

/// A document of this version whose schemas are these.
fn schemas(version: &str, schemas: &str) -> String {
    let at = if version == "swagger: '2.0'" { "definitions" } else { "components: {schemas" };
    let end = if at == "definitions" { "" } else { "}" };
    format!("{version}\ninfo: {{title: Jams, version: '1'}}\npaths: {{}}\n{at}: {{{schemas}}}{end}\n")
}

/// The type of a named schema, in a line.
fn named(api: &Api, name: &str) -> String {
    let schema = api.schemas.iter().find(|schema| schema.name == name).unwrap();
    shape(api, &api.ty(schema.root.unwrap()).shape)
}

fn shape(api: &Api, shape: &Shape) -> String {
    match shape {
        Shape::Object(object) => self::object(api, object),
        Shape::Enum(Enumeration::Strings(values)) => format!("enum {values:?}"),
        Shape::Enum(Enumeration::Values(values)) => format!("values {}", serde_json::json!(values)),
        Shape::Union(union) => {
            let variants: Vec<String> = union.variants.iter().map(|one| used(api, &one.value)).collect();
            format!("({}) by {}", variants.join(" | "), choice(&union.choice))
        }
        Shape::Tuple(tuple) => {
            let items: Vec<String> = tuple.items.iter().map(|item| used(api, item)).collect();
            format!("[{}{}]", items.join(", "), rest(api, &tuple.rest))
        }
        Shape::Choice(sets) => format!("choice of {} sets", sets.len()),
        Shape::Alias(target) => used(api, target),
    }
}

fn object(api: &Api, object: &Object) -> String {
    let fields = object.fields.iter().map(|field| {
        let mark = if field.presence == Presence::Required { "" } else { "?" };
        let access = match field.access {
            Access::Both => "",
            Access::Read => "<",
            Access::Write => ">",
        };
        format!("{access}{}{mark}: {}", field.name, used(api, &field.value))
    });
    format!("{{{}{}}}", fields.collect::<Vec<_>>().join(", "), rest(api, &object.rest))
}

fn rest(api: &Api, rest: &Rest) -> String {
    match rest {
        Rest::Unspecified => String::new(),
        Rest::Preserved => ", ..any".to_owned(),
        Rest::Refused => ", ..none".to_owned(),
        Rest::Typed(value) => format!(", ..{}", used(api, value)),
    }
}

fn choice(choice: &Choice) -> String {
    match choice {
        Choice::Tag { property, values } => format!("{property} {values:?}"),
        Choice::ByConstant { property, .. } => format!("the value of {property}"),
        Choice::ByMember(members) => format!("member {members:?}"),
        Choice::ByType(_) => "type".to_owned(),
        Choice::ByTypeThen { shared, .. } => {
            let then: Vec<String> = shared.iter().map(|(_, choice)| self::choice(choice)).collect();
            format!("type, then {}", then.join(" and "))
        }
        Choice::FirstMatch => "trying".to_owned(),
    }
}

fn used(api: &Api, value: &Use) -> String {
    let null = if value.null == Null::Allowed { " or null" } else { "" };
    format!("{}{null}", type_ref(api, &value.ty))
}

fn type_ref(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Described(id) => described(api, *id),
        TypeRef::List(item) => format!("list of {}", used(api, item)),
        TypeRef::Map(value) => format!("map of {}", used(api, value)),
        TypeRef::Integer(format) => format!("{format:?}"),
        TypeRef::String(format) => format!("{format:?}"),
        other => format!("{other:?}"),
    }
}

fn described(api: &Api, id: TypeId) -> String {
    let ty = api.ty(id);
    match ty.path.root {
        Root::Schema(schema) if ty.path.steps.is_empty() => format!("#{}", api.schema(schema).name),
        _ => shape(api, &ty.shape),
    }
}

/// A case: the version, the schema `Jam` and others beside it, and what `Jam` means.
type Case = (&'static str, &'static str, &'static str);

fn hold(version: &str, cases: &[Case]) {
    for (jam, beside, expected) in cases {
        let comma = if beside.is_empty() { "" } else { ", " };
        let (analysis, found) = analysis(&schemas(version, &format!("Jam: {jam}{comma}{beside}")));
        assert_eq!((named(&analysis.api, "Jam").as_str(), found.as_str()), (*expected, ""), "{jam}");
    }
}

#[test]
fn schemas_of_openapi_3_0() {
    hold(
        "openapi: 3.0.3",
        &[
            ("{type: string, format: uuid}", "", "Uuid"),
            ("{type: integer, format: uint16}", "", "Uint16"),
            ("{type: number, format: float}", "", "Float"),
            ("{type: string, enum: [a, b], nullable: true}", "", "enum [\"a\", \"b\"]"),
            ("{type: integer, enum: [1, 2]}", "", "values [1,2]"),
            ("{type: object, additionalProperties: {type: integer}}", "", "map of Int64"),
            (
                "{properties: {a: {type: boolean}}, additionalProperties: {type: string}}",
                "",
                "{a?: Boolean, ..Plain}",
            ),
            (
                "{properties: {a: {type: string, readOnly: true}}, required: [a], additionalProperties: false}",
                "",
                "{<a: Plain, ..none}",
            ),
            ("{$ref: '#/components/schemas/Lid'}", "Lid: {type: string}", "#Lid"),
            ("{properties: {lid: {$ref: '#/components/schemas/Jam'}}}", "", "{lid?: #Jam}"),
            (
                "{properties: {lid: {allOf: [{$ref: '#/components/schemas/Lid'}], nullable: true}}}",
                "Lid: {properties: {a: {}}}",
                "{lid?: #Lid or null}",
            ),
            (
                "{type: array, items: {$ref: '#/components/schemas/Lid'}}",
                "Lid: {type: string, nullable: true}",
                "list of #Lid or null",
            ),
        ],
    );
}

#[test]
fn schemas_that_hold_together_become_one() {
    hold(
        "openapi: 3.0.3",
        &[
            (
                "{allOf: [{$ref: '#/components/schemas/Lid'}, {properties: {b: {type: string}}, required: [a]}]}",
                "Lid: {properties: {a: {type: integer}}}",
                "{a: Int64, b?: Plain}",
            ),
            (
                "{allOf: [{$ref: '#/components/schemas/Lid'}], properties: {a: {enum: [x]}}}",
                "Lid: {properties: {a: {type: string}}}",
                "{a?: enum [\"x\"]}",
            ),
            (
                "{type: object, allOf: [{$ref: '#/components/schemas/Lid'}]}",
                "Lid: {properties: {a: {}}}",
                "#Lid",
            ),
            (
                "{properties: {a: {type: string}}, oneOf: [{required: [a]}, {properties: {a: {minLength: 1}}}]}",
                "",
                "{a?: Plain}",
            ),
        ],
    );
}

#[test]
fn variants_are_told_apart() {
    const TWO: &str = "A: {properties: {kind: {enum: [a]}, x: {}}, required: [kind]}, B: {properties: {kind: {enum: [b]}}, required: [kind]}";
    hold(
        "openapi: 3.0.3",
        &[
            (
                "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
                TWO,
                "(#A | #B) by the value of kind",
            ),
            (
                "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {a: '#/components/schemas/A', b: B}}}",
                TWO,
                "(#A | #B) by kind [[\"a\"], [\"b\"]]",
            ),
            ("{anyOf: [{type: string}, {type: integer}]}", "", "(Plain | Int64) by type"),
            ("{anyOf: [{type: string, maxLength: 1}, {type: string, pattern: x}]}", "", "Plain"),
            ("{anyOf: [{type: string, enum: [a]}, {type: string}]}", "", "enum [\"a\"]"),
            (
                "{anyOf: [{type: string}, {$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
                TWO,
                "(Plain | #A | #B) by type, then the value of kind",
            ),
            (
                "{properties: {a: {type: string}}, oneOf: [{properties: {b: {type: string}}, required: [b]}, {properties: {c: {}}, required: [c]}]}",
                "",
                "({a?: Plain, b: Plain} | {a?: Plain, c: Any}) by member [Some(\"b\"), Some(\"c\")]",
            ),
            (
                "{properties: {kind: {type: string}}, required: [kind], discriminator: {propertyName: kind}}",
                "A: {allOf: [{$ref: '#/components/schemas/Jam'}, {properties: {x: {}}}]}",
                "(#A | {kind: Plain}) by kind [[\"A\"], [\"Jam\"]]",
            ),
        ],
    );
}

#[test]
fn schemas_of_openapi_3_1() {
    hold(
        "openapi: 3.1.0",
        &[
            ("{type: [string, 'null']}", "", "Plain or null"),
            ("{type: [string, integer]}", "", "(Plain | Int64) by type"),
            ("{oneOf: [{type: string}, {type: 'null'}]}", "", "Plain or null"),
            ("{const: x}", "", "enum [\"x\"]"),
            ("{oneOf: [{const: a}, {const: b}]}", "", "enum [\"a\", \"b\"]"),
            ("{prefixItems: [{type: string}, {type: integer}], items: false}", "", "[Plain, Int64, ..none]"),
            ("{type: string, contentEncoding: base64}", "", "Byte"),
            (
                "{type: object, patternProperties: {'^a': {type: integer}}, additionalProperties: false}",
                "",
                "map of Int64",
            ),
            ("{properties: {a: {$ref: '#here'}}}", "Lid: {$anchor: here, type: string}", "{a?: #Lid}"),
            ("true", "", "Any"),
            // What a type cannot say is left to validation, and takes nothing away from the type.
            (
                "{properties: {a: {type: string}}, if: {required: [a]}, then: {required: [b]}}",
                "",
                "{a?: Plain}",
            ),
            ("{properties: {a: {type: string}}, dependentRequired: {a: [b]}}", "", "{a?: Plain}"),
            (
                "{properties: {a: {type: string}}, dependentSchemas: {a: {minProperties: 2}}}",
                "",
                "{a?: Plain}",
            ),
            (
                "{type: object, propertyNames: {pattern: '^a'}, additionalProperties: {type: integer}}",
                "",
                "map of Int64",
            ),
        ],
    );
}

#[test]
fn swagger_is_served_where_host_path_and_schemes_say() {
    let served = |words: &str| -> Vec<String> {
        let text = format!("swagger: '2.0'\ninfo: {{title: Jams, version: '1'}}\n{words}\npaths: {{}}\n");
        let (analysis, _) = analysis(&text);
        analysis.api.documents[0].servers.iter().map(|server| server.url.clone()).collect()
    };
    assert_eq!(served("basePath: /v1/"), ["/v1"]);
    assert_eq!(served("host: jam.example\nbasePath: /v1"), ["https://jam.example/v1"]);
    assert_eq!(
        served("host: jam.example\nschemes: [http, https]"),
        ["http://jam.example", "https://jam.example"]
    );
}

#[test]
fn schemas_of_swagger() {
    hold(
        "swagger: '2.0'",
        &[
            (
                "{type: object, properties: {a: {$ref: '#/definitions/Lid'}}}",
                "Lid: {type: string, x-nullable: true}",
                "{a?: #Lid or null}",
            ),
            (
                "{type: object, discriminator: kind, properties: {kind: {type: string}}}",
                "Lid: {allOf: [{$ref: '#/definitions/Jam'}], x-ms-discriminator-value: lid}",
                "(#Lid | {kind?: Plain}) by kind [[\"lid\"], [\"Jam\"]]",
            ),
        ],
    );
}

/// An operation in lines: what it takes and what it answers.
fn operation(api: &Api, operation: &Operation) -> String {
    let mut lines = vec![format!("{} {} {:?}", operation.label(), operation.method, operation.tags)];
    for parameter in &operation.parameters {
        let encoding = match &parameter.encoding {
            ParameterEncoding::Style { style, explode, .. } => format!("{style:?} {explode}"),
            ParameterEncoding::Content(media_type) => media_type.clone(),
        };
        let (location, presence) = (parameter.location, parameter.presence);
        lines.push(format!(
            "{location:?} {} {presence:?} {encoding}: {}",
            parameter.name,
            used(api, &parameter.value)
        ));
    }
    for content in operation.body.iter().flat_map(|body| &body.content) {
        lines.push(format!("takes {}: {}", content.media_type, used(api, &content.value)));
    }
    for response in &operation.responses {
        let headers: Vec<&str> = response.headers.iter().map(|header| header.name.as_str()).collect();
        lines.push(format!("{} {headers:?}", response.status));
        lines.extend(
            response
                .content
                .iter()
                .map(|content| format!("gives {}: {}", content.media_type, used(api, &content.value))),
        );
    }
    lines.join("\n")
}

fn operations(text: &str) -> Vec<String> {
    let (analysis, found) = analysis(text);
    assert_eq!(found, "");
    analysis.api.operations.iter().map(|one| operation(&analysis.api, one)).collect()
}

#[test]
fn an_operation_is_put_together_from_its_path_and_the_components() {
    let text = "\
openapi: 3.0.3
info: {title: Jams, version: '1'}
paths:
  /jams/{id}:
    parameters:
    - {$ref: '#/components/parameters/Id'}
    - {name: ripe, in: query, schema: {type: boolean}}
    get:
      operationId: jam
      tags: [jams]
      parameters:
      - {name: ripe, in: query, required: true, schema: {type: array, items: {type: string}}, style: pipeDelimited}
      - {name: X-Filter, in: header, content: {application/json: {schema: {type: object}}}}
      responses:
        '200': {description: Good, headers: {X-Rate: {schema: {type: integer}}}, content: {application/json: {schema: {type: string}}}}
        4XX: {$ref: '#/components/responses/Bad'}
        default: {description: Other}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}}
  responses: {Bad: {description: Bad, content: {text/plain: {schema: {type: string}}}}}
";
    let expected = "jam GET [\"jams\"]\nPath id Required Simple false: Uuid\nQuery ripe Required PipeDelimited false: list of Plain\n\
                    Header X-Filter Optional application/json: map of Any\n200 [\"X-Rate\"]\ngives application/json: Plain\n4XX []\n\
                    gives text/plain: Plain\ndefault []";
    assert_eq!(operations(text), [expected]);
}

#[test]
fn swagger_says_the_same_in_its_own_way() {
    let text = "\
swagger: '2.0'
info: {title: Jams, version: '1'}
consumes: [application/json, application/xml]
produces: [application/json]
paths:
  /jams:
    put:
      parameters: [{name: jam, in: body, required: true, schema: {type: string}}, {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {'200': {description: Good, schema: {type: integer}}}
    post:
      consumes: [multipart/form-data]
      parameters: [{name: label, in: formData, type: file}, {name: size, in: formData, type: integer, required: true}]
      responses: {'204': {description: Made}}
";
    assert_eq!(
        operations(text),
        [
            "PUT /jams PUT []\nQuery tags Optional Form true: list of Plain\ntakes application/json: Plain\ntakes application/xml: Plain\n\
         200 []\ngives application/json: Int64",
            "POST /jams POST []\ntakes multipart/form-data: {label?: Binary, size: Int64}\n204 []",
        ]
    );
}

#[test]
fn what_no_wanted_operation_leads_to_is_left_out() {
    let text = "\
openapi: 3.0.3
info: {title: Jams, version: '1'}
paths:
  /jams: {get: {tags: [jams], responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Jam'}}}}}}}
  /lids: {get: {tags: [lids], responses: {'200': {description: Good, content: {application/json: {schema: {$ref: '#/components/schemas/Lid'}}}}}}}
components: {schemas: {Jam: {properties: {glass: {$ref: '#/components/schemas/Glass'}}}, Lid: {properties: {a: {}}}, Glass: {type: string}}}
";
    let mut sources = Sources::new();
    sources.add("jam.yaml", text);
    let include = vec![Pattern::Tag("jams".to_owned())];
    let wishes = Wishes { filter: Filter { include, exclude: Vec::new() }, ..Wishes::default() };
    let api = analyse_with(&sources, &wishes, &mut Report::new()).unwrap().api;
    let paths: Vec<_> = api.operations.iter().map(|operation| operation.path.as_str()).collect();
    let names: Vec<_> = api.schemas.iter().map(|schema| schema.name.as_str()).collect();
    assert_eq!((paths, names), (vec!["/jams"], vec!["Jam", "Glass"]));
    assert_eq!(api.documents[0].schemas.pointer("/components/schemas/Lid"), None);
}
