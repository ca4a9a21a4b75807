//! JSON Lines: one finding a line, in the ledger's order.

use super::{EmitError, EmitOptions, json};
use crate::model::Ledger;
use std::io::Write;

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, _: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    for finding in &ledger.findings {
        json::value(out, &json::Finding::from(finding))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
