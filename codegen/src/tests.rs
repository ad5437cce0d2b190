//! What the tests of several modules begin with.

use crate::diagnostic::{Report, Sources};
use crate::pipeline::{Analysis, analyse};

/// What a definition means whose `spec` is this schema, in the flow style of YAML. Nothing is found to say about it.
pub(crate) fn analysis(spec: &str) -> Analysis {
    analysis_of(&[("example.com", "Toast", spec)])
}

/// What definitions of these groups and kinds mean, whose `spec` are these schemas.
pub(crate) fn analysis_of(definitions: &[(&str, &str, &str)]) -> Analysis {
    let mut sources = Sources::new();
    for (group, kind, spec) in definitions {
        sources.add(format!("{kind}.{group}.yaml"), definition(group, kind, spec));
    }
    let mut report = Report::new();
    let analysis = analyse(&sources, &mut report);
    assert!(report.is_empty(), "{:?}", report.sorted());
    analysis.unwrap_or_else(|| panic!("there is nothing to say, and no analysis"))
}

/// A definition of this group and kind, whose `spec` is this schema.
pub(crate) fn definition(group: &str, kind: &str, spec: &str) -> String {
    let plural = format!("{}s", kind.to_ascii_lowercase());
    format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: {plural}.{group}}}, \
         spec: {{group: {group}, scope: Namespaced, names: {{kind: {kind}, plural: {plural}}}, versions: [{{name: v1, \
         served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {spec}}}}}}}}}]}}}}"
    )
}
