//! Tests of what is compared: two definitions in, lines out.

mod documents;
mod exhaustive;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::{Change, Clients, Effect, Rule, Semver, Side, compare, worst};
use crate::diagnostic::{Report, Sources};
use crate::options::Options;
use crate::pipeline::{Analysis, analyse};

/// What changed between two definitions; nothing, where one of them is none.
fn changes(old: &Value, new: &Value) -> Option<Vec<Change>> {
    Some(between(&analysis(old)?, &analysis(new)?))
}

fn between(old: &Analysis, new: &Analysis) -> Vec<Change> {
    let options = Options::default();
    compare(side(old, &options), side(new, &options))
}

fn side<'a>(analysis: &'a Analysis, options: &'a Options) -> Side<'a> {
    let Analysis { api, facts, names } = analysis;
    Side { api, facts, names, definitions: &[], options }
}

fn analysis(definition: &Value) -> Option<Analysis> {
    let mut sources = Sources::new();
    sources.add("test.json", definition.to_string());
    analyse(&sources, &mut Report::new())
}

/// A change in one line: what, where, for clients, for data, for users of the crate.
fn line(change: &Change) -> String {
    let effect = change.effect;
    let rust = change.rust.as_ref().map(|texts| format!(" ({} -> {})", texts.old, texts.new));
    format!(
        "{} {}: {} | {} {} {}{}\n",
        change.rule,
        change.path,
        change.detail,
        effect.clients.as_str(),
        effect.data.as_str(),
        effect.rust.as_str(),
        rust.unwrap_or_default(),
    )
}

fn lines(old: &Value, new: &Value) -> String {
    let changes = changes(old, new).unwrap_or_else(|| panic!("{old} and {new} are no definitions"));
    changes.iter().map(line).collect()
}

/// A definition whose `spec` has these members, in the flow style of YAML.
fn toast(properties: &str) -> Value {
    object(&format!("{{type: object, properties: {{{properties}}}}}"))
}

/// A definition whose `spec` has this schema.
fn object(spec: &str) -> Value {
    let spec: Value = serde_yaml::from_str(spec).unwrap_or_else(|error| panic!("{spec}: {error}"));
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": "toasts.example.com" },
        "spec": {
            "group": "example.com",
            "scope": "Namespaced",
            "names": { "kind": "Toast", "plural": "toasts" },
            "versions": [{
                "name": "v1", "served": true, "storage": true,
                "schema": { "openAPIV3Schema": { "type": "object", "properties": { "spec": spec } } },
            }],
        },
    })
}

/// The changes from each value of the member `a` to the other one.
fn check(cases: &[(&str, &str)], expected: &Expect) {
    let mut text = String::new();
    for (old, new) in cases {
        text += &format!("# {old} -> {new}\n");
        text += &lines(&toast(&format!("a: {{{old}}}")), &toast(&format!("a: {{{new}}}")));
    }
    expected.assert_eq(&text);
}

