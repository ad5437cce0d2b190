use std::collections::BTreeSet;

mod stability;

use super::scope::{Claim, Scope};
use super::{case, field_spelling, variant_spelling};

fn fields(wire: &[&str]) -> Vec<String> {
    decide(Scope::fields(), wire.iter().map(|name| field_spelling(name)).collect())
}

fn variants(wire: &[&str]) -> Vec<String> {
    decide(Scope::variants(), wire.iter().map(|name| variant_spelling(name)).collect())
}

fn decide(mut scope: Scope, claims: Vec<Claim>) -> Vec<String> {
    claims.into_iter().for_each(|claim| scope.claim(claim));
    scope.decide().iter().map(ToString::to_string).collect()
}

#[test]
fn fields_are_snake_case_and_legal() {
    let wire = [
        "portLevelMtls",
        "type",
        "self",
        "x-forwarded-for",
        "8080",
        "unknownFields",
        "$ref",
        "größe",
        "",
        "_",
    ];
    let names =
        ["port_level_mtls", "type_", "self_", "x_forwarded_for", "_8080", "unknown_fields_", "ref_", "gr_e"];
    assert_eq!(fields(&wire)[..6], names[..6]);
    for name in fields(&wire) {
        assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
    }
}

#[test]
fn variants_are_camel_case_and_legal() {
    let wire = ["DISABLE", "HTTP/2", "", "*", "443", "-1", "other", "Self"];
    assert_eq!(
        variants(&wire),
        ["Disable", "Http2", "Empty", "Asterisk", "_443", "Minus1", "Other_", "Self_"]
    );
}

#[test]
fn of_names_that_clash_the_usual_spelling_keeps_its_own() {
    let [dash, usual, letters] = &fields(&["foo-bar", "fooBar", "FOOBar"])[..] else { panic!("three names") };
    assert_eq!(usual, "foo_bar");
    assert!(dash.starts_with("foo_bar_x") && letters.starts_with("foo_bar_x") && dash != letters);
}

#[test]
fn of_names_that_clash_one_is_plain_whatever_their_order() {
    for wire in [["A", "a", "à"], ["a", "à", "A"], ["à", "A", "a"]] {
        let names = variants(&wire);
        assert_eq!(names.iter().filter(|name| *name == "A").count(), 1, "{names:?}");
        assert_eq!(names[wire.iter().position(|name| *name == "A").unwrap()], "A");
    }
}

#[test]
fn names_that_look_like_those_with_a_suffix_differ_from_them() {
    let clash = &fields(&["fooBar", "foo-bar"])[1];
    let names: BTreeSet<String> = fields(&["fooBar", "foo-bar", clash]).into_iter().collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn the_compiler_has_nothing_to_say_against_a_suffix() {
    for name in variants(&["", "名", "前", "Self", "self", "1", "+1"]).iter().skip(1) {
        assert!(!name.contains("__") && !name.contains("_X") && !name.starts_with('x'), "{name}");
    }
    assert!(fields(&["type", "Type", "", "名"]).iter().all(|name| !name.contains("__")));
    let mut scope = Scope::statics();
    for spelling in ["a", "b", "c"] {
        scope.claim(Claim { name: "API_KEY".to_owned(), rank: 0, spelling: spelling.to_owned() });
        scope.claim(Claim { name: String::new(), rank: 0, spelling: spelling.to_owned() });
    }
    let names = scope.decide();
    assert!(names.iter().all(|name| name.as_str() == name.as_str().to_uppercase()), "{names:?}");
}

#[test]
fn no_name_is_longer_than_the_name_of_a_file_may_be() {
    let long = |last: &str| format!("{}{last}", "very_".repeat(100));
    let names = fields(&[&long("long"), &long("wide"), &"x".repeat(200)]);
    assert!(names.iter().all(|name| name.len() <= 200), "{names:?}");
    assert!(
        names[0].starts_with("very_very_") && names[0].contains("very_x") && names[0] != names[1],
        "{names:?}"
    );
    assert_eq!(names[2].len(), 200);
}

#[test]
fn a_keyword_of_the_edition_is_none() {
    assert_eq!(fields(&["gen", "async", "try", "union"]), ["gen_", "async_", "try_", "union"]);
}

#[test]
fn no_type_hides_what_its_module_has_in_scope() {
    let (_, prelude) = specwright_templates::SUPPORT.iter().find(|(path, _)| *path == "prelude.rs").unwrap();
    let lines = prelude.lines().filter(|line| !line.starts_with("//"));
    let words = lines.flat_map(|line| line.split(|letter: char| !letter.is_ascii_alphanumeric()));
    for name in words.filter(|word| word.starts_with(|first: char| first.is_ascii_uppercase())) {
        let mut scope = Scope::types();
        scope.claim(Claim { name: name.to_owned(), rank: 0, spelling: name.to_owned() });
        assert_eq!(scope.decide()[0].as_str(), format!("{name}_"));
    }
}

#[test]
fn a_name_stays_when_others_come_and_go() {
    let before = fields(&["mode", "fooBar", "foo_baz"]);
    let after = fields(&["foo-bar", "foo_baz", "another", "fooBar", "mode"]);
    assert_eq!([&before[0], &before[1], &before[2]], [&after[4], &after[3], &after[1]]);
}

#[test]
fn plurals_are_divided_as_kinds_are() {
    let plurals = [
        ("PeerAuthentication", "peerauthentications", "peer_authentications"),
        ("AuthorizationPolicy", "authorizationpolicies", "authorization_policies"),
        ("HTTPRoute", "httproutes", "http_routes"),
        ("Person", "people", "people"),
        ("Gateway", "gateways", "gateways"),
    ];
    for (kind, plural, expected) in plurals {
        assert_eq!(case::plural(kind, plural), expected);
    }
}

#[test]
fn no_feature_is_called_as_a_part_or_a_dependency_is() {
    let manifest: toml::Table = specwright_templates::MANIFEST.parse().unwrap();
    let keys = |table: &str| manifest[table].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    for name in [keys("features"), keys("dependencies")].concat() {
        let name = name.replace('-', "_");
        let names =
            decide(Scope::features(), vec![Claim { name: name.clone(), rank: 0, spelling: name.clone() }]);
        assert_ne!(names[0], name);
    }
}
