//! The real OpenAPI documents that lie beside the repository on some machines, and the judge of their schemas.

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use specwright_templates::support::json_schema::translate;
use specwright_templates::support::validate::Dialect;

/// A document.
#[derive(Debug)]
pub struct Document {
    /// The name of its file.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it says.
    pub value: Value,
}

/// The documents of vendors, and those that a Kubernetes API server serves; none where they are not there, which is said.
#[must_use]
pub fn paths() -> Vec<PathBuf> {
    let mut paths = of_folder("corpus/openapi");
    paths.extend(of_folder("truth/openapi-v3").into_iter().filter(|path| name(path).contains("_v")));
    paths
}

/// All documents of vendors, read; none where they are not there, which is said.
#[must_use]
pub fn documents() -> Vec<Document> {
    of_folder("corpus/openapi").into_iter().map(read).collect()
}

fn of_folder(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        println!("skipped: there are no documents at ../shared/{folder}");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json" || ending == "yaml"));
    paths.sort();
    paths
}

/// The name of a file without its ending, in letters, digits and dashes.
#[must_use]
pub fn name(path: &Path) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name.replace('.', "-")
}

/// Reads a document.
///
/// # Panics
/// It cannot be read.
#[must_use]
pub fn read(path: PathBuf) -> Document {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(&path).expect("a file of the corpus can be read");
    let value = match name.ends_with(".json") {
        true => serde_json::from_str(&text).expect("a file of the corpus is JSON"),
        false => serde_yaml::from_str(&text).expect("a file of the corpus is YAML"),
    };
    Document { name, path, value }
}

impl Document {
    /// The named schemas, each with the pointer to it.
    #[must_use]
    pub fn schemas(&self) -> Vec<(String, &Value)> {
        let place =
            if self.value.get("definitions").is_some() { "/definitions" } else { "/components/schemas" };
        let schemas = self.value.pointer(place).and_then(Value::as_object).into_iter().flatten();
        let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
        schemas.map(|(name, schema)| (format!("{place}/{}", escaped(name)), schema)).collect()
    }

    /// The named schemas as JSON Schema 2020-12, in a document in which each can be referred to.
    #[must_use]
    pub fn judged(&self) -> Value {
        let is_old = Dialect::of(&self.value) == Dialect::OpenApi;
        let translated = |schemas: &Value| {
            let schemas = schemas.as_object().into_iter().flatten();
            let schemas = schemas.map(|(name, schema)| {
                let mut schema = if is_old { translate(schema) } else { schema.clone() };
                prepare(&mut schema, is_old);
                (name.clone(), schema)
            });
            Value::Object(schemas.collect())
        };
        let mut judged = json!({"$schema": "https://json-schema.org/draft/2020-12/schema"});
        if let Some(schemas) = self.value.pointer("/components/schemas") {
            judged["components"] = json!({"schemas": translated(schemas)});
        }
        if let Some(schemas) = self.value.get("definitions") {
            judged["definitions"] = translated(schemas);
        }
        judged
    }
}

/// The same schemas where those that name properties and no type are schemas of objects, as everybody reads them who makes
/// types of them. By the letter they allow everything that is not an object.
#[must_use]
pub fn with_objects(mut judged: Value) -> Value {
    fn spell_out(schema: &mut Value) {
        match schema {
            Value::Array(parts) => parts.iter_mut().for_each(spell_out),
            Value::Object(members) => {
                members.values_mut().for_each(spell_out);
                // A property may be called `properties`: what it says of itself is no list of schemas.
                let named = members.get("properties").and_then(Value::as_object);
                let names =
                    named.is_some_and(|named| !named.is_empty() && named.values().all(Value::is_object));
                if names && !members.contains_key("type") {
                    members.insert("type".to_owned(), json!("object"));
                }
            }
            _ => {}
        }
    }
    spell_out(&mut judged);
    judged
}

/// The judge of the schema at this place of such a document, if it can read it.
#[must_use]
pub fn judge(judged: &Value, pointer: &str) -> Option<Validator> {
    let mut schema = judged.clone();
    let uri: String = pointer.replace('%', "%25").replace(' ', "%20");
    schema["$ref"] = json!(format!("#{uri}"));
    jsonschema::options().should_validate_formats(true).build(&schema).ok()
}

/// Says in words of JSON Schema what the formats of integers mean, and takes out what does not count beside a reference.
fn prepare(schema: &mut Value, is_old: bool) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(|part| prepare(part, is_old)),
        Value::Object(members) => {
            if is_old && let Some(reference) = members.get("$ref").filter(|reference| reference.is_string()) {
                *members = Map::from_iter([("$ref".to_owned(), reference.clone())]);
                return;
            }
            members.values_mut().for_each(|part| prepare(part, is_old));
            spell_out_range(members);
        }
        _ => {}
    }
}

fn spell_out_range(schema: &mut Map<String, Value>) {
    let is_integer = schema.get("type").is_some_and(|name| {
        *name == "integer" || name.as_array().is_some_and(|names| names.iter().any(|name| name == "integer"))
    });
    let (low, high): (i64, u64) = match schema.get("format").and_then(Value::as_str).filter(|_| is_integer) {
        Some("int8") => (i8::MIN.into(), i8::MAX as u64),
        Some("int16") => (i16::MIN.into(), i16::MAX as u64),
        Some("int32") => (i32::MIN.into(), i32::MAX as u64),
        Some("int64") => (i64::MIN, i64::MAX as u64),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX),
        _ => return,
    };
    schema.entry("minimum").or_insert(json!(low));
    schema.entry("maximum").or_insert(json!(high));
}
