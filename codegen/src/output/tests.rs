use std::path::{Path, PathBuf};

use super::{Draft, Given, Output, layout, portable};
use crate::diagnostic::Diagnostic;
use crate::options::{Layout, Part, WellKnown};

/// The output with this name, folder and version.
fn output(name: Option<&str>, dir: &str, version: Option<&str>) -> Result<Output, Diagnostic> {
    let given = |text: Option<&str>| text.map(|text| Given::plain(text.to_owned()));
    let draft = Draft {
        inputs: vec!["b.yaml".to_owned(), "a.yaml".to_owned(), "b.yaml".to_owned()],
        base: PathBuf::new(),
        dir: dir.into(),
        name: given(name),
        version: given(version),
        ..Draft::default()
    };
    draft.finish(|options| format!("make {}", options.name))
}

#[test]
fn an_output_is_completed() {
    let output = output(None, "some/istio-security", None).unwrap();
    assert_eq!(output.options.name, "istio-security");
    assert_eq!(output.options.version, "0.1.0");
    assert_eq!(output.options.command, "make istio-security");
    assert_eq!(output.options.inputs, ["a.yaml", "b.yaml"]);
}

#[test]
fn names_are_those_of_packages() {
    for name in ["a", "istio-security", "My_Api2"] {
        assert_eq!(output(Some(name), "x", None).unwrap().options.name, name);
    }
    let cases = [
        ("", "`` does not begin with a letter, as the name of a package does"),
        ("2a", "`2a` does not begin with a letter, as the name of a package does"),
        ("a b", "`a b` holds ' '; the name of a package is made of letters, digits, `-` and `_`"),
        ("a\"]", "`a\"]` holds '\"'; the name of a package is made of letters, digits, `-` and `_`"),
        ("é", "`é` does not begin with a letter, as the name of a package does"),
        ("type", "`type` is a word of the Rust language, which a package cannot be named by"),
    ];
    for (name, message) in cases {
        assert_eq!(output(Some(name), "x", None).unwrap_err().message, message);
    }
}

#[test]
fn a_folder_gives_the_name_if_it_can() {
    assert_eq!(output(None, "x/my-api/", None).unwrap().options.name, "my-api");
    let finding = output(None, "x/1", None).unwrap_err();
    assert!(finding.message.starts_with("the output has no name, and its folder gives none: `1` does"));
    assert!(output(Some("a"), "", None).unwrap_err().message.contains("no folder"));
}

#[test]
fn versions_are_those_of_packages() {
    assert_eq!(output(None, "x", Some("1.2.3-rc.1")).unwrap().options.version, "1.2.3-rc.1");
    for version in ["", "1", "1.2", "v1.2.3", "1.2.3 ", "1.2.3\n[x]"] {
        assert!(output(None, "x", Some(version)).is_err(), "{version}");
    }
}

#[test]
fn types_of_k8s_openapi_come_with_its_metadata() {
    let given = |word: &str| Some(Given::plain(word.to_owned()));
    let output = |metadata: &str, well_known: &str| {
        let (metadata, well_known) = (given(metadata), given(well_known));
        let draft = Draft { name: given("a"), dir: "x".into(), metadata, well_known, ..Draft::default() };
        draft.finish(|_| String::new()).map_err(|finding| finding.message)
    };
    let known = output("k8s-openapi", "k8s-openapi").unwrap();
    assert_eq!(known.wishes.well_known, WellKnown::Kubernetes);
    assert_eq!(output("own", "own").unwrap().options.well_known, WellKnown::Own);
    let expected = "the types of `k8s-openapi` come with the metadata of `k8s-openapi`";
    assert_eq!(output("own", "k8s-openapi").unwrap_err(), expected);
    assert_eq!(output("own", "kube").unwrap_err(), "`kube` has no types of well-known shapes");
}

#[test]
fn layouts_have_names() {
    let given = |text: &str| Given::plain(text.to_owned());
    let parts = |parts: &[&str]| parts.iter().map(|part| given(part)).collect::<Vec<_>>();
    let both = Layout::Modules(vec![Part::Client, Part::Server]);
    assert_eq!(layout(Some(&given("modules")), &parts(&["server", "client", "server"])), Ok(both));
    assert_eq!(layout(Some(&given("modules")), &[]), Ok(Layout::Modules(Vec::new())));
    assert_eq!(layout(Some(&given("crate")), &[]), Ok(Layout::Crate));
    assert_eq!(layout(None, &[]), Ok(Layout::Crate));
    assert!(layout(None, &parts(&["client"])).is_err());
    assert!(layout(Some(&given("modules")), &parts(&["clients"])).is_err());
    assert!(layout(Some(&given("folder")), &[]).is_err());
}

#[test]
fn shown_inputs_tell_nothing_of_the_machine() {
    let cases = [
        ("-", "-"),
        (".", "."),
        ("spec", "spec"),
        ("./spec/", "spec"),
        ("../spec/*.yaml", "../spec/*.yaml"),
        ("/home/me/here/spec/a.yaml", "spec/a.yaml"),
        ("/home/me/here", "."),
        ("/home/me/there/a.yaml", "a.yaml"),
    ];
    for (input, expected) in cases {
        assert_eq!(portable(Path::new("/home/me/here"), input), expected);
    }
}
