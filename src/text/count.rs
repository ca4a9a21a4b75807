//! Numbers of people in cells.

use crate::model::{Toll, Value, Wording};

/// A cell read as a plain whole number: digits, with blanks or separators between thousands, or a
/// spreadsheet's `51.0`. Marks for "unknown" are blank, all else is garbled.
pub fn plain(cell: &str) -> Value<u32> {
    let cell = cell.trim();
    if is_blank_mark(cell) {
        return Value::Blank;
    }
    let cell = cell.strip_suffix(".0").unwrap_or(cell);
    match cell.parse::<u32>() {
        Ok(count) => Value::Read(count),
        Err(_) => Value::Garbled,
    }
}

/// Whether a cell says that nothing is known.
pub fn is_blank_mark(cell: &str) -> bool {
    matches!(
        cell.trim(),
        "" | "-"
            | "--"
            | "?"
            | "N/A"
            | "n/a"
            | "NA"
            | "na"
            | "NaN"
            | "nan"
            | "null"
            | "NULL"
            | "None"
            | "none"
            | "unknown"
            | "Unknown"
            | "inconnu"
            | "-9"
            | "-99"
            | "-9.0"
            | "-99.0"
    )
}

/// A cell and its qualifier column read as a toll.
pub fn toll(cell: &str, qualifier: &str) -> Value<Toll> {
    let qualifier = qualifier.trim().to_lowercase();
    match plain(cell) {
        Value::Blank => match qualifier.as_str() {
            "several" => Value::Read(Toll { low: 2, high: None, said: None, wording: Wording::Vague }),
            "dozens" => Value::Read(Toll { low: 24, high: None, said: None, wording: Wording::Vague }),
            _ => Value::Blank,
        },
        Value::Garbled => Value::Garbled,
        Value::Read(count) => Value::Read(match qualifier.as_str() {
            "at least" => Toll { low: count, high: None, said: Some(count), wording: Wording::AtLeast },
            "about" => Toll {
                low: count - count / 5,
                high: Some(count + count.div_ceil(5)),
                said: Some(count),
                wording: Wording::About,
            },
            _ => Toll::exact(count),
        }),
    }
}
