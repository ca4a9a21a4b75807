//! What a table is: its header, which column plays which role, and how its dates are written.

use super::header::{self, Header, Wanted};
use super::mapping::{self, Fill, How, Mapping};
use super::preset::{Preset, shipped};
use super::roles::seen::Seen;
use super::roles::{self, Assignment, Found};
use super::table::{RawRow, Table};
use super::{InputError, InputOptions, date_order};
use crate::model::Col;
use crate::model::ledger::{Understood, UnderstoodColumn};
use crate::text::count;
use std::path::Path;

/// Rows that show what columns hold.
const SAMPLE: u32 = 2_000;

/// Where the rows of a table begin and what they mean.
#[derive(Debug)]
pub(super) struct Layout {
    /// The mapping.
    pub mapping: Mapping,
    /// Line of the header; 0 where there is none.
    pub header_line: u32,
    /// Rows up to this line are not data.
    pub last_line: u32,
    /// What was noticed, in sentences.
    pub notes: Vec<String>,
    /// What was understood, for reports.
    pub understood: Understood,
    /// Columns in roles, with how sure that is and why; none where a preset knows the format.
    pub assignment: Assignment,
    /// What stands in each column.
    pub seen: Vec<Seen>,
}

/// Finds the layout.
pub(super) fn find(path: &Path, table: &dyn Table, options: &InputOptions) -> Result<Layout, InputError> {
    let mut layout = header(path, table, options)?;
    if !layout.mapping.usable() {
        let mut header = layout.mapping.header.join(", ");
        if header.chars().count() > 120 {
            header = header.chars().take(120).chain("…".chars()).collect();
        }
        let line = layout.header_line.max(1);
        return Err(InputError::NoUsableColumn { path: path.to_owned(), line, header });
    }
    repeated(&mut layout);
    date_order::settle(table, &mut layout);
    understood(&mut layout);
    Ok(layout)
}

/// The preset of generic names.
fn generic() -> Preset {
    shipped().iter().find(|preset| preset.name == "reports").cloned().unwrap_or_default()
}

/// Finds the header and the roles of its columns, whatever they can be used for.
pub(super) fn header(path: &Path, table: &dyn Table, options: &InputOptions) -> Result<Layout, InputError> {
    let fit = |header: &[String], tags: Option<&[String]>| {
        let mut mapping = match &options.preset {
            Some(preset) => mapping::fit(preset, header, tags),
            None => mapping::recognise(header, tags),
        };
        if let Some(part) = &options.overlay {
            mapping::lay_over(&mut mapping, part, tags);
        }
        mapping
    };
    if table.pieces() == 0 {
        return Err(InputError::Empty { path: path.to_owned() });
    }
    if table.keys().is_some_and(<[String]>::is_empty) {
        return Err(InputError::Broken { path: path.to_owned(), what: "JSON", reason: first_fault(table) });
    }
    let generic = generic();
    let found = match table.keys() {
        Some(keys) => Header { names: keys.to_vec(), ..Header::default() },
        None => header::find(table, &fit, &generic, wanted(options))
            .ok_or_else(|| InputError::Empty { path: path.to_owned() })?,
    };
    let mut found = found;
    let by_shape = if found.line == 0 && table.keys().is_none() { by_place(table, &mut found, options) } else { None };
    let mapping = match by_shape {
        Some(preset) => mapping::fit(preset, &found.names, None),
        None => fit(&found.names, found.tags.as_deref()),
    };
    let mut layout = Layout {
        mapping,
        header_line: found.line,
        last_line: found.last_line,
        notes: found.notes,
        understood: Understood::default(),
        assignment: Assignment::default(),
        seen: Vec::new(),
    };
    layout.seen = survey(table, &layout);
    assign(&mut layout, options, &generic, found.tags.is_some());
    Ok(layout)
}

/// What the user says of the header.
fn wanted(options: &InputOptions) -> Wanted {
    let said = [options.overlay.as_ref(), options.preset.as_ref()];
    let said = || said.iter().flatten();
    Wanted { line: said().find_map(|preset| preset.header_row), none: said().any(|preset| preset.no_header) }
}

