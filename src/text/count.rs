//! Numbers of people in cells.

use crate::model::{Col, Report, Value};

/// A cell of a report read as a plain whole number of people: `Garbled` for anything else, `Blank` for nothing.
#[inline]
pub fn of(report: &Report<'_>, col: Col) -> Value<u32> {
    report.record.cell(col).map_or(Value::Blank, |cell| plain(cell.text))
}

/// A cell read as a plain whole number: digits, with blanks or separators between thousands, or a
/// spreadsheet's `51.0`. Marks for "unknown" are blank, all else is garbled.
#[inline]
pub fn plain(cell: &str) -> Value<u32> {
    let cell = trimmed(cell);
    // Most cells hold a few digits and nothing else.
    if (1..=9).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return cell.parse().map_or(Value::Garbled, Value::Read);
    }
    if is_blank_mark(cell) {
        return Value::Blank;
    }
    let whole = match cell.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.len() <= 2 && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => cell,
    };
    if let Ok(count) = whole.parse::<u32>() {
        // "+5" parses, and is no count.
        return if whole.starts_with('+') { Value::Garbled } else { Value::Read(count) };
    }
    match thousands(whole) {
        Some(count) => Value::Read(count),
        None => Value::Garbled,
    }
}

/// [`str::trim`], at once where neither end can be white space: millions of cells are trimmed.
#[inline]
pub fn trimmed(cell: &str) -> &str {
    let solid = |byte: Option<&u8>| byte.is_some_and(|byte| (b'!'..=b'~').contains(byte));
    if solid(cell.as_bytes().first()) && solid(cell.as_bytes().last()) { cell } else { cell.trim() }
}

/// `1,234`, `1 234`, `1.234.567`, `1'234`: one separator throughout, groups of three digits.
fn thousands(cell: &str) -> Option<u32> {
    let separator = cell.chars().find(|ch| !ch.is_ascii_digit())?;
    if !matches!(separator, ',' | ' ' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}') {
        return None;
    }
    let mut groups = cell.split(separator);
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 || first.starts_with('0') || !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    digits.parse().ok()
}

/// Whether a cell says that nothing is known.
pub fn is_blank_mark(cell: &str) -> bool {
    let cell = trimmed(cell);
    matches!(cell, "-9" | "-99" | "-999" | "-9.0" | "-99.0" | "-999.0") || super::placeholder::is_nothing(cell)
}
