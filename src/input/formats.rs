//! The formats that can be read: one row each.

use super::open::Contents;
use super::table::Table;
use super::{InputError, delimited::Delimited, json::Json, workbook::Workbook};
use crate::text::encodings;
use std::path::Path;

/// A table and, before what was noticed, the encoding where the format is text.
type Opened = (Box<dyn Table>, Vec<String>);

/// A table, its format in words, and what was noticed.
pub(super) type Described = (Box<dyn Table>, String, Vec<String>);

/// How a file is understood.
struct Format {
    /// Endings of file names, without the point.
    endings: &'static [&'static str],
    /// Whether these bytes look like it, whatever the file is called.
    recognise: fn(&[u8]) -> bool,
    /// Opens it.
    open: fn(&Path, Vec<u8>, &Asked) -> Result<Opened, InputError>,
}

/// What the user asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    /// Sheet of a workbook.
    pub sheet: Option<String>,
}

/// The formats; the first that recognises the bytes opens them.
static FORMATS: &[Format] = &[
    Format { endings: &["xlsx", "xlsm", "xlsb", "xls", "ods"], recognise: Workbook::recognise, open: open_workbook },
    Format { endings: &["json", "jsonl", "ndjson", "geojson"], recognise: Json::recognise, open: open_json },
    Format { endings: &["csv", "tsv", "tab", "txt"], recognise: |_| true, open: open_delimited },
];

/// Endings that a packed file adds.
const PACKED: &[&str] = &["gz", "zst", "zstd"];

/// All endings, for messages.
pub(super) fn endings() -> Vec<String> {
    FORMATS.iter().flat_map(|format| format.endings).map(|ending| format!(".{ending}")).collect()
}

/// Whether a file of this (lower-case) name is taken from a folder. A plain `.txt` is not: it may be anything.
pub(super) fn has_known_ending(name: &str) -> bool {
    let Some((stem, ending)) = split(name) else { return false };
    let article = matches!(ending, "md" | "html" | "htm") && !explains(stem);
    article || ending != "txt" && FORMATS.iter().any(|format| format.endings.contains(&ending))
}

/// Whether a file of this (lower-case) name is a plain text, as articles are kept.
pub(super) fn has_text_ending(name: &str) -> bool {
    split(name).is_some_and(|(stem, ending)| ending == "txt" && !explains(stem))
}

/// A file's name and its ending, that of its packing left out.
fn split(name: &str) -> Option<(&str, &str)> {
    PACKED.iter().find_map(|packed| name.strip_suffix(packed)?.strip_suffix('.')).unwrap_or(name).rsplit_once('.')
}

/// What explains a folder is no article of it.
fn explains(stem: &str) -> bool {
    let stem = stem.rsplit('/').next().unwrap_or(stem);
    ["readme", "license", "licence", "changelog", "contributing"].iter().any(|known| stem.starts_with(known))
}

/// Opens the contents of a file: the table, its format in words, and what was noticed.
pub(super) fn open(path: &Path, contents: Contents, asked: &Asked) -> Result<Described, InputError> {
    for &(magic, what) in FOREIGN {
        if contents.bytes.starts_with(magic) {
            return Err(InputError::NotData { path: path.to_owned(), what });
        }
    }
    let packed = contents.packed;
    let format = FORMATS.iter().find(|format| (format.recognise)(&contents.bytes));
    let format = format.ok_or(InputError::NotData { path: path.to_owned(), what: "is in no known format" })?;
    let (table, mut words) = (format.open)(path, contents.bytes, asked)?;
    let mut described = vec![table.describe()];
    described.extend(packed.map(str::to_owned));
    // The first word is the encoding, where the format is text.
    let notes = words.split_off(words.len().min(1));
    described.extend(words);
    Ok((table, described.join(", "), notes))
}

/// Beginnings of files that people give by mistake.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "is a PDF document"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"PAR1", "is a Parquet file"),
    (b"SQLite format 3", "is an SQLite database"),
    (b"Rar!", "is a RAR archive"),
    (b"7z\xbc\xaf", "is a 7z archive"),
    (b"<!DOCTYPE html", "is a web page, perhaps an error page saved instead of data"),
    (b"<html", "is a web page, perhaps an error page saved instead of data"),
    (b"<?xml", "is XML"),
];

/// Decodes text; what comes back begins with the encoding.
fn decode(path: &Path, bytes: Vec<u8>) -> Result<(String, Vec<String>), InputError> {
    let decoded = encodings::decode(bytes)
        .ok_or(InputError::NotData { path: path.to_owned(), what: "holds bytes that are not text" })?;
    if decoded.text.trim().is_empty() {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    let mut words = vec![decoded.encoding.to_owned()];
    words.extend(decoded.notes);
    Ok((decoded.text, words))
}

fn open_delimited(path: &Path, bytes: Vec<u8>, _: &Asked) -> Result<Opened, InputError> {
    let (text, words) = decode(path, bytes)?;
    Ok((Box::new(Delimited::open(text)), words))
}

fn open_json(path: &Path, bytes: Vec<u8>, _: &Asked) -> Result<Opened, InputError> {
    let (text, words) = decode(path, bytes)?;
    Ok((Box::new(Json::open(text)), words))
}

fn open_workbook(path: &Path, bytes: Vec<u8>, asked: &Asked) -> Result<Opened, InputError> {
    Ok((Box::new(Workbook::open(path, bytes, asked.sheet.as_deref())?), Vec::new()))
}
