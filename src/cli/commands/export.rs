//! `recount export`: the last run's tables for other tools.

use crate::cli::arguments::{Common, ExportArgs, Table, TableFormat};
use crate::cli::{files, settings};
use crate::emit::harmless;
use crate::model::Col;
use crate::run::Error;
use crate::run::tables::{self, Sheet};
use crate::store::{Runs, Store, Tables};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Exports a table.
///
/// # Errors
/// When there is no run, or the output cannot be written.
pub fn run(common: &Common, args: &ExportArgs) -> Result<u8, Error> {
    let dir = settings::store(common)?;
    let tables = run_tables(&Runs::of(&dir)?, args.run)?;
    let sheet = match args.table {
        Table::Places => tables::places_sheet(&tables),
        Table::Events => tables::events_sheet(&tables),
        Table::Tolls => tables::tolls_sheet(&tables),
        Table::Links => tables::links_sheet(&tables),
        Table::Persons => tables::persons_sheet(&tables),
        Table::Histories => tables::histories_sheet(&tables),
        Table::Reports => reports_sheet(&Store::open(&dir)?, &tables)?,
    };
    let format = match args.format {
        Some(format) => format,
        None => format_of(args.output.as_deref())?,
    };
    let bytes = match format {
        TableFormat::Csv => tables::csv(&neutral(sheet))?,
        TableFormat::Jsonl => tables::jsonl(&sheet),
        TableFormat::Xlsx => tables::xlsx(&sheet)?,
    };
    match &args.output {
        Some(path) => files::write_private(path, &bytes)?,
        None => files::write_stdout(&bytes)?,
    }
    Ok(0)
}

/// The sheet for a reader that may be a spreadsheet or a terminal. JSON escapes what is harmful by itself, and has the
/// cells as they are.
fn neutral(mut sheet: Sheet) -> Sheet {
    for cell in sheet.lines.iter_mut().flatten() {
        if let tables::Cell::Text(text) = cell {
            *text = harmless(text);
        }
    }
    sheet
}

/// The format that a file's name asks for. A name that asks for another one is refused rather than given what it does not say.
fn format_of(output: Option<&Path>) -> Result<TableFormat, Error> {
    let Some(path) = output else { return Ok(TableFormat::Csv) };
    match path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).as_deref() {
        Some("jsonl" | "ndjson") => Ok(TableFormat::Jsonl),
        Some("xlsx") => Ok(TableFormat::Xlsx),
        Some("csv" | "txt") | None => Ok(TableFormat::Csv),
        Some(other) => Err(Error::new(format!(
            "{}: a table cannot be written as .{other}; name a .csv, .jsonl or .xlsx file, or say which with --format",
            path.display()
        ))),
    }
}

/// The tables of a run, the last one unless a number is given.
///
/// # Errors
/// There is no such run, or its tables are no longer kept.
pub fn run_tables(runs: &Runs, number: Option<u64>) -> Result<Tables<'static>, Error> {
    let number = match number {
        Some(number) => u32::try_from(number).map_err(|_| Error::new(format!("there is no run {number}")))?,
        None => match runs.last()? {
            Some(last) => last.number,
            None => return Err(Error::new("nothing was checked yet: run `recount check FILE` first")),
        },
    };
    runs.tables(number)?.ok_or_else(|| {
        Error::new(format!(
            "the tables of run {number} are no longer kept; `recount runs` says which are, or run `recount check` again"
        ))
    })
}

/// The reports as loaded: their id as exports have it, and every column that any of them fills.
fn reports_sheet(store: &Store, tables: &Tables<'_>) -> Result<Sheet, Error> {
    // The run's ids may carry #2, #3 for ids that stand twice; the store has the plain ones, in any order.
    let mut wanted: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for id in &tables.reports {
        let plain = match id.rsplit_once('#') {
            Some((plain, number)) if number.parse::<u32>().is_ok_and(|number| number > 1) => plain,
            _ => id,
        };
        wanted.entry(plain).or_default().push(id);
    }
    let mut rows: Vec<(&str, Vec<(Col, String)>)> = Vec::with_capacity(tables.reports.len());
    for number in store.chunks() {
        let stored = store.read(number)?;
        for &slot in &stored.current {
            let (Some(record), Some(id)) = (stored.batch.get(slot as usize), stored.ids.get(slot as usize)) else {
                continue;
            };
            let ids = wanted.get(&**id).map_or(&[][..], Vec::as_slice);
            if !ids.is_empty() {
                rows.push((ids[0], record.cells.iter().map(|cell| (cell.col, cell.text.to_owned())).collect()));
            }
        }
    }
    rows.sort();
    let mut last = ("", 0);
    let cols: Vec<Col> = Col::ALL
        .iter()
        .copied()
        .filter(|col| {
            *col != Col::ReportId && rows.iter().any(|(_, cells)| cells.iter().any(|(known, _)| known == col))
        })
        .collect();
    let lines = rows
        .iter()
        .map(|(id, cells)| {
            last = if last.0 == *id { (last.0, last.1 + 1) } else { (*id, 1) };
            let shown = if last.1 > 1 { format!("{id}#{}", last.1) } else { (*id).to_owned() };
            let cell = |col: &Col| {
                cells
                    .iter()
                    .find(|(known, _)| known == col)
                    .map_or(tables::Cell::Empty, |(_, text)| tables::Cell::Text(text.clone()))
            };
            std::iter::once(tables::Cell::Text(shown)).chain(cols.iter().map(cell)).collect()
        })
        .collect();
    let heads = std::iter::once("report_id").chain(cols.iter().map(|col| col.name())).map(str::to_owned).collect();
    Ok(Sheet { heads, lines })
}
