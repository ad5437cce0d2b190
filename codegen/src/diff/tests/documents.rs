//! OpenAPI documents: two in, lines out.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::super::{About, Change};
use super::{analysis, between, line, put};

/// A document with this description of `GET /pets/{id}` and these schemas, in the flow style of YAML.
fn document(operation: &str, schemas: &str) -> Value {
    let read = |text: &str| -> Value {
        serde_yaml::from_str(&format!("{{{text}}}")).unwrap_or_else(|error| panic!("{text}: {error}"))
    };
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Pets", "version": "1" },
        "servers": [{ "url": "https://pets.example.com" }],
        "paths": { "/pets/{id}": { "get": read(operation) } },
        "components": {
            "schemas": read(schemas),
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" }, "basic": { "type": "http", "scheme": "basic" } },
        },
    })
}

const ID: &str = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";

fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let understood =
        |document: &Value| analysis(document).unwrap_or_else(|| panic!("{document} is not understood"));
    between(&understood(old), &understood(new))
}

fn lines(old: &Value, new: &Value) -> String {
    let changes = changes(old, new);
    let about = |change: &Change| match &change.about {
        About::Operation(name) | About::Schema(name) | About::Document(name) => name.clone(),
        About::Resource { kind, .. } => kind.clone(),
    };
    changes.iter().map(|change| format!("{}: {}", about(change), line(change))).collect()
}

/// The changes from each operation to the other one.
fn check(cases: &[(&str, &str)], expected: &Expect) {
    let mut text = String::new();
    for (old, new) in cases {
        text += &format!("# {old} -> {new}\n");
        let whole = |part: &str| match part.contains("responses:") {
            true => document(&format!("{ID}, {part}"), ""),
            false => document(&format!("{ID}, responses: {{'200': {{description: a}}}}, {part}"), ""),
        };
        text += &lines(&whole(old), &whole(new));
    }
    expected.assert_eq(&text);
}

