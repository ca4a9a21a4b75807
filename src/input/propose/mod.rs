//! Proposes a mapping for a file that no preset knows: by the names of its columns and by what stands in them.

mod seen;
mod written;

use super::layout::{self, Layout};
use super::preset::canonical;
use super::table::{RawRow, Table};
use super::{InputError, InputOptions, parts};
use crate::model::Col;
use crate::text::count;
use seen::{HINTS, Seen, Shape};
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

/// Looks at a file and proposes a mapping.
///
/// # Errors
/// The file cannot be read at all.
pub fn propose(path: &Path, options: &InputOptions) -> Result<Proposal, InputError> {
    let mut opened = parts::open(path, options)?;
    let unread = opened.unread.pop();
    let tables = opened.parts.into_iter().find_map(parts::Part::into_table);
    let Some(table) = tables else {
        let what = "is an article and needs no settings";
        return Err(unread.map_or(InputError::NotData { path: path.to_owned(), what }, |(_, error)| error));
    };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Preset, preset::shipped};

    fn propose_for(name: &str, content: &str) -> Proposal {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        propose(&path, &InputOptions::default()).unwrap()
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
