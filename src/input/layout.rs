//! Finds the header of a table, whatever stands above it, the tags under it, and how its dates are written.

use super::mapping::{self, Mapping};
use super::preset::Preset;
use super::table::{RawRow, Table};
use super::{InputError, InputOptions};
use crate::model::Col;
use crate::text::dates::{self, Order, Style};
use rayon::prelude::*;
use std::path::Path;

/// A header is looked for among this many rows.
const HEAD: usize = 25;

/// Rows whose dates show whether they are a spreadsheet's numbers.
const SAMPLE: usize = 5_000;

/// Where the rows of a table begin and what they mean.
#[derive(Debug)]
pub(super) struct Layout {
    /// The mapping.
    pub mapping: Mapping,
    /// Rows up to this line are not data; 0 where there is no header row.
    pub header_line: u32,
    /// Line of the tags.
    pub tag_line: Option<u32>,
    /// What was noticed, in sentences.
    pub notes: Vec<String>,
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
    dates_of(table, &mut layout);
    Ok(layout)
}

/// Finds the header, whatever it can be used for.
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
    match table.keys() {
        Some(keys) => Ok(Layout { mapping: fit(keys, None), header_line: 0, tag_line: None, notes: Vec::new() }),
        None => header_row(path, table, &fit, options.preset.as_ref()),
    }
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

type Fit<'a> = dyn Fn(&[String], Option<&[String]>) -> Mapping + 'a;

fn header_row(path: &Path, table: &dyn Table, fit: &Fit<'_>, preset: Option<&Preset>) -> Result<Layout, InputError> {
    let head = head(table);
    let is_tags = |cells: &[String]| {
        let mut given = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
        given.peek().is_some() && given.all(|cell| cell.starts_with('#') && cell.len() > 2)
    };
    // How well a row would do as the header. The first row is one unless a later one is clearly better: titles stand above.
    let score = |cells: &[String]| {
        let mapping = fit(cells, None);
        let known = preset.is_none() && mapping.preset != "reports" && mapping.preset != "hxl";
        if mapping.usable() { mapping.fills.len() + if known { 1000 } else { 0 } } else { 0 }
    };
    let rows: Vec<usize> = (0..head.len()).filter(|row| !is_tags(&head[*row].1)).collect();
    let Some(&first) = rows.first().or(if head.is_empty() { None } else { Some(&0) }) else {
        return Err(InputError::Empty { path: path.to_owned() });
    };
    let mut chosen = (first, score(&head[first].1));
    for &row in &rows {
        let candidate = score(&head[row].1);
        if candidate > chosen.1 && chosen.1 < 2 && candidate >= 2 {
            chosen = (row, candidate);
        }
    }
    if chosen.1 == 0 {
        // No row is understood: the first one that is nearly as wide as the widest.
        let width = |row: usize| head[row].1.iter().filter(|cell| !cell.is_empty()).count();
        let widest = rows.iter().map(|row| width(*row)).max().unwrap_or(0);
        chosen.0 = rows.iter().copied().find(|row| width(*row) * 10 >= widest * 7).unwrap_or(first);
    }
    let (header_line, header) = &head[chosen.0];
    let tags = head.get(chosen.0 + 1).filter(|(_, cells)| is_tags(cells));
    let mapping = fit(header, tags.map(|(_, cells)| cells.as_slice()));
    let mut notes = Vec::new();
    if chosen.0 > 0 {
        notes.push(format!("the header is on line {header_line}; what stands above it was skipped"));
    }
    if let Some((line, _)) = tags {
        notes.push(format!("line {line} holds HXL tags and was skipped"));
    }
    Ok(Layout { mapping, header_line: *header_line, tag_line: tags.map(|(line, _)| *line), notes })
}

