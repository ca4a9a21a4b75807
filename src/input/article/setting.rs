//! When and where an article's event happened: date line, days told in the text, the country it names.

use crate::model::Day;
use crate::narrative;
use crate::text::{countries, narrative_dates};

/// The words before the dash of a date line: "NIAMEY, 14 March 2023 - Armed men".
pub(super) fn dateline(text: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let (at, _) = text
        .char_indices()
        .take(LONGEST)
        .find(|(at, ch)| matches!(ch, '-' | '–' | '—') && text.get(..*at).is_some_and(|head| head.ends_with(' ')))?;
    text.get(..at).filter(|head| head.chars().filter(|ch| ch.is_uppercase()).count() > 1)
}

/// The country that the paragraphs name most, one in the first (the headline) counting as much as three elsewhere.
pub(super) fn country<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    let mut named: Vec<(&'static str, u32)> = Vec::new();
    for (index, text) in paragraphs.enumerate() {
        let words: Vec<&str> = text.split(|ch: char| !(ch.is_alphanumeric() || ch == '-')).collect();
        let mut at = 0;
        while at < words.len() {
            // Codes of two and three letters are words as well.
            let found = [3, 2, 1].into_iter().find_map(|length| {
                let name = words.get(at..at + length)?.join(" ");
                let proper = name.len() > 3 && name.starts_with(char::is_uppercase);
                countries::find(&name).filter(|_| proper).map(|country| (country.name, length))
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
        .find_map(narrative_dates::weekday)?;
    (0..7).map(|back| Day(published.0 - back)).find(|day| day.weekday() == weekday)
}
