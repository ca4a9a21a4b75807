//! ODS, the workbook of LibreOffice: one XML whose rows and cells may stand for many.

use super::{broken, chosen, too_many_cells};
use crate::input::InputError;
use crate::input::grid::{Builder, Merged};
use crate::input::table::Sheet;
use crate::input::xml::{attribute, local};
use crate::model::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

/// Opens an ODS.
pub(super) fn open(path: &Path, bytes: &[u8], wanted: &[String], limits: &Limits) -> Result<Vec<Sheet>, InputError> {
    let fail = |reason: String| broken(path, reason);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| fail(error.to_string()))?;
    let most = limits.unpacked(bytes.len() as u64);
    let mut xml = Vec::new();
    let part = archive.by_name("content.xml").map_err(|error| fail(error.to_string()))?;
    part.take(most + 1).read_to_end(&mut xml).map_err(|error| fail(error.to_string()))?;
    if xml.len() as u64 > most {
        let what = format!("unpacks into more than {} MB or {} times its size", limits.unpacked_mb, limits.ratio);
        return Err(InputError::Beyond { path: path.to_owned(), what, setting: "ratio" });
    }
    let xml = String::from_utf8(xml).map_err(|_| fail("its text is not UTF-8".to_owned()))?;
    if !xml.contains("office:spreadsheet") {
        return Err(InputError::NotData { path: path.to_owned(), what: "is a document of a word processor" });
    }
    let mut reading = Reading::new(limits);
    let mut reader = Reader::from_str(&xml);
    loop {
        let event = reader.read_event().map_err(|error| fail(error.to_string()))?;
        match &event {
            Event::Eof => break,
            Event::Start(element) => reading.start(element, false),
            Event::Empty(element) => reading.start(element, true),
            Event::End(element) => {
                let raw: &str = element.name().into_inner();
                reading.end(raw.rsplit(':').next().unwrap_or(raw));
            }
            other if reading.notes == 0 && reading.paragraphs > 0 => {
                crate::input::xml::add_text(other, &mut reading.cell.text)
            }
            _ => {}
        }
        if reading.beyond {
            return Err(too_many_cells(path, limits));
        }
    }
    let names: Vec<String> = reading.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let chosen = chosen(path, &names, wanted)?;
    let sheets = reading.sheets.into_iter().filter(|sheet| chosen.contains(&&sheet.name));
    let tables = sheets.map(|table| Sheet {
        name: Some(table.name.clone()),
        table: Box::new(table.finish(limits)),
        encoding: None,
        notes: Vec::new(),
    });
    Ok(tables.filter(|sheet| sheet.table.pieces() > 0).collect())
}

/// A row: its number, and its cells by column.
type Row = (u32, Vec<(u32, String)>);

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    name: String,
    hidden: bool,
    rows: Vec<Row>,
    merged: Vec<Merged>,
    hidden_rows: Vec<u32>,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Cell {
    /// What stands in it by its type; empty where only its text says it.
    value: Option<String>,
    text: String,
    repeated: u32,
    rows: u32,
}

struct Reading {
    budget: u64,
    beyond: bool,
    /// Styles of tables that are not displayed.
    unseen: BTreeSet<String>,
    style: String,
    sheets: Vec<Table>,
    in_table: bool,
    row: u32,
    row_repeated: u32,
    column: u32,
    cells: Vec<(u32, String)>,
    cell: Cell,
    paragraphs: u32,
    /// Comments that stand around what is being read.
    notes: u32,
}

/// Most rows and columns that a sheet can have.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

impl Reading {
    fn new(limits: &Limits) -> Reading {
        Reading {
            budget: limits.cells(),
            beyond: false,
            unseen: BTreeSet::new(),
            style: String::new(),
            sheets: Vec::new(),
            in_table: false,
            row: 0,
            row_repeated: 1,
            column: 0,
            cells: Vec::new(),
            cell: Cell::default(),
            paragraphs: 0,
            notes: 0,
        }
    }

