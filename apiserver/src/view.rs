//! The views of objects and lists: whole, as metadata alone, as a table.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::crd::{Column, Shows};
use crate::object::{Meta, object_of};
use crate::request::accept::View;
use crate::status::ApiError;
use crate::text::json;

/// A page of objects.
pub struct Page {
    /// The objects, in the version asked for.
    pub items: Vec<Value>,
    /// The revision of the list.
    pub revision: u64,
    /// Where to go on; empty at the end.
    pub next: String,
    /// How many are left, where that is known.
    pub remaining: Option<usize>,
}

/// What accompanies the cells of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Include {
    /// Nothing.
    None,
    /// The metadata.
    Metadata,
    /// The object.
    Object,
}

impl Include {
    /// Reads the option of that name.
    pub fn read(call: &Call) -> Result<Include, ApiError> {
        match call.query.text("includeObject") {
            "" | "Metadata" => Ok(Include::Metadata),
            "None" => Ok(Include::None),
            "Object" => Ok(Include::Object),
            other => {
                let fault = format!(
                    "includeObject: Invalid value: {other:?}: must be 'Metadata', 'Object', 'None', or empty"
                );
                Err(ApiError::bad_request(format!("Unable to convert to Table as requested: {fault}")))
            }
        }
    }
}

/// Whether a table says what its columns are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// It does.
    Shown,
    /// A table before it in the same stream did.
    Left,
}

/// One object in the view that was asked for.
pub fn object(call: &Call, object: Value) -> Result<Value, ApiError> {
    in_view(call, object, Heading::Shown)
}

/// One object in a stream.
pub fn in_view(call: &Call, object: Value, heading: Heading) -> Result<Value, ApiError> {
    match &call.accept.view {
        View::Whole => Ok(object),
        View::Metadata(version) => Ok(metadata_only(&object, version)),
        View::MetadataList(_) => Err(ApiError::internal("content is not a list")),
        View::Table(version) => {
            let meta = json!({ "resourceVersion": object.meta_text("resourceVersion") });
            table(call, &[object], Title { version, meta, heading })
        }
    }
}

/// A page in the view that was asked for.
pub fn list(call: &Call, page: Page) -> Result<Value, ApiError> {
    match &call.accept.view {
        View::Whole => Ok(whole_list(call, page)),
        View::Metadata(_) => {
            let text = "you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)";
            Err(ApiError::new(406, "NotAcceptable", text))
        }
        View::MetadataList(version) => {
            let items: Vec<Value> = page.items.iter().map(|o| metadata_only(o, version)).collect();
            let (kind, api_version) = ("PartialObjectMetadataList", format!("meta.k8s.io/{version}"));
            let metadata = Value::Object(list_meta(&page));
            Ok(object_of([
                ("kind", kind.into()),
                ("apiVersion", api_version.into()),
                ("metadata", metadata),
                ("items", items.into()),
            ]))
        }
        View::Table(version) => {
            let meta = Value::Object(list_meta(&page));
            table(call, &page.items, Title { version, meta, heading: Heading::Shown })
        }
    }
}

/// The metadata of a list, without what is empty.
fn list_meta(page: &Page) -> Map<String, Value> {
    let mut meta = Map::new();
    meta.insert("resourceVersion".into(), page.revision.to_string().into());
    if !page.next.is_empty() {
        meta.insert("continue".into(), page.next.as_str().into());
    }
    if let Some(remaining) = page.remaining.filter(|r| *r > 0) {
        meta.insert("remainingItemCount".into(), remaining.into());
    }
    meta
}

fn whole_list(call: &Call, page: Page) -> Value {
    let mut meta = list_meta(&page);
    // Lists of custom resources always say where to go on, even if nowhere.
    meta.insert("continue".into(), page.next.into());
    let kind = &call.definition().names.list_kind;
    object_of([
        ("apiVersion", call.api_version().into()),
        ("kind", kind.as_str().into()),
        ("metadata", meta.into()),
        ("items", page.items.into()),
    ])
}

