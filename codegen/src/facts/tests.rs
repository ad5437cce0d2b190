use crate::ir::{Step, TypeId};
use crate::pipeline::Analysis;

use super::{Choice, Filling};

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

/// A specification of so many types, all of them different from those of another kind.
fn large(kind: &str, types: usize) -> String {
    let member = |at| format!("{kind}{at}: {{type: object, properties: {{{kind}{at}x: {{type: string}}}}}}");
    let members: Vec<String> = (2..types).map(member).collect();
    format!("{{type: object, properties: {{{}}}}}", members.join(", "))
}

fn group(unit: &super::Unit) -> &str {
    match unit {
        super::Unit::Resources { group, .. } | super::Unit::Operations(group) => group,
        super::Unit::Schemas => "",
    }
}

fn units(definitions: &[(&str, &str, &str)]) -> Vec<String> {
    let it = crate::tests::analysis_of(definitions);
    let name = |unit: &super::Unit| match unit.definition() {
        Some(id) => format!("{} {}", group(unit), it.api.definition(id).document["spec"]["names"]["kind"]),
        None => group(unit).to_owned(),
    };
    it.facts.units.all.iter().map(name).collect()
}

#[test]
fn groups_are_chosen_and_the_kinds_of_large_ones() {
    let small = format!("{{{LEAF}}}");
    assert_eq!(
        units(&[("a.io", "A", &small), ("b.io", "B", &small), ("a.io", "C", &small)]),
        ["a.io", "b.io"]
    );
    let (d, e) = (large("D", 70), large("E", 70));
    assert_eq!(
        units(&[("a.io", "A", &small), ("b.io", "D", &d), ("b.io", "E", &e)]),
        ["a.io", "b.io \"D\"", "b.io \"E\""]
    );
    assert_eq!(units(&[("b.io", "D", &large("D", 200))]), ["b.io"], "there is one kind to choose");
}

#[test]
fn where_there_would_be_too_many_choices_there_are_fewer() {
    let choice = |groups: usize| {
        let large = large("D", 70);
        let groups: Vec<String> = (0..groups).map(|at| format!("g{at}.io")).collect();
        let mut all: Vec<_> =
            groups.iter().map(|group| (group.as_str(), "Thing", "{type: string}")).collect();
        let other = large.replace('D', "E");
        all.extend([("large.io", "D", large.as_str()), ("large.io", "E", other.as_str())]);
        let units = crate::tests::analysis_of(&all).facts.units;
        (units.choice, units.all.len())
    };
    assert_eq!(choice(248), (Choice::Full, 250));
    assert_eq!(choice(249), (Choice::GroupsAlone, 250));
    assert_eq!(choice(250), (Choice::Nothing, 0));
}

#[test]
fn a_type_is_used_by_all_that_name_it() {
    let spec = |leaf: &str| {
        format!("{{type: object, properties: {{deep: {{type: object, properties: {{leaf: {{{leaf}}}}}}}}}}}")
    };
    let (same, other) = (spec(LEAF), spec("type: object, properties: {z: {type: string}}"));
    let it = crate::tests::analysis_of(&[("a.io", "A", &same), ("b.io", "B", &same), ("c.io", "C", &other)]);
    let users = |name: &str, steps: usize| {
        let is = |ty: &&crate::ir::Type| {
            ty.path.resource().is_some_and(|id| it.api.resource(id).group == name)
                && ty.path.steps.len() == steps
        };
        let index = it.api.types.iter().position(|ty| is(&ty)).unwrap();
        let users = it.facts.units.users(TypeId(index)).iter();
        users.map(|unit| group(&it.facts.units.all[unit.0])).collect::<Vec<_>>()
    };
    assert_eq!([users("a.io", 0), users("b.io", 0), users("c.io", 0)], [["a.io"], ["b.io"], ["c.io"]]);
    assert_eq!(users("a.io", 3), ["a.io", "b.io"], "the first is the one that is defined");
    assert_eq!(
        (users("b.io", 3), users("c.io", 3)),
        (vec!["b.io"], vec!["c.io"]),
        "the others are names for it"
    );
}

#[test]
fn groups_of_operations_are_chosen_with_the_types_that_they_lead_to() {
    let answer = |name: &str| {
        format!(
            "{{'200': {{description: x, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}"
        )
    };
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\npaths:\n  /a: {{get: {{tags: [a], responses: {}}}}}\n  \
         /b: {{get: {{tags: [b], responses: {}}}}}\ncomponents:\n  schemas:\n    A: {{type: object, properties: {{c: {{$ref: \
         '#/components/schemas/C'}}}}}}\n    B: {{type: object, properties: {{x: {{$ref: '#/components/schemas/C'}}}}}}\n    \
         C: {{{LEAF}}}\n    D: {{type: object, properties: {{a: {{$ref: '#/components/schemas/A'}}}}}}\n",
        answer("A"),
        answer("B"),
    );
    let mut sources = crate::diagnostic::Sources::new();
    sources.add("x.yaml", document);
    let it = crate::pipeline::analyse(&sources, &mut crate::diagnostic::Report::new()).unwrap();
    let users = it.api.types.iter().enumerate().map(|(index, ty)| {
        let users = it.facts.units.users(TypeId(index)).iter();
        (ty.place.pointer.as_str(), users.map(|unit| group(&it.facts.units.all[unit.0])).collect::<Vec<_>>())
    });
    expect_test::expect![[r#"
        [("/components/schemas/A", ["a", ""]), ("/components/schemas/B", ["b"]), ("/components/schemas/C", ["a", "b", ""]), ("/components/schemas/D", [""])]"#]]
    .assert_eq(&format!("{:?}", users.collect::<Vec<_>>()));
}
