//! The library: generating from a program, above all from a build script.

use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::{Code, Color, Diagnostic, Severity};
use crate::filter::{Filter, Pattern};
use crate::findings::Findings;
#[cfg(feature = "pages")]
use crate::options::Pages;
use crate::options::{Layout, Metadata, Part, WellKnown};
use crate::output::{Draft, Given, Output};
use crate::overrides::{Request, Wish, Wishes};
use crate::paging;
use crate::run::{self, Share, Understood};

/// What to generate: from which inputs, into which folder.
///
/// # In a build script
///
/// Cargo says in `OUT_DIR` where a build script may write, and that is where the files go by default. They are then not
/// a package but modules, since they become a part of yours:
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), specwright::Error> {
///     specwright::Config::new().input("spec").name("istio-security").generate()?;
///     Ok(())
/// }
/// ```
///
/// ```ignore
/// // src/lib.rs: adds the module `istio_security`
/// include!(concat!(env!("OUT_DIR"), "/istio_security.rs"));
/// ```
///
/// The file that is included names one module, and the module has its own files beside it: the compiler looks for them
/// from the file that is included. Cargo is told to run the script again when an input changes, and is shown the warnings.
///
/// A build script needs no command line: depend on this crate with `default-features = false`. The modules use `serde`,
/// `serde_json` with its features `float_roundtrip` and `raw_value`, `base64`, `jiff` and, unless the metadata is
/// [`Metadata::Own`], `k8s-openapi`; each further part needs what the manifest of a generated package lists for the
/// Cargo feature of its name.
#[derive(Clone, Debug, Default)]
pub struct Config {
    inputs: Vec<String>,
    out_dir: Option<PathBuf>,
    name: Option<String>,
    version: Option<String>,
    layout: Option<Layout>,
    metadata: Option<Metadata>,
    well_known: Option<WellKnown>,
    requests: Vec<Request>,
    overlays: Vec<String>,
    paging: Vec<paging::Request>,
    include: Vec<String>,
    exclude: Vec<String>,
    dependencies: BTreeMap<String, Value>,
    #[cfg(feature = "pages")]
    pages: Option<Pages>,
    package: BTreeMap<String, Value>,
    deny_warnings: bool,
}

/// What was generated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Summary {
    /// The folder that the files went to.
    pub dir: PathBuf,
    /// How many types the inputs describe.
    pub types: usize,
    /// How many operations.
    pub operations: usize,
    /// How many files the output has.
    pub files: usize,
    /// How many of them were written; the others were there already.
    pub written: usize,
    /// How many files were removed, since they are no part of the output any more.
    pub removed: usize,
    /// How many findings say that something has a type that says less than the input.
    pub degraded: usize,
    /// How many findings say that something is in no part of the output.
    pub left_out: usize,
    /// The warnings, one line each.
    pub warnings: Vec<String>,
}

/// Why nothing was generated. Its text, in `Display` and in `Debug` alike, shows each finding with its source line.
pub struct Error {
    findings: Box<Findings>,
}

impl Config {
    /// Nothing to generate from yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an input: a file, a folder, a pattern such as `spec/*.yaml`, or `-` for the standard input.
    #[must_use]
    pub fn input(mut self, input: impl AsRef<Path>) -> Self {
        self.inputs.push(input.as_ref().to_string_lossy().into_owned());
        self
    }

    /// Adds inputs.
    #[must_use]
    pub fn inputs<I: AsRef<Path>>(self, inputs: impl IntoIterator<Item = I>) -> Self {
        inputs.into_iter().fold(self, Self::input)
    }

    /// The folder that the files go to; without it, the one that Cargo names in `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// The name of the package or of the module; without it, that of the output folder or `api`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The version of the package; without it, `0.1.0`.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// Makes a package of its own: what is made by default, unless the output folder is in `OUT_DIR`.
    #[must_use]
    pub fn package(mut self) -> Self {
        self.layout = Some(Layout::Crate);
        self
    }

    /// Makes modules for a package that exists, with these parts besides the types: what is made by default, without
    /// further parts, if the output folder is in `OUT_DIR`.
    #[must_use]
    pub fn modules(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.into_iter().collect();
        parts.sort_unstable();
        parts.dedup();
        self.layout = Some(Layout::Modules(parts));
        self
    }

    /// Whose type the metadata of Kubernetes objects has; without it, that of `k8s-openapi`.
    #[must_use]
    pub fn metadata(mut self, metadata: Metadata) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Whose types values of well-known shapes have; without it, those of the output.
    #[must_use]
    pub fn well_known(mut self, well_known: WellKnown) -> Self {
        self.well_known = Some(well_known);
        self
    }

