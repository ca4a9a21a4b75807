//! Workbooks: Excel's and OpenDocument's, through calamine. A cell's position is its row and column in the sheet.

use super::InputError;
use super::table::{RawRow, Scratch, Table};
use crate::model::Mark;
use calamine::{Data, Range, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Rows in a piece.
const ROWS: usize = 4096;

/// One sheet.
pub(super) struct Workbook {
    range: Range<Data>,
    note: String,
}

impl Workbook {
    /// Whether these bytes are a workbook: a zip archive or an old compound document.
    pub fn recognise(bytes: &[u8]) -> bool {
        bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
    }

    /// Opens the sheet asked for, or the first one that holds cells.
    pub fn open(path: &Path, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Workbook, InputError> {
        let broken = |reason: String| InputError::Broken { path: path.to_owned(), what: "workbook", reason };
        // The library indexes into what files declare; a damaged one may make it panic.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
            let names = book.sheet_names();
            let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            let known = quoted.join(", ");
            if let Some(wanted) = sheet
                && !names.iter().any(|name| name == wanted)
            {
                return Err(InputError::Sheet { path: path.to_owned(), wanted: wanted.to_owned(), known });
            }
            for name in names.iter().filter(|name| sheet.is_none_or(|wanted| wanted == *name)) {
                let range = book.worksheet_range(name).map_err(|error| broken(error.to_string()))?;
                if !range.is_empty() {
                    let note =
                        if names.len() > 1 { format!("sheet {name:?} was read, of {known}") } else { String::new() };
                    return Ok(Workbook { range, note });
                }
            }
            Err(InputError::Empty { path: path.to_owned() })
        }));
        opened.unwrap_or_else(|_| Err(broken("its structure contradicts itself".to_owned())))
    }
}

/// A cell as text: numbers plainly, dates as ISO, errors as nothing.
fn text(cell: &Data, out: &mut String) {
    use std::fmt::Write;
    out.clear();
    let written = match cell {
        Data::Empty | Data::Error(_) => Ok(()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => out.write_str(text),
        Data::Int(number) => write!(out, "{number}"),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => write!(out, "{}", *number as i64),
        Data::Float(number) => write!(out, "{number}"),
        Data::Bool(value) => write!(out, "{value}"),
        Data::DateTime(when) if when.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => write!(out, "{year:04}-{month:02}-{day:02}"),
                _ => write!(out, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(when) => write!(out, "{}", when.as_f64()),
    };
    // Writing to a string cannot fail.
    debug_assert!(written.is_ok());
}

impl Table for Workbook {
    fn pieces(&self) -> usize {
        self.range.height().div_ceil(ROWS)
    }

    fn describe(&self) -> String {
        "workbook".to_owned()
    }

    fn notes(&self) -> Vec<String> {
        if self.note.is_empty() { Vec::new() } else { vec![self.note.clone()] }
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let (top, left) = self.range.start().unwrap_or_default();
        let mut scratch = Scratch::default();
        let mut cell_text = String::new();
        for (index, row) in self.range.rows().enumerate().skip(piece * ROWS).take(ROWS) {
            scratch.clear();
            for (column, cell) in row.iter().enumerate() {
                text(cell, &mut cell_text);
                scratch.push(&cell_text, Mark { lines_down: 0, column: left + column as u32 + 1 });
            }
            if !visit(RawRow::Row(scratch.cells(top + index as u32 + 1))) {
                return;
            }
        }
    }
}
