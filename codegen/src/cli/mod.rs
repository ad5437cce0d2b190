//! The command line: what each call does, in the words of the library.

mod arguments;
mod check;
mod cluster;
mod config;
mod console;
mod diff;
mod docs;
mod examples;
mod explain;
mod generate;
mod init;
mod inspect;
mod openapi;
mod outputs;
mod patch;
mod places;
mod shell;
mod stages;
mod watch;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command, Generate};
use console::Console;

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// What was asked for is done.
    Done = 0,
    /// It is not; the findings say why.
    Failed = 1,
    /// The output is not what the inputs give.
    Stale = 3,
    /// What was compared breaks something.
    Breaking = 4,
}

/// Runs the program. A call that cannot be understood ends it with 2.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let console = Console::new(&arguments.global);
    let done = run(&arguments, &console).and_then(|exit| console.finish().map(|()| exit));
    match done {
        Ok(exit) => ExitCode::from(exit as u8),
        // Whoever reads the results has seen enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(Exit::Done as u8),
        Err(_) => ExitCode::from(Exit::Failed as u8),
    }
}

fn run(arguments: &Arguments, console: &Console) -> io::Result<Exit> {
    match &arguments.command {
        None => generate::run(console, &Generate::default()),
        Some(Command::Generate(generate)) => generate::run(console, generate),
        Some(Command::Check(selection)) => check::run(console, selection),
        Some(Command::Inspect(inspect)) => inspect::run(console, inspect),
        Some(Command::Openapi(openapi)) => openapi::run(console, openapi),
        Some(Command::Docs(docs)) => docs::run(console, docs),
        Some(Command::Diff(diff)) => diff::run(console, diff),
        Some(Command::Explain { code }) => explain::run(console, code.as_deref()),
        Some(Command::Init(init)) => init::run(console, init),
        Some(Command::Completions { shell }) => shell::completions(console, *shell),
        Some(Command::Man) => shell::man(console),
    }
}
