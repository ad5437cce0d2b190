//! What the tests of several modules begin with.

use crate::diagnostic::{Report, Sources};
use crate::pipeline::{Analysis, analyse};

/// What a definition means whose `spec` is this schema, in the flow style of YAML. Nothing is found to say about it.
pub(crate) fn analysis(spec: &str) -> Analysis {
    let text = format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: toasts.example.com}}, \
         spec: {{group: example.com, scope: Namespaced, names: {{kind: Toast, plural: toasts}}, versions: [{{name: v1, \
         served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {spec}}}}}}}}}]}}}}"
    );
    let mut sources = Sources::new();
    sources.add("toasts.yaml", text);
    let mut report = Report::new();
    let analysis = analyse(&sources, &mut report);
    assert!(report.is_empty(), "{:?}", report.sorted());
    analysis.unwrap_or_else(|| panic!("there is nothing to say, and no analysis"))
}
