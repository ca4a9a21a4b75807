//! `recount check`: load, check, report.

use crate::app::cli::{CheckArgs, Common};
use crate::app::fault::Fault;
use crate::app::{outputs, pipeline, settings};
use crate::emit;
use crate::model::Severity;

/// Checks, and returns the exit status.
///
/// # Errors
/// When the job could not be done.
pub fn run(common: &Common, args: &CheckArgs) -> Result<u8, Fault> {
    let outputs = outputs::plan(&args.emit, common.quiet)?;
    let mut job = settings::job(common, &args.reading)?;
    job.only.clone_from(&args.only);
    job.skip.clone_from(&args.skip);
    let fail_on = match args.fail_on.as_deref().unwrap_or("error") {
        "never" => None,
        word => Severity::ALL.into_iter().find(|severity| severity.name() == word),
    };
    let outcome = pipeline::run(&job)?;
    let options = emit::Options {
        colour: settings::colour(common.color),
        width: terminal_width(),
        fail_on,
        ..emit::Options::default()
    };
    outputs::write(&outputs, &outcome.ledger, &options)?;
    let worst = outcome.ledger.worst(args.baseline.is_some());
    Ok(u8::from(fail_on.is_some_and(|level| worst.is_some_and(|worst| worst >= level))))
}

/// Columns of the terminal, 80 where there is none.
fn terminal_width() -> usize {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(80)
}