/// The format of a table without a header, by its width and by what stands where.
fn by_place(table: &dyn Table, found: &mut Header, options: &InputOptions) -> Option<&'static Preset> {
    if options.preset.is_some() {
        let names = options.preset.as_ref().map_or(&[][..], |preset| &preset.header);
        if names.len() == found.names.len() {
            found.names = names.to_vec();
        }
        return None;
    }
    let fits = |preset: &&Preset| {
        if preset.header.len() != found.names.len() {
            return false;
        }
        let mapping = mapping::fit(preset, &preset.header, None);
        let blank = Understood::default();
        let layout = Layout {
            mapping,
            header_line: 0,
            last_line: 0,
            notes: Vec::new(),
            understood: blank,
            assignment: Assignment::default(),
            seen: Vec::new(),
        };
        let seen = survey(table, &layout);
        let is = |col: Col, wanted| {
            let fill = layout.mapping.fills.iter().find(|fill| fill.col == col && fill.how == How::Alone);
            fill.and_then(|fill| seen.get(*fill.from.first()?)).is_none_or(|seen| seen.fits(wanted).is_some())
        };
        use super::roles::seen::Cells;
        is(Col::EventDate, Cells::Dates) && is(Col::Lat, Cells::Latitudes) && is(Col::Lon, Cells::Longitudes)
    };
    let preset = shipped().iter().find(fits)?;
    found.names.clone_from(&preset.header);
    found.notes = vec![format!(
        "there is no header; the columns are those of {}, by their number and by what stands in them",
        preset.title
    )];
    Some(preset)
}

/// Finds roles where no format is known, and what could play those that a format lacks.
fn assign(layout: &mut Layout, options: &InputOptions, generic: &Preset, tagged: bool) {
    let mapping = &mut layout.mapping;
    let open = matches!(mapping.preset.as_str(), "reports" | "hxl");
    let over: Vec<Col> = options.overlay.iter().flat_map(|part| &part.columns).map(|(col, _)| *col).collect();
    if open {
        // What the user named stays, and so do tags; names are looked at again together with what stands under them.
        let by_tag = |fill: &Fill| tagged && mapping.preset == "hxl" && !over.contains(&fill.col);
        let kept: Vec<Fill> = mapping
            .fills
            .iter()
            .filter(|fill| over.contains(&fill.col) || by_tag(fill) || matches!(fill.how, How::Constant(_)))
            .cloned()
            .collect();
        let taken: Vec<usize> = kept.iter().flat_map(|fill| fill.from.iter().copied()).collect();
        let mut filled: Vec<Col> = kept.iter().map(|fill| fill.col).collect();
        filled.extend(&over);
        let assignment = roles::assign(&mapping.header, &layout.seen, &taken, &filled, generic);
        mapping.fills = kept;
        mapping.fills.extend(assignment.found.iter().map(|found| Fill {
            col: found.col,
            from: found.from.clone(),
            how: found.how.clone(),
        }));
        mapping.fills.sort_by_key(|fill| fill.col);
        layout.assignment = assignment;
        return;
    }
    let taken: Vec<usize> = mapping.fills.iter().flat_map(|fill| fill.from.iter().copied()).collect();
    let filled: Vec<Col> = mapping.fills.iter().map(|fill| fill.col).collect();
    let rest = roles::assign(&mapping.header, &layout.seen, &taken, &filled, generic);
    // A known format is read as its codebook says: what could fill a gap is said, not taken.
    let core = |found: &Found| [Col::EventDate, Col::Place, Col::Killed].contains(&found.col);
    layout.assignment.asked = rest.found.into_iter().chain(rest.asked).filter(core).collect();
}

