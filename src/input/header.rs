//! Finds the header of a table: whatever stands above it, in one row or two, under which tags, or that there is none.

use super::mapping::Mapping;
use super::preset::Preset;
use super::roles;
use super::table::{RawRow, Table};
use crate::model::Value;
use crate::text::{count, dates};

/// A header is looked for among this many rows.
const HEAD: usize = 25;

/// The header of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// Names of the columns.
    pub names: Vec<String>,
    /// HXL tags of the columns, where there are any.
    pub tags: Option<Vec<String>>,
    /// The line on which it stands; 0 where there is none.
    pub line: u32,
    /// Rows up to this line are not data.
    pub last_line: u32,
    /// What was noticed, in sentences.
    pub notes: Vec<String>,
}

/// What is asked of the header.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted {
    /// The line it stands on.
    pub line: Option<u32>,
    /// That there is none.
    pub none: bool,
}

/// The first rows that are not blank, with their lines.
type Head = [(u32, Vec<String>)];

/// How a row would be mapped as the header.
type Fit<'a> = dyn Fn(&[String], Option<&[String]>) -> Mapping + 'a;

/// Finds it. `None` where the table holds no row.
pub(super) fn find(table: &dyn Table, fit: &Fit<'_>, generic: &Preset, wanted: Wanted) -> Option<Header> {
    let head = head(table);
    if head.is_empty() {
        return None;
    }
    if wanted.none {
        return Some(numbered(&head, "the settings say that there is no header; columns go by their numbers"));
    }
    if let Some(line) = wanted.line {
        let at = head.iter().position(|(known, _)| *known >= line)?;
        return Some(Header {
            names: head[at].1.clone(),
            line: head[at].0,
            last_line: head[at].0,
            ..Header::default()
        });
    }
    let score = |cells: &[String]| score(cells, fit, generic);
    if let Some(tags) = head.iter().position(|(_, cells)| is_tags(cells)) {
        return Some(tagged(&head, tags, &score));
    }
    let mut chosen = (0, score(&head[0].1));
    for (row, (_, cells)) in head.iter().enumerate().skip(1) {
        let candidate = score(cells);
        if candidate > chosen.1 && chosen.1 < 2 && candidate >= 2 && mostly_words(cells) {
            chosen = (row, candidate);
        }
    }
    if chosen.1 < 2 && is_data(&head) {
        let note = "there is no header: the first row holds data as those below it do; columns go by their numbers";
        return Some(numbered(&head, note));
    }
    if chosen.1 == 0 {
        // No row is understood: the first one that is nearly as wide as the widest.
        let width = |row: usize| head[row].1.iter().filter(|cell| !cell.is_empty()).count();
        let widest = (0..head.len()).map(width).max().unwrap_or(0);
        chosen.0 = (0..head.len()).find(|row| width(*row) * 10 >= widest * 7).unwrap_or(0);
    }
    Some(one_or_two(&head, chosen.0, chosen.1, &score))
}

/// How well a row would do as the header: by the roles that its names play, known formats first.
fn score(cells: &[String], fit: &Fit<'_>, generic: &Preset) -> usize {
    let mapping = fit(cells, None);
    let known = !matches!(mapping.preset.as_str(), "reports" | "hxl");
    let fills = if mapping.usable() { mapping.fills.len() } else { 0 };
    if known && fills > 0 {
        return fills + 1000;
    }
    fills.max(if mostly_words(cells) { roles::named(cells, generic) } else { 0 })
}

/// Whether all cells are HXL tags, two of them at least: a stray mark in one cell makes no row of tags, since the rows above
/// such a row are not read.
fn is_tags(cells: &[String]) -> bool {
    let given: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    given.len() > 1 && given.into_iter().all(|cell| is_tag(cell))
}

/// A hashtag with its attributes, as the HXL standard 1.1 writes them: `#affected+killed`.
fn is_tag(cell: &str) -> bool {
    let Some(rest) = cell.strip_prefix('#') else { return false };
    rest.starts_with(|ch: char| ch.is_ascii_alphabetic())
        && rest.chars().all(|ch| ch.is_ascii_alphanumeric() || matches!(ch, '_' | '+' | ' '))
}

fn is_figure(cell: &str) -> bool {
    let short = cell.len() < 32;
    short && (matches!(count::plain(cell), Value::Read(_)) || cell.parse::<f64>().is_ok())
        || short && cell.len() > 5 && matches!(dates::day(cell), Value::Read(_))
}

/// Whether few cells of a row are numbers or days.
fn mostly_words(cells: &[String]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    let figures = cells.iter().filter(|cell| is_figure(cell)).count();
    filled > 0 && figures * 5 <= filled
}

/// Columns that hold numbers or days in most rows from that one on.
fn figure_columns(head: &Head, from: usize) -> Vec<usize> {
    let width = head.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let rows = head.get(from..).unwrap_or_default();
    let holds = |column: usize| {
        let cells =
            || rows.iter().filter_map(|(_, cells)| cells.get(column)).filter(|cell| !count::is_blank_mark(cell));
        let figures = cells().filter(|cell| is_figure(cell)).count();
        figures > 0 && figures * 5 >= cells().count() * 4
    };
    (0..width).filter(|column| holds(*column)).collect()
}

