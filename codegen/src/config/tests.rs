use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::Config;

const DEFINITION: &str = r#"
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: toasts.example.com }
spec:
  group: example.com
  names: { kind: Toast, listKind: ToastList, plural: toasts, singular: toast }
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: { type: object, properties: { slices: { type: integer } } }
"#;

/// A folder with a file that defines a resource.
fn folder(text: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("toast.yaml"), text).unwrap();
    folder
}

fn config(folder: &Path) -> Config {
    Config::new().input(folder.join("toast.yaml")).out_dir(folder.join("toasts"))
}

#[test]
fn a_package_is_generated() {
    let folder = folder(DEFINITION);
    let summary = config(folder.path()).version("1.2.3").generate().unwrap();
    assert_eq!((summary.types, summary.operations > 0, summary.removed), (2, true, 0));
    assert_eq!(summary.files, summary.written);
    let manifest = fs::read_to_string(folder.path().join("toasts/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"toasts\"") && manifest.contains("version = \"1.2.3\""), "{manifest}");
    let again = config(folder.path()).version("1.2.3").generate().unwrap();
    assert_eq!((again.files, again.written, again.removed), (summary.files, 0, 0));
}

#[test]
fn a_package_says_what_is_wanted_of_it() {
    let folder = folder(DEFINITION);
    let config = config(folder.path()).package_key("license", "MIT").package_key("keywords", vec!["toast"]);
    config.clone().generate().unwrap();
    let manifest = fs::read_to_string(folder.path().join("toasts/Cargo.toml")).unwrap();
    assert!(
        manifest.contains("license = \"MIT\"") && manifest.contains("keywords = [\"toast\"]"),
        "{manifest}"
    );
    let error = config.package_key("licence", "MIT").generate().unwrap_err().to_string();
    assert!(error.contains("Is it `license` that is meant?"), "{error}");
}

#[cfg(feature = "pages")]
#[test]
fn a_package_has_the_pages_that_are_wanted() {
    use crate::options::{PageFormat, Pages};

    let folder = folder(DEFINITION);
    let html = Pages { format: PageFormat::Html, ..Pages::default() };
    config(folder.path()).docs(html).generate().unwrap();
    assert!(folder.path().join("toasts/docs/index.html").is_file());
    let gone = Pages { templates: Some("gone".into()), ..Pages::default() };
    let error = config(folder.path()).docs(gone).generate().unwrap_err().to_string();
    assert!(error.contains("gone"), "{error}");
}

#[test]
fn modules_are_generated() {
    let folder = folder(DEFINITION);
    config(folder.path()).name("my-toasts").modules([]).generate().unwrap();
    assert!(folder.path().join("toasts/my_toasts.rs").exists());
    assert!(!folder.path().join("toasts/Cargo.toml").exists());
}

#[test]
fn the_output_tells_nothing_of_the_machine() {
    let folder = folder(DEFINITION);
    config(folder.path()).generate().unwrap();
    let place = folder.path().to_string_lossy().into_owned();
    for entry in walkdir::WalkDir::new(folder.path().join("toasts")).into_iter().filter_map(Result::ok) {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        assert!(!text.contains(&place), "{} names {place}", entry.path().display());
    }
}

#[test]
fn an_error_shows_the_line() {
    let folder = folder(&DEFINITION.replace("scope: Namespaced", "scope: Village"));
    let error = config(folder.path()).generate().unwrap_err();
    let text = format!("{error:?}");
    assert!(
        text.starts_with('\n') && text.contains("scope: Village") && text.contains("toast.yaml:8:"),
        "{text}"
    );
    assert_eq!(text.trim(), error.to_string());
    assert!(error.findings().report.has_errors());
    assert!(!folder.path().join("toasts").exists(), "nothing is written");
}

#[test]
fn warnings_can_be_denied() {
    let folder = folder(&DEFINITION.replace("name: toasts.example.com", "name: toast.example.com"));
    let error = config(folder.path()).deny_warnings().generate().unwrap_err();
    assert!(error.to_string().contains("SW0606"), "{error}");
    let warnings = config(folder.path()).generate().unwrap().warnings;
    assert!(
        matches!(&warnings[..], [one] if one.contains("toast.yaml:4:") && one.ends_with("[SW0108]")),
        "{warnings:?}"
    );
}

#[test]
fn what_is_missing_is_said() {
    let error = Config::new().out_dir("some/folder").generate().unwrap_err();
    assert!(error.to_string().contains("no input is given"), "{error}");
    let error = Config::new().input("a.yaml").out_dir("1").generate().unwrap_err();
    assert!(error.to_string().contains("Give it a `name`"), "{error}");
}
