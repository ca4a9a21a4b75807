//! Parquet, without Arrow: row groups are pieces, so they are read in parallel and only one of them need be in memory.

use super::InputError;
use super::table::{Asked, Sheet};
use super::table::{RawRow, Scratch, Table};
use crate::model::{Day, Mark};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::Type;
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Most rows of a file: their numbers are lines, which are counted in 32 bits.
const ROWS: i64 = u32::MAX as i64;

/// A Parquet file.
pub(super) struct Parquet {
    reader: SerializedFileReader<bytes::Bytes>,
    keys: Vec<String>,
    index: FxHashMap<String, usize>,
    /// Columns that count nanoseconds, which the reader of rows hands over as plain numbers.
    nanoseconds: Vec<bool>,
    /// Line before the first of each row group.
    before: Vec<u32>,
}

impl Parquet {
    /// Whether these bytes are a Parquet file.
    pub fn recognise(bytes: &[u8]) -> bool {
        bytes.starts_with(b"PAR1")
    }

    /// Reads the schema.
    pub fn open(path: &Path, bytes: Vec<u8>, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
        let broken = |reason: String| InputError::Broken { path: path.to_owned(), what: "Parquet file", reason };
        let opened = catch_unwind(AssertUnwindSafe(|| SerializedFileReader::new(bytes::Bytes::from(bytes))));
        let reader = opened
            .unwrap_or_else(|_| Err(parquet::errors::ParquetError::General("its footer contradicts itself".to_owned())))
            .map_err(|error| broken(error.to_string()))?;
        let meta = reader.metadata();
        let (mut rows, mut before) = (0i64, Vec::new());
        for group in meta.row_groups() {
            before.push(rows as u32);
            rows = rows.saturating_add(group.num_rows().max(0));
        }
        if rows == 0 {
            return Err(InputError::NoRows { path: path.to_owned(), why: String::new() });
        }
        let limits = &asked.limits;
        let unpacked: i64 = meta.row_groups().iter().map(|group| group.total_byte_size().max(0)).sum();
        if rows > ROWS || unpacked as u64 > limits.bytes().saturating_mul(4) {
            let what = format!("says that it holds {rows} rows of {} MB", unpacked >> 20);
            return Err(InputError::Beyond { path: path.to_owned(), what, setting: "unpacked_mb" });
        }
        let mut columns = Vec::new();
        leaves(meta.file_metadata().schema(), "", 0, &mut columns);
        columns.truncate(usize::try_from(limits.columns).unwrap_or(usize::MAX));
        let (keys, nanoseconds): (Vec<String>, Vec<bool>) = columns.into_iter().unzip();
        let index = keys.iter().enumerate().map(|(at, key)| (key.clone(), at)).collect();
        Ok(Sheet::alone(Parquet { keys, index, nanoseconds, before, reader }))
    }
}

/// The columns that hold values: those within groups are called `outer.inner`, lists are one text.
fn leaves(schema: &Type, prefix: &str, depth: usize, out: &mut Vec<(String, bool)>) {
    for field in schema.get_fields() {
        let name = if prefix.is_empty() { field.name().to_owned() } else { format!("{prefix}.{}", field.name()) };
        let logical = field.get_basic_info().logical_type_ref();
        let listed = matches!(logical, Some(LogicalType::List | LogicalType::Map));
        if field.is_group() && !listed && depth < 8 {
            leaves(field, &name, depth + 1, out);
        } else {
            let nanoseconds = matches!(logical, Some(LogicalType::Timestamp(time)) if time.unit == TimeUnit::NANOS);
            out.push((name, nanoseconds));
        }
    }
}

/// Shows every value of a row with its column's name.
fn flatten<'a>(
    fields: impl Iterator<Item = (&'a String, &'a Field)>,
    prefix: &str,
    show: &mut dyn FnMut(&str, &Field),
) {
    for (name, field) in fields {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match field {
            Field::Group(row) => flatten(row.get_column_iter(), &name, show),
            field => show(&name, field),
        }
    }
}

