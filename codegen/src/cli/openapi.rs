//! `specwright openapi`.

use std::io;
use std::path::Path;

use specwright::diagnostic::{Code, Diagnostic};
use specwright::findings::Findings;
use specwright::pipeline::Analysis;
use specwright::publish::openapi::{self, GroupVersion};
use specwright::run;

use super::Exit;
use super::arguments::{Notation, Openapi};
use super::console::Console;

/// Prints the documents of the group and version that is asked for, or of all of them, one after the other.
pub fn run(console: &Console, arguments: &Openapi) -> io::Result<Exit> {
    let mut understood = run::understand(Path::new(""), &arguments.inputs);
    console.settle(&mut understood.findings);
    console.findings(&understood.findings)?;
    let analysis = understood.analysis.filter(|_| !understood.findings.report.has_errors());
    let Some(analysis) = analysis else { return Ok(Exit::Failed) };
    match documents(&analysis, arguments) {
        Ok(text) => console.result(&text).map(|()| Exit::Done),
        Err(finding) => console.findings(&Findings::only(finding)).map(|()| Exit::Failed),
    }
}

fn documents(analysis: &Analysis, arguments: &Openapi) -> Result<String, Diagnostic> {
    let served = openapi::group_versions(&analysis.api);
    if let Some(wanted) = arguments.group_version.as_ref().filter(|wanted| !served.contains(wanted)) {
        let all: Vec<String> = served.iter().map(|about| format!("`{}`", title(about))).collect();
        let message = format!("the inputs serve no `{}`", title(wanted));
        return Err(
            Diagnostic::new(Code::NothingServed, message).help(format!("They serve {}.", all.join(", ")))
        );
    }
    let wanted =
        |about: &&GroupVersion| arguments.group_version.as_ref().is_none_or(|wanted| wanted == *about);
    let texts = served.iter().filter(wanted).map(|about| text(analysis, about, arguments.format));
    Ok(texts.collect::<Result<Vec<_>, _>>()?.join(separator(arguments.format)))
}

fn text(analysis: &Analysis, about: &GroupVersion, notation: Notation) -> Result<String, Diagnostic> {
    let document = openapi::document(&analysis.api, about);
    let text = match notation {
        Notation::Json => {
            serde_json::to_string_pretty(&document).map(|text| text + "\n").map_err(|error| error.to_string())
        }
        Notation::Yaml => serde_yaml::to_string(&document).map_err(|error| error.to_string()),
    };
    text.map_err(|error| {
        Diagnostic::new(Code::Internal, format!("the document of {} is not written: {error}", title(about)))
    })
}

fn separator(notation: Notation) -> &'static str {
    match notation {
        Notation::Json => "",
        Notation::Yaml => "---\n",
    }
}

fn title(about: &GroupVersion) -> String {
    format!("{}/{}", about.group, about.version)
}
