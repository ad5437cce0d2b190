//! `specwright check`.

use std::io;

use serde_json::json;
use specwright::diagnostic::{Code, Diagnostic};
use specwright::findings::Findings;
use specwright::output::Output;
use specwright::run::Ready;
use specwright::write::Change;

use super::Exit;
use super::arguments::{MessageFormat, Selection};
use super::console::Console;
use super::generate::count;
use super::{outputs, patch};

/// Compares the outputs with what would be written.
pub fn run(console: &Console, selection: &Selection) -> io::Result<Exit> {
    let Some(ready) = outputs::ready(console, selection)?.ready else { return Ok(Exit::Failed) };
    let mut exit = Exit::Done;
    for (output, ready) in ready {
        let changes = ready.plan.changes();
        for change in changes {
            show(console, &output, change)?;
        }
        if changes.is_empty() {
            fresh(console, &output, &ready)?;
        } else {
            stale(console, &output, changes.len())?;
            exit = Exit::Stale;
        }
    }
    Ok(exit)
}

fn show(console: &Console, output: &Output, change: &Change) -> io::Result<()> {
    let diff = patch::unified(&output.dir, change);
    match console.format() {
        MessageFormat::Human => console.result(&patch::colored(&diff)),
        MessageFormat::Json => {
            let state = match (&change.old, &change.new) {
                (None, _) => "missing",
                (_, None) => "stale",
                _ => "changed",
            };
            console.result(&format!(
                "{}\n",
                json!({ "path": change.path.as_str(), "state": state, "diff": diff })
            ))
        }
    }
}

fn fresh(console: &Console, output: &Output, ready: &Ready) -> io::Result<()> {
    let dir = output.dir.display().to_string();
    let line = format!("{dir}: {}, up to date", count(ready.files, "file"));
    console.summary(&line, &json!({ "dir": dir, "files": ready.files, "stale": false }))
}

fn stale(console: &Console, output: &Output, differing: usize) -> io::Result<()> {
    let dir = output.dir.display();
    let verb = if differing == 1 { "differs" } else { "differ" };
    let message = format!("`{dir}` is stale: {} {verb} from what the inputs give", count(differing, "file"));
    let help = "To write it, run `specwright generate` with the arguments of this call.";
    let finding = Diagnostic::new(Code::Stale, message).help(help);
    console.findings(&Findings::only(finding))
}
