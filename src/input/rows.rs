//! Rows that are no reports: totals, footnotes, headers that stand again, rows of a template that nobody filled in.

use super::layout::Layout;
use super::table::{Cells, RawRow, Table};
use crate::model::ledger::TotalRow;
use crate::model::{Col, Value};
use crate::text::count;
use crate::text::fold::fold;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A report.
    Report,
    /// The sum of other rows.
    Total,
    /// Words about the table.
    Note,
    /// The header once more.
    Header,
    /// A row that says nothing.
    Template,
}

#[derive(serde::Deserialize, Default)]
struct Written {
    totals: Vec<String>,
    opening: Vec<String>,
    notes: Vec<String>,
}

struct Words {
    totals: FxHashSet<String>,
    opening: Vec<String>,
    notes: Vec<String>,
}

fn words() -> &'static Words {
    static PARSED: OnceLock<Words> = OnceLock::new();
    PARSED.get_or_init(|| {
        // A test parses the file and looks words up.
        let written: Written = toml::from_str(include_str!("../../data/input/totals.toml")).unwrap_or_default();
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
        Words {
            totals: folded(written.totals).into_iter().collect(),
            opening: folded(written.opening),
            notes: folded(written.notes),
        }
    })
}

/// Columns that may add up.
const SUMS: &[Col] = &[Col::Killed, Col::Injured, Col::KilledLow, Col::KilledHigh, Col::KilledCivilians];

/// Tells rows of a table apart. Made once for a table; nearly all rows are told by one look at their date.
#[derive(Debug, Default)]
pub(super) struct Sorter {
    /// The column of the event's date.
    date: Option<usize>,
    id: Option<usize>,
    /// Columns that say something of an event.
    saying: Vec<usize>,
    /// Columns that are added up.
    sums: Vec<(Col, usize)>,
    texts: Vec<usize>,
    width: usize,
    header: Vec<String>,
    roles: usize,
}

impl Sorter {
    pub(super) fn new(layout: &Layout) -> Sorter {
        let mapping = &layout.mapping;
        let alone = |col: Col| mapping.fills.iter().find(|fill| fill.col == col)?.from.first().copied();
        let silent = [Col::ReportId, Col::Country, Col::CountryCode, Col::Document, Col::Updated, Col::Year];
        let saying = mapping.fills.iter().filter(|fill| !silent.contains(&fill.col)).flat_map(|fill| fill.from.clone());
        Sorter {
            date: alone(Col::EventDate),
            id: alone(Col::ReportId),
            saying: saying.collect(),
            sums: SUMS.iter().filter_map(|col| Some((*col, alone(*col)?))).collect(),
            texts: [Col::Text, Col::Headline].into_iter().filter_map(alone).collect(),
            width: mapping.header.len(),
            header: if layout.header_line > 0 { mapping.header.clone() } else { Vec::new() },
            roles: mapping.fills.len(),
        }
    }

