//! `specwright docs`.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde_json::json;
use specwright::diagnostic::Diagnostic;
use specwright::findings::Findings;
use specwright::gather;
use specwright::options::{PageFormat, Pages};
use specwright::overrides::Wishes;
use specwright::run;
use specwright::write::{Plan, Target, Written};

use super::Exit;
use super::arguments::Docs;
use super::console::Console;
use super::generate::count;

/// Writes reference pages.
pub fn run(console: &Console, arguments: &Docs) -> io::Result<Exit> {
    let wishes = Wishes { overlays: arguments.described.overlay.clone(), ..Wishes::default() };
    let mut understood = run::understand_as(Path::new(""), &arguments.described.inputs, wishes);
    console.settle(&mut understood.findings);
    console.findings(&understood.findings)?;
    let analysis = understood.analysis.filter(|_| !understood.findings.report.has_errors());
    let Some(analysis) = analysis else { return Ok(Exit::Failed) };
    let wanted = Pages {
        format: arguments.format.as_deref().and_then(PageFormat::parse).unwrap_or_default(),
        templates: arguments.templates.clone(),
    };
    match run::pages(&analysis, &wanted)
        .and_then(|pages| write(&arguments.dir, &pages).map(|done| (pages.len(), done)))
    {
        Ok((files, done)) => summarise(console, &arguments.dir, (files, done)).map(|()| Exit::Done),
        Err(finding) => console.findings(&Findings::only(finding)).map(|()| Exit::Failed),
    }
}

fn write(dir: &Path, pages: &BTreeMap<String, String>) -> Result<Written, Diagnostic> {
    let target = Target { dir: dir.to_owned(), manifest: gather::GENERATED.to_owned() };
    Plan::new(&target, pages)?.apply()
}

fn summarise(console: &Console, dir: &Path, (files, done): (usize, Written)) -> io::Result<()> {
    let dir = dir.display().to_string();
    let files = files + 1;
    let line = format!("{dir}: {}, {} written, {} removed", count(files, "file"), done.written, done.removed);
    console.summary(
        &line,
        &json!({ "dir": dir, "files": files, "written": done.written, "removed": done.removed }),
    )
}
