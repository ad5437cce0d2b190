//! One output of a run: what is read, what is wanted, and where it goes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::gather;
use crate::options::{Layout, Metadata, Options, PageFormat, Pages, Part, WellKnown};
use crate::overrides::Wishes;
use crate::write::Target;

mod package;

pub use crate::diagnostic::Given;

/// The version that a package gets when none is given.
const DEFAULT_VERSION: &str = "0.1.0";

/// The name of modules when none is given.
const DEFAULT_MODULES: &str = "api";

/// One output of a run.
#[derive(Clone, Debug)]
pub struct Output {
    /// Files, folders, patterns, and `-` for the standard input.
    pub inputs: Vec<String>,
    /// The folder that relative inputs are from; empty for the current one.
    pub base: PathBuf,
    /// The folder that the files go to.
    pub dir: PathBuf,
    /// What is wanted.
    pub options: Options,
    /// Texts that are read besides, with the names that they are shown by.
    pub texts: Vec<(String, String)>,
    /// What is wanted otherwise.
    pub wishes: Wishes,
}

impl Output {
    /// Where the files go.
    #[must_use]
    pub fn target(&self) -> Target {
        // Modules may share their folder with others, as they do in Cargo's OUT_DIR; a package has its own.
        let manifest = match self.options.layout {
            Layout::Crate => gather::GENERATED.to_owned(),
            Layout::Modules(_) => format!(".{}{}", self.options.name, gather::GENERATED),
        };
        Target { dir: self.dir.clone(), manifest }
    }
}

/// An output as it was asked for: not yet complete, nor checked.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Files, folders, patterns, and `-` for the standard input.
    pub inputs: Vec<String>,
    /// The folder that relative inputs are from; empty for the current one.
    pub base: PathBuf,
    /// The folder that the files go to.
    pub dir: PathBuf,
    /// The name of the package or of the module.
    pub name: Option<Given<String>>,
    /// The version of the package.
    pub version: Option<Given<String>>,
    /// The form.
    pub layout: Layout,
    /// The word for whose type the metadata of objects has, if it is given.
    pub metadata: Option<Given<String>>,
    /// The word for whose types values of well-known shapes have, if it is given.
    pub well_known: Option<Given<String>>,
    /// What is wanted otherwise.
    pub wishes: Wishes,
    /// Further dependencies of the package, as a manifest lists them.
    pub dependencies: Given<BTreeMap<String, Value>>,
    /// The word for what its reference pages are written in, if it is to have any.
    pub pages: Option<Given<String>>,
    /// The folder with the templates of the pages, if they are not ours.
    pub templates: Option<Given<String>>,
    /// What the manifest says of the package besides.
    pub package: Given<BTreeMap<String, Value>>,
}

impl Draft {
    /// The complete output. `command` makes it again.
    ///
    /// # Errors
    /// The name or the version cannot be used, or a name is needed.
    pub fn finish(self, command: impl FnOnce(&Options) -> String) -> Result<Output, Diagnostic> {
        if self.dir.as_os_str().is_empty() {
            return Err(
                Diagnostic::new(Code::ConfigGap, "the output has no folder").help("The current one is `.`.")
            );
        }
        let name = self.checked_name()?;
        let version = match &self.version {
            Some(version) => check_version(&version.value).map_err(|message| version.wrong(message))?,
            None => DEFAULT_VERSION.to_owned(),
        };
        let inputs = portable_inputs(&self.base, &self.inputs);
        self.fits_modules()?;
        let pages = self.wanted_pages()?;
        let mut options = Options {
            name,
            version,
            inputs,
            command: String::new(),
            metadata: self.metadata.as_ref().map(metadata).transpose()?.unwrap_or_default(),
            well_known: self.well_known.as_ref().map(well_known).transpose()?.unwrap_or_default(),
            layout: self.layout,
            dependencies: self.dependencies.value,
            pages,
            package: package::checked(self.package)?,
            sources: Vec::new(),
        };
        if let (Some(word), Metadata::Own, WellKnown::Kubernetes) =
            (&self.well_known, options.metadata, options.well_known)
        {
            let finding = word.wrong("the types of `k8s-openapi` come with the metadata of `k8s-openapi`");
            return Err(finding.help("Leave `metadata` out, or `well-known`."));
        }
        options.command = command(&options);
        let Self { inputs, base, dir, mut wishes, .. } = self;
        wishes.well_known = options.well_known;
        Ok(Output { inputs, base, dir, options, texts: Vec::new(), wishes })
    }

    /// Looks whether modules are asked for nothing that a package alone has.
    fn fits_modules(&self) -> Result<(), Diagnostic> {
        if self.layout == Layout::Crate {
            return Ok(());
        }
        if let Some(pages) = &self.pages {
            let finding = pages.wrong("modules have no folder that reference pages could be in");
            return Err(finding.help("`specwright docs` writes pages wherever they are wanted."));
        }
        let given = [&self.dependencies, &self.package].into_iter().find(|table| !table.value.is_empty());
        if let Some(table) = given {
            let finding = table.wrong("modules have no manifest that could say this");
            return Err(
                finding.help("Add it to the manifest of the crate that the modules become a part of.")
            );
        }
        Ok(())
    }

