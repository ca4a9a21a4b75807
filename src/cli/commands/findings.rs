//! `recount findings`: what the last run found, in short.

use super::export::run_tables;
use super::rules::selected;
use crate::cli::arguments::{Common, FindingsArgs};
use crate::cli::files::write_stdout;
use crate::cli::settings;
use crate::emit::one_line;
use crate::run::Error;
use crate::store::Runs;
use std::fmt::Write;

/// Lists findings, one a line: severity, code, state, fingerprint, headline.
///
/// # Errors
/// There is no such run.
pub fn run(common: &Common, args: &FindingsArgs) -> Result<u8, Error> {
    let tables = run_tables(&Runs::of(&settings::store(common)?)?, args.run)?;
    let mut out = String::new();
    let mut shown = 0_usize;
    for finding in &tables.findings {
        if selected(&finding.code, &args.only) && args.state.as_ref().is_none_or(|state| *state == finding.state) {
            shown += 1;
            let _ = writeln!(
                out,
                "{:<7}  {}  {:<7}  {}  {}",
                finding.severity,
                finding.code,
                finding.state,
                finding.fingerprint,
                one_line(&finding.headline)
            );
        }
    }
    let _ = writeln!(out, "{shown} of {} findings", tables.findings.len());
    write_stdout(out.as_bytes())?;
    Ok(0)
}
