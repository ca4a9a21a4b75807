//! Articles as data: what a plain text, a Markdown or an HTML page claims, one row for each claim.
//!
//! Each claim's cells carry the line and column where the article makes it, so findings point into the text.

mod layout;
mod names;
mod setting;
mod statement;
#[cfg(test)]
mod tests;

use super::Mapping;
pub use super::markup::Markup;
use super::markup::clean;
use crate::model::record::Mark;
use crate::model::{Batch, Col, Status};
use crate::narrative;
use crate::text::{encodings, narrative_dates};
use layout::{Lines, paragraphs};
use setting::{country, dateline, happened};
use statement::{Statement, cell, state};
use std::collections::BTreeSet;

/// An article that a file holds: how its cells are named, its rows, and its format in words. `None` where the
/// file's ending is no article's, or a `.txt` holds a table.
pub(super) fn open(path: &std::path::Path, bytes: &[u8], input: u32) -> Option<(Mapping, Batch, String)> {
    let name = path.file_name()?.to_string_lossy();
    let name = super::formats::unpacked_name(&name);
    let markup = Markup::of(name)?;
    let decoded = encodings::decode(bytes.to_vec())?;
    if markup == Markup::Plain && !is_prose(&decoded.text) {
        return None;
    }
    const COLUMNS: [Col; 14] = [
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
        Col::Names,
    ];
    let mut mapping = Mapping::by_name(COLUMNS.iter().map(|col| col.name().to_owned()).collect());
    mapping.preset = "article".to_owned();
    mapping.dataset.name = "articles".to_owned();
    mapping.dataset.unit = crate::model::Unit::Report;
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
        dates.filter_map(|date| date.resolve(None)).next().or_else(|| setting::numeric(text))
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
    let names = names::names(paragraphs.iter().map(|&span| slice(span))).join("|");
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
        if statement.toll.is_some() || statement.place.is_none() {
            batch.cell(Col::Text, here, slice(statement.paragraph));
            if let Some(span) = headline {
                batch.cell(Col::Headline, here, slice(span));
            }
        }
        // The first row stands for the article.
        if index == 0 && !names.is_empty() {
            batch.cell(Col::Names, here, &names);
        }
    }
    batch
}
