//! Looks at what a text describes, and generates from it, without a file being read or written.

use std::collections::BTreeMap;

use specwright::diagnostic::{Color, Severity};
use specwright::findings::Findings;
use specwright::inspect::{self, Inspection};
use specwright::output::Draft;
use specwright::pipeline::{self, Analysis};

/// What a text was understood as: the model, unless something is wrong, and what was found on the way.
#[must_use]
pub fn understand(name: &str, text: &str) -> (Option<Analysis>, Findings) {
    let mut findings = Findings::default();
    findings.sources.add(name, text);
    let analysis = pipeline::analyse(&findings.sources, &mut findings.report);
    (analysis, findings)
}

/// The types and operations that a text describes, and the findings about it.
#[must_use]
pub fn inspection(name: &str, text: &str) -> Inspection {
    let (analysis, findings) = understand(name, text);
    inspect::inspect(analysis.as_ref(), &findings)
}

/// The files of the crate that comes of a text, by their paths in it.
///
/// # Errors
/// What is wrong with the text, as it is shown to people.
pub fn files(name: &str, text: &str) -> Result<BTreeMap<String, String>, String> {
    let (analysis, findings) = understand(name, text);
    let Some(analysis) = analysis else { return Err(findings.text(Severity::Error, Color::Never)) };
    let draft = Draft { dir: "api".into(), inputs: vec![name.to_owned()], ..Draft::default() };
    let output = draft.finish(|_| "ask the program that made it".to_owned());
    let output = output.map_err(|finding| Findings::only(finding).text(Severity::Error, Color::Never))?;
    pipeline::render(&analysis, &output.options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEFINITION: &str = include_str!("../../../spec/security.istio.io_peerauthentications.yaml");

    #[test]
    fn the_model_can_be_looked_at() {
        let (analysis, _) = understand("policy.yaml", DEFINITION);
        let api = analysis.unwrap().api;
        let kinds: Vec<_> =
            api.resources.iter().map(|resource| (&*resource.names.kind, &*resource.version)).collect();
        assert_eq!(kinds, [("PeerAuthentication", "v1"), ("PeerAuthentication", "v1beta1")]);
    }

    #[test]
    fn what_is_there_has_a_path_in_rust() {
        let inspection = inspection("policy.yaml", DEFINITION);
        assert!(inspection.types.iter().any(|found| found.rust == "v1::PeerAuthenticationSpecMtls"));
        assert!(inspection.operations.iter().any(|found| found.method == "GET" && found.id.contains("list")));
        assert!(inspection.diagnostics.is_empty());
    }

    #[test]
    fn files_come_without_a_folder() {
        let files = files("policy.yaml", DEFINITION).unwrap();
        assert!(files["src/v1/peer_authentication.rs"].contains("pub struct PeerAuthentication {"));
        assert!(!std::path::Path::new("api").exists());
    }

    #[test]
    fn what_is_wrong_is_shown_with_its_line() {
        let error =
            files("policy.yaml", &DEFINITION.replace("scope: Namespaced", "scope: Nowhere")).unwrap_err();
        assert!(error.contains("policy.yaml:") && error.contains("Nowhere"), "{error}");
    }
}
