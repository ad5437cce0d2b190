use crate::ir::{Object, Presence, Shape, Step};
use crate::tests::analysis;

/// The choices of an object with the members `a` to `e` that also says this: `a|b+c` for one of two sets, with a question
/// mark where none may be there.
fn choices(said: &str) -> Vec<String> {
    let members = "a: {type: string}, b: {type: integer}, c: {type: object, properties: {x: {type: string}}}, \
                   d: {type: string, nullable: true}, e: {type: string, default: x}";
    let api = analysis(&format!("{{type: object, properties: {{{members}}}, {said}}}")).api;
    let spec = [Step::Member("spec".to_owned())];
    let spec = api.types.iter().find(|ty| ty.path.steps == spec);
    let Some(Shape::Object(object)) = spec.map(|ty| &ty.shape) else { return Vec::new() };
    shown(object)
}

fn shown(object: &Object) -> Vec<String> {
    let set = |set: &Vec<usize>| {
        let names: Vec<&str> = set.iter().map(|at| object.fields[*at].name.as_str()).collect();
        names.join("+")
    };
    let choices = object.choices.iter().map(|choice| {
        let sets: Vec<String> = choice.sets.iter().map(set).collect();
        let none = if choice.presence == Presence::Optional { "?" } else { "" };
        format!("{}{none}", sets.join("|"))
    });
    choices.collect()
}

#[test]
fn members_that_exclude_each_other_are_a_choice_however_it_is_said() {
    let cases: [(&str, &[&str]); 23] = [
        ("oneOf: [{required: [a]}, {required: [b]}]", &["a|b"]),
        (
            "oneOf: [{not: {anyOf: [{required: [a]}, {required: [b]}]}}, {required: [a]}, {required: [b]}]",
            &["a|b?"],
        ),
        (
            "oneOf: [{required: [a]}, {required: [b]}, {not: {anyOf: [{required: [b]}, {required: [a]}]}}]",
            &["a|b?"],
        ),
        (
            "oneOf: [{allOf: [{not: {required: [a]}}, {not: {required: [b]}}]}, {required: [a]}, {required: [b]}]",
            &["a|b?"],
        ),
        ("not: {required: [b, a]}", &["a|b?"]),
        ("not: {anyOf: [{required: [a, b]}, {required: [a, c]}, {required: [b, c]}]}", &["a|b|c?"]),
        (
            "allOf: [{not: {required: [a, b]}}, {not: {required: [a, c]}}, {not: {required: [b, c]}}]",
            &["a|b|c?"],
        ),
        ("anyOf: [{required: [b]}, {required: [a]}], not: {required: [a, b]}", &["b|a"]),
        ("anyOf: [{required: [a], not: {required: [b]}}, {required: [b], not: {required: [a]}}]", &["a|b"]),
        (
            "anyOf: [{required: [a], properties: {b: {not: {}}}}, {required: [b], properties: {a: {not: {}}}}]",
            &["a|b"],
        ),
        (
            "oneOf: [{required: [a], properties: {a: {}}}, {required: [b], properties: {b: {description: B}}}]",
            &["a|b"],
        ),
        ("oneOf: [{type: object, required: [a]}, {title: B, required: [b]}]", &["a|b"]),
        (
            "allOf: [{oneOf: [{required: [a]}, {required: [b]}]}, {oneOf: [{not: {anyOf: [{required: [c]}, {required: [d]}]}}, \
             {required: [c]}, {required: [d]}]}]",
            &["a|b", "c|d?"],
        ),
        (
            "oneOf: [{required: [a]}, {required: [b]}], allOf: [{oneOf: [{required: [c]}, {required: [d]}]}]",
            &["a|b", "c|d"],
        ),
        ("oneOf: [{required: [a, b]}, {required: [c]}]", &["a+b|c"]),
        (
            "oneOf: [{not: {anyOf: [{required: [a, b]}, {required: [c]}]}}, {required: [a, b]}, {required: [c]}]",
            &["a+b|c?"],
        ),
        ("oneOf: [{required: [d, a]}, {required: [d, b]}]", &["a|b"]),
        ("required: [d], oneOf: [{required: [a]}, {required: [b]}]", &["a|b"]),
        ("oneOf: [{required: [a]}, {required: [e]}]", &["a|e?"]),
        ("maxProperties: 1", &["a|b|c|d|e?"]),
        (
            "not: {required: [a, b]}, allOf: [{not: {required: [c, d]}}, {anyOf: [{required: [a]}, {required: [c]}]}]",
            &["a|b?", "c|d?"],
        ),
        ("not: {required: [a, b]}, allOf: [{not: {required: [b, c]}}]", &["a|b?"]),
        ("x-kubernetes-validations: [{rule: 'true'}], oneOf: [{required: [a]}, {required: [b]}]", &["a|b"]),
    ];
    for (said, expected) in cases {
        assert_eq!(choices(said), expected, "{said}");
    }
}

