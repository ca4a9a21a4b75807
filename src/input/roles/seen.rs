//! What stands in a column: how often its cells look like a date, a number, a name.

use crate::model::{Precision, Value};
use crate::narrative::cells;
use crate::text::dates::Style;
use crate::text::{count, dates};
use rustc_hash::FxHashSet;

/// Different values that are remembered of a column.
const DISTINCT: usize = 4_000;

/// What was seen in one column.
#[derive(Debug, Clone, Default)]
pub(in crate::input) struct Seen {
    /// Cells that are not blank.
    pub cells: u32,
    /// Rows that were looked at.
    pub rows: u32,
    dates: u32,
    years: u32,
    serials: u32,
    counts: u32,
    bits: u32,
    yes_no: u32,
    numbers: u32,
    decimals: u32,
    within_90: u32,
    within_180: u32,
    over_90_first: u32,
    months: u32,
    days: u32,
    weekdays: u32,
    links: u32,
    short: u32,
    lettered: u32,
    spaced: u32,
    pairs: u32,
    points: u32,
    statuses: u32,
    letters: u32,
    /// Largest count seen.
    pub largest: u32,
    distinct: FxHashSet<Box<str>>,
}

/// What the cells of a role's column must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::input) enum Cells {
    /// Values that tell rows apart.
    Ids,
    /// Days, months or years.
    Dates,
    /// Names.
    Words,
    /// A few letters or digits.
    Codes,
    /// Numbers of people, as figures or in words.
    Counts,
    /// Decimal degrees within 90.
    Latitudes,
    /// Decimal degrees within 180.
    Longitudes,
    /// Four digits.
    Years,
    /// 1 to 12, or names of months.
    Months,
    /// 0 to 31.
    Days,
    /// Names of weekdays.
    Weekdays,
    /// Sentences.
    Texts,
    /// Addresses of the web.
    Links,
    /// provisional, updated, final.
    Statuses,
}

impl Seen {
    /// Looks at a cell that is not blank.
    pub fn look(&mut self, cell: &str) {
        let add = |counter: &mut u32, so: bool| *counter += u32::from(so);
        self.cells += 1;
        self.letters += cell.chars().count().min(2_000) as u32;
        let latin = count::latin_digits(cell);
        let cell = latin.as_ref();
        let plain = count::plain(cell).read();
        if let Some(number) = plain {
            self.largest = self.largest.max(number);
            add(&mut self.bits, number <= 1);
            add(&mut self.months, (1..=12).contains(&number));
            add(&mut self.days, number <= 31);
        } else if cell.len() < 24 && dates::month_in_cell(&crate::text::fold::fold(cell)).is_some() {
            self.months += 1;
        }
        let year = cell.len() == 4 && plain.is_some_and(|year| (1_000..2_200).contains(&year));
        add(&mut self.years, year);
        let quantity = plain.is_some()
            || cell.len() < 40 && cell.chars().count() < 30 && matches!(cells::toll(cell, ""), Value::Read(_));
        add(&mut self.counts, quantity);
        add(&mut self.serials, dates::looks_serial(cell));
        let date = cell.len() > 5 && !matches!(plain, Some(number) if number < 10_000_000) && !is_link(cell);
        if date && let Value::Read(when) = dates::read(cell, Style::default()) {
            add(&mut self.dates, when.precision <= Precision::Month);
        }
        self.number(cell);
        add(&mut self.links, is_link(cell));
        let length = cell.chars().count();
        add(&mut self.short, length <= 2);
        add(&mut self.lettered, cell.chars().any(char::is_alphabetic));
        add(&mut self.spaced, cell.split_whitespace().take(4).count() >= 4);
        if let Some(pair) = super::derived::pair(cell) {
            self.pairs += 1;
            self.points += u32::from(pair.is_xy);
            self.over_90_first += u32::from(pair.first.abs() > 90.0);
        }
        let folded = cell.to_lowercase();
        add(&mut self.yes_no, YES_NO.contains(&folded.as_str()));
        add(&mut self.weekdays, length < 12 && dates::weekday(&crate::text::fold::fold(cell)).is_some());
        add(&mut self.statuses, STATUSES.contains(&folded.as_str()));
        if self.distinct.len() < DISTINCT && !self.distinct.contains(cell) {
            self.distinct.insert(cell.chars().take(80).collect::<String>().into_boxed_str());
        }
    }

