//! The kinds of schemas, where they differ in what a keyword means.

use serde_json::Value;

/// How the keywords of a schema are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Structural schemas of Kubernetes: what `apiextensions.k8s.io/v1` makes of them.
    Kubernetes,
    /// OpenAPI 3.0 and what came before: nothing counts beside a `$ref`, and `nullable` allows null.
    OpenApi,
    /// JSON Schema 2020-12, as OpenAPI 3.1 has it.
    JsonSchema,
}

impl Dialect {
    /// The dialect of a document, by what it says of itself.
    #[must_use]
    pub fn of(document: &Value) -> Self {
        match document.get("openapi").or_else(|| document.get("swagger")).and_then(Value::as_str) {
            None => Self::Kubernetes,
            Some(version) if version.starts_with("2.") || version.starts_with("3.0") => Self::OpenApi,
            Some(_) => Self::JsonSchema,
        }
    }

    /// Whether `nullable` means something.
    pub(super) const fn has_nullable(self) -> bool {
        !matches!(self, Self::JsonSchema)
    }
}
