//! A workbook: sheets `summary`, `findings`, `places`, `events`, `tolls`, `rejected`.
//!
//! Numbers are numbers, dates are dates, and everything else is written as text, so nothing of the data is read as a
//! formula. The findings sheet takes decisions: a verdict of [`VERDICTS`] in its `decision` column and a `reason`, which
//! `recount decide --import` reads back by the columns' names. The workbook's date of creation is fixed, so that the same
//! ledger gives the same bytes.

use super::words::clip;
use super::{EmitError, Options};
use crate::model::{Evidence, Ledger, State};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};
use std::collections::HashMap;
use std::io::Write;

/// Name of the sheet that takes decisions.
pub const SHEET: &str = "findings";

/// Its header. `fingerprint`, `evidence`, `decision`, `reason`, `until` and `by` are what an import needs.
pub const HEADER: [&str; 20] = [
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
    "fingerprint",
    "evidence",
];

/// What the `decision` column takes.
pub const VERDICTS: [&str; 3] = ["accept", "false-alarm", "snooze"];

/// Rows below the header that a sheet holds, by the format's limit of 1,048,576 rows.
const ROWS: usize = 1_048_575;

/// Links in one sheet: Excel drops those beyond 65,530.
const LINKS: usize = 30_000;

/// Letters in one cell: the format allows 32,767.
const LETTERS: usize = 32_000;

/// Writes it.
///
/// # Errors
/// Where the output refuses it, or the format cannot hold it.
pub fn render(ledger: &Ledger, options: &Options, out: &mut dyn Write) -> Result<(), EmitError> {
    let bytes = workbook(ledger, options)
        .and_then(|mut book| book.save_to_buffer())
        .map_err(|error| EmitError::Format { kind: "xlsx", why: error.to_string() })?;
    out.write_all(&bytes)?;
    Ok(())
}

fn workbook(ledger: &Ledger, options: &Options) -> Result<Workbook, XlsxError> {
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

/// A sheet that is filled row by row.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    columns: u16,
    links: usize,
    date: Format,
}

