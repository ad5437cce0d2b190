//! Nothing is passed over: whatever is changed in a definition, at least one change is reported.

use serde_json::{Map, Value, json};

use super::{analysis, between, put, toast};

/// What makes no difference: what the model does not hold, and other ways to say the same.
const SAME: [&str; 7] = [
    "/openapi",
    "x-",
    "/post/security = [",
    "/post/parameters = [",
    "/parameters/1/style",
    "/parameters/0/required",
    "/securitySchemes/key/in",
];

/// A definition that uses every keyword.
fn rich() -> Value {
    let mut document = toast(
        "text: {type: string, format: date, pattern: a, minLength: 1, maxLength: 9, enum: [a, b], default: a, nullable: true},
         number: {type: number, minimum: 1, maximum: 9, exclusiveMinimum: true, exclusiveMaximum: true, multipleOf: 2},
         list: {type: array, minItems: 1, maxItems: 9, uniqueItems: true, x-kubernetes-list-type: map,
                x-kubernetes-list-map-keys: [k], items: {type: object, required: [k], properties: {k: {type: string}}}},
         map: {type: object, minProperties: 1, maxProperties: 9, x-kubernetes-map-type: atomic,
               additionalProperties: {type: array, items: {type: integer, format: int32}}},
         any: {type: object, x-kubernetes-preserve-unknown-fields: true, x-kubernetes-embedded-resource: true},
         either: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]},
         rules: {type: object, title: T, description: D, example: 1, externalDocs: {url: 'http://example.com'},
                 properties: {a: {type: boolean}}, oneOf: [{required: [a]}], allOf: [{maxProperties: 3}],
                 not: {required: [b]}, x-mine: 1,
                 x-kubernetes-validations: [{rule: 'self.a', message: m, reason: FieldValueInvalid}]}",
    );
    let version = "/spec/versions/0";
    put(&mut document, &format!("{version}/deprecated"), json!(true));
    put(&mut document, &format!("{version}/deprecationWarning"), json!("w"));
    let scale = json!({ "specReplicasPath": ".spec.a", "statusReplicasPath": ".status.a", "labelSelectorPath": ".status.b" });
    put(&mut document, &format!("{version}/subresources"), json!({ "status": {}, "scale": scale }));
    let column =
        json!({ "name": "A", "type": "string", "jsonPath": ".spec.a", "priority": 1, "description": "d" });
    put(&mut document, &format!("{version}/additionalPrinterColumns"), json!([column]));
    put(&mut document, &format!("{version}/selectableFields"), json!([{ "jsonPath": ".spec.text" }]));
    put(&mut document, "/metadata/labels", json!({ "a": "b" }));
    put(&mut document, "/spec/conversion", json!({ "strategy": "None" }));
    put(&mut document, "/spec/names/shortNames", json!(["t"]));
    document
}

/// All pointers to values inside a document.
fn pointers(document: &Value) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(members) => {
                let at = |key: &str| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                open.extend(members.iter().map(|(key, value)| (at(key), value)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(at, value)| (format!("{pointer}/{at}"), value)));
            }
            _ => {}
        }
        all.push(pointer);
    }
    all
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => _ = items.remove(key.parse().unwrap()),
        _ => {}
    }
}

/// Other values that may stand in the place of one.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(value) => vec![json!(!value)],
        Value::Number(value) => vec![json!(value.as_i64().unwrap_or(0) + 1), json!(value.as_f64())],
        Value::String(value) => vec![json!(format!("{value}x")), json!("x")],
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("x-new".to_owned(), json!({ "type": "string" }));
            vec![Value::Object(more), Value::Object(Map::new())]
        }
        Value::Array(items) => {
            let mut more = items.clone();
            more.extend(items.first().cloned());
            more.push(json!("x"));
            vec![Value::Array(more), Value::Array(Vec::new())]
        }
        Value::Null => Vec::new(),
    }
}

fn mutations(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for pointer in pointers(document) {
        let mut without = document.clone();
        remove(&mut without, &pointer);
        all.push((format!("{pointer} removed"), without));
        for other in others(document.pointer(&pointer).unwrap()) {
            let mut with = document.clone();
            let name = format!("{pointer} = {other}");
            *with.pointer_mut(&pointer).unwrap() = other;
            all.push((name, with));
        }
    }
    all.retain(|(_, mutated)| mutated != document);
    all
}

#[test]
fn every_difference_is_reported_in_both_directions() {
    let rich = rich();
    let before = analysis(&rich).unwrap();
    let mut understood = 0;
    for (name, mutated) in mutations(&rich) {
        let Some(after) = analysis(&mutated) else { continue };
        understood += 1;
        assert!(!between(&before, &after).is_empty(), "{name} is passed over");
        assert!(!between(&after, &before).is_empty(), "{name} is passed over on the way back");
        assert_eq!(between(&after, &after), [], "{name} differs from itself");
    }
    assert!(understood > 250, "{understood}");
}

/// A document that says a little of everything.
fn rich_document() -> Value {
    serde_yaml::from_str(
        "{openapi: 3.0.3, info: {title: Pets, version: '1', description: D}, servers: [{url: 'https://a.example'}],
          paths: {'/pets/{id}': {
            post: {operationId: post, tags: [pets], summary: s, description: d, deprecated: true, security: [{key: []}, {}],
              parameters: [
                {name: id, in: path, required: true, schema: {type: string, maxLength: 3}},
                {name: q, in: query, description: d, style: form, explode: false, schema: {type: array, items: {type: integer}}}],
              requestBody: {required: true, description: d, content: {
                application/json: {schema: {$ref: '#/components/schemas/Pet'}}, text/plain: {schema: {type: string}}}},
              responses: {
                '201': {description: d, headers: {X-A: {description: d, required: true, schema: {type: integer}}},
                  content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}},
                '404': {description: d}, default: {description: d, content: {application/json: {schema: {type: string}}}}}}}},
          components: {
            securitySchemes: {key: {type: apiKey, in: header, name: K}},
            schemas: {
              Pet: {type: object, description: d, required: [name], properties: {
                name: {type: string, readOnly: true}, tag: {type: string, enum: [a, b], default: a},
                form: {oneOf: [{type: string}, {type: integer}]}, next: {$ref: '#/components/schemas/Pet'}}},
              Names: {type: object, additionalProperties: {type: string, nullable: true}}}}}",
    )
    .unwrap()
}

#[test]
fn every_difference_of_documents_is_reported_in_both_directions() {
    let rich = rich_document();
    let before = analysis(&rich).unwrap();
    let (mut understood, mut passed_over) = (0, Vec::new());
    for (name, mutated) in mutations(&rich) {
        let Some(after) = analysis(&mutated) else { continue };
        if SAME.iter().any(|same| name.contains(same)) {
            continue;
        }
        understood += 1;
        if between(&before, &after).is_empty() || between(&after, &before).is_empty() {
            passed_over.push(name);
        }
        assert_eq!(between(&after, &after), []);
    }
    assert_eq!(passed_over, [] as [&str; 0]);
    assert!(understood > 100, "{understood}");
}