    fn number(&mut self, cell: &str) {
        let point = if cell.contains('.') { cell.to_owned() } else { cell.replacen(',', ".", 1) };
        let Ok(value) = point.trim_end_matches(['°', 'N', 'E', 'S', 'W', ' ']).parse::<f64>() else { return };
        self.numbers += 1;
        self.decimals += u32::from(point.contains('.') && !point.ends_with(".0"));
        self.within_90 += u32::from(value.abs() <= 90.0);
        self.within_180 += u32::from(value.abs() <= 180.0);
    }

    fn share(&self, counted: u32) -> f32 {
        if self.cells == 0 { 0.0 } else { counted as f32 / self.cells as f32 }
    }

    /// Whether nothing stands in it.
    pub const fn is_blank(&self) -> bool {
        self.cells == 0
    }

    /// Whether its values tell all rows apart.
    pub fn unique(&self) -> bool {
        self.cells > 1 && self.distinct.len() as u32 == self.cells.min(DISTINCT as u32)
    }

    /// Whether it holds two numbers in one cell: a position.
    pub fn holds_pairs(&self) -> bool {
        self.share(self.pairs) >= 0.8
    }

    /// Whether the first of the two numbers is the longitude.
    pub fn longitude_first(&self) -> bool {
        self.points > 0 && self.points == self.pairs || self.over_90_first > 0
    }

    /// Decimal degrees, by their values alone.
    pub fn degrees(&self) -> bool {
        self.share(self.decimals) >= 0.7 && self.share(self.within_180) >= 0.95
    }

    /// Codes of a letter or two, of which there are few.
    fn coded(&self) -> bool {
        self.cells >= 2 && self.share(self.short) >= 0.9 && self.distinct.len() <= 8
    }

    /// How well it does as a column of such cells: points to add, or `None` where it cannot be one.
    pub fn fits(&self, wanted: Cells) -> Option<i32> {
        if self.cells == 0 {
            return Some(0);
        }
        let most = |counted: u32| self.share(counted) >= 0.9;
        let many = |counted: u32| self.share(counted) >= 0.6;
        match wanted {
            Cells::Dates if most(self.dates) || most(self.serials) => Some(0),
            Cells::Dates if many(self.dates + self.years) => Some(-10),
            Cells::Dates if self.share(self.dates) >= 0.3 => Some(-25),
            Cells::Years => most(self.years).then_some(5),
            Cells::Months => most(self.months).then_some(5),
            Cells::Days => most(self.days).then_some(5),
            Cells::Weekdays => most(self.weekdays).then_some(5),
            Cells::Statuses => many(self.statuses).then_some(0),
            Cells::Counts if most(self.yes_no) && !most(self.bits) => None,
            Cells::Counts if most(self.dates) || most(self.years) => None,
            Cells::Counts if self.largest <= 1 && most(self.bits) => Some(-12),
            Cells::Counts if self.share(self.counts) >= 0.8 => Some(0),
            Cells::Counts if many(self.counts) => Some(-15),
            Cells::Latitudes if most(self.within_90) => Some(if self.decimals == 0 { -25 } else { 3 }),
            Cells::Longitudes if most(self.within_180) => Some(if self.decimals == 0 { -25 } else { 3 }),
            Cells::Links => many(self.links).then_some(0),
            Cells::Texts if self.letters >= self.cells * 25 || many(self.spaced) => {
                (!many(self.links) && !most(self.dates)).then_some(0)
            }
            Cells::Texts if most(self.lettered) && self.letters >= self.cells * 12 => Some(-12),
            Cells::Texts if self.cells < 2 && most(self.lettered) => Some(-15),
            Cells::Ids => self.as_ids(),
            Cells::Codes => (self.letters <= self.cells * 8).then_some(0),
            Cells::Words if !many(self.lettered) || most(self.counts) || most(self.links) || most(self.dates) => None,
            Cells::Words if self.coded() || most(self.yes_no) => None,
            Cells::Words if self.letters >= self.cells * 70 => Some(-30),
            Cells::Words => Some(0),
            _ => None,
        }
    }

    /// Whether its values are plainly something else than such cells: what is merely hard to read is no sign of that.
    pub fn contradicts(&self, wanted: Cells) -> bool {
        if self.fits(wanted).is_some() {
            return false;
        }
        let most = |counted: u32| self.share(counted) >= 0.9;
        let other = most(self.yes_no) || most(self.links) || self.holds_texts();
        match wanted {
            Cells::Counts => other || most(self.dates) || most(self.lettered) && self.share(self.counts) <= 0.1,
            Cells::Dates => other || most(self.counts) || most(self.lettered) && self.dates == 0,
            Cells::Words => {
                other
                    || self.coded()
                    || most(self.counts)
                    || most(self.dates)
                    || most(self.numbers)
                    || self.holds_pairs()
            }
            Cells::Latitudes | Cells::Longitudes => other || most(self.lettered) || self.holds_pairs(),
            Cells::Statuses => most(self.lettered) || most(self.counts),
            Cells::Texts | Cells::Codes => false,
            _ => true,
        }
    }

