//! Stata's .dta, of every version: dates as its formats have them, labelled values as their labels.

use super::InputError;
use super::grid::Builder;
use super::parquet::time;
use super::table::{Asked, Sheet};
use crate::model::Day;
use crate::text::encodings::Guess;
use dta::stata::dta::dta_error::DtaError;
use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::value_label_table::ValueLabelTable;
use encoding_rs::WINDOWS_1252;
use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;

/// Whether these bytes are a Stata file: its mark, or a version, a byte order and a file type as they were before there was one.
pub(super) fn recognise(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<stata_dta>") || matches!(bytes, [104..=115, 1 | 2, 1, 0, ..])
}

/// 1 January 1960, from which Stata counts, as days since 1970.
const EPOCH: f64 = -3653.0;

/// Reads all rows.
pub(super) fn open(path: &Path, bytes: Vec<u8>, asked: &Asked<'_>) -> Result<Vec<Sheet>, InputError> {
    let broken =
        |error: DtaError| InputError::Broken { path: path.to_owned(), what: "Stata file", reason: error.to_string() };
    // Every byte is a letter of windows-1252 and can be had back from it, so that what the file is truly in is found out here:
    // old versions do not say, new ones are said to be UTF-8 and are not always.
    let tables = tables(&bytes).map_err(broken)?;
    let mut guess = Guess::default();
    rows(&bytes, |_, _, value| {
        if let Value::String(text) = value {
            guess.see(&raw(text));
        }
    })
    .map_err(broken)?;
    for text in tables.strings.iter().filter(|text| text.is_text()) {
        guess.see(text.data());
    }
    let decoded = guess.settle(asked.encoding);
    let mut out = Builder::new("Stata", asked.limits.columns);
    let names: Vec<String> =
        tables.schema.variables().iter().map(|variable| decoded.decode(&raw(variable.name()))).collect();
    out.keys(names.iter().map(String::as_str));
    let formats: Vec<Format> = tables.schema.variables().iter().map(|variable| Format::of(variable.format())).collect();
    let (mut text, mut line, mut labelled) = (String::new(), 0, vec![false; names.len()]);
    rows(&bytes, |row, column, value| {
        if row != line {
            line = row;
            out.row(row);
        }
        text.clear();
        match value {
            Value::String(value) if value.is_ascii() => text.push_str(value),
            Value::String(value) => text.push_str(&decoded.decode(&raw(value))),
            Value::LongStringRef(reference) => {
                if let Some(long) = tables.strings.get(reference).filter(|long| long.is_text()) {
                    let end = memchr::memchr(0, long.data()).unwrap_or(long.data().len());
                    text.push_str(&decoded.decode(&long.data()[..end]));
                }
            }
            value => {
                let Some(number) = number(value) else { return };
                let variable = &tables.schema.variables()[column];
                let label = if number.fract() == 0.0 { tables.labels.label_for(variable, number as i32) } else { None };
                match label {
                    Some(label) => {
                        labelled[column] = true;
                        text.push_str(&decoded.decode(&raw(label)));
                    }
                    None => formats[column].write(number, &mut text),
                }
            }
        }
        out.cell(column as u32, &text);
    })
    .map_err(broken)?;
    let labelled: Vec<&str> =
        names.iter().zip(labelled).filter(|(_, labelled)| *labelled).map(|(name, _)| name.as_str()).collect();
    if !labelled.is_empty() {
        out.note(format!("labels were read instead of their codes in {}", super::table::listed(&labelled)));
    }
    decoded.note().into_iter().for_each(|note| out.note(note));
    let grid = out.finish();
    if grid.is_empty() {
        return Err(InputError::NoRows { path: path.to_owned(), why: String::new() });
    }
    let mut sheets = Sheet::alone(grid);
    sheets.iter_mut().for_each(|sheet| sheet.encoding = Some(decoded.name().to_owned()));
    Ok(sheets)
}

struct Tables {
    schema: Schema,
    strings: LongStringTable,
    labels: ValueLabelTable,
}

/// What stands beside the rows: the variables, the long strings, the labels.
fn tables(bytes: &[u8]) -> Result<Tables, DtaError> {
    let reader = DtaReader::new().encoding(WINDOWS_1252).from_reader(Cursor::new(bytes));
    let mut characteristics = reader.read_header()?.read_schema()?;
    characteristics.skip_to_end()?;
    let mut records = characteristics.into_record_reader()?;
    let schema = records.schema().clone();
    records.skip_to_end()?;
    let mut long = records.into_long_string_reader()?;
    let mut strings = LongStringTable::for_reading();
    long.read_remaining_into(&mut strings)?;
    let mut reader = long.into_value_label_reader()?;
    let mut labels = ValueLabelTable::new();
    reader.read_remaining_into(&mut labels)?;
    Ok(Tables { schema, strings, labels })
}

