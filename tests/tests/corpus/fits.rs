//! A program that uses every kind of a generated crate with the real Kubernetes client.

use specwright_tests::corpus::Version;

use crate::kinds::Kind;
use crate::output::Output;

const PROGRAM: &str = r#"//! Compiles, and that is all.

use std::fmt::Debug;

use kube::api::{ListParams, Patch, PatchParams, PostParams, WatchParams};
use kube::runtime::{controller::Controller, reflector, watcher};
use kube::{Api, Client};
use serde::{Serialize, de::DeserializeOwned};

async fn used<K, S>(client: Client) -> kube::Result<()>
where
    K: kube::Resource<DynamicType = (), Scope = S> + Clone + Debug + DeserializeOwned + Serialize + Send + Sync + 'static,
{
    let api = Api::<K>::all(client);
    let mut object = api.get("a").await?;
    object.meta_mut().name = Some("b".to_owned());
    let object = api.create(&PostParams::default(), &object).await?;
    api.list(&ListParams::default()).await?;
    api.replace_status("a", &PostParams::default(), &object).await?;
    api.patch("a", &PatchParams::apply("a"), &Patch::Apply(&object)).await?;
    api.watch(&WatchParams::default(), "0").await?;
    let (_, writer) = reflector::store::<K>();
    let _ = reflector(writer, watcher(api.clone(), watcher::Config::default()));
    let _ = Controller::new(api, watcher::Config::default());
    Ok(())
}

fn main() {
"#;

/// Compiles it, and says of each kind where its objects live.
pub fn compile(output: &Output, kinds: &[Kind]) {
    let name = format!("kube-{}", output.name);
    let lines = kinds.iter().map(|kind| {
        format!("    let _ = used::<fitting::{}, kube::core::{}>;\n", kind.rust, scope(&kind.version))
    });
    let program = format!("{PROGRAM}{}}}\n", lines.collect::<String>());
    let dependencies = format!(
        "fitting = {{ package = \"{}\", path = \"../crate\" }}\n\
        kube = {{ version = \"5\", default-features = false, features = [\"client\", \"runtime\"] }}\n\
        serde = \"1\"",
        output.name
    );
    output.workspace.add(&name, &dependencies, &program).unwrap();
    output.workspace.run(&["check", "--package", &name]);
}

const fn scope(version: &Version) -> &'static str {
    if version.is_cluster_wide { "ClusterResourceScope" } else { "NamespaceResourceScope" }
}
