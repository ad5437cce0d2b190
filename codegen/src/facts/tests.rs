use crate::ir::{Step, TypeId};
use crate::pipeline::Analysis;

use super::Filling;

/// What follows from a definition whose `spec` has these properties.
fn analysis(properties: &str) -> Analysis {
    crate::tests::analysis(&format!("{{type: object, properties: {properties}}}"))
}

fn member(analysis: &Analysis, name: &str) -> TypeId {
    let is = |step: Option<&Step>| step == Some(&Step::Member(name.to_owned()));
    let index = analysis.api.types.iter().position(|ty| is(ty.path.steps.last()));
    TypeId(index.unwrap_or_else(|| panic!("there is no type at `{name}`")))
}

fn same(analysis: &Analysis, a: &str, b: &str) -> bool {
    let representative = |name| analysis.facts.representative(member(analysis, name));
    representative(a) == representative(b)
}

const LEAF: &str = "type: object, properties: {x: {type: string}}";

#[test]
fn types_are_the_same_whatever_is_said_about_them() {
    let it = analysis(&format!("{{a: {{{LEAF}}}, b: {{description: Another., {LEAF}}}}}"));
    assert!(same(&it, "a", "b"));
    assert_eq!(it.facts.representative(member(&it, "b")), member(&it, "a"));
}

#[test]
fn what_is_said_about_values_tells_types_apart() {
    let others = [
        "type: object, required: [x], properties: {x: {type: string}}",
        "type: object, properties: {x: {type: string, maxLength: 3}}",
        "type: object, properties: {x: {type: integer}}",
        "type: object, properties: {z: {type: string}}",
        "type: object, x-kubernetes-preserve-unknown-fields: true, properties: {x: {type: string}}",
    ];
    for other in others {
        let it = analysis(&format!("{{a: {{{LEAF}}}, b: {{{other}}}}}"));
        assert!(!same(&it, "a", "b"), "{other}");
    }
}

#[test]
fn a_difference_inside_tells_the_types_around_it_apart() {
    let around =
        |name: &str, leaf: &str| format!("{name}: {{type: object, properties: {{in{name}: {{{leaf}}}}}}}");
    let it = analysis(&format!("{{{}, {}}}", around("a", LEAF), around("b", LEAF)));
    assert!(same(&it, "ina", "inb") && !same(&it, "a", "b"), "the members have other names");
    let nested = |leaf: &str| format!("type: object, properties: {{in: {{{leaf}}}}}");
    let it = analysis(&format!("{{a: {{{}}}, b: {{{}}}}}", nested(LEAF), nested(LEAF)));
    assert!(same(&it, "a", "b"));
    let other = "type: object, properties: {x: {type: boolean}}";
    let it = analysis(&format!("{{a: {{{}}}, b: {{{}}}}}", nested(LEAF), nested(other)));
    assert!(!same(&it, "a", "b"));
}

#[test]
fn a_required_member_has_to_be_given() {
    let it = analysis(
        "{a: {type: object, required: [x], properties: {x: {type: string}}}, b: {type: object, properties: {x: {type: string}}}}",
    );
    assert_eq!(it.facts.filling(member(&it, "a")), Filling::Required);
    assert_eq!(it.facts.filling(member(&it, "b")), Filling::Default);
}
