//! Dates in cells: calendar forms, names of months in eight languages, days counted from an origin, ranges, other calendars.

mod calendar;
mod in_words;
mod names;
#[cfg(test)]
mod tests;

pub use calendar::Calendar;

use crate::model::{Day, Precision, Value};
use calendar::Calendar as Cal;
use in_words::{in_words, range};
use jiff::civil::Weekday;

/// Which of two small numbers in `8/1/1966` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Order {
    /// Nobody said: a number over 12 decides, and where there is none the day is taken to come first.
    #[default]
    Unknown,
    /// 8 January.
    DayFirst,
    /// August 1st.
    MonthFirst,
}

/// How to read the dates of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Style {
    /// Order of day and month.
    pub order: Order,
    /// Whether bare numbers count days.
    pub serials: bool,
    /// The day from which they count.
    #[serde(default)]
    pub since: Since,
    /// The calendar of years, months and days.
    #[serde(default)]
    pub calendar: Calendar,
}

/// The day from which bare numbers count days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Since {
    /// The end of 1899, as most spreadsheets do.
    #[default]
    Sheets,
    /// The first day of 1904, as old spreadsheets of the Macintosh do.
    Sheets1904,
    /// The first day of 1960, as Stata and SAS do.
    Days1960,
    /// The first day of 1970, as R does.
    Days1970,
}

impl Since {
    /// All of them.
    pub const ALL: [Since; 4] = [Since::Sheets, Since::Sheets1904, Since::Days1960, Since::Days1970];

    /// The year that settings name it by.
    pub const fn name(self) -> &'static str {
        match self {
            Since::Sheets => "1900",
            Since::Sheets1904 => "1904",
            Since::Days1960 => "1960",
            Since::Days1970 => "1970",
        }
    }

    /// The number of 1970-01-01.
    const fn epoch(self) -> i32 {
        match self {
            Since::Sheets => 25_569,
            Since::Sheets1904 => 24_107,
            Since::Days1960 => 3_653,
            Since::Days1970 => 0,
        }
    }

    /// The day of that number.
    pub fn day(self, cell: &str) -> Option<Day> {
        serial(cell, self)
    }
}

/// A date as a cell gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day, or the first one.
    pub first: Day,
    /// The last day, where the cell gives a range.
    pub last: Option<Day>,
    /// Month or year where no day (no month) is given.
    pub precision: Precision,
}

impl When {
    const fn day(first: Day) -> When {
        When { first, last: None, precision: Precision::Day }
    }
}

/// A cell read as a day, in any form that leaves no doubt about the order of day and month.
pub fn day(cell: &str) -> Value<Day> {
    match read(cell, Style::default()) {
        Value::Read(when) => Value::Read(when.first),
        Value::Blank => Value::Blank,
        Value::Garbled => Value::Garbled,
    }
}

/// A cell read as a date.
///
/// Understood: `2021-08-08` (with a time after it), `2021-08`, `2021`, `20210808`, `08/08/2021`, `8.8.21`, `8 August 2021`,
/// `August 8, 2021`, `16-Feb-21`, `8 août 2021`, `12 червня 2012`, `08aug2021`, `Sun, 8 Aug 2021 10:00 +0200`, two of these with a
/// dash, slash or `to` between them, `May 4-5, 2007`, `30 August - 2 September 2012`, `early June 2012` (a month), `2021-W31`, the
/// marks of EDTF (`2012-01-12~`, `2012-XX-01`, `{2012-01-01,2012-01-12}`), days counted from an origin where the style allows
/// them, seconds and milliseconds since 1970. A day or month of 0 or `00` is unknown, as GTD writes it; `0000-00-00` is
/// nothing. Two-digit years up to 68 belong to this century (POSIX). The year `0025` is read as it stands: it is for a rule to doubt it.
pub fn read(cell: &str, style: Style) -> Value<When> {
    let cell = super::count::trimmed(cell);
    if style.calendar == Cal::Gregorian
        && let Some(day) = iso(cell)
    {
        return Value::Read(When::day(day));
    }
    if super::count::is_blank_mark(cell) || is_zero(cell) {
        return Value::Blank;
    }
    let latin = super::count::latin_digits(cell);
    match single(&latin, style).or_else(|| edtf(&latin, style)).or_else(|| range(&latin, style)) {
        Some(when) => Value::Read(when),
        None => Value::Garbled,
    }
}

/// A cell that gives one day, month or year, or days of one month.
fn single(cell: &str, style: Style) -> Option<When> {
    if style.calendar == Cal::Gregorian
        && let Some(day) = iso(cell)
    {
        return Some(When::day(day));
    }
    number(cell, style).or_else(|| in_words(cell, style))
}

