//! One file for each subcommand.

pub mod check;
pub mod explain;
pub mod export;
pub mod rules;

use super::cli::{Cli, Command};
use super::fault::Fault;

/// Runs a command and returns its exit status.
///
/// # Errors
/// One clear sentence where the job could not be done: exit status 2.
pub fn run(cli: &Cli) -> Result<u8, Fault> {
    match &cli.command {
        Command::Check(args) => check::run(&cli.common, args),
        Command::Explain(args) => explain::run(&cli.common, args),
        Command::Export(args) => export::run(&cli.common, args),
        Command::Rules(args) => rules::run(args),
        _ => Err(Fault::new("not yet")),
    }
}
