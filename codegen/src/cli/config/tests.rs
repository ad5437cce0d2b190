use std::path::Path;

use expect_test::{Expect, expect};
use specwright::diagnostic::{Code, Color, Severity};

use super::parse;

/// Checks what is made of a configuration in the folder `conf`.
fn check(text: &str, expected: &Expect) {
    let shown = match parse(Path::new("conf/specwright.toml"), text.to_owned()) {
        Ok(outputs) => outputs.iter().map(|output| format!("{output:#?}\n")).collect(),
        Err(findings) => findings.text(Severity::Note, Color::Never),
    };
    expected.assert_eq(&shown);
}

#[test]
fn an_output_with_all_keys() {
    let text = r#"
        [[output]]
        inputs = ["spec", "more/*.yaml"]
        dir = "src/generated"
        name = "my-api"
        version = "2.0.0"
        layout = "modules"
        parts = ["client"]
    "#;
    check(
        text,
        &expect![[r#"
            Output {
                inputs: [
                    "spec",
                    "more/*.yaml",
                ],
                base: "conf",
                dir: "conf/src/generated",
                options: Options {
                    name: "my-api",
                    version: "2.0.0",
                    inputs: [
                        "more/*.yaml",
                        "spec",
                    ],
                    command: "specwright generate",
                    layout: Modules(
                        [
                            Client,
                        ],
                    ),
                    metadata: Kubernetes,
                    well_known: Own,
                    dependencies: {},
                    pages: None,
                    package: {},
                    sources: [],
                },
                texts: [],
                wishes: Wishes {
                    list: [],
                    overlays: [],
                    paging: [],
                    filter: Filter {
                        include: [],
                        exclude: [],
                    },
                    well_known: Own,
                    file: None,
                },
            }
        "#]],
    );
}

#[test]
fn several_outputs() {
    let text = r#"
        [[output]]
        inputs = ["a"]
        dir = "a"
        [[output]]
        inputs = ["b"]
        dir = "b"
    "#;
    let outputs = parse(Path::new("specwright.toml"), text.to_owned()).unwrap();
    let names: Vec<_> = outputs.iter().map(|output| output.options.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn another_name_of_the_file_is_part_of_the_command() {
    let text = "[[output]]\ninputs = ['a']\ndir = 'a'".to_owned();
    let outputs = parse(Path::new("conf/other.toml"), text).unwrap();
    assert_eq!(outputs[0].options.command, "specwright generate -c other.toml");
}

#[test]
fn unknown_keys() {
    let text = "outputs = 1\n[[output]]\ninput = ['spec']\ninputs = ['spec']\nfolder = 'x'\ndir = 'y'\n";
    check(
        text,
        &expect![[r#"
            error[SW0503]: the key `outputs` is not known here
             --> conf/specwright.toml:1:1
              |
            1 | outputs = 1
              | ^^^^^^^
              |
              = help: Is it `output` that is meant?

            error[SW0503]: the key `input` is not known here
             --> conf/specwright.toml:3:1
              |
            3 | input = ['spec']
              | ^^^^^
              |
              = help: Is it `inputs` that is meant?

            error[SW0503]: the key `folder` is not known here
             --> conf/specwright.toml:5:1
              |
            5 | folder = 'x'
              | ^^^^^^
              |
              = help: The keys here are `inputs`, `dir`, `name`, `version`, `layout`, `parts`, `metadata`, `well-known`, `overlay`, `include`, `exclude`, `docs`, `templates`, `package`, `override`, `paging`, `dependencies`.

        "#]],
    );
}

#[test]
fn wrong_types() {
    check(
        "[[output]]\ninputs = 'spec'\ndir = 1\nname = ['a']\nparts = [true]",
        &expect![[r#"
        error[SW0504]: `inputs` is a list of texts, and here is a value of the type string
         --> conf/specwright.toml:2:10
          |
        2 | inputs = 'spec'
          |          ^^^^^^

        error[SW0504]: `dir` is text, and here is a value of the type integer
         --> conf/specwright.toml:3:7
          |
        3 | dir = 1
          |       ^

        error[SW0504]: `name` is text, and here is a value of the type array
         --> conf/specwright.toml:4:8
          |
        4 | name = ['a']
          |        ^^^^^

        error[SW0504]: `parts` is text, and here is a value of the type boolean
         --> conf/specwright.toml:5:10
          |
        5 | parts = [true]
          |          ^^^^

    "#]],
    );
    check(
        "[output]\ndir = 'a'",
        &expect![[r#"
        error[SW0504]: `output` is a list of tables, each of which begins with `[[output]]`, and here is a value of the type table
         --> conf/specwright.toml:1:1
          |
        1 | [output]
          | ^^^^^^^^

    "#]],
    );
    check(
        "output = [1]",
        &expect![[r#"
        error[SW0504]: `output` is a list of tables, and here is a value of the type integer
         --> conf/specwright.toml:1:11
          |
        1 | output = [1]
          |           ^

    "#]],
    );
}

#[test]
fn wrong_values() {
    let text = "[[output]]\ninputs = ['spec']\ndir = 'a'\nname = 'a b'\n
        [[output]]\ninputs = ['spec']\ndir = 'b'\nversion = '1'\n
        [[output]]\ninputs = ['spec']\ndir = ''\n
        [[output]]\ninputs = ['spec']\ndir = 'd'\nlayout = 'folder'\n
        [[output]]\ninputs = ['spec']\ndir = 'e'\nlayout = 'modules'\nparts = ['clients']\n
        [[output]]\ninputs = ['spec']\ndir = 'f'\nparts = ['client']";
    check(
        text,
        &expect![[r#"
            error[SW0505]: `a b` holds ' '; the name of a package is made of letters, digits, `-` and `_`
             --> conf/specwright.toml:4:8
              |
            4 | name = 'a b'
              |        ^^^^^

            error[SW0505]: `1` is not a version such as `0.1.0`: unexpected end of input while parsing major version number
             --> conf/specwright.toml:9:11
              |
            9 | version = '1'
              |           ^^^

            error[SW0505]: the folder has no name
              --> conf/specwright.toml:13:7
               |
            13 | dir = ''
               |       ^^
               |
               = help: The folder of this file is `.`.

            error[SW0505]: `folder` is no layout
              --> conf/specwright.toml:18:10
               |
            18 | layout = 'folder'
               |          ^^^^^^^^
               |
               = help: The layouts are `crate` and `modules`.

            error[SW0505]: `clients` is no part
              --> conf/specwright.toml:24:10
               |
            24 | parts = ['clients']
               |          ^^^^^^^^^
               |
               = help: The parts are `validate`, `cel`, `schemars`, `apply`, `client`, `server`, `tracing`.

            error[SW0505]: a crate has all parts, as Cargo features
              --> conf/specwright.toml:29:10
               |
            29 | parts = ['client']
               |          ^^^^^^^^
               |
               = help: Leave `parts` out, or choose the layout `modules`.

        "#]],
    );
}

#[test]
fn gaps() {
    check(
        "",
        &expect![[r#"
        error[SW0506]: `conf/specwright.toml` asks for nothing
         |
         = help: `specwright explain SW0502` shows what to write into it.

    "#]],
    );
    check(
        "[[output]]",
        &expect![[r#"
        error[SW0506]: the output has no `dir`
         --> conf/specwright.toml:1:1
          |
        1 | [[output]]
          | ^^^^^^^^^^

        error[SW0506]: the output has no `inputs`
         --> conf/specwright.toml:1:1
          |
        1 | [[output]]
          | ^^^^^^^^^^

    "#]],
    );
    check(
        "[[output]]\ninputs = ['spec']\ndir = '1'",
        &expect![[r#"
        error[SW0506]: the output has no name, and its folder gives none: `1` does not begin with a letter, as the name of a package does
         --> conf/specwright.toml:1:1
          |
        1 | [[output]]
          | ^^^^^^^^^^
          |
          = help: Give it a `name`.

    "#]],
    );
}

#[test]
fn a_shared_folder() {
    let text = "[[output]]\ninputs = ['a']\ndir = 'x'\n[[output]]\ninputs = ['b']\ndir = './x'\n";
    check(
        text,
        &expect![[r#"
        error[SW0507]: `conf/./x` is the folder of another output
         --> conf/specwright.toml:4:1
          |
        4 | [[output]]
          | ^^^^^^^^^^

    "#]],
    );
}

#[test]
fn no_toml() {
    check(
        "[[output]]\ndir = \n",
        &expect![[r#"
        error[SW0501]: string values must be quoted, expected literal string
         --> conf/specwright.toml:2:7
          |
        2 | dir = 
          |       ^

    "#]],
    );
}

#[test]
fn overrides_and_dependencies() {
    let text = r#"
        [[output]]
        inputs = ["a"]
        dir = "a"
        [[output.override]]
        at = "v1::ToastSpec"
        rename = "Spec"
        derive = ["Eq", "a::B"]
        [[output.override]]
        at = "v1::ToastSpec.url"
        replace = "url::Url"
        [[output.override]]
        at = "/spec"
        opaque = true
        [output.dependencies]
        url = { version = "2", features = ["serde"] }
        a = "1"
    "#;
    let outputs = parse(Path::new("conf/specwright.toml"), text.to_owned()).unwrap();
    let wishes = outputs[0].wishes.list.iter();
    let wishes: Vec<_> = wishes.map(|wish| format!("{}: {:?}", wish.at.value, wish.change)).collect();
    assert_eq!(wishes.len(), 4, "{wishes:?}");
    assert!(wishes[0].starts_with("v1::ToastSpec: Rename(Given { value: Identifier(\"Spec\")"), "{wishes:?}");
    assert_eq!(wishes[1], "v1::ToastSpec: Derive([RustPath(\"Eq\"), RustPath(\"::a::B\")])");
    assert_eq!(wishes[2], "v1::ToastSpec.url: Replace(RustPath(\"::url::Url\"))");
    assert_eq!(wishes[3], "/spec: Opaque");
    let dependencies: Vec<_> = outputs[0].options.dependencies.iter().collect();
    assert_eq!(
        format!("{dependencies:?}"),
        r#"[("a", String("1")), ("url", Object {"features": Array [String("serde")], "version": String("2")})]"#
    );
}

#[test]
fn overrides_that_say_too_little_or_too_much() {
    let text = r#"
        [[output]]
        inputs = ["a"]
        dir = "a"
        layout = "modules"
        [[output.override]]
        rename = "Spec"
        [[output.override]]
        at = "v1::ToastSpec"
        [[output.override]]
        at = "v1::ToastSpec"
        rename = "type"
        replace = "a b"
        opaque = "yes"
        as = "b"
        [output.dependencies]
        a = "1"
    "#;
    check(
        text,
        &expect![[r#"
            error[SW0506]: the override has no `at`
             --> conf/specwright.toml:6:9
              |
            6 |         [[output.override]]
              |         ^^^^^^^^^^^^^^^^^^^

            error[SW0506]: the override of `v1::ToastSpec` changes nothing
             --> conf/specwright.toml:9:14
              |
            9 |         at = "v1::ToastSpec"
              |              ^^^^^^^^^^^^^^^

            error[SW0505]: `type` is no name
              --> conf/specwright.toml:12:18
               |
            12 |         rename = "type"
               |                  ^^^^^^
               |
               = help: A name is made of letters from A to Z, digits and underscores, and is no keyword of Rust.

            error[SW0504]: `opaque` is `true` or `false`, and here is a value of the type string
              --> conf/specwright.toml:14:18
               |
            14 |         opaque = "yes"
               |                  ^^^^^

            error[SW0503]: the key `as` is not known here
              --> conf/specwright.toml:15:9
               |
            15 |         as = "b"
               |         ^^
               |
               = help: The keys here are `at`, `rename`, `replace`, `opaque`, `derive`.

            error[SW0505]: modules have no manifest that could say this
              --> conf/specwright.toml:16:9
               |
            16 |         [output.dependencies]
               |         ^^^^^^^^^^^^^^^^^^^^^
               |
               = help: Add it to the manifest of the crate that the modules become a part of.

        "#]],
    );
}

#[test]
fn a_part_of_the_operations() {
    let parsed = |include: &str| {
        let text = format!("[[output]]\ninputs = [\"a\"]\ndir = \"a\"\ninclude = {include}\n");
        parse(Path::new("specwright.toml"), text)
    };
    let outputs = parsed(r#"["tag:pets", "path:/pets*"]"#).unwrap();
    assert_eq!(format!("{:?}", outputs[0].wishes.filter.include), r#"[Tag("pets"), Path("/pets*")]"#);
    assert_eq!(parsed(r#"["pets"]"#).unwrap_err().report.sorted()[0].code, Code::ConfigValue);
}
