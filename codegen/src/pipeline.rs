//! The whole way from text to text.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Report, Sources};
use crate::emit::Model;
use crate::facts::Facts;
use crate::filter::{Asked, Filter};
use crate::ir::{Api, DefinitionId, Operation};
use crate::name::Names;
use crate::options::{Options, WellKnown};
use crate::overrides::{Overrides, RustPath, Wishes};
use crate::progress::{self, Stage};
use crate::resolve::Linked;
use crate::{emit, format, lower, overlay, paging, publish, read, resolve, select};

/// An API, understood: the model and what follows from it.
#[derive(Debug)]
pub struct Analysis {
    /// The model.
    pub api: Api,
    /// What follows from it.
    pub facts: Facts,
    /// What things are called.
    pub names: Names,
}

/// Reads and understands the inputs; nothing, where the report holds errors.
pub fn analyse(sources: &Sources, report: &mut Report) -> Option<Analysis> {
    analyse_with(sources, &Wishes::default(), report)
}

/// The same, with what the user wants otherwise.
pub fn analyse_with(sources: &Sources, wishes: &Wishes, report: &mut Report) -> Option<Analysis> {
    progress::begin(Stage::Read);
    let mut documents = read::documents(sources, report);
    overlay::apply(&mut documents, sources, report);
    progress::begin(Stage::Resolve);
    let mut linked = resolve::link(documents, report);
    if report.has_errors() {
        return None;
    }
    linked.filter = wishes.filter.clone();
    let mut analysis = with_overrides(linked, sources, wishes, report);
    report_idle(&wishes.filter, &analysis.api, report);
    paging::settle(&wishes.paging, &analysis.api, &mut analysis.facts, report);
    Some(analysis)
}

/// Says which operations were asked for that there are not, or that are left out again.
fn report_idle(filter: &Filter, api: &Api, report: &mut Report) {
    let asked = api.operations.iter().map(|operation: &Operation| {
        let Operation { id, path, tags, .. } = operation;
        Asked { id: id.as_deref().unwrap_or_default(), path, tags }
    });
    let all: Vec<Asked<'_>> = asked.collect();
    for pattern in filter.idle(&all) {
        let message = format!("there is no operation for `{pattern}`");
        report.push(Diagnostic::new(Code::FilterMiss, message));
    }
}

/// Understands what was read, with the names and types that the user wants otherwise.
fn with_overrides(mut linked: Linked, sources: &Sources, wishes: &Wishes, report: &mut Report) -> Analysis {
    let mut overrides = Overrides::default();
    if !wishes.list.is_empty() {
        // Wishes speak of the types that there would be without them.
        let plain = understand(&linked, &overrides, &mut Report::new());
        overrides = select::settle(wishes, (&plain.api, &plain.names), sources, report);
        resolve::mark_foreign(&mut linked, &overrides.values);
    }
    if wishes.well_known == WellKnown::Kubernetes {
        let first = overrides.foreign.len();
        let paths = resolve::mark_well_known(&mut linked, first, |place| overrides.is_about(place));
        overrides.foreign.extend(paths.into_iter().map(RustPath::known));
    }
    let analysis = understand(&linked, &overrides, report);
    if !wishes.list.is_empty() {
        select::verify(&overrides, &analysis.api, &analysis.names, report);
    }
    analysis
}

fn understand(linked: &Linked, overrides: &Overrides, report: &mut Report) -> Analysis {
    progress::begin(Stage::Lower);
    let api = lower::lower(linked, report);
    account(linked, &api, report);
    progress::begin(Stage::Facts);
    let facts = Facts::of(&api, overrides);
    progress::begin(Stage::Name);
    let names = Names::of(&api, &facts, overrides);
    Analysis { api, facts, names }
}

/// Looks whether the model gives back what was read: what it lost would be missing from the output in silence.
fn account(linked: &Linked, api: &Api, report: &mut Report) {
    for (index, definition) in linked.definitions.iter().enumerate() {
        if publish::definition(api, DefinitionId(index)) != definition.document {
            let plural = &definition.names.plural;
            let message =
                format!("the definition of `{plural}.{}` was not understood as a whole", definition.group);
            report.push(Diagnostic::new(Code::ModelLoss, message).at(definition.place.clone()));
        }
    }
}

/// The files of the output, by their path in it.
///
/// # Errors
/// What was emitted is not Rust: a fault of this program.
pub fn render(analysis: &Analysis, options: &Options) -> Result<BTreeMap<String, String>, String> {
    progress::begin(Stage::Emit);
    let Analysis { api, facts, names } = analysis;
    let definitions: Vec<Value> =
        (0..api.definitions.len()).map(|id| publish::definition(api, DefinitionId(id))).collect();
    let model = Model { api, facts, names, definitions: &definitions, options };
    let files = emit::files(model);
    progress::begin(Stage::Format);
    format::files(files, options)
}