/// `0000-00-00`, as databases write that there is no date.
fn is_zero(cell: &str) -> bool {
    cell.len() >= 8 && cell.starts_with('0') && {
        let day = cell.split([' ', 'T']).next().unwrap_or(cell);
        day.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'/' | b'.')) && day.contains("0000")
    }
}

/// The marks of the Extended Date/Time Format: a doubt behind a date leaves a week open, `X` a day or month, and a set is the
/// time from its first day to its last.
fn edtf(cell: &str, style: Style) -> Option<When> {
    if let Some(bare) = cell.strip_suffix(['~', '?', '%']) {
        let when = single(bare.trim_end(), style)?;
        return Some(When { precision: when.precision.max(Precision::Week), ..when });
    }
    if cell.contains(['X', 'x', 'u']) && cell.starts_with(|ch: char| ch.is_ascii_digit()) {
        let mut parts = cell.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next());
        let open = |part: &str| part.len() == 2 && part.bytes().all(|byte| matches!(byte, b'X' | b'x' | b'u'));
        let known = |part: &str| if open(part) { Some(0) } else { part.parse::<u16>().ok() };
        let year: i32 = if year.len() == 4 { year.parse().ok()? } else { return None };
        return ymd(year, known(month)?, day.map_or(Some(0), known)?, style);
    }
    let set = cell.strip_prefix(['{', '['])?.strip_suffix(['}', ']'])?;
    let days: Vec<When> = set.split(',').map(|day| single(day.trim(), style)).collect::<Option<_>>()?;
    let first = days.iter().map(|when| when.first).min()?;
    let last = days.iter().map(|when| when.last.unwrap_or(when.first)).max()?;
    Some(When { first, last: (last > first).then_some(last), precision: days.iter().map(|when| when.precision).max()? })
}

/// The month of a folded name in any of the languages that cells are read in.
pub fn month_in_cell(folded: &str) -> Option<u16> {
    names::names().month(folded)
}

/// The weekday of a folded name in any of those languages.
pub fn weekday(folded: &str) -> Option<Weekday> {
    names::names().weekday(folded)
}

/// What a cell of the form `8/1/1966` shows about the order of day and month: whether its first, and whether its second, number
/// is over 12. `None` where it has another form.
pub fn order_evidence(cell: &str) -> Option<(bool, bool)> {
    let (parts, separator) = three_numbers(cell.trim())?;
    (separator != b'-' || parts[2].1 == 4).then_some(())?;
    (parts[0].1 <= 2).then_some((parts[0].0 > 12, parts[1].0 > 12))
}

/// Whether a cell could be a day as a spreadsheet counts it: a whole number of 1927 to 2119.
pub fn looks_serial(cell: &str) -> bool {
    serial(cell.trim(), Since::Sheets).is_some()
}

/// `2021-08-08`, alone or with a time after it.
fn iso(cell: &str) -> Option<Day> {
    let bytes = cell.as_bytes();
    if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    if bytes.len() > 10 && !time_follows(&cell.get(10..)?.to_ascii_lowercase()) {
        return None;
    }
    let digits = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0u16, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u16::from(byte - b'0')))
    };
    Day::from_ymd(digits(0..4)? as i16, digits(5..7)? as i8, digits(8..10)? as i8)
}

fn time_follows(rest: &str) -> bool {
    (rest.starts_with('t') || rest.starts_with(' '))
        && rest.len() > 1
        && rest[1..].bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && rest[1..].bytes().all(|byte| byte.is_ascii_digit() || b":.+-z apmutc".contains(&byte))
        && rest.contains(':')
}

/// Three numbers with one kind of separator between them, each with its number of digits. A time may follow.
fn three_numbers(cell: &str) -> Option<([(u16, usize); 3], u8)> {
    let cell = match cell.find([' ', 'T']) {
        Some(end) if time_follows(&cell[end..].to_ascii_lowercase()) => &cell[..end],
        Some(_) => return None,
        None => cell,
    };
    let separator = cell.bytes().find(|byte| !byte.is_ascii_digit())?;
    if !b"/.-".contains(&separator) {
        return None;
    }
    let mut parts = [(0, 0); 3];
    let mut given = cell.split(char::from(separator));
    for part in &mut parts {
        let digits = given.next()?;
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *part = (digits.parse().ok()?, digits.len());
    }
    given.next().is_none().then_some((parts, separator))
}