    /// What a row is. A row with a date that begins as dates do is a report.
    #[inline]
    pub(super) fn kind(&self, cells: &Cells<'_>) -> Kind {
        let Some(date) = self.date else { return Kind::Report };
        let cell = cells.get(date).trim();
        if cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return Kind::Report;
        }
        self.undated(cells, date, cell)
    }

    fn undated(&self, cells: &Cells<'_>, date: usize, cell: &str) -> Kind {
        let filled: Vec<usize> = (0..cells.len()).filter(|index| !cells.get(*index).trim().is_empty()).collect();
        let Some(&first) = filled.first() else { return Kind::Report };
        let again = |index: &usize| self.header.get(*index).is_some_and(|name| name.trim() == cells.get(*index).trim());
        if filled.len() > 1 && filled.iter().all(again) {
            return Kind::Header;
        }
        // Where the day is not known, a row must show otherwise that it is none.
        if !cell.is_empty() && first != date && !count::is_blank_mark(cell) {
            return Kind::Report;
        }
        let label = cells.get(first).trim();
        let has_id = self.id.is_some_and(|id| id != first && !cells.get(id).trim().is_empty());
        if !has_id && label.chars().count() <= 40 && is_total(label) {
            let counts = |(_, index): &(Col, usize)| matches!(count::plain(cells.get(*index)), Value::Read(_));
            return if self.sums.iter().any(counts) { Kind::Total } else { Kind::Note };
        }
        if filled.len() == 1
            && self.width >= 3
            && self.roles >= 2
            && !self.texts.contains(&first)
            && is_note(label, first)
        {
            return Kind::Note;
        }
        let says = |index: &usize| {
            let cell = cells.get(*index);
            !count::is_blank_mark(cell) && cell.trim() != "0"
        };
        if !self.saying.iter().any(says) { Kind::Template } else { Kind::Report }
    }

    /// The figures of a total.
    pub(super) fn totals(&self, cells: &Cells<'_>) -> Vec<TotalRow> {
        let label = (0..cells.len()).map(|index| cells.get(index).trim()).find(|cell| !cell.is_empty()).unwrap_or("");
        let stated = |&(col, index): &(Col, usize)| {
            let stated = u64::from(count::plain(cells.get(index)).read()?);
            let column = cells.mark(index).column;
            let field = col.name().to_owned();
            Some(TotalRow { line: cells.line, column, label: label.to_owned(), field, stated, ..TotalRow::default() })
        };
        self.sums.iter().filter_map(stated).collect()
    }

    /// Adds up what the totals say they add up: a second look at the rows, which only tables with totals need.
    pub(super) fn add_up(&self, table: &dyn Table, layout: &Layout, totals: &mut [TotalRow]) {
        // For each column: the sum and number of all rows, and of those since the last total.
        let mut sums = vec![[(0u64, 0u64); 2]; self.sums.len()];
        for piece in 0..table.pieces() {
            table.read(piece, &mut |row| {
                let RawRow::Row(cells) = row else { return true };
                if cells.line <= layout.last_line || cells.is_blank() {
                    return true;
                }
                match self.kind(&cells) {
                    Kind::Total => {
                        for ((col, _), sums) in self.sums.iter().zip(&mut sums) {
                            let here = totals.iter_mut().find(|one| one.line == cells.line && one.field == col.name());
                            if let Some(total) = here {
                                let distance = |sum: &(u64, u64)| sum.0.abs_diff(total.stated);
                                let nearest = sums.iter().copied().min_by_key(|sum| distance(sum)).unwrap_or_default();
                                (total.summed, total.rows) = nearest;
                            }
                            sums[1] = (0, 0);
                        }
                    }
                    Kind::Report => {
                        for ((_, index), sums) in self.sums.iter().zip(&mut sums) {
                            let value = count::plain(cells.get(*index)).read().unwrap_or_default();
                            for sum in sums {
                                *sum = (sum.0 + u64::from(value), sum.1 + 1);
                            }
                        }
                    }
                    _ => {}
                }
                true
            });
        }
    }
}

fn is_total(label: &str) -> bool {
    let folded = fold(label);
    let words = words();
    words.totals.contains(&folded)
        || words.opening.iter().any(|open| {
            folded.strip_prefix(open.as_str()).is_some_and(|rest| rest.starts_with(' ') && rest.split(' ').count() <= 4)
        })
}

fn is_note(label: &str, first: usize) -> bool {
    let folded = fold(label);
    let opens =
        |word: &String| folded.strip_prefix(word.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let marked = label.starts_with(['*', '†', '‡', '©']) || label.starts_with('(') && label.len() > 30;
    let signed = label.contains(':') && words().notes.iter().any(opens);
    marked || signed || first == 0 && label.chars().count() > 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_notes_in_eight_languages() {
        for label in
            ["TOTAL", "Grand total", "Sous-total", "Total 2021", "Gesamt", "Итого", "Всього", "المجموع", "Sub-Total:"]
        {
            assert!(is_total(label), "{label}");
        }
        for label in ["Totalville", "Karou", "Total number of people who were killed in it", ""] {
            assert!(!is_total(label), "{label}");
        }
        assert!(is_note("Source: Ministry of the Interior", 0));
        assert!(is_note("* provisional", 2));
        assert!(!is_note("Karou", 0));
        assert!(!is_note("Source", 0));
    }
}
