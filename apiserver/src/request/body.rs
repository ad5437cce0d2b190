//! Bodies: their type, their text, and objects in them.

use serde_json::Value;

use crate::status::ApiError;
use crate::text::{Parsed, json, yaml_read};

/// The largest body that is read.
pub const LIMIT: usize = 3 * 1024 * 1024;

/// The types of bodies that hold an object.
const OBJECT_TYPES: &str = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// The media type of a Content-Type header, without its parameters.
pub fn media_type(header: &str) -> String {
    header.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// The syntax of a body that holds an object; without a header it is JSON.
pub fn object_syntax(header: Option<&str>) -> Result<Syntax, ApiError> {
    match media_type(header.unwrap_or("application/json")).as_str() {
        "" | "application/json" => Ok(Syntax::Json),
        "application/yaml" => Ok(Syntax::Yaml),
        _ => Err(ApiError::unsupported_media_type(OBJECT_TYPES)),
    }
}

/// Reads the text of an object; the error names the fault alone.
pub fn read(body: &[u8], syntax: Syntax) -> Result<Parsed, String> {
    match syntax {
        Syntax::Json => {
            json::parse(body).map_err(|e| format!("couldn't get version/kind; json parse error: {e}"))
        }
        Syntax::Yaml => {
            let mut parsed = yaml_read::parse(&String::from_utf8_lossy(body))?;
            if !parsed.duplicates.is_empty() {
                let lines = parsed.duplicates.join("\n  ");
                parsed.duplicates = vec![format!("yaml: unmarshal errors:\n  {lines}")];
            }
            Ok(parsed)
        }
    }
}

/// What a body is expected to hold.
pub struct Expected<'a> {
    /// The kind.
    pub kind: &'a str,
    /// For a kind of Kubernetes itself, its version: a body may leave out what it is of.
    pub api_version: Option<&'a str>,
}

impl Expected<'_> {
    /// Fills in what a body left out.
    fn complete(&self, object: &mut Value) {
        let (Some(api_version), Some(map)) = (self.api_version, object.as_object_mut()) else { return };
        for (name, value) in [("apiVersion", api_version), ("kind", self.kind)] {
            if map.get(name).is_none_or(|v| v.is_null() || v == "") {
                map.insert(name.to_owned(), value.into());
            }
        }
    }
}

/// Reads an object of a kind; the errors are those of a decoder that knows nothing of the schema.
pub fn read_object(body: &[u8], syntax: Syntax, expected: &Expected) -> Result<Parsed, ApiError> {
    let kind = expected.kind;
    let unrecognised = |why: String| {
        let start = format!("the object provided is unrecognized (must be of type {kind}): {why}");
        ApiError::bad_request(format!("{start} ({})", excerpt(body)))
    };
    let mut parsed = read(body, syntax).map_err(unrecognised)?;
    expected.complete(&mut parsed.value);
    match &parsed.value {
        Value::Object(_) => {}
        Value::Null => {
            return Err(unrecognised(format!(
                "Object 'Kind' is missing in '{}'",
                String::from_utf8_lossy(body)
            )));
        }
        other => {
            let found = if other.is_array() { "array" } else { "string" };
            let why = format!(
                "couldn't get version/kind; json parse error: json: cannot unmarshal {found} into an object"
            );
            return Err(unrecognised(why));
        }
    }
    if parsed.value.get("kind").and_then(Value::as_str).unwrap_or_default().is_empty() {
        return Err(unrecognised(format!("Object 'Kind' is missing in '{}'", String::from_utf8_lossy(body))));
    }
    Ok(parsed)
}

/// The start of a body, for messages: as text where it is JSON, else in hexadecimal digits.
fn excerpt(body: &[u8]) -> String {
    const SHOWN: usize = 30;
    if body.is_empty() {
        return "<empty>".into();
    }
    let start = &body[..body.len().min(SHOWN)];
    let more = if body.len() > SHOWN { " ..." } else { "" };
    if body.starts_with(b"{") {
        return format!("{}{more}", String::from_utf8_lossy(start));
    }
    format!("{}{more}", start.iter().map(|b| format!("{b:02x}")).collect::<String>())
}
