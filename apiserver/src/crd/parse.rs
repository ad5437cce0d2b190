//! From the text of a CustomResourceDefinition to a definition.

use serde_json::Value;

use super::registry::compare_versions;
use super::{Column, Definition, Derived, Names, Role, Scale, Scope, Version, at, standard_columns};
use crate::jsonpath::JsonPath;
use crate::object::convert::{Conversion, Kin};
use crate::schema::{self, Schema};

/// Reads a CustomResourceDefinition; the error says what is missing and where.
pub fn parse(crd: &Value) -> Result<Definition, String> {
    if crd.get("kind").and_then(Value::as_str) != Some("CustomResourceDefinition") {
        return Err("kind: not a CustomResourceDefinition".into());
    }
    let group = required(crd, &["spec", "group"])?;
    let versions =
        at(crd, &["spec", "versions"]).and_then(Value::as_array).ok_or("spec.versions: missing")?;
    let is_storage = |v: &&Value| v.get("storage").and_then(Value::as_bool) == Some(true);
    let storage =
        versions.iter().find(is_storage).ok_or("spec.versions: none is marked as the storage version")?;
    let names = names(crd)?;
    Ok(Definition {
        scope: if required(crd, &["spec", "scope"])? == "Cluster" {
            Scope::Cluster
        } else {
            Scope::Namespaced
        },
        versions: versions.iter().map(|v| version(v, crd, &names.kind)).collect::<Result<_, _>>()?,
        storage: required(storage, &["name"])?,
        conversion: match text(crd, &["spec", "conversion", "strategy"]) {
            Some("Webhook") => Conversion::Missing,
            _ => Conversion::Alike,
        },
        role: Role::Custom,
        source: crd.clone(),
        group,
        names,
    })
}

/// Reads a resource that is there from the start, which is written as the specification of a definition is.
pub fn parse_builtin(spec: &Value, role: Role) -> Result<Definition, String> {
    let crd = serde_json::json!({ "spec": spec });
    let names = names(&crd)?;
    let listed = at(spec, &["versions"]).and_then(Value::as_array).ok_or("versions: missing")?;
    let served = |source: &Value| version(source, &crd, &names.kind).map(|v| Version { served: true, ..v });
    let versions: Vec<Version> = listed.iter().map(served).collect::<Result<_, _>>()?;
    let scope = if text(spec, &["scope"]) == Some("Namespaced") { Scope::Namespaced } else { Scope::Cluster };
    Ok(Definition {
        scope,
        storage: versions.first().map(|v| v.name.clone()).ok_or("versions: none")?,
        group: text(spec, &["group"]).unwrap_or_default().to_owned(),
        source: Value::Null,
        conversion: spec.get("keptAs").map_or(Conversion::Alike, |s| Conversion::Kin(kin(s))),
        versions,
        names,
        role,
    })
}

/// Under which names another group keeps the objects of a resource.
fn kin(source: &Value) -> Kin {
    let owned = |name: &str| text(source, &[name]).unwrap_or_default().to_owned();
    let members = source.get("members").and_then(Value::as_object).into_iter().flatten();
    let members = members.filter_map(|(here, there)| Some((here.clone(), there.as_str()?.to_owned())));
    Kin { group: owned("group"), api_version: owned("apiVersion"), members: members.collect() }
}

fn text<'a>(value: &'a Value, path: &[&str]) -> Option<&'a str> {
    at(value, path).and_then(Value::as_str)
}

fn required(value: &Value, path: &[&str]) -> Result<String, String> {
    match text(value, path) {
        None | Some("") => Err(format!("{}: missing", path.join("."))),
        Some(found) => Ok(found.to_owned()),
    }
}

fn texts(value: &Value, path: &[&str]) -> Vec<String> {
    let list = at(value, path).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn names(crd: &Value) -> Result<Names, String> {
    let kind = required(crd, &["spec", "names", "kind"])?;
    let optional =
        |name: &str, default: String| text(crd, &["spec", "names", name]).map_or(default, str::to_owned);
    Ok(Names {
        plural: required(crd, &["spec", "names", "plural"])?,
        singular: optional("singular", kind.to_lowercase()),
        list_kind: optional("listKind", format!("{kind}List")),
        short: texts(crd, &["spec", "names", "shortNames"]),
        categories: texts(crd, &["spec", "names", "categories"]),
        kind,
    })
}

fn version(source: &Value, crd: &Value, kind: &str) -> Result<Version, String> {
    let name = required(source, &["name"])?;
    let flag = |key: &str| source.get(key).and_then(Value::as_bool).unwrap_or(false);
    let schema = match at(source, &["schema", "openAPIV3Schema"]) {
        Some(s) => {
            schema::parse(s).map_err(|e| format!("spec.versions[{name}].schema.openAPIV3Schema: {e}"))?
        }
        None => Schema::anything(),
    };
    let keep = at(crd, &["spec", "preserveUnknownFields"]).and_then(Value::as_bool).unwrap_or(false);
    let schema = Schema { preserve: schema.preserve || keep, ..schema };
    Ok(Version {
        served: flag("served"),
        deprecation: flag("deprecated").then(|| deprecation(source, crd, &name, kind)),
        derived: Derived::default(),
        columns: columns(source),
        has_status: at(source, &["subresources", "status"]).is_some(),
        scale: at(source, &["subresources", "scale"]).and_then(scale),
        selectable: selectable(source),
        schema,
        name,
    })
}

fn deprecation(source: &Value, crd: &Value, version: &str, kind: &str) -> String {
    let group = text(crd, &["spec", "group"]).unwrap_or_default();
    let standard = || {
        let text = format!("{group}/{version} {kind} is deprecated");
        successor(crd, version).map_or(text.clone(), |next| format!("{text}; use {group}/{next} {kind}"))
    };
    text(source, &["deprecationWarning"]).map_or_else(standard, str::to_owned)
}

/// The best version that is served, not deprecated, and to be preferred to a deprecated one.
fn successor<'a>(crd: &'a Value, deprecated: &str) -> Option<&'a str> {
    let versions = at(crd, &["spec", "versions"]).and_then(Value::as_array)?;
    let flag = |v: &Value, key: &str| v.get(key).and_then(Value::as_bool).unwrap_or(false);
    let fit = versions.iter().filter(|v| flag(v, "served") && !flag(v, "deprecated"));
    let better = fit.filter_map(|v| text(v, &["name"])).filter(|n| compare_versions(deprecated, n).is_lt());
    better.max_by(|a, b| compare_versions(a, b))
}

fn columns(source: &Value) -> Vec<Column> {
    match source.get("additionalPrinterColumns").and_then(Value::as_array) {
        Some(list) if !list.is_empty() => {
            std::iter::once(Column::name()).chain(list.iter().filter_map(Column::parse)).collect()
        }
        _ => standard_columns(),
    }
}

fn scale(source: &Value) -> Option<Scale> {
    let path = |key: &str| source.get(key).and_then(Value::as_str).and_then(JsonPath::parse);
    let selector = path("labelSelectorPath");
    Some(Scale { spec: path("specReplicasPath")?, status: path("statusReplicasPath")?, selector })
}

fn selectable(source: &Value) -> Vec<(String, JsonPath)> {
    let list = source.get("selectableFields").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let field = |item: &Value| {
        let path = item.get("jsonPath").and_then(Value::as_str)?;
        Some((path.trim_start_matches('.').to_owned(), JsonPath::parse(path)?))
    };
    list.iter().filter_map(field).collect()
}
