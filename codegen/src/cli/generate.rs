//! `specwright generate`.

use std::io;

use serde_json::json;
use specwright::findings::Findings;
use specwright::output::Output;
use specwright::run::{Ready, Share};

use super::Exit;
use super::arguments::Selection;
use super::console::Console;
use super::outputs;

/// Writes the outputs. Nothing is written unless all of them are ready.
pub fn run(console: &Console, selection: &Selection) -> io::Result<Exit> {
    let Some(ready) = outputs::ready(console, selection)? else { return Ok(Exit::Failed) };
    for (output, ready) in ready {
        if write(console, &output, &ready)? == Exit::Failed {
            return Ok(Exit::Failed);
        }
    }
    Ok(Exit::Done)
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
    let (dir, files) = (output.dir.display().to_string(), ready.files);
    let line = format!("{dir}: {}, {} written, {} removed", count(files, "file"), done.written, done.removed);
    let value = json!({ "dir": dir, "files": files, "written": done.written, "removed": done.removed });
    console.summary(&line, &value)?;
    Ok(Exit::Done)
}

/// Counts what came from each source, and from all of them where there are several.
fn summarise(console: &Console, shares: &[Share]) -> io::Result<()> {
    let sum = (shares.len() > 1).then(|| Share::sum(shares));
    for share in shares.iter().chain(&sum) {
        let Share { source, types, operations, files, degraded, left_out } = share;
        let counted = [count(*types, "type"), count(*operations, "operation"), count(*files, "file")];
        let mut line = format!("{source}: {}", counted.join(", "));
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