/// Whether the first row holds figures wherever the others do.
fn is_data(head: &Head) -> bool {
    let figures = figure_columns(head, 1);
    let first = &head[0].1;
    let filled: Vec<usize> =
        figures.into_iter().filter(|column| first.get(*column).is_some_and(|cell| !cell.is_empty())).collect();
    filled.len() >= 2 && filled.iter().all(|column| is_figure(&first[*column]))
}

/// A header of numbers, for tables that have none.
fn numbered(head: &Head, note: &str) -> Header {
    let width = head.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    Header {
        names: (1..=width).map(|number| format!("column {number}")).collect(),
        notes: vec![note.to_owned()],
        ..Header::default()
    }
}

/// Tags decide wherever they stand: the names are those of the row above, or the tags themselves.
fn tagged(head: &Head, at: usize, score: &dyn Fn(&[String]) -> usize) -> Header {
    let (last_line, tags) = (head[at].0, head[at].1.clone());
    let rows = head.iter().take(at).filter(|(_, cells)| cells.iter().filter(|cell| !cell.is_empty()).count() > 1);
    // Of several rows of names the one that says most, the lowest of equals.
    let best = rows.max_by_key(|(line, cells)| (score(cells), *line));
    let (line, names) = best.cloned().unwrap_or_else(|| (last_line, tags.clone()));
    let mut notes = Vec::new();
    if line == last_line {
        notes.push(format!("the header is the row of HXL tags on line {line}"));
    } else {
        if head.first().is_some_and(|(first, _)| *first < line) {
            notes.push(format!("the header is on line {line}; what stands above it was skipped"));
        }
        notes.push(format!("line {last_line} holds HXL tags and was skipped"));
    }
    Header { names, tags: Some(tags), line, last_line, notes }
}

/// The chosen row, joined with its neighbour where two rows of headings belong together.
fn one_or_two(head: &Head, row: usize, points: usize, score: &dyn Fn(&[String]) -> usize) -> Header {
    let mut header = Header { line: head[row].0, last_line: head[row].0, ..Header::default() };
    let below = (row + 1 < head.len()).then_some((row, row + 1));
    let above = row.checked_sub(1).map(|upper| (upper, row));
    let joined = [below, above].into_iter().flatten().find_map(|(upper, lower)| {
        let names = join(head, upper, lower)?;
        (score(&names) >= points.max(1)).then_some((names, upper, lower))
    });
    header.names = match joined {
        Some((names, upper, lower)) => {
            (header.line, header.last_line) = (head[upper].0, head[lower].0);
            header.notes.push(format!(
                "the header is in two rows, on lines {} and {}, which were joined",
                header.line, header.last_line
            ));
            names
        }
        None => head[row].1.clone(),
    };
    if head[0].0 < header.line {
        header.notes.push(format!("the header is on line {}; what stands above it was skipped", header.line));
    }
    // A table whose rows have one cell more than its header names its rows, as R does.
    let width = header.names.len();
    let rows = head.iter().filter(|(line, _)| *line > header.last_line);
    let widths: Vec<usize> = rows.map(|(_, cells)| cells.len()).collect();
    if widths.len() > 1 && widths.iter().all(|cells| *cells == width + 1) {
        header.names.insert(0, String::new());
        header.notes.push("the first column has no name: it numbers the rows and is not read".to_owned());
    }
    header
}

/// Two rows of headings as one, where they are that: the upper one spans columns that the lower one tells apart.
fn join(head: &Head, upper: usize, lower: usize) -> Option<Vec<String>> {
    let (above, below) = (&head[upper].1, &head[lower].1);
    let width = above.len().max(below.len());
    let cell = |cells: &'_ [String], column: usize| cells.get(column).cloned().unwrap_or_default();
    if above.iter().chain(below).any(|cell| is_figure(cell) || cell.chars().count() > 60) {
        return None;
    }
    // A title stands alone in its row.
    if above.iter().filter(|cell| !cell.is_empty()).count() < 2 {
        return None;
    }
    // The lower row must be words over figures, or it is data.
    let figures = figure_columns(head, lower + 1);
    if !figures.iter().any(|column| !cell(below, *column).is_empty()) {
        return None;
    }
    let (mut names, mut span, mut spanned) = (Vec::with_capacity(width), String::new(), 0);
    for column in 0..width {
        let (up, down) = (cell(above, column), cell(below, column));
        let repeats = column > 0 && !up.is_empty() && up == cell(above, column - 1);
        let continues = up.is_empty() && !down.is_empty() && !span.is_empty();
        spanned += usize::from(repeats || continues);
        if !up.is_empty() || down.is_empty() {
            span.clone_from(&up);
        }
        names.push(match (span.is_empty(), down.is_empty()) {
            (true, _) => down,
            (_, true) => up,
            _ if fold_equal(&span, &down) => down,
            _ => format!("{span} {down}"),
        });
    }
    // Each column has a name, and some of the upper names stand over several.
    let unnamed = names.iter().filter(|name| name.is_empty()).count();
    (spanned > 0 && unnamed * 4 <= width).then_some(names)
}

fn fold_equal(a: &str, b: &str) -> bool {
    crate::text::fold::fold(a) == crate::text::fold::fold(b)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_mark_makes_no_row_of_tags() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert!(is_tags(&row(&["#date +start", "", "#affected+killed"])));
        for cells in [&["#\u{1b}nd\\I9"][..], &["#1", "#2"], &["#loc", "Karou"], &["", ""]] {
            assert!(!is_tags(&row(cells)), "{cells:?}");
        }
    }
}
