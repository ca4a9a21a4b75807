//! Articles as data: what a plain text, a Markdown or an HTML page claims, one row for each claim.
//!
//! Each claim's cells carry the line and column where the article makes it, so findings point into the text.

use super::Mapping;
pub use super::markup::Markup;
use super::markup::clean;
use crate::model::record::Mark;
use crate::model::{Batch, Col, Day, Status, Toll, Wording};
use crate::text::narrative::{self, Reading};
use crate::text::narrative_dates;
use crate::text::{countries, encodings};
use std::collections::BTreeSet;

/// An article that a file holds: how its cells are named, its rows, and its format in words. `None` where the
/// file's ending is no article's, or a `.txt` holds a table.
pub(super) fn open(path: &std::path::Path, bytes: &[u8], input: u32) -> Option<(Mapping, Batch, String)> {
    let name = path.file_name()?.to_string_lossy();
    let plain = ["gz", "zst", "zstd"].iter().find_map(|packed| name.strip_suffix(packed)?.strip_suffix('.'));
    let name = plain.unwrap_or(&name);
    let markup = Markup::of(name)?;
    let decoded = encodings::decode(bytes.to_vec())?;
    if markup == Markup::Plain && !is_prose(&decoded.text) {
        return None;
    }
    const COLUMNS: [Col; 13] = [
        Col::ReportId,
        Col::Document,
        Col::Published,
        Col::EventDate,
        Col::Country,
        Col::Place,
        Col::Killed,
        Col::Injured,
        Col::Scope,
        Col::Status,
        Col::Text,
        Col::Headline,
        Col::Source,
    ];
    let mut mapping = Mapping::by_name(COLUMNS.iter().map(|col| col.name().to_owned()).collect());
    mapping.preset = "article".to_owned();
    mapping.dataset.name = "articles".to_owned();
    mapping.dataset.unit_is_event = false;
    let words = match markup {
        Markup::Plain => "article",
        Markup::Markdown => "article in Markdown",
        Markup::Html => "article in HTML",
    };
    let batch = records(name, &decoded.text, markup, input);
    (!batch.is_empty()).then(|| (mapping, batch, format!("{words}, {}", decoded.encoding)))
}

/// Whether a text is prose and no table: most of its lines that hold words are sentences.
pub fn is_prose(text: &str) -> bool {
    let (mut prose, mut other) = (0u32, 0u32);
    for line in text.lines().take(200).map(str::trim).filter(|line| !line.is_empty()) {
        let words = line.split_whitespace().count();
        let cells = line.matches([';', '\t', '|']).count().max(line.matches(',').count());
        if words >= 4 && cells * 3 <= words { prose += 1 } else { other += 1 }
    }
    prose > 0 && prose * 2 >= other
}

/// Lines and columns of a file.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column, both from 1, of a byte.
    fn find(&self, text: &str, at: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = text.get(start..at).map_or(0, |head| head.chars().count()) + 1;
        (line as u32, column as u32)
    }
}

/// One statement of an article.
struct Statement {
    /// Bytes of the clean text where it stands.
    at: u32,
    toll: Option<Toll>,
    status: Status,
    place: Option<String>,
    partial: bool,
    injured: Option<Toll>,
    paragraph: (usize, usize),
}

/// The words for a toll that a cell is read from again: "at least 51".
fn cell(toll: Toll, status: Status) -> String {
    match (toll.wording, toll.said, toll.high) {
        (Wording::MoreThan, Some(said), None) => format!("more than {said}"),
        (Wording::UpTo, Some(said), Some(_)) => format!("up to {said}"),
        (Wording::About, Some(said), Some(_)) => format!("about {said}"),
        (_, _, Some(high)) if high == toll.low => toll.low.to_string(),
        (_, _, Some(high)) if toll.low == 0 => format!("up to {high}"),
        (_, _, Some(high)) => format!("{}-{high}", toll.low),
        (Wording::Vague, None, None) => vague(toll.low).to_owned(),
        (Wording::Exact, Some(said), None) if status == Status::Provisional => said.to_string(),
        (_, _, None) => format!("at least {}", toll.low),
    }
}

