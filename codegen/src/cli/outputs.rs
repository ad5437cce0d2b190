//! Which outputs are asked for, and making them ready to be written.

use std::io;
use std::path::{Path, PathBuf};

use specwright::diagnostic::Diagnostic;
use specwright::findings::Findings;
use specwright::options::{Layout, Options};
use specwright::output::{Draft, Given, Output, layout};
use specwright::run::{self, Ready};

use super::arguments::Selection;
use super::config;
use super::console::Console;

/// Where a configuration is looked for.
pub const DEFAULT_CONFIG: &str = "specwright.toml";

/// Makes all outputs ready to be written; nothing if one of them fails. Findings are shown.
pub fn ready(console: &Console, selection: &Selection) -> io::Result<Option<Vec<(Output, Ready)>>> {
    let outputs = match selected(selection) {
        Ok(outputs) => outputs,
        Err(findings) => {
            console.findings(&findings)?;
            return Ok(None);
        }
    };
    let mut all = Vec::new();
    for output in &outputs {
        let mut understood = run::understand(&output.base, &output.inputs);
        console.settle(&mut understood.findings);
        let ready = run::prepare(output, &mut understood);
        console.findings(&understood.findings)?;
        all.extend(ready.map(|ready| (output.clone(), ready)));
    }
    Ok((all.len() == outputs.len()).then_some(all))
}

fn selected(selection: &Selection) -> Result<Vec<Output>, Findings> {
    match &selection.dir {
        Some(dir) if !selection.inputs.is_empty() => {
            let output = from_flags(selection, dir).map_err(Findings::only)?;
            Ok(vec![output])
        }
        _ => config::load(selection.config.as_deref().unwrap_or(Path::new(DEFAULT_CONFIG))),
    }
}

fn from_flags(selection: &Selection, dir: &Path) -> Result<Output, Diagnostic> {
    let word = selection.layout.clone().map(Given::plain);
    let parts: Vec<_> = selection.parts.iter().cloned().map(Given::plain).collect();
    let draft = Draft {
        inputs: selection.inputs.clone(),
        base: PathBuf::new(),
        dir: dir.to_owned(),
        name: selection.name.clone().map(Given::plain),
        version: selection.version.clone().map(Given::plain),
        layout: layout(word.as_ref(), &parts)?,
    };
    draft.finish(|options| command(options, selection))
}

/// The call that makes an output again. The output folder is left open: the output is the same wherever it goes.
fn command(options: &Options, selection: &Selection) -> String {
    let mut words = vec!["specwright generate -i".to_owned()];
    words.extend(options.inputs.iter().map(|input| quoted(input)));
    words.push(format!("-o DIR --name {}", options.name));
    if selection.version.is_some() {
        words.push(format!("--version {}", options.version));
    }
    if let Layout::Modules(parts) = &options.layout {
        words.push("--layout modules".to_owned());
        let parts: Vec<_> = parts.iter().map(|part| part.feature()).collect();
        if !parts.is_empty() {
            words.push(format!("--parts {}", parts.join(",")));
        }
    }
    words.join(" ")
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:@%+,=".contains(letter);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
