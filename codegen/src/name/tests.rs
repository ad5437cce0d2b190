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
    let [usual, dash, letters] = &fields(&["fooBar", "foo-bar", "FOOBar"])[..] else { panic!("three names") };
    assert_eq!(usual, "foo_bar");
    assert!(dash.starts_with("foo_bar_x") && letters.starts_with("foo_bar_x") && dash != letters);
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
