//! `specwright.toml`: the outputs of a project.
//!
//! ```toml
//! [[output]]
//! inputs = ["spec"]           # files, folders, patterns; from the folder of this file
//! dir = "generated"           # the output folder; from there, too
//! name = "istio-security"     # by default the name of the output folder
//! version = "0.1.0"
//! layout = "crate"            # or "modules", for a crate that exists
//! parts = ["client"]          # what modules have besides the types
//! well-known = "k8s-openapi"  # whose types conditions, selectors, references and quantities have; by default "own"
//! metadata = "k8s-openapi"   # whose type the metadata of objects has; or "own", which needs no other crate
//! overlay = ["mend.yaml"]    # what is different in documents than their authors wrote it
//! include = ["tag:pets"]      # of the operations of documents, these alone: by tag, `path:/pets*` or `operation:getPet`
//! exclude = ["path:/admin/*"] # but not these
//!
//! docs = "markdown"           # reference pages below `docs`; or "html"
//! templates = "pages"         # a folder with templates for them
//!
//! [output.package]            # what the manifest says of the package besides
//! license = "Apache-2.0"
//!
//! [[output.override]]
//! at = "v1::PeerAuthenticationSpec"  # the path of a type, with `.member` for one of its members, or a JSON pointer
//! rename = "PolicySpec"              # another name
//! derive = ["Eq"]                    # further derives
//!
//! [[output.override]]
//! at = "v1::PeerAuthenticationSpec.selector"
//! replace = "crate::Selector"        # a type from elsewhere; or `opaque = true` for any JSON value
//!
//! [[output.paging]]                  # lists of operations that come page by page
//! operations = ["tag:books"]
//! by = "cursor"                      # or "link" (the header, or an address in the body), "page", "offset"
//! parameter = "cursor"               # of the query
//! next = "/next_cursor"              # where in the body the cursor is
//! items = "/data"                    # where the list is; without it, the body is the list
//!
//! [output.dependencies]              # what types from elsewhere and further derives need, as in Cargo.toml
//! url = { version = "2", features = ["serde"] }
//! ```

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use specwright::diagnostic::{Code, Diagnostic, Report, SourceId, Sources};
use specwright::filter::{Filter, Pattern};
use specwright::findings::Findings;
use specwright::gather;
use specwright::options::Options;
use specwright::output::{Draft, Output, layout};
use specwright::overrides::{Request, Wishes};
use specwright::paging::{self, Rule};
use toml::Spanned;
use toml::de::DeTable;

use super::outputs::DEFAULT_CONFIG;
use table::Table;

/// The keys of an output: those of the command line.
const KEYS: [&str; 17] = [
    "inputs",
    "dir",
    "name",
    "version",
    "layout",
    "parts",
    "metadata",
    "well-known",
    "overlay",
    "include",
    "exclude",
    "docs",
    "templates",
    "package",
    "override",
    "paging",
    "dependencies",
];

/// The keys of lists that come page by page.
const PAGING_KEYS: [&str; 5] = ["operations", "by", "parameter", "next", "items"];

/// The keys of an override.
const OVERRIDE_KEYS: [&str; 5] = ["at", "rename", "replace", "opaque", "derive"];

/// The outputs that a configuration asks for.
pub fn load(path: &Path) -> Result<Vec<Output>, Findings> {
    match fs::read_to_string(path) {
        Ok(text) => parse(path, text),
        Err(error) => {
            let finding =
                Diagnostic::new(Code::MissingConfig, format!("`{}` cannot be read: {error}", path.display()));
            Err(Findings::only(finding.help("`specwright explain SW0502` shows what to write into it.")))
        }
    }
}

/// The outputs that the text of a configuration asks for.
fn parse(path: &Path, text: String) -> Result<Vec<Output>, Findings> {
    let mut sources = Sources::new();
    let name = gather::shown(Path::new(""), path);
    let source = sources.add(name.clone(), text.clone());
    let mut report = Report::new();
    let mut outputs = match DeTable::parse(&text) {
        Ok(root) if root.get_ref().is_empty() => {
            let finding = Diagnostic::new(Code::ConfigGap, format!("`{}` asks for nothing", path.display()));
            report.push(finding.help("`specwright explain SW0502` shows what to write into it."));
            Vec::new()
        }
        Ok(root) => outputs(path, (source, &root), &mut report),
        Err(error) => {
            let place = table::place(source, error.span().unwrap_or(0..0));
            report.push(Diagnostic::new(Code::BadConfig, error.message()).at(place));
            Vec::new()
        }
    };
    for output in
        outputs.iter_mut().filter(|output| !output.wishes.list.is_empty() || !output.wishes.paging.is_empty())
    {
        output.wishes.file = Some((name.clone(), text.clone()));
    }
    if report.has_errors() { Err(Findings { sources, report }) } else { Ok(outputs) }
}

