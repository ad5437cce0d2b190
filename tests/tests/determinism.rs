//! The same input gives the same bytes, whatever happens around it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::json;
use specwright::Config;

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Definitions that share types over groups, kinds and versions; so many that several threads have work.
fn definitions(folder: &Path) -> Vec<PathBuf> {
    let kinds = ["Apple", "Pear", "Plum", "Quince"];
    let numbers = (0..48).map(|number| (number, kinds[number % kinds.len()]));
    let write = |(number, kind): (usize, &str)| {
        let (group, plural) = (format!("g{number}.example.com"), format!("{}s", kind.to_ascii_lowercase()));
        let schema = json!({"type": "object", "properties": {"spec": {"type": "object", "properties": {
            "tree": {"type": "object", "properties": {"size": {"x-kubernetes-int-or-string": true}}},
            "mode": {"type": "string", "enum": ["a", "b", format!("c{}", number % 5)]},
        }}}});
        let version = |name: &str| json!({"name": name, "served": true, "storage": name == "v1", "schema": {"openAPIV3Schema": schema}});
        let names =
            json!({"kind": kind, "listKind": format!("{kind}List"), "plural": plural, "singular": "fruit"});
        let definition = json!({
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": format!("{plural}.{group}")},
            "spec": {"group": group, "names": names, "scope": "Namespaced",
                "versions": [version("v1beta1"), version("v1"), version("v2")]},
        });
        let path = folder.join(format!("{number}.json"));
        fs::write(&path, definition.to_string().replace("\"Apple\",\"version", "\"apple\",\"version"))
            .unwrap();
        path
    };
    fs::create_dir_all(folder).unwrap();
    numbers.map(write).collect()
}

fn generate(inputs: &[PathBuf], dir: &Path) -> specwright::Summary {
    let config = Config::new().inputs(inputs).out_dir(dir).name("fruit").package();
    config.generate().unwrap_or_else(|error| panic!("{error}"))
}

fn files(dir: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    for path in fs::read_dir(dir).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            let changed = fs::metadata(&path).unwrap().modified().unwrap();
            files.insert(path.clone(), (fs::read(&path).unwrap(), changed));
        }
    }
    files
}

/// The files by their path in the folder.
fn bytes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let relative = |path: PathBuf| path.strip_prefix(dir).unwrap().to_owned();
    files(dir).into_iter().map(|(path, (bytes, _))| (relative(path), bytes)).collect()
}

fn differing(ours: &Path, theirs: &Path) -> Vec<PathBuf> {
    let (ours, theirs) = (bytes(ours), bytes(theirs));
    let differs = |path: &&PathBuf| ours.get(*path) != theirs.get(*path);
    ours.keys().chain(theirs.keys()).filter(differs).cloned().collect()
}

#[test]
fn neither_order_nor_threads_nor_chance_change_a_byte() {
    let folder = folder("bytes");
    let inputs = definitions(&folder);
    generate(&inputs, &folder.join("first"));
    assert!(bytes(&folder.join("first")).len() > 48 * 4);
    let mut shuffled = inputs.clone();
    // 29 and 48 have no common divisor, so that every place is taken once.
    (0..48).for_each(|place| shuffled[place].clone_from(&inputs[place * 29 % 48]));
    let orders = [inputs.clone(), inputs.iter().rev().cloned().collect(), shuffled];
    for (threads, order) in [1, 2, 7].into_iter().zip(orders) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let dir = folder.join(format!("threads-{threads}"));
        pool.install(|| generate(&order, &dir));
        assert_eq!(differing(&folder.join("first"), &dir), Vec::<PathBuf>::new(), "{threads} threads");
    }
}

#[test]
fn a_second_run_touches_nothing() {
    let folder = folder("again");
    let (inputs, dir) = (definitions(&folder), folder.join("out"));
    let first = generate(&inputs, &dir);
    let before = files(&dir);
    let second = generate(&inputs, &dir);
    assert!(first.written > 0 && second.written == 0 && second.removed == 0, "{second:?}");
    assert!(files(&dir) == before, "a file was written again");
}

#[test]
fn a_run_writes_what_changed_and_removes_what_is_gone() {
    let folder = folder("less");
    let (spec, dir) = (folder.join("spec"), folder.join("out"));
    definitions(&spec);
    generate(std::slice::from_ref(&spec), &dir);
    let before = files(&dir);
    let edited = dir.join("src/g7_example_com/v1/mod.rs");
    fs::write(&edited, "// edited\n").unwrap();
    // None of its types is the first of those that are equal, so that no other needs it; but those that stand in another
    // group for it as well name their users, one of which is gone.
    fs::remove_file(spec.join("47.json")).unwrap();
    let less = generate(&[spec], &dir);
    assert!(less.removed > 4 && !dir.join("src/g47_example_com").exists(), "{less:?}");
    let after = files(&dir);
    assert_eq!(after[&edited].0, before[&edited].0);
    let touched = after.iter().filter(|(path, file)| before[*path].1 != file.1);
    let touched: Vec<_> =
        touched.map(|(path, _)| path.strip_prefix(&dir).unwrap().to_str().unwrap()).collect();
    let lists = [".specwright-files", "CHANGELOG.md", "Cargo.toml", "README.md", "src/definitions/mod.rs"];
    let shared = ["src/g12_example_com/mod.rs", "src/g12_example_com/v2/mod.rs"];
    assert_eq!(touched, [&lists[..], &shared, &["src/g7_example_com/v1/mod.rs", "src/lib.rs"]].concat());
}
