//! A workbook: sheets `summary`, `findings`, `places`, `events`, `tolls`, `rejected`.
//!
//! Numbers are numbers, dates are dates, and everything else is written as text, so nothing of the data is read as a
//! formula. The sheets of findings and of places take decisions: a verdict in the `decision` column, a `reason`, a day
//! in `until` and a name in `by`, which `recount decide --import` reads back by the columns' names, so rows may be sorted
//! and columns moved. The workbook's date of creation is fixed, so that the same ledger gives the same bytes.

mod sheet;

use super::review::{Desk, ON_EVENTS, ON_FINDINGS, ON_PLACES};
use super::{EmitError, EmitOptions};
use crate::model::{Evidence, Ledger, State};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use sheet::{ROWS, Sheet};
use std::collections::HashMap;
use std::io::Write;

/// The sheets that take decisions.
pub const FINDINGS: &str = "findings";
/// As above.
pub const PLACES: &str = "places";

/// Header of the findings. `fingerprint`, `evidence`, `decision`, `reason`, `until` and `by` are what an import needs, and
/// for decisions on spellings and events `spellings` (one a line), `country`, `admin1` and `reports`.
pub const HEADER: [&str; 23] = [
    "severity",
    "code",
    "rule",
    "state",
    "headline",
    "decision",
    "reason",
    "until",
    "by",
    "event",
    "place",
    "reports",
    "input",
    "line",
    "column",
    "value",
    "explanation",
    "decided earlier",
    "spellings",
    "country",
    "admin1",
    "fingerprint",
    "evidence",
];

/// What the `decision` column of the places takes: the spelling to use for the place; a spelling of the place; the name of
/// another one.
pub const ON_SPELLINGS: [&str; 3] = ["canonical", "same", "different"];

/// Between the ids in the `reports` column.
pub const BETWEEN: &str = "; ";

/// Writes it.
///
/// # Errors
/// Where the output refuses it, or the format cannot hold it.
pub fn render(ledger: &Ledger, options: &EmitOptions, out: &mut dyn Write) -> Result<(), EmitError> {
    let bytes = workbook(ledger, options)
        .and_then(|mut book| book.save_to_buffer())
        .map_err(|error| EmitError::Format { kind: "xlsx", why: error.to_string() })?;
    out.write_all(&bytes)?;
    Ok(())
}

fn workbook(ledger: &Ledger, options: &EmitOptions) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // A date of no meaning: that of the run would make equal ledgers differ.
    book.set_properties(
        &DocProperties::new().set_title("recount").set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let rows = Rows::of(ledger);
    summary(
        ledger,
        options,
        &mut Sheet::new(book.add_worksheet(), "summary", &["what", "", "number"], &[34.0, 44.0, 14.0])?,
    )?;
    findings(ledger, &rows, book.add_worksheet())?;
    places(ledger, book.add_worksheet())?;
    events(ledger, book.add_worksheet())?;
    tolls(ledger, &rows, book.add_worksheet())?;
    rejected(ledger, book.add_worksheet())?;
    Ok(book)
}

/// In which rows of their sheets places and events stand, for links.
struct Rows<'a> {
    places: HashMap<&'a str, usize>,
    events: HashMap<&'a str, usize>,
}