/// The first rows that are not blank, with their lines.
fn head(table: &dyn Table) -> Vec<(u32, Vec<String>)> {
    let mut head = Vec::new();
    for piece in 0..table.pieces() {
        table.read(piece, &mut |row| {
            if let RawRow::Row(cells) = row
                && !cells.is_blank()
            {
                head.push((cells.line, (0..cells.len()).map(|index| cells.get(index).trim().to_owned()).collect()));
            }
            head.len() < HEAD
        });
        if head.len() >= HEAD {
            break;
        }
    }
    head
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

/// What the cells of a date column show.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    cells: u64,
    serials: u64,
    slashed: u64,
    day_first: u64,
    month_first: u64,
}

impl Shown {
    fn add(mut self, other: Shown) -> Shown {
        self.cells += other.cells;
        self.serials += other.serials;
        self.slashed += other.slashed;
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        self
    }
}

/// Finds out how dates are written, by what stands in the whole column.
fn dates_of(table: &dyn Table, layout: &mut Layout) {
    for &col in mapping::DATES {
        let Some(fill) = layout.mapping.fills.iter().find(|fill| fill.col == col) else { continue };
        let [index] = fill.from[..] else { continue };
        let known = layout.mapping.style(col).order;
        let sample = survey(table, 0..table.pieces().min(1), index, layout);
        let serials = sample.cells > 0 && sample.serials * 10 >= sample.cells * 9;
        let name = layout.mapping.header_of(col);
        if serials {
            layout
                .notes
                .push(format!("{name} holds days as spreadsheets count them, and is read so (25569 is 1970-01-01)"));
        }
        let mut order = known;
        if known == Order::Unknown && sample.slashed > 0 {
            let shown = survey(table, 0..table.pieces(), index, layout);
            order = if shown.month_first > shown.day_first { Order::MonthFirst } else { Order::DayFirst };
            let first = if order == Order::MonthFirst { "month" } else { "day" };
            let (winners, losers) = (shown.month_first.max(shown.day_first), shown.month_first.min(shown.day_first));
            layout.notes.push(match (winners, losers) {
                (0, _) => format!(
                    "{name}: nothing shows whether day or month comes first; the day is taken to; a preset's dates.order settles it"
                ),
                (_, 0) => format!("{name}: the {first} comes first, as {winners} of {} dates show", shown.slashed),
                _ => format!(
                    "{name} mixes the orders of day and month: {winners} dates show the {first} first, {losers} the other way"
                ),
            });
        }
        layout.mapping.styles.retain(|(known, _)| *known != col);
        layout.mapping.styles.push((col, Style { order, serials }));
    }
    layout.mapping.styles.sort_by_key(|(col, _)| *col);
}

fn survey(table: &dyn Table, pieces: std::ops::Range<usize>, index: usize, layout: &Layout) -> Shown {
    let limit = if pieces.len() <= 1 { SAMPLE } else { usize::MAX };
    let one = |piece| {
        let (mut shown, mut rows) = (Shown::default(), 0);
        table.read(piece, &mut |row| {
            let RawRow::Row(cells) = row else { return true };
            let cell = cells.get(index).trim();
            if cells.line <= layout.header_line || layout.tag_line == Some(cells.line) || cell.is_empty() {
                return true;
            }
            shown.cells += 1;
            shown.serials += u64::from(dates::looks_serial(cell));
            if let Some((day_first, month_first)) = dates::order_evidence(cell) {
                shown.slashed += 1;
                shown.day_first += u64::from(day_first);
                shown.month_first += u64::from(month_first && !day_first);
            }
            rows += 1;
            rows < limit
        });
        shown
    };
    pieces.into_par_iter().map(one).reduce(Shown::default, Shown::add)
}

/// Columns without which a data set says little, for notes.
pub(super) fn lacking(mapping: &Mapping) -> Option<String> {
    let lacks: Vec<&str> =
        [Col::EventDate, Col::Place].into_iter().filter(|col| !mapping.has(*col)).map(Col::name).collect();
    (!lacks.is_empty()).then(|| format!("no column was found for {}", lacks.join(" and ")))
}
