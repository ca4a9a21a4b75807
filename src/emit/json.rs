//! JSON, `recount.ledger/1`: the whole ledger.
//!
//! Keys and their order are a promise to other programs: keys may be added at the end of an object, never renamed,
//! removed or moved. The shapes here are the format; types of the model may change without it.

use super::{EmitError, EmitOptions};
use crate::model::{self, Ledger};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// Name and version of the format.
pub const FORMAT: &str = "recount.ledger/1";

/// Writes it: one object whose lists have an entry a line, so that it can be read, searched and compared by lines.
///
/// # Errors
/// Where the output refuses it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    out.write_all(b"{\"format\":")?;
    value(out, &FORMAT)?;
    member(out, "tool", &Tool { name: "recount", version: &options.version })?;
    member(out, "run", &Run::from(&ledger.run))?;
    list(out, "inputs", ledger.inputs.iter().map(Input::from))?;
    member(out, "summary", &Summary::from(ledger))?;
    list(out, "findings", ledger.findings.iter().map(Finding::from))?;
    list(out, "rejected", ledger.rejected.iter().map(Rejected::from))?;
    list(out, "skipped", ledger.skipped.iter().map(Skipped::from))?;
    list(out, "resolved", ledger.resolved.iter().map(Resolved::from))?;
    member(out, "redactions", &ledger.redactions)?;
    out.write_all(b"\n}\n")?;
    Ok(())
}

/// Writes one value.
///
/// # Errors
/// Where the output refuses it.
pub fn value<T: Serialize>(out: &mut dyn Write, value: &T) -> Result<(), EmitError> {
    serde_json::to_writer(out, value).map_err(|error| EmitError::Write(error.into()))
}

fn member<T: Serialize>(out: &mut dyn Write, key: &str, of: &T) -> Result<(), EmitError> {
    out.write_all(b",\n")?;
    value(out, &key)?;
    out.write_all(b":")?;
    value(out, of)
}

fn list<T: Serialize>(out: &mut dyn Write, key: &str, of: impl Iterator<Item = T>) -> Result<(), EmitError> {
    out.write_all(b",\n")?;
    value(out, &key)?;
    out.write_all(b":[")?;
    for (index, entry) in of.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        value(out, &entry)?;
    }
    out.write_all(b"]")?;
    Ok(())
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Run<'a> {
    number: u64,
    started: &'a str,
    threads: usize,
    compared_with: Option<u64>,
    milliseconds: BTreeMap<&'a str, u64>,
}

impl<'a> From<&'a model::ledger::RunInfo> for Run<'a> {
    fn from(run: &'a model::ledger::RunInfo) -> Run<'a> {
        Run {
            number: run.number,
            started: &run.started,
            threads: run.threads,
            compared_with: run.compared_with,
            milliseconds: run.timings.iter().map(|(step, time)| (step.as_str(), *time)).collect(),
        }
    }
}

/// As the format has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Input<'a> {
    name: &'a str,
    preset: &'a str,
    dataset: &'a str,
    unit: &'a str,
    format: &'a str,
    hash: &'a str,
    read: u64,
    loaded: u64,
    revised: u64,
    unchanged: u64,
    rejected: u64,
    columns: serde_json::Map<String, serde_json::Value>,
    unmapped: &'a [String],
    notes: &'a [String],
    #[serde(default, skip_serializing_if = "str::is_empty")]
    failed: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<Understood<'a>>,
}

/// What was understood of an input; left out where there is nothing to say.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Understood<'a> {
    lacking: &'a [String],
    lost: Vec<Lost<'a>>,
    recognised: Vec<Recognised<'a>>,
    asked: Vec<Recognised<'a>>,
    empty: &'a [String],
    dates: Vec<Dates<'a>>,
    totals: Vec<Total<'a>>,
    templates: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Lost<'a> {
    role: &'a str,
    header: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Recognised<'a> {
    column: &'a str,
    header: &'a str,
    sure: u8,
    why: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Dates<'a> {
    column: &'a str,
    order: &'a str,
    sure: bool,
    day_first: u64,
    month_first: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Total<'a> {
    line: u32,
    label: &'a str,
    column: &'a str,
    stated: u64,
    summed: u64,
}

