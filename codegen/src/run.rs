//! One output from its inputs to the plan that writes it: what the command line and the library have in common.

use std::collections::BTreeMap;
#[cfg(feature = "pages")]
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostic::{self, Code, Diagnostic, Effect, SourceId, Sources};
use crate::facts::Choice;
use crate::findings::Findings;
use crate::gather::{self, Gathered};
#[cfg(feature = "pages")]
use crate::options::Pages;
use crate::options::{Layout, Options, Source};
use crate::output::Output;
use crate::overrides::Wishes;
use crate::pipeline::{self, Analysis};
use crate::progress::{self, Stage};
#[cfg(feature = "pages")]
use crate::publish::pages::{self, TemplateError, Templates};
use crate::write::Plan;

/// The inputs, understood as far as they can be.
#[derive(Debug)]
pub struct Understood {
    /// What was found about them.
    pub findings: Findings,
    /// The files and folders that the result depends on.
    pub watched: Vec<PathBuf>,
    /// What they mean; nothing where there are errors.
    pub analysis: Option<Analysis>,
}

/// An output that is ready to be written.
#[derive(Debug)]
pub struct Ready {
    /// What is to be done.
    pub plan: Plan,
    /// How many files the output has.
    pub files: usize,
    /// What came from each source, in their order.
    pub shares: Vec<Share>,
}

/// What came from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The name of the source.
    pub source: String,
    /// How many types it describes.
    pub types: usize,
    /// How many operations.
    pub operations: usize,
    /// How many files hold its types.
    pub files: usize,
    /// How many findings say that something has a type that says less than the input.
    pub degraded: usize,
    /// How many findings say that something is in no part of the output.
    pub left_out: usize,
}

impl Share {
    /// What came from all of these sources.
    #[must_use]
    pub fn sum(shares: &[Self]) -> Self {
        let sum = |of: fn(&Self) -> usize| shares.iter().map(of).sum();
        Self {
            source: "all inputs".to_owned(),
            types: sum(|share| share.types),
            operations: sum(|share| share.operations),
            files: sum(|share| share.files),
            degraded: sum(|share| share.degraded),
            left_out: sum(|share| share.left_out),
        }
    }
}

/// Reads inputs and understands them.
#[must_use]
pub fn understand(base: &Path, inputs: &[String]) -> Understood {
    understand_as(base, inputs, Wishes::default())
}

/// The same, with what is wanted otherwise.
#[must_use]
pub fn understand_as(base: &Path, inputs: &[String], wishes: Wishes) -> Understood {
    understand_with(base, inputs, &[], wishes)
}

/// Reads the inputs of an output and understands them, with what is wanted otherwise.
#[must_use]
pub fn understand_output(output: &Output) -> Understood {
    understand_with(&output.base, &output.inputs, &output.texts, output.wishes.clone())
}

fn understand_with(
    base: &Path,
    inputs: &[String],
    texts: &[(String, String)],
    mut wishes: Wishes,
) -> Understood {
    progress::begin(Stage::Gather);
    let mut findings = Findings::default();
    let Gathered { mut sources, watched } = match (inputs, texts) {
        ([], [_, ..]) => Gathered::default(),
        _ => gather::gather(base, inputs, &mut findings.report),
    };
    for (name, text) in texts {
        sources.add(name, text);
    }
    let mut watched = watched;
    gather::overlays((base, &wishes.overlays), (&mut sources, &mut watched), &mut findings.report);
    findings.sources = sources;
    if let Some((name, text)) = wishes.file.take() {
        wishes.stand_in(findings.sources.add_aside(name, text));
    }
    let analysis = match findings.report.has_errors() {
        true => None,
        false => pipeline::analyse_with(&findings.sources, &wishes, &mut findings.report),
    };
    Understood { findings, watched, analysis }
}

/// The reference pages of what was understood, by their paths.
///
/// # Errors
/// A template is wrong, or cannot be read.
#[cfg(feature = "pages")]
pub fn pages(analysis: &Analysis, wanted: &Pages) -> Result<BTreeMap<String, String>, Diagnostic> {
    progress::begin(Stage::Emit);
    let folder = wanted.templates.as_deref();
    let wrong = |error: TemplateError| {
        let place = folder.map(|folder| format!("{}/", folder.display())).unwrap_or_default();
        Diagnostic::new(Code::BadTemplate, format!("{place}{error}"))
    };
    let mut templates = Templates::default();
    for (name, text) in folder.map(template_files).transpose()?.unwrap_or_default() {
        templates.replace(&name, text).map_err(wrong)?;
    }
    pages::render(&analysis.api, wanted.format, &templates).map_err(wrong)
}

