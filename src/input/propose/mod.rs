//! Proposes a mapping for a file that no preset knows: by the names of its columns and by what stands in them.

mod unit;
mod written;

use super::layout::{self, Layout};
use super::mapping::{Fill, How};
use super::roles::{Found, LIKELY};
use super::table::Table;
use super::{InputError, InputOptions, date_order, parts};
use crate::model::Col;
use std::path::Path;

/// A proposed mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Path of the file.
    pub path: String,
    /// The preset that reads the file as it stands; empty where only the generic names apply.
    pub preset: String,
    /// Line of the header; 0 where there is none.
    pub header_line: u32,
    /// Whether the file has no header, so that columns go by their numbers.
    pub no_header: bool,
    /// Number of rows looked at.
    pub rows: u64,
    /// Our columns, the file's names for them, and why.
    pub columns: Vec<Proposed>,
    /// Columns that could be it, but are not sure enough to be read unasked.
    pub asked: Vec<Proposed>,
    /// The file's columns that nothing was found for, with what stands in them.
    pub unmapped: Vec<(String, String)>,
    /// Whether slashed dates put the month first; `None` where there are none.
    pub month_first: Option<bool>,
    /// `report` or `event`, and why.
    pub unit: (String, String),
    /// What was noticed, in sentences.
    pub notes: Vec<String>,
}

/// One proposed column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// Ours.
    pub col: Col,
    /// The file's names.
    pub theirs: Vec<String>,
    /// How they fill it.
    pub how: How,
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
    propose_for(path, table.as_ref(), options, Vec::new())
}

/// Proposes a mapping for one table of a file.
fn propose_for(
    path: &Path,
    table: &dyn Table,
    options: &InputOptions,
    mut notes: Vec<String>,
) -> Result<Proposal, InputError> {
    let mut layout = layout::header(path, table, options)?;
    date_order::settle(table, &mut layout);
    notes.append(&mut layout.notes);
    let mapping = &layout.mapping;
    let known = mapping.usable() && !matches!(mapping.preset.as_str(), "reports" | "hxl");
    let mut proposal = Proposal {
        path: path.display().to_string(),
        preset: if known { mapping.preset.clone() } else { String::new() },
        header_line: layout.header_line,
        no_header: layout.last_line == 0 && table.keys().is_none(),
        rows: layout.seen.iter().map(|seen| u64::from(seen.rows)).max().unwrap_or_default(),
        notes,
        ..Proposal::default()
    };
    columns(&layout, known, &mut proposal);
    proposal.unit = unit::proposed(&layout, &proposal);
    let orders = &layout.understood.dates;
    proposal.month_first = (!orders.is_empty()).then(|| {
        let month = orders.iter().map(|order| order.month_first).sum::<u64>();
        let day = orders.iter().map(|order| order.day_first).sum::<u64>();
        month > day || month == day && orders.iter().any(|order| order.sure && order.order == "month-first")
    });
    Ok(proposal)
}

/// The columns: those that are read as they stand, those that are likely, those that are asked for, and the rest.
fn columns(layout: &Layout, known: bool, proposal: &mut Proposal) {
    let mapping = &layout.mapping;
    let name_of = |index: &usize| mapping.header.get(*index).map_or(String::new(), |name| name.trim().to_owned());
    let proposed = |col: Col, from: &[usize], how: &How, reason: String| Proposed {
        col,
        theirs: from.iter().map(name_of).collect(),
        how: how.clone(),
        reason,
    };
    let why = |fill: &Fill| {
        let found = layout.assignment.found.iter().find(|found| found.col == fill.col && found.from == fill.from);
        match found {
            Some(found) => found.reason.clone(),
            None if known => format!("the preset {:?} knows it", mapping.preset),
            None => "by its name".to_owned(),
        }
    };
    proposal.columns = mapping.fills.iter().map(|fill| proposed(fill.col, &fill.from, &fill.how, why(fill))).collect();
    let mut used: Vec<usize> = mapping.fills.iter().flat_map(|fill| fill.from.iter().copied()).collect();
    let mut asked: Vec<&Found> = layout.assignment.asked.iter().collect();
    asked.sort_by_key(|found| (std::cmp::Reverse(found.sure), found.col));
    for found in asked {
        let taken = mapping.has(found.col) || proposal.columns.iter().any(|one| one.col == found.col);
        let one = proposed(found.col, &found.from, &found.how, found.reason.clone());
        // A preset's columns are what its codebook says.
        if taken || known || found.sure < LIKELY {
            if !taken {
                proposal.asked.push(one);
                used.extend(&found.from);
            }
            continue;
        }
        proposal.columns.push(one);
        used.extend(&found.from);
    }
    if !known && unit::rows_are_victims(layout, proposal) {
        let reason = "each row is a person who died".to_owned();
        let how = How::Constant("1".to_owned());
        proposal.columns.push(Proposed { col: Col::Killed, theirs: Vec::new(), how, reason });
    }
    proposal.columns.sort_by_key(|one| one.col);
    proposal.asked.sort_by_key(|one| one.col);
    for (index, seen) in layout.seen.iter().enumerate() {
        if !used.contains(&index) && !name_of(&index).is_empty() {
            proposal.unmapped.push((name_of(&index), seen.words().to_owned()));
        }
    }
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
        assert_eq!(proposal.unmapped, [("Kode".to_owned(), "its values are short codes".to_owned())]);
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