/// The words for a quantity without a number.
const fn vague(low: u32) -> &'static str {
    match low {
        0 | 1 => "a number of",
        2..24 => "several",
        24..40 => "dozens",
        40..200 => "scores",
        200..2000 => "hundreds",
        _ => "thousands",
    }
}

/// The rows of an article: its claims, then the places it names without one. `name` is the file's name,
/// which becomes the document; `input` the number of the input. An article without any claim gives one row.
pub fn records(name: &str, text: &str, markup: Markup, input: u32) -> Batch {
    let clean = clean(text, markup);
    let lines = Lines::new(text);
    let paragraphs = paragraphs(&clean.text);
    let slice = |(start, end): (usize, usize)| clean.text.get(start..end).unwrap_or("");
    let headline = paragraphs.first().copied().filter(|&span| {
        let words = slice(span);
        words.chars().count() <= 200 && !words.ends_with('.') && paragraphs.len() > 1
    });
    let dated = |text: &str| {
        let dates = narrative_dates::find(text).into_iter().filter(|date| date.year.is_some());
        dates.filter_map(|date| date.resolve(None)).next()
    };
    let published = paragraphs.iter().take(6).find_map(|&span| {
        let words = slice(span);
        dateline(words).and_then(dated).or_else(|| dated(words).filter(|_| words.len() < 160))
    });
    let country = country(paragraphs.iter().map(|&span| slice(span)));
    let mut statements = Vec::new();
    for &span in &paragraphs {
        state(slice(span), span, &mut statements);
    }
    // The widest total makes every smaller count at a place a part of it.
    let widest =
        statements.iter().filter(|s| !s.partial).filter_map(|s| s.toll).map(|toll| toll.low).max().unwrap_or(0);
    for statement in &mut statements {
        if let (Some(toll), Some(_)) = (statement.toll, &statement.place) {
            statement.partial |= toll.low < widest;
        }
    }
    let mut seen = BTreeSet::new();
    statements.retain(|statement| {
        let toll = statement.toll.map(|toll| (toll.low, toll.high));
        // A lead repeats its headline; "provisional" is news.
        seen.insert((toll, statement.status, statement.place.clone(), statement.partial))
    });
    let claimed: BTreeSet<String> = statements.iter().filter_map(|statement| statement.place.clone()).collect();
    let mut places = claimed.clone();
    for &span in &paragraphs {
        for named in narrative::named(slice(span)) {
            if places.insert(named.name.clone()) {
                statements.push(Statement {
                    at: span.0 as u32 + named.span.0,
                    toll: None,
                    status: Status::Unsaid,
                    place: Some(named.name),
                    partial: false,
                    injured: None,
                    paragraph: span,
                });
            }
        }
    }
    if statements.is_empty()
        && let Some(&span) = paragraphs.first()
    {
        statements.push(Statement {
            at: span.0 as u32,
            toll: None,
            status: Status::Unsaid,
            place: None,
            partial: false,
            injured: None,
            paragraph: span,
        });
    }
    let event_date = paragraphs.iter().find_map(|&span| happened(slice(span), published));
    let mut batch = Batch::default();
    let origin = |at: usize| clean.origin.get(at).copied().unwrap_or(0) as usize;
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    for (index, statement) in statements.iter().enumerate() {
        let (line, column) = lines.find(text, origin(statement.at as usize));
        let here = Mark { lines_down: 0, column };
        batch.row(input, line);
        batch.cell(Col::ReportId, here, &format!("{stem}:{}", index + 1));
        batch.cell(Col::Document, here, stem);
        if let Some(day) = published {
            batch.cell(Col::Published, here, &day.date().to_string());
        }
        if let Some(day) = event_date {
            batch.cell(Col::EventDate, here, &day.date().to_string());
        }
        if let Some(country) = country {
            batch.cell(Col::Country, here, country);
        }
        if let Some(place) = &statement.place {
            batch.cell(Col::Place, here, place);
        }
        if let Some(toll) = statement.toll {
            batch.cell(Col::Killed, here, &cell(toll, statement.status));
        }
        if let Some(injured) = statement.injured {
            batch.cell(Col::Injured, here, &cell(injured, statement.status));
        }
        if statement.toll.is_some() {
            batch.cell(Col::Scope, here, if statement.partial { "partial" } else { "total" });
        }
        batch.cell(Col::Status, here, statement.status.name());
        // Where a place is named and no more, the words around it are no claim about it.
        if statement.toll.is_none() && statement.place.is_some() {
            continue;
        }
        batch.cell(Col::Text, here, slice(statement.paragraph));
        if let Some(span) = headline {
            batch.cell(Col::Headline, here, slice(span));
        }
    }
    batch
}

