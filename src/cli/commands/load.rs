//! `recount load`: files into the store, nothing more.

use crate::cli::arguments::{Common, Reading};
use crate::cli::files::write_stdout;
use crate::cli::progress::Bar;
use crate::cli::settings;
use crate::run::{self, Error, read};
use std::fmt::Write;

/// Loads.
///
/// # Errors
/// An input or the store cannot be read or written.
pub fn run(common: &Common, reading: &Reading) -> Result<u8, Error> {
    let job = settings::job(common, reading)?;
    if job.inputs.is_empty() {
        return Err(Error::new("load what? Name files, folders or globs, or put `inputs` into recount.toml"));
    }
    let bar = Bar::new(common.quiet);
    let loaded = run::within_threads(job.threads, || read::read(&job, &bar))?;
    let mut out = String::new();
    for input in &loaded.inputs {
        let _ = writeln!(
            out,
            "{} ({}): {} rows read: {} loaded ({} revised), {} unchanged, {} rejected",
            input.name, input.preset, input.read, input.loaded, input.revised, input.unchanged, input.rejected
        );
        for note in &input.notes {
            let _ = writeln!(out, "  {note}");
        }
    }
    for row in &loaded.rejected {
        let name = loaded.inputs.get(row.input as usize).map_or("", |input| input.name.as_str());
        let _ = writeln!(out, "{name}:{}: rejected: {}", row.line, row.reason);
    }
    if !common.quiet {
        write_stdout(out.as_bytes())?;
    }
    Ok(0)
}
