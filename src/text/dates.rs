//! Dates in cells: calendar forms, month names in English and French, spreadsheet serials, ranges.

use super::fold::fold;
use crate::model::{Day, Precision, Value};

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
    /// Whether bare numbers count days since the end of 1899, as spreadsheets do.
    pub serials: bool,
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
/// `August 8, 2021`, `16-Feb-21`, `8 août 2021`, two of these with a dash, slash or `to` between them, `May 4-5, 2007`,
/// spreadsheet serials where the style allows them, seconds since 1970. A day or month of 0 or `00` is unknown, as GTD writes
/// it. Two-digit years up to 68 belong to this century (POSIX). The year `0025` is read as it stands: it is for a rule to
/// doubt it.
pub fn read(cell: &str, style: Style) -> Value<When> {
    let cell = super::count::trimmed(cell);
    if let Some(day) = iso(cell) {
        return Value::Read(When::day(day));
    }
    if super::count::is_blank_mark(cell) {
        return Value::Blank;
    }
    match number(cell, style).or_else(|| in_words(cell, style)).or_else(|| range(cell, style)) {
        Some(when) => Value::Read(when),
        None => Value::Garbled,
    }
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
    serial(cell.trim()).is_some()
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
            return ymd(i32::from(a.0), b.0, c.0);
        }
        let year = if c.1 <= 2 { century(c.0) } else { i32::from(c.0) };
        let day_first = match style.order {
            _ if a.0 > 12 => true,
            _ if b.0 > 12 => false,
            Order::MonthFirst => false,
            Order::DayFirst | Order::Unknown => true,
        };
        return if day_first { ymd(year, b.0, a.0) } else { ymd(year, a.0, b.0) };
    }
    if let Some((year, month)) = cell.split_once(['-', '/']) {
        let (year, month) = if year.len() == 4 { (year, month) } else { (month, year) };
        if year.len() == 4 && (1..=2).contains(&month.len()) && all_digits(year) && all_digits(month) {
            return ymd(year.parse().ok()?, month.parse().ok()?, 0);
        }
    }
    if style.serials
        && let Some(day) = serial(cell)
    {
        return Some(When::day(day));
    }
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    if !all_digits(whole) {
        return None;
    }
    match whole.len() {
        4 => ymd(whole.parse().ok()?, 0, 0),
        8 => ymd(whole[..4].parse().ok()?, whole[4..6].parse().ok()?, whole[6..].parse().ok()?),
        10 => {
            let seconds: i64 = whole.parse().ok()?;
            (1_000_000_000..=4_102_444_800).contains(&seconds).then(|| When::day(Day((seconds / 86_400) as i32)))
        }
        _ => None,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A spreadsheet's day number; the fraction of a day is dropped.
fn serial(cell: &str) -> Option<Day> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    if whole.len() != 5 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    // Day 25569 is 1970-01-01; the date system of 1900, whose false leap day lies before all that is read here.
    let serial: i32 = whole.parse().ok()?;
    (10_000..=80_500).contains(&serial).then_some(Day(serial - 25_569))
}

/// A calendar date in which month or day may be 0: unknown.
fn ymd(year: i32, month: u16, day: u16) -> Option<When> {
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

fn is_weekday(folded: &str) -> bool {
    const BEGINNINGS: &[&str] =
        &["mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim"];
    const ENDINGS: &[&str] = &["day", "di", "manche"];
    BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning))
        && (folded.len() <= 4 || ENDINGS.iter().any(|ending| folded.ends_with(ending)))
}

/// Forms with a month's name: `8 August 2021`, `Sunday, August 8th, 2021`, `16-Feb-21`, `le 1er août 2021`, `August 2021`,
/// `May 4-5, 2007`, `4 et 5 mai 2007`.
fn in_words(cell: &str, _style: Style) -> Option<When> {
    if cell.len() > 64 {
        return None;
    }
    let folded = fold(cell);
    let (mut day, mut last, mut named, mut year) = (None::<u16>, None::<u16>, None::<u16>, None::<i32>);
    for word in folded.split(' ') {
        if word.bytes().next()?.is_ascii_digit() {
            let digits = word.trim_end_matches(|ch: char| ch.is_ascii_alphabetic());
            let ending = &word[digits.len()..];
            if !all_digits(digits) || !matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "e") {
                return None;
            }
            let value: u16 = digits.parse().ok()?;
            match digits.len() {
                4 if year.is_none() => year = Some(i32::from(value)),
                1 | 2 if day.is_none() && !(named.is_some() && year.is_some()) => day = Some(value),
                // `16-Feb-21`: a second small number after the month is a year, before it or beside the day a last day.
                2 if named.is_some() && last.is_none() && year.is_none() && ends_with_short_year(&folded) => {
                    year = Some(century(value));
                }
                1 | 2 if last.is_none() => last = Some(value),
                _ => return None,
            }
        } else if named.is_none() && month(word).is_some() && !(word == "mar" && folded.contains("mars ")) {
            named = month(word);
        } else if !matches!(word, "le" | "on" | "the" | "of" | "and" | "et" | "to" | "au" | "du") && !is_weekday(word) {
            return None;
        }
    }
    let (month, year) = (named?, year?);
    let mut when = ymd(year, month, day.unwrap_or(0))?;
    if let Some(last) = last {
        let end = ymd(year, month, last)?.first;
        (end > when.first).then_some(())?;
        when.last = Some(end);
    }
    Some(when)
}