    fn as_ids(&self) -> Option<i32> {
        let most = |counted: u32| self.share(counted) >= 0.9;
        let unlike = self.distinct.len() as f32 / self.cells.min(DISTINCT as u32) as f32;
        match () {
            () if most(self.dates) || self.degrees() || most(self.links) || most(self.yes_no) => None,
            () if self.letters >= self.cells * 45 => None,
            () if self.unique() && self.cells == self.rows => Some(10),
            () if unlike >= 0.9 => Some(0),
            () if unlike >= 0.3 => Some(-10),
            () => Some(-45),
        }
    }

    /// What its values look like, in words.
    pub fn words(&self) -> &'static str {
        let most = |counted: u32| self.share(counted) >= 0.9;
        match () {
            () if self.cells == 0 => "nothing stands in it",
            () if most(self.dates) => "its values are dates",
            () if self.holds_pairs() => "its values are pairs of numbers",
            () if self.degrees() => "its values are decimal numbers within 180",
            () if most(self.years) => "its values are years",
            () if most(self.yes_no) => "its values are yes and no",
            () if most(self.bits) => "its values are 0 and 1",
            () if most(self.counts) => "its values are whole numbers",
            () if most(self.links) => "its values are links",
            () if self.letters >= self.cells * 60 => "its values are long texts",
            () if self.coded() => "its values are short codes",
            () => "its values are words",
        }
    }

    /// Whether nearly all of its values are dates.
    pub fn holds_dates(&self) -> bool {
        self.cells > 0 && self.share(self.dates) >= 0.9
    }

    /// Whether its values are long texts.
    pub fn holds_texts(&self) -> bool {
        self.cells > 0 && self.letters >= self.cells * 60 && self.share(self.links) < 0.5
    }

    /// Whether its values are links.
    pub fn holds_links(&self) -> bool {
        self.share(self.links) >= 0.9
    }
}

fn is_link(cell: &str) -> bool {
    cell.starts_with("http") || cell.starts_with("www.")
}

/// Answers to a question.
const YES_NO: &[&str] = &[
    "yes", "no", "y", "n", "true", "false", "oui", "non", "si", "sí", "sim", "não", "nao", "так", "ні", "да", "нет",
    "ja", "nein", "نعم", "لا",
];

/// How final a toll is.
const STATUSES: &[&str] =
    &["provisional", "updated", "final", "provisoire", "définitif", "definitif", "confirmed", "preliminary"];

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(cells: &[&str]) -> Seen {
        let mut seen = Seen::default();
        for cell in cells {
            seen.rows += 1;
            seen.look(cell);
        }
        seen
    }

    #[test]
    fn cells_show_what_they_are() {
        assert_eq!(seen(&["2021-08-08", "8/9/2021", "3 mars 2020"]).fits(Cells::Dates), Some(0));
        assert_eq!(seen(&["1", "0", "12"]).fits(Cells::Dates), None);
        assert_eq!(seen(&["3", "at least 5", "une dizaine"]).fits(Cells::Counts), Some(0));
        assert_eq!(seen(&["yes", "no", "no"]).fits(Cells::Counts), None);
        assert_eq!(seen(&["0", "1", "1"]).fits(Cells::Counts), Some(-12));
        assert_eq!(seen(&["R", "U", "R"]).fits(Cells::Words), None);
        assert_eq!(seen(&["Karou", "Gao", "Ber"]).fits(Cells::Words), Some(0));
        assert_eq!(seen(&["15.66", "16.27"]).fits(Cells::Latitudes), Some(3));
        assert_eq!(seen(&["a1", "a2", "a3"]).fits(Cells::Ids), Some(10));
        assert_eq!(seen(&["2015", "2016"]).fits(Cells::Years), Some(5));
        assert!(seen(&["32.98, 69.43", "POINT (1.2 12.3)", "33.1|70.2"]).holds_pairs());
        assert!(seen(&["POINT (1.2 12.3)"]).longitude_first());
        assert!(!seen(&["32.98, 69.43"]).longitude_first());
        assert_eq!(seen(&["http://a.example/1"]).fits(Cells::Links), Some(0));
    }
}