impl<'a> Rows<'a> {
    fn of(ledger: &'a Ledger) -> Rows<'a> {
        let mut at = 1;
        let mut places = HashMap::new();
        for place in &ledger.place_entries {
            places.insert(place.id.as_str(), at);
            at += place.variants.len().max(1);
        }
        let events =
            ledger.event_entries.iter().enumerate().map(|(index, event)| (event.id.as_str(), index + 1)).collect();
        Rows { places, events }
    }
}

fn findings(ledger: &Ledger, rows: &Rows<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let widths = [
        10.0, 9.0, 26.0, 9.0, 60.0, 14.0, 30.0, 12.0, 14.0, 16.0, 16.0, 24.0, 24.0, 8.0, 8.0, 24.0, 60.0, 30.0, 24.0,
        14.0, 14.0, 16.0, 16.0,
    ];
    let mut sheet = Sheet::new(sheet, FINDINGS, &HEADER, &widths)?;
    sheet.asks(
        5,
        &[&ON_FINDINGS[..], &ON_PLACES, &ON_EVENTS].concat(),
        "accept: it is right and stays. false-alarm: it is wrong. snooze: look again on the day in “until”. \
         same, different: what the spellings are. same-event, different-events: what the reports tell of.",
        ledger.findings.len(),
    )?;
    let desk = Desk::of(ledger);
    let nothing = Evidence::default();
    for finding in &ledger.findings {
        if !sheet.begin() {
            break;
        }
        let first = finding.evidence.first().unwrap_or(&nothing);
        let place = |number: u32| (number > 0).then_some(number);
        sheet.text(finding.severity.name())?;
        sheet.text(&finding.code)?;
        sheet.text(&finding.name)?;
        sheet.text(finding.state.name())?;
        sheet.text(&finding.headline)?;
        sheet.leave(4);
        let (event, spot) = (
            finding.subject.event.as_deref().unwrap_or_default(),
            finding.subject.place.as_deref().unwrap_or_default(),
        );
        sheet.link(event, "events", rows.events.get(event))?;
        sheet.link(spot, PLACES, rows.places.get(spot))?;
        sheet.text(&finding.subject.reports.join(BETWEEN))?;
        sheet.text(&first.input)?;
        sheet.perhaps(place(first.line))?;
        sheet.perhaps(place(first.column))?;
        sheet.text(&first.value)?;
        sheet.text(&finding.explanation)?;
        sheet.text(finding.decision.as_deref().unwrap_or_default())?;
        let choice = desk.choice(finding);
        sheet.text(&choice.names.join("\n"))?;
        sheet.text(choice.region[0])?;
        sheet.text(choice.region[1])?;
        sheet.text(&finding.fingerprint)?;
        sheet.text(&finding.evidence_hash)?;
    }
    sheet.finish()
}

fn places(ledger: &Ledger, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = [
        "place id", "place", "spelling", "rows", "decision", "reason", "until", "by", "country", "admin1", "admin2",
        "lat", "lon",
    ];
    let widths = [18.0, 28.0, 28.0, 8.0, 14.0, 30.0, 12.0, 14.0, 18.0, 18.0, 18.0, 11.0, 11.0];
    let mut sheet = Sheet::new(sheet, PLACES, &header, &widths)?;
    sheet.asks(
        4,
        &ON_SPELLINGS,
        "canonical: the spelling to use for this place. same: a spelling of this place. different: the name of another \
         place.",
        ledger.place_entries.iter().map(|place| place.variants.len().max(1)).sum(),
    )?;
    for place in &ledger.place_entries {
        let alone = [(place.canonical.clone(), 0)];
        let variants = if place.variants.is_empty() { &alone[..] } else { &place.variants };
        for (spelling, number) in variants {
            if !sheet.begin() {
                return sheet.finish();
            }
            sheet.text(&place.id)?;
            sheet.text(&place.canonical)?;
            sheet.text(spelling)?;
            sheet.number(*number)?;
            sheet.leave(4);
            sheet.text(&place.country)?;
            sheet.text(&place.admin1)?;
            sheet.text(&place.admin2)?;
            // Positions are kept in single precision: to a metre, which is what five places show.
            let degrees = |value: f64| (value.is_finite()).then_some((value * 1e5).round() / 1e5);
            sheet.perhaps(place.point.and_then(|(lat, _)| degrees(lat)))?;
            sheet.perhaps(place.point.and_then(|(_, lon)| degrees(lon)))?;
        }
    }
    sheet.finish()
}

fn events(ledger: &Ledger, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = [
        "event id",
        "date",
        "places",
        "reports",
        "sources",
        "origins",
        "low",
        "best",
        "high",
        "rows add up to",
        "not allocated",
        "weakest link",
        "notes",
    ];
    let widths = [18.0, 12.0, 40.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 14.0, 13.0, 12.0, 60.0];
    let mut sheet = Sheet::new(sheet, "events", &header, &widths)?;
    let mut first_claim = 1;
    for event in &ledger.event_entries {
        if !sheet.begin() {
            break;
        }
        sheet.link(&event.id, "tolls", Some(&first_claim))?;
        first_claim += event.reports.len();
        sheet.day(&event.date)?;
        sheet.text(&event.places.join(", "))?;
        sheet.number(event.reports.len() as u32)?;
        sheet.number(event.sources)?;
        sheet.number(event.independent_origins)?;
        sheet.perhaps(event.stated.then_some(event.low))?;
        sheet.perhaps(event.stated.then_some(event.best))?;
        sheet.perhaps(event.high.filter(|_| event.stated))?;
        sheet.perhaps(event.stated.then_some(event.naive_sum as f64))?;
        sheet.perhaps(event.unallocated)?;
        sheet.number(f64::from((event.weakest_link * 1e4).round()) / 1e4)?;
        sheet.text(&event.notes.join(" "))?;
    }
    sheet.finish()
}

fn tolls(ledger: &Ledger, rows: &Rows<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = [
        "report id",
        "event id",
        "source",
        "origin",
        "published",
        "date",
        "place",
        "killed, as written",
        "low",
        "high",
        "covers",
        "status",
        "what became of it",
        "of report",
        "input",
        "line",
    ];
    let widths = [20.0, 18.0, 24.0, 24.0, 12.0, 12.0, 24.0, 20.0, 9.0, 9.0, 9.0, 12.0, 18.0, 18.0, 24.0, 8.0];
    let mut sheet = Sheet::new(sheet, "tolls", &header, &widths)?;
    for event in &ledger.event_entries {
        for report in &event.reports {
            if !sheet.begin() {
                return sheet.finish();
            }
            sheet.text(&report.id)?;
            sheet.link(&event.id, "events", rows.events.get(event.id.as_str()))?;
            sheet.text(&report.source)?;
            sheet.text(&report.origin)?;
            sheet.day(&report.published)?;
            sheet.day(&report.date)?;
            sheet.text(&report.place)?;
            sheet.text(&report.killed_raw)?;
            sheet.perhaps(report.low)?;
            sheet.perhaps(report.high)?;
            sheet.text(&report.scope)?;
            sheet.text(&report.status)?;
            sheet.text(&report.fate)?;
            sheet.text(&report.fate_of)?;
            sheet.text(&report.input)?;
            sheet.number(report.line)?;
        }
    }
    sheet.finish()
}

fn rejected(ledger: &Ledger, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(sheet, "rejected", &["input", "line", "reason", "raw"], &[30.0, 8.0, 60.0, 60.0])?;
    for row in &ledger.rejected {
        if !sheet.begin() {
            break;
        }
        sheet.text(&row.input)?;
        sheet.number(row.line)?;
        sheet.text(&row.reason)?;
        sheet.text(&row.raw)?;
    }
    sheet.finish()
}

fn summary(ledger: &Ledger, options: &EmitOptions, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
    let tolls = ledger.tolls;
    let facts = [
        ("reports", ledger.reports),
        ("places", ledger.places),
        ("spellings", ledger.spellings),
        ("events", ledger.events),
        ("dead, every row added up", tolls.naive_sum),
        ("dead, without copies", tolls.distinct_sum),
        ("dead, reconciled: low", tolls.low),
        ("dead, reconciled: best", tolls.best),
        ("dead, reconciled: high", tolls.high),
        ("events without an upper end", tolls.open_events),
        ("rows not loaded", ledger.rejected.len() as u64),
    ];
    let mut line = |what: &str, which: &str, number: Option<u64>| -> Result<(), XlsxError> {
        if sheet.begin() {
            sheet.text(what)?;
            sheet.text(which)?;
            sheet.perhaps(number.map(|number| number as f64))?;
        }
        Ok(())
    };
    for (what, number) in facts {
        line(what, "", Some(number))?;
    }
    for severity in crate::model::Severity::ALL {
        for state in [State::New, State::Known, State::Decided] {
            let matching = ledger.findings.iter().filter(|f| f.severity == severity && f.state == state).count();
            line(&format!("findings, {}", severity.name()), state.name(), Some(matching as u64))?;
        }
    }
    line("findings that are gone", "resolved", Some(ledger.resolved.len() as u64))?;
    for (code, number) in ledger.by_code() {
        line("findings by rule", code, Some(number))?;
    }
    for (source, number) in &ledger.by_source {
        line("findings by source", source, Some(*number))?;
    }
    for input in &ledger.inputs {
        line("rows read", &input.name, Some(input.read))?;
    }
    for skipped in &ledger.skipped {
        line("not checked", &format!("{}: {}", skipped.what, skipped.why), None)?;
    }
    if ledger.events_left_out > 0 {
        line(
            "events with findings or several reports that are not in this workbook",
            "",
            Some(ledger.events_left_out),
        )?;
    }
    if ledger.findings.len() > ROWS {
        let left = (ledger.findings.len() - ROWS) as u64;
        line("findings that are not in this workbook", &format!("all are in {}", options.whole), Some(left))?;
    }
    for redaction in &ledger.redactions {
        line("hidden on request", redaction, None)?;
    }
    line("made by", &format!("recount {}", options.version), None)
}
