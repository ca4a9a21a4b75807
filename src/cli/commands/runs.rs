//! `recount runs`: past runs.

use crate::cli::arguments::Common;
use crate::cli::files::write_stdout;
use crate::cli::settings;
use crate::run::Error;
use crate::store::Runs;
use std::fmt::Write;

/// Lists past runs, the last one first.
///
/// # Errors
/// There is no store.
pub fn run(common: &Common) -> Result<u8, Error> {
    let (records, problems) = Runs::of(&settings::store(common)?)?.all()?;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{:>5}  {:<20}  {:>9}  {:>8}  {:>6}  {:>8}  {:>6}  inputs",
        "run", "started", "reports", "events", "errors", "warnings", "info"
    );
    for record in records.iter().rev() {
        let count = |severity: &str| record.by_severity.get(severity).copied().unwrap_or_default();
        let inputs: Vec<&str> = record.inputs.iter().map(|input| input.name.as_str()).collect();
        let _ = writeln!(
            out,
            "{:>5}  {:<20}  {:>9}  {:>8}  {:>6}  {:>8}  {:>6}  {}",
            record.number,
            record.started,
            record.reports,
            record.events,
            count("error"),
            count("warning"),
            count("info"),
            crate::cli::waterfall::cut(&inputs.join(" "), 60),
        );
    }
    for problem in problems {
        let _ = writeln!(out, "{problem}");
    }
    write_stdout(out.as_bytes())?;
    Ok(0)
}