    /// Gives a type, a field or a variant another name.
    ///
    /// Here and in what follows, `at` is the path of a type from the root of the output, as in `v1::PeerAuthentication`, to
    /// which a dot adds a member by its name on the wire, as in `v1::PeerAuthenticationSpec.mtls`; or the JSON pointer to a
    /// schema, which a `#` parts from the name of the definition or input that is meant, if one is. Paths are those that
    /// things have without overrides.
    #[must_use]
    pub fn rename(self, at: impl Into<String>, name: impl Into<String>) -> Self {
        let rename = Some(Given::plain(name.into()));
        self.request(at, Request { rename, ..Request::default() })
    }

    /// Uses a type of yours for a type or a member, named by its path, as in `url::Url`.
    ///
    /// It has to implement `Clone`, `Debug`, `PartialEq`, `serde::Serialize` and `serde::Deserialize`, and `Default` where
    /// the member is required. What it does not keep of a document is lost.
    #[must_use]
    pub fn replace(self, at: impl Into<String>, path: impl Into<String>) -> Self {
        let replace = Some(Given::plain(path.into()));
        self.request(at, Request { replace, ..Request::default() })
    }

    /// Takes any JSON value for a type or a member, in the place of what would be generated for it.
    #[must_use]
    pub fn opaque(self, at: impl Into<String>) -> Self {
        self.request(at, Request { opaque: Some(Given::plain(())), ..Request::default() })
    }

    /// Derives further traits for a type, named by their paths, as in `Eq` or `schemars::JsonSchema`.
    #[must_use]
    pub fn derive<P: Into<String>>(self, at: impl Into<String>, paths: impl IntoIterator<Item = P>) -> Self {
        let derive = paths.into_iter().map(|path| Given::plain(path.into())).collect();
        self.request(at, Request { derive, ..Request::default() })
    }

    /// Adds an overlay (Overlay Specification 1.0) that changes the OpenAPI documents among the inputs.
    #[must_use]
    pub fn overlay(mut self, file: impl AsRef<Path>) -> Self {
        self.overlays.push(file.as_ref().to_string_lossy().into_owned());
        self
    }

    /// Takes only some operations of OpenAPI documents, and the schemas that they lead to: those with a tag (`tag:pets`), of a
    /// path (`path:/pets/*`) or with an `operationId` (`operation:getPet`). Called again, it adds to them.
    #[must_use]
    pub fn include(mut self, operations: impl Into<String>) -> Self {
        self.include.push(operations.into());
        self
    }

    /// Leaves some operations out, which are named as for [`Self::include`].
    #[must_use]
    pub fn exclude(mut self, operations: impl Into<String>) -> Self {
        self.exclude.push(operations.into());
        self
    }

    /// Says how lists of OpenAPI documents come page by page: their clients then turn the pages (`all_pages`, `all_items`).
    #[must_use]
    pub fn paging(mut self, lists: paging::Request) -> Self {
        self.paging.push(lists);
        self
    }

    /// Adds a dependency to the manifest of the package: what [`Self::replace`] and [`Self::derive`] name has to come from
    /// somewhere. The value is a version, or an object as a manifest has it: `json!({"version": "2", "features": ["serde"]})`.
    #[must_use]
    pub fn dependency(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.dependencies.insert(name.into(), value.into());
        self
    }

    /// Says something of the package in its manifest, by a key that a manifest has: `license`, `repository`, `keywords`,
    /// `publish` and so on. Without `license` and the like, registries do not take a package.
    #[must_use]
    pub fn package_key(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.package.insert(key.into(), value.into());
        self
    }

    /// Adds reference pages to the package, in its folder `docs`. They are made by our templates, for which [`Pages`] can name
    /// others.
    #[cfg(feature = "pages")]
    #[must_use]
    pub fn docs(mut self, pages: Pages) -> Self {
        self.pages = Some(pages);
        self
    }

    fn request(mut self, at: impl Into<String>, request: Request) -> Self {
        self.requests.push(Request { at: Some(Given::plain(at.into())), ..request });
        self
    }

    fn wishes(&self) -> Result<Wishes, Diagnostic> {
        let wishes: Result<Vec<Vec<Wish>>, _> = self.requests.iter().map(Request::wishes).collect();
        let patterns = |texts: &[String]| -> Result<Vec<Pattern>, Diagnostic> {
            let wrong = |message: String| Diagnostic::new(Code::ConfigValue, message);
            texts.iter().map(|text| Pattern::parse(text).map_err(wrong)).collect()
        };
        let filter = Filter { include: patterns(&self.include)?, exclude: patterns(&self.exclude)? };
        let paging = self.paging.iter().map(paging::Request::rule).collect::<Result<_, _>>()?;
        let overlays = self.overlays.clone();
        Ok(Wishes { list: wishes?.concat(), overlays, paging, filter, ..Wishes::default() })
    }

    /// Takes warnings for errors.
    #[must_use]
    pub fn deny_warnings(mut self) -> Self {
        self.deny_warnings = true;
        self
    }