#[test]
fn parameters() {
    let with = |parameters: &str| {
        let id = "{name: id, in: path, required: true, schema: {type: string}}";
        document(&format!("parameters: [{id}, {parameters}], responses: {{'200': {{description: a}}}}"), "")
    };
    let cases = [
        ("", "{name: a, in: query, schema: {type: string}}"),
        ("", "{name: a, in: query, required: true, schema: {type: string}}"),
        ("{name: a, in: query, schema: {type: string}}", ""),
        (
            "{name: a, in: query, schema: {type: string}}",
            "{name: a, in: query, required: true, schema: {type: string}}",
        ),
        ("{name: a, in: query, schema: {type: integer}}", "{name: a, in: query, schema: {type: number}}"),
        ("{name: a, in: query, schema: {type: number}}", "{name: a, in: query, schema: {type: integer}}"),
        (
            "{name: a, in: query, schema: {type: array, items: {type: string}}}",
            "{name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}",
        ),
        (
            "{name: a, in: query, schema: {type: string, maxLength: 3}}",
            "{name: a, in: header, schema: {type: string, maxLength: 3}}",
        ),
    ];
    let mut text = String::new();
    for (old, new) in cases {
        text += &format!("# {old} -> {new}\n{}", lines(&with(old), &with(new)));
    }
    expect![[r##"
        #  -> {name: a, in: query, schema: {type: string}}
        GET /pets/{id}: parameter-added query.a: the optional `query.a` is new | compatible valid minor
        #  -> {name: a, in: query, required: true, schema: {type: string}}
        GET /pets/{id}: parameter-added query.a: the required `query.a` is new | breaking valid major
        # {name: a, in: query, schema: {type: string}} -> 
        GET /pets/{id}: parameter-removed query.a: `query.a` is gone | breaking valid major
        # {name: a, in: query, schema: {type: string}} -> {name: a, in: query, required: true, schema: {type: string}}
        GET /pets/{id}: field-required query.a: it must be given | breaking invalid major (Option<String> -> String)
        # {name: a, in: query, schema: {type: integer}} -> {name: a, in: query, schema: {type: number}}
        GET /pets/{id}: type-widened query.a: `integer` became `number` | compatible valid major (Option<i64> -> Option<f64>)
        # {name: a, in: query, schema: {type: number}} -> {name: a, in: query, schema: {type: integer}}
        GET /pets/{id}: type-narrowed query.a: `number` became `integer` | breaking invalid major (Option<f64> -> Option<i64>)
        # {name: a, in: query, schema: {type: array, items: {type: string}}} -> {name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}
        GET /pets/{id}: encoding-changed query.a: `encoding`: `"form, exploded"` became `"form"` | breaking valid patch
        # {name: a, in: query, schema: {type: string, maxLength: 3}} -> {name: a, in: header, schema: {type: string, maxLength: 3}}
        GET /pets/{id}: parameter-removed query.a: `query.a` is gone | breaking valid major
        GET /pets/{id}: parameter-added header.a: the optional `header.a` is new | compatible valid minor
    "##]].assert_eq(&text);
}

#[test]
fn bodies_and_answers() {
    let cases = [
        (
            "deprecated: false",
            "requestBody: {required: true, content: {application/json: {schema: {type: string}}}}",
        ),
        (
            "requestBody: {content: {application/json: {schema: {type: string, enum: [a, b]}}}}",
            "requestBody: {content: {application/json: {schema: {type: string, enum: [b, c]}}}}",
        ),
        (
            "requestBody: {content: {application/json: {schema: {type: string}}}}",
            "requestBody: {required: true, content: {application/xml: {schema: {type: string}}}}",
        ),
        (
            "responses: {'200': {description: a}}",
            "responses: {'200': {description: b}, '404': {description: c}}",
        ),
        ("responses: {'200': {description: a}}", "responses: {'204': {description: a}}"),
        (
            "responses: {'200': {description: a, content: {application/json: {schema: {type: integer}}}}}",
            "responses: {'200': {description: a, content: {application/json: {schema: {type: number}}}}}",
        ),
        (
            "responses: {'200': {description: a, content: {application/json: {schema: {type: number}}}}}",
            "responses: {'200': {description: a, content: {application/json: {schema: {type: integer}}}}}",
        ),
        (
            "responses: {'200': {description: a, headers: {X-Left: {schema: {type: integer}}}}}",
            "responses: {'200': {description: a, headers: {X-All: {schema: {type: integer}}}}}",
        ),
        ("deprecated: false", "deprecated: true, summary: Gone soon."),
    ];
    check(
        &cases,
        &expect![[r##"
        # deprecated: false -> requestBody: {required: true, content: {application/json: {schema: {type: string}}}}
        GET /pets/{id}: body-added body: there must be a body | breaking valid major
        # requestBody: {content: {application/json: {schema: {type: string, enum: [a, b]}}}} -> requestBody: {content: {application/json: {schema: {type: string, enum: [b, c]}}}}
        GET /pets/{id}: enum-value-removed body: `"a"` is no value any more | breaking invalid major
        GET /pets/{id}: enum-value-added body: `"c"` is a value | compatible valid minor
        # requestBody: {content: {application/json: {schema: {type: string}}}} -> requestBody: {required: true, content: {application/xml: {schema: {type: string}}}}
        GET /pets/{id}: media-type-removed body: `application/json` is gone | breaking valid major
        GET /pets/{id}: media-type-added body: `application/xml` is new | compatible valid major
        GET /pets/{id}: field-required body: the body must be given | breaking valid major
        # responses: {'200': {description: a}} -> responses: {'200': {description: b}, '404': {description: c}}
        GET /pets/{id}: description-changed 200: `description` differs | compatible valid patch
        GET /pets/{id}: response-added 404: `404` is an answer | compatible valid major
        # responses: {'200': {description: a}} -> responses: {'204': {description: a}}
        GET /pets/{id}: response-removed 200: `200` is no answer any more | compatible valid major
        GET /pets/{id}: response-added 204: `204` is an answer | breaking valid major
        # responses: {'200': {description: a, content: {application/json: {schema: {type: integer}}}}} -> responses: {'200': {description: a, content: {application/json: {schema: {type: number}}}}}
        GET /pets/{id}: type-widened 200.body: `integer` became `number` | breaking valid major (i64 -> f64)
        # responses: {'200': {description: a, content: {application/json: {schema: {type: number}}}}} -> responses: {'200': {description: a, content: {application/json: {schema: {type: integer}}}}}
        GET /pets/{id}: type-narrowed 200.body: `number` became `integer` | compatible valid major (f64 -> i64)
        # responses: {'200': {description: a, headers: {X-Left: {schema: {type: integer}}}}} -> responses: {'200': {description: a, headers: {X-All: {schema: {type: integer}}}}}
        GET /pets/{id}: header-removed 200.header.X-Left: `header.X-Left` is gone | breaking valid major
        GET /pets/{id}: header-added 200.header.X-All: the optional `header.X-All` is new | compatible valid major
        # deprecated: false -> deprecated: true, summary: Gone soon.
        GET /pets/{id}: description-changed : `summary` differs | compatible valid patch
        GET /pets/{id}: operation-deprecated : the operation is deprecated | compatible valid minor
    "##]],
    );
}

#[test]
fn security() {
    let cases = [
        ("security: []", "security: [{key: []}]"),
        ("security: [{key: []}]", "security: [{key: []}, {basic: []}]"),
        ("security: [{key: []}]", "security: [{key: [], basic: []}]"),
        ("security: [{key: []}]", "security: [{}]"),
    ];
    check(
        &cases,
        &expect![[r#"
        # security: [] -> security: [{key: []}]
        GET /pets/{id}: security-tightened : no proof is not enough any more | breaking valid patch
        GET /pets/{id}: security-loosened : `key` is enough | compatible valid patch
        # security: [{key: []}] -> security: [{key: []}, {basic: []}]
        GET /pets/{id}: security-loosened : `basic` is enough | compatible valid patch
        # security: [{key: []}] -> security: [{key: [], basic: []}]
        GET /pets/{id}: security-tightened : `key` is not enough any more | breaking valid patch
        GET /pets/{id}: security-loosened : `basic` with `key` is enough | compatible valid patch
        # security: [{key: []}] -> security: [{}]
        GET /pets/{id}: security-tightened : `key` is not enough any more | breaking valid patch
        GET /pets/{id}: security-loosened : no proof is enough | compatible valid patch
    "#]],
    );
}

/// What a schema is used for decides whom a change of it harms.
#[test]
fn schemas_that_are_sent_received_or_both() {
    let json = "{content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}, description: a}";
    let uses = [
        format!("{ID}, requestBody: {json}, responses: {{'200': {{description: a}}}}"),
        format!("{ID}, responses: {{'200': {json}}}"),
        format!("{ID}, requestBody: {json}, responses: {{'200': {json}}}"),
    ];
    let pet = |rest: &str| format!("Pet: {{type: object, properties: {{name: {{type: string}}}}{rest}}}");
    let cases = [
        (pet(""), pet(", required: [name]")),
        (pet(", required: [name]"), pet("")),
        (pet(""), "Pet: {type: object, properties: {name: {type: string, maxLength: 3}}}".to_owned()),
        (
            pet(""),
            "Pet: {type: object, properties: {name: {type: string, readOnly: true}, age: {type: integer}}}"
                .to_owned(),
        ),
    ];
    let mut text = String::new();
    for (old, new) in &cases {
        text += &format!("# {old} -> {new}\n");
        for operation in &uses {
            text += &lines(&document(operation, old), &document(operation, new));
        }
    }
    expect![[r#"
        # Pet: {type: object, properties: {name: {type: string}}} -> Pet: {type: object, properties: {name: {type: string}}, required: [name]}
        Pet: field-required name: the member must be given | breaking invalid major (Option<String> -> String)
        Pet: rust-default-lost : `Pet` has no `Default` any more | compatible valid major
        Pet: field-required name: the member must be given | compatible valid major (Option<String> -> String)
        Pet: rust-default-lost : `Pet` has no `Default` any more | compatible valid major
        Pet: field-required name: the member must be given | breaking invalid major (Option<String> -> String)
        Pet: rust-default-lost : `Pet` has no `Default` any more | compatible valid major
        # Pet: {type: object, properties: {name: {type: string}}, required: [name]} -> Pet: {type: object, properties: {name: {type: string}}}
        Pet: field-optional name: the member may be left out | compatible valid major (String -> Option<String>)
        Pet: rust-default-gained : `Pet` has `Default`, and no constructor for members that must be given | compatible valid major
        Pet: field-optional name: the member may be left out | breaking valid major (String -> Option<String>)
        Pet: rust-default-gained : `Pet` has `Default`, and no constructor for members that must be given | compatible valid major
        Pet: field-optional name: the member may be left out | breaking valid major (String -> Option<String>)
        Pet: rust-default-gained : `Pet` has `Default`, and no constructor for members that must be given | compatible valid major
        # Pet: {type: object, properties: {name: {type: string}}} -> Pet: {type: object, properties: {name: {type: string, maxLength: 3}}}
        Pet: constraint-tightened name: `maxLength`: `3` is new | breaking invalid patch
        Pet: constraint-tightened name: `maxLength`: `3` is new | compatible valid patch
        Pet: constraint-tightened name: `maxLength`: `3` is new | breaking invalid patch
        # Pet: {type: object, properties: {name: {type: string}}} -> Pet: {type: object, properties: {name: {type: string, readOnly: true}, age: {type: integer}}}
        Pet: access-changed name: `readOnly`: `true` is new | breaking invalid patch
        Pet: field-added age: the optional member `age` is new | compatible valid minor
        Pet: access-changed name: `readOnly`: `true` is new | compatible valid patch
        Pet: field-added age: the optional member `age` is new | compatible valid minor
        Pet: access-changed name: `readOnly`: `true` is new | breaking invalid patch
        Pet: field-added age: the optional member `age` is new | compatible valid minor
    "#]].assert_eq(&text);
}

#[test]
fn shapes_of_schemas() {
    let objects = "Cat: {type: object, required: [meow], properties: {meow: {type: string}}}, \
                   Dog: {type: object, required: [bark], properties: {bark: {type: string}}}";
    let cases = [
        (
            "Pet: {oneOf: [{type: string}, {type: integer}]}",
            "Pet: {oneOf: [{type: string}, {type: boolean}]}",
        ),
        (
            "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string}]}",
            "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: string}]}",
        ),
        (
            "Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Cat'}}}",
            "Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Dog'}}}",
        ),
        ("Pet: {type: array, items: {type: string}}", "Pet: {type: array, items: {type: integer}}"),
        (
            "Pet: {type: object, additionalProperties: {type: string}}",
            "Pet: {type: object, properties: {a: {type: string}}}",
        ),
        (
            "Pet: {type: object, properties: {next: {$ref: '#/components/schemas/Pet'}}}",
            "Pet: {type: object, properties: {next: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}}}",
        ),
        ("Pet: {type: string}", "Animal: {type: string}"),
    ];
    let mut text = String::new();
    for (old, new) in cases {
        let with = |pet: &str| {
            let schema = if pet.starts_with("Pet") { "Pet" } else { "Animal" };
            let json = format!(
                "{{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}, description: a}}"
            );
            document(
                &format!("{ID}, requestBody: {json}, responses: {{'200': {json}}}"),
                &format!("{pet}, {objects}"),
            )
        };
        text += &format!("# {old} -> {new}\n{}", lines(&with(old), &with(new)));
    }
    expect![[r#"
        # Pet: {oneOf: [{type: string}, {type: integer}]} -> Pet: {oneOf: [{type: string}, {type: boolean}]}
        Pet: form-removed : the form `integer` is gone | breaking invalid major
        Pet: form-added : the form `boolean` is new | breaking valid minor
        # Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {type: string}]} -> Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: string}]}
        Pet: form-added : the form `Dog` is new | breaking valid minor
        # Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Cat'}}} -> Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Dog'}}}
        Pet: field-removed a.meow: the member `meow` is gone | breaking pruned major
        Pet: field-added a.bark: the required member `bark` is new | breaking invalid major
        Pet: rust-path-changed a: `types::Cat` became `types::Dog` | compatible valid major (types::Cat -> types::Dog)
        Pet: rust-constructor-changed a: `new(meow)` became `new(bark)` | compatible valid major (new(meow) -> new(bark))
        # Pet: {type: array, items: {type: string}} -> Pet: {type: array, items: {type: integer}}
        Pet: type-changed []: `string` became `integer` | breaking invalid major (Vec<String> -> Vec<i64>)
        # Pet: {type: object, additionalProperties: {type: string}} -> Pet: {type: object, properties: {a: {type: string}}}
        Pet: type-changed : another type by a name of its own became an object with members | breaking invalid major
        # Pet: {type: object, properties: {next: {$ref: '#/components/schemas/Pet'}}} -> Pet: {type: object, properties: {next: {nullable: true, allOf: [{$ref: '#/components/schemas/Pet'}]}}}
        Pet: null-allowed next: null is allowed | compatible valid major (Option<Box<Pet>> -> Nullable<Box<Pet>>)
        # Pet: {type: string} -> Animal: {type: string}
        Animal: schema-added : the schema is new | compatible valid minor
        Pet: schema-removed : the schema is gone | compatible valid major
    "#]].assert_eq(&text);
}

#[test]
fn operations_come_go_and_move() {
    let answers = "responses: {'200': {description: a}}";
    let old = document(&format!("operationId: getPet, {ID}, {answers}"), "");
    let renamed = ID.replace("name: id", "name: pet");
    let mut new = document("", "");
    let operation = |text: &str| -> Value { serde_yaml::from_str(&format!("{{{text}}}")).unwrap() };
    let mut text = String::new();
    let cases = [
        ("/pets/{pet}", "get", format!("operationId: getPet, {renamed}, {answers}")),
        ("/animals/{id}", "get", format!("operationId: getPet, {ID}, {answers}")),
        ("/animals/{id}", "get", format!("operationId: getAnimal, {ID}, {answers}")),
        ("/pets/{id}", "get", format!("operationId: findPet, {ID}, {answers}")),
    ];
    for (path, method, description) in cases {
        put(&mut new, "/paths", json!({ path: { method: operation(&description) } }));
        text += &format!("# {method} {path} {description}\n{}", lines(&old, &new));
    }
    put(&mut new, "/paths", old["paths"].clone());
    put(&mut new, "/servers", json!([{ "url": "https://animals.example.com" }]));
    put(
        &mut new,
        "/components/securitySchemes",
        json!({ "key": { "type": "apiKey", "in": "query", "name": "key" } }),
    );
    put(&mut new, "/info/title", json!("Animals"));
    text += &format!("# the document\n{}", lines(&old, &new));
    expect![[r#"
        # get /pets/{pet} operationId: getPet, parameters: [{name: pet, in: path, required: true, schema: {type: string}}], responses: {'200': {description: a}}
        GET /pets/{pet}: rust-field-renamed path.id: `id` became `pet` | compatible valid major
        # get /animals/{id} operationId: getPet, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: a}}
        GET /animals/{id}: operations-moved : it was `GET /pets/{id}` | breaking valid patch
        GET /animals/{id}: rust-path-changed : `api::pets::Client::get_pet` became `api::animals::Client::get_pet` | compatible valid major (api::pets::Client::get_pet -> api::animals::Client::get_pet)
        # get /animals/{id} operationId: getAnimal, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: a}}
        GET /pets/{id}: operations-removed : the operation is gone | breaking valid major
        GET /animals/{id}: operations-added : the operation is new | compatible valid minor
        # get /pets/{id} operationId: findPet, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: a}}
        GET /pets/{id}: rust-path-changed : `api::pets::Client::get_pet` became `api::pets::Client::find_pet` | compatible valid major (api::pets::Client::get_pet -> api::pets::Client::find_pet)
        # the document
        Animals: description-changed : `title` differs | compatible valid patch
        Animals: servers-changed : it is not served at `https://pets.example.com` any more | breaking valid major
        Animals: servers-changed : it is served at `https://animals.example.com` | compatible valid minor
        Animals: security-scheme-removed : the security scheme `basic` is gone | compatible valid major
        Animals: security-scheme-changed : the security scheme `key`: `X-Key` (Header) became `key` (Query) | breaking valid major
    "#]].assert_eq(&text);
}
