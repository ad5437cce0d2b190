//! `specwright generate`.

use std::io;
use std::path::PathBuf;

use serde_json::json;
use specwright::findings::Findings;
use specwright::output::Output;
use specwright::run::{Ready, Share};
use specwright::write::Written;

use super::Exit;
use super::arguments::Generate;
use super::console::Console;
use super::outputs::{self, Outputs};
use super::watch::Watched;

/// Writes the outputs, once or whenever an input changes.
pub fn run(console: &Console, arguments: &Generate) -> io::Result<Exit> {
    let mut watched = Watched::default();
    loop {
        // What changes during a run is a change as well, where the files are the same as before.
        let before = watched.again();
        let (exit, paths) = once(console, arguments)?;
        if !arguments.watch {
            return Ok(exit);
        }
        watched = if before.is_about(&paths) { before } else { Watched::new(paths) };
        let (line, value) = (watched.to_string(), json!({ "watching": watched.len() }));
        console.summary(&line, &value)?;
        watched.wait();
    }
}

/// Writes the outputs. Nothing is written unless all of them are ready.
fn once(console: &Console, arguments: &Generate) -> io::Result<(Exit, Vec<PathBuf>)> {
    let Outputs { ready, watched } = outputs::ready(console, &arguments.selection)?;
    let Some(ready) = ready else { return Ok((Exit::Failed, watched)) };
    for (output, ready) in ready {
        let exit = match arguments.dry_run {
            true => show(console, &output, &ready)?,
            false => write(console, &output, &ready)?,
        };
        if exit == Exit::Failed {
            return Ok((exit, watched));
        }
    }
    Ok((Exit::Done, watched))
}

/// Shows what would be written.
fn show(console: &Console, output: &Output, ready: &Ready) -> io::Result<Exit> {
    if let Err(finding) = ready.plan.refuse_foreign() {
        return console.findings(&Findings::only(finding)).map(|()| Exit::Failed);
    }
    let changes = ready.plan.changes();
    for change in changes {
        let path = output.dir.join(change.path.as_str()).display().to_string();
        let verb = if change.new.is_some() { "write" } else { "remove" };
        console.summary(&format!("would {verb} {path}"), &json!({ "would": verb, "path": path }))?;
    }
    summarise(console, &ready.shares)?;
    let removed = changes.iter().filter(|change| change.new.is_none()).count();
    let done = Written { written: changes.len() - removed, removed };
    conclude(console, output, (ready.files, done, "to write", "to remove")).map(|()| Exit::Done)
}

fn write(console: &Console, output: &Output, ready: &Ready) -> io::Result<Exit> {
    let done = match ready.plan.apply() {
        Ok(done) => done,
        Err(finding) => {
            console.findings(&Findings::only(finding))?;
            return Ok(Exit::Failed);
        }
    };
    summarise(console, &ready.shares)?;
    conclude(console, output, (ready.files, done, "written", "removed")).map(|()| Exit::Done)
}

/// Says what was done with the files of an output, or would be.
fn conclude(
    console: &Console,
    output: &Output,
    (files, done, writing, removing): (usize, Written, &str, &str),
) -> io::Result<()> {
    let dir = output.dir.display().to_string();
    let line =
        format!("{dir}: {}, {} {writing}, {} {removing}", count(files, "file"), done.written, done.removed);
    let value = json!({ "dir": dir, "files": files, "written": done.written, "removed": done.removed });
    console.summary(&line, &value)
}

/// Counts what came from each source, and from all of them where there are several.
fn summarise(console: &Console, shares: &[Share]) -> io::Result<()> {
    let sum = (shares.len() > 1).then(|| Share::sum(shares));
    for share in shares.iter().chain(&sum) {
        let Share { source, types, operations, files, degraded, left_out } = share;
        let mut line = format!("{source}: {}, {}", count(*types, "type"), count(*operations, "operation"));
        // Kinds have files of their own; what comes of documents is spread by tags.
        if *files > 0 {
            line += &format!(", {}", count(*files, "file"));
        }
        let lesser = [(degraded, "degraded"), (left_out, "left out")];
        for (number, what) in lesser.into_iter().filter(|(number, _)| **number > 0) {
            line += &format!(", {number} {what}");
        }
        let value = json!({
            "source": source, "types": types, "operations": operations, "files": files, "degraded": degraded,
            "left_out": left_out,
        });
        console.summary(&line, &value)?;
    }
    Ok(())
}

/// A number with the noun that it counts.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