/// A value as text: dates as ISO, whole numbers without a point, nothing for what is missing.
fn text(field: &Field, nanoseconds: bool, out: &mut String) {
    let written = match field {
        Field::Null => Ok(()),
        Field::Str(text) => out.write_str(text),
        Field::Bytes(bytes) => out.write_str(&String::from_utf8_lossy(bytes.data())),
        Field::Long(value) if nanoseconds => time(value.div_euclid(1_000_000_000), out),
        Field::Date(days) => write!(out, "{}", Day(*days)),
        Field::TimestampMillis(value) => time(value.div_euclid(1000), out),
        Field::TimestampMicros(value) => time(value.div_euclid(1_000_000), out),
        Field::Float(value) => number(f64::from(*value), &value.to_string(), out),
        Field::Double(value) => number(*value, &value.to_string(), out),
        Field::ListInternal(list) => {
            for (at, item) in list.elements().iter().enumerate() {
                if at > 0 {
                    out.push_str("; ");
                }
                text(item, nanoseconds, out);
            }
            Ok(())
        }
        Field::MapInternal(map) => {
            for (at, (key, value)) in map.entries().iter().enumerate() {
                if at > 0 {
                    out.push_str("; ");
                }
                text(key, false, out);
                out.push('=');
                text(value, nanoseconds, out);
            }
            Ok(())
        }
        Field::Group(row) => {
            for (at, (name, field)) in row.get_column_iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                out.push_str(name);
                out.push('=');
                text(field, false, out);
            }
            Ok(())
        }
        other => write!(out, "{other}"),
    };
    // Writing to a string cannot fail.
    debug_assert!(written.is_ok());
}

fn number(value: f64, plainly: &str, out: &mut String) -> std::fmt::Result {
    if value.is_nan() { Ok(()) } else { out.write_str(plainly) }
}

/// Seconds since 1970 as a day, with the time of day where it is not midnight.
pub(super) fn time(seconds: i64, out: &mut String) -> std::fmt::Result {
    let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let Ok(day) = i32::try_from(day) else { return write!(out, "{seconds}") };
    write!(out, "{}", Day(day))?;
    if rest == 0 { Ok(()) } else { write!(out, " {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60) }
}

impl Table for Parquet {
    fn pieces(&self) -> usize {
        self.before.len()
    }

    fn keys(&self) -> Option<&[String]> {
        Some(&self.keys)
    }

    fn describe(&self) -> String {
        "Parquet".to_owned()
    }

    fn read(&self, piece: usize, visit: &mut dyn FnMut(RawRow<'_>) -> bool) {
        let (mut line, mut going) = (self.before.get(piece).copied().unwrap_or(0), true);
        // The decoder indexes into what the pages declare; a damaged one may make it panic.
        let done = catch_unwind(AssertUnwindSafe(|| -> parquet::errors::Result<()> {
            let group = self.reader.get_row_group(piece)?;
            let mut scratch = Scratch::default();
            let mut texts = vec![String::new(); self.keys.len()];
            for row in group.get_row_iter(None)? {
                line += 1;
                texts.iter_mut().for_each(String::clear);
                flatten(row?.get_column_iter(), "", &mut |name, field| {
                    if let Some(&at) = self.index.get(name) {
                        text(field, self.nanoseconds[at], &mut texts[at]);
                    }
                });
                scratch.clear();
                for (column, text) in texts.iter().enumerate() {
                    scratch.push(text, Mark { lines_down: 0, column: column as u32 + 1 });
                }
                going = visit(RawRow::Row(scratch.cells(line)));
                if !going {
                    break;
                }
            }
            Ok(())
        }));
        let reason = match done {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its pages contradict themselves".to_owned(),
        };
        if going {
            let reason = format!("the rest of this row group cannot be read ({reason}); fetch the file again");
            visit(RawRow::Bad { line: line.max(1), reason, raw: "" });
        }
    }
}
