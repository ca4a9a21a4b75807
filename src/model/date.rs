//! Days and spans of days.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A civil day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day of a calendar date, if there is such a date.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from)
    }

    /// The calendar date. Days beyond the calendar of jiff (years -9999 to 9999) are clamped to it.
    pub fn date(self) -> Date {
        const EPOCH: Date = jiff::civil::date(1970, 1, 1);
        let days = self.0.clamp(-4_371_587, 2_932_896);
        EPOCH.saturating_add(jiff::Span::new().days(days))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// The weekday.
    pub fn weekday(self) -> Weekday {
        self.date().weekday()
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Day {
        // Hinnant's days_from_civil, https://howardhinnant.github.io/date_algorithms.html:
        // a million dates are read in a run, and calendar arithmetic by spans is ten times slower.
        let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Day(era * 146_097 + day_of_era - 719_468)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.date())
    }
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Precision {
    /// The day is known.
    #[default]
    Day,
    /// Known to about a week.
    Week,
    /// Known to the month.
    Month,
    /// Known to the year, or less.
    Year,
}

impl Precision {
    /// The word that outputs use.
    pub const fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Week => "week",
            Precision::Month => "month",
            Precision::Year => "year",
        }
    }
}

/// The days on which an event may have happened, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub first: Day,
    /// Last day; never before the first.
    pub last: Day,
}

impl Span {
    /// Number of days from one span to the other; 0 when they meet.
    #[inline]
    pub fn gap(self, other: Span) -> i32 {
        (other.first.0 - self.last.0).max(self.first.0 - other.last.0).max(0)
    }
}

/// The days that a coded date may mean. A week is any of the seven days around it, since coders put the
/// first, the middle or the last; a month and a year are those of the calendar.
#[inline]
pub fn widen(first: Day, end: Option<Day>, precision: Precision) -> Span {
    let last = end.filter(|end| *end >= first).unwrap_or(first);
    // The calendar is asked only where it matters: most dates are days, and millions are widened.
    let within = |begin: fn(Date) -> Date, end: fn(Date) -> Date| {
        let date = first.date();
        Span { first: begin(date).into(), last: last.max(end(date).into()) }
    };
    match precision {
        Precision::Day => Span { first, last },
        Precision::Week => Span { first: Day(first.0 - 6), last: Day(last.0 + 6) },
        Precision::Month => within(Date::first_of_month, Date::last_of_month),
        Precision::Year => within(Date::first_of_year, Date::last_of_year),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_and_dates_are_inverse(days in -700_000i32..2_900_000) {
            prop_assert_eq!(Day::from(Day(days).date()), Day(days));
        }
    }

    #[test]
    fn known_days() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2021, 8, 8), Some(Day(18_847)));
        assert_eq!(Day::from_ymd(2021, 2, 29), None);
        assert_eq!(Day::from_ymd(2021, 8, 8).map(|day| day.weekday()), Some(Weekday::Sunday));
        assert_eq!(Day(18_847).to_string(), "2021-08-08");
    }
}
