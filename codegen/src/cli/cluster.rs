//! The definitions of a cluster, by the user's own `kubectl`: it knows where the cluster is and who the user is.

use std::process::Command;

use serde_json::{Map, Value, json};
use specwright::diagnostic::{Code, Diagnostic};

/// The program that is run.
const KUBECTL: &str = "kubectl";

/// What is asked for, in full: another resource may have the same short name.
const RESOURCE: &str = "customresourcedefinitions.apiextensions.k8s.io";

/// What kubectl notes for itself: all of the definition again.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The definitions with these names, as YAML. What a cluster adds to them is left out, so that every cluster gives the same.
pub fn definitions(names: &[String]) -> Result<String, Diagnostic> {
    let mut kubectl = Command::new(KUBECTL);
    let output = kubectl.args(["get", RESOURCE, "-o", "json", "--"]).args(names).output();
    let output = output.map_err(|error| unusable(&format!("cannot be run: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(unusable(&format!("failed: {}", said.trim())));
    }
    let answer: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| unusable(&format!("answered something else than JSON: {error}")))?;
    let definitions = match answer.get("items").and_then(Value::as_array) {
        Some(items) => items.iter().map(plain).collect(),
        None => vec![plain(&answer)],
    };
    let texts: Result<Vec<String>, _> = definitions.iter().map(serde_yaml::to_string).collect();
    texts
        .map(|texts| texts.join("---\n"))
        .map_err(|error| unusable(&format!("answered what is no YAML: {error}")))
}

/// A definition without what belongs to the cluster: its status, and the metadata that the server gives it.
fn plain(definition: &Value) -> Value {
    let member = |key: &str| definition.get(key).cloned().unwrap_or_default();
    let metadata = definition.get("metadata").and_then(Value::as_object);
    let given =
        |key: &&str| metadata.and_then(|metadata| Some(((*key).to_owned(), metadata.get(*key)?.clone())));
    let mut metadata: Map<String, Value> =
        ["name", "labels", "annotations"].iter().filter_map(given).collect();
    if let Some(annotations) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
        annotations.remove(LAST_APPLIED);
        if annotations.is_empty() {
            metadata.remove("annotations");
        }
    }
    json!({
        "apiVersion": member("apiVersion"), "kind": member("kind"), "metadata": metadata, "spec": member("spec"),
    })
}

fn unusable(what: &str) -> Diagnostic {
    Diagnostic::new(Code::NoCluster, format!("`{KUBECTL}` {what}"))
        .help("Does `kubectl get crds` work by itself?")
}
