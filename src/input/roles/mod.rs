//! Which column plays which role, by its name in the languages of the field and by what stands in its cells, scored together.
//!
//! A name is taken apart into notions ([`words`]); a table says which notions make a role and which turn the meaning ([`table`]);
//! the cells must look like what the role holds ([`seen`]). What is put together of several columns, or taken out of one, comes
//! last ([`derived`]). What is not sure enough is not read: it is asked for.

pub(super) mod derived;
pub(super) mod seen;
mod table;
pub(super) mod words;

use super::mapping::How;
use super::preset::{Preset, canonical};
use crate::model::Col;
use rustc_hash::FxHashMap;
use seen::{Cells, Seen};
use words::Name;

/// From here on a check reads a column.
pub(super) const SURE: i32 = 60;

/// From here on `init` writes a column down rather than asking.
pub(super) const LIKELY: i32 = 50;

/// Below this nobody is asked.
const ASKED: i32 = 30;

/// A column in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The role.
    pub col: Col,
    /// Indices of the file's columns.
    pub from: Vec<usize>,
    /// How they fill it.
    pub how: How,
    /// How sure that is, in percent.
    pub sure: i32,
    /// Why.
    pub reason: String,
}

/// What a table's columns are.
#[derive(Debug, Clone, Default)]
pub(super) struct Assignment {
    /// Columns that are sure enough to be read, in ascending order of role.
    pub found: Vec<Found>,
    /// Columns that could be it, for roles that nothing else plays.
    pub asked: Vec<Found>,
}

/// The work on one table.
pub(super) struct Work<'a> {
    header: &'a [String],
    seen: &'a [Seen],
    names: Vec<Name>,
    taken: &'a [usize],
    filled: &'a [Col],
    found: Vec<Found>,
}

impl Work<'_> {
    fn has(&self, col: Col) -> bool {
        self.filled.contains(&col) || self.found.iter().any(|found| found.col == col)
    }

    fn is_free(&self, index: usize) -> bool {
        !self.taken.contains(&index) && !self.found.iter().any(|found| found.from.contains(&index))
    }

    /// Whether a column bears recount's own name for a role.
    fn is_called(&self, index: usize, col: Col) -> bool {
        self.header.get(index).is_some_and(|name| canonical(name) == canonical(col.name()))
    }
}

/// A column that could play a role.
struct Candidate {
    sure: i32,
    /// Where its name stands among the known names of the role.
    listed: usize,
    index: usize,
    col: Col,
    reason: String,
}

/// Finds the roles of columns. `taken` columns and `filled` roles are somebody else's already; `generic` lists known names.
pub(super) fn assign(
    header: &[String],
    seen: &[Seen],
    taken: &[usize],
    filled: &[Col],
    generic: &Preset,
) -> Assignment {
    let names = header.iter().map(|name| words::name(name)).collect();
    let mut work = Work { header, seen, names, taken, filled, found: Vec::new() };
    let mut candidates = candidates(&work, generic);
    candidates.sort_by_key(|one| (std::cmp::Reverse(one.sure), one.listed, one.index, one.col));
    for one in candidates.iter().filter(|one| one.sure >= SURE) {
        if !work.has(one.col) && work.is_free(one.index) {
            let reason = one.reason.clone();
            work.found.push(Found { col: one.col, from: vec![one.index], how: How::Alone, sure: one.sure, reason });
        }
    }
    work.levels();
    work.date_from_parts();
    work.position();
    work.victims();
    let mut asked: Vec<Found> = Vec::new();
    for one in &candidates {
        let spoken_for =
            |list: &[Found]| list.iter().any(|other| other.col == one.col || other.from.contains(&one.index));
        if one.sure >= ASKED && !work.has(one.col) && work.is_free(one.index) && !spoken_for(&asked) {
            let reason = one.reason.clone();
            asked.push(Found { col: one.col, from: vec![one.index], how: How::Alone, sure: one.sure, reason });
        }
    }
    let (mut found, unsure): (Vec<Found>, Vec<Found>) = work.found.into_iter().partition(|found| found.sure >= SURE);
    asked.extend(unsure);
    found.sort_by_key(|found| found.col);
    asked.sort_by_key(|found| found.col);
    Assignment { found, asked }
}