    /// Generates.
    ///
    /// # Errors
    /// The inputs cannot be read or understood, or the files cannot be written. In the first case nothing is written.
    pub fn generate(&self) -> Result<Summary, Error> {
        let output = self.output()?;
        let mut understood = run::understand_output(&output);
        if build_script_folder().is_some() {
            tell_cargo(&understood);
        }
        if self.deny_warnings {
            understood.findings.deny_warnings();
        }
        let Some(ready) = run::prepare(&output, &mut understood) else {
            return Err(Error::new(understood.findings));
        };
        let done = ready.plan.apply()?;
        let sum = Share::sum(&ready.shares);
        Ok(Summary {
            dir: output.dir,
            types: sum.types,
            operations: sum.operations,
            degraded: sum.degraded,
            left_out: sum.left_out,
            files: ready.files,
            written: done.written,
            removed: done.removed,
            warnings: warnings(&understood.findings),
        })
    }

    /// A draft that says of reference pages what is wanted.
    #[cfg(feature = "pages")]
    fn draft_of_pages(&self) -> Draft {
        let pages = self.pages.as_ref();
        let templates = pages.and_then(|pages| pages.templates.as_ref());
        Draft {
            pages: pages.map(|pages| Given::plain(pages.format.word().to_owned())),
            templates: templates.map(|folder| Given::plain(folder.to_string_lossy().into_owned())),
            ..Draft::default()
        }
    }

    #[cfg(not(feature = "pages"))]
    fn draft_of_pages(&self) -> Draft {
        Draft::default()
    }

    fn output(&self) -> Result<Output, Diagnostic> {
        let dir = self.out_dir.clone().or_else(build_script_folder).ok_or_else(|| {
            let message =
                "there is no output folder: `out_dir` was not called, and Cargo has not set OUT_DIR";
            Diagnostic::new(Code::ConfigGap, message)
        })?;
        let layout = self.layout.clone().unwrap_or_else(|| default_layout(&dir));
        let draft = Draft {
            inputs: self.inputs.clone(),
            base: PathBuf::new(),
            dir,
            name: self.name.clone().map(Given::plain),
            version: self.version.clone().map(Given::plain),
            layout,
            metadata: self.metadata.map(|metadata| Given::plain(metadata.word().to_owned())),
            well_known: self.well_known.map(|well_known| Given::plain(well_known.word().to_owned())),
            wishes: self.wishes()?,
            dependencies: Given::plain(self.dependencies.clone()),
            package: Given::plain(self.package.clone()),
            ..self.draft_of_pages()
        };
        draft.finish(|_| COMMAND.to_owned())
    }
}

/// How the output is made again, as it is shown there.
const COMMAND: &str = "build the package whose build script calls specwright::Config";

/// The folder that Cargo lets a build script write to.
fn build_script_folder() -> Option<PathBuf> {
    env::var_os("OUT_DIR").map(PathBuf::from)
}

fn default_layout(dir: &Path) -> Layout {
    match build_script_folder() {
        Some(folder) if dir.starts_with(&folder) => Layout::Modules(Vec::new()),
        _ => Layout::Crate,
    }
}

/// Says to Cargo what the output depends on, and what there is to warn of.
fn tell_cargo(understood: &Understood) {
    let mut lines = String::new();
    // A name with a line break would be read as further instructions.
    let paths =
        understood.watched.iter().map(|path| path.to_string_lossy()).filter(|path| !path.contains('\n'));
    paths.for_each(|path| lines.push_str(&format!("cargo::rerun-if-changed={path}\n")));
    warnings(&understood.findings)
        .iter()
        .for_each(|line| lines.push_str(&format!("cargo::warning={line}\n")));
    // Cargo reads what a build script says; where it does not, the build fails by itself.
    let _ = io::stdout().write_all(lines.as_bytes());
}

fn warnings(findings: &Findings) -> Vec<String> {
    let warnings =
        findings.down_to(Severity::Warning).into_iter().filter(|one| one.severity() == Severity::Warning);
    warnings.map(|finding| in_one_line(finding, findings)).collect()
}

fn in_one_line(finding: &Diagnostic, findings: &Findings) -> String {
    let position = finding.place.as_ref().and_then(|place| findings.sources.position(place));
    let place = position.map(|at| format!("{}:{}:{}: ", at.file, at.line, at.column)).unwrap_or_default();
    let text = format!("{place}{} [{}]", finding.message, finding.code);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Error {
    fn new(findings: Findings) -> Self {
        Self { findings: Box::new(findings) }
    }

    /// What was found, the notes and warnings included.
    #[must_use]
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

impl From<Diagnostic> for Error {
    fn from(finding: Diagnostic) -> Self {
        Self::new(Findings::only(finding))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.findings.text(Severity::Warning, Color::Never).trim_end())
    }
}

impl fmt::Debug for Error {
    /// The text for people: it is what `fn main() -> Result<(), specwright::Error>` prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests;
