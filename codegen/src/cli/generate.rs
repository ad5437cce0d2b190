//! `specwright generate`.

use std::io;

use serde_json::json;
use specwright::findings::Findings;
use specwright::output::Output;
use specwright::run::Ready;

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
    for share in &ready.shares {
        let (source, types, operations, files) = (&share.source, share.types, share.operations, share.files);
        let line = format!(
            "{source}: {}, {}, {}",
            count(types, "type"),
            count(operations, "operation"),
            count(files, "file")
        );
        let value = json!({ "source": source, "types": types, "operations": operations, "files": files });
        console.summary(&line, &value)?;
    }
    let (dir, files) = (output.dir.display().to_string(), ready.files);
    let line = format!("{dir}: {}, {} written, {} removed", count(files, "file"), done.written, done.removed);
    let value = json!({ "dir": dir, "files": files, "written": done.written, "removed": done.removed });
    console.summary(&line, &value)?;
    Ok(Exit::Done)
}

/// A number with the noun that it counts.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
