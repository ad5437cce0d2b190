//! The lesson of the README: files to be written, and commands with what they say.
//!
//! All of them belong together, in one folder and one shell, in the order in which they stand there. Nothing else is
//! done than what a reader would do.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::blocks::{Block, root};

/// A step of the lesson.
#[derive(Debug)]
enum Step {
    /// A file is written.
    Write { path: String, text: String },
    /// A command is typed, and says something; nothing is shown where that does not matter.
    Type { command: String, shown: Vec<String> },
}

/// The lesson.
#[derive(Debug)]
pub struct Lesson {
    steps: Vec<Step>,
}

/// What a command said, and how it ended.
#[derive(Debug, Default)]
pub struct Said {
    /// The command.
    pub command: String,
    /// What is shown of what it says.
    pub shown: Vec<String>,
    /// What it said.
    pub said: String,
    /// Its exit code; none where it was not come to.
    pub code: Option<i32>,
}

impl Lesson {
    /// The lesson that these blocks make.
    pub fn of(blocks: &[Block]) -> Self {
        let mut steps = Vec::new();
        for block in blocks {
            match (block.kind.as_str(), &block.file) {
                ("console", _) => steps.extend(typed(&block.text)),
                (_, Some(path)) => steps.push(Step::Write { path: path.clone(), text: block.text.clone() }),
                _ => {}
            }
        }
        Self { steps: with_free_ports(steps) }
    }

    /// How many commands are typed, and how many files written.
    pub fn length(&self) -> (usize, usize) {
        let commands = self.steps.iter().filter(|step| matches!(step, Step::Type { .. })).count();
        (commands, self.steps.len() - commands)
    }

    /// Does all of it in a folder.
    pub fn follow(&self, folder: &Path) -> Vec<Said> {
        let records = folder.with_extension("records");
        fs::create_dir_all(&records).unwrap();
        let script = records.join("script");
        fs::write(&script, self.script(&records)).unwrap();
        let status = shell(&script, folder).status().unwrap();
        println!("the shell ended with {status}");
        let commands = self.steps.iter().enumerate().filter_map(|(number, step)| match step {
            Step::Type { command, shown } => Some((number, command.clone(), shown.clone())),
            Step::Write { .. } => None,
        });
        let said = commands.map(|(number, command, shown)| Said {
            command,
            shown,
            said: fs::read_to_string(records.join(format!("{number}.said"))).unwrap_or_default(),
            code: fs::read_to_string(records.join(format!("{number}.code")))
                .ok()
                .and_then(|code| code.trim().parse().ok()),
        });
        let said = said.collect();
        fs::remove_dir_all(&records).unwrap();
        said
    }

    /// A script of all steps. It ends at the first command that fails, and ends what still runs.
    fn script(&self, records: &Path) -> String {
        let mut script = "trap 'kill $running 2>/dev/null' EXIT\n".to_owned();
        for (number, step) in self.steps.iter().enumerate() {
            let record = records.join(number.to_string());
            match step {
                Step::Write { path, text } => {
                    fs::write(&record, text).unwrap();
                    script +=
                        &format!("mkdir -p \"$(dirname '{path}')\"; cp '{}' '{path}'\n", record.display());
                }
                Step::Type { command, .. } => {
                    let record = record.display();
                    script += &format!("{{ {command}\n}} >'{record}.said' 2>&1\n");
                    if command.ends_with('&') {
                        script += "running=\"$running $!\"; true\n";
                    }
                    script += &format!("code=$?; echo $code >'{record}.code'; [ $code = 0 ] || exit 1\n");
                }
            }
        }
        script
    }
}

impl Said {
    /// Whether this is what the README shows; a line of dots stands for any lines.
    pub fn is_as_shown(&self) -> bool {
        let said: Vec<&str> = self.said.lines().collect();
        self.shown.is_empty() || matches(&self.shown, &said)
    }
}

fn matches(shown: &[String], said: &[&str]) -> bool {
    match (shown, said) {
        ([], said) => said.is_empty(),
        ([dots, rest @ ..], said) if dots == "..." => {
            (0..=said.len()).any(|count| said.get(count..).is_some_and(|said| matches(rest, said)))
        }
        ([line, rest @ ..], [first, others @ ..]) => line == first && matches(rest, others),
        _ => false,
    }
}

/// The commands of a block, without those of programs that are not installed here.
fn typed(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step::Type { command: command.to_owned(), shown: Vec::new() }),
            (None, Some(Step::Type { shown, .. })) => shown.push(line.to_owned()),
            (None, _) => panic!("a block of commands begins with what is said: {line}"),
        }
    }
    if Command::new("kubectl").arg("version").output().is_err() {
        println!("skipped: there is no kubectl");
        steps.retain(|step| !matches!(step, Step::Type { command, .. } if command.starts_with("kubectl ")));
    }
    steps
}

/// The steps with ports that are free here, in the place of those that are shown.
fn with_free_ports(mut steps: Vec<Step>) -> Vec<Step> {
    for port in ["127.0.0.1:8001", "127.0.0.1:8002"] {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        for step in &mut steps {
            match step {
                Step::Write { text, .. } => *text = text.replace(port, &free),
                Step::Type { command, shown } => {
                    *command = command.replace(port, &free);
                    shown.iter_mut().for_each(|line| *line = line.replace(port, &free));
                }
            }
        }
    }
    steps
}

/// A shell for which programs are installed into a folder of their own. What is built is kept for the next time, without
/// being optimised; no crate is fetched that the workspace does not have already.
fn shell(script: &Path, folder: &Path) -> Command {
    let kept: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("newcomer");
    let cargo = Path::new(env!("CARGO")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell.arg(script).current_dir(folder).env("SPECWRIGHT", root());
    shell.env("PATH", format!("{}:{}:{path}", kept.join("bin").display(), cargo.display()));
    shell.env("CARGO_INSTALL_ROOT", &kept).env("CARGO_TARGET_DIR", kept.join("target"));
    shell.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0").env("CARGO_NET_OFFLINE", "true");
    // What this workspace sets for its own tests is not there for its users.
    shell.env_remove("K8S_OPENAPI_ENABLED_VERSION").env_remove("OUT_DIR");
    shell
}
