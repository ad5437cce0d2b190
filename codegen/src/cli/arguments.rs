//! The arguments.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use specwright::filter::Pattern;
use specwright::options::{Metadata, PageFormat, Part, WellKnown};
use specwright::publish::openapi::GroupVersion;

use super::examples;
use super::outputs::DEFAULT_CONFIG;

/// Turn Kubernetes CustomResourceDefinitions into Rust crates that lose nothing.
///
/// Without a command, it generates what specwright.toml in the current folder asks for.
#[derive(Debug, Parser)]
#[command(name = "specwright", version, after_help = examples::PROGRAM)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

/// The arguments that every call takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Messages")]
pub struct Global {
    /// How findings are shown, on the standard error.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// Whether they are coloured; `auto` is on a terminal unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    /// Fail if there is a warning.
    #[arg(long, global = true)]
    pub deny_warnings: bool,
    /// Show neither notes nor summaries, nor on a terminal what is being done.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Show how long each stage took, at the end.
    #[arg(long, global = true)]
    pub timings: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the line that they are about.
    #[default]
    Human,
    /// As JSON, one in a line.
    Json,
}

/// When text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the crate.
    #[command(after_help = examples::GENERATE)]
    Generate(Generate),
    /// Compare the output with what would be written; exit with 3 and a diff if it differs.
    #[command(after_help = examples::CHECK)]
    Check(Selection),
    /// Show what was understood: types, operations, and what was found on the way.
    #[command(after_help = examples::INSPECT)]
    Inspect(Inspect),
    /// Print the OpenAPI documents that kube-apiserver serves for the definitions.
    #[command(after_help = examples::OPENAPI)]
    Openapi(Openapi),
    /// Write reference pages for people to read.
    #[command(after_help = examples::DOCS)]
    Docs(Docs),
    /// Show what changed between two versions of definitions; exit with 4 if it breaks clients, stored objects or Rust code.
    #[command(after_help = examples::DIFF)]
    Diff(Diff),
    /// Say what a finding, or a rule of `diff`, means and how to go on.
    #[command(after_help = examples::EXPLAIN)]
    Explain {
        /// The code of the finding, as in SW0101, or the rule, as in field-removed; all are listed without it.
        code: Option<String>,
    },
    /// Write a specwright.toml that says of each key what it is for.
    #[command(after_help = examples::INIT)]
    Init(Init),
    /// Print a script that completes arguments.
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    #[command(after_help = examples::MAN)]
    Man,
}

/// What to generate, and how.
#[derive(Debug, Default, Args)]
pub struct Generate {
    #[command(flatten)]
    pub selection: Selection,
    /// Write nothing; show what would be written and removed.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Generate again whenever an input or the configuration changes.
    #[arg(short, long, conflicts_with_all = ["dry_run", "from_kubectl"])]
    pub watch: bool,
}

/// What to write into a configuration.
#[derive(Debug, Args)]
pub struct Init {
    /// Files, folders or patterns. [default: the first of crds, spec, config/crd/bases and openapi that there is]
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// The output folder.
    #[arg(short = 'o', long, value_name = "DIR", default_value = "generated")]
    pub dir: PathBuf,
    /// The name of the package.
    #[arg(long, value_name = "CRATE", default_value = "my-api")]
    pub name: String,
}

