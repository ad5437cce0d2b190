//! The program as its users see it: what is typed, what is shown, how it ends.

mod findings;
mod overrides;
mod sandbox;
mod session;
mod sessions;

use std::fs;
use std::io;
use std::process::Stdio;

use expect_test::expect;
use serde_json::Value;

use sandbox::{Sandbox, TOAST};

#[test]
fn the_output_is_written_and_then_stays() {
    let sandbox = Sandbox::new();
    expect![[r#"
        $ specwright 
        spec/toast.yaml: 3 types, 8 operations, 1 file
        generated: N files, N written, 0 removed
        exit 0
    "#]]
    .assert_eq(&sandbox.show(""));
    let before = sandbox.files(".");
    expect![[r#"
        $ specwright generate
        spec/toast.yaml: 3 types, 8 operations, 1 file
        generated: N files, 0 written, 0 removed
        exit 0
    "#]]
    .assert_eq(&sandbox.show("generate"));
    assert_eq!(sandbox.files("."), before);
}

#[test]
fn arguments_do_what_the_configuration_does() {
    let sandbox = Sandbox::new();
    sandbox.run("");
    let ended = sandbox.run("generate -i spec -o other --name toasts");
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let (ours, theirs) = (sandbox.files("generated"), sandbox.files("other"));
    assert!(ours.keys().eq(theirs.keys()));
    let differing = ours.iter().zip(&theirs).filter(|(ours, theirs)| ours != theirs);
    for ((path, ours), (_, theirs)) in differing {
        let (ours, theirs) = (String::from_utf8_lossy(ours), String::from_utf8_lossy(theirs));
        let lines = ours.lines().zip(theirs.lines()).filter(|(ours, theirs)| ours != theirs);
        // The command stands in the output, so that it can be made again.
        lines.for_each(|line| assert!(line.1.contains("-i spec -o DIR --name toasts"), "{path:?}: {line:?}"));
    }
}

#[test]
fn a_fresh_output_passes_the_check() {
    let sandbox = Sandbox::new();
    sandbox.run("");
    expect![[r#"
        $ specwright check
        generated: N files, up to date
        exit 0
    "#]]
    .assert_eq(&sandbox.show("check"));
}

#[test]
fn a_stale_output_fails_the_check_with_a_diff() {
    let sandbox = Sandbox::new();
    sandbox.run("");
    let manifest = sandbox.text("generated/Cargo.toml");
    sandbox.put("generated/Cargo.toml", &manifest.replace("name = \"toasts\"", "name = \"toast\""));
    fs::remove_file(sandbox.path("generated/rustfmt.toml")).unwrap();
    let list = sandbox.text("generated/.specwright-files");
    sandbox.put("generated/.specwright-files", &list.replace("src/lib.rs\n", "src/lib.rs\nsrc/old.rs\n"));
    sandbox.put("generated/src/old.rs", "// old\n");
    let before = sandbox.files(".");
    expect![[r#"
        $ specwright check
        --- generated/src/old.rs
        +++ /dev/null
        @@ -1 +0,0 @@
        -// old
        --- generated/.specwright-files
        +++ generated/.specwright-files
        @@ -6,7 +6,6 @@
         src/definitions/mod.rs
         src/definitions/toasts_example_com.json
         src/lib.rs
        -src/old.rs
         src/support/apply/configuration.rs
         src/support/apply/extract.rs
         src/support/apply/mod.rs
        --- generated/Cargo.toml
        +++ generated/Cargo.toml
        @@ -1,5 +1,5 @@
         [package]
        -name = "toast"
        +name = "toasts"
         version = "0.1.0"
         edition = "2024"
         rust-version = "1.90"
        --- /dev/null
        +++ generated/rustfmt.toml
        @@ -0,0 +1 @@
        +disable_all_formatting = true
        error[SW0605]: `generated` is stale: 4 files differ from what the inputs give
         |
         = help: To write it, run `specwright generate` with the arguments of this call.

        exit 3
    "#]]
    .assert_eq(&sandbox.show("check"));
    assert_eq!(sandbox.files("."), before, "a check changes nothing");
    assert_eq!(sandbox.run("generate").code, 0);
    assert_eq!(sandbox.run("check").code, 0);
    assert!(!sandbox.path("generated/src/old.rs").exists());
}

#[test]
fn a_check_for_programs() {
    let sandbox = Sandbox::new();
    sandbox.run("");
    fs::remove_file(sandbox.path("generated/rustfmt.toml")).unwrap();
    expect![[r#"
        $ specwright check --message-format json
        {"diff":"--- /dev/null\n+++ generated/rustfmt.toml\n@@ -0,0 +1 @@\n+disable_all_formatting = true\n","path":"rustfmt.toml","state":"missing"}
        {"chain":[],"code":"SW0605","column":null,"file":null,"help":"To write it, run `specwright generate` with the arguments of this call.","line":null,"message":"`generated` is stale: 1 file differs from what the inputs give","pointer":null,"severity":"error"}
        exit 3
    "#]].assert_eq(&sandbox.show("check --message-format json"));
}

#[test]
fn a_fault_of_the_input_is_shown_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.put("spec/toast.yaml", &TOAST.replace("scope: Namespaced", "scope: Village"));
    expect![[r#"
        $ specwright generate
        error[SW0103]: `scope` must be `Cluster` or `Namespaced`
          --> spec/toast.yaml:12:10
           |
        12 |   scope: Village
           |          ^^^^^^^
           |
           = at: /spec/scope

        exit 1
    "#]]
    .assert_eq(&sandbox.show("generate"));
    expect![[r#"
        $ specwright generate --message-format json
        {"chain":[],"code":"SW0103","column":10,"file":"spec/toast.yaml","help":null,"line":12,"message":"`scope` must be `Cluster` or `Namespaced`","pointer":"/spec/scope","severity":"error"}
        exit 1
    "#]].assert_eq(&sandbox.show("generate --message-format json"));
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn nothing_is_written_unless_all_outputs_can_be() {
    let sandbox = Sandbox::new();
    let config = sandbox.text("specwright.toml");
    sandbox.put("specwright.toml", &format!("{config}[[output]]\ninputs = [\"none\"]\ndir = \"second\"\n"));
    expect![[r#"
        $ specwright generate
        error[SW0015]: `none` does not exist
         |
         = help: Give a file, a folder, a pattern such as `spec/*.yaml`, or `-` for the standard input.

        exit 1
    "#]]
    .assert_eq(&sandbox.show("generate"));
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn warnings_can_be_denied() {
    let sandbox = Sandbox::new();
    sandbox.put("spec/toast.yaml", &TOAST.replace("name: toasts.example.com", "name: toast.example.com"));
    expect![[r#"
        $ specwright --deny-warnings
        error[SW0606]: 1 warning, and warnings are denied

        warning[SW0108]: the name of this definition must be `toasts.example.com`, which is its plural and its group
         --> spec/toast.yaml:4:3
          |
        4 |   name: toast.example.com
          |   ^^^^
          |
          = at: /metadata/name

        exit 1
    "#]].assert_eq(&sandbox.show("--deny-warnings"));
    assert!(!sandbox.path("generated").exists());
    let ended = sandbox.run("generate -q");
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""));
    assert!(ended.stderr.contains("SW0108"), "warnings are shown even so: {}", ended.stderr);
}

#[test]
fn a_file_of_someone_else_stays() {
    let sandbox = Sandbox::new();
    sandbox.put("generated/Cargo.toml", "mine");
    expect![[r#"
        $ specwright generate
        error[SW0601]: `generated/Cargo.toml` is in the way: it was not written by Specwright
         |
         = help: Choose another output folder, or move the file away. A file is replaced only if `generated/.specwright-files` lists it.

        exit 1
    "#]].assert_eq(&sandbox.show("generate"));
    assert_eq!(sandbox.files("generated").len(), 1);
}

#[test]
fn an_empty_folder_is_told_what_to_do() {
    expect![[r#"
        $ specwright 
        error[SW0502]: `specwright.toml` cannot be read: No such file or directory (os error 2)
         |
         = help: `specwright explain SW0502` shows what to write into it.

        exit 1
    "#]]
    .assert_eq(&Sandbox::empty().show(""));
}

#[test]
fn calls_that_mean_nothing_end_with_two() {
    let sandbox = Sandbox::new();
    let calls = [
        "generat",
        "generate --nam toasts",
        "generate -i spec",
        "generate -o generated",
        "generate -c specwright.toml -i spec -o generated",
        "generate -i spec -o generated --layout tree",
        "generate -i spec -o generated --layout modules --parts all",
        "check --color red",
        "inspect",
        "openapi spec --group-version v1",
        "completions cmd",
    ];
    for call in calls {
        let ended = sandbox.run(call);
        assert_eq!(ended.code, 2, "{call}: {}", ended.stderr);
        assert!(ended.stdout.is_empty() && ended.stderr.contains("error"), "{call}");
    }
    assert!(!sandbox.path("generated").exists());
}

#[test]
fn the_model_is_shown() {
    let sandbox = Sandbox::new();
    expect![[r#"
        $ specwright inspect spec
        3 types
          v1::Toast           object  spec/toast.yaml /spec/versions/0/schema/openAPIV3Schema
          v1::ToastSpec       object  spec/toast.yaml /spec/versions/0/schema/openAPIV3Schema/properties/spec
          v1::ToastSpecShade  enum    spec/toast.yaml /spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/shade
        8 operations
          v1::Client::all_toasts().list()           GET     /apis/example.com/v1/toasts
          v1::Client::toasts().list()               GET     /apis/example.com/v1/namespaces/{namespace}/toasts
          v1::Client::toasts().create()             POST    /apis/example.com/v1/namespaces/{namespace}/toasts
          v1::Client::toasts().delete_collection()  DELETE  /apis/example.com/v1/namespaces/{namespace}/toasts
          v1::Client::toasts().get()                GET     /apis/example.com/v1/namespaces/{namespace}/toasts/{name}
          v1::Client::toasts().replace()            PUT     /apis/example.com/v1/namespaces/{namespace}/toasts/{name}
          v1::Client::toasts().patch()              PATCH   /apis/example.com/v1/namespaces/{namespace}/toasts/{name}
          v1::Client::toasts().delete()             DELETE  /apis/example.com/v1/namespaces/{namespace}/toasts/{name}
        exit 0
    "#]].assert_eq(&sandbox.show("inspect spec"));
}

#[test]
fn the_model_is_shown_to_programs() {
    let sandbox = Sandbox::new();
    let shown: Value = serde_json::from_str(&sandbox.run("inspect --json spec").stdout).unwrap();
    let first = |name: &str| format!("{:#}\n", shown[name][0]);
    expect![[r#"
        {
          "pointer": "/spec/versions/0/schema/openAPIV3Schema",
          "rust": "v1::Toast",
          "shape": "object",
          "source": "spec/toast.yaml"
        }
    "#]]
    .assert_eq(&first("types"));
    expect![[r#"
        {
          "id": "listExampleComV1ToastForAllNamespaces",
          "method": "GET",
          "path": "/apis/example.com/v1/toasts",
          "rust": "v1::Client::all_toasts().list()",
          "source": "spec/toast.yaml"
        }
    "#]]
    .assert_eq(&first("operations"));
    assert_eq!(shown["diagnostics"], Value::Array(Vec::new()));
}

#[test]
fn what_cannot_be_understood_is_shown_to_programs() {
    let sandbox = Sandbox::new();
    sandbox.put("spec/bad.yaml", "a: [");
    let ended = sandbox.run("inspect --json spec/bad.yaml");
    let shown: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((ended.code, &shown["types"]), (1, &Value::Array(Vec::new())));
    let finding = &shown["diagnostics"][0];
    assert_eq!((&finding["code"], &finding["severity"]), (&"SW0002".into(), &"error".into()));
    assert_eq!((&finding["file"], &finding["line"]), (&"spec/bad.yaml".into(), &1.into()));
}

#[test]
fn the_standard_input_is_an_input() {
    let sandbox = Sandbox::empty();
    let ended = sandbox.run_with_input("inspect -", TOAST);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.contains("<stdin> /spec/versions/0/schema/openAPIV3Schema\n"), "{}", ended.stdout);
    let ended = sandbox.run_with_input("generate -i - -o out --name toasts", TOAST);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stdout.starts_with("<stdin>: 3 types, "), "{}", ended.stdout);
}

#[test]
fn documents_are_published() {
    let sandbox = Sandbox::new();
    let json: Value = serde_json::from_str(&sandbox.run("openapi spec").stdout).unwrap();
    assert!(json["paths"]["/apis/example.com/v1/toasts"].is_object());
    let one = sandbox.run("openapi spec --group-version example.com/v1 --format yaml").stdout;
    assert_eq!(serde_yaml::from_str::<Value>(&one).unwrap(), json);
    expect![[r#"
        $ specwright openapi spec --group-version example.com/v2
        error[SW0607]: the inputs serve no `example.com/v2`
         |
         = help: They serve `example.com/v1`.

        exit 1
    "#]]
    .assert_eq(&sandbox.show("openapi spec --group-version example.com/v2"));
}

#[test]
fn documents_of_several_versions_follow_each_other() {
    let sandbox = Sandbox::new();
    sandbox.put(
        "spec/jam.yaml",
        &TOAST.replace("toast", "jam").replace("Toast", "Jam").replace("v1\n    s", "v2\n    s"),
    );
    let texts = sandbox.run("openapi spec --format yaml").stdout;
    let paths: Vec<_> =
        texts.lines().filter(|line| line.starts_with("  /apis/") && !line.contains("{")).collect();
    assert_eq!(
        (texts.matches("\n---\n").count(), paths),
        (1, vec!["  /apis/example.com/v1/toasts:", "  /apis/example.com/v2/jams:"])
    );
    let values = sandbox.run("openapi spec").stdout;
    assert_eq!(
        serde_json::Deserializer::from_str(&values).into_iter::<Value>().map(Result::unwrap).count(),
        2
    );
}

#[test]
fn findings_are_explained() {
    let sandbox = Sandbox::empty();
    expect![[r#"
        $ specwright explain sw601
        error SW0601: A file of someone else is in the way.

        Specwright lists the files that it wrote in a file beside them,
        `.specwright-files`, and changes and removes no other. Choose another output
        folder, or move the file away. Keep `.specwright-files` together with the
        output, also under version control.
        exit 0
    "#]]
    .assert_eq(&sandbox.show("explain sw601"));
    expect![[r#"
        $ specwright explain SW9999
        error[SW0608]: there is no finding `SW9999`
         |
         = help: `specwright explain` lists all of them.

        exit 1
    "#]]
    .assert_eq(&sandbox.show("explain SW9999"));
    let all = sandbox.run("explain").stdout;
    for code in specwright::diagnostic::Code::ALL {
        assert!(all.contains(&format!("{code} ")), "{code} is not listed");
        assert_eq!(sandbox.run(&format!("explain {code}")).code, 0);
    }
}

/// The definition with a member more, a value less and another one in its place.
fn changed() -> String {
    let butter = "              butter:\n                type: boolean\n";
    TOAST.replace("enum: [Light, Dark]", "enum: [Light, Black]") + butter
}

#[test]
fn what_changed_is_shown() {
    let sandbox = Sandbox::new();
    sandbox.put("new/toast.yaml", &changed());
    expect![[r#"
        $ specwright diff spec new
        toasts.example.com v1 (Toast)
        ! spec.shade: `"Dark"` is no value any more [enum-value-removed]
            breaks clients, objects may be invalid, Rust major; spec/toast.yaml:26, new/toast.yaml:26
          spec.shade: `"Black"` is a value [enum-value-added]
            Rust minor; spec/toast.yaml:26, new/toast.yaml:26
          spec.butter: the optional member `butter` is new [field-added]
            Rust minor; spec/toast.yaml:21, new/toast.yaml:27
        3 changes, 1 of them breaking: breaks clients, objects may be invalid, Rust major
        exit 4
    "#]]
    .assert_eq(&sandbox.show("diff spec new"));
    expect![[r#"
        $ specwright diff spec spec/*.yaml
        nothing changed
        exit 0
    "#]]
    .assert_eq(&sandbox.show("diff spec spec/*.yaml"));
}

#[test]
fn what_changed_is_shown_to_programs() {
    let sandbox = Sandbox::new();
    sandbox.put(
        "new/toast.yaml",
        &TOAST.replace("type: string", "type: string\n                nullable: true"),
    );
    expect![[r#"
        $ specwright diff spec new --message-format json
        {"breaking":true,"clients":"compatible","data":"valid","group":"example.com","kind":"Toast","message":"null is allowed","new":{"column":17,"file":"new/toast.yaml","line":26,"pointer":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/shade/nullable"},"old":{"column":15,"file":"spec/toast.yaml","line":24,"pointer":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/shade"},"path":"spec.shade","plural":"toasts","rule":"null-allowed","rust":"major","rust_new":"Nullable<ToastSpecShade>","rust_old":"Option<ToastSpecShade>","version":"v1"}
        {"breaking":true,"changes":1,"clients":"compatible","data":"valid","rust":"major"}
        exit 4
    "#]].assert_eq(&sandbox.show("diff spec new --message-format json"));
    let ended = sandbox.run("diff new spec --message-format json --quiet");
    let shown: Vec<Value> = ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ended.code, shown.len(), &shown[0]["rule"]), (4, 1, &"null-refused".into()));
    assert_eq!(
        shown[0]["old"]["pointer"],
        "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/shade/nullable"
    );
}

#[test]
fn what_cannot_be_compared_fails() {
    let sandbox = Sandbox::new();
    let ended = sandbox.run("diff spec nowhere");
    assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
    assert!(ended.stderr.contains("SW0015"), "{}", ended.stderr);
}

#[test]
fn what_breaks_nobody_is_no_failure() {
    let sandbox = Sandbox::new();
    sandbox.put("new/toast.yaml", &TOAST.replace("[Light, Dark]", "[Light, Dark, Black]"));
    let ended = sandbox.run("diff spec new");
    assert_eq!(ended.code, 0, "{}", ended.stdout);
    assert_eq!(sandbox.run("diff new spec").code, 4);
}

#[test]
fn rules_are_explained() {
    let sandbox = Sandbox::empty();
    expect![[r#"
        $ specwright explain enum-value-added
        enum-value-added: A value is new.

        Old objects are valid. Clients have to live with values that they do not know:
        the generated types keep them in `Other`. The generated enumeration has a
        variant more, which is a minor change because it is non-exhaustive; the value is
        no longer found in `Other`.
        exit 0
    "#]]
    .assert_eq(&sandbox.show("explain enum-value-added"));
    let all = sandbox.run("explain").stdout;
    for rule in specwright::diff::Rule::ALL {
        assert!(all.contains(&format!("\n{rule} ")), "{rule} is not listed");
    }
}

#[test]
fn shells_and_manuals_know_the_commands() {
    let sandbox = Sandbox::empty();
    for call in [
        "completions bash",
        "completions fish",
        "completions zsh",
        "completions powershell",
        "completions elvish",
        "man",
    ] {
        let ended = sandbox.run(call);
        assert_eq!(ended.code, 0);
        for command in ["generate", "check", "inspect", "openapi", "diff", "explain", "deny"] {
            assert!(ended.stdout.contains(command), "{call} does not know {command}");
        }
    }
}

#[test]
fn colours_are_for_terminals() {
    let sandbox = Sandbox::empty();
    let has_colour = |words: &str| sandbox.run(words).stderr.contains('\x1b');
    assert!(!has_colour(""), "not a terminal");
    assert!(has_colour("--color always"));
    assert!(!has_colour("--color never"));
    let asked =
        sandbox.command("--color auto").env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!asked.stderr.contains(&0x1b), "NO_COLOR is set");
}

#[test]
fn neither_the_order_nor_the_place_makes_a_difference() {
    let sandbox = Sandbox::new();
    sandbox.put("spec/jam.yaml", &TOAST.replace("toast", "jam").replace("Toast", "Jam"));
    let outside = sandbox.path("spec/toast.yaml");
    let calls = [
        "generate -i spec/jam.yaml spec/toast.yaml -o a --name x".to_owned(),
        "generate -i spec/toast.yaml -i spec/jam.yaml -i spec/toast.yaml -o b --name x".to_owned(),
        format!("generate -i {} spec/jam.yaml -o c --name x", outside.display()),
    ];
    for call in &calls {
        assert_eq!(sandbox.run(call).code, 0, "{call}");
    }
    assert_eq!(sandbox.files("a"), sandbox.files("b"));
    assert_eq!(sandbox.files("a"), sandbox.files("c"));
}

#[test]
fn a_reader_that_stops_is_no_fault() {
    let sandbox = Sandbox::new();
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let ended = sandbox.command("explain").stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(0), 0));
}
