//! What one input holds: a table, an article, or several of them where it is an archive or a workbook.

use super::formats;
use super::layout;
use super::mapping::Mapping;
use super::reader::{InputOptions, Source, described, read_table};
use super::table::{Asked, RawRow, Sheet, Table, listed};
use super::{InputError, article, open as files};
use crate::model::ledger::Input;
use crate::model::{Batch, Col};
use std::path::Path;

/// An input that was opened and is yet to be read.
#[derive(Debug, Default)]
pub struct Opened {
    /// The tables and articles in it, in a fixed order.
    pub parts: Vec<Part>,
    /// What in it should have been one and is not, by name.
    pub unread: Vec<(String, InputError)>,
}

/// A table or an article.
pub struct Part {
    /// The input's path; behind `#` the file within an archive, the sheet within a workbook.
    pub name: String,
    hash: String,
    content: Content,
}

enum Content {
    Article { mapping: Box<Mapping>, batch: Batch, format: String },
    Table { table: Box<dyn Table>, format: String, notes: Vec<String> },
}

impl std::fmt::Debug for Part {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Part").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Opens a file (or `-`, standard input): unpacks it and finds what tables it holds.
///
/// # Errors
/// Nothing in it can be read, and why.
pub fn open(path: &Path, options: &InputOptions) -> Result<Opened, InputError> {
    let contents = files::contents(path, &options.limits)?;
    let shown = path.display().to_string().replace('\\', "/");
    let mut opened = Opened::default();
    let named = |within: &Option<String>| match within {
        Some(within) => format!("{shown}#{within}"),
        None => shown.clone(),
    };
    for (within, error) in contents.unpacked.broken {
        opened.unread.push((named(&Some(within)), error));
    }
    let (alone, mut useless) = (contents.unpacked.members.len() == 1, Vec::new());
    for member in contents.unpacked.members {
        let name = named(&member.within);
        match parts(path, &name, member, &contents.hash, options) {
            Ok(parts) => opened.parts.extend(parts),
            // A file that has other columns than reports have lies in many archives; alone it is what was meant.
            Err(error @ InputError::NoUsableColumn { .. }) if !alone => useless.push((name, error)),
            Err(error) => opened.unread.push((name, error)),
        }
    }
    if opened.parts.is_empty() {
        opened.unread.extend(useless);
    } else {
        let names = useless.iter().map(|(name, _)| name.rsplit('#').next().unwrap_or(name));
        let names: Vec<&str> = names.chain(contents.unpacked.left.iter().map(String::as_str)).collect();
        note(&mut opened.parts, "files in it that hold no reports and were not read", &names);
    }
    if opened.parts.is_empty() && opened.unread.len() <= 1 {
        return Err(match opened.unread.pop() {
            Some((_, error)) => error,
            None => InputError::NoData { path: path.display().to_string(), known: formats::endings().join(", ") },
        });
    }
    Ok(opened)
}

/// Reads all of one file (or `-`, standard input), handing over batches in the order of its rows as they fill. `number` is the number of
/// its first part; the others follow.
///
/// # Errors
/// A sentence that says what could not be read, and what to do.
pub fn read(
    path: &Path,
    number: u32,
    options: &InputOptions,
    sink: &mut dyn FnMut(&Mapping, Batch),
) -> Result<Vec<Source>, InputError> {
    let opened = open(path, options)?;
    if let Some((_, error)) = opened.unread.into_iter().next() {
        return Err(error);
    }
    (number..).zip(opened.parts).map(|(number, part)| part.read(number, options, sink)).collect()
}

/// Says on the first part what was left out.
fn note(parts: &mut [Part], what: &str, names: &[&str]) {
    if let (Some(Part { content: Content::Table { notes, .. }, .. }), false) = (parts.first_mut(), names.is_empty()) {
        notes.push(format!("{what}: {}", listed(names)));
    }
}

/// The tables of one file, or the article that it is.
fn parts(
    path: &Path,
    name: &str,
    member: super::unpack::Member,
    hash: &str,
    options: &InputOptions,
) -> Result<Vec<Part>, InputError> {
    let own = Path::new(member.within.as_deref().map_or(path.as_os_str(), |within| within.as_ref()));
    let part = |name: String, content| Part { name, hash: hash.to_owned(), content };
    if let Some((mapping, batch, format)) = article::open(own, &member.bytes, 0) {
        return Ok(vec![part(name.to_owned(), Content::Article { mapping: Box::new(mapping), batch, format })]);
    }
    let packed = member.packed;
    let mut sheets = formats::open(Path::new(name), member.bytes, &asked(options))?;
    let many = sheets.len() > 1;
    let left = if many && options.sheets.is_empty() { select(path, &mut sheets, options) } else { Vec::new() };
    let mut parts: Vec<Part> = sheets
        .into_iter()
        .map(|sheet| {
            let name = match &sheet.name {
                Some(own) if many => format!("{name}#{own}"),
                _ => name.to_owned(),
            };
            let words = [sheet.table.describe()].into_iter().chain(packed.iter().map(|word| (*word).to_owned()));
            let format = words.chain(sheet.encoding).collect::<Vec<_>>().join(", ");
            part(name, Content::Table { table: sheet.table, format, notes: sheet.notes })
        })
        .collect();
    let left: Vec<String> = left.iter().map(|name| format!("{name:?}")).collect();
    let left: Vec<&str> = left.iter().map(String::as_str).collect();
    note(&mut parts, "sheets that hold no reports and were not read", &left);
    Ok(parts)
}

fn asked(options: &InputOptions) -> Asked<'_> {
    Asked {
        sheets: &options.sheets,
        encoding: options.encoding.as_deref(),
        delimiter: options.delimiter,
        list: options.list.as_deref(),
        limits: &options.limits,
    }
}

