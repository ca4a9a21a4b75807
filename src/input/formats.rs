//! The formats that can be read: one row each.

use super::table::{Asked, Sheet};
use super::{
    InputError, delimited::Delimited, html_table, json::Json, kml, parquet::Parquet, spreadsheet_xml, stata, workbook,
};
use crate::text::encodings::{self, Decoded};
use std::path::Path;

/// Opens a file of a format: its path, what it holds, what was asked for.
type Open<T> = fn(&Path, T, &Asked<'_>) -> Result<Vec<Sheet>, InputError>;

/// A format of bytes.
struct Binary {
    /// Endings of file names, without the point.
    endings: &'static [&'static str],
    /// Whether these bytes are in it, whatever the file is called.
    recognise: fn(&[u8]) -> bool,
    /// Opens it.
    open: Open<Vec<u8>>,
}

/// A format of text.
struct Textual {
    endings: &'static [&'static str],
    recognise: fn(&str) -> bool,
    open: Open<String>,
}

/// The formats of bytes; the first that recognises them opens them.
static BINARY: &[Binary] = &[
    Binary { endings: &["xlsx", "xlsm", "xlsb", "xls", "ods"], recognise: workbook::recognise, open: workbook::open },
    Binary { endings: &["parquet"], recognise: Parquet::recognise, open: Parquet::open },
    Binary { endings: &["dta"], recognise: stata::recognise, open: stata::open },
];

/// The formats of text, likewise.
static TEXTUAL: &[Textual] = &[
    Textual { endings: &["json", "jsonl", "ndjson", "geojson", "geojsonl"], recognise: Json::recognise, open: json },
    Textual { endings: &[], recognise: spreadsheet_xml::recognise, open: spreadsheet_xml },
    Textual { endings: &["kml"], recognise: kml::recognise, open: kml_text },
    Textual { endings: &[], recognise: html_table::recognise, open: html },
    Textual { endings: &["csv", "tsv", "tab", "txt"], recognise: |_| true, open: delimited },
];

/// Endings that a packed file or an archive has.
const PACKED: &[&str] = &["gz", "zst", "zstd", "bz2", "xz"];

/// Endings of archives.
const ARCHIVES: &[&str] = &["zip", "tar", "tgz", "tbz2", "txz", "kmz"];

fn endings_of_formats() -> impl Iterator<Item = &'static str> {
    let textual = TEXTUAL.iter().flat_map(|format| format.endings);
    BINARY.iter().flat_map(|format| format.endings).chain(textual).copied()
}

/// All endings, for messages.
pub(super) fn endings() -> Vec<String> {
    endings_of_formats().chain(ARCHIVES.iter().copied()).map(|ending| format!(".{ending}")).collect()
}

/// Whether a file of this (lower-case) name is taken from a folder. A plain `.txt` is not: it may be anything.
pub(super) fn has_known_ending(name: &str) -> bool {
    let Some((stem, ending)) = split(name) else { return false };
    let article = matches!(ending, "md" | "html" | "htm") && !explains(stem);
    article || ARCHIVES.contains(&ending) || ending != "txt" && endings_of_formats().any(|known| known == ending)
}

/// Whether a file of this (lower-case) name is a plain text, as articles are kept.
pub(super) fn has_text_ending(name: &str) -> bool {
    split(name).is_some_and(|(stem, ending)| ending == "txt" && !explains(stem))
}

/// A file's name without the ending of its packing.
pub(super) fn unpacked_name(name: &str) -> &str {
    PACKED.iter().find_map(|packed| name.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(name)
}

/// A file's name and its ending, that of its packing left out.
fn split(name: &str) -> Option<(&str, &str)> {
    unpacked_name(name).rsplit_once('.')
}

/// What explains a folder is no article of it.
fn explains(stem: &str) -> bool {
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    ["readme", "license", "licence", "changelog", "contributing"].iter().any(|known| stem.starts_with(known))
}

/// Opens the contents of a file: its tables, in the order of the file.
pub(super) fn open(path: &Path, bytes: Vec<u8>, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    for &(magic, what) in FOREIGN {
        if bytes.starts_with(magic) {
            return Err(InputError::NotData { path: path.to_owned(), what });
        }
    }
    if let Some(format) = BINARY.iter().find(|format| (format.recognise)(&bytes)) {
        return (format.open)(path, bytes, asked);
    }
    let mut decoded = decode(path, bytes, asked)?;
    let format = TEXTUAL.iter().find(|format| (format.recognise)(&decoded.text));
    let format = format.ok_or(InputError::NotData { path: path.to_owned(), what: "is in no known format" })?;
    let sheets = (format.open)(path, std::mem::take(&mut decoded.text), asked)?;
    Ok(told(sheets, decoded))
}

/// Says of each table how its text was decoded.
fn told(mut sheets: Vec<Sheet>, decoded: Decoded) -> Vec<Sheet> {
    for sheet in &mut sheets {
        sheet.encoding = Some(decoded.encoding.clone());
        sheet.notes.splice(0..0, decoded.notes.iter().cloned());
    }
    sheets
}

/// Beginnings of files that people give by mistake.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "is a PDF document"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (
        b"SQLite format 3",
        "is an SQLite database or a GeoPackage, which cannot be read: export its table as CSV or GeoJSON",
    ),
    (b"RDX", "holds data of R, which cannot be read: save it as CSV or Parquet"),
    (b"X\n\0\0\0", "holds data of R, which cannot be read: save it as CSV or Parquet"),
    (b"Rar!", "is a RAR archive, which cannot be read: pack it as zip"),
    (b"7z\xbc\xaf", "is a 7z archive, which cannot be read: pack it as zip"),
    (b"\x1f\x9d", "is packed by `compress`, which cannot be read: pack it as gzip"),
];

/// Decodes a text.
fn decode(path: &Path, bytes: Vec<u8>, asked: &Asked<'_>) -> Result<Decoded, InputError> {
    let decoded = match asked.encoding {
        Some(wanted) => encodings::decode_as(bytes, wanted)
            .ok_or_else(|| InputError::UnknownEncoding { path: path.to_owned(), wanted: wanted.to_owned() })?,
        None => encodings::decode(bytes)
            .ok_or(InputError::NotData { path: path.to_owned(), what: "holds bytes that are not text" })?,
    };
    if decoded.text.trim().is_empty() {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    Ok(decoded)
}

fn delimited(_: &Path, text: String, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    Ok(Sheet::alone(Delimited::open(text, asked.delimiter, asked.limits)))
}

fn json(path: &Path, text: String, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    Json::open(path, text, asked.list, asked.limits)
}

fn spreadsheet_xml(path: &Path, text: String, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    spreadsheet_xml::open(path, &text, asked.sheets, asked.limits)
}

fn kml_text(path: &Path, text: String, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    kml::open(path, &text, asked.limits)
}

fn html(path: &Path, text: String, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    let tables = html_table::open(&text, asked.limits);
    if !tables.is_empty() {
        return Ok(tables);
    }
    let what = if text.trim_start().starts_with("<?xml") {
        "is XML of a kind that is not known"
    } else {
        "is a web page without a table, perhaps an error page saved instead of data"
    };
    Err(InputError::NotData { path: path.to_owned(), what })
}
