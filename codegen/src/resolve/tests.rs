//! Tests of putting documents together.

use super::*;
use crate::diagnostic::Sources;

fn definition(names: (&str, &str), more: &str) -> String {
    let (plural, kind) = names;
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {plural}.a.b{more}}}\n\
         spec: {{group: a.b, scope: Cluster, names: {{plural: {plural}, kind: {kind}}}, versions: [\
         {{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}]}}\n"
    )
}

/// The plurals of what is linked, and what was found.
fn linked(inputs: &[String]) -> (Vec<String>, String) {
    let mut sources = Sources::new();
    for (text, at) in inputs.iter().zip(0..) {
        sources.add(format!("{at}.yaml"), text.as_str());
    }
    let mut report = Report::new();
    let documents = crate::read::documents(&sources, &mut report);
    let linked = link(documents, &mut report);
    let plurals = linked.definitions.iter().map(|crd| crd.names.plural.clone());
    (plurals.collect(), crate::read::tests::lines(&report, &sources))
}

#[test]
fn the_order_of_the_inputs_does_not_matter() {
    let inputs = [("cs", "C"), ("as", "A"), ("bs", "B")].map(|names| definition(names, ""));
    let mut reversed = inputs.clone();
    reversed.reverse();
    let expected = ["as", "bs", "cs"].map(str::to_owned).to_vec();
    assert_eq!(linked(&inputs), (expected.clone(), String::new()));
    assert_eq!(linked(&reversed), (expected, String::new()));
}

#[test]
fn the_same_definition_is_used_once() {
    let inputs = [definition(("as", "A"), ""), definition(("as", "A"), ", uid: x")];
    let found = "SW0201 note 1.yaml:1:1: the definition of `as.a.b` is given twice; it is used once\n";
    assert_eq!(linked(&inputs), (vec!["as".to_owned()], found.to_owned()));
}

#[test]
fn what_differs_is_refused() {
    let inputs = [definition(("as", "A"), ""), definition(("as", "B"), "")];
    let found = "SW0202 error 1.yaml:1:1: `as.a.b` is defined twice, and differently\n";
    assert_eq!(linked(&inputs).1, found);
}

#[test]
fn a_kind_belongs_to_one_resource() {
    let inputs = [definition(("as", "A"), ""), definition(("bs", "A"), ""), definition(("cs", "AList"), "")];
    let found = "SW0203 error 1.yaml:1:1: two resources of `a.b/v1` have the kind `AList`\n\
                 SW0203 error 1.yaml:1:1: two resources of `a.b/v1` have the kind `A`\n\
                 SW0203 error 2.yaml:1:1: two resources of `a.b/v1` have the kind `AList`\n";
    assert_eq!(linked(&inputs).1, found);
}