#[test]
fn types() {
    let cases = [
        ("type: string", "type: integer"),
        ("type: integer", "type: number"),
        ("type: number", "type: integer"),
        ("type: integer", "x-kubernetes-int-or-string: true"),
        ("type: string", "x-kubernetes-preserve-unknown-fields: true"),
        ("type: integer, format: int32", "type: integer, format: int64"),
        ("type: string", "type: string, format: date-time"),
        ("type: array, items: {type: string}", "type: array, items: {type: integer}"),
        ("type: object, properties: {x: {type: string}}", "type: object"),
        (
            "type: array, items: {type: string}",
            "type: array, items: {type: object, properties: {x: {type: string}}}",
        ),
    ];
    check(
        &cases,
        &expect![[r##"
        # type: string -> type: integer
        type-changed spec.a: `string` became `integer` | breaking invalid major (Option<String> -> Option<i64>)
        # type: integer -> type: number
        type-widened spec.a: `integer` became `number` | breaking valid major (Option<i64> -> Option<f64>)
        # type: number -> type: integer
        type-narrowed spec.a: `number` became `integer` | breaking invalid major (Option<f64> -> Option<i64>)
        # type: integer -> x-kubernetes-int-or-string: true
        type-widened spec.a: `integer` became an integer or a string | breaking valid major (Option<i64> -> Option<IntOrString>)
        # type: string -> x-kubernetes-preserve-unknown-fields: true
        type-widened spec.a: `string` became any type | breaking valid major (Option<String> -> Option<Value>)
        unknown-fields-kept spec.a: `x-kubernetes-preserve-unknown-fields`: `true` is new | compatible valid patch
        # type: integer, format: int32 -> type: integer, format: int64
        format-changed spec.a: `format`: `"int32"` became `"int64"` | breaking valid major (Option<i32> -> Option<i64>)
        # type: string -> type: string, format: date-time
        format-changed spec.a: `format`: `"date-time"` is new | breaking invalid major (Option<String> -> Option<DateTime>)
        # type: array, items: {type: string} -> type: array, items: {type: integer}
        type-changed spec.a[]: `string` became `integer` | breaking invalid major (Option<Vec<String>> -> Option<Vec<i64>>)
        # type: object, properties: {x: {type: string}} -> type: object
        type-changed spec.a: an object with members became a map | breaking invalid major (Option<ToastSpecA> -> Option<BTreeMap<String,Value>>)
        # type: array, items: {type: string} -> type: array, items: {type: object, properties: {x: {type: string}}}
        type-changed spec.a[]: `string` became `object` | breaking invalid major (Option<Vec<String>> -> Option<Vec<ToastSpecA>>)
    "##]],
    );
}

#[test]
fn null_defaults_and_enumerations() {
    let cases = [
        ("type: string", "type: string, nullable: true"),
        ("type: string, nullable: true", "type: string"),
        ("type: array, items: {type: string}", "type: array, items: {type: string, nullable: true}"),
        ("type: string", "type: string, default: x"),
        ("type: string, default: x", "type: string, default: y"),
        ("type: string, default: x", "type: string"),
        ("type: string", "type: string, enum: [x]"),
        ("type: string, enum: [x]", "type: string"),
        ("type: string, enum: [x, y]", "type: string, enum: [y, z]"),
        ("type: string, enum: [x, y]", "type: string, enum: [y, x]"),
        ("type: integer, enum: [1]", "type: integer, enum: [2]"),
        ("type: string, enum: [x, z]", "type: string, enum: [x, z, X]"),
    ];
    check(
        &cases,
        &expect![[r##"
            # type: string -> type: string, nullable: true
            null-allowed spec.a: null is allowed | compatible valid major (Option<String> -> Nullable<String>)
            # type: string, nullable: true -> type: string
            null-refused spec.a: null is refused | breaking invalid major (Nullable<String> -> Option<String>)
            # type: array, items: {type: string} -> type: array, items: {type: string, nullable: true}
            null-allowed spec.a[]: null is allowed | breaking valid major (Option<Vec<String>> -> Option<Vec<Option<String>>>)
            # type: string -> type: string, default: x
            default-added spec.a: `default`: `"x"` is new | compatible valid patch
            # type: string, default: x -> type: string, default: y
            default-changed spec.a: `default`: `"x"` became `"y"` | breaking valid patch
            # type: string, default: x -> type: string
            default-removed spec.a: `default`: `"x"` is gone | breaking valid patch
            # type: string -> type: string, enum: [x]
            enum-added spec.a: the values are listed | breaking invalid major (Option<String> -> Option<ToastSpecA>)
            # type: string, enum: [x] -> type: string
            enum-removed spec.a: the values are not listed any more | compatible valid major (Option<ToastSpecA> -> Option<String>)
            # type: string, enum: [x, y] -> type: string, enum: [y, z]
            enum-value-removed spec.a: `"x"` is no value any more | breaking invalid major
            enum-value-added spec.a: `"z"` is a value | compatible valid minor
            # type: string, enum: [x, y] -> type: string, enum: [y, x]
            order-changed spec.a: `enum` has the same items in another order or number | compatible valid patch
            # type: integer, enum: [1] -> type: integer, enum: [2]
            enum-value-removed spec.a: `1` is no value any more | breaking invalid major
            enum-value-added spec.a: `2` is a value | compatible valid minor
            # type: string, enum: [x, z] -> type: string, enum: [x, z, X]
            enum-value-added spec.a: `"X"` is a value | compatible valid minor
            rust-variant-renamed spec.a: `X` became `XX2961e24b` | compatible valid major (X -> XX2961e24b)
        "##]],
    );
}

#[test]
fn constraints() {
    let cases = [
        ("type: integer, maximum: 9", "type: integer, maximum: 8"),
        ("type: integer, maximum: 8", "type: integer, maximum: 9"),
        ("type: integer, maximum: 8", "type: integer, maximum: 8.0"),
        ("type: integer, minimum: 8", "type: integer, minimum: 9"),
        ("type: integer, maximum: 8, exclusiveMaximum: true", "type: integer, maximum: 8"),
        ("type: integer, multipleOf: 4", "type: integer, multipleOf: 2"),
        ("type: integer, multipleOf: 4", "type: integer, multipleOf: 3"),
        ("type: string", "type: string, pattern: a"),
        ("type: string, pattern: a", "type: string, pattern: b"),
        ("type: string, maxLength: 3", "type: string"),
        ("type: string", "type: string, not: {maxLength: 3}"),
        ("type: string, x-mine: 1", "type: string, x-mine: 2"),
        ("type: string, contentEncoding: a", "type: string, contentEncoding: b"),
        ("type: string, description: a", "type: string, description: b"),
    ];
    check(
        &cases,
        &expect![[r##"
        # type: integer, maximum: 9 -> type: integer, maximum: 8
        constraint-tightened spec.a: `maximum`: `9` became `8` | breaking invalid patch
        # type: integer, maximum: 8 -> type: integer, maximum: 9
        constraint-loosened spec.a: `maximum`: `8` became `9` | compatible valid patch
        # type: integer, maximum: 8 -> type: integer, maximum: 8.0
        keyword-changed spec.a: `maximum` is written differently: `8` became `8.0` | compatible valid patch
        # type: integer, minimum: 8 -> type: integer, minimum: 9
        constraint-tightened spec.a: `minimum`: `8` became `9` | breaking invalid patch
        # type: integer, maximum: 8, exclusiveMaximum: true -> type: integer, maximum: 8
        constraint-loosened spec.a: `exclusiveMaximum`: `true` is gone | compatible valid patch
        # type: integer, multipleOf: 4 -> type: integer, multipleOf: 2
        constraint-loosened spec.a: `multipleOf`: `4` became `2` | compatible valid patch
        # type: integer, multipleOf: 4 -> type: integer, multipleOf: 3
        constraint-changed spec.a: `multipleOf`: `4` became `3` | breaking invalid patch
        # type: string -> type: string, pattern: a
        constraint-tightened spec.a: `pattern`: `"a"` is new | breaking invalid patch
        # type: string, pattern: a -> type: string, pattern: b
        constraint-changed spec.a: `pattern`: `"a"` became `"b"` | breaking invalid patch
        # type: string, maxLength: 3 -> type: string
        constraint-loosened spec.a: `maxLength`: `3` is gone | compatible valid patch
        # type: string -> type: string, not: {maxLength: 3}
        combination-changed spec.a: `not`: `{"maxLength":3}` is new | breaking invalid patch
        # type: string, x-mine: 1 -> type: string, x-mine: 2
        keyword-changed spec.a: `x-mine`: `1` became `2` | compatible valid patch
        # type: string, contentEncoding: a -> type: string, contentEncoding: b
        keyword-changed spec.a: `contentEncoding`: `"a"` became `"b"` | breaking invalid patch
        # type: string, description: a -> type: string, description: b
        description-changed spec.a: `description` differs | compatible valid patch
    "##]],
    );
}

#[test]
fn kubernetes() {
    let list = "type: array, items: {type: string}";
    let keyed = "type: array, items: {type: object, required: [k], properties: {k: {type: string}}}";
    let any = "type: object, x-kubernetes-preserve-unknown-fields: true";
    let rule = |rule: &str, message: &str| {
        format!("type: integer, x-kubernetes-validations: [{{rule: '{rule}', message: {message}}}]")
    };
    let cases = [
        (list.to_owned(), format!("{list}, x-kubernetes-list-type: set")),
        (format!("{list}, x-kubernetes-list-type: set"), format!("{list}, x-kubernetes-list-type: atomic")),
        (keyed.to_owned(), format!("{keyed}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k]")),
        ("type: object".to_owned(), "type: object, x-kubernetes-map-type: atomic".to_owned()),
        (any.to_owned(), "type: object".to_owned()),
        ("type: object".to_owned(), any.to_owned()),
        (any.to_owned(), format!("{any}, properties: {{x: {{type: string}}}}")),
        (any.to_owned(), format!("{any}, x-kubernetes-embedded-resource: true")),
        ("type: integer".to_owned(), rule("self > 1", "large")),
        (rule("self > 1", "large"), "type: integer".to_owned()),
        (rule("self > 1", "large"), rule("self > 2", "large")),
        (rule("self > 1", "large"), rule("self > 1", "larger")),
        (rule("self > 1", "large"), rule("self > oldSelf", "more")),
    ];
    let cases: Vec<_> = cases.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    check(
        &cases,
        &expect![[r##"
            # type: array, items: {type: string} -> type: array, items: {type: string}, x-kubernetes-list-type: set
            list-type-changed spec.a: `x-kubernetes-list-type`: `"set"` is new | breaking invalid major
            # type: array, items: {type: string}, x-kubernetes-list-type: set -> type: array, items: {type: string}, x-kubernetes-list-type: atomic
            list-type-changed spec.a: `x-kubernetes-list-type`: `"set"` became `"atomic"` | breaking valid major
            # type: array, items: {type: object, required: [k], properties: {k: {type: string}}} -> type: array, items: {type: object, required: [k], properties: {k: {type: string}}}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k]
            list-type-changed spec.a: `x-kubernetes-list-map-keys`: `["k"]` is new | breaking invalid minor
            list-type-changed spec.a: `x-kubernetes-list-type`: `"map"` is new | breaking invalid major
            # type: object -> type: object, x-kubernetes-map-type: atomic
            map-type-changed spec.a: `x-kubernetes-map-type`: `"atomic"` is new | breaking valid major
            # type: object, x-kubernetes-preserve-unknown-fields: true -> type: object
            unknown-fields-dropped spec.a: `x-kubernetes-preserve-unknown-fields`: `true` is gone | breaking pruned patch
            # type: object -> type: object, x-kubernetes-preserve-unknown-fields: true
            unknown-fields-kept spec.a: `x-kubernetes-preserve-unknown-fields`: `true` is new | compatible valid patch
            # type: object, x-kubernetes-preserve-unknown-fields: true -> type: object, x-kubernetes-preserve-unknown-fields: true, properties: {x: {type: string}}
            type-changed spec.a: a map became an object with members | breaking invalid major (Option<BTreeMap<String,Value>> -> Option<ToastSpecA>)
            # type: object, x-kubernetes-preserve-unknown-fields: true -> type: object, x-kubernetes-preserve-unknown-fields: true, x-kubernetes-embedded-resource: true
            embedded-resource-changed spec.a: `x-kubernetes-embedded-resource`: `true` is new | breaking invalid patch
            # type: integer -> type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: large}]
            cel-rule-added spec.a: `self > 1` is a rule | breaking invalid patch
            # type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: large}] -> type: integer
            cel-rule-removed spec.a: `self > 1` is no rule any more | compatible valid patch
            # type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: large}] -> type: integer, x-kubernetes-validations: [{rule: 'self > 2', message: large}]
            cel-rule-changed spec.a: `self > 2` is another rule | breaking invalid patch
            # type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: large}] -> type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: larger}]
            cel-message-changed spec.a: `self > 1` says something else | compatible valid patch
            # type: integer, x-kubernetes-validations: [{rule: 'self > 1', message: large}] -> type: integer, x-kubernetes-validations: [{rule: 'self > oldSelf', message: more}]
            cel-rule-added spec.a: `self > oldSelf` is a rule for updates | breaking valid patch
            cel-rule-removed spec.a: `self > 1` is no rule any more | compatible valid patch
        "##]],
    );
}

#[test]
fn members() {
    let cases = [
        (
            "{type: object, properties: {a: {type: string}}}",
            "{type: object, properties: {a: {type: string}, b: {type: string}}}",
        ),
        (
            "{type: object, properties: {a: {type: string}, b: {type: string}}}",
            "{type: object, properties: {a: {type: string}}}",
        ),
        (
            "{type: object, properties: {a: {type: string}}}",
            "{type: object, required: [a], properties: {a: {type: string}}}",
        ),
        (
            "{type: object, required: [a], properties: {a: {type: string}}}",
            "{type: object, properties: {a: {type: string}}}",
        ),
        (
            "{type: object, properties: {a: {type: string, default: x}}}",
            "{type: object, required: [a], properties: {a: {type: string, default: x}}}",
        ),
        (
            "{type: object, required: [a], properties: {a: {type: string}}}",
            "{type: object, required: [a], properties: {a: {type: string, default: x}}}",
        ),
        (
            "{type: object, required: [a], properties: {a: {type: string}}}",
            "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}",
        ),
        (
            "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}",
            "{type: object, required: [b, a], properties: {a: {type: string}, b: {type: string}}}",
        ),
        (
            "{type: object, properties: {a: {type: string}}}",
            "{type: object, required: [z], properties: {a: {type: string}}}",
        ),
        (
            "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}}",
            "{type: object, x-kubernetes-preserve-unknown-fields: true, properties: {b: {type: string}}}",
        ),
        (
            "{type: object, properties: {a: {type: string}, b: {type: string}}}",
            "{type: object, not: {required: [a, b]}, properties: {a: {type: string}, b: {type: string}}}",
        ),
        (
            "{type: object, not: {required: [a, b]}, properties: {a: {type: string}, b: {type: string}}}",
            "{type: object, oneOf: [{required: [a]}, {required: [b]}, {required: [c]}], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}",
        ),
    ];
    let mut text = String::new();
    for (old, new) in cases {
        text += &format!("# {old} -> {new}\n{}", lines(&object(old), &object(new)));
    }
    expect![[r##"
        # {type: object, properties: {a: {type: string}}} -> {type: object, properties: {a: {type: string}, b: {type: string}}}
        field-added spec.b: the optional member `b` is new | compatible valid minor
        # {type: object, properties: {a: {type: string}, b: {type: string}}} -> {type: object, properties: {a: {type: string}}}
        field-removed spec.b: the member `b` is gone | breaking pruned major
        # {type: object, properties: {a: {type: string}}} -> {type: object, required: [a], properties: {a: {type: string}}}
        field-required spec.a: the member must be given | breaking invalid major (Option<String> -> String)
        rust-default-lost spec: `ToastSpec` has no `Default` any more | compatible valid major
        # {type: object, required: [a], properties: {a: {type: string}}} -> {type: object, properties: {a: {type: string}}}
        field-optional spec.a: the member may be left out | breaking valid major (String -> Option<String>)
        rust-default-gained spec: `ToastSpec` has `Default`, and no constructor for members that must be given | compatible valid major
        # {type: object, properties: {a: {type: string, default: x}}} -> {type: object, required: [a], properties: {a: {type: string, default: x}}}
        field-required spec.a: the member must be given, and has a default | compatible valid patch
        # {type: object, required: [a], properties: {a: {type: string}}} -> {type: object, required: [a], properties: {a: {type: string, default: x}}}
        default-added spec.a: `default`: `"x"` is new | compatible valid major (String -> Option<String>)
        rust-default-gained spec: `ToastSpec` has `Default`, and no constructor for members that must be given | compatible valid major
        # {type: object, required: [a], properties: {a: {type: string}}} -> {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}
        field-added spec.b: the required member `b` is new | breaking invalid major
        rust-constructor-changed spec: `new(a)` became `new(a, b)` | compatible valid major (new(a) -> new(a, b))
        # {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}} -> {type: object, required: [b, a], properties: {a: {type: string}, b: {type: string}}}
        order-changed spec: `required` has the same items in another order or number | compatible valid patch
        # {type: object, properties: {a: {type: string}}} -> {type: object, required: [z], properties: {a: {type: string}}}
        required-changed spec: the member `z`, which the schema does not describe, must be given | breaking invalid patch
        # {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {a: {type: string}}} -> {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {b: {type: string}}}
        field-removed spec.a: the member `a` is gone | compatible valid major
        field-added spec.b: the optional member `b` is new | breaking invalid minor
        # {type: object, properties: {a: {type: string}, b: {type: string}}} -> {type: object, not: {required: [a, b]}, properties: {a: {type: string}, b: {type: string}}}
        combination-changed spec: `not`: `{"required":["a","b"]}` is new | breaking invalid patch
        rust-choice-changed spec: `a` was a field and is the variant `A` of the optional field `choice` | compatible valid major
        rust-choice-changed spec: `b` was a field and is the variant `B` of the optional field `choice` | compatible valid major
        # {type: object, not: {required: [a, b]}, properties: {a: {type: string}, b: {type: string}}} -> {type: object, oneOf: [{required: [a]}, {required: [b]}, {required: [c]}], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}
        combination-changed spec: `not`: `{"required":["a","b"]}` is gone | compatible valid patch
        combination-changed spec: `oneOf`: `[{"required":["a"]},{"required":["b"]},{"required":["c"]}]` is new | breaking invalid patch
        field-added spec.c: the optional member `c` is new | compatible valid minor
        rust-choice-changed spec: `a` was the variant `A` of the optional field `choice` and is the variant `A` of the field `choice` | compatible valid major
        rust-choice-changed spec: `b` was the variant `B` of the optional field `choice` and is the variant `B` of the field `choice` | compatible valid major
        rust-default-lost spec: `ToastSpec` has no `Default` any more | compatible valid major
    "##]].assert_eq(&text);
}

#[test]
fn names_of_the_generated_crate() {
    let leaf = "type: object, properties: {x: {type: string}}";
    let cases = [
        ("foo-bar: {type: string}".to_owned(), "foo-bar: {type: string}, fooBar: {type: string}".to_owned()),
        (
            format!("foo: {{type: object, properties: {{barBaz: {{{leaf}}}}}}}"),
            format!(
                "foo: {{type: object, properties: {{barBaz: {{{leaf}}}}}}}, fooBarBaz: {{{leaf}, description: a}}"
            ),
        ),
        (format!("a: {{{leaf}}}, b: {{{leaf}}}"), format!("a: {{{leaf}, maxProperties: 1}}, b: {{{leaf}}}")),
    ];
    let mut text = String::new();
    for (old, new) in cases {
        text += &format!("# {old} -> {new}\n{}", lines(&toast(&old), &toast(&new)));
    }
    expect![[r#"
        # foo-bar: {type: string} -> foo-bar: {type: string}, fooBar: {type: string}
        field-added spec.fooBar: the optional member `fooBar` is new | compatible valid minor
        rust-field-renamed spec: `foo_bar` became `foo_bar_x250c3b74` | compatible valid major (foo_bar -> foo_bar_x250c3b74)
        # foo: {type: object, properties: {barBaz: {type: object, properties: {x: {type: string}}}}} -> foo: {type: object, properties: {barBaz: {type: object, properties: {x: {type: string}}}}}, fooBarBaz: {type: object, properties: {x: {type: string}}, description: a}
        field-added spec.fooBarBaz: the optional member `fooBarBaz` is new | compatible valid minor
        rust-path-changed spec.foo.barBaz: `v1::ToastSpecFooBarBaz` became `v1::ToastSpecFooBarBazXb05115b5` | compatible valid major (v1::ToastSpecFooBarBaz -> v1::ToastSpecFooBarBazXb05115b5)
        # a: {type: object, properties: {x: {type: string}}}, b: {type: object, properties: {x: {type: string}}} -> a: {type: object, properties: {x: {type: string}}, maxProperties: 1}, b: {type: object, properties: {x: {type: string}}}
        constraint-tightened spec.a: `maxProperties`: `1` is new | breaking invalid patch
        rust-alias-changed spec.b: `v1::ToastSpecB` was an alias of `v1::ToastSpecA` and is a type of its own | compatible valid minor
    "#]].assert_eq(&text);
}

#[test]
fn definitions() {
    let base = toast("a: {type: string}");
    let other = json!({ "name": "v2", "served": true, "storage": false });
    let cases: [(&str, Value); 16] = [
        ("/spec/scope", json!("Cluster")),
        ("/spec/names/kind", json!("Bread")),
        ("/spec/names/plural", json!("breads")),
        ("/spec/names/shortNames", json!(["t"])),
        ("/spec/names/listKind", json!("Toasts")),
        ("/spec/group", json!("example.org")),
        ("/spec/conversion", json!({ "strategy": "None" })),
        ("/metadata/labels", json!({ "a": "b" })),
        ("/spec/versions/0/name", json!("v2")),
        ("/spec/versions/0/served", json!(false)),
        ("/spec/versions/0/deprecated", json!(true)),
        ("/spec/versions/0/subresources", json!({ "status": {} })),
        (
            "/spec/versions/0/subresources",
            json!({ "scale": { "specReplicasPath": ".spec.a", "statusReplicasPath": ".status.a" } }),
        ),
        (
            "/spec/versions/0/additionalPrinterColumns",
            json!([{ "name": "A", "type": "string", "jsonPath": ".spec.a" }]),
        ),
        ("/spec/versions/0/selectableFields", json!([{ "jsonPath": ".spec.a" }])),
        ("/spec/versions/1", other),
    ];
    let mut text = String::new();
    for (pointer, value) in cases {
        let mut changed = base.clone();
        put(&mut changed, pointer, value);
        text += &format!("# {pointer}\n{}", lines(&base, &changed));
        text += &format!("# {pointer} and back\n{}", lines(&changed, &base));
    }
    expect![[r##"
        # /spec/scope
        scope-changed : `spec/scope`: `"Namespaced"` became `"Cluster"` | breaking invalid major
        operations-removed : `listExampleComV1ToastForAllNamespaces` | breaking valid major
        operations-moved : 7 operations, such as `listExampleComV1NamespacedToast` | breaking valid patch
        # /spec/scope and back
        scope-changed : `spec/scope`: `"Cluster"` became `"Namespaced"` | breaking invalid major
        operations-added : `listExampleComV1ToastForAllNamespaces` | compatible valid minor
        operations-moved : 7 operations, such as `listExampleComV1Toast` | breaking valid patch
        # /spec/names/kind
        names-changed : `spec/names/kind`: `"Toast"` became `"Bread"` | breaking invalid major
        rust-path-changed : `v1::Toast` became `v1::Bread` | compatible valid major (v1::Toast -> v1::Bread)
        rust-path-changed : `v1::ToastList` became `v1::BreadList` | compatible valid major (v1::ToastList -> v1::BreadList)
        # /spec/names/kind and back
        names-changed : `spec/names/kind`: `"Bread"` became `"Toast"` | breaking invalid major
        rust-path-changed : `v1::Bread` became `v1::Toast` | compatible valid major (v1::Bread -> v1::Toast)
        rust-path-changed : `v1::BreadList` became `v1::ToastList` | compatible valid major (v1::BreadList -> v1::ToastList)
        # /spec/names/plural
        names-changed : `spec/names/plural`: `"toasts"` became `"breads"` | breaking invalid major
        operations-moved : 8 operations, such as `listExampleComV1NamespacedToast` | breaking valid patch
        rust-path-changed : `v1::Client::toasts()` became `v1::Client::breads()` | compatible valid major (v1::Client::toasts() -> v1::Client::breads())
        # /spec/names/plural and back
        names-changed : `spec/names/plural`: `"breads"` became `"toasts"` | breaking invalid major
        operations-moved : 8 operations, such as `listExampleComV1NamespacedToast` | breaking valid patch
        rust-path-changed : `v1::Client::breads()` became `v1::Client::toasts()` | compatible valid major (v1::Client::breads() -> v1::Client::toasts())
        # /spec/names/shortNames
        names-changed : `spec/names/shortNames`: `["t"]` is new | compatible valid none
        # /spec/names/shortNames and back
        names-changed : `spec/names/shortNames`: `["t"]` is gone | compatible valid none
        # /spec/names/listKind
        names-changed : `spec/names/listKind`: `"Toasts"` is new | breaking valid major
        rust-path-changed : `v1::ToastList` became `v1::Toasts` | compatible valid major (v1::ToastList -> v1::Toasts)
        # /spec/names/listKind and back
        names-changed : `spec/names/listKind`: `"Toasts"` is gone | breaking valid major
        rust-path-changed : `v1::Toasts` became `v1::ToastList` | compatible valid major (v1::Toasts -> v1::ToastList)
        # /spec/group
        definition-removed : the resource is gone | breaking invalid major
        definition-added : the resource is new | compatible valid minor
        # /spec/group and back
        definition-added : the resource is new | compatible valid minor
        definition-removed : the resource is gone | breaking invalid major
        # /spec/conversion
        conversion-changed : `spec/conversion`: `{"strategy":"None"}` is new | compatible valid none
        # /spec/conversion and back
        conversion-changed : `spec/conversion`: `{"strategy":"None"}` is gone | compatible valid none
        # /metadata/labels
        metadata-changed : `metadata/labels`: `{"a":"b"}` is new | compatible valid none
        # /metadata/labels and back
        metadata-changed : `metadata/labels`: `{"a":"b"}` is gone | compatible valid none
        # /spec/versions/0/name
        storage-moved : objects are stored in v2 and not in v1 | compatible valid none
        version-added : the version is new | compatible valid minor
        version-removed : the version is gone | breaking valid major
        # /spec/versions/0/name and back
        storage-moved : objects are stored in v1 and not in v2 | compatible valid none
        version-added : the version is new | compatible valid minor
        version-removed : the version is gone | breaking valid major
        # /spec/versions/0/served
        version-unserved : the version is not served any more | breaking valid major
        # /spec/versions/0/served and back
        version-served : the version is served | compatible valid minor
        # /spec/versions/0/deprecated
        version-deprecated : the version is deprecated | compatible valid minor
        # /spec/versions/0/deprecated and back
        version-undeprecated : the version is not deprecated any more | compatible valid minor
        # /spec/versions/0/subresources
        subresource-added : the subresource `status` is new | breaking valid minor
        operations-added : `readExampleComV1NamespacedToastStatus`, `replaceExampleComV1NamespacedToastStatus`, `patchExampleComV1NamespacedToastStatus` | compatible valid minor
        # /spec/versions/0/subresources and back
        subresource-removed : the subresource `status` is gone | breaking valid major
        operations-removed : `readExampleComV1NamespacedToastStatus`, `replaceExampleComV1NamespacedToastStatus`, `patchExampleComV1NamespacedToastStatus` | breaking valid major
        # /spec/versions/0/subresources
        subresource-added : the subresource `scale` is new | compatible valid minor
        operations-added : `readExampleComV1NamespacedToastScale`, `replaceExampleComV1NamespacedToastScale`, `patchExampleComV1NamespacedToastScale` | compatible valid minor
        # /spec/versions/0/subresources and back
        subresource-removed : the subresource `scale` is gone | breaking valid major
        operations-removed : `readExampleComV1NamespacedToastScale`, `replaceExampleComV1NamespacedToastScale`, `patchExampleComV1NamespacedToastScale` | breaking valid major
        # /spec/versions/0/additionalPrinterColumns
        printer-columns-changed : `additionalPrinterColumns`: `[{"jsonPath":".spec.a","name":"A","type":"string"}]` is new | compatible valid none
        # /spec/versions/0/additionalPrinterColumns and back
        printer-columns-changed : `additionalPrinterColumns`: `[{"jsonPath":".spec.a","name":"A","type":"string"}]` is gone | compatible valid none
        # /spec/versions/0/selectableFields
        selectable-fields-changed : `selectableFields`: `[{"jsonPath":".spec.a"}]` is new | compatible valid none
        # /spec/versions/0/selectableFields and back
        selectable-fields-changed : `selectableFields`: `[{"jsonPath":".spec.a"}]` is gone | breaking valid none
        # /spec/versions/1
        version-added : the version is new | compatible valid minor
        # /spec/versions/1 and back
        version-removed : the version is gone | breaking valid major
    "##]].assert_eq(&text);
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) if key.parse() == Ok(items.len()) => items.push(value),
        parent => parent[key] = value,
    }
}

#[test]
fn the_stored_version_moves() {
    let mut base = toast("a: {type: string}");
    let mut second = base["spec"]["versions"][0].clone();
    second["name"] = json!("v2");
    second["storage"] = json!(false);
    put(&mut base, "/spec/versions/1", second);
    let mut moved = base.clone();
    moved["spec"]["versions"][0]["storage"] = json!(false);
    moved["spec"]["versions"][1]["storage"] = json!(true);
    expect![[r#"
        storage-moved : objects are stored in v2 and not in v1 | compatible valid none
    "#]]
    .assert_eq(&lines(&base, &moved));
}

#[test]
fn what_is_not_served_has_no_effect_on_rust() {
    let mut old = toast("a: {type: string}");
    let mut unserved = old["spec"]["versions"][0].clone();
    unserved["name"] = json!("v0");
    unserved["served"] = json!(false);
    unserved["storage"] = json!(false);
    put(&mut old, "/spec/versions/1", unserved);
    let mut new = old.clone();
    new["spec"]["versions"][1]["schema"]["openAPIV3Schema"]["properties"] =
        json!({ "other": { "type": "string" } });
    let changes = changes(&old, &new).unwrap();
    assert!(changes.iter().any(|change| change.rule == Rule::FieldRemoved), "{changes:?}");
    let Effect { clients, rust, .. } = worst(&changes);
    assert_eq!((clients, rust), (Clients::Compatible, Semver::None), "{changes:?}");
}

#[test]
fn every_rule_can_be_explained_and_no_two_are_called_the_same() {
    for rule in Rule::ALL {
        assert_eq!(Rule::parse(rule.id()), Some(*rule));
        assert!(!rule.title().is_empty() && !rule.explanation().is_empty());
    }
}
