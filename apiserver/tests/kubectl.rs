//! kubectl against the server, where there is a kubectl; else this test says so and passes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use specwright_apiserver::ApiServer;

/// kubectl with a kubeconfig and arguments. What it lets people edit, it makes green.
fn kubectl(config: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("kubectl");
    command.env("KUBECONFIG", config).env("KUBE_EDITOR", "sed -i s/blue/green/");
    command.arg("--cache-dir").arg(format!("{config}.cache")).args(arguments);
    command
}

/// Runs kubectl and answers what it printed, on both channels.
fn run(config: &str, arguments: &[&str]) -> String {
    let output = kubectl(config, arguments).output().expect("kubectl runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A `kubectl get -w` under way.
struct Watch {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Watch {
    fn start(config: &str) -> Watch {
        let mut command = kubectl(config, &["get", "widgets", "-w", "--output-watch-events"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("kubectl starts");
        let output = child.stdout.take().expect("the channel is piped");
        Watch { child, lines: BufReader::new(output).lines() }
    }

    /// Reads until a line has all these words; answers the lines.
    fn until(&mut self, words: &[&str]) -> Vec<String> {
        let mut read = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.expect("kubectl writes text");
            let found = words.iter().all(|word| line.split_whitespace().any(|w| w == *word));
            read.push(line);
            if found {
                return read;
            }
        }
        unreachable!("the watch ended before {words:?}: {read:?}")
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn write(directory: &Path, name: &str, text: &str) -> String {
    let path = directory.join(name);
    std::fs::write(&path, text).expect("a writable directory");
    path.to_string_lossy().into_owned()
}

fn is_there() -> bool {
    let found = Command::new("kubectl").arg("version").arg("--client").output().is_ok();
    if !found {
        eprintln!("skipped: there is no kubectl");
    }
    found
}

fn widget(color: &str) -> String {
    format!("apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: a}}\nspec: {{color: {color}}}\n")
}

/// A command, and what it prints.
type Case<'a> = (&'a [&'a str], &'a str);

async fn prints(cases: &[Case<'_>], config: &str) {
    for (arguments, expected) in cases {
        let printed = tokio::task::block_in_place(|| run(config, arguments));
        assert!(printed.contains(expected), "kubectl {arguments:?}: {printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn custom_resources_are_managed_with_kubectl() {
    if !is_there() {
        return;
    }
    let builder = ApiServer::builder().crd_text(include_str!("api/widget.yaml"));
    let server = builder.start().await.expect("the definitions are good");
    let directory = tempfile::tempdir().expect("a temporary directory");
    let config = write(directory.path(), "config", server.kubeconfig());
    let red = write(directory.path(), "red.yaml", &widget("red"));
    let blue = write(directory.path(), "blue.yaml", &widget("blue"));
    let odd = write(directory.path(), "odd.yaml", &widget("pink"));
    let other = write(directory.path(), "other.yaml", &(widget("red") + "  colour: red\n"));
    let mut watch = Watch::start(&config);
    let merge = r#"{"spec":{"replicas":2}}"#;
    let json = r#"[{"op":"replace","path":"/spec/replicas","value":3}]"#;
    let status = r#"{"status":{"conditions":[{"type":"Ready","status":"True"}]}}"#;
    let cases: [Case; 35] = [
        (&["api-resources", "--api-group=example.com"], "widgets"),
        (&["api-versions"], "example.com/v1alpha1"),
        (&["explain", "wd.spec.parts"], "size"),
        (&["explain", "wd", "--recursive"], "replicas"),
        (&["apply", "-f", &red], "widget.example.com/a created"),
        (&["apply", "-f", &red], "widget.example.com/a unchanged"),
        (&["apply", "-f", &blue], "widget.example.com/a configured"),
        (&["apply", "-f", &blue, "--dry-run=server"], "unchanged (server dry run)"),
        (&["get", "wd"], "blue"),
        (&["get", "all,wd", "-A"], "widget.example.com/a"),
        (&["get", "wd", "a", "-o", "jsonpath={.spec.color}"], "blue"),
        (&["get", "wd", "--field-selector", "spec.color=red"], "No resources found"),
        (&["apply", "--server-side", "--field-manager=other", "-f", &red], "Apply failed with 1 conflict"),
        (&["apply", "--server-side", "--force-conflicts", "-f", &red], "serverside-applied"),
        (&["apply", "view-last-applied", "wd/a"], "color: red"),
        (&["diff", "-f", &blue], "+  color: blue"),
        (&["diff", "--server-side", "-f", &red], ""),
        (&["apply", "-f", &odd], "Unsupported value: \"pink\""),
        (&["create", "-f", &other], "error"),
        (&["patch", "wd", "a", "--type=merge", "-p", merge], "widget.example.com/a patched"),
        (&["patch", "wd", "a", "--type=json", "-p", json], "widget.example.com/a patched"),
        (&["patch", "wd", "a", "-p", merge], "strategic-merge-patch"),
        (&["patch", "wd", "a", "--subresource=status", "--type=merge", "-p", status], "patched"),
        (&["wait", "--for=condition=Ready", "wd/a", "--timeout=10s"], "condition met"),
        (&["wait", "--for=jsonpath={.spec.replicas}=3", "wd/a", "--timeout=10s"], "condition met"),
        (&["scale", "wd/a", "--replicas=4"], "scaled"),
        (&["label", "wd", "a", "x=y"], "labeled"),
        (&["annotate", "wd", "a", "note=well"], "annotated"),
        (&["get", "wd", "-l", "x=y", "-o", "name"], "widget.example.com/a"),
        (&["replace", "-f", &blue], "replaced"),
        (&["edit", "wd", "a"], "widget.example.com/a edited"),
        (&["get", "wd", "a", "-o", "yaml"], "color: green"),
        (&["describe", "wd", "a"], "Color:"),
        (&["delete", "-f", &blue, "--wait=true", "--timeout=10s"], "deleted"),
        (&["wait", "--for=delete", "wd/a", "--timeout=10s"], ""),
    ];
    prints(&cases, &config).await;
    let told = tokio::task::block_in_place(|| watch.until(&["DELETED", "a"]));
    for words in ["ADDED", "blue", "red", "green"] {
        assert!(told.iter().any(|line| line.contains(words)), "{words}: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kubernetes_itself_is_managed_with_kubectl() {
    if !is_there() {
        return;
    }
    let server = ApiServer::builder().start().await.expect("there are no definitions to be wrong");
    let directory = tempfile::tempdir().expect("a temporary directory");
    let config = write(directory.path(), "config", server.kubeconfig());
    let map = |value: &str| {
        format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m}}\ndata: {{k: {value}}}\n")
    };
    let one = write(directory.path(), "one.yaml", &map("one"));
    let two = write(directory.path(), "two.yaml", &map("two"));
    let definitions = write(directory.path(), "widget.yaml", include_str!("api/widget.yaml"));
    let red = write(directory.path(), "red.yaml", &widget("red"));
    let cases: [Case; 17] = [
        (&["version"], "Server Version: v1.36"),
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
        (&["apply", "-f", &definitions], "widgets.example.com created"),
        (
            &["wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=10s"],
            "condition met",
        ),
        (&["get", "crds"], "widgets.example.com"),
        (&["apply", "-f", &red], "widget.example.com/a created"),
        (&["delete", "crd", "widgets.example.com"], "deleted"),
        (&["get", "wd"], "the server could not find the requested resource"),
    ];
    prints(&cases, &config).await;
}
