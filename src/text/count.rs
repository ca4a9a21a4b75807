//! Numbers of people in cells.

pub use super::blank::{is_no_name, trimmed};
use crate::model::{Col, Report, Value};
use std::borrow::Cow;

/// A cell of a report read as a plain whole number of people: `Garbled` for anything else, `Blank` for nothing.
#[inline]
pub fn of(report: &Report<'_>, col: Col) -> Value<u32> {
    report.record.cell(col).map_or(Value::Blank, |cell| plain(cell.text))
}

/// A cell read as a plain whole number: digits of any script, with blanks or separators between thousands, a spreadsheet's
/// `51.0` or `2.00E+01`, a plus before it, a footnote's mark behind it. Marks for "unknown" are blank, all else is garbled.
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
    let latin = latin_digits(cell);
    let bare = undecorated(&latin);
    let whole = match bare.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.len() <= 2 && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => bare,
    };
    // `parse` takes a plus, of which one was taken off already.
    let digits = !whole.starts_with('+');
    match whole.parse::<u32>().ok().filter(|_| digits).or_else(|| thousands(whole)).or_else(|| scientific(bare)) {
        Some(count) => Value::Read(count),
        None => Value::Garbled,
    }
}

/// A number without what was written around it: `+20`, `(+2)`, `[3]`, `9*`, `12[1]`.
fn undecorated(cell: &str) -> &str {
    let cell = cell.strip_prefix("(+").and_then(|cell| cell.strip_suffix(')')).unwrap_or(cell);
    let cell = cell.strip_prefix('[').and_then(|cell| cell.strip_suffix(']')).unwrap_or(cell);
    let cell = cell.strip_prefix('+').unwrap_or(cell);
    let cell = cell.trim_end_matches(['*', '†', '‡', '¹', '²', '³']);
    match cell.split_once('[') {
        Some((number, note)) if note.strip_suffix(']').is_some_and(|note| note.bytes().all(|b| b.is_ascii_digit())) => {
            number.trim_end()
        }
        _ => cell,
    }
}

/// `1e3`, `2.00E+01`: a whole number as spreadsheets and programs write it.
fn scientific(cell: &str) -> Option<u32> {
    let (digits, power) = cell.split_once(['e', 'E'])?;
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !figures(digits) || !figures(power.strip_prefix('+').unwrap_or(power)) || power.contains('.') {
        return None;
    }
    let value: f64 = cell.parse().ok()?;
    (value.fract() == 0.0 && value <= f64::from(u32::MAX)).then_some(value as u32)
}

/// A cell whose digits are those of the Latin script; most have no others.
pub fn latin_digits(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() {
        return Cow::Borrowed(cell);
    }
    let digit = |ch: char| {
        // Arabic, Persian, Devanagari, Bengali, Thai and full-width digits stand in blocks of ten.
        [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]
            .into_iter()
            .find_map(|zero: u32| (ch as u32).checked_sub(zero).filter(|value| *value < 10))
            .and_then(|value| char::from_digit(value, 10))
    };
    if !cell.chars().any(|ch| digit(ch).is_some()) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(
        cell.chars()
            .map(|ch| {
                digit(ch).unwrap_or(if ch == '٬' {
                    ','
                } else if ch == '٫' {
                    '.'
                } else {
                    ch
                })
            })
            .collect(),
    )
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
    super::blank::is_blank_mark(cell) || super::placeholder::is_nothing(cell)
}
