//! `specwright completions` and `specwright man`.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use super::Exit;
use super::arguments::Arguments;
use super::console::Console;

/// Prints a script that completes arguments.
pub fn completions(console: &Console, shell: Shell) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "specwright", &mut script);
    console.result(&String::from_utf8_lossy(&script)).map(|()| Exit::Done)
}

/// Prints the manual page, and after it those of the commands.
pub fn man(console: &Console) -> io::Result<Exit> {
    let mut program = Arguments::command();
    program.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        clap_mangen::Man::new(command.clone()).render(&mut page)?;
    }
    console.result(&String::from_utf8_lossy(&page)).map(|()| Exit::Done)
}
