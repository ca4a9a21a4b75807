//! Dates with a month's name in them, and ranges of dates.

use super::names::names;
use super::{Style, When, all_digits, century, iso, number, single, ymd};
use crate::model::Precision;
use crate::text::fold::fold;

/// The parts of a date as its words give them.
#[derive(Default)]
struct Parts {
    day: Option<u16>,
    last: Option<u16>,
    month: Option<u16>,
    year: Option<i32>,
    vague: bool,
    /// Whether the year is given by two figures.
    short: bool,
}

/// Forms with a month's name: `8 August 2021`, `Sunday, August 8th, 2021`, `16-Feb-21`, `le 1er août 2021`, `August 2021`,
/// `May 4-5, 2007`, `4 et 5 mai 2007`, `12 de junio de 2012`, `08aug2021`, `Aug-21` (a month), `early June 2012` (a month).
pub(super) fn in_words(cell: &str, style: Style) -> Option<When> {
    if cell.len() > 96 {
        return None;
    }
    let folded = fold(&apart(without_time(cell)));
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let short_year = words.last().is_some_and(|last| last.len() == 2 && all_digits(last));
    let names = names();
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        // Two words that name a month together: كانون الثاني.
        if let Some(next) = words.get(at)
            && parts.month.is_none()
            && let Some(month) = names.month(&format!("{word} {next}"))
        {
            parts.month = Some(month);
            at += 1;
            continue;
        }
        if all_digits(word) {
            parts.number(word, short_year, at == words.len())?;
        } else if parts.month.is_none()
            && let Some(month) = names.month(word)
            && !(names.weekday(word).is_some() && words[at..].iter().any(|later| names.month(later).is_some()))
        {
            parts.month = Some(month);
        } else if names.is_vague(word) {
            parts.vague = true;
        } else if !names.is_filler(word) && names.weekday(word).is_none() {
            return None;
        }
    }
    // `Aug-21` is a month as spreadsheets show it; `August 21` is a day of no year.
    if parts.short && parts.day.is_none() && !cell.contains(['-', '\'', '’']) {
        return None;
    }
    parts.when(words.len(), style)
}

impl Parts {
    /// Takes a number in; `None` where it has no place.
    fn number(&mut self, word: &str, short_year: bool, is_last: bool) -> Option<()> {
        let value: u16 = word.parse().ok()?;
        match word.len() {
            4 if self.year.is_none() => self.year = Some(i32::from(value)),
            // `16-Feb-21`, `Aug-21`: a small number that comes last, after the month, is a year.
            2 if is_last && short_year && self.year.is_none() && self.month.is_some() => {
                self.year = Some(century(value));
                self.short = true;
            }
            1 | 2 if self.day.is_none() => self.day = Some(value),
            1 | 2 if self.last.is_none() && !is_last => self.last = Some(value),
            1 | 2 if self.last.is_none() && self.year.is_some() => self.last = Some(value),
            _ => return None,
        }
        Some(())
    }

    fn when(self, words: usize, style: Style) -> Option<When> {
        let year = self.year?;
        let Some(month) = self.month else {
            // "mid-2012" is a year; numbers alone are none of these forms.
            return (self.vague && self.day.is_none() && words == 2).then(|| ymd(year, 0, 0, style)).flatten();
        };
        let day = if self.vague { 0 } else { self.day.unwrap_or(0) };
        let mut when = ymd(year, month, day, style)?;
        if let Some(last) = self.last {
            let end = ymd(year, month, last, style)?.first;
            (end > when.first).then_some(())?;
            when.last = Some(end);
        }
        Some(when)
    }
}

/// A date without the time of day behind it: `8 Aug 2021 10:00:00 +0200`.
fn without_time(cell: &str) -> &str {
    let Some(colon) = cell.find(':') else { return cell };
    match cell[..colon].rfind([' ', ',']) {
        Some(at) if cell[at + 1..colon].trim().bytes().all(|byte| byte.is_ascii_digit()) && at > 6 => &cell[..at],
        _ => cell,
    }
}

/// Letters and figures apart: `08aug2021`, `1er`, `4th`.
fn apart(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 4);
    let mut before = ' ';
    for ch in cell.chars() {
        if before.is_ascii_digit() && ch.is_alphabetic() || before.is_alphabetic() && ch.is_ascii_digit() {
            out.push(' ');
        }
        out.push(ch);
        before = ch;
    }
    out
}

/// Two dates with something between them.
pub(super) fn range(cell: &str, style: Style) -> Option<When> {
    if let Some(when) = days_of_one_month(cell, style) {
        return Some(when);
    }
    [" to ", " - ", " – ", " au ", " al ", " a ", " bis ", " по ", " до ", "/", "–", "..", "-"].iter().find_map(
        |between| {
            // Where the sign between stands within the dates too, the middle one parts them.
            let places: Vec<usize> = cell.match_indices(between).map(|(at, _)| at).collect();
            let middle = *places.get(places.len() / 2)?;
            let (left, right) = (cell[..middle].trim(), cell[middle + between.len()..].trim());
            let last = alone(right, style)?;
            let first = alone(left, style).or_else(|| with_year_of(left, last, style))?;
            (first.last.is_none() && last.last.is_none() && last.first >= first.first).then_some(When {
                first: first.first,
                last: Some(last.first),
                precision: first.precision.max(last.precision),
            })
        },
    )
}

fn alone(text: &str, style: Style) -> Option<When> {
    if text.chars().count() < 6 {
        return None;
    }
    iso(text).filter(|_| style.calendar == super::Calendar::Gregorian).map(When::day).or_else(|| single(text, style))
}

/// `30 August` before `2 September 2012`: its year is that of the date behind it.
fn with_year_of(text: &str, last: When, style: Style) -> Option<When> {
    if text.chars().filter(char::is_ascii_digit).count() > 2 {
        return None;
    }
    in_words(&format!("{text} {}", last.first.year()), style).filter(|when| when.precision == Precision::Day)
}

/// `8-10/08/2021`.
fn days_of_one_month(cell: &str, style: Style) -> Option<When> {
    let (first, rest) = cell.split_once(['-', '–'])?;
    let first = first.trim();
    if !all_digits(first) || first.len() > 2 || !rest.contains(['/', '.']) {
        return None;
    }
    let rest = rest.trim();
    let last = number(rest, style)?;
    let after = rest.find(['/', '.'])?;
    let begin = number(&format!("{first}{}", &rest[after..]), style)?;
    (begin.first < last.first && last.first.0 - begin.first.0 < 31).then_some(When {
        first: begin.first,
        last: Some(last.first),
        precision: Precision::Day,
    })
}