impl<'a> Sheet<'a> {
    fn new(sheet: &'a mut Worksheet, name: &str, header: &[&str], widths: &[f64]) -> Result<Sheet<'a>, XlsxError> {
        sheet.set_name(name)?;
        let bold =
            Format::new().set_bold().set_background_color(Color::RGB(0xE6_E6_E6)).set_border_bottom(FormatBorder::Thin);
        for (column, (title, width)) in header.iter().zip(widths.iter().chain(std::iter::repeat(&14.0))).enumerate() {
            sheet.write_string_with_format(0, column as u16, *title, &bold)?;
            sheet.set_column_width(column as u16, *width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let date = Format::new().set_num_format("yyyy-mm-dd");
        Ok(Sheet { sheet, row: 0, column: 0, columns: header.len() as u16, links: 0, date })
    }

    /// Begins a row; false where the sheet is full.
    fn next(&mut self) -> bool {
        self.row += 1;
        self.column = 0;
        (self.row as usize) <= ROWS
    }

    fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        if !text.is_empty() {
            self.sheet.write_string(self.row, self.column, clean(text))?;
        }
        self.column += 1;
        Ok(())
    }

    fn number(&mut self, number: impl Into<f64>) -> Result<(), XlsxError> {
        self.sheet.write_number(self.row, self.column, number)?;
        self.column += 1;
        Ok(())
    }

    fn perhaps(&mut self, number: Option<impl Into<f64>>) -> Result<(), XlsxError> {
        match number {
            Some(number) => self.number(number),
            None => self.text(""),
        }
    }

    /// An ISO day as a date; text where it is none that Excel knows (its calendar begins in 1900).
    fn day(&mut self, day: &str) -> Result<(), XlsxError> {
        let parsed = day
            .split('-')
            .map(|part| part.parse::<u16>().ok())
            .collect::<Option<Vec<u16>>>()
            .filter(|parts| parts.len() == 3 && parts[0] >= 1900)
            .and_then(|parts| ExcelDateTime::from_ymd(parts[0], parts[1] as u8, parts[2] as u8).ok());
        match parsed {
            Some(date) => {
                self.sheet.write_datetime_with_format(self.row, self.column, &date, &self.date)?;
                self.column += 1;
                Ok(())
            }
            None => self.text(day),
        }
    }

    /// Text that leads to a row of another sheet, where there is one.
    fn link(&mut self, text: &str, sheet: &str, row: Option<&usize>) -> Result<(), XlsxError> {
        match row {
            Some(row) if self.links < LINKS && !text.is_empty() => {
                let url = Url::new(format!("internal:{sheet}!A{}", row + 1)).set_text(clean(text));
                self.sheet.write_url(self.row, self.column, url)?;
                self.links += 1;
                self.column += 1;
                Ok(())
            }
            _ => self.text(text),
        }
    }

    /// Filters over all rows that were written.
    fn finish(self) -> Result<(), XlsxError> {
        self.sheet.autofilter(0, 0, self.row.max(1), self.columns.saturating_sub(1))?;
        Ok(())
    }
}

/// Text without what XML cannot hold, cut to what a cell holds.
fn clean(text: &str) -> String {
    let forbidden =
        |letter: char| (letter < ' ' && letter != '\n' && letter != '\t') || matches!(letter, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|letter| if forbidden(letter) { '\u{fffd}' } else { letter }).collect();
    if text.encode_utf16().count() > LETTERS { clip(&text, LETTERS / 2) } else { text }
}

fn findings(ledger: &Ledger, rows: &Rows<'_>, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let widths = [
        10.0, 9.0, 26.0, 9.0, 60.0, 12.0, 30.0, 12.0, 14.0, 16.0, 16.0, 24.0, 24.0, 8.0, 8.0, 24.0, 60.0, 30.0, 16.0,
        16.0,
    ];
    let mut sheet = Sheet::new(sheet, SHEET, &HEADER, &widths)?;
    let verdicts =
        DataValidation::new().allow_list_strings(&VERDICTS)?.set_input_title("Decision")?.set_input_message(
            "accept: it is right and stays; false-alarm: it is wrong; snooze: look again on the day in “until”",
        )?;
    let last = ledger.findings.len().clamp(1, ROWS) as u32;
    sheet.sheet.add_data_validation(1, 5, last, 5, &verdicts)?;
    let nothing = Evidence::default();
    for finding in &ledger.findings {
        if !sheet.next() {
            break;
        }
        let first = finding.evidence.first().unwrap_or(&nothing);
        let place = |number: u32| (number > 0).then_some(number);
        sheet.text(finding.severity.name())?;
        sheet.text(&finding.code)?;
        sheet.text(&finding.name)?;
        sheet.text(finding.state.name())?;
        sheet.text(&finding.headline)?;
        for _ in 0..4 {
            sheet.text("")?;
        }
        let (event, spot) = (
            finding.subject.event.as_deref().unwrap_or_default(),
            finding.subject.place.as_deref().unwrap_or_default(),
        );
        sheet.link(event, "events", rows.events.get(event))?;
        sheet.link(spot, "places", rows.places.get(spot))?;
        sheet.text(&finding.subject.reports.join("; "))?;
        sheet.text(&first.input)?;
        sheet.perhaps(place(first.line))?;
        sheet.perhaps(place(first.column))?;
        sheet.text(&first.value)?;
        sheet.text(&finding.explanation)?;
        sheet.text(finding.decision.as_deref().unwrap_or_default())?;
        sheet.text(&finding.fingerprint)?;
        sheet.text(&finding.evidence_hash)?;
    }
    sheet.finish()
}

fn places(ledger: &Ledger, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let header = ["place id", "place", "spelling", "rows", "country", "admin1", "admin2", "lat", "lon"];
    let mut sheet = Sheet::new(sheet, "places", &header, &[18.0, 28.0, 28.0, 8.0, 18.0, 18.0, 18.0, 11.0, 11.0])?;
    for place in &ledger.place_entries {
        let alone = [(place.canonical.clone(), 0)];
        let variants = if place.variants.is_empty() { &alone[..] } else { &place.variants };
        for (spelling, number) in variants {
            if !sheet.next() {
                return sheet.finish();
            }
            sheet.text(&place.id)?;
            sheet.text(&place.canonical)?;
            sheet.text(spelling)?;
            sheet.number(*number)?;
            sheet.text(&place.country)?;
            sheet.text(&place.admin1)?;
            sheet.text(&place.admin2)?;
            sheet.perhaps(place.point.map(|(lat, _)| lat).filter(|lat| lat.is_finite()))?;
            sheet.perhaps(place.point.map(|(_, lon)| lon).filter(|lon| lon.is_finite()))?;
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
        if !sheet.next() {
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
            if !sheet.next() {
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
        if !sheet.next() {
            break;
        }
        sheet.text(&row.input)?;
        sheet.number(row.line)?;
        sheet.text(&row.reason)?;
        sheet.text(&row.raw)?;
    }
    sheet.finish()
}

fn summary(ledger: &Ledger, options: &Options, sheet: &mut Sheet<'_>) -> Result<(), XlsxError> {
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
        if sheet.next() {
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
