//! `specwright init`.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;
use specwright::diagnostic::{Code, Diagnostic};
use specwright::findings::Findings;

use super::Exit;
use super::arguments::Init;
use super::console::Console;
use super::outputs::DEFAULT_CONFIG;

/// A configuration that says of each key what it is for.
const CONFIG: &str = include_str!("init.toml");

/// Where definitions usually are; the first folder that there is becomes the input.
const USUAL: [&str; 4] = ["crds", "spec", "config/crd/bases", "openapi"];

/// Writes a configuration, unless there is one.
pub fn run(console: &Console, arguments: &Init) -> io::Result<Exit> {
    let file = File::options().write(true).create_new(true).open(DEFAULT_CONFIG);
    if let Err(error) = file.and_then(|mut file| file.write_all(text(arguments).as_bytes())) {
        let finding =
            Diagnostic::new(Code::ConfigNotWritten, format!("`{DEFAULT_CONFIG}` is not written: {error}"));
        console.findings(&Findings::only(finding))?;
        return Ok(Exit::Failed);
    }
    let line = format!("{DEFAULT_CONFIG}: written; look into it, then run `specwright`");
    console.summary(&line, &json!({ "config": DEFAULT_CONFIG }))?;
    Ok(Exit::Done)
}

/// The configuration for these arguments.
fn text(arguments: &Init) -> String {
    let usual = USUAL.into_iter().find(|folder| Path::new(folder).is_dir()).unwrap_or(USUAL[0]);
    let inputs = match arguments.inputs.as_slice() {
        [] => vec![usual.to_owned()],
        given => given.to_vec(),
    };
    let dir = arguments.dir.display().to_string();
    // A list of texts is written in TOML as it is in JSON.
    CONFIG
        .replace("INPUTS", &json!(inputs).to_string())
        .replace("DIR", &json!(dir).to_string())
        .replace("NAME", &json!(arguments.name).to_string())
}