#[test]
fn what_else_is_said_of_members_is_no_choice() {
    let cases = [
        // At least one of them.
        "anyOf: [{required: [a]}, {required: [b]}]",
        // There is nothing to choose between.
        "oneOf: [{not: {anyOf: [{required: [a]}]}}, {required: [a]}]",
        "oneOf: [{required: [a]}]",
        "required: [a], oneOf: [{required: [a]}, {required: [b]}]",
        // Some of the branches depend on values.
        "oneOf: [{required: [a], properties: {a: {enum: [x]}}}, {required: [b]}]",
        "oneOf: [{properties: {a: {enum: [x]}}}, {properties: {a: {not: {enum: [x]}}}}]",
        "oneOf: [{required: [a], minProperties: 2}, {required: [b]}]",
        // The sets overlap.
        "oneOf: [{required: [a, b]}, {required: [b, c]}, {required: [c, a]}]",
        // One of the sets holds a null of its own, which cannot be told while the others are missing.
        "oneOf: [{required: [a, d]}, {required: [b]}]",
        // A member that is not described.
        "oneOf: [{required: [a]}, {required: [z]}]",
        "maxProperties: 1, x-kubernetes-preserve-unknown-fields: true",
        "maxProperties: 2",
    ];
    for said in cases {
        assert_eq!(choices(said), Vec::<String>::new(), "{said}");
    }
}

#[test]
fn a_large_choice_is_found_and_one_that_is_too_large_is_left() {
    let found = |members: usize| {
        let names: Vec<String> = (0..members).map(|at| format!("m{at}")).collect();
        let properties: Vec<String> = names.iter().map(|name| format!("{name}: {{type: string}}")).collect();
        let branches: Vec<String> = names.iter().map(|name| format!("{{required: [{name}]}}")).collect();
        let api = analysis(&format!(
            "{{type: object, properties: {{{}}}, oneOf: [{}]}}",
            properties.join(", "),
            branches.join(", ")
        ))
        .api;
        api.types.iter().filter(|ty| matches!(ty.shape, Shape::Choice(..))).count()
    };
    assert_eq!([found(2), found(64), found(65), found(400)], [1, 1, 0, 0]);
}

#[test]
fn a_condition_that_cannot_be_solved_in_time_is_left() {
    let members: Vec<String> = (0..60).map(|at| format!("m{at}")).collect();
    let properties: Vec<String> = members.iter().map(|name| format!("{name}: {{type: string}}")).collect();
    // Whether the number of members is odd is open until the last one is known; and that it is odd and is not is never true.
    let odd = members.iter().fold("required: [m0]".to_owned(), |odd, member| {
        format!("oneOf: [{{required: [{member}]}}, {{{odd}}}]")
    });
    let said = format!("allOf: [{{{odd}}}, {{not: {{{odd}}}}}]");
    let api = analysis(&format!("{{type: object, properties: {{{}}}, {said}}}", properties.join(", "))).api;
    assert!(api.types.iter().all(|ty| !matches!(ty.shape, Shape::Choice(..))));
}
