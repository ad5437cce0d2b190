//! What a document holds, found in its raw JSON.

use std::collections::BTreeSet;

use serde_json::Value;

/// A kind of thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Operation,
    Parameter,
    Property,
    MediaType,
    Status,
    Scheme,
    Header,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Operation,
        Self::Parameter,
        Self::Property,
        Self::MediaType,
        Self::Status,
        Self::Scheme,
        Self::Header,
    ];
}

/// Something that a document holds, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    pub kind: Kind,
    pub at: String,
}

impl Held {
    pub fn new(kind: Kind, at: &str) -> Self {
        Self { kind, at: at.to_owned() }
    }
}

/// All that a document holds.
pub fn held(document: &Value) -> BTreeSet<Held> {
    let mut raw = Raw { document, held: BTreeSet::new() };
    for key in ["paths", "webhooks"] {
        for (path, item) in members(document.get(key)) {
            raw.path_item(&format!("/{key}/{}", escaped(path)), item, true);
        }
    }
    for (folder, key) in [("/components/schemas", "schemas"), ("/definitions", "definitions")] {
        let schemas =
            if key == "schemas" { document.pointer("/components/schemas") } else { document.get(key) };
        for (name, schema) in members(schemas) {
            raw.schema(&format!("{folder}/{}", escaped(name)), schema);
        }
    }
    for (at, schemes) in [
        ("/components/securitySchemes", document.pointer("/components/securitySchemes")),
        ("/securityDefinitions", document.get("securityDefinitions")),
    ] {
        for (name, _) in members(schemes) {
            raw.add(Kind::Scheme, format!("{at}/{}", escaped(name)));
        }
    }
    raw.held
}

struct Raw<'a> {
    document: &'a Value,
    held: BTreeSet<Held>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl<'a> Raw<'a> {
    fn add(&mut self, kind: Kind, at: String) {
        self.held.insert(Held { kind, at });
    }

    fn resolve(&self, value: &'a Value) -> &'a Value {
        let target = value.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        target.and_then(|pointer| self.document.pointer(&decoded(pointer))).unwrap_or(value)
    }

    fn path_item(&mut self, at: &str, item: &'a Value, callbacks: bool) {
        let item = self.resolve(item);
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                self.operation(&format!("{at}/{method}"), item, operation);
                if callbacks {
                    self.callbacks(&format!("{at}/{method}"), operation);
                }
            }
        }
    }

    fn callbacks(&mut self, at: &str, operation: &'a Value) {
        for (name, callback) in members(operation.get("callbacks")) {
            let is_inline = callback.get("$ref").is_none();
            for (expression, item) in members(Some(self.resolve(callback))).into_iter().filter(|_| is_inline)
            {
                self.path_item(
                    &format!("{at}/callbacks/{}/{}", escaped(name), escaped(expression)),
                    item,
                    false,
                );
            }
        }
    }

    fn operation(&mut self, at: &str, item: &'a Value, operation: &'a Value) {
        self.add(Kind::Operation, at.to_owned());
        for list in [item.get("parameters"), operation.get("parameters")] {
            for parameter in list.and_then(Value::as_array).into_iter().flatten() {
                self.parameter(at, operation, self.resolve(parameter));
            }
        }
        let body = operation.get("requestBody").map(|body| self.resolve(body));
        for (media_type, _) in members(body.and_then(|body| body.get("content"))) {
            self.add(Kind::MediaType, format!("{at} body {media_type}"));
        }
        self.in_place(&format!("{at}/requestBody"), operation.get("requestBody"));
        for (status, response) in members(operation.get("responses")) {
            if status.starts_with("x-") {
                continue;
            }
            self.response((at, status), operation, self.resolve(response));
            self.in_place(&format!("{at}/responses/{}", escaped(status)), Some(response));
        }
    }

    fn parameter(&mut self, at: &str, operation: &'a Value, parameter: &'a Value) {
        let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        match text("in") {
            "body" => self.media_types(operation, "consumes", &format!("{at} body")),
            "formData" => {}
            location => {
                self.add(Kind::Parameter, format!("{at} {location} {}", text("name")).to_lowercase());
                for (media_type, _) in members(parameter.get("content")) {
                    self.add(Kind::MediaType, format!("{at} {} {media_type}", text("name")));
                }
            }
        }
    }

    fn media_types(&mut self, operation: &'a Value, key: &str, at: &str) {
        let own = operation.get(key).or_else(|| self.document.get(key)).and_then(Value::as_array);
        for media_type in own.into_iter().flatten().filter_map(Value::as_str) {
            self.add(Kind::MediaType, format!("{at} {media_type}"));
        }
    }

    fn response(&mut self, (at, status): (&str, &str), operation: &'a Value, response: &'a Value) {
        let status = if status == "default" { status.to_owned() } else { status.to_uppercase() };
        self.add(Kind::Status, format!("{at} {status}"));
        for (media_type, _) in members(response.get("content")) {
            self.add(Kind::MediaType, format!("{at} {status} {media_type}"));
        }
        if response.get("schema").is_some() {
            self.media_types(operation, "produces", &format!("{at} {status}"));
        }
        for (header, _) in members(response.get("headers")) {
            self.add(Kind::Header, format!("{at} {status} {header}"));
        }
    }

    /// The properties of the schemas that stand in a body or response itself.
    fn in_place(&mut self, at: &str, holder: Option<&'a Value>) {
        for (media_type, content) in members(holder.and_then(|holder| holder.get("content"))) {
            if let Some(schema) = content.get("schema") {
                self.schema(&format!("{at}/content/{}/schema", escaped(media_type)), schema);
            }
        }
        if let Some(schema) = holder.and_then(|holder| holder.get("schema")) {
            self.schema(&format!("{at}/schema"), schema);
        }
    }

    /// The properties of a schema and of the schemas inside it. What stands under `not`, `if` and the like are conditions, and
    /// so is a branch that only says more of the properties around it.
    fn schema(&mut self, at: &str, schema: &'a Value) {
        for (name, property) in members(schema.get("properties")) {
            let at = format!("{at}/properties/{}", escaped(name));
            self.add(Kind::Property, at.clone());
            self.schema(&at, property);
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get(key).filter(|inner| inner.is_object() && !is_idle(key, schema)) {
                self.schema(&format!("{at}/{key}"), inner);
            }
        }
        for key in ["allOf", "oneOf", "anyOf", "prefixItems"] {
            let branches = schema.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
            for (index, inner) in branches.filter(|(_, inner)| !is_condition(inner, schema)) {
                self.schema(&format!("{at}/{key}/{index}"), inner);
            }
        }
    }
}

/// Whether a keyword says nothing: the items of what is no list.
fn is_idle(key: &str, schema: &Value) -> bool {
    key == "items" && schema.get("type").and_then(Value::as_str).is_some_and(|ty| ty != "array")
}

/// Whether a branch describes properties, and only such as are described around it.
fn is_condition(branch: &Value, outer: &Value) -> bool {
    let named = members(branch.get("properties"));
    !named.is_empty()
        && named.iter().all(|(name, _)| outer.get("properties").is_some_and(|all| all.get(name).is_some()))
}

fn members(value: Option<&Value>) -> Vec<(&str, &Value)> {
    let members = value.and_then(Value::as_object).into_iter().flatten();
    members.map(|(key, value)| (key.as_str(), value)).collect()
}

fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

fn decoded(pointer: &str) -> String {
    pointer.replace("%7B", "{").replace("%7D", "}").replace("%20", " ").replace("%24", "$")
}