impl<'a> Understood<'a> {
    fn of(input: &'a model::ledger::Input) -> Option<Understood<'a>> {
        let of = &input.understood;
        let nothing = of.lacking.is_empty()
            && of.recognised.is_empty()
            && of.asked.is_empty()
            && of.empty.is_empty()
            && of.dates.is_empty()
            && of.totals.is_empty()
            && of.templates == 0;
        let column = |one: &'a model::ledger::UnderstoodColumn| Recognised {
            column: &one.column,
            header: &one.header,
            sure: one.sure,
            why: &one.reason,
        };
        (!nothing).then(|| Understood {
            lacking: &of.lacking,
            lost: of.lost.iter().map(|(role, header)| Lost { role, header }).collect(),
            recognised: of.recognised.iter().map(column).collect(),
            asked: of.asked.iter().map(column).collect(),
            empty: &of.empty,
            dates: of
                .dates
                .iter()
                .map(|one| Dates {
                    column: &one.column,
                    order: &one.order,
                    sure: one.sure,
                    day_first: one.day_first,
                    month_first: one.month_first,
                })
                .collect(),
            totals: of
                .totals
                .iter()
                .map(|one| Total {
                    line: one.line,
                    label: &one.label,
                    column: &one.field,
                    stated: one.stated,
                    summed: one.summed,
                })
                .collect(),
            templates: of.templates,
        })
    }
}

impl<'a> From<&'a model::ledger::Input> for Input<'a> {
    fn from(input: &'a model::ledger::Input) -> Input<'a> {
        Input {
            name: &input.name,
            preset: &input.preset,
            dataset: &input.dataset,
            unit: &input.unit,
            format: &input.format,
            hash: &input.hash,
            read: input.read,
            loaded: input.loaded,
            revised: input.revised,
            unchanged: input.unchanged,
            rejected: input.rejected,
            columns: input.columns.iter().map(|(ours, theirs)| (ours.clone(), theirs.as_str().into())).collect(),
            unmapped: &input.unmapped,
            notes: &input.notes,
            failed: &input.failed,
            understood: Understood::of(input),
        }
    }
}

/// As the format has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary<'a> {
    by_code: BTreeMap<&'a str, u64>,
    by_severity: BySeverity,
    by_state: ByState,
    by_source: serde_json::Map<String, serde_json::Value>,
    reports: u64,
    places: u64,
    spellings: u64,
    events: u64,
    tolls: Tolls,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BySeverity {
    error: u64,
    warning: u64,
    info: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ByState {
    new: u64,
    known: u64,
    decided: u64,
    resolved: u64,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Tolls {
    naive_sum: u64,
    distinct_sum: u64,
    low: u64,
    best: u64,
    high: u64,
    open_events: u64,
    events: u64,
}

impl<'a> From<&'a Ledger> for Summary<'a> {
    fn from(ledger: &'a Ledger) -> Summary<'a> {
        let (severity, state) = (ledger.by_severity(), ledger.by_state());
        let severity = |name: &str| severity.get(name).copied().unwrap_or_default();
        let state = |name: &str| state.get(name).copied().unwrap_or_default();
        let tolls = ledger.tolls;
        Summary {
            by_code: ledger.by_code(),
            by_severity: BySeverity { error: severity("error"), warning: severity("warning"), info: severity("info") },
            by_state: ByState {
                new: state("new"),
                known: state("known"),
                decided: state("decided"),
                resolved: state("resolved"),
            },
            by_source: ledger.by_source.iter().map(|(name, count)| (name.clone(), (*count).into())).collect(),
            reports: ledger.reports,
            places: ledger.places,
            spellings: ledger.spellings,
            events: ledger.events,
            tolls: Tolls {
                naive_sum: tolls.naive_sum,
                distinct_sum: tolls.distinct_sum,
                low: tolls.low,
                best: tolls.best,
                high: tolls.high,
                open_events: tolls.open_events,
                events: tolls.events,
            },
        }
    }
}

/// A finding, as JSON and JSON Lines carry it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'static str,
    state: &'static str,
    fingerprint: &'a str,
    headline: &'a str,
    subject: Subject<'a>,
    evidence: Vec<Evidence<'a>>,
    explanation: &'a str,
    evidence_hash: &'a str,
    decision: Option<&'a str>,
    setting: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Subject<'a> {
    reports: &'a [String],
    event: Option<&'a str>,
    place: Option<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Evidence<'a> {
    input: &'a str,
    line: u32,
    column: u32,
    field: &'a str,
    value: &'a str,
    note: &'a str,
    report: &'a str,
}

impl<'a> From<&'a model::Finding> for Finding<'a> {
    fn from(finding: &'a model::Finding) -> Finding<'a> {
        Finding {
            code: &finding.code,
            name: &finding.name,
            severity: finding.severity.name(),
            state: finding.state.name(),
            fingerprint: &finding.fingerprint,
            headline: &finding.headline,
            subject: Subject {
                reports: &finding.subject.reports,
                event: finding.subject.event.as_deref(),
                place: finding.subject.place.as_deref(),
            },
            evidence: finding
                .evidence
                .iter()
                .map(|piece| Evidence {
                    input: &piece.input,
                    line: piece.line,
                    column: piece.column,
                    field: &piece.field,
                    value: &piece.value,
                    note: &piece.note,
                    report: &piece.report,
                })
                .collect(),
            explanation: &finding.explanation,
            evidence_hash: &finding.evidence_hash,
            decision: finding.decision.as_deref(),
            setting: finding.setting.as_deref(),
        }
    }
}

/// As the format has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Rejected<'a> {
    input: &'a str,
    line: u32,
    reason: &'a str,
    raw: &'a str,
}

