//! Calendars other than the Gregorian, as cells of the field are written in.

use super::When;
use crate::model::{Day, Precision};

/// The calendar of a column's years, months and days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Calendar {
    /// The common one.
    #[default]
    Gregorian,
    /// The Islamic lunar calendar, by its tables: what is seen in the sky may be a day off.
    Hijri,
    /// The solar calendar of Iran and Afghanistan.
    Jalali,
    /// The common one, its years counted from the Buddha.
    Buddhist,
}

impl Calendar {
    /// All of them.
    pub const ALL: [Calendar; 4] = [Calendar::Gregorian, Calendar::Hijri, Calendar::Jalali, Calendar::Buddhist];

    /// The word that settings use.
    pub const fn name(self) -> &'static str {
        match self {
            Calendar::Gregorian => "gregorian",
            Calendar::Hijri => "hijri",
            Calendar::Jalali => "jalali",
            Calendar::Buddhist => "buddhist",
        }
    }

    /// A date of that calendar; month or day may be 0: unknown.
    pub(super) fn when(self, year: i32, month: u16, day: u16) -> Option<When> {
        let precision = match (month, day) {
            (0, _) => Precision::Year,
            (_, 0) => Precision::Month,
            _ => Precision::Day,
        };
        let first = self.day(year, month.max(1), if month == 0 { 1 } else { day.max(1) })?;
        // A month of another calendar is no month of ours: its days are given.
        let end = match precision {
            Precision::Month if month == 12 => self.day(year + 1, 1, 1),
            Precision::Month => self.day(year, month + 1, 1),
            Precision::Year => self.day(year + 1, 1, 1),
            _ => None,
        };
        match end.filter(|_| self != Calendar::Buddhist) {
            Some(end) => Some(When { first, last: Some(Day(end.0 - 1)), precision: Precision::Day }),
            None => Some(When { first, last: None, precision }),
        }
    }

    /// The day of a whole date.
    fn day(self, year: i32, month: u16, day: u16) -> Option<Day> {
        if month == 0 || month > 12 || day == 0 {
            return None;
        }
        match self {
            Calendar::Gregorian => gregorian(year, month, day),
            Calendar::Buddhist => gregorian(year - 543, month, day),
            Calendar::Hijri => hijri(year, i32::from(month), i32::from(day)),
            Calendar::Jalali => jalali(year, i32::from(month), i32::from(day)),
        }
    }
}

fn gregorian(year: i32, month: u16, day: u16) -> Option<Day> {
    Day::from_ymd(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// Thirty-year cycles of eleven leap years, months of 30 and 29 days in turn; 1 Muharram 1 is 622-07-19 of the Gregorian calendar
/// (R. H. van Gent, The Arithmetic Islamic Calendar: the civil epoch, intercalation 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29).
fn hijri(year: i32, month: i32, day: i32) -> Option<Day> {
    if !(1..=2_000).contains(&year) {
        return None;
    }
    let leap = (11 * year + 14) % 30 < 11;
    let length = if month % 2 == 1 || month == 12 && leap { 30 } else { 29 };
    if day > length {
        return None;
    }
    let before = (year - 1) * 354 + (11 * (year - 1) + 14) / 30;
    let in_year = 29 * (month - 1) + month / 2;
    Some(Day(before + in_year + day - 1 - 492_148))
}

/// The 33-year cycle with eight leap years, which agrees with the observed calendar from 1178 to 1634 (A.D. 1799 to
/// 2255).
fn jalali(year: i32, month: i32, day: i32) -> Option<Day> {
    if !(1_178..=1_634).contains(&year) {
        return None;
    }
    let leap = |year: i32| matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30);
    let length = match month {
        1..=6 => 31,
        12 if !leap(year) => 29,
        _ => 30,
    };
    if day > length {
        return None;
    }
    // 1 Farvardin 1400 is 2021-03-21.
    let base = 18_707;
    let years = if year >= 1_400 {
        (1_400..year).map(|year| 365 + i32::from(leap(year))).sum::<i32>()
    } else {
        -(year..1_400).map(|year| 365 + i32::from(leap(year))).sum::<i32>()
    };
    let in_year = if month <= 7 { 31 * (month - 1) } else { 186 + 30 * (month - 7) };
    Some(Day(base + years + in_year + day - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(calendar: Calendar, year: i32, month: u16, day: u16) -> String {
        calendar.day(year, month, day).map_or_else(|| "none".to_owned(), |day| day.to_string())
    }

    #[test]
    fn known_days_of_other_calendars() {
        // The first days of years as almanacs print them.
        assert_eq!(day(Calendar::Hijri, 1, 1, 1), "0622-07-19");
        assert_eq!(day(Calendar::Hijri, 1443, 1, 1), "2021-08-10");
        assert_eq!(day(Calendar::Hijri, 1445, 9, 1), "2024-03-11");
        assert_eq!(day(Calendar::Jalali, 1400, 1, 1), "2021-03-21");
        assert_eq!(day(Calendar::Jalali, 1399, 12, 30), "2021-03-20");
        assert_eq!(day(Calendar::Jalali, 1394, 7, 11), "2015-10-03");
        assert_eq!(day(Calendar::Jalali, 1403, 12, 30), "2025-03-20");
        assert_eq!(day(Calendar::Jalali, 1402, 12, 30), "none");
        assert_eq!(day(Calendar::Buddhist, 2564, 8, 8), "2021-08-08");
        assert_eq!(day(Calendar::Hijri, 1443, 2, 30), "none");
    }
}
