//! Dates in running text, English and French: `On 13 November 2020, ...`, `lundi 9 août`, `Sunday, August 8th`.

use super::dates;
use super::fold::fold;
use crate::model::Day;
use aho_corasick::AhoCorasick;
use jiff::civil::Weekday;
use regex::Regex;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A date that a text names by day and month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Day of the month.
    pub day: i8,
    /// Month.
    pub month: i8,
    /// Year, where the text gives it.
    pub year: Option<i16>,
    /// The weekday named directly before it.
    pub weekday: Option<Weekday>,
    /// The words, as they stand in the text.
    pub words: String,
    /// Whether the text opens with it, after `On`, `Le` or `Around` at most.
    pub opens: bool,
    /// Whether it is one end of a span of days (`12 and 13 November`, `5 May - 7 May`).
    pub spans: bool,
}

impl Named {
    /// The day meant; where the text gives no year, the one nearest to `near`.
    pub fn resolve(&self, near: Option<Day>) -> Option<Day> {
        if let Some(year) = self.year {
            return Day::from_ymd(year, self.month, self.day);
        }
        let near = near?;
        let year = near.year();
        [year - 1, year, year + 1]
            .into_iter()
            .filter_map(|year| Day::from_ymd(year, self.month, self.day))
            .min_by_key(|day| ((day.0 - near.0).abs(), *day))
    }
}

const WEEKDAYS: &str =
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche";
const MONTHS: &str = "january|february|march|april|may|june|july|august|september|october|november|december|\
    janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre";

/// Finds any of some words, many times faster than the patterns: most texts hold none.
type Words = LazyLock<Option<AhoCorasick>>;

fn words(alternatives: &str) -> Option<AhoCorasick> {
    AhoCorasick::builder().ascii_case_insensitive(true).build(alternatives.split('|')).ok()
}

/// Whether a text may open with a date that [`find`] finds: a quick look at its first letters.
pub fn may_open(text: &str) -> bool {
    static FIRST: LazyLock<FxHashSet<[u8; 3]>> =
        LazyLock::new(|| WEEKDAYS.split('|').chain(MONTHS.split('|')).filter_map(three).collect());
    let text = text.trim_start();
    let rest = text.find(char::is_whitespace).filter(|end| opens(&text[..*end])).map_or(text, |end| &text[end..]);
    let rest = rest.trim_start().trim_start_matches('(');
    rest.starts_with(|ch: char| ch.is_ascii_digit()) || three(rest).is_some_and(|letters| FIRST.contains(&letters))
}

/// The first three bytes of a word in lower case.
fn three(word: &str) -> Option<[u8; 3]> {
    Some(word.as_bytes().first_chunk::<3>()?.map(|byte| byte.to_ascii_lowercase()))
}

/// Day before month, and month before day. Word boundaries are those of ASCII: every word here begins and ends so, and
/// Unicode's would be searched ten times slower.
static PATTERNS: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
    let weekday = format!(r"(?:(?-u:\b)(?P<weekday>{WEEKDAYS}),?\s+\(?(?:the\s+|le\s+)?)?");
    let year = r"(?:,?\s+(?P<year>(?:19|20)[0-9][0-9])(?-u:\b))?";
    let day = r"(?P<day>[0-9]{1,2})";
    [
        Regex::new(&format!(
            r"(?i){weekday}(?-u:\b){day}(?:st|nd|rd|th|er)?\s+(?:of\s+)?(?P<month>{MONTHS})(?-u:\b){year}"
        ))
        .ok(),
        Regex::new(&format!(r"(?i){weekday}(?-u:\b)(?P<month>{MONTHS})\s+{day}(?:st|nd|rd|th)?(?-u:\b){year}")).ok(),
    ]
});

/// All dates that a text names by day and month, in the order of the text.
pub fn find(text: &str) -> Vec<Named> {
    static NAMES: Words = LazyLock::new(|| words(MONTHS));
    if !text.bytes().any(|byte| byte.is_ascii_digit()) || !NAMES.as_ref().is_none_or(|names| names.is_match(text)) {
        return Vec::new();
    }
    let mut found: Vec<(usize, Named)> = Vec::new();
    for pattern in PATTERNS.iter().flatten() {
        for capture in pattern.captures_iter(text) {
            let Some(whole) = capture.get(0) else { continue };
            let part = |name| capture.name(name).map(|part| part.as_str());
            let month = part("month").and_then(|word| dates::month(&fold(word)));
            let (Some(day), Some(month)) = (part("day").and_then(|day| day.parse().ok()), month) else { continue };
            let named = Named {
                day,
                month: month as i8,
                year: part("year").and_then(|year| year.parse().ok()),
                weekday: part("weekday").and_then(weekday),
                words: whole.as_str().to_owned(),
                opens: opens(&text[..whole.start()]),
                spans: spans(&text[..whole.start()], &text[whole.end()..]),
            };
            // `8 August 9` is one date: the first pattern's.
            let overlaps =
                found.iter().any(|(start, other)| whole.start() < start + other.words.len() && *start < whole.end());
            if !overlaps && (1..=31).contains(&named.day) {
                found.push((whole.start(), named));
            }
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, named)| named).collect()
}

