//! Proposes a mapping for a file that no preset knows: by the names of its columns and by what stands in them.

use super::layout::{self, Layout};
use super::preset::canonical;
use super::table::{RawRow, Table};
use super::{InputError, Options, formats, open};
use crate::model::{Col, Value};
use crate::text::{count, dates};
use std::collections::BTreeSet;
use std::path::Path;

/// Rows that are looked at.
const SAMPLE: u64 = 2_000;

/// A proposed mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Path of the file.
    pub path: String,
    /// The preset that reads the file as it stands; empty where only the generic names apply.
    pub preset: String,
    /// Line of the header; 0 where each value carries its name.
    pub header_line: u32,
    /// Number of rows looked at.
    pub rows: u64,
    /// Our columns, the file's names for them, and why.
    pub columns: Vec<Proposed>,
    /// The file's columns that nothing was found for, with what stands in them.
    pub unmapped: Vec<(String, String)>,
    /// Whether slashed dates put the month first; `None` where there are none.
    pub month_first: Option<bool>,
}

/// One proposed column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Ours.
    pub col: Col,
    /// The file's names.
    pub theirs: Vec<String>,
    /// Put between them, where there are several that are joined.
    pub joined: Option<String>,
    /// Why.
    pub reason: String,
}

/// Parts of names that hint at a column, folded: English and French, with Spanish, Portuguese and German words where they differ. The shape of
/// the values must agree.
const HINTS: &[(Col, Shape, &[&str])] = &[
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
enum Shape {
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
    const fn words(self) -> &'static str {
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
struct Seen {
    cells: u64,
    dates: u64,
    degrees: u64,
    counts: u64,
    links: u64,
    letters: u64,
    slashed: u64,
    month_first: u64,
    day_first: u64,
    distinct: BTreeSet<String>,
}

impl Seen {
    fn look(&mut self, cell: &str) {
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

    fn shape(&self) -> Shape {
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

    fn unlike(&self) -> bool {
        self.cells > 1 && self.distinct.len() as u64 == self.cells && self.letters < self.cells * 40
    }
}

/// Looks at a file and proposes a mapping.
///
/// # Errors
/// The file cannot be read at all.
pub fn propose(path: &Path, options: &Options) -> Result<Proposal, InputError> {
    let asked = formats::Asked { sheet: options.sheet.clone() };
    let (table, _, _) = formats::open(path, open::contents(path)?, &asked)?;
    let layout = layout::header(path, table.as_ref(), options)?;
    let (seen, rows) = survey(table.as_ref(), &layout);
    let mapping = &layout.mapping;
    let known = mapping.usable() && mapping.preset != "reports" && mapping.preset != "hxl";
    let mut proposal = Proposal {
        path: path.display().to_string(),
        preset: if known { mapping.preset.clone() } else { String::new() },
        header_line: layout.header_line,
        rows,
        ..Proposal::default()
    };
    let name_of = |index: usize| mapping.header.get(index).map_or(String::new(), |name| name.trim().to_owned());
    for fill in &mapping.fills {
        let joined = match &fill.how {
            super::mapping::How::Join(with) => Some(with.clone()),
            _ => None,
        };
        let reason = if known { format!("the preset {:?} knows it", mapping.preset) } else { "by its name".to_owned() };
        let theirs = fill.from.iter().map(|index| name_of(*index)).collect();
        proposal.columns.push(Proposed { col: fill.col, theirs, joined, reason });
    }
    // Candidates for what is left, the best reasons first.
    let mut candidates: Vec<(u8, Col, usize, String)> = Vec::new();
    let free = |index: usize| !mapping.fills.iter().any(|fill| fill.from.contains(&index));
    for (index, seen) in seen.iter().enumerate().filter(|(index, _)| free(*index)) {
        let name = canonical(&name_of(index));
        let shape = seen.shape();
        for (rank, (col, wanted, parts)) in HINTS.iter().enumerate() {
            let agrees = shape == *wanted
                || (*wanted == Shape::Ids && seen.unlike())
                || (*wanted == Shape::Text && shape == Shape::Words && *col == Col::Headline);
            let hint = parts.iter().find(|part| {
                if part.len() <= 3 { name.starts_with(**part) || name.ends_with(**part) } else { name.contains(**part) }
            });
            if let (true, Some(part)) = (agrees, hint) {
                let shown = if *wanted == Shape::Ids { Shape::Ids } else { shape };
                candidates.push((rank as u8, *col, index, format!("{part:?} is in its name and {}", shown.words())));
            }
        }
        match shape {
            Shape::Dates => candidates.push((100, Col::EventDate, index, shape.words().to_owned())),
            Shape::Text => candidates.push((100, Col::Text, index, shape.words().to_owned())),
            Shape::Links => candidates.push((100, Col::Url, index, shape.words().to_owned())),
            _ if seen.unlike() && index == 0 => {
                candidates.push((
                    101,
                    Col::ReportId,
                    index,
                    "it comes first and its values are unlike in every row".to_owned(),
                ));
            }
            _ => {}
        }
    }
    // Two neighbouring columns of decimal degrees are a position, latitude first as nearly everybody writes it.
    for index in 1..seen.len() {
        let both = [index - 1, index].iter().all(|at| free(*at) && seen[*at].shape() == Shape::Degrees);
        if both {
            let reason = "two neighbouring columns hold decimal numbers within 180: check their order";
            candidates.push((102, Col::Lat, index - 1, reason.to_owned()));
            candidates.push((102, Col::Lon, index, reason.to_owned()));
        }
    }
    candidates.sort();
    let mut used = BTreeSet::new();
    for (_, col, index, reason) in candidates {
        let taken = proposal.columns.iter().any(|proposed| proposed.col == col) || used.contains(&index);
        if !taken {
            used.insert(index);
            proposal.columns.push(Proposed { col, theirs: vec![name_of(index)], joined: None, reason });
        }
    }
    proposal.columns.sort_by_key(|proposed| proposed.col);
    for (index, seen) in seen.iter().enumerate() {
        if free(index) && !used.contains(&index) && !name_of(index).is_empty() {
            proposal.unmapped.push((name_of(index), seen.shape().words().to_owned()));
        }
    }
    let totals = seen.iter().fold((0, 0, 0), |(slashed, month, day), seen| {
        (slashed + seen.slashed, month + seen.month_first, day + seen.day_first)
    });
    proposal.month_first = (totals.0 > 0).then_some(totals.1 > totals.2);
    Ok(proposal)
}

fn survey(table: &dyn Table, layout: &Layout) -> (Vec<Seen>, u64) {
    let (mut seen, mut rows) = (vec![Seen::default(); layout.mapping.header.len()], 0);
    for piece in 0..table.pieces() {
        table.read(piece, &mut |row| {
            let RawRow::Row(cells) = row else { return true };
            if cells.line <= layout.header_line || layout.tag_line == Some(cells.line) || cells.is_blank() {
                return true;
            }
            rows += 1;
            for (index, seen) in seen.iter_mut().enumerate() {
                let cell = cells.get(index).trim();
                if !count::is_blank_mark(cell) {
                    seen.look(cell);
                }
            }
            rows < SAMPLE
        });
        if rows >= SAMPLE {
            break;
        }
    }
    (seen, rows)
}

impl Proposal {
    /// The proposal as a preset file, each column with its reason beside it.
    pub fn to_preset(&self) -> String {
        let stem = Path::new(&self.path).file_name().unwrap_or_default().to_string_lossy();
        let name = stem.split('.').next().filter(|name| !name.is_empty() && *name != "-").unwrap_or("own");
        let mut out = self.opening("keep it as a file, and name that file with `--preset FILE` or in recount.toml.");
        out += &format!("name = {}\n{UNIT}\n[columns]\n", quote(name));
        self.body(&mut out, "", "dates");
        out
    }

    /// The proposal as a `recount.toml` with one input.
    pub fn to_settings(&self) -> String {
        let mut out = self.opening("and keep it as recount.toml; `recount check` then needs no more words.");
        out += &format!("[[input]]\npath = {}\n", quote(&self.path));
        if !self.preset.is_empty() {
            out += &format!(
                "preset = {}\n\n# What the preset reads, and what can be changed:\n# [input.columns]\n",
                quote(&self.preset)
            );
            self.body(&mut out, "# ", "input.dates");
            return out;
        }
        out += &format!("{UNIT}\n[input.columns]\n");
        self.body(&mut out, "", "input.dates");
        out
    }

    fn opening(&self, what_next: &str) -> String {
        let mut out =
            format!("# Proposed for {} from its header and its first {} rows.\n", comment(&self.path), self.rows);
        out += &format!("# Read it through, mend it, {what_next}\n");
        if !self.preset.is_empty() {
            out += &format!("# The preset {:?} reads this file as it stands.\n", self.preset);
        }
        out
    }

    /// The columns, what was left over, and the order of day and month.
    fn body(&self, out: &mut String, before: &str, dates: &str) {
        for proposed in &self.columns {
            let names: Vec<String> = proposed.theirs.iter().map(|name| quote(name)).collect();
            let value = match (&proposed.joined, names.as_slice()) {
                (None, [name]) => name.clone(),
                (Some(with), _) => format!("{{ join = [{}], with = {} }}", names.join(", "), quote(with)),
                (None, _) => format!("{{ first = [{}] }}", names.join(", ")),
            };
            *out += &format!("{before}{} = {value} # {}\n", proposed.col.name(), proposed.reason);
        }
        if !self.unmapped.is_empty() {
            *out += "\n# Not mapped, since nothing shows what they hold for recount; they can be written in above:\n";
            for (name, looks) in &self.unmapped {
                *out += &format!("#   {}: {looks}\n", comment(&quote(name)));
            }
        }
        if let (Some(month_first), true) = (self.month_first, self.preset.is_empty()) {
            *out += &format!("\n[{dates}]\norder = \"{}-first\"\n", if month_first { "month" } else { "day" });
        }
    }
}

/// What a draft says of its rows until somebody knows better.
const UNIT: &str = "# \"report\": several rows may tell of one event. \"event\": each row should be another event.\nunit = \"report\"\n";

fn quote(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A text that stays within one line of comment.
fn comment(text: &str) -> String {
    text.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Preset, preset::shipped};

    fn propose_for(name: &str, content: &str) -> Proposal {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        propose(&path, &Options::default()).unwrap()
    }

    fn shown(proposal: &Proposal) -> Vec<String> {
        proposal.columns.iter().map(|proposed| format!("{}={}", proposed.col, proposed.theirs.join("+"))).collect()
    }

    #[test]
    fn an_unknown_file_is_mapped_by_names_and_values() {
        let mut csv =
            "Nr. incident;Datum Vorfall;Ort des Vorfalls;N;E;Total tués;Blessés au total;Remarques;Kode\n".to_owned();
        for row in 0..20 {
            let text =
                "Des hommes armés ont attaqué le village à l'aube et ont brûlé plusieurs greniers avant de partir";
            csv += &format!("X{row};{}/8/2021;Gao;15.{row}1;-0.{row}2;{row};2;{text};z\n", row + 1);
        }
        let proposal = propose_for("unknown.csv", &csv);
        assert_eq!(
            shown(&proposal),
            [
                "report_id=Nr. incident",
                "event_date=Datum Vorfall",
                "place=Ort des Vorfalls",
                "lat=N",
                "lon=E",
                "killed=Total tués",
                "injured=Blessés au total",
                "text=Remarques",
            ]
        );
        assert_eq!(proposal.unmapped, [("Kode".to_owned(), "its values are words".to_owned())]);
        assert_eq!(proposal.month_first, Some(false));
    }

    #[test]
    fn what_is_proposed_is_a_preset_that_reads_the_file() {
        let csv = "Fecha;\"Lugar \"\"x\"\"\";Muertos\n2021-08-08;Gao;3\n2021-08-09;Ber;4\n";
        let proposal = propose_for("a.csv", csv);
        let text = proposal.to_preset();
        let preset = Preset::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(preset.columns.len(), 3, "{text}");
        assert_eq!(proposal.month_first, None);
        let known = propose_for("g.csv", "eventid,iyear,imonth,iday,nkill\n200001010001,2000,1,1,3\n");
        assert_eq!(known.preset, "gtd");
        let again = Preset::parse(&known.to_preset()).unwrap();
        let gtd = shipped().iter().find(|preset| preset.name == "gtd").unwrap();
        let date = |preset: &Preset| preset.columns.iter().find(|(col, _)| *col == Col::EventDate).cloned();
        assert_eq!(date(&again), date(gtd));
        assert!(known.to_settings().contains("\npreset = \"gtd\"\n"), "{}", known.to_settings());
    }

    #[test]
    fn the_settings_hold_the_same_mapping() {
        let proposal = propose_for("a.csv", "Fecha;Lugar;Muertos;x\n12/25/2021;Gao;3;a\n8/9/2021;Ber;4;b\n");
        let text = proposal.to_settings();
        let settings: toml::Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut input = settings["input"][0].as_table().unwrap().clone();
        assert!(input.remove("path").is_some());
        let part = Preset::from_table(&input).unwrap();
        let whole = Preset::parse(&proposal.to_preset()).unwrap();
        assert_eq!((part.columns, part.order), (whole.columns, whole.order));
    }
}