fn metadata_only(object: &Value, version: &str) -> Value {
    let metadata = object.get("metadata").cloned().unwrap_or_default();
    let api_version = format!("meta.k8s.io/{version}");
    object_of([
        ("kind", "PartialObjectMetadata".into()),
        ("apiVersion", api_version.into()),
        ("metadata", metadata),
    ])
}

/// What a table says about itself.
struct Title<'a> {
    version: &'a str,
    meta: Value,
    heading: Heading,
}

fn table(call: &Call, objects: &[Value], title: Title) -> Result<Value, ApiError> {
    let Title { version, meta, heading } = title;
    let include = Include::read(call)?;
    let columns = &call.version().columns;
    let row = |object: &Value| {
        let cells: Vec<Value> = columns.iter().map(|c| cell(c, object)).collect();
        let shown = match include {
            Include::None => Value::Null,
            Include::Metadata => metadata_only(object, version),
            Include::Object => object.clone(),
        };
        object_of([("cells", cells.into()), ("object", shown)])
    };
    let rows: Vec<Value> = objects.iter().map(row).collect();
    let columns = if heading == Heading::Shown { json!(columns) } else { Value::Null };
    let api_version = format!("meta.k8s.io/{version}");
    Ok(object_of([
        ("kind", "Table".into()),
        ("apiVersion", api_version.into()),
        ("metadata", meta),
        ("columnDefinitions", columns),
        ("rows", rows.into()),
    ]))
}

/// The cell of an object in a column, by the type of the column.
fn cell(column: &Column, object: &Value) -> Value {
    let Some(path) = &column.path else {
        return object.name().into();
    };
    let found = path.find(object);
    if column.shows == Shows::Count {
        let size =
            |v: &Value| v.as_object().map(Map::len).or_else(|| v.as_array().map(Vec::len)).unwrap_or(0);
        return found.first().map_or(0, |v| size(v)).into();
    }
    let Some(first) = found.first() else {
        return Value::Null;
    };
    match column.kind.as_str() {
        "string" => Value::from(shown(first)),
        "date" => first.as_str().map_or(Value::Null, |time| age(time).into()),
        "integer" => integer(first),
        "number" => first.as_f64().map_or(Value::Null, |_| (*first).clone()),
        "boolean" => first.as_bool().map_or(Value::Null, Value::from),
        _ => Value::Null,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| json::canonical(value), str::to_owned)
}

/// A whole number; of another, the whole part.
fn integer(value: &Value) -> Value {
    #[allow(clippy::cast_possible_truncation, reason = "what does not fit becomes the nearest that does")]
    let whole = |v: f64| v as i64;
    value.as_i64().or_else(|| value.as_f64().map(whole)).map_or(Value::Null, Value::from)
}

/// How long ago a time is, in the two coarsest units that say enough.
fn age(time: &str) -> String {
    let Ok(then) = time.parse::<Timestamp>() else {
        return if time.is_empty() { "<unknown>".into() } else { "<invalid>".into() };
    };
    human(Timestamp::now().as_second() - then.as_second())
}

fn human(seconds: i64) -> String {
    let (minutes, hours, days, years) = (seconds / 60, seconds / 3600, seconds / 86400, seconds / 31_536_000);
    let pair = |big: i64, unit: char, small: i64, small_unit: char| {
        if small == 0 { format!("{big}{unit}") } else { format!("{big}{unit}{small}{small_unit}") }
    };
    match seconds {
        ..-1 => "<invalid>".into(),
        -1..0 => "0s".into(),
        0..120 => format!("{seconds}s"),
        120..600 => pair(minutes, 'm', seconds % 60, 's'),
        600..10_800 => format!("{minutes}m"),
        10_800..28_800 => pair(hours, 'h', minutes % 60, 'm'),
        28_800..172_800 => format!("{hours}h"),
        172_800..691_200 => pair(days, 'd', hours % 24, 'h'),
        691_200..63_072_000 => format!("{days}d"),
        63_072_000..252_288_000 => pair(years, 'y', days % 365, 'd'),
        _ => format!("{years}y"),
    }
}