/// The templates in a folder, by their names.
#[cfg(feature = "pages")]
fn template_files(folder: &Path) -> Result<BTreeMap<String, String>, Diagnostic> {
    let failed = |error: std::io::Error| {
        let message = format!("the templates in `{}` cannot be read: {error}", folder.display());
        Diagnostic::new(Code::BadTemplate, message)
    };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.insert(name, fs::read_to_string(&path).map_err(failed)?);
    }
    Ok(files)
}

/// Makes the files of an output, and compares them with those that are there. Findings are added to those of the inputs.
pub fn prepare(output: &Output, understood: &mut Understood) -> Option<Ready> {
    let analysis = understood.analysis.as_ref()?;
    if understood.findings.report.has_errors() {
        return None;
    }
    let few = few_choices(output, analysis);
    let options = Options { sources: digests(&understood.findings.sources), ..output.options.clone() };
    let prepared = pipeline::render(analysis, &options)
        .map_err(|error| Diagnostic::new(Code::Internal, format!("what was generated is not Rust: {error}")))
        .and_then(|files| with_pages(files, analysis, &options))
        .and_then(|files| {
            progress::begin(Stage::Compare);
            Ok((Plan::new(&output.target(), &files)?, files))
        });
    match prepared {
        Ok((plan, files)) => {
            let ready = Ready { plan, files: files.len(), shares: shares(understood, analysis) };
            few.into_iter().for_each(|finding| understood.findings.report.push(finding));
            Some(ready)
        }
        Err(finding) => {
            understood.findings.report.push(finding);
            None
        }
    }
}

/// The files, and the reference pages that are wanted.
fn with_pages(
    files: BTreeMap<String, String>,
    analysis: &Analysis,
    options: &Options,
) -> Result<BTreeMap<String, String>, Diagnostic> {
    #[cfg(feature = "pages")]
    if let Some(wanted) = &options.pages {
        let pages = pages(analysis, wanted)?.into_iter().map(|(path, text)| (format!("docs/{path}"), text));
        return Ok(files.into_iter().chain(pages).collect());
    }
    let _ = (analysis, options);
    Ok(files)
}

/// The inputs, as the output names them: by the last step of their names, for what is before it may differ between machines.
fn digests(sources: &Sources) -> Vec<Source> {
    let source = |(id, source): (SourceId, &diagnostic::Source)| {
        let name = source.name().rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let digest = Sha256::digest(source.text().as_bytes());
        Source { id, name, sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect() }
    };
    let mut all: Vec<Source> = sources.iter().map(source).collect();
    // The order in which inputs are given makes no difference.
    all.sort_by(|one, other| (&one.name, &one.sha256).cmp(&(&other.name, &other.sha256)));
    all
}

/// A note where users of the crate can choose less than is useful.
fn few_choices(output: &Output, analysis: &Analysis) -> Option<Diagnostic> {
    let message = match analysis.facts.units.choice {
        _ if output.options.layout != Layout::Crate => return None,
        Choice::Full => return None,
        Choice::GroupsAlone => "the crate has Cargo features for groups, but for no single kind",
        Choice::Nothing => "the crate has no Cargo features for its groups",
    };
    Some(Diagnostic::new(Code::FewChoices, format!("{message}, for these would be too many")))
}

/// What came from each source.
fn shares(understood: &Understood, analysis: &Analysis) -> Vec<Share> {
    let api = &analysis.api;
    let mut shares: BTreeMap<SourceId, Share> = BTreeMap::new();
    for (id, source) in understood.findings.sources.iter() {
        shares.insert(id, Share { source: source.name().to_owned(), ..Share::default() });
    }
    for ty in &api.types {
        shares.entry(ty.place.source).or_default().types += 1;
    }
    for operation in &api.operations {
        shares.entry(operation.place.source).or_default().operations += 1;
    }
    for resource in api.resources.iter().filter(|resource| resource.served) {
        shares.entry(resource.place.source).or_default().files += 1;
    }
    for finding in understood.findings.report.sorted() {
        let Some(place) = &finding.place else { continue };
        // A finding about a configuration or an overlay is about no input.
        let Some(share) = shares.get_mut(&place.source) else { continue };
        match finding.code.effect() {
            Effect::Whole => {}
            Effect::Degraded => share.degraded += 1,
            Effect::LeftOut => share.left_out += 1,
        }
    }
    shares.into_values().collect()
}
