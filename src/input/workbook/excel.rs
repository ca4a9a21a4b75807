//! XLSX and XLSB: cells come one by one, and only those that say something are kept.

use super::peek::{self, Peek};
use super::{broken, chosen, text, too_many_cells};
use crate::input::InputError;
use crate::input::grid::{Builder, Grid, Merged};
use crate::input::table::Sheet;
use crate::model::Limits;
use calamine::{Cell, DataRef, Reader, SheetType, SheetVisible, Xlsb, Xlsx};
use std::io::Cursor;
use std::path::Path;

/// Opens an XLSX.
pub(super) fn open_xlsx(
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
    limits: &Limits,
) -> Result<Vec<Sheet>, InputError> {
    let mut peeks = peek::look(path, bytes, limits)?;
    let fail = |error: calamine::XlsxError| broken(path, said(&error.to_string()));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(fail)?;
    let paths = sheet_paths(bytes);
    let names = sheets(book.sheets_metadata());
    let hidden = hidden(book.sheets_metadata());
    let (mut found, mut budget) = (Vec::new(), limits.cells());
    for name in chosen(path, &names, wanted)? {
        let areas = book.merge_cells_by_sheet_name(name).unwrap_or_default();
        let mut reader = match book.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(fail(error)),
        };
        let mut out = Builder::new("workbook", limits.columns);
        let area = |area: &calamine::Dimensions| Merged { top: area.start.0, left: area.start.1, bottom: area.end.0 };
        out.merged(areas.iter().map(area).collect());
        let own = paths.iter().find(|(known, _)| known == name).map(|(_, path)| path.as_str());
        if let Some(at) = own.and_then(|own| peeks.iter().position(|(known, _)| known.ends_with(own))) {
            tell(&mut out, &peeks.swap_remove(at).1);
        }
        if hidden.contains(name) {
            out.note("the sheet is hidden; it was read".to_owned());
        }
        let grid = fill(out, &mut budget, || reader.next_cell().map_err(fail), || too_many_cells(path, limits))?;
        found.extend(sheet(name, grid));
    }
    Ok(found)
}

/// Opens an XLSB.
pub(super) fn open_xlsb(
    path: &Path,
    bytes: &[u8],
    wanted: &[String],
    limits: &Limits,
) -> Result<Vec<Sheet>, InputError> {
    peek::look(path, bytes, limits)?;
    let fail = |error: calamine::XlsbError| broken(path, said(&error.to_string()));
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(fail)?;
    let names = sheets(book.sheets_metadata());
    let hidden = hidden(book.sheets_metadata());
    let (mut found, mut budget) = (Vec::new(), limits.cells());
    for name in chosen(path, &names, wanted)? {
        let mut reader = book.worksheet_cells_reader(name).map_err(fail)?;
        let mut out = Builder::new("workbook (XLSB)", limits.columns);
        if hidden.contains(name) {
            out.note("the sheet is hidden; it was read".to_owned());
        }
        let grid = fill(out, &mut budget, || reader.next_cell().map_err(fail), || too_many_cells(path, limits))?;
        found.extend(sheet(name, grid));
    }
    Ok(found)
}

/// Sheets that can hold cells.
fn sheets(all: &[calamine::Sheet]) -> Vec<String> {
    let cells = all.iter().filter(|sheet| matches!(sheet.typ, SheetType::WorkSheet | SheetType::MacroSheet));
    cells.map(|sheet| sheet.name.clone()).collect()
}

/// Names of sheets that nobody sees.
pub(super) fn hidden(all: &[calamine::Sheet]) -> Vec<String> {
    all.iter().filter(|sheet| sheet.visible != SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect()
}

fn sheet(name: &str, grid: Grid) -> Option<Sheet> {
    let sheet = Sheet { name: Some(name.to_owned()), table: Box::new(grid), encoding: None, notes: Vec::new() };
    (sheet.table.pieces() > 0).then_some(sheet)
}

fn tell(out: &mut Builder, peek: &Peek) {
    out.hidden_rows(&peek.hidden);
    peek.note().into_iter().for_each(|note| out.note(note));
}

/// Reads all cells of a sheet.
fn fill<'a>(
    mut out: Builder,
    budget: &mut u64,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, InputError>,
    beyond: impl Fn() -> InputError,
) -> Result<Grid, InputError> {
    let (mut row, mut buffer) = (None, String::new());
    while let Some(cell) = next()? {
        let (at, column) = cell.get_position();
        text(cell.get_value(), &mut buffer);
        if buffer.is_empty() {
            continue;
        }
        *budget = budget.checked_sub(1).ok_or_else(&beyond)?;
        if row != Some(at) {
            row = Some(at);
            out.row(at.saturating_add(1));
        }
        out.cell(column, &buffer);
    }
    Ok(out.finish())
}

/// What the library says, in words that help.
fn said(error: &str) -> String {
    if error.to_lowercase().contains("password") {
        "it is protected by a password".to_owned()
    } else {
        error.to_owned()
    }
}

/// Where each sheet lies within an XLSX, by its name: the workbook names a relation, the relations name a path.
fn sheet_paths(bytes: &[u8]) -> Vec<(String, String)> {
    use crate::input::xml::{attribute, local};
    use quick_xml::events::Event;
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut pairs = |file: &str, element: &str, from: &str, to: &str| {
        let mut text = String::new();
        let mut found = Vec::new();
        let Ok(mut part) = archive.by_name(file) else { return found };
        if std::io::Read::read_to_string(&mut part, &mut text).is_err() {
            return found;
        }
        let mut reader = quick_xml::Reader::from_str(&text);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) | Event::Empty(tag) if local(&tag) == element => {
                    found.extend(attribute(&tag, from).zip(attribute(&tag, to)));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        found
    };
    let sheets = pairs("xl/workbook.xml", "sheet", "name", "id");
    let targets = pairs("xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target");
    let path = |id: &String| {
        targets.iter().find(|(known, _)| known == id).map(|(_, target)| target.trim_start_matches('/').to_owned())
    };
    sheets.iter().filter_map(|(name, id)| Some((name.clone(), path(id)?))).collect()
}
