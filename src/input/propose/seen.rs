//! What the names and the values of a column tell of it.

use crate::model::{Col, Value};
use crate::text::{count, dates};
use std::collections::BTreeSet;

/// Parts of names that hint at a column, folded: English and French, with Spanish, Portuguese and German words where they differ. The shape of
/// the values must agree.
pub(super) const HINTS: &[(Col, Shape, &[&str])] = &[
    (
        Col::Killed,
        Shape::Counts,
        &["kill", "dead", "death", "fatal", "casualt", "mort", "tue", "tues", "deces", "muert", "tote", "toll"],
    ),
    (Col::Injured, Shape::Counts, &["injur", "wound", "bless", "herid", "ferid", "verletz"]),
    (Col::Published, Shape::Dates, &["publi", "report", "posted"]),
    (
        Col::EventDate,
        Shape::Dates,
        &["date", "datum", "fecha", "data", "day", "jour", "when", "quand", "start", "debut"],
    ),
    (Col::EventEnd, Shape::Dates, &["end", "fin"]),
    (Col::Lat, Shape::Degrees, &["lat"]),
    (Col::Lon, Shape::Degrees, &["lon", "lng"]),
    (
        Col::Place,
        Shape::Words,
        &[
            "place", "village", "town", "city", "ville", "lieu", "localit", "locat", "settl", "site", "ort", "lugar",
            "where",
        ],
    ),
    (Col::Admin1, Shape::Words, &["admin1", "adm1", "region", "state", "provin", "governor"]),
    (Col::Admin2, Shape::Words, &["admin2", "adm2", "district", "cercle", "county", "depart"]),
    (Col::Admin3, Shape::Words, &["admin3", "adm3", "commune", "municip"]),
    (Col::Country, Shape::Words, &["country", "pays", "pais", "land", "nation"]),
    (Col::Source, Shape::Words, &["source", "media", "outlet", "publisher", "quelle", "fuente"]),
    (Col::Actor, Shape::Words, &["actor", "perpetr", "attack", "auteur", "group"]),
    (Col::Target, Shape::Words, &["target", "victim", "cible"]),
    (Col::EventType, Shape::Words, &["type", "categ", "kind"]),
    (Col::Text, Shape::Text, &["text", "descr", "note", "summar", "narrat", "detail", "comment", "resume", "content"]),
    (Col::Headline, Shape::Text, &["title", "headline", "titre"]),
    (Col::Url, Shape::Links, &["url", "link", "lien", "http"]),
    (Col::ReportId, Shape::Ids, &["id", "code", "nr", "num", "ref"]),
];

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Blank,
    Dates,
    Degrees,
    Counts,
    Links,
    Text,
    Words,
    /// Unlike in every row; asked for, never found as such.
    Ids,
}

impl Shape {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Shape::Blank => "nothing stands in it",
            Shape::Dates => "its values are dates",
            Shape::Degrees => "its values are decimal numbers within 180",
            Shape::Counts => "its values are whole numbers",
            Shape::Links => "its values are links",
            Shape::Text => "its values are long texts",
            Shape::Words => "its values are words",
            Shape::Ids => "its values are unlike in every row",
        }
    }
}

/// What was seen in one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    pub(super) cells: u64,
    pub(super) dates: u64,
    pub(super) degrees: u64,
    pub(super) counts: u64,
    pub(super) links: u64,
    pub(super) letters: u64,
    pub(super) slashed: u64,
    pub(super) month_first: u64,
    pub(super) day_first: u64,
    pub(super) distinct: BTreeSet<String>,
}

impl Seen {
    pub(super) fn look(&mut self, cell: &str) {
        self.cells += 1;
        self.letters += cell.chars().count() as u64;
        self.counts += u64::from(matches!(count::plain(cell), Value::Read(_)));
        self.dates += u64::from(cell.len() > 5 && matches!(dates::day(cell), Value::Read(_)));
        self.links += u64::from(cell.starts_with("http") || cell.starts_with("www."));
        let decimal = cell.replace(',', ".").parse::<f64>();
        self.degrees += u64::from(cell.contains(['.', ',']) && decimal.is_ok_and(|value| value.abs() <= 180.0));
        if let Some((day, month)) = dates::order_evidence(cell) {
            self.slashed += 1;
            self.day_first += u64::from(day);
            self.month_first += u64::from(month && !day);
        }
        self.distinct.insert(cell.chars().take(80).collect());
    }

    pub(super) fn shape(&self) -> Shape {
        let most = |count: u64| count * 10 >= self.cells * 9;
        match () {
            () if self.cells == 0 => Shape::Blank,
            () if most(self.dates) => Shape::Dates,
            () if self.degrees > 0 && most(self.degrees.max(self.counts)) && self.degrees * 2 >= self.cells => {
                Shape::Degrees
            }
            () if most(self.counts) => Shape::Counts,
            () if most(self.links) => Shape::Links,
            () if self.letters >= self.cells * 60 => Shape::Text,
            () => Shape::Words,
        }
    }

    pub(super) fn unlike(&self) -> bool {
        self.cells > 1 && self.distinct.len() as u64 == self.cells && self.letters < self.cells * 40
    }
}