/// What stands in the columns, by the first rows.
fn survey(table: &dyn Table, layout: &Layout) -> Vec<Seen> {
    let (mut seen, mut rows) = (vec![Seen::default(); layout.mapping.header.len()], 0);
    for piece in 0..table.pieces() {
        table.read(piece, &mut |row| {
            let RawRow::Row(cells) = row else { return true };
            if cells.line <= layout.last_line || cells.is_blank() {
                return true;
            }
            rows += 1;
            for (index, seen) in seen.iter_mut().enumerate() {
                let cell = cells.get(index).trim();
                seen.rows = rows;
                // -9 is a mark for nothing among counts, and a longitude.
                if !count::is_no_name(cell) {
                    seen.look(cell);
                }
            }
            rows < SAMPLE
        });
        if rows >= SAMPLE {
            break;
        }
    }
    seen
}

/// The first thing that is wrong with a table in which no row can be read.
fn first_fault(table: &dyn Table) -> String {
    let mut fault = "it holds no named values".to_owned();
    table.read(0, &mut |row| {
        if let RawRow::Bad { line, reason, .. } = row {
            fault = format!("line {line}: {reason}");
        }
        false
    });
    fault
}

fn repeated(layout: &mut Layout) {
    let mut names: Vec<String> = layout.mapping.header.iter().map(|name| name.trim().to_lowercase()).collect();
    names.retain(|name| !name.is_empty());
    names.sort();
    let mut twice: Vec<&str> =
        names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].as_str()).collect();
    twice.dedup();
    if !twice.is_empty() {
        layout.notes.push(format!("columns that stand twice, of which the first is read: {}", twice.join(", ")));
    }
}

/// Says what was understood: the roles that nothing plays, the columns that were guessed, those that could be it.
fn understood(layout: &mut Layout) {
    let mapping = &layout.mapping;
    let told = |found: &Found| UnderstoodColumn {
        column: found.col.name().to_owned(),
        header: found
            .from
            .iter()
            .map(|index| mapping.header.get(*index).map_or("", |name| name.trim()))
            .collect::<Vec<_>>()
            .join(" + "),
        sure: u8::try_from(found.sure.clamp(0, 100)).unwrap_or_default(),
        reason: found.reason.clone(),
    };
    let recognised = layout.assignment.found.iter().map(told).collect();
    let asked = layout.assignment.asked.iter().filter(|found| !mapping.has(found.col)).map(told).collect();
    let lacks = |cols: &[Col]| !cols.iter().any(|col| mapping.has(*col));
    let roles: [(&str, &[Col]); 3] = [
        ("date", &[Col::EventDate]),
        ("place", &[Col::Place, Col::Admin3, Col::Admin2, Col::Admin1, Col::Lat]),
        ("toll", TOLLS),
    ];
    // A list of named people needs no toll: each row is one of the dead.
    let counts = |name: &str| name != "toll" || !mapping.dataset.is_victim();
    let lacking: Vec<String> =
        roles.iter().filter(|(name, cols)| counts(name) && lacks(cols)).map(|(name, _)| (*name).to_owned()).collect();
    let empty = |index: &usize| layout.seen.get(*index).is_some_and(Seen::is_blank);
    let hollow = mapping.fills.iter().filter(|fill| !fill.from.is_empty() && fill.from.iter().all(empty));
    let hollow = hollow.map(|fill| mapping.header_of(fill.col)).collect();
    layout.understood.recognised = recognised;
    layout.understood.asked = asked;
    layout.understood.lacking = lacking;
    layout.understood.empty = hollow;
    layout.understood.header_line = layout.header_line;
}

/// Columns of which one tells of the dead.
const TOLLS: &[Col] = &[
    Col::Killed,
    Col::KilledLow,
    Col::KilledHigh,
    Col::KilledCivilians,
    Col::KilledSideA,
    Col::KilledSideB,
    Col::Victims,
    Col::RunningTotal,
    Col::KilledWomen,
    Col::KilledMen,
    Col::KilledChildren,
    Col::Injured,
    Col::Text,
];

/// Columns without which a data set says little, for notes.
pub(super) fn lacking(mapping: &Mapping) -> Option<String> {
    let lacks: Vec<&str> =
        [Col::EventDate, Col::Place].into_iter().filter(|col| !mapping.has(*col)).map(Col::name).collect();
    (!lacks.is_empty()).then(|| format!("no column was found for {}", lacks.join(" and ")))
}
