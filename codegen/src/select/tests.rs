//! Tests of overrides: a few lines in, a few lines out.

use expect_test::{Expect, expect};

use crate::diagnostic::{Color, Given, Report, Severity, Sources};
use crate::findings::Findings;
use crate::ir::{Shape, TypeId};
use crate::overrides::{Request, Wishes};
use crate::pipeline::{Analysis, analyse_with};
use crate::{emit, options::Options};

/// Two versions of a kind, and something of everything in each.
const SPEC: &str = "{type: object, required: [url], properties: {\
    url: {type: string}, mode: {type: string, enum: [HOT, COLD]}, names: {type: array, items: {type: string}},\
    foo-bar: {type: string}, fooBar: {type: string},\
    inner: {type: object, properties: {x: {type: string}}}, other: {type: object, properties: {x: {type: string}}}}}";

const SCHEMA: &str = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";

fn definition(kind: &str) -> String {
    let plural = format!("{}s", kind.to_ascii_lowercase());
    let version = |name: &str, storage: &str| {
        format!(
            "{{name: {name}, served: true, storage: {storage}, schema: {{openAPIV3Schema: {{type: object, properties: \
             {{spec: {SPEC}}}}}}}}}"
        )
    };
    format!(
        "{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: {plural}.example.com}}, \
         spec: {{group: example.com, scope: Namespaced, names: {{kind: {kind}, plural: {plural}}}, versions: [{}, {}]}}}}",
        version("v1", "true"),
        version("v1beta1", "false")
    )
}

/// What is asked for: `(place, key, value)`.
type Asked<'a> = (&'a str, &'a str, &'a str);

fn request(&(at, key, value): &Asked<'_>) -> Request {
    let given = || Some(Given::plain(value.to_owned()));
    let request = Request { at: Some(Given::plain(at.to_owned())), ..Request::default() };
    match key {
        "rename" => Request { rename: given(), ..request },
        "replace" => Request { replace: given(), ..request },
        "opaque" => Request { opaque: Some(Given::plain(())), ..request },
        _ => Request { derive: given().into_iter().collect(), ..request },
    }
}