    fn start(&mut self, element: &BytesStart<'_>, empty: bool) {
        let number = |name| attribute(element, name).and_then(|value| value.parse::<u32>().ok());
        match local(element) {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "table-properties" if attribute(element, "display").as_deref() == Some("false") => {
                self.unseen.insert(self.style.clone());
            }
            "table" if !empty => {
                let hidden = attribute(element, "style-name").is_some_and(|style| self.unseen.contains(&style));
                let name = attribute(element, "name").unwrap_or_default();
                self.sheets.push(Table { name, hidden, ..Table::default() });
                (self.in_table, self.row) = (true, 0);
            }
            "table-row" if self.in_table => {
                self.row_repeated = number("number-rows-repeated").unwrap_or(1).min(ROWS);
                self.column = 0;
                self.cells.clear();
                let hidden = matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"));
                if let (true, Some(sheet)) = (hidden && self.row_repeated == 1, self.sheets.last_mut()) {
                    sheet.hidden_rows.push(self.row + 1);
                }
                if empty {
                    self.end("table-row");
                }
            }
            "table-cell" | "covered-table-cell" if self.in_table => {
                self.cell = Cell {
                    value: value(element),
                    text: String::new(),
                    repeated: number("number-columns-repeated").unwrap_or(1).min(COLUMNS),
                    rows: number("number-rows-spanned").unwrap_or(1),
                };
                self.paragraphs = 0;
                if empty {
                    self.end("table-cell");
                }
            }
            "annotation" if !empty => self.notes += 1,
            "p" if self.notes == 0 => {
                if !self.cell.text.is_empty() {
                    self.cell.text.push('\n');
                }
                self.paragraphs += u32::from(!empty);
            }
            "s" if self.notes == 0 => {
                let blanks = number("c").unwrap_or(1).min(1000) as usize;
                self.cell.text.extend(std::iter::repeat_n(' ', blanks));
            }
            "tab" | "line-break" if self.notes == 0 => self.cell.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "annotation" => self.notes = self.notes.saturating_sub(1),
            "p" if self.notes == 0 => self.paragraphs = self.paragraphs.saturating_sub(1),
            "table-cell" | "covered-table-cell" if self.in_table => {
                let cell = std::mem::take(&mut self.cell);
                let text = cell.value.unwrap_or(cell.text);
                if !text.trim().is_empty() {
                    for column in self.column..(self.column + cell.repeated).min(COLUMNS) {
                        self.cells.push((column, text.clone()));
                    }
                    if let (true, Some(sheet)) = (cell.rows > 1, self.sheets.last_mut()) {
                        let bottom = self.row.saturating_add(cell.rows - 1);
                        sheet.merged.push(Merged { top: self.row, left: self.column, bottom });
                    }
                }
                self.column = self.column.saturating_add(cell.repeated).min(COLUMNS);
            }
            "table-row" if self.in_table => self.end_row(),
            "table" => self.in_table = false,
            _ => {}
        }
    }

    fn end_row(&mut self) {
        let rows = self.row..(self.row + self.row_repeated).min(ROWS);
        self.row = rows.end;
        if self.cells.is_empty() {
            return;
        }
        let wanted = self.cells.len() as u64 * u64::from(rows.end.saturating_sub(rows.start));
        match self.budget.checked_sub(wanted) {
            Some(left) => self.budget = left,
            None => {
                self.beyond = true;
                return;
            }
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.rows.extend(rows.map(|row| (row + 1, self.cells.clone())));
        }
    }
}

/// What a cell holds by its type: numbers and dates as they are kept, not as they are shown.
fn value(element: &BytesStart<'_>) -> Option<String> {
    match attribute(element, "value-type")?.as_str() {
        "float" | "currency" | "percentage" => {
            let written = attribute(element, "value")?;
            let number: f64 = written.parse().ok()?;
            Some(if number.fract() == 0.0 && number.abs() < 1e15 { format!("{}", number as i64) } else { written })
        }
        "date" => {
            let date = attribute(element, "date-value")?;
            Some(match date.split_once('T') {
                Some((day, time)) if time.starts_with("00:00:00") => day.to_owned(),
                Some((day, time)) => format!("{day} {time}"),
                None => date,
            })
        }
        "boolean" => attribute(element, "boolean-value"),
        "string" => attribute(element, "string-value"),
        _ => None,
    }
}

impl Table {
    fn finish(self, limits: &Limits) -> crate::input::grid::Grid {
        let mut out = Builder::new("workbook (ODS)", limits.columns);
        out.merged(self.merged);
        if self.hidden {
            out.note("the sheet is hidden; it was read".to_owned());
        }
        out.hidden_rows(&self.hidden_rows);
        for (line, cells) in self.rows {
            out.row(line);
            for (column, text) in cells {
                out.cell(column, &text);
            }
        }
        out.finish()
    }
}