/// How many roles the names alone would fill: how much a row looks like a header.
pub(super) fn named(header: &[String], generic: &Preset) -> usize {
    let blank = vec![Seen::default(); header.len()];
    assign(header, &blank, &[], &[], generic).found.len()
}

/// Levels are found by their rank among each other.
const LEVELS: [Col; 3] = [Col::Admin1, Col::Admin2, Col::Admin3];

fn candidates(work: &Work<'_>, generic: &Preset) -> Vec<Candidate> {
    let mut known: FxHashMap<String, Vec<(Col, usize)>> = FxHashMap::default();
    for (col, spec) in generic.columns.iter().filter(|(col, _)| !LEVELS.contains(col)) {
        for (listed, name) in spec.names().iter().enumerate() {
            known.entry(canonical(name)).or_default().push((*col, listed));
        }
    }
    // A table of recount's own columns means what it says, whatever stands in it.
    let own = (0..work.header.len())
        .any(|index| work.is_called(index, Col::ReportId) || work.is_called(index, Col::EventDate));
    let mut all = Vec::new();
    for (index, seen) in work.seen.iter().enumerate().filter(|(index, _)| work.is_free(*index)) {
        let header = work.header.get(index).map_or("", String::as_str);
        let found = known.get(&canonical(header)).map_or(&[][..], Vec::as_slice);
        for &(col, listed) in found.iter().filter(|(col, _)| !work.filled.contains(col)) {
            let ours = own && work.is_called(index, col);
            let cells = cells_of(col);
            let denied = !cells.is_empty() && cells.iter().all(|cells| seen.contradicts(*cells));
            if denied && !ours {
                continue;
            }
            let finer = by_words(work, index, seen, col).map_or(0, |(sure, _)| sure);
            let sure = if ours { 99 } else { finer.max(72) };
            all.push(Candidate { sure, listed, index, col, reason: "by its name".to_owned() });
        }
        for role in table::roles().iter().filter(|role| !work.filled.contains(&role.col)) {
            if !found.iter().any(|(col, _)| *col == role.col)
                && let Some((sure, reason)) = by_role(work, index, seen, role)
            {
                all.push(Candidate { sure, listed: usize::MAX, index, col: role.col, reason });
            }
        }
        by_values(work, index, seen, &mut all);
    }
    all
}

/// What the cells of a role look like.
fn cells_of(col: Col) -> Vec<Cells> {
    match col {
        Col::Status => vec![Cells::Statuses],
        _ => {
            let of = table::roles().iter().filter(|role| role.col == col);
            of.flat_map(|role| role.cells.iter().copied()).collect()
        }
    }
}

/// The surest way in which a column plays a role.
fn by_words(work: &Work<'_>, index: usize, seen: &Seen, col: Col) -> Option<(i32, String)> {
    let roles = table::roles().iter().filter(|role| role.col == col);
    roles.filter_map(|role| by_role(work, index, seen, role)).max_by_key(|(sure, _)| *sure)
}

fn by_role(work: &Work<'_>, index: usize, seen: &Seen, role: &table::Role) -> Option<(i32, String)> {
    let name = &work.names[index];
    let by_name = role.by_name(name)?;
    let fit = role.cells.iter().filter_map(|cells| seen.fits(*cells)).max()?;
    // A question is answered with yes or no.
    let asks = if name.asks && role.cells.contains(&Cells::Counts) { 30 } else { 0 };
    Some((by_name + fit - asks, format!("its name says so and {}", seen.words())))
}

/// What the values alone let one guess.
fn by_values(work: &Work<'_>, index: usize, seen: &Seen, all: &mut Vec<Candidate>) {
    let named = work.names[index].whole.0 != 0;
    let mut guess = |col, sure, reason: &str| {
        if !work.filled.contains(&col) {
            all.push(Candidate { sure, listed: usize::MAX, index, col, reason: reason.to_owned() });
        }
    };
    match () {
        () if seen.is_blank() => {}
        () if seen.holds_links() => guess(Col::Url, 52, "its values are links"),
        () if seen.holds_texts() => guess(Col::Text, 52, "its values are long texts"),
        () if seen.holds_dates() && !named => {
            guess(Col::EventDate, 40, "its values are dates, and its name says nothing")
        }
        () if index == 0 && !named && seen.fits(Cells::Ids) == Some(10) => {
            guess(Col::ReportId, 51, "it comes first and its values are unlike in every row");
        }
        () => {}
    }
}