fn ends_with_short_year(folded: &str) -> bool {
    let last = folded.rsplit(' ').next().unwrap_or("");
    last.len() == 2 && all_digits(last)
}

/// Two dates with something between them.
fn range(cell: &str, style: Style) -> Option<When> {
    let (left, right) = [" to ", " - ", " – ", " au ", "/", "–", ".."].iter().find_map(|between| {
        let (left, right) = cell.split_once(between)?;
        (left.len() >= 8 && right.len() >= 8).then_some((left, right))
    })?;
    let single = |text: &str| {
        let text = text.trim();
        iso(text).map(When::day).or_else(|| number(text, style)).or_else(|| in_words(text, style))
    };
    let (first, last) = (single(left)?, single(right)?);
    (first.last.is_none() && last.last.is_none() && last.first >= first.first).then_some(When {
        first: first.first,
        last: Some(last.first),
        precision: first.precision.max(last.precision),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(cell: &str, style: Style) -> String {
        match read(cell, style) {
            Value::Blank => "blank".to_owned(),
            Value::Garbled => "garbled".to_owned(),
            Value::Read(when) => {
                let last = when.last.map_or(String::new(), |last| format!("..{last}"));
                let precision = if when.precision == Precision::Day { "" } else { when.precision.name() };
                format!("{}{last} {precision}", when.first).trim_end().to_owned()
            }
        }
    }

    #[test]
    fn forms() {
        let plain = Style::default();
        for (cell, expected) in [
            ("2021-08-08", "2021-08-08"),
            (" 2021-08-08 ", "2021-08-08"),
            ("2014-01-22 00:00:00.000", "2014-01-22"),
            ("2014-01-22T13:05:00Z", "2014-01-22"),
            ("2021-08", "2021-08-01 month"),
            ("08/2021", "2021-08-01 month"),
            ("2021", "2021-01-01 year"),
            ("2015-5-0", "2015-05-01 month"),
            ("2015-0-0", "2015-01-01 year"),
            ("2015-5-7", "2015-05-07"),
            ("20210808", "2021-08-08"),
            ("0025-03-04", "0025-03-04"),
            ("03 December 2020", "2020-12-03"),
            ("16-Feb-21", "2021-02-16"),
            ("16-Feb-98", "1998-02-16"),
            ("August 8, 2021", "2021-08-08"),
            ("Tuesday, April 19th, 2016", "2016-04-19"),
            ("dimanche 8 août 2021", "2021-08-08"),
            ("1er février 2019", "2019-02-01"),
            ("3 mars 2020", "2020-03-03"),
            ("mardi 3 mars 2020", "2020-03-03"),
            ("August 2021", "2021-08-01 month"),
            ("May 4-5, 2007", "2007-05-04..2007-05-05"),
            ("2021-08-07/2021-08-09", "2021-08-07..2021-08-09"),
            ("2021-08-07 to 2021-08-09", "2021-08-07..2021-08-09"),
            ("25/12/2020", "2020-12-25"),
            ("12/25/2020", "2020-12-25"),
            ("8/1/1966", "1966-01-08"),
            ("25.12.20", "2020-12-25"),
            ("1605559070", "2020-11-16"),
            ("40653", "garbled"),
            ("", "blank"),
            ("N/A", "blank"),
            ("2021-02-29", "garbled"),
            ("2021-08-08 maybe", "garbled"),
            ("2021-08-09 to 2021-08-07", "garbled"),
            ("early August", "garbled"),
            ("13/13/2020", "garbled"),
            ("May 35, 2007", "garbled"),
            ("yesterday", "garbled"),
            ("marble 3 2020", "garbled"),
        ] {
            assert_eq!(shown(cell, plain), expected, "{cell:?}");
        }
        assert_eq!(shown("8/1/1966", Style { order: Order::MonthFirst, serials: false }), "1966-08-01");
        assert_eq!(shown("40653", Style { serials: true, ..plain }), "2011-04-20");
        assert_eq!(shown("40653.75", Style { serials: true, ..plain }), "2011-04-20");
        assert_eq!(shown("43831", Style { serials: true, ..plain }), "2020-01-01");
    }

    #[test]
    fn evidence_for_the_order() {
        assert_eq!(order_evidence("25/12/2020"), Some((true, false)));
        assert_eq!(order_evidence("1/25/2020"), Some((false, true)));
        assert_eq!(order_evidence("2020-01-25"), None);
        assert_eq!(order_evidence("8 August 2020"), None);
    }

    proptest! {
        #[test]
        fn never_panics(cell in "\\PC{0,40}") {
            let _ = read(&cell, Style { order: Order::Unknown, serials: true });
            let _ = order_evidence(&cell);
        }

        #[test]
        fn what_is_written_is_read(days in -500_000i32..2_000_000) {
            let date = Day(days).date();
            let iso = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
            prop_assert_eq!(day(&iso), Value::Read(Day(days)));
            let slashed = format!("{}/{}/{:04}", date.month(), date.day(), date.year());
            let read = read(&slashed, Style { order: Order::MonthFirst, serials: false });
            prop_assert_eq!(read, Value::Read(When::day(Day(days))));
        }
    }
}
