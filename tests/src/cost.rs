//! What programs cost, for the examples that measure.

use std::io;
use std::path::Path;
use std::process::Command;

/// The CPU time of a command and its children in seconds, and the memory of the largest of them in MiB, as GNU time says.
///
/// # Errors
/// The command or GNU time is not there, or the command fails.
pub fn measured(command: &Command) -> io::Result<(f64, f64)> {
    let mut time = Command::new("time");
    time.args(["--format", "%U %S %M"]).arg(command.get_program()).args(command.get_args());
    time.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    time.current_dir(command.get_current_dir().unwrap_or_else(|| Path::new(".")));
    let done = time.output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    let last = said.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = last.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [user, system, memory] if done.status.success() => Ok((user + system, memory / 1024.0)),
        _ => Err(io::Error::other(said)),
    }
}
