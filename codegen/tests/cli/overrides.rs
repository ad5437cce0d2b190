//! Overrides as their users write them, and see them refused.

use expect_test::expect;

use super::sandbox::Sandbox;

/// A sandbox whose configuration goes on like this.
fn with(more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.put("specwright.toml", &format!("{}\n{more}", sandbox.text("specwright.toml").trim_end()));
    sandbox
}

#[test]
fn an_override_of_nothing_is_shown_where_it_stands() {
    let sandbox = with("[[output.override]]\nat = \"v1::ToastSpecs\"\nrename = \"Spec\"\n");
    expect![[r#"
        $ specwright generate
        error[SW0511]: nothing is at `v1::ToastSpecs`
         --> specwright.toml:6:6
          |
        6 | at = "v1::ToastSpecs"
          |      ^^^^^^^^^^^^^^^^
          |
          = help: Is it `v1::ToastSpec` that is meant?

        exit 1
    "#]]
    .assert_eq(&sandbox.show("generate"));
}

#[test]
fn a_name_that_is_taken_is_shown_where_it_stands() {
    let sandbox = with("[[output.override]]\nat = \"v1::ToastSpec\"\nrename = \"Option\"\n");
    expect![[r#"
        $ specwright generate
        error[SW0512]: `Option` is the name of something else here, or means something to the generated code
         --> specwright.toml:7:10
          |
        7 | rename = "Option"
          |          ^^^^^^^^

        exit 1
    "#]]
    .assert_eq(&sandbox.show("generate"));
}

#[test]
fn what_types_from_elsewhere_need_is_in_the_manifest() {
    let sandbox = with(
        "[[output.override]]\nat = \"v1::ToastSpec\"\nreplace = \"url::Url\"\n\
         [output.dependencies]\nurl = { version = \"2\", features = [\"serde\"] }\n",
    );
    assert_eq!(sandbox.run("generate").code, 0);
    let manifest = sandbox.text("generated/Cargo.toml");
    assert!(manifest.contains("[dependencies.url]\nfeatures = [\"serde\"]\nversion = \"2\"\n"), "{manifest}");
    assert!(sandbox.text("generated/src/v1/toast.rs").contains("pub spec: Option<::url::Url>,"));
}