/// Whether a text names any weekday: a quick look before [`find`].
pub fn names_weekday(text: &str) -> bool {
    // All of them hold `day` or `di`; the letters around it tell the rest: Sun-day, lun-di, di-manche.
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'd', b'D', bytes).any(|at| {
        let letter = |at: usize| bytes.get(at).map(u8::to_ascii_lowercase);
        let before = at.checked_sub(1).and_then(letter);
        // A comma or white space of any kind.
        let ends =
            |at: usize| letter(at).is_some_and(|byte| byte == b',' || byte.is_ascii_whitespace() || !byte.is_ascii());
        match letter(at + 1) {
            Some(b'a') => {
                letter(at + 2) == Some(b'y') && ends(at + 3) && matches!(before, Some(b'n' | b's' | b'i' | b'r'))
            }
            Some(b'i') => {
                ends(at + 2) && matches!(before, Some(b'n' | b'r' | b'e' | b'u'))
                    || bytes.get(at + 2..at + 8).is_some_and(|rest| rest.eq_ignore_ascii_case(b"manche"))
            }
            _ => false,
        }
    })
}

/// The weekday of that name in English or French.
pub fn weekday(word: &str) -> Option<Weekday> {
    Some(match fold(word).as_str() {
        "monday" | "mon" | "lundi" => Weekday::Monday,
        "tuesday" | "tue" | "tues" | "mardi" => Weekday::Tuesday,
        "wednesday" | "wed" | "mercredi" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" | "jeudi" => Weekday::Thursday,
        "friday" | "fri" | "vendredi" => Weekday::Friday,
        "saturday" | "sat" | "samedi" => Weekday::Saturday,
        "sunday" | "sun" | "dimanche" => Weekday::Sunday,
        _ => return None,
    })
}

/// The English name of a weekday.
pub const fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn opens(before: &str) -> bool {
    let before = before.trim();
    ["", "on", "le", "around"].iter().any(|word| before.eq_ignore_ascii_case(word))
}

/// Whether the words around a date make it one end of a span.
fn spans(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    let dash = |ch: char| matches!(ch, '-' | '–' | '—' | '/' | '&');
    let words = ["to", "and", "until", "through", "et", "au", "between", "entre", "from", "du", "jusqu'au"];
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let next = after.split(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    let number_follows = |rest: &str| {
        rest.trim_start().starts_with(|ch: char| ch.is_ascii_digit()) || starts_with_weekday_or_month(rest)
    };
    before.ends_with(dash)
        || words.contains(&last.as_str())
        || (after.starts_with(dash) && number_follows(&after[after.chars().next().map_or(0, char::len_utf8)..]))
        || (words.contains(&next.as_str()) && number_follows(&after[next.len().min(after.len())..]))
}

fn starts_with_weekday_or_month(rest: &str) -> bool {
    let word = fold(rest.split_whitespace().next().unwrap_or_default());
    weekday(&word).is_some() || dates::month(&word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn only(text: &str) -> Named {
        let mut found = find(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        found.remove(0)
    }

    proptest! {
        /// The quick looks let through all that is found.
        #[test]
        fn quick_looks_lose_nothing(
            text in "(On |le |around )?((Sunday|lundi|TUESDAY),? )?(the |le )?[0-9]{1,2}(th|er)? (mars|MAY|Août) (2019 )?(\\PC){0,9}"
        ) {
            let named = find(&text);
            prop_assert!(!named.iter().any(|named| named.opens) || may_open(&text), "{text}");
            prop_assert!(!named.iter().any(|named| named.weekday.is_some()) || names_weekday(&text), "{text}");
        }
    }

    #[test]
    fn dates_are_found_with_weekday_and_year() {
        let named = only("On 13 November 2020, soldiers fired");
        assert_eq!((named.day, named.month, named.year, named.weekday), (13, 11, Some(2020), None));
        assert!(named.opens && !named.spans);
        let named = only("Killed there on Sunday, August 8th, as reported");
        assert_eq!((named.day, named.month, named.year, named.weekday), (8, 8, None, Some(Weekday::Sunday)));
        assert!(!named.opens);
        let named = only("dans la nuit de dimanche à lundi 9 août 2021");
        assert_eq!((named.day, named.month, named.year, named.weekday), (9, 8, Some(2021), Some(Weekday::Monday)));
        assert!(only("Le 1er février, un convoi").opens);
    }

    #[test]
    fn ends_of_spans_are_marked() {
        assert!(find("Between 3 May and 9 May 2020").iter().all(|named| named.spans));
        assert!(only("On 12 and 13 November 2020").spans);
        assert!(find("From 30 October 2020 - 2 November 2020").iter().all(|named| named.spans));
        assert!(only("On 12-13 November 2020").spans);
        assert!(!only("On 13 November 2020, and later").spans);
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in ["", "12 killed in March", "in May 2021", "the 2020 March", "99 march on Gao"] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn the_nearest_year_is_taken() {
        let near = Day::from_ymd(2021, 1, 2);
        assert_eq!(only("On 30 December, men").resolve(near), Day::from_ymd(2020, 12, 30));
        assert_eq!(only("On 30 December, men").resolve(None), None);
        assert_eq!(only("On 29 February 2021, men").resolve(near), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(On |from |\\PC){0,4}[0-9]{1,3} (May|août|march)[ ,–-]{0,3}\\PC{0,12}") {
            let _ = find(&text);
        }
    }
}
