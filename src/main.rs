//! Parse, run, exit code; nothing else.

use clap::Parser;
use recount::cli::{arguments::Cli, commands, complain};
use std::process::ExitCode;

/// Runs make and drop many small strings on several threads, which this allocator is faster at than most systems' own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match commands::run(&cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            complain(&format!("recount: {error}\n"));
            ExitCode::from(2)
        }
    }
}