/// Forms made of numbers only.
fn number(cell: &str, style: Style) -> Option<When> {
    if let Some((parts, _)) = three_numbers(cell) {
        let [a, b, c] = parts;
        if a.1 >= 3 {
            return ymd(i32::from(a.0), b.0, c.0, style);
        }
        let year = if c.1 <= 2 { century(c.0) } else { i32::from(c.0) };
        let day_first = match style.order {
            _ if a.0 > 12 => true,
            _ if b.0 > 12 => false,
            Order::MonthFirst => false,
            Order::DayFirst | Order::Unknown => true,
        };
        return if day_first { ymd(year, b.0, a.0, style) } else { ymd(year, a.0, b.0, style) };
    }
    if let Some(week) = iso_week(cell) {
        return Some(week);
    }
    if let Some((year, month)) = cell.split_once(['-', '/']) {
        let (year, month) = if year.len() == 4 { (year, month) } else { (month, year) };
        if year.len() == 4 && (1..=2).contains(&month.len()) && all_digits(year) && all_digits(month) {
            return ymd(year.parse().ok()?, month.parse().ok()?, 0, style);
        }
    }
    if style.serials
        && let Some(day) = serial(cell, style.since)
    {
        return Some(When::day(day));
    }
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    if !all_digits(whole) {
        return None;
    }
    match whole.len() {
        4 => ymd(whole.parse().ok()?, 0, 0, style),
        8 => ymd(whole[..4].parse().ok()?, whole[4..6].parse().ok()?, whole[6..].parse().ok()?, style),
        // Seconds, and milliseconds.
        10 | 13 => {
            let unit = if whole.len() == 10 { 1 } else { 1_000 };
            let seconds: i64 = whole.parse::<i64>().ok()? / unit;
            (1_000_000_000..=4_102_444_800).contains(&seconds).then(|| When::day(Day((seconds / 86_400) as i32)))
        }
        _ => None,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day number; the fraction of a day is dropped.
fn serial(cell: &str, since: Since) -> Option<Day> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    let lengths = if since == Since::Sheets { 5..=5 } else { 4..=5 };
    if !lengths.contains(&whole.len()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    // Day 25569 is 1970-01-01; the date system of 1900, whose false leap day lies before all that is read here.
    let serial: i32 = whole.parse().ok()?;
    let known = if since == Since::Sheets { 10_000 } else { 1_000 };
    (known..=80_500).contains(&serial).then_some(Day(serial - since.epoch()))
}

/// A date of the style's calendar in which month or day may be 0: unknown.
fn ymd(year: i32, month: u16, day: u16, style: Style) -> Option<When> {
    if style.calendar != Cal::Gregorian {
        return style.calendar.when(year, month, day);
    }
    let year = i16::try_from(year).ok()?;
    let (first, precision) = match (month, day) {
        (0, _) => (Day::from_ymd(year, 1, 1)?, Precision::Year),
        (_, 0) => (Day::from_ymd(year, i8::try_from(month).ok()?, 1)?, Precision::Month),
        _ => (Day::from_ymd(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?, Precision::Day),
    };
    Some(When { first, last: None, precision })
}

fn century(short: u16) -> i32 {
    i32::from(short) + if short <= 68 { 2000 } else { 1900 }
}

/// Months by the beginnings of their folded names, English and French; longer beginnings first where one begins another.
const MONTHS: &[(&str, u16)] = &[
    ("janv", 1),
    ("jan", 1),
    ("fevr", 2),
    ("fev", 2),
    ("feb", 2),
    ("mars", 3),
    ("mar", 3),
    ("avr", 4),
    ("apr", 4),
    ("mai", 5),
    ("may", 5),
    ("juin", 6),
    ("jun", 6),
    ("juil", 7),
    ("jul", 7),
    ("aout", 8),
    ("aug", 8),
    ("sept", 9),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

const MONTH_NAMES: &[&str] = &[
    "january",
    "janvier",
    "february",
    "fevrier",
    "march",
    "mars",
    "april",
    "avril",
    "may",
    "mai",
    "june",
    "juin",
    "july",
    "juillet",
    "august",
    "aout",
    "september",
    "septembre",
    "october",
    "octobre",
    "november",
    "novembre",
    "december",
    "decembre",
];

/// The number of a month named in English or French, in full or by its usual beginning.
pub fn month(folded: &str) -> Option<u16> {
    let &(short, number) = MONTHS.iter().find(|(short, _)| folded.starts_with(short))?;
    (folded == short || MONTH_NAMES.contains(&folded)).then_some(number)
}

/// `2021-W31` and `2021-W31-7`, also without dashes.
fn iso_week(cell: &str) -> Option<When> {
    let (year, rest) = cell.split_once(['W', 'w'])?;
    let year = year.strip_suffix('-').unwrap_or(year);
    let (week, day) = match rest.len() {
        2 => (rest, "1"),
        3 => rest.split_at(2),
        4 => rest.split_once('-')?,
        _ => return None,
    };
    if year.len() != 4 || ![year, week, day].into_iter().all(all_digits) {
        return None;
    }
    let weekday = Weekday::from_monday_one_offset(day.parse().ok()?).ok()?;
    let date = jiff::civil::ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, weekday).ok()?.date();
    let first = Day::from(date);
    let last = (rest.len() == 2).then_some(Day(first.0 + 6));
    Some(When { first, last, precision: Precision::Day })
}
