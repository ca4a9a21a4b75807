//! XLS, the binary workbook of Excel 97 and before.
//!
//! The library lays each sheet out in full, from its first cell to its last one, so a stray cell costs millions. How far the cells
//! span, and which rows are hidden, is looked up in the records first.

use super::{borrowed, broken, chosen, text, too_many_cells};
use crate::input::InputError;
use crate::input::grid::{Builder, Merged};
use crate::input::table::Sheet;
use crate::model::Limits;
use calamine::{Reader, Xls, XlsError};
use std::io::{Cursor, Read};
use std::path::Path;

/// What a look at the records of a sheet showed.
#[derive(Debug, Default)]
struct Span {
    name: String,
    /// First and last row and column.
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
    hidden: Vec<u32>,
}

impl Span {
    fn add(&mut self, row: u16, columns: (u16, u16)) {
        let (top, bottom) = self.rows.unwrap_or((row, row));
        self.rows = Some((top.min(row), bottom.max(row)));
        let (left, right) = self.columns.unwrap_or(columns);
        self.columns = Some((left.min(columns.0), right.max(columns.1)));
    }

    fn cells(&self) -> u64 {
        let length = |range: Option<(u16, u16)>| range.map_or(0, |(first, last)| u64::from(last - first) + 1);
        length(self.rows) * length(self.columns)
    }
}

/// Opens an XLS.
pub(super) fn open(path: &Path, bytes: Vec<u8>, wanted: &[String], limits: &Limits) -> Result<Vec<Sheet>, InputError> {
    let spans = spans(&bytes);
    // A cell laid out takes some thirty bytes, one that is kept sparsely hardly any where it is blank.
    let most = limits.cells() / 3;
    if spans.iter().map(Span::cells).sum::<u64>() > most {
        return Err(too_many_cells(path, limits));
    }
    let fail = |error: XlsError| match error {
        XlsError::Password => broken(path, "it is protected by a password".to_owned()),
        other => broken(path, other.to_string()),
    };
    let mut book = Xls::new(Cursor::new(bytes)).map_err(fail)?;
    let names = book.sheet_names();
    let hidden = super::excel::hidden(book.sheets_metadata());
    let mut found = Vec::new();
    for name in chosen(path, &names, wanted)? {
        let areas = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let range = book.worksheet_range(name).map_err(fail)?;
        let Some((top, left)) = range.start() else { continue };
        let mut out = Builder::new("workbook (XLS)", limits.columns);
        let area = |area: &calamine::Dimensions| Merged { top: area.start.0, left: area.start.1, bottom: area.end.0 };
        out.merged(areas.iter().map(area).collect());
        if hidden.contains(name) {
            out.note("the sheet is hidden; it was read".to_owned());
        }
        if let Some(span) = spans.iter().find(|span| &span.name == name) {
            out.hidden_rows(&span.hidden);
        }
        let mut buffer = String::new();
        for (row, cells) in range.rows().enumerate() {
            out.row(top + row as u32 + 1);
            for (column, cell) in cells.iter().enumerate() {
                text(&borrowed(cell), &mut buffer);
                out.cell(left + column as u32, &buffer);
            }
        }
        let grid = out.finish();
        if !grid.is_empty() {
            found.push(Sheet { name: Some(name.clone()), table: Box::new(grid), encoding: None, notes: Vec::new() });
        }
    }
    Ok(found)
}

/// How far the cells of each sheet span, by the records of the workbook's stream; nothing where it is no workbook.
fn spans(bytes: &[u8]) -> Vec<Span> {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else { return Vec::new() };
    let mut stream = Vec::new();
    for name in ["Workbook", "Book"] {
        let Ok(mut opened) = file.open_stream(name) else { continue };
        // What cannot be read to its end is read as far as it goes; the library then says what is wrong.
        let _ = opened.read_to_end(&mut stream);
        break;
    }
    let mut sheets: Vec<(u32, Span)> = Vec::new();
    let mut at = 0;
    let number = |at: usize| Some(u16::from_le_bytes([*stream.get(at)?, *stream.get(at + 1)?]));
    while let (Some(kind), Some(length)) = (number(at), number(at + 2)) {
        let body = at + 4;
        let field = |offset: usize| number(body + offset).filter(|_| offset + 2 <= usize::from(length));
        match kind {
            // A sheet's name and where it begins.
            0x0085 => {
                let begins = u32::from(field(0).unwrap_or(0)) | u32::from(field(2).unwrap_or(0)) << 16;
                let data = stream.get(body..body + usize::from(length)).unwrap_or_default();
                sheets.push((begins, Span { name: sheet_name(data.get(6..).unwrap_or_default()), ..Span::default() }));
            }
            // A row: hidden or not. Cells, by row and column; several of them in one record.
            0x0208 | 0x0203 | 0x0204 | 0x0205 | 0x0006 | 0x027e | 0x00fd | 0x00d6 | 0x00bd => {
                let (Some(row), Some(column)) = (field(0), field(2)) else { break };
                let sheet =
                    sheets.iter_mut().filter(|(begins, _)| *begins as usize <= at).max_by_key(|(begins, _)| *begins);
                if let Some((_, span)) = sheet {
                    match kind {
                        0x0208 if field(12).is_some_and(|flags| flags & 0x20 != 0) => {
                            span.hidden.push(u32::from(row) + 1)
                        }
                        0x0208 => {}
                        0x00bd => {
                            span.add(row, (column, field(usize::from(length).saturating_sub(2)).unwrap_or(column)))
                        }
                        _ => span.add(row, (column, column)),
                    }
                }
            }
            _ => {}
        }
        at = body + usize::from(length);
    }
    sheets.into_iter().map(|(_, span)| span).collect()
}

/// A name as BIFF8 keeps it: its length, whether its letters take two bytes, the letters.
fn sheet_name(data: &[u8]) -> String {
    match data {
        [_, 1, wide @ ..] => {
            let letters: Vec<u16> = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&letters)
        }
        [_, 0, narrow @ ..] => narrow.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::new(),
    }
}
