//! `specwright inspect`.

use std::io;
use std::path::Path;

use specwright::inspect::{Inspection, inspect};
use specwright::options::WellKnown;
use specwright::overrides::Wishes;
use specwright::run;

use super::Exit;
use super::arguments::Inspect;
use super::console::Console;
use super::generate::count;

/// Shows what was understood.
pub fn run(console: &Console, arguments: &Inspect) -> io::Result<Exit> {
    let well_known = arguments.well_known.as_deref().and_then(WellKnown::parse).unwrap_or_default();
    let overlays = arguments.described.overlay.clone();
    let wishes = Wishes { well_known, overlays, ..Wishes::default() };
    let mut understood = run::understand_as(Path::new(""), &arguments.described.inputs, wishes);
    console.settle(&mut understood.findings);
    console.findings(&understood.findings)?;
    let inspection = inspect(understood.analysis.as_ref(), &understood.findings);
    if arguments.json {
        console.result(&json(&inspection))?;
    } else if understood.analysis.is_some() {
        console.result(&table(&inspection))?;
    }
    Ok(if understood.findings.report.has_errors() { Exit::Failed } else { Exit::Done })
}

fn json(inspection: &Inspection) -> String {
    // All of it is text and numbers, which JSON can hold.
    serde_json::to_string_pretty(inspection).unwrap_or_default() + "\n"
}

fn table(inspection: &Inspection) -> String {
    let mut text = count(inspection.types.len(), "type") + "\n";
    let width = inspection.types.iter().map(|ty| ty.rust.len()).max().unwrap_or(0);
    for ty in &inspection.types {
        text += &format!("  {:width$}  {:6}  {}{}\n", ty.rust, ty.shape, ty.source, at(&ty.pointer));
    }
    text += &(count(inspection.operations.len(), "operation") + "\n");
    let width = inspection.operations.iter().map(|operation| operation.rust.len()).max().unwrap_or(0);
    for operation in &inspection.operations {
        text += &format!("  {:width$}  {:6}  {}\n", operation.rust, operation.method, operation.path);
    }
    text
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!(" {pointer}") }
}
