//! Dates in cells.

use crate::model::{Day, Value};

/// A cell read as a day: ISO for now.
pub fn day(cell: &str) -> Value<Day> {
    let cell = cell.trim();
    if super::count::is_blank_mark(cell) {
        return Value::Blank;
    }
    iso(cell).map_or(Value::Garbled, Value::Read)
}

fn iso(cell: &str) -> Option<Day> {
    let cell = cell.get(..10)?;
    let mut parts = cell.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