/// Which outputs to make: those of a configuration, or one.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// The configuration. [default: specwright.toml]
    #[arg(short, long, value_name = "FILE", conflicts_with = "source")]
    pub config: Option<PathBuf>,
    /// Instead of a configuration: files, folders, patterns, or `-` for the standard input.
    #[arg(short, long, value_name = "INPUT", num_args = 1.., requires = "dir", alias = "input", group = "source")]
    pub inputs: Vec<String>,
    /// Instead of a configuration: definitions of the cluster that your `kubectl` talks to.
    #[arg(long, value_name = "NAME", num_args = 1.., requires = "dir", group = "source")]
    pub from_kubectl: Vec<String>,
    /// Overlays that change the OpenAPI documents among the inputs.
    #[arg(long, value_name = "FILE", requires = "source")]
    pub overlay: Vec<String>,
    /// Take only these operations of OpenAPI documents: tag:TAG, path:PATH or operation:ID, where `*` stands for any text.
    #[arg(long, value_name = "WHICH", requires = "source", value_parser = Pattern::parse)]
    pub include: Vec<Pattern>,
    /// Leave these operations out.
    #[arg(long, value_name = "WHICH", requires = "source", value_parser = Pattern::parse)]
    pub exclude: Vec<Pattern>,
    /// The output folder.
    #[arg(short = 'o', long, value_name = "DIR", requires = "source", alias = "out-dir")]
    pub dir: Option<PathBuf>,
    /// The name of the package. [default: that of the output folder]
    #[arg(long, value_name = "CRATE", requires = "source")]
    pub name: Option<String>,
    /// The version of the package. [default: 0.1.0]
    #[arg(long, requires = "source")]
    pub version: Option<String>,
    /// The form of the output.
    #[arg(long, value_parser = ["crate", "modules"], requires = "source")]
    pub layout: Option<String>,
    /// Whose type the metadata of Kubernetes objects has. [default: k8s-openapi]
    #[arg(long, value_parser = Metadata::WORDS, requires = "source", value_name = "HOME")]
    pub metadata: Option<String>,
    /// Whose types conditions, selectors, references and quantities have. [default: own]
    #[arg(long, value_parser = WellKnown::WORDS, requires = "source", value_name = "HOME")]
    pub well_known: Option<String>,
    /// What modules have besides the types, separated by commas.
    #[arg(long, value_delimiter = ',', value_parser = Part::ALL.map(Part::feature), requires = "source")]
    pub parts: Vec<String>,
}

impl Selection {
    /// The configuration that is asked for, unless the arguments say all of it.
    pub fn config_file(&self) -> Option<&Path> {
        let is_complete = !self.inputs.is_empty() || !self.from_kubectl.is_empty();
        (!is_complete).then(|| self.config.as_deref().unwrap_or(Path::new(DEFAULT_CONFIG)))
    }
}

/// Inputs, and what is different in them than their authors wrote it.
#[derive(Debug, Args)]
pub struct Described {
    /// Files, folders, patterns, or `-` for the standard input.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<String>,
    /// Overlays that change the OpenAPI documents among the inputs.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<String>,
}

/// What to show of which inputs.
#[derive(Debug, Args)]
pub struct Inspect {
    #[command(flatten)]
    pub described: Described,
    /// Whose types conditions, selectors, references and quantities have. [default: own]
    #[arg(long, value_parser = WellKnown::WORDS, value_name = "HOME")]
    pub well_known: Option<String>,
    /// Show it as JSON.
    #[arg(long)]
    pub json: bool,
}

/// What to compare.
#[derive(Debug, Args)]
pub struct Diff {
    /// The old version: a file, a folder, a pattern, or `-` for the standard input.
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The new version.
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Whose types conditions, selectors, references and quantities have in the generated crate. [default: own]
    #[arg(long, value_parser = WellKnown::WORDS, value_name = "HOME")]
    pub well_known: Option<String>,
}

/// What to publish of which inputs.
#[derive(Debug, Args)]
pub struct Openapi {
    /// Files, folders, patterns, or `-` for the standard input.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<String>,
    /// Print the document of this group and version alone, as in security.istio.io/v1.
    #[arg(long, value_name = "G/V", value_parser = group_version)]
    pub group_version: Option<GroupVersion>,
    /// The notation.
    #[arg(long, value_enum, default_value_t)]
    pub format: Notation,
}

/// Which pages to write.
#[derive(Debug, Args)]
pub struct Docs {
    #[command(flatten)]
    pub described: Described,
    /// The folder that the pages go to.
    #[arg(short = 'o', long, value_name = "DIR", alias = "out-dir")]
    pub dir: PathBuf,
    /// What the pages are written in. [default: markdown]
    #[arg(long, value_parser = PageFormat::WORDS, value_name = "FORMAT")]
    pub format: Option<String>,
    /// A folder with templates that take the place of those of the same name.
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
}

/// How a document is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Notation {
    /// JSON.
    #[default]
    Json,
    /// YAML.
    Yaml,
}

fn group_version(text: &str) -> Result<GroupVersion, String> {
    match text.split_once('/') {
        Some((group, version)) if !group.is_empty() && !version.is_empty() && !version.contains('/') => {
            Ok(GroupVersion { group: group.to_owned(), version: version.to_owned() })
        }
        _ => Err("a group and a version are written as in security.istio.io/v1".to_owned()),
    }
}
