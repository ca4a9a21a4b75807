//! Reads inputs: opens them, finds their layout, and hands over batches of records in the order of the file.

use super::InputError;
use super::layout::{self, Layout};
use super::mapping::{How, Mapping, whole};
use super::preset::{Preset, nearest};
use super::roles::derived::pair;
use super::rows::{self, Kind};
use super::table::{Cells, RawRow, Table};
use crate::model::Convention;
use crate::model::Limits;
use crate::model::ledger::{Input, TotalRow};
use crate::model::record::Mark;
use crate::model::{Batch, Col, Rejected, Unit};
use crate::text::conventions;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// A batch is handed over when it holds this many rows. What it needs of memory is then small enough to be used again by the
/// next one; larger pieces are given back and fetched anew, which costs more than filling them.
const ROWS: usize = 1024;

/// A batch is handed over when it holds this much text.
const BYTES: usize = 8 << 20;

/// How an input is to be read.
#[derive(Debug, Clone, Default)]
pub struct InputOptions {
    /// The preset to use; where there is none, the header tells.
    pub preset: Option<Preset>,
    /// Columns, values, blanks and dates that go before those of the preset, given or recognised.
    pub overlay: Option<Preset>,
    /// Whether rows are events, where that is not left to the preset.
    pub unit: Option<Unit>,
    /// Name of the data set, where that is not left to the preset.
    pub dataset: Option<String>,
    /// Name of the data set where no preset knows the format.
    pub registry: Option<String>,
    /// Name of the toll convention, where that is not left to the preset.
    pub convention: Option<String>,
    /// Toll conventions of the user's own; they go before those that ship with recount.
    pub conventions: Vec<(String, Convention)>,
    /// Sheets of a workbook; all that hold reports where none is named.
    pub sheets: Vec<String>,
    /// The encoding of a text by its usual name; found out where there is none.
    pub encoding: Option<String>,
    /// What stands between the cells of a line; found out where there is none.
    pub delimiter: Option<u8>,
    /// Where in a JSON text the reports are: names joined by points.
    pub list: Option<String>,
    /// How much an input may be.
    pub limits: Limits,
}

impl InputOptions {
    /// Names a mapping's data set and its toll convention as the options have it, and looks the convention up: once, not for
    /// every row.
    pub(super) fn settle(&self, mapping: &mut Mapping) -> Result<(), InputError> {
        let generic = matches!(mapping.preset.as_str(), "reports" | "hxl");
        let dataset = &mut mapping.dataset;
        if let Some(name) = self.dataset.as_ref().or(self.registry.as_ref().filter(|_| generic)) {
            dataset.name.clone_from(name);
        }
        if let Some(convention) = &self.convention {
            dataset.convention.clone_from(convention);
        }
        let name = dataset.convention.as_str();
        let own = self.conventions.iter().find(|(known, _)| known == name).map(|(_, convention)| *convention);
        let Some(convention) = own.or_else(|| conventions::named(name)) else {
            let shipped = conventions::names();
            let known: Vec<&str> = self
                .conventions
                .iter()
                .map(|(name, _)| name.as_str())
                .chain(shipped.iter().map(String::as_str))
                .collect();
            let hint = nearest(name, &known).map_or(String::new(), |near| format!(" (did you mean {near:?}?)"));
            return Err(InputError::UnknownConvention { name: name.to_owned(), hint, known: known.join(", ") });
        };
        mapping.convention = convention;
        Ok(())
    }
}

/// What one input yields.
#[derive(Debug)]
pub struct Source {
    /// Facts for the ledger. `loaded` counts what was handed over; the store corrects it.
    pub info: Input,
    /// How its columns were mapped.
    pub mapping: Mapping,
    /// Rows that could not be loaded, by line.
    pub rejected: Vec<Rejected>,
}

/// Reads one table.
pub(super) fn read_table(
    path: &Path,
    table: &dyn Table,
    number: u32,
    options: &InputOptions,
    sink: &mut dyn FnMut(&Mapping, Batch),
) -> Result<Source, InputError> {
    let mut layout = layout::find(path, table, options)?;
    let dataset = &mut layout.mapping.dataset;
    dataset.unit = options.unit.unwrap_or(dataset.unit);
    options.settle(&mut layout.mapping)?;
    let tally = hand_over(table, &layout, number, sink);
    let told = account(table, &mut layout, &tally);
    if tally.read == 0 {
        return Err(InputError::HeaderOnly { path: path.to_owned(), line: layout.header_line.max(1) });
    }
    let mut notes = table.notes();
    notes.append(&mut layout.notes);
    notes.extend(layout::lacking(&layout.mapping));
    notes.extend(told);
    notes.extend(tally.notes());
    let mapping = layout.mapping;
    let rejected = tally.rejected.len() as u64;
    let info = Input {
        read: tally.read,
        loaded: tally.read - rejected,
        rejected,
        unmapped: mapping.unmapped(),
        notes,
        understood: layout.understood,
        ..described(&mapping)
    };
    Ok(Source { info, mapping, rejected: tally.rejected })
}