/// Keeps the sheets that hold reports: those in which at least two of an id, a date, a place and a toll are found, and no fewer than
/// half as many as in the best one. The names of the others. Where none does, the best is left to say what is wrong with it.
fn select(path: &Path, sheets: &mut Vec<Sheet>, options: &InputOptions) -> Vec<String> {
    let scores: Vec<usize> = sheets.iter().map(|sheet| score(path, sheet.table.as_ref(), options)).collect();
    let best = scores.iter().copied().max().unwrap_or(0);
    let mut scores = scores.into_iter();
    let mut left = Vec::new();
    let mut found = false;
    sheets.retain(|sheet| {
        let score = scores.next().unwrap_or(0);
        let keep = if best < 2 { score == best && !found } else { score >= 2 && score * 2 >= best };
        found |= keep;
        if !keep {
            left.push(sheet.name.clone().unwrap_or_default());
        }
        keep
    });
    left
}

fn score(path: &Path, table: &dyn Table, options: &InputOptions) -> usize {
    let Ok(layout) = layout::header(path, table, options) else { return 0 };
    let mut rows = false;
    table.read(0, &mut |row| {
        rows = matches!(row, RawRow::Row(cells) if cells.line > layout.last_line);
        !rows
    });
    if !rows {
        return 0;
    }
    let has = |cols: &[Col]| usize::from(cols.iter().any(|col| layout.mapping.has(*col)));
    has(&[Col::ReportId])
        + has(&[Col::EventDate])
        + has(&[Col::Place, Col::Admin1, Col::Admin2, Col::Admin3, Col::Lat])
        + has(&[Col::Killed, Col::KilledLow, Col::KilledHigh, Col::Injured])
}

impl Part {
    /// Reads the part, handing over batches in the order of its rows as they fill. `number` is the number of this input. The
    /// batches, and where one ends and the next begins, are the same for any number of threads.
    ///
    /// # Errors
    /// A sentence that says what could not be read, and what to do.
    pub fn read(
        self,
        number: u32,
        options: &InputOptions,
        sink: &mut dyn FnMut(&Mapping, Batch),
    ) -> Result<Source, InputError> {
        let Part { name, hash, content } = self;
        let mut source = match content {
            Content::Table { table, format, notes } => {
                let mut source = read_table(Path::new(&name), table.as_ref(), number, options, sink)?;
                source.info.format = format;
                source.info.notes.splice(0..0, notes);
                source
            }
            Content::Article { mut mapping, batch, format } => {
                options.settle(&mut mapping)?;
                let rows = batch.len() as u64;
                let info = Input { format, read: rows, loaded: rows, ..described(&mapping) };
                sink(&mapping, numbered(batch, number));
                Source { info, mapping: *mapping, rejected: Vec::new() }
            }
        };
        source.info.name = name;
        source.info.hash = hash;
        Ok(source)
    }

    /// The table; `None` where it is an article.
    pub(super) fn into_table(self) -> Option<Box<dyn Table>> {
        match self.content {
            Content::Table { table, .. } => Some(table),
            Content::Article { .. } => None,
        }
    }
}

/// The same rows under the number of their input.
fn numbered(batch: Batch, number: u32) -> Batch {
    if number == 0 {
        return batch;
    }
    let mut out = Batch::default();
    for mut record in batch.iter() {
        record.input = number;
        out.push(&record);
    }
    out
}
