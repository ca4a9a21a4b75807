//! SpreadsheetML, the XML that Excel 2003 and many web sites write and call .xls.

use super::InputError;
use super::grid::{Builder, Grid, Merged};
use super::table::Sheet;
use super::workbook::chosen;
use super::xml::{Lines, add_text, attribute, local};
use crate::model::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::path::Path;

/// Whether a text is SpreadsheetML.
pub(super) fn recognise(text: &str) -> bool {
    let head: String = text.chars().take(4096).collect();
    head.trim_start().starts_with('<') && head.contains("urn:schemas-microsoft-com:office:spreadsheet")
}

/// A worksheet that is being read.
#[derive(Debug, Default)]
struct Worksheet {
    name: String,
    /// Cells by row: they are kept until all merged areas are known.
    rows: Vec<(u32, Vec<(u32, String)>)>,
    merged: Vec<Merged>,
    hidden: bool,
    hidden_rows: Vec<u32>,
    row: u32,
    column: u32,
    cells: u64,
}

/// Reads all worksheets that were asked for.
pub(super) fn open(path: &Path, text: &str, wanted: &[String], limits: &Limits) -> Result<Vec<Sheet>, InputError> {
    let mut reader = Reader::from_str(text);
    let (mut sheets, mut sheet) = (Vec::new(), None::<Worksheet>);
    let (mut words, mut in_data) = (String::new(), false);
    let mut cells = 0;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| InputError::Broken {
            path: path.to_owned(),
            what: "workbook",
            reason: format!("line {}: {error}", Lines::default().at(text, at)),
        })?;
        match (&event, &mut sheet) {
            (Event::Start(element) | Event::Empty(element), sheet) => {
                let empty = matches!(event, Event::Empty(_));
                match (local(element), sheet) {
                    ("Worksheet", sheet) if !empty => {
                        let name = attribute(element, "Name").unwrap_or_default();
                        *sheet = Some(Worksheet { name, ..Worksheet::default() });
                    }
                    ("Row", Some(sheet)) => sheet.row(element),
                    ("Cell", Some(sheet)) => sheet.cell(element),
                    ("Data", Some(_)) => {
                        words.clear();
                        in_data = !empty;
                    }
                    _ => {}
                }
            }
            (Event::End(element), _) => {
                let raw: &str = element.name().into_inner();
                match (raw.rsplit(':').next().unwrap_or(raw), &mut sheet) {
                    ("Worksheet", _) => sheets.extend(sheet.take()),
                    ("Data", Some(sheet)) => {
                        in_data = false;
                        cells += 1;
                        if cells > limits.cells() {
                            let what = format!("holds more than {} million cells", limits.cells_million);
                            return Err(InputError::Beyond { path: path.to_owned(), what, setting: "cells_million" });
                        }
                        sheet.data(&words);
                    }
                    ("Visible", Some(sheet)) => sheet.hidden = words.trim() != "SheetVisible",
                    _ => {}
                }
                if !in_data {
                    words.clear();
                }
            }
            (Event::Eof, _) => break,
            (other, _) => add_text(other, &mut words),
        }
    }
    let names: Vec<String> = sheets.iter().map(|sheet: &Worksheet| sheet.name.clone()).collect();
    let mut tables = Vec::new();
    for name in chosen(path, &names, wanted)? {
        let Some(at) = sheets.iter().position(|sheet| &sheet.name == name) else { continue };
        let grid = sheets.swap_remove(at).table(limits);
        if !grid.is_empty() {
            tables.push(Sheet { name: Some(name.clone()), table: Box::new(grid), encoding: None, notes: Vec::new() });
        }
    }
    if tables.is_empty() { Err(InputError::Empty { path: path.to_owned() }) } else { Ok(tables) }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

impl Worksheet {
    fn row(&mut self, element: &BytesStart<'_>) {
        self.row = number(element, "Index").unwrap_or(self.row + 1).max(1);
        self.column = 0;
        self.rows.push((self.row, Vec::new()));
        if attribute(element, "Hidden").as_deref() == Some("1") {
            self.hidden_rows.push(self.row);
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>) {
        self.column = number(element, "Index").unwrap_or(self.column + 1).max(1);
        let (top, left) = (self.row.saturating_sub(1), self.column - 1);
        if let Some(down) = number(element, "MergeDown") {
            self.merged.push(Merged { top, left, bottom: top.saturating_add(down) });
        }
        self.cells += 1;
        // The next cell stands behind those that this one covers.
        let across = number(element, "MergeAcross").unwrap_or(0);
        if let Some((_, row)) = self.rows.last_mut() {
            row.push((left, String::new()));
        }
        self.column = self.column.saturating_add(across);
    }

    fn data(&mut self, text: &str) {
        if let Some((_, cell)) = self.rows.last_mut().and_then(|(_, row)| row.last_mut()) {
            cell.push_str(text.strip_suffix("T00:00:00.000").unwrap_or(text));
        }
    }

    fn table(self, limits: &Limits) -> Grid {
        let mut out = Builder::new("workbook (SpreadsheetML)", limits.columns);
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
