//! One file for each subcommand.

mod check;
mod config;
mod db;
mod decide;
mod diff;
mod explain;
mod export;
mod findings;
mod init;
mod list;
mod load;
mod read;
mod rules;
mod runs;

use super::arguments::{Cli, Command};
use crate::run::Error;

/// Runs a command and returns its exit status.
///
/// # Errors
/// One clear sentence where the job could not be done: exit status 2.
pub fn run(cli: &Cli) -> Result<u8, Error> {
    let common = &cli.common;
    match &cli.command {
        Command::Check(args) => check::run(common, args),
        Command::Init(args) => init::run(args),
        Command::Load(args) => load::run(common, args),
        Command::Places(args) => list::places(common, args),
        Command::Events(args) => list::events(common, args),
        Command::Findings(args) => findings::run(common, args),
        Command::Explain(args) => explain::run(common, args),
        Command::Read(args) => read::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Export(args) => export::run(common, args),
        Command::Config(args) => config::run(common, &args.command),
        Command::Decide(args) => decide::run(common, args),
        Command::Diff(args) => diff::run(common, args),
        Command::Runs => runs::run(common),
        Command::Db(args) => db::run(common, &args.command),
    }
}
