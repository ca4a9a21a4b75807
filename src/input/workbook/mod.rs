//! Workbooks: Excel's through calamine, cell by cell, and OpenDocument's. Every sheet is a table of its own; a cell's position is its
//! row and column in the sheet.

mod excel;
mod legacy;
mod open_document;
mod peek;

use super::InputError;
use super::table::{Asked, Sheet};
use crate::model::Limits;
use calamine::{Data, DataRef};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Whether these bytes are a workbook: a zip archive of its parts, or an old compound document.
pub(super) fn recognise(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Opens all sheets that hold cells, or those asked for.
pub(super) fn open(path: &Path, bytes: Vec<u8>, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    let (wanted, limits) = (asked.sheets, &asked.limits);
    // The library indexes into what files declare; a damaged one may make it panic.
    let opened = catch_unwind(AssertUnwindSafe(|| match kind(&bytes) {
        Kind::Xlsx => excel::open_xlsx(path, &bytes, wanted, limits),
        Kind::Xlsb => excel::open_xlsb(path, &bytes, wanted, limits),
        Kind::Ods => open_document::open(path, &bytes, wanted, limits),
        Kind::Xls => legacy::open(path, bytes, wanted, limits),
        Kind::Other(what) => Err(InputError::NotData { path: path.to_owned(), what }),
        Kind::Damaged(reason) => Err(broken(path, reason)),
    }));
    let sheets = opened.unwrap_or_else(|_| Err(broken(path, "its structure contradicts itself".to_owned())))?;
    if sheets.is_empty() { Err(InputError::Empty { path: path.to_owned() }) } else { Ok(sheets) }
}

enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Other(&'static str),
    Damaged(String),
}

/// Which workbook it is, by what is in it.
fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Kind::Xls;
    }
    let archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => return Kind::Damaged(error.to_string()),
    };
    let mut names: Vec<&[u8]> = archive.file_names_raw().collect();
    names.sort_unstable();
    let has = |name: &[u8]| names.binary_search(&name).is_ok();
    match () {
        () if has(b"xl/workbook.bin") => Kind::Xlsb,
        () if names.iter().any(|name| name.ends_with(b"workbook.xml")) => Kind::Xlsx,
        () if has(b"content.xml") => Kind::Ods,
        () if has(b"word/document.xml") => Kind::Other("is a document of a word processor"),
        () if has(b"ppt/presentation.xml") => Kind::Other("is a presentation"),
        () => Kind::Damaged("it holds no workbook".to_owned()),
    }
}

fn broken(path: &Path, reason: String) -> InputError {
    InputError::Broken { path: path.to_owned(), what: "workbook", reason }
}

fn too_many_cells(path: &Path, limits: &Limits) -> InputError {
    let what = format!("holds or spans more than {} million cells", limits.cells_million);
    InputError::Beyond { path: path.to_owned(), what, setting: "cells_million" }
}

/// The sheets to read: those asked for, else all.
pub(super) fn chosen<'a>(
    path: &Path,
    names: &'a [String],
    wanted: &'a [String],
) -> Result<Vec<&'a String>, InputError> {
    for sheet in wanted {
        if !names.contains(sheet) {
            let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            let known = quoted.join(", ");
            return Err(InputError::Sheet { path: path.to_owned(), wanted: sheet.clone(), known });
        }
    }
    Ok(names.iter().filter(|name| wanted.is_empty() || wanted.contains(name)).collect())
}

/// A cell as text: numbers plainly, dates as ISO, errors as nothing.
fn text(cell: &DataRef<'_>, out: &mut String) {
    use std::fmt::Write;
    out.clear();
    let written = match cell {
        DataRef::Empty | DataRef::Error(_) => Ok(()),
        DataRef::SharedString(text) => out.write_str(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.write_str(text),
        DataRef::Int(number) => write!(out, "{number}"),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => write!(out, "{}", *number as i64),
        DataRef::Float(number) => write!(out, "{number}"),
        DataRef::Bool(value) => write!(out, "{value}"),
        DataRef::DateTime(when) if when.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = when.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => write!(out, "{year:04}-{month:02}-{day:02}"),
                _ => write!(out, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(when) => write!(out, "{}", when.as_f64()),
    };
    // Writing to a string cannot fail.
    debug_assert!(written.is_ok());
}

/// The same cell, borrowed.
fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Empty => DataRef::Empty,
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::String(text) => DataRef::SharedString(text),
        Data::DateTimeIso(text) => DataRef::SharedString(text),
        Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(when) => DataRef::DateTime(*when),
    }
}