fn outputs(
    path: &Path,
    (source, root): (SourceId, &Spanned<DeTable<'_>>),
    report: &mut Report,
) -> Vec<Output> {
    let mut root = Table::new("configuration", source, root.get_ref(), report);
    root.refuse_unknown(&["output"]);
    let mut outputs = Vec::new();
    let mut folders = BTreeSet::new();
    for (table, place) in root.tables("output") {
        let mut table = Table::new("output", source, table, root.report);
        table.refuse_unknown(&KEYS);
        let Some(draft) = draft(path, &mut table, &place) else { continue };
        match draft.finish(|options| command(path, options)) {
            Ok(output) if !folders.insert((output.target().dir, output.target().manifest)) => {
                let message = format!("`{}` is the folder of another output", output.dir.display());
                table.report.push(Diagnostic::new(Code::SharedFolder, message).at(place));
            }
            Ok(output) => outputs.push(output),
            Err(finding) if finding.place.is_none() => table.report.push(finding.at(place)),
            Err(finding) => table.report.push(finding),
        }
    }
    outputs
}

fn draft(path: &Path, table: &mut Table<'_, '_>, place: &specwright::diagnostic::Place) -> Option<Draft> {
    let base = path.parent().unwrap_or(Path::new(""));
    let (inputs, dir) = (table.texts("inputs"), table.text("dir"));
    let (name, version) = (table.text("name"), table.text("version"));
    let (word, parts) = (table.text("layout"), table.texts("parts").unwrap_or_default());
    table.need("inputs", place);
    table.need("dir", place);
    if let Some(empty) = dir.as_ref().filter(|dir| dir.value.is_empty()) {
        table.report.push(empty.wrong("the folder has no name").help("The folder of this file is `.`."));
    }
    let layout = layout(word.as_ref(), &parts).map_err(|finding| table.report.push(finding)).ok()?;
    let metadata = table.text("metadata");
    let well_known = table.text("well-known");
    let wishes = wishes(table);
    let dependencies = table.values("dependencies").unwrap_or_default();
    let (pages, templates) = (table.text("docs"), table.text("templates"));
    let package = table.values("package").unwrap_or_default();
    let inputs: Vec<String> = inputs?.into_iter().map(|input| input.value).collect();
    Some(Draft {
        inputs,
        base: base.to_owned(),
        dir: base.join(dir?.value),
        name,
        version,
        layout,
        metadata,
        well_known,
        wishes,
        dependencies,
        pages,
        templates,
        package,
    })
}

/// What an output has otherwise than it follows from its inputs.
fn wishes(table: &mut Table<'_, '_>) -> Wishes {
    let mut list = Vec::new();
    for (request, place) in table.tables("override") {
        let mut request = Table::new("override", table.source, request, table.report);
        request.refuse_unknown(&OVERRIDE_KEYS);
        if request.text("at").is_none() {
            request.need("at", &place);
        }
        let asked = Request {
            at: request.text("at"),
            rename: request.text("rename"),
            replace: request.text("replace"),
            opaque: request.flag("opaque"),
            derive: request.texts("derive").unwrap_or_default(),
        };
        match asked.wishes() {
            Ok(wishes) => list.extend(wishes),
            Err(finding) => table.report.push(finding),
        }
    }
    let overlays = table.texts("overlay").unwrap_or_default().into_iter().map(|file| file.value).collect();
    let filter = Filter { include: patterns(table, "include"), exclude: patterns(table, "exclude") };
    Wishes { list, overlays, paging: paging(table), filter, ..Wishes::default() }
}

/// The lists that come page by page.
fn paging(table: &mut Table<'_, '_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (entries, place) in table.tables("paging") {
        let mut table = Table::new("paging", table.source, entries, table.report);
        table.refuse_unknown(&PAGING_KEYS);
        ["operations", "by", "parameter"].iter().for_each(|key| table.need(key, &place));
        let (Some(operations), Some(by), Some(parameter)) =
            (table.texts("operations"), table.text("by"), table.text("parameter"))
        else {
            continue;
        };
        let (next, items) = (table.text("next"), table.text("items"));
        match (paging::Request { operations, by, parameter, next, items }).rule() {
            Ok(rule) => rules.push(rule),
            Err(finding) => table.report.push(finding),
        }
    }
    rules
}

/// The operations that a key speaks of.
fn patterns(table: &mut Table<'_, '_>, key: &str) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for text in table.texts(key).unwrap_or_default() {
        match Pattern::parse(&text.value) {
            Ok(pattern) => patterns.push(pattern),
            Err(message) => table.report.push(text.wrong(message)),
        }
    }
    patterns
}

/// The call that makes the output again, from the folder of the configuration.
fn command(path: &Path, _options: &Options) -> String {
    match path.file_name().map(|name| name.to_string_lossy()) {
        Some(name) if name != DEFAULT_CONFIG => format!("specwright generate -c {name}"),
        _ => "specwright generate".to_owned(),
    }
}