fn understood(asked: &[Asked<'_>]) -> (Option<Analysis>, String) {
    let mut findings = Findings::default();
    let mut sources = Sources::new();
    sources.add("crds/toast.yaml", definition("Toast"));
    sources.add("crds/wheat.yaml", definition("Wheat"));
    let mut report = Report::new();
    let wishes: Result<Vec<_>, _> = asked.iter().map(|asked| request(asked).wishes()).collect();
    let analysis = match wishes {
        Ok(list) => analyse_with(&sources, &Wishes { list: list.concat(), ..Wishes::default() }, &mut report),
        Err(finding) => {
            report.push(finding);
            None
        }
    };
    (findings.sources, findings.report) = (sources, report);
    (analysis, findings.text(Severity::Note, Color::Never))
}

/// The types of the specification of `Toast` in these versions, with their fields or variants.
fn types(asked: &[Asked<'_>], modules: &[&str]) -> String {
    let (analysis, findings) = understood(asked);
    assert_eq!(findings, "");
    let Analysis { api, facts, names } = &analysis.unwrap();
    let options = Options::default();
    let model = emit::Model { api, facts, names, definitions: &[], options: &options };
    let mut text = String::new();
    for (index, ty) in api.types.iter().enumerate() {
        let id = TypeId(index);
        let path = names.type_path(api, id);
        let kind = ty.path.resource().map(|id| api.resource(id).names.kind.as_str());
        let is_wanted = kind == Some("Toast") && !ty.path.steps.is_empty();
        if !is_wanted || !modules.iter().any(|module| path.starts_with(&format!("{module}::"))) {
            continue;
        }
        let members: Vec<String> = match &ty.shape {
            _ if facts.representative(id) != id => vec![format!("= {}", names.ty(facts.representative(id)))],
            Shape::Object(object) => {
                let fields = names.members(id).iter().zip(&object.fields);
                fields.map(|(name, field)| format!("{name}: {}", emit::field_type(model, field))).collect()
            }
            _ => names.members(id).iter().map(ToString::to_string).collect(),
        };
        let derives: Vec<_> = facts.derives(id).iter().map(|path| format!(" +{}", path.as_str())).collect();
        text += &format!("{path}{}: {}\n", derives.concat(), members.join(", "));
    }
    text
}

fn check(asked: &[Asked<'_>], expected: &Expect) {
    expected.assert_eq(&types(asked, &["v1"]));
}

fn refused(asked: &[Asked<'_>], expected: &Expect) {
    expected.assert_eq(&understood(asked).1);
}

#[test]
fn types_fields_and_variants_get_other_names() {
    let asked = [
        ("v1::ToastSpecMode", "rename", "Mode"),
        ("v1::ToastSpec.url", "rename", "address"),
        ("v1::ToastSpecMode.HOT", "rename", "Warm"),
        ("v1::ToastSpec.foo-bar", "rename", "dashed"),
    ];
    check(
        &asked,
        &expect![[r#"
            v1::ToastSpec: address: String, mode: Option<Mode>, names: Option<Vec<String>>, dashed: Option<String>, foo_bar: Option<String>, inner: Option<ToastSpecInner>, other: Option<ToastSpecOther>
            v1::Mode: Warm, Cold
            v1::ToastSpecInner: x: Option<String>
            v1::ToastSpecOther: = ToastSpecInner
        "#]],
    );
}

#[test]
fn pointers_do_what_paths_do() {
    let schema = |rest: &str| format!("toasts.example.com#{SCHEMA}{rest}");
    let asked = [
        (&*schema("/properties/mode"), "rename", "Mode"),
        (&*schema("/properties/url"), "rename", "address"),
        (&*schema("/properties/mode/enum/0"), "rename", "Warm"),
        (&*schema("/properties/names/items"), "replace", "url::Url"),
    ];
    check(
        &asked,
        &expect![[r#"
            v1::ToastSpec: address: String, mode: Option<Mode>, names: Option<Vec<::url::Url>>, foo_bar_x250c3b74: Option<String>, foo_bar: Option<String>, inner: Option<ToastSpecInner>, other: Option<ToastSpecOther>
            v1::Mode: Warm, Cold
            v1::ToastSpecInner: x: Option<String>
            v1::ToastSpecOther: = ToastSpecInner
        "#]],
    );
}

#[test]
fn types_from_elsewhere_and_untyped_values() {
    let asked = [
        ("v1::ToastSpec.url", "replace", "url::Url"),
        ("v1::ToastSpecInner", "replace", "crate::Inner"),
        ("v1::ToastSpec.other", "opaque", ""),
        ("v1::ToastSpec.names", "replace", "std::collections::BTreeSet<String>"),
    ];
    check(
        &asked,
        &expect![[r#"
            v1::ToastSpec: url: ::url::Url, mode: Option<ToastSpecMode>, names: Option<::std::collections::BTreeSet<String>>, foo_bar_x250c3b74: Option<String>, foo_bar: Option<String>, inner: Option<crate::Inner>, other: Option<Value>
            v1::ToastSpecMode: Hot, Cold
        "#]],
    );
}

#[test]
fn what_differs_by_an_override_is_no_longer_shared() {
    let asked = [("v1::ToastSpecInner", "derive", "Eq"), ("v1::ToastSpecInner", "derive", "Hash")];
    check(
        &asked,
        &expect![[r#"
            v1::ToastSpec: url: String, mode: Option<ToastSpecMode>, names: Option<Vec<String>>, foo_bar_x250c3b74: Option<String>, foo_bar: Option<String>, inner: Option<ToastSpecInner>, other: Option<ToastSpecOther>
            v1::ToastSpecMode: Hot, Cold
            v1::ToastSpecInner +Eq +Hash: x: Option<String>
            v1::ToastSpecOther: x: Option<String>
        "#]],
    );
}

#[test]
fn a_part_of_a_path_stands_for_all_that_end_so() {
    let asked = [("ToastSpec.url", "rename", "address")];
    let types = types(&asked, &["v1", "v1beta1"]);
    assert!(
        types.contains("v1::ToastSpec: address: ") && types.contains("v1beta1::ToastSpec: = ToastSpec"),
        "{types}"
    );
}

#[test]
fn a_document_in_front_of_a_pointer_says_which_one() {
    for (document, renamed) in [("toasts.example.com", 1), ("toast.yaml", 1), ("crds/toast.yaml", 1), ("", 2)]
    {
        let at = format!("{document}#{SCHEMA}/properties/mode");
        let (analysis, findings) = understood(&[(&at, "derive", "Unpin")]);
        assert_eq!(findings, "");
        let Analysis { api, facts, .. } = analysis.unwrap();
        let derived = (0..api.types.len()).filter(|id| !facts.derives(TypeId(*id)).is_empty()).count();
        assert_eq!(derived, renamed, "{document}");
    }
}

#[test]
fn what_stands_nowhere_is_an_error_with_the_nearest() {
    let pointer = format!("{SCHEMA}/properties/mod");
    let document = format!("toasts.example.com#{SCHEMA}/properties/ulr");
    let asked = [
        ("v1::ToastSpecMod", "rename", "Mode"),
        ("ToastSpec.urls", "rename", "address"),
        ("v1::ToastSpecMode.HOTT", "rename", "Hot"),
        (&pointer, "opaque", ""),
        (&document, "opaque", ""),
        ("nothing like it", "opaque", ""),
    ];
    refused(
        &asked,
        &expect![[r#"
            error[SW0511]: nothing is at `/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/mod`
             |
             = help: Is it `/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/mode` that is meant?

            error[SW0511]: nothing is at `ToastSpec.urls`
             |
             = help: Is it `ToastSpec.url` that is meant?

            error[SW0511]: nothing is at `nothing like it`
             |
             = help: `specwright inspect --json` lists types, with their pointers and paths.

            error[SW0511]: nothing is at `toasts.example.com#/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/ulr`
             |
             = help: Is it `toasts.example.com#/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/url` that is meant?

            error[SW0511]: nothing is at `v1::ToastSpecMod`
             |
             = help: Is it `v1::ToastSpecMode` that is meant?

            error[SW0511]: nothing is at `v1::ToastSpecMode.HOTT`
             |
             = help: Is it `v1::ToastSpecMode.HOT` that is meant?

        "#]],
    );
}

#[test]
fn what_cannot_be_done_is_an_error() {
    let items = format!("{SCHEMA}/properties/names/items");
    let asked = [
        ("v1::Toast", "replace", "a::B"),
        ("v1::ToastSpecMode.HOT", "opaque", ""),
        ("v1::ToastSpec.url", "derive", "Eq"),
        (&items, "rename", "x"),
        ("v1::ToastSpec.mode", "rename", "Mode"),
        ("v1::ToastSpec", "rename", "toast_spec"),
        ("v1::ToastSpec.url", "opaque", ""),
        ("v1::ToastSpec.url", "replace", "a::B"),
    ];
    refused(
        &asked,
        &expect![[r#"
            error[SW0512]: `/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/names/items` is neither a type nor a field nor a variant: it has no name

            error[SW0512]: `Mode` is not spelled as the name of a field is
             |
             = help: Types and variants are spelled `LikeThis`, fields `like_this`; the compiler warns of others.

            error[SW0512]: `toast_spec` is not spelled as the name of a type is
             |
             = help: Types and variants are spelled `LikeThis`, fields `like_this`; the compiler warns of others.

            error[SW0512]: `v1::ToastSpec.url` has no generated type that could derive something

            error[SW0512]: `v1::ToastSpec.url` is what another override is about, too, and they contradict each other

            error[SW0512]: `v1::ToastSpecMode.HOT` is a variant, which has no type of its own

            error[SW0512]: `v1::Toast` is a kind, which cannot be replaced: replace what is inside it

        "#]],
    );
}

#[test]
fn names_that_are_taken_are_errors() {
    let asked = [
        ("v1::ToastSpecInner", "rename", "ToastSpec"),
        ("v1::ToastSpecOther", "rename", "Option"),
        ("v1::ToastSpec.url", "rename", "mode"),
        ("v1::ToastSpec.names", "rename", "unknown_fields"),
    ];
    refused(
        &asked,
        &expect![[r#"
            error[SW0512]: `Option` is the name of something else here, or means something to the generated code

            error[SW0512]: `ToastSpec` is the name of something else here, or means something to the generated code

            error[SW0512]: `mode` is the name of something else here, or means something to the generated code

            error[SW0512]: `unknown_fields` is the name of something else here, or means something to the generated code

        "#]],
    );
}

#[test]
fn what_another_override_leaves_out_cannot_be_renamed() {
    let asked = [("v1::ToastSpec", "opaque", ""), ("v1::ToastSpec.url", "rename", "address")];
    let (_, findings) = understood(&asked);
    assert!(
        findings.starts_with("error[SW0512]: an override is about this type, which another"),
        "{findings}"
    );
}

#[test]
fn words_that_are_no_names_or_paths_are_errors() {
    for asked in [
        ("v1::ToastSpec", "rename", "r#type"),
        ("v1::ToastSpec", "replace", "a b"),
        ("v1::ToastSpec", "derive", ""),
    ] {
        let (analysis, findings) = understood(&[asked]);
        assert!(analysis.is_none() && findings.starts_with("error[SW0505]"), "{findings}");
    }
}

#[test]
fn two_names_can_be_exchanged() {
    let asked = [
        ("v1::ToastSpecInner", "rename", "ToastSpecOther"),
        ("v1::ToastSpecOther", "rename", "ToastSpecInner"),
    ];
    let types = types(&asked, &["v1"]);
    assert!(
        types.contains("v1::ToastSpecOther: x: ") && types.contains("v1::ToastSpecInner: = ToastSpecOther"),
        "{types}"
    );
}