fn state(text: &str, span: (usize, usize), out: &mut Vec<Statement>) {
    let reading: Reading = narrative::read(text, None);
    // What an article tells of another month or of a whole year is its background.
    let Some(total) = reading.total.filter(|_| !reading.elsewhen) else { return };
    let by_place: Vec<_> = reading.parts.iter().filter(|part| part.place.is_some()).collect();
    let summed = !reading.stated_total && by_place.len() > 1;
    if !summed {
        out.push(Statement {
            at: span.0 as u32 + reading.span.0,
            toll: Some(total),
            status: reading.status,
            place: reading.place.clone().filter(|_| by_place.is_empty()),
            partial: false,
            injured: reading.injured,
            paragraph: span,
        });
    }
    for part in by_place {
        out.push(Statement {
            at: span.0 as u32 + part.span.0,
            toll: Some(part.toll),
            status: reading.status,
            place: part.place.clone(),
            partial: true,
            injured: None,
            paragraph: span,
        });
    }
}

/// The words before the dash of a date line: "NIAMEY, 14 March 2023 - Armed men".
fn dateline(text: &str) -> Option<&str> {
    const LONGEST: usize = 80;
    let (at, _) = text
        .char_indices()
        .take(LONGEST)
        .find(|(at, ch)| matches!(ch, '-' | '–' | '—') && text.get(..*at).is_some_and(|head| head.ends_with(' ')))?;
    text.get(..at).filter(|head| head.chars().filter(|ch| ch.is_uppercase()).count() > 1)
}

