//! When and where an article's event happened: date line, days told in the text, the country it names.

use crate::model::Day;
use crate::narrative;
use crate::text::{countries, dates, fold, narrative_dates};

/// The words before the dash of a date line: "NIAMEY, 14 March 2023 - Armed men".
pub(super) fn dateline(text: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let (at, _) = text
        .char_indices()
        .take(LONGEST)
        .find(|(at, ch)| matches!(ch, '-' | '–' | '—') && text.get(..*at).is_some_and(|head| head.ends_with(' ')))?;
    text.get(..at).filter(|head| head.chars().filter(|ch| ch.is_uppercase()).count() > 1)
}

/// A date line in numbers: "2021-08-09", "09/08/2021", in a line of a few words.
pub(super) fn numeric(text: &str) -> Option<Day> {
    const WORDS: usize = 8;
    let words = || text.split_whitespace().map(|word| word.trim_matches(|ch: char| !ch.is_ascii_digit()));
    if text.split_whitespace().count() > WORDS {
        return None;
    }
    let written = |word: &&str| {
        let marks = word.chars().filter(|ch| matches!(ch, '-' | '/' | '.')).count();
        (8..=10).contains(&word.len())
            && marks == 2
            && word.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '-' | '/' | '.'))
    };
    // A telephone number is no day of the first centuries.
    words().filter(written).find_map(|word| dates::day(word).read().filter(|day| day.year() >= 1000))
}

/// Whether a word is written as the names of people are: a capital, then small letters.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && word.chars().count() > 2 && letters.all(char::is_lowercase)
}

/// The country that the paragraphs name most, one in the first (the headline) counting as much as three elsewhere.
pub(super) fn country<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut named: Vec<(&'static str, u32)> = Vec::new();
    for (index, text) in paragraphs.enumerate() {
        let words: Vec<&str> = text.split(|ch: char| !(ch.is_alphanumeric() || ch == '-')).collect();
        // Two marks between words leave an empty word there: a sentence, a list, a bracket.
        let mut at = 0;
        while at < words.len() {
            // Codes of two and three letters are words as well.
            let found = [3, 2, 1].into_iter().find_map(|length| {
                let name = words.get(at..at + length)?.join(" ");
                let proper = name.len() > 3 && name.starts_with(char::is_uppercase);
                // "Sheriff Chad Miller", "Michael Jordan": a first name or a surname.
                let capital = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| is_name(word));
                let opens = |at: usize| {
                    at.checked_sub(1).is_none_or(|before| words.get(before).is_none_or(|word| word.is_empty()))
                };
                let before = at.checked_sub(1).filter(|before| !opens(*before));
                let person = length == 1 && index > 0 && (capital(Some(at + 1)) || capital(before));
                countries::find(&name).filter(|_| proper && !person).map(|country| (country.name, length))
            });
            let Some((name, length)) = found else {
                at += 1;
                continue;
            };
            let weight = if index == 0 { 3 } else { 1 };
            match named.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += weight,
                None => named.push((name, weight)),
            }
            at += length;
        }
    }
    // Of equally frequent ones the first.
    let most = named.iter().map(|(_, count)| *count).max()?;
    named.into_iter().find(|(_, count)| *count == most).map(|(name, _)| name)
}

/// Days before publication, where the text says so: "yesterday", "hier soir".
fn relative(text: &str) -> Option<i32> {
    let words = text.split(|ch: char| !(ch.is_alphanumeric() || matches!(ch, '\'' | '’')));
    words.map(fold::fold).find_map(|word| match word.as_str() {
        "yesterday" | "hier" | "ayer" | "ontem" | "anoche" => Some(1),
        "today" | "hoy" | "hoje" | "aujourd hui" => Some(0),
        "anteayer" | "anteontem" => Some(2),
        _ => None,
    })
}

/// The day of the event: a date in a paragraph that tells of deaths, or a weekday before publication.
pub(super) fn happened(text: &str, published: Option<Day>) -> Option<Day> {
    let reading = narrative::read(text, None);
    reading.total.filter(|_| !reading.elsewhen)?;
    let body = dateline(text).and_then(|head| text.get(head.len()..)).unwrap_or(text);
    if let Some(day) = narrative_dates::find(body).into_iter().find_map(|date| match published {
        Some(_) => date.resolve(published),
        None => date.year.and_then(|_| date.resolve(None)),
    }) {
        return Some(day);
    }
    let published = published?;
    // Full names only: "tués" is no Tuesday.
    let weekday = body
        .split(|ch: char| !ch.is_alphabetic())
        .filter(|word| word.chars().count() > 4)
        .find_map(narrative_dates::weekday);
    let Some(weekday) = weekday else { return relative(body).map(|back| Day(published.0 - back)) };
    (0..7).map(|back| Day(published.0 - back)).find(|day| day.weekday() == weekday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_no_name_of_a_person() {
        let named = |text| country(["A headline", text].into_iter());
        assert_eq!(named("The sheriff, Chad Miller, said that Michael Jordan was not there."), None);
        assert_eq!(named("Gunmen attacked a village in Mali. The army of Mali said so."), Some("Mali"));
    }

    #[test]
    fn date_lines_in_numbers() {
        let day = |text| numeric(text).map(|day| day.to_string());
        assert_eq!(day("2021-08-09").as_deref(), Some("2021-08-09"));
        assert_eq!(day("Published 2021-08-09 14:05").as_deref(), Some("2021-08-09"));
        assert_eq!(day("Call 555-12-9 now"), None);
        assert_eq!(day("Nine people were killed on the road between the two towns on 2021-08-09, he said"), None);
    }

    #[test]
    fn days_before_publication() {
        assert_eq!(relative("Il est mort hier soir"), Some(1));
        assert_eq!(relative("He died on Sunday"), None);
    }
}
