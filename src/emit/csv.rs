//! CSV: a row for each finding, with the place of its first piece of evidence. Nothing in it is a formula.

use super::words::cell;
use super::{EmitError, EmitOptions};
use crate::model::{Evidence, Ledger};
use std::io::Write;

/// The header.
pub const HEADER: [&str; 17] = [
    "fingerprint",
    "code",
    "name",
    "severity",
    "state",
    "headline",
    "reports",
    "event",
    "place",
    "input",
    "line",
    "column",
    "field",
    "value",
    "note",
    "explanation",
    "decision",
];

/// Writes it.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, _: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let mut writer = ::csv::Writer::from_writer(out);
    let refused = |error: ::csv::Error| EmitError::Write(error.into());
    writer.write_record(HEADER).map_err(refused)?;
    let nothing = Evidence::default();
    for finding in &ledger.findings {
        let first = finding.evidence.first().unwrap_or(&nothing);
        let number = |number: u32| if number == 0 { String::new() } else { number.to_string() };
        writer
            .write_record([
                cell(&finding.fingerprint),
                cell(&finding.code),
                cell(&finding.name),
                finding.severity.name().to_owned(),
                finding.state.name().to_owned(),
                cell(&finding.headline),
                cell(&finding.subject.reports.join("; ")),
                cell(finding.subject.event.as_deref().unwrap_or_default()),
                cell(finding.subject.place.as_deref().unwrap_or_default()),
                cell(&first.input),
                number(first.line),
                number(first.column),
                cell(&first.field),
                cell(&first.value),
                cell(&first.note),
                cell(&finding.explanation),
                cell(finding.decision.as_deref().unwrap_or_default()),
            ])
            .map_err(refused)?;
    }
    writer.flush()?;
    Ok(())
}
