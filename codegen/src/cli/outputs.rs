//! Which outputs are asked for, and making them ready to be written.

use std::io;
use std::path::{Path, PathBuf};

use specwright::diagnostic::Diagnostic;
use specwright::filter::{Filter, Pattern};
use specwright::findings::Findings;
use specwright::options::{Layout, Metadata, Options, WellKnown};
use specwright::output::{Draft, Given, Output, layout};
use specwright::overrides::Wishes;
use specwright::run::{self, Ready};

use super::arguments::Selection;
use super::console::Console;
use super::{cluster, config};

/// Where a configuration is looked for.
pub const DEFAULT_CONFIG: &str = "specwright.toml";

/// How what a cluster gave is called where inputs are named.
const KUBECTL: &str = "<kubectl>";

/// The outputs that were asked for.
#[derive(Debug, Default)]
pub struct Outputs {
    /// Those that are ready to be written; nothing if one of them is not.
    pub ready: Option<Vec<(Output, Ready)>>,
    /// The files and folders that they depend on.
    pub watched: Vec<PathBuf>,
}

/// Makes all outputs ready to be written. Findings are shown.
pub fn ready(console: &Console, selection: &Selection) -> io::Result<Outputs> {
    let mut watched = selection.config_file().map(Path::to_owned).into_iter().collect::<Vec<_>>();
    let outputs = match selected(selection) {
        Ok(outputs) => outputs,
        Err(findings) => {
            console.findings(&findings)?;
            return Ok(Outputs { ready: None, watched });
        }
    };
    let mut all = Vec::new();
    for output in &outputs {
        let mut understood = run::understand_output(output);
        console.settle(&mut understood.findings);
        let ready = run::prepare(output, &mut understood);
        console.findings(&understood.findings)?;
        all.extend(ready.map(|ready| (output.clone(), ready)));
        watched.append(&mut understood.watched);
    }
    Ok(Outputs { ready: (all.len() == outputs.len()).then_some(all), watched })
}

fn selected(selection: &Selection) -> Result<Vec<Output>, Findings> {
    match (selection.config_file(), &selection.dir) {
        (Some(config), _) => config::load(config),
        (None, dir) => {
            let output = from_flags(selection, dir.as_deref().unwrap_or(Path::new("")));
            Ok(vec![output.map_err(Findings::only)?])
        }
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
        metadata: selection.metadata.clone().map(Given::plain),
        well_known: selection.well_known.clone().map(Given::plain),
        wishes: Wishes {
            overlays: selection.overlay.clone(),
            filter: Filter { include: selection.include.clone(), exclude: selection.exclude.clone() },
            ..Wishes::default()
        },
        ..Draft::default()
    };
    let mut output = draft.finish(|options| command(options, selection))?;
    if !selection.from_kubectl.is_empty() {
        let text = cluster::definitions(&selection.from_kubectl)?;
        output.texts.push((KUBECTL.to_owned(), text));
        output.options.inputs.extend(selection.from_kubectl.iter().map(|name| format!("{KUBECTL} {name}")));
    }
    Ok(output)
}

/// The call that makes an output again. The output folder is left open: the output is the same wherever it goes.
fn command(options: &Options, selection: &Selection) -> String {
    let source = if selection.from_kubectl.is_empty() { "-i" } else { "--from-kubectl" };
    let mut words = vec![format!("specwright generate {source}")];
    words.extend(options.inputs.iter().chain(&selection.from_kubectl).map(|input| quoted(input)));
    words.push(format!("-o DIR --name {}", options.name));
    if selection.version.is_some() {
        words.push(format!("--version {}", options.version));
    }
    if options.metadata != Metadata::default() {
        words.push(format!("--metadata {}", options.metadata.word()));
    }
    if options.well_known != WellKnown::default() {
        words.push(format!("--well-known {}", options.well_known.word()));
    }
    words.extend(selection.overlay.iter().map(|file| format!("--overlay {}", quoted(file))));
    let patterns = |flag: &'static str, patterns: &[Pattern]| -> Vec<String> {
        patterns.iter().map(|pattern| format!("{flag} {}", quoted(&pattern.to_string()))).collect()
    };
    words.extend(patterns("--include", &selection.include));
    words.extend(patterns("--exclude", &selection.exclude));
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
