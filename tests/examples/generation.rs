//! What generating costs, by the size of the input:
//! `cargo run -p specwright-tests --example generation -- SPECWRIGHT [DEFINITION...]` for a program that was built with
//! `--release`. It generates from 1, 10, 100 and 1,000 invented definitions, which have a part of their schemas in common as
//! real ones do, and from the definitions that are given, each time in one process.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use serde_json::{Value, json};
use specwright_tests::cost::measured;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((program, given)) = arguments.split_first() else {
        return Err(io::Error::other("give the program, and definitions besides if you like"));
    };
    let folder = env::temp_dir().join(format!("specwright-generation-{}", std::process::id()));
    for count in [1, 10, 100, 1000] {
        let inputs = invented(&folder.join(count.to_string()), count)?;
        report(program, &inputs, &folder.join("output"))?;
    }
    if !given.is_empty() {
        report(program, given, &folder.join("output"))?;
    }
    fs::remove_dir_all(folder)
}

fn report(program: &str, inputs: &[String], output: &Path) -> io::Result<()> {
    if output.exists() {
        fs::remove_dir_all(output)?;
    }
    let mut command = Command::new(program);
    command
        .arg("generate")
        .args(inputs.iter().flat_map(|input| ["-i", input]))
        .arg("-o")
        .arg(output)
        .args(["--name", "measured"]);
    let (seconds, memory) = measured(&command)?;
    let sizes = inputs.iter().map(|input| Ok(fs::metadata(input)?.len()));
    let size = sizes.sum::<io::Result<u64>>()? as f64 / 1e6;
    let each = seconds * 1000.0 / inputs.len() as f64;
    let lines = lines(&output.join("src"))?;
    println!(
        "{} definitions of {size:.2} MB: {seconds:.2} s ({each:.1} ms each), {memory:.0} MiB, {lines} lines",
        inputs.len()
    );
    Ok(())
}

fn lines(folder: &Path) -> io::Result<usize> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let counts = paths.collect::<io::Result<Vec<PathBuf>>>()?.into_iter().map(|path| match path.is_dir() {
        true => lines(&path),
        false => Ok(fs::read_to_string(path)?.lines().count()),
    });
    counts.sum()
}

/// Writes definitions, and says where they are.
fn invented(folder: &Path, count: usize) -> io::Result<Vec<String>> {
    fs::create_dir_all(folder)?;
    let write = |number: usize| {
        let path = folder.join(format!("{number}.json"));
        fs::write(&path, definition(number).to_string())?;
        Ok(path.to_string_lossy().into_owned())
    };
    (0..count).map(write).collect()
}

/// A definition of some hundred schemas in a group of up to ten kinds.
fn definition(number: usize) -> Value {
    let (group, plural) = (format!("g{}.example.com", number / 10), format!("kind{number}s"));
    let common = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1}, "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "port": {"x-kubernetes-int-or-string": true}, "mode": {"type": "string", "enum": ["On", "Off"]}}});
    let parts = (0..20).map(|part| {
        let own = json!({"type": "object", "properties": {
            format!("size{number}"): {"type": "integer", "format": "int32"}, format!("since{part}"): {"type": "string", "format": "date-time"},
            "common": common}});
        (format!("part{part}"), json!({"type": "array", "description": "A part of what is wanted.", "items": own}))
    });
    let spec = json!({"type": "object", "properties": parts.collect::<serde_json::Map<_, _>>()});
    let schema = json!({"type": "object", "properties": {"spec": spec, "status": {"type": "object", "properties": {"ready": {"type": "boolean"}}}}});
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": format!("{plural}.{group}")},
        "spec": {"group": group, "scope": "Namespaced",
            "names": {"kind": format!("Kind{number}"), "listKind": format!("Kind{number}List"), "plural": plural, "singular": format!("kind{number}")},
            "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": schema}}]},
    })
}