/// What an input is, whatever it holds.
pub(super) fn described(mapping: &Mapping) -> Input {
    Input {
        preset: mapping.preset.clone(),
        dataset: mapping.dataset.name.clone(),
        unit: mapping.dataset.unit().name().to_owned(),
        columns: mapping.columns(),
        ..Input::default()
    }
}

/// How often something was seen, and on which line first.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    times: u64,
    first: u32,
}

impl Seen {
    fn at(&mut self, line: u32) {
        if self.times == 0 {
            self.first = line;
        }
        self.times += 1;
    }

    fn add(&mut self, later: Seen) {
        if self.times == 0 {
            self.first = later.first;
        }
        self.times += later.times;
    }
}

/// What came of a piece, or of all pieces so far.
#[derive(Debug, Default)]
struct Tally {
    batches: Vec<Batch>,
    rejected: Vec<Rejected>,
    read: u64,
    blank: Seen,
    short: Seen,
    long: Seen,
    nul: Seen,
    totals: Vec<TotalRow>,
    footnotes: Seen,
    headers: Seen,
    templates: Seen,
    /// Rows that say nothing, kept until it is known whether there are many.
    silent: Batch,
}

impl Tally {
    fn add(&mut self, mut later: Tally) {
        self.rejected.append(&mut later.rejected);
        self.read += later.read;
        self.blank.add(later.blank);
        self.short.add(later.short);
        self.long.add(later.long);
        self.nul.add(later.nul);
        self.totals.append(&mut later.totals);
        self.footnotes.add(later.footnotes);
        self.headers.add(later.headers);
        self.templates.add(later.templates);
        for record in later.silent.iter() {
            self.silent.push(&record);
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut note = |seen: Seen, one: &str, many: &str, what: &str| match seen.times {
            0 => {}
            1 => notes.push(format!("line {} {one}{what}", seen.first)),
            times => notes.push(format!("{times} rows {many}{what} (the first on line {})", seen.first)),
        };
        note(self.blank, "is", "are", " blank and not counted");
        note(self.short, "has", "have", " fewer cells than the header; what is missing counts as blank");
        note(self.long, "has", "have", " more cells than the header; those beyond it are not read");
        note(self.nul, "holds", "hold", " NUL bytes, which were left out");
        note(self.footnotes, "is", "are", " words about the table, not reports");
        note(self.headers, "is", "are", " the header once more, not reports");
        notes
    }
}

/// Reads all pieces, a few at a time and in parallel, while the sink works on those before.
fn hand_over(table: &dyn Table, layout: &Layout, number: u32, sink: &mut dyn FnMut(&Mapping, Batch)) -> Tally {
    let pieces = table.pieces();
    let window = rayon::current_num_threads().max(1) * 2;
    let piece = |index: usize| read_piece(table, index, layout, number);
    let some = |from: usize| -> Vec<Tally> { (from..(from + window).min(pieces)).into_par_iter().map(piece).collect() };
    let mut total = Tally::default();
    let mut ready = some(0);
    let mut next = ready.len();
    while !ready.is_empty() {
        let mut following = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| following = some(next));
            for mut tally in ready.drain(..) {
                for batch in std::mem::take(&mut tally.batches) {
                    sink(&layout.mapping, batch);
                }
                total.add(tally);
            }
        });
        next += following.len();
        ready = following;
    }
    // A few rows without a word are reports that lack everything; many are a form that was printed and not filled in.
    if total.templates.times < TEMPLATES && !total.silent.is_empty() {
        total.read += total.templates.times;
        sink(&layout.mapping, std::mem::take(&mut total.silent));
        total.templates = Seen::default();
    }
    total
}

/// So many rows without a word are a template.
const TEMPLATES: u64 = 10;

/// Says what the rows were that are no reports.
fn account(table: &dyn Table, layout: &mut Layout, tally: &Tally) -> Vec<String> {
    let mut totals = tally.totals.clone();
    if !totals.is_empty() {
        rows::Sorter::new(layout).add_up(table, layout, &mut totals);
    }
    let mut notes = Vec::new();
    let lines: BTreeSet<u32> = totals.iter().map(|total| total.line).collect();
    match (lines.len(), lines.first()) {
        (0, _) | (_, None) => {}
        (1, Some(line)) => {
            notes.push(format!("line {line} adds up other rows: it is checked against them and is no report"))
        }
        (many, Some(line)) => notes.push(format!(
            "{many} rows add up others (the first on line {line}): they are checked against them and are no reports"
        )),
    }
    if tally.templates.times > 0 {
        notes.push(format!(
            "{} rows say nothing of an event (the first on line {}): a template that was not filled in; they are no reports",
            tally.templates.times, tally.templates.first
        ));
    }
    layout.understood.totals = totals;
    (layout.understood.templates, layout.understood.template_line) = (tally.templates.times, tally.templates.first);
    notes
}

