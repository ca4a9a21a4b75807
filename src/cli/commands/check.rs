//! `recount check`: load, check, report.

use crate::cli::arguments::{CheckArgs, Common};
use crate::cli::files::write_private;
use crate::cli::progress::Bar;
use crate::cli::{outputs, settings, terminal};
use crate::emit;
use crate::emit::redact::{self, RedactOptions};
use crate::run::{self, Error, Outcome};
use crate::triage::Baseline;
use std::fmt::Write;

/// Checks, and returns the exit status.
///
/// # Errors
/// When the job could not be done.
pub fn run(common: &Common, args: &CheckArgs) -> Result<u8, Error> {
    let (resolved, mut job) = settings::check(common, args)?;
    let settings = &resolved.settings;
    let outputs = outputs::plan(&settings.emit.value, common.quiet)?;
    let written = outputs.iter().filter_map(|output| output.path.as_deref()).chain(args.write_baseline.as_deref());
    outputs::spare_inputs(written, &job.inputs)?;
    // Redaction looks for the words of all reports it can see.
    if !settings.redact.value {
        job.lists_places = outputs.iter().any(|output| output.kind.places);
        job.listed_events = outputs.iter().map(|output| output.kind.events).max().unwrap_or(0);
    }
    let fail_on = settings.fail_on.value;
    let outcome = run::run_with(&job, &Bar::new(common.quiet))?;
    let colour = settings::colour(common.color);
    let options = emit::EmitOptions {
        colour,
        width: terminal::width(),
        hyperlinks: colour.then(terminal::hyperlinks).flatten(),
        fail_on,
        reasons: common.verbose,
        ..emit::EmitOptions::default()
    };
    let redacted = settings.redact.value.then(|| redact::redact(&outcome.ledger, &RedactOptions::default()));
    let ledger = redacted.as_ref().unwrap_or(&outcome.ledger);
    outputs::write(&outputs, ledger, &options)?;
    if let Some(path) = &args.write_baseline {
        write_private(path, Baseline::render(&ledger.findings).as_bytes())?;
    }
    if common.verbose {
        terminal::complain(&details(&outcome));
    }
    let worst = outcome.ledger.worst(settings.baseline.value.is_some());
    // The process ends here: to free millions of rows and names one by one would only take time.
    std::mem::forget(outcome);
    Ok(u8::from(fail_on.is_some_and(|level| worst.is_some_and(|worst| worst >= level))))
}

/// Times of the steps, and how blocking did.
fn details(outcome: &Outcome) -> String {
    let mut out = String::new();
    for (step, millis) in &outcome.ledger.run.timings {
        let _ = writeln!(out, "{step:<8} {:>8.3} s", *millis as f64 / 1000.0);
    }
    let _ = writeln!(out, "{}", outcome.events.blocking);
    out
}
