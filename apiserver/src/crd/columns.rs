//! The columns of tables.

use serde::Serialize;
use serde_json::Value;

use crate::jsonpath::JsonPath;

/// What a cell shows of the value it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// The value.
    Value,
    /// How many members or items it has.
    Count,
}

/// One column.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// The heading.
    pub name: String,
    /// The type of its cells.
    #[serde(rename = "type")]
    pub kind: String,
    /// The format of its cells.
    pub format: String,
    /// What it shows.
    pub description: String,
    /// 0 for the narrow table.
    pub priority: i64,
    /// Where its cells come from.
    #[serde(skip)]
    pub path: Option<JsonPath>,
    /// What its cells show.
    #[serde(skip)]
    pub shows: Shows,
}

impl Column {
    fn new(name: &str, kind: &str, format: &str, description: &str) -> Column {
        let text = str::to_owned;
        let (name, kind, format, description) = (text(name), text(kind), text(format), text(description));
        Column { name, kind, format, description, priority: 0, path: None, shows: Shows::Value }
    }

    /// The column that every table begins with.
    pub fn name() -> Column {
        Column::new(
            "Name",
            "string",
            "name",
            "The name of the object, unique among those of its kind in its namespace.",
        )
    }

    /// The column that a table ends with where none are declared.
    fn age() -> Column {
        let description = "When the object was created.";
        Column {
            path: JsonPath::parse(".metadata.creationTimestamp"),
            ..Column::new("Age", "date", "", description)
        }
    }

    /// A declared column.
    pub fn parse(source: &Value) -> Option<Column> {
        let text = |key: &str| source.get(key).and_then(Value::as_str).unwrap_or_default();
        let path = Some(JsonPath::parse(text("jsonPath"))?);
        let priority = source.get("priority").and_then(Value::as_i64).unwrap_or_default();
        let description = match text("description") {
            "" => format!("Custom resource definition column (in JSONPath format): {}", text("jsonPath")),
            given => given.to_owned(),
        };
        // Only columns of resources that are there from the start count.
        let (kind, shows) = match text("type") {
            "count" => ("string", Shows::Count),
            kind => (kind, Shows::Value),
        };
        Some(Column {
            priority,
            path,
            shows,
            ..Column::new(text("name"), kind, text("format"), &description)
        })
    }
}

/// The columns of a resource that declares none.
pub fn standard_columns() -> Vec<Column> {
    vec![Column::name(), Column::age()]
}