fn read_piece(table: &dyn Table, piece: usize, layout: &Layout, number: u32) -> Tally {
    let mut tally = Tally::default();
    let mut batch = Batch::default();
    let mut joined = String::new();
    let width = layout.mapping.header.len();
    let seeds = seeds(&layout.mapping);
    let sorter = rows::Sorter::new(layout);
    table.read(piece, &mut |row| {
        match row {
            RawRow::Bad { line, reason, raw } => {
                tally.read += 1;
                let raw = raw.chars().take(300).filter(|ch| *ch != '\0').collect();
                tally.rejected.push(Rejected { input: number, line, reason, raw });
            }
            RawRow::Row(cells) if cells.line <= layout.last_line => {}
            RawRow::Row(cells) if cells.is_blank() => tally.blank.at(cells.line),
            RawRow::Row(cells) => {
                let kind = sorter.kind(&cells);
                match kind {
                    Kind::Total => tally.totals.extend(sorter.totals(&cells)),
                    Kind::Note => tally.footnotes.at(cells.line),
                    Kind::Header => tally.headers.at(cells.line),
                    Kind::Template => {
                        tally.templates.at(cells.line);
                        fill(&mut tally.silent, &cells, layout, number, &mut joined);
                    }
                    Kind::Report => {
                        tally.read += 1;
                        if cells.len() < width && !table.ragged() {
                            tally.short.at(cells.line);
                        } else if (width..cells.len()).any(|index| !cells.get(index).trim().is_empty()) {
                            tally.long.at(cells.line);
                        }
                        if fill(&mut batch, &cells, layout, number, &mut joined) {
                            tally.nul.at(cells.line);
                        }
                        batch.raw(raw(&cells, &seeds));
                        if batch.len() >= ROWS || batch.bytes() >= BYTES {
                            tally.batches.push(std::mem::take(&mut batch));
                        }
                    }
                }
            }
        }
        true
    });
    if !batch.is_empty() {
        tally.batches.push(batch);
    }
    tally
}

/// What the hash of a cell begins with in each column, by its name: `None` for the id, which is no content.
fn seeds(mapping: &Mapping) -> Vec<Option<u64>> {
    let id = mapping.fills.iter().find(|fill| fill.col == Col::ReportId);
    let of = |(index, name): (usize, &String)| {
        let is_id = id.is_some_and(|fill| fill.from.contains(&index));
        (!is_id).then(|| xxh3_64(name.trim().to_lowercase().as_bytes()))
    };
    mapping.header.iter().enumerate().map(of).collect()
}

/// Hash of the cells of a row that are not blank, the id left out. A sum, so that the order of columns does not count.
fn raw(cells: &Cells<'_>, seeds: &[Option<u64>]) -> u64 {
    let mut sum = 0u64;
    for index in 0..cells.len() {
        let text = cells.get(index);
        // What stands beyond the header has no name but its number.
        if let (false, Some(seed)) = (text.is_empty(), seeds.get(index).copied().unwrap_or(Some(index as u64))) {
            sum = sum.wrapping_add(xxh3_64_with_seed(text.as_bytes(), seed));
        }
    }
    sum.max(1)
}

/// Adds a row to a batch. Whether it held NUL bytes, which are left out.
fn fill(batch: &mut Batch, cells: &Cells<'_>, layout: &Layout, number: u32, joined: &mut String) -> bool {
    let nul = memchr::memchr(0, cells.text.as_bytes()).is_some();
    batch.row(number, cells.line);
    for fill in &layout.mapping.fills {
        let (mark, text) = match (&fill.how, &fill.from[..]) {
            (How::Alone, &[index]) => (cells.mark(index), cells.get(index)),
            (How::Constant(value), _) => (Mark::default(), value.as_str()),
            (How::FirstOfTwo | How::SecondOfTwo, &[index]) => {
                let cell = cells.get(index);
                let texts = pair(cell).map_or((cell, cell), |pair| pair.texts);
                (cells.mark(index), if fill.how == How::FirstOfTwo { texts.0 } else { texts.1 })
            }
            _ => (together(fill, cells, joined), joined.as_str()),
        };
        if nul {
            batch.cell(fill.col, mark, &text.replace('\0', ""));
        } else {
            batch.cell(fill.col, mark, text);
        }
    }
    nul
}

/// Puts several cells together; the position is that of the first one used.
fn together(fill: &super::mapping::Fill, cells: &Cells<'_>, joined: &mut String) -> Mark {
    joined.clear();
    let is_date = matches!(fill.col, Col::EventDate | Col::EventEnd | Col::Published);
    let mut mark = None;
    for &index in &fill.from {
        let cell = cells.get(index).trim();
        if cell.is_empty() {
            // A day without its month says nothing.
            if is_date && fill.how != How::First {
                break;
            }
            continue;
        }
        if let (How::Join(with), false) = (&fill.how, joined.is_empty()) {
            joined.push_str(with);
        }
        joined.push_str(if is_date { whole(cell) } else { cell });
        mark.get_or_insert(cells.mark(index));
        if fill.how == How::First {
            break;
        }
    }
    mark.unwrap_or_default()
}