/// The country that the paragraphs name most, one in the first (the headline) counting as much as three elsewhere.
fn country<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Option<&'static str> {
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
fn happened(text: &str, published: Option<Day>) -> Option<Day> {
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

/// Bytes of the paragraphs, blanks at both ends left out.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let blank_line = text.split('\n').skip(1).any(|line| line.trim().is_empty()) && text.trim().contains('\n');
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut close = |start: usize, end: usize| {
        let raw = text.get(start..end).unwrap_or("");
        let lead = raw.len() - raw.trim_start().len();
        let words = raw.trim();
        if !words.is_empty() {
            out.push((start + lead, start + lead + words.len()));
        }
    };
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() || !blank_line {
            let end = if line.trim().is_empty() { at } else { at + line.len() };
            close(start, end);
            start = at + line.len();
        }
        at += line.len();
    }
    close(start, text.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, markup: Markup) -> Vec<(String, String, String, String, u32, u32)> {
        let batch = records("note.txt", text, markup, 0);
        batch
            .iter()
            .map(|record| {
                let get = |col| record.get(col).to_owned();
                let (line, column) = record.position(Col::ReportId);
                (get(Col::Killed), get(Col::Status), get(Col::Place), get(Col::Scope), line, column)
            })
            .collect()
    }

    const NOTE: &str = "At least 30 dead after raids on the river\n\nMen on foot killed at least 30 people, a note said.\n\n\
        \"Provisional toll is 30 killed, several injured,\" it added.\n\nA teacher said that 12 civilians were killed in Fafa and \
        nine civilians were killed in Bara.\n\nIn 2012 more than 2,000 troops left the Ansongo district.\n";

    #[test]
    fn an_article_gives_its_claims_and_places() {
        let rows = rows(NOTE, Markup::Plain);
        let brief: Vec<(&str, &str, &str, &str)> =
            rows.iter().map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str())).collect();
        assert_eq!(
            brief,
            [
                ("at least 30", "", "", "total"),
                ("30", "provisional", "", "total"),
                ("12", "", "Fafa", "partial"),
                ("9", "", "Bara", "partial"),
                ("", "", "Ansongo", ""),
            ]
        );
        assert_eq!((rows[0].4, rows[0].5), (1, 1));
        assert_eq!(rows[2].4, 7);
        assert_eq!(rows[2].5, 21);
    }

    #[test]
    fn the_news_story_of_the_sample_attack_is_read_as_a_person_reads_it() {
        let base = std::env::var_os("RECOUNT_SHARED")
            .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
        let Ok(text) = std::fs::read_to_string(base.join("real/golden/seed_article.txt")) else {
            println!("skipped: no shared data");
            return;
        };
        let rows = rows(&text, Markup::Plain);
        let claims: Vec<(&str, &str, &str, &str)> = rows
            .iter()
            .filter(|row| !row.0.is_empty())
            .map(|row| (row.0.as_str(), row.1.as_str(), row.2.as_str(), row.3.as_str()))
            .collect();
        assert_eq!(
            claims,
            [
                ("at least 51", "", "", "total"),
                ("51", "provisional", "", "total"),
                ("20", "", "Karou", "partial"),
                ("14", "", "Ouatagouna", "partial"),
                ("a number of", "", "Daoutegeft", "partial"),
            ]
        );
        let named: Vec<&str> = rows.iter().filter(|row| row.0.is_empty()).map(|row| row.2.as_str()).collect();
        assert_eq!(named, ["Asongo", "Ouattagouna"]);
    }

    #[test]
    fn markup_goes_and_positions_stay() {
        let page = "<html><head><title>x 5 dead</title></head><body>\n<h1>Raid on Fafa</h1>\n<p>Six <b>men</b> were killed in Fafa&nbsp;&amp; two hurt.</p><script>9 killed</script></body></html>";
        let rows = rows(page, Markup::Html);
        assert_eq!((rows[0].0.as_str(), rows[0].2.as_str(), rows[0].4, rows[0].5), ("6", "Fafa", 3, 4));
        assert_eq!(rows.len(), 1);
    }

    #[test]
    fn a_weekday_and_the_day_of_publication_give_the_date() {
        let batch =
            records("a.txt", "Raid\n\n9 August 2021\n\nSix men were killed in Fafa on Sunday.\n", Markup::Plain, 0);
        let record = batch.get(0).unwrap();
        assert_eq!((record.get(Col::EventDate), record.get(Col::Published)), ("2021-08-08", "2021-08-09"));
    }

    #[test]
    fn a_date_line_dates_and_background_is_left_out() {
        let text = "Raids in western Niger kill at least 22\n\nNIAMEY, 14 March 2023 - Armed men killed at least 22 people in three \
            villages on Sunday, the governor said.\n\nIn January 2021, more than 100 people were killed near the border with Mali.\n";
        let batch = records("a.txt", text, Markup::Plain, 0);
        let record = batch.get(0).unwrap();
        assert_eq!((record.get(Col::EventDate), record.get(Col::Published)), ("2023-03-12", "2023-03-14"));
        assert_eq!((record.get(Col::Country), batch.len()), ("Niger", 1));
    }

    #[test]
    fn killed_is_no_tuesday() {
        let text = "Burkina Faso : 17 civils tués\n\nPublié le 5 septembre 2022\n\nDix-sept civils ont été tués samedi dans le nord du pays.\n";
        let batch = records("a.txt", text, Markup::Plain, 0);
        let record = batch.get(0).unwrap();
        assert_eq!((record.get(Col::EventDate), record.get(Col::Country)), ("2022-09-03", "Burkina Faso"));
    }

    #[test]
    fn tables_are_no_prose() {
        assert!(!is_prose("id,place,killed\n1,Fafa,3\n2,Bara,4\n"));
        assert!(is_prose(NOTE));
    }

    #[test]
    fn broken_markup_is_no_danger() {
        for text in ["<", "<p", "&#xZZ;&#99999999;", "<script>", "<!-- ", "&;", "", "\n\n\n", "](", "[x](y"] {
            for markup in [Markup::Plain, Markup::Markdown, Markup::Html] {
                let _ = records("x", text, markup, 0);
            }
        }
    }
}
