//! All documents as one in Swagger 2.0, for clients that know no other.

use serde_json::{Map, Value, json};

/// One Swagger document of several OpenAPI documents.
pub fn merged<'a>(documents: impl Iterator<Item = &'a Value>) -> Value {
    let (mut paths, mut definitions) = (Map::new(), Map::new());
    for document in documents {
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            paths.insert(path.clone(), path_item(item));
        }
        for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
            definitions.insert(name.clone(), schema.clone());
        }
    }
    let info = json!({ "title": "Kubernetes", "version": "v1.36.2" });
    let mut out = json!({ "swagger": "2.0", "info": info, "paths": paths, "definitions": definitions });
    move_references(&mut out);
    out
}

/// Points references at the place where Swagger keeps definitions.
fn move_references(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get_mut("$ref") {
                *target = target.replace("#/components/schemas/", "#/definitions/");
            }
            map.values_mut().for_each(move_references);
        }
        Value::Array(list) => list.iter_mut().for_each(move_references),
        _ => {}
    }
}

fn path_item(item: &Value) -> Value {
    let members = item.as_object().into_iter().flatten().map(|(name, value)| {
        let value = match name.as_str() {
            "parameters" => parameters(value),
            "get" | "put" | "post" | "patch" | "delete" => operation(value),
            _ => value.clone(),
        };
        (name.clone(), value)
    });
    Value::Object(members.collect())
}

/// Parameters with their type beside their name instead of in a schema.
fn parameters(list: &Value) -> Value {
    let flat = |parameter: &Value| {
        let mut out = parameter.as_object().cloned().unwrap_or_default();
        if let Some(Value::Object(schema)) = out.remove("schema") {
            out.extend(schema);
        }
        Value::Object(out)
    };
    Value::Array(list.as_array().into_iter().flatten().map(flat).collect())
}

/// The schema and the media types of a content.
fn content(value: &Value) -> (Value, Vec<Value>) {
    let content = value["content"].as_object();
    let types = content.into_iter().flatten().map(|(name, _)| name.as_str().into()).collect();
    let schema = content.into_iter().flatten().map(|(_, c)| c["schema"].clone()).next();
    (schema.unwrap_or_default(), types)
}

fn operation(source: &Value) -> Value {
    let mut out = source.as_object().cloned().unwrap_or_default();
    let mut list = parameters(&source["parameters"]);
    if let Some(body) = out.remove("requestBody") {
        let (schema, types) = content(&body);
        let parameter = json!({ "name": "body", "in": "body", "required": true, "schema": schema });
        if let Some(list) = list.as_array_mut() {
            list.push(parameter);
        }
        out.insert("consumes".into(), types.into());
    }
    out.insert("parameters".into(), list);
    let (mut responses, mut produces) = (Map::new(), Vec::new());
    for (code, response) in source["responses"].as_object().into_iter().flatten() {
        let (schema, types) = content(response);
        let mut one = json!({ "description": response["description"] });
        if !schema.is_null() {
            one["schema"] = schema;
            produces = types;
        }
        responses.insert(code.clone(), one);
    }
    out.insert("responses".into(), responses.into());
    out.insert("produces".into(), produces.into());
    Value::Object(out)
}