/// Shows every value with its row, from 1, and its column.
fn rows(bytes: &[u8], mut show: impl FnMut(u32, usize, &Value<'_>)) -> Result<(), DtaError> {
    let reader = DtaReader::new().encoding(WINDOWS_1252).from_reader(Cursor::new(bytes));
    let mut characteristics = reader.read_header()?.read_schema()?;
    characteristics.skip_to_end()?;
    let mut records = characteristics.into_record_reader()?;
    let mut row = 0;
    while let Some(record) = records.read_record()? {
        row += 1;
        record.values().iter().enumerate().for_each(|(column, value)| show(row, column, value));
    }
    Ok(())
}

/// The bytes that a text of windows-1252 was.
fn raw(text: &str) -> Vec<u8> {
    WINDOWS_1252.encode(text).0.into_owned()
}

/// A number that is not missing.
fn number(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Byte(value) => value.present().map(f64::from),
        Value::Int(value) => value.present().map(f64::from),
        Value::Long(value) => value.present().map(f64::from),
        Value::Float(value) => value.present().map(|number| number.to_string().parse().unwrap_or(f64::from(number))),
        Value::Double(value) => value.present(),
        Value::String(_) | Value::LongStringRef(_) => None,
    }
}

/// What a number of a variable counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Plain,
    Days,
    Milliseconds,
    Weeks,
    Months,
    Quarters,
    Years,
}

impl Format {
    fn of(format: &str) -> Format {
        let format = format.trim_start_matches(['%', '-']);
        match format.as_bytes() {
            [b't', b'd', ..] | [b'd', ..] => Format::Days,
            [b't', b'c' | b'C', ..] => Format::Milliseconds,
            [b't', b'w', ..] => Format::Weeks,
            [b't', b'm', ..] => Format::Months,
            [b't', b'q', ..] => Format::Quarters,
            [b't', b'y', ..] => Format::Years,
            _ => Format::Plain,
        }
    }

    fn write(self, number: f64, out: &mut String) {
        let whole = number.floor() as i64;
        let written = match self {
            Format::Days => write!(out, "{}", Day((number + EPOCH).floor() as i32)),
            Format::Milliseconds => time((number / 1000.0 + EPOCH * 86_400.0).floor() as i64, out),
            // Stata's weeks begin with the year: the 52nd is longer.
            Format::Weeks => {
                let first = Day::from_ymd((1960 + whole.div_euclid(52)) as i16, 1, 1).unwrap_or(Day(0));
                write!(out, "{}", Day(first.0 + 7 * whole.rem_euclid(52) as i32))
            }
            Format::Months => write!(out, "{:04}-{:02}", 1960 + whole.div_euclid(12), 1 + whole.rem_euclid(12)),
            Format::Quarters => write!(out, "{:04}-{:02}", 1960 + whole.div_euclid(4), 1 + 3 * whole.rem_euclid(4)),
            Format::Years => write!(out, "{whole}"),
            Format::Plain if number.fract() == 0.0 && number.abs() < 1e15 => write!(out, "{whole}"),
            Format::Plain => write!(out, "{number}"),
        };
        // Writing to a string cannot fail.
        debug_assert!(written.is_ok());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_what_a_number_counts() {
        let cases = [
            ("%td", 22_705.0, "2022-03-01"),
            ("%tdD_m_Y", -1.0, "1959-12-31"),
            ("%d", 0.0, "1960-01-01"),
            ("%tc", 22_705.0 * 86_400_000.0 + 3_600_000.0, "2022-03-01 01:00:00"),
            ("%tm", 746.0, "2022-03"),
            ("%tq", 248.0, "2022-01"),
            ("%tw", 3224.0, "2022-01-01"),
            ("%ty", 2022.0, "2022"),
            ("%9.0g", 12.0, "12"),
            ("%9.2f", 0.25, "0.25"),
        ];
        for (format, number, expected) in cases {
            let mut out = String::new();
            Format::of(format).write(number, &mut out);
            assert_eq!(out, expected, "{format}");
        }
    }
}