    fn wanted_pages(&self) -> Result<Option<Pages>, Diagnostic> {
        let templates = self.templates.as_ref();
        match (&self.pages, templates) {
            (None, None) => Ok(None),
            (None, Some(templates)) => {
                Err(templates.wrong("there are templates, and no pages that they are for"))
            }
            (Some(word), _) => {
                let format = PageFormat::parse(&word.value).ok_or_else(|| {
                    let finding =
                        word.wrong(format!("`{}` is nothing that pages are written in", word.value));
                    finding.help(format!("It is `{}`.", PageFormat::WORDS.join("` or `")))
                })?;
                Ok(Some(Pages { format, templates: templates.map(|folder| self.base.join(&folder.value)) }))
            }
        }
    }

    fn checked_name(&self) -> Result<String, Diagnostic> {
        match (&self.name, &self.layout) {
            (Some(name), _) => check_name(&name.value).map_err(|message| name.wrong(message)),
            (None, Layout::Modules(_)) => Ok(DEFAULT_MODULES.to_owned()),
            (None, Layout::Crate) => {
                let folder = std::path::absolute(&self.dir).unwrap_or_default();
                check_name(&folder.file_name().unwrap_or_default().to_string_lossy()).map_err(|message| {
                    let message = format!("the output has no name, and its folder gives none: {message}");
                    Diagnostic::new(Code::ConfigGap, message).help("Give it a `name`.")
                })
            }
        }
    }
}

/// Whose type the metadata of objects has, by the word for it.
fn metadata(word: &Given<String>) -> Result<Metadata, Diagnostic> {
    Metadata::parse(&word.value).ok_or_else(|| {
        let finding = word.wrong(format!("`{}` is no home of metadata", word.value));
        finding.help(format!("They are `{}`.", Metadata::WORDS.join("` and `")))
    })
}

/// Whose types values of well-known shapes have, by the word for it.
fn well_known(word: &Given<String>) -> Result<WellKnown, Diagnostic> {
    WellKnown::parse(&word.value).ok_or_else(|| {
        let finding = word.wrong(format!("`{}` has no types of well-known shapes", word.value));
        finding.help(format!("The words are `{}`.", WellKnown::WORDS.join("` and `")))
    })
}

/// The form that the words for it mean.
///
/// # Errors
/// They contradict each other, or are no such words.
pub fn layout(word: Option<&Given<String>>, parts: &[Given<String>]) -> Result<Layout, Diagnostic> {
    match (word.map(|word| (word, word.value.as_str())), parts.first()) {
        (Some((_, "modules")), _) => Ok(Layout::Modules(known_parts(parts)?)),
        (None | Some((_, "crate")), None) => Ok(Layout::Crate),
        (None | Some((_, "crate")), Some(part)) => {
            let finding = part.wrong("a crate has all parts, as Cargo features");
            Err(finding.help("Leave `parts` out, or choose the layout `modules`."))
        }
        (Some((word, other)), _) => {
            Err(word.wrong(format!("`{other}` is no layout")).help("The layouts are `crate` and `modules`."))
        }
    }
}

fn known_parts(parts: &[Given<String>]) -> Result<Vec<Part>, Diagnostic> {
    let mut known = Vec::new();
    for part in parts {
        let found = Part::ALL.into_iter().find(|known| known.feature() == part.value);
        known.push(found.ok_or_else(|| {
            let all: Vec<String> = Part::ALL.iter().map(|part| format!("`{}`", part.feature())).collect();
            part.wrong(format!("`{}` is no part", part.value))
                .help(format!("The parts are {}.", all.join(", ")))
        })?);
    }
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

/// The name, if a package can have it; otherwise the reason why it cannot.
fn check_name(name: &str) -> Result<String, String> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return Err(format!("`{name}` does not begin with a letter, as the name of a package does"));
    }
    if let Some(letter) = name.chars().find(|&letter| !allowed(letter)) {
        return Err(format!(
            "`{name}` holds {letter:?}; the name of a package is made of letters, digits, `-` and `_`"
        ));
    }
    match syn::parse_str::<syn::Ident>(&name.replace('-', "_")) {
        Ok(_) => Ok(name.to_owned()),
        Err(_) => Err(format!("`{name}` is a word of the Rust language, which a package cannot be named by")),
    }
}

/// The version, if a package can have it; otherwise the reason why it cannot.
fn check_version(version: &str) -> Result<String, String> {
    match semver::Version::parse(version) {
        Ok(_) => Ok(version.to_owned()),
        Err(error) => Err(format!("`{version}` is not a version such as `0.1.0`: {error}")),
    }
}

/// The inputs as they are shown in the output: the same on every machine, whatever order they are given in.
///
/// A path outside the folder of the run may begin with anything, so that its last step alone is shown.
fn portable_inputs(base: &Path, inputs: &[String]) -> Vec<String> {
    let here = std::env::current_dir().unwrap_or_default().join(base);
    let mut shown: Vec<String> = inputs.iter().map(|input| portable(&here, input)).collect();
    shown.sort();
    shown.dedup();
    shown
}

fn portable(here: &Path, input: &str) -> String {
    let path = Path::new(input);
    let inside = path.strip_prefix(here).unwrap_or(path);
    match inside.file_name() {
        Some(last) if inside.is_absolute() => last.to_string_lossy().into_owned(),
        _ if inside.as_os_str().is_empty() || input == "." => ".".to_owned(),
        _ => gather::shown(here, inside),
    }
}

#[cfg(test)]
mod tests;
