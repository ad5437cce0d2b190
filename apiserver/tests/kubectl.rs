//! kubectl against the server, where there is a kubectl; else this test says so and passes.

use std::process::Command;

use specwright_apiserver::ApiServer;

/// Runs kubectl and answers what it printed, on both channels.
fn kubectl(config: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("kubectl");
    let output =
        command.env("KUBECONFIG", config).arg("--cache-dir").arg(format!("{config}.cache")).args(arguments);
    let output = output.output().expect("kubectl runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn write(directory: &std::path::Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).expect("a writable directory");
    path.to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn kubectl_works() {
    if Command::new("kubectl").arg("version").arg("--client").output().is_err() {
        eprintln!("skipped: there is no kubectl");
        return;
    }
    let builder = ApiServer::builder().crd_text(include_str!("api/widget.yaml"));
    let server = builder.start().await.expect("the definitions are good");
    let directory = tempfile::tempdir().expect("a temporary directory");
    let config = write(directory.path(), "config", server.kubeconfig());
    let widget = |color: &str| {
        format!("apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: a}}\nspec: {{color: {color}}}\n")
    };
    let red = write(directory.path(), "red.yaml", &widget("red"));
    let blue = write(directory.path(), "blue.yaml", &widget("blue"));
    let map = |value: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m}}\ndata: {{k: {value}}}\n")
    };
    let one = write(directory.path(), "one.yaml", &map("one"));
    let two = write(directory.path(), "two.yaml", &map("two"));
    let odd = write(directory.path(), "odd.yaml", &widget("pink"));
    let cases: [(&[&str], &str); 21] = [
        (&["api-resources"], "widgets"),
        (&["apply", "-f", &red], "widget.example.com/a created"),
        (&["apply", "-f", &blue], "widget.example.com/a configured"),
        (&["get", "wd"], "blue"),
        (&["apply", "--server-side", "--force-conflicts", "-f", &red], "serverside-applied"),
        (&["diff", "-f", &blue], "+  color: blue"),
        (&["apply", "-f", &odd], "Unsupported value: \"pink\""),
        (&["scale", "wd/a", "--replicas=3"], "scaled"),
        (&["explain", "wd.spec.parts"], "size"),
        (&["wait", "--for=jsonpath={.spec.replicas}=3", "wd/a", "--timeout=5s"], "condition met"),
        (&["delete", "wd", "a"], "deleted"),
        (&["create", "namespace", "extra"], "namespace/extra created"),
        (&["get", "namespaces"], "Active"),
        (&["apply", "-f", &one], "configmap/m created"),
        (&["apply", "-f", &two], "configmap/m configured"),
        (&["patch", "cm", "m", "-p", "{\"data\":{\"l\":\"x\"}}"], "configmap/m patched"),
        (&["get", "cm"], "2"),
        (&["create", "secret", "generic", "s", "--from-literal=a=b"], "secret/s created"),
        (&["auth", "can-i", "get", "pods"], "yes"),
        (&["auth", "whoami"], "admin"),
        (&["delete", "namespace", "extra"], "deleted"),
    ];
    for (arguments, expected) in cases {
        let printed = kubectl(&config, arguments);
        assert!(printed.contains(expected), "kubectl {arguments:?}: {printed}");
    }
}