impl<'a> From<&'a model::ledger::RejectedRow> for Rejected<'a> {
    fn from(row: &'a model::ledger::RejectedRow) -> Rejected<'a> {
        Rejected { input: &row.input, line: row.line, reason: &row.reason, raw: &row.raw }
    }
}

/// As the format has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Skipped<'a> {
    what: &'a str,
    why: &'a str,
}

/// As the format has it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Resolved<'a> {
    code: &'a str,
    fingerprint: &'a str,
    headline: &'a str,
}

impl<'a> From<&'a model::ledger::Skipped> for Skipped<'a> {
    fn from(skipped: &'a model::ledger::Skipped) -> Skipped<'a> {
        Skipped { what: &skipped.what, why: &skipped.why }
    }
}

impl<'a> From<&'a model::ledger::Resolved> for Resolved<'a> {
    fn from(gone: &'a model::ledger::Resolved) -> Resolved<'a> {
        Resolved { code: &gone.code, fingerprint: &gone.fingerprint, headline: &gone.headline }
    }
}

/// Its JSON Schema, as data/schema/ledger.json has it.
#[cfg(test)]
mod tests {
    use super::*;

    /// The members of the object that [`render`] writes one by one.
    #[derive(schemars::JsonSchema)]
    #[allow(dead_code, reason = "only its schema is made")]
    #[schemars(title = "recount.ledger/1")]
    struct Whole<'a> {
        /// Always `recount.ledger/1`.
        format: &'a str,
        tool: Tool<'a>,
        run: Run<'a>,
        inputs: Vec<Input<'a>>,
        summary: Summary<'a>,
        findings: Vec<Finding<'a>>,
        rejected: Vec<Rejected<'a>>,
        skipped: Vec<Skipped<'a>>,
        resolved: Vec<Resolved<'a>>,
        redactions: Vec<String>,
    }

    #[test]
    fn its_schema_is_the_one_that_ships() {
        let schema = schemars::generate::SchemaSettings::draft07().into_generator().into_root_schema_for::<Whole<'_>>();
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema/ledger.json");
        if std::env::var_os("RECOUNT_WRITE_SCHEMAS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(made, shipped, "write data/schema anew: RECOUNT_WRITE_SCHEMAS=1 cargo test schema");
    }
}
