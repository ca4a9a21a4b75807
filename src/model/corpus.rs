//! All reports of a run in the compact form that linking needs: numbers, interned names and hashes.

use super::date::{self, Day, Precision, Span};
use super::index::{Loc, RowIx, Sym};
use super::report::Unit;
use super::toll::{Scope, Status, Toll};
use indexmap::IndexSet;
use rayon::prelude::*;
use rustc_hash::FxBuildHasher;

/// What a text is recognised by, without keeping it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextSig {
    /// Hash of the folded words, syndication marks taken off; 0 where there is no text.
    pub exact: u64,
    /// MinHash sketch over word shingles: the share of equal places estimates Jaccard similarity.
    pub sketch: [u16; 16],
    /// Number of words.
    pub words: u16,
}

impl TextSig {
    /// Whether there is a text.
    #[inline]
    pub const fn is_some(&self) -> bool {
        self.exact != 0
    }

    /// Estimated Jaccard similarity of the two texts' shingles, from 0 to 1.
    #[inline]
    pub fn similarity(&self, other: &TextSig) -> f32 {
        if !self.is_some() || !other.is_some() {
            return 0.0;
        }
        if self.exact == other.exact {
            return 1.0;
        }
        let equal = self.sketch.iter().zip(&other.sketch).filter(|(a, b)| a == b).count();
        equal as f32 / self.sketch.len() as f32
    }
}

/// The day of a missing date.
const NO_DAY: i32 = i32::MIN;

/// A day that may be missing, in four bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MaybeDay(i32);

impl MaybeDay {
    /// No day.
    pub const NONE: MaybeDay = MaybeDay(NO_DAY);
    /// The day, where there is one.
    #[inline]
    pub fn get(self) -> Option<Day> {
        (self.0 != NO_DAY).then_some(Day(self.0))
    }
}

impl From<Option<Day>> for MaybeDay {
    fn from(day: Option<Day>) -> MaybeDay {
        MaybeDay(day.map_or(NO_DAY, |day| day.0))
    }
}

/// One report, compact.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Number of the input.
    pub input: u32,
    /// Line on which it began, from 1.
    pub line: u32,
    /// Where its record lies in the store.
    pub loc: Loc,
    /// Hash of all cells of its row but the id, mapped or not: equal for exact copies.
    pub content: u64,
    /// Index of its data set in [`Corpus::datasets`].
    pub dataset: u16,
    /// Who published.
    pub source: Sym,
    /// Who said it.
    pub origin: Sym,
    /// The document it was coded from.
    pub document: Sym,
    /// Country.
    pub country: Sym,
    /// First administrative level.
    pub admin1: Sym,
    /// Second administrative level.
    pub admin2: Sym,
    /// Third administrative level.
    pub admin3: Sym,
    /// The place as spelt.
    pub place: Sym,
    /// Who attacked.
    pub actor: Sym,
    /// Who was attacked.
    pub target: Sym,
    /// Kind of event.
    pub event_type: Sym,
    /// Names in the words of a registry's row, folded, runs of them set apart by bars: its description of the place, and what
    /// its text writes with capitals.
    pub told: Sym,
    /// Kind of place, as the data set says: village, quarter, camp.
    pub place_type: Sym,
    /// The data set's own id of the place (GeoNames or other), where it gives one.
    pub gazetteer_id: Sym,
    /// Ids of related events, as the data set lists them.
    pub related: Sym,
    /// First day as coded.
    pub date: MaybeDay,
    /// Last day as coded.
    pub end: MaybeDay,
    /// Day of publication.
    pub published: MaybeDay,
    /// How exactly the date is known.
    pub precision: Precision,
    /// Latitude in degrees; NaN where absent or unreadable.
    pub lat: f32,
    /// Longitude in degrees; NaN where absent or unreadable.
    pub lon: f32,
    /// Digits after the point in the coarser coordinate as written: how exactly the point was given.
    pub coordinate_digits: u8,
    /// 0 unsaid, 1 exact, 2 near, 3 admin unit, 4 country.
    pub geo_precision: u8,
    /// The dead, as the columns say.
    pub killed: Option<Toll>,
    /// The injured, as the columns say.
    pub injured: Option<Toll>,
    /// The dead, as the text says, where it was read.
    pub narrated: Option<Toll>,
    /// The language of the text, by the narrative room's number; 0 where there is no text.
    pub language: u8,
    /// The dead so far in a running series, where the data set counts so.
    pub running_total: Option<u32>,
    /// Whether the toll covers the whole event.
    pub scope: Scope,
    /// Whether it may change.
    pub status: Status,
    /// What the text is recognised by.
    pub text: TextSig,
    /// Whether every value that was interpreted is here: nothing was unreadable, and no bounds narrow the dead.
    pub complete: bool,
}

impl Row {
    /// Latitude and longitude, where both are known.
    #[inline]
    pub fn point(&self) -> Option<(f64, f64)> {
        (!self.lat.is_nan() && !self.lon.is_nan()).then_some((f64::from(self.lat), f64::from(self.lon)))
    }

    /// The days on which the event may have happened.
    #[inline]
    pub fn span(&self) -> Option<Span> {
        Some(date::widen(self.date.get()?, self.end.get(), self.precision))
    }
}

/// A data set: rows that came through one preset under one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
pub struct DataSet {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub unit: Unit,
    /// Name of its toll convention.
    pub convention: String,
}

impl DataSet {
    /// The unit.
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// Whether each row should be an event of its own.
    pub fn is_event(&self) -> bool {
        self.unit == Unit::Event
    }

    /// Whether each row is a person.
    pub fn is_victim(&self) -> bool {
        self.unit == Unit::Victim
    }
}

/// A set of strings that rows refer to by number.
#[derive(Debug, Clone)]
pub struct Names {
    set: IndexSet<Box<str>, FxBuildHasher>,
}

impl Default for Names {
    fn default() -> Names {
        let mut set = IndexSet::with_hasher(FxBuildHasher);
        set.insert(Box::from(""));
        Names { set }
    }
}

impl Names {
    /// The symbol of a string, given one if it is new. Surrounding blanks do not count.
    pub fn intern(&mut self, name: &str) -> Sym {
        let name = name.trim();
        if name.is_empty() {
            return Sym(0);
        }
        match self.set.get_index_of(name) {
            Some(index) => Sym(index as u32),
            None => Sym(self.set.insert_full(Box::from(name)).0 as u32),
        }
    }

    /// The symbol of a string that is already known.
    pub fn find(&self, name: &str) -> Option<Sym> {
        self.set.get_index_of(name.trim()).map(|index| Sym(index as u32))
    }

    /// The string.
    #[inline]
    pub fn get(&self, sym: Sym) -> &str {
        self.set.get_index(sym.0 as usize).map_or("", |name| name)
    }

    /// How many strings there are, the empty one included.
    pub fn len(&self) -> usize {
        self.set.len()
    }

    /// Never: the empty string is always there.
    pub fn is_empty(&self) -> bool {
        false
    }
}

/// Rows of one batch with names of their own, made in parallel and joined by [`Builder::add`].
#[derive(Debug, Default)]
pub struct Part {
    /// Names that the part's rows refer to.
    pub names: Names,
    /// The rows with their ids.
    pub rows: Vec<(Box<str>, Row)>,
}

/// Collects parts into a corpus.
#[derive(Debug, Default)]
pub struct Builder {
    names: Names,
    /// The rows part by part: one growing list of a million would be copied over and over.
    parts: Vec<Vec<(Box<str>, Row)>>,
    datasets: Vec<DataSet>,
}

impl Builder {
    /// The number of a data set, which is added where it is new.
    pub fn dataset(&mut self, dataset: &DataSet) -> u16 {
        match self.datasets.iter().position(|known| known == dataset) {
            Some(index) => index as u16,
            None => {
                self.datasets.push(dataset.clone());
                (self.datasets.len() - 1) as u16
            }
        }
    }

    /// Adds a part. Parts may come in any order.
    pub fn add(&mut self, mut part: Part) {
        let map: Vec<Sym> =
            (0..part.names.len() as u32).map(|index| self.names.intern(part.names.get(Sym(index)))).collect();
        part.rows.iter_mut().for_each(|(_, row)| row.rename(|sym| map[sym.0 as usize]));
        self.parts.push(part.rows);
    }

    /// Puts everything into canonical order. `input_names` orders rows that nothing else tells apart.
    pub fn finish(mut self, input_names: &[String]) -> Corpus {
        // Symbols in the order of their strings.
        let mut order: Vec<u32> = (0..self.names.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| self.names.get(Sym(a)).cmp(self.names.get(Sym(b))));
        let mut map = vec![Sym(0); order.len()];
        let mut names = Names::default();
        names.set.reserve(order.len());
        for &old in &order {
            map[old as usize] = names.intern(self.names.get(Sym(old)));
        }
        // Data sets in the order of their names.
        let mut datasets = self.datasets.clone();
        datasets.sort();
        let renumber: Vec<u16> = self
            .datasets
            .iter()
            .map(|dataset| datasets.iter().position(|known| known == dataset).unwrap_or_default() as u16)
            .collect();
        self.parts.par_iter_mut().flatten().for_each(|(_, row)| {
            row.rename(|sym| map[sym.0 as usize]);
            row.dataset = renumber.get(row.dataset as usize).copied().unwrap_or_default();
        });
        let input_name = |row: &Row| input_names.get(row.input as usize).map_or("", String::as_str);
        // Persons stand behind all reports: what looks at reports alone sees the rows before them.
        let victim = |row: &Row| datasets.get(usize::from(row.dataset)).is_some_and(DataSet::is_victim);
        let compare = |(id, a): &(Box<str>, Row), (other, b): &(Box<str>, Row)| {
            victim(a)
                .cmp(&victim(b))
                .then_with(|| id.cmp(other))
                .then(a.dataset.cmp(&b.dataset))
                .then(a.content.cmp(&b.content))
                .then_with(|| input_name(a).cmp(input_name(b)))
                .then(a.line.cmp(&b.line))
        };
        let total = self.parts.iter().map(Vec::len).sum();
        let (mut ids, mut rows) = (Vec::with_capacity(total), Vec::with_capacity(total));
        let mut take = |id: Box<str>, row: Row| {
            ids.push(id);
            rows.push(row);
        };
        if self.parts.iter().flatten().is_sorted_by(|a, b| compare(a, b).is_le()) {
            // As files mostly are; each part is freed as soon as it is taken over.
            self.parts.into_iter().flatten().for_each(|(id, row)| take(id, row));
        } else {
            let mut order: Vec<&mut (Box<str>, Row)> = self.parts.iter_mut().flatten().collect();
            order.par_sort_unstable_by(|a, b| compare(a, b));
            order.into_iter().for_each(|(id, row)| take(std::mem::take(id), *row));
        }
        let persons = rows.partition_point(|row| !victim(row));
        let (told, listed) = ids.split_at_mut(persons);
        tell_apart(told, listed);
        let mut reused = mark_repeats(told);
        reused.extend(
            mark_repeats(listed)
                .into_iter()
                .map(|(id, rows)| (id, rows.into_iter().map(|row| RowIx(row.0 + persons as u32)).collect())),
        );
        Corpus { names, rows, ids, datasets, reused }
    }
}

/// A person's id that a report bears as well is told apart by `person:` before it.
fn tell_apart(reports: &[Box<str>], persons: &mut [Box<str>]) {
    if reports.is_empty() {
        return;
    }
    for id in persons {
        if reports.binary_search(id).is_ok() {
            *id = format!("person:{id}").into_boxed_str();
        }
    }
}

/// Marks ids that stand more than once, in ascending ids, with `#2`, `#3`; those ids with the rows that bear them.
fn mark_repeats(ids: &mut [Box<str>]) -> Vec<(Box<str>, Vec<RowIx>)> {
    let mut reused = Vec::new();
    let mut first = 0;
    while first < ids.len() {
        let same = ids[first..].iter().take_while(|id| **id == ids[first]).count();
        if same > 1 {
            let id = ids[first].clone();
            for (count, other) in ids[first..first + same].iter_mut().enumerate().skip(1) {
                *other = format!("{id}#{}", count + 1).into_boxed_str();
            }
            reused.push((id, (first..first + same).map(|index| RowIx(index as u32)).collect()));
        }
        first += same;
    }
    reused
}

impl Row {
    fn rename(&mut self, map: impl Fn(Sym) -> Sym) {
        for sym in [
            &mut self.source,
            &mut self.origin,
            &mut self.document,
            &mut self.country,
            &mut self.admin1,
            &mut self.admin2,
            &mut self.admin3,
            &mut self.place,
            &mut self.actor,
            &mut self.target,
            &mut self.event_type,
            &mut self.place_type,
            &mut self.gazetteer_id,
            &mut self.related,
            &mut self.told,
        ] {
            *sym = map(*sym);
        }
    }
}

/// All reports of a run.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// The strings that rows refer to.
    pub names: Names,
    /// The rows in canonical order.
    pub rows: Vec<Row>,
    /// Their ids, unique: an id that was used before carries `#2`, `#3`.
    pub ids: Vec<Box<str>>,
    /// The data sets, by name.
    pub datasets: Vec<DataSet>,
    /// Ids that stand more than once, with the rows that bear them.
    pub reused: Vec<(Box<str>, Vec<RowIx>)>,
}

impl Corpus {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row.
    #[inline]
    pub fn row(&self, index: RowIx) -> &Row {
        &self.rows[index.0 as usize]
    }

    /// A row's id.
    #[inline]
    pub fn id(&self, index: RowIx) -> &str {
        &self.ids[index.0 as usize]
    }

    /// The row with that id. Ids ascend but for their `#n` marks, so this looks at all of them.
    pub fn find(&self, id: &str) -> Option<RowIx> {
        // Ids ascend, but where one stands more than once its marks may come before a neighbour that sorts first.
        let found = self.ids.binary_search_by(|known| (**known).cmp(id)).ok();
        let ascending = self.reused.is_empty() && !self.datasets.iter().any(DataSet::is_victim);
        let passed_over = || if ascending { None } else { self.ids.iter().position(|known| **known == *id) };
        found.or_else(passed_over).map(|index| RowIx(index as u32))
    }

    /// The string behind a symbol.
    #[inline]
    pub fn name(&self, sym: Sym) -> &str {
        self.names.get(sym)
    }

    /// The data set of a row.
    #[inline]
    pub fn dataset(&self, index: RowIx) -> &DataSet {
        &self.datasets[self.row(index).dataset as usize]
    }

    /// The rows that tell of events, and, where some rows are persons instead, all rows: the former are their beginning,
    /// so that an index into them is an index into all.
    pub fn split(self) -> (Corpus, Option<Corpus>) {
        let victims = self.datasets.iter().any(DataSet::is_victim);
        if !victims {
            return (self, None);
        }
        let count = self.rows.partition_point(|row| !self.datasets[usize::from(row.dataset)].is_victim());
        let before = |rows: &[RowIx]| rows.iter().all(|row| (row.0 as usize) < count);
        let reports = Corpus {
            names: self.names.clone(),
            rows: self.rows[..count].to_vec(),
            ids: self.ids[..count].to_vec(),
            datasets: self.datasets.clone(),
            reused: self.reused.iter().filter(|(_, rows)| before(rows)).cloned().collect(),
        };
        (reports, Some(self))
    }

    /// All indices in canonical order.
    pub fn indices(&self) -> impl Iterator<Item = RowIx> + use<> {
        (0..self.rows.len() as u32).map(RowIx)
    }
}

#[cfg(test)]
mod tests {
    use super::{Corpus, RowIx, mark_repeats};

    #[test]
    fn reports_are_found_by_id_where_marks_disturb_the_order() {
        let mut ids: Vec<Box<str>> = ["a", "a", "a!b", "b"].map(Box::from).into();
        let reused = mark_repeats(&mut ids);
        let corpus = Corpus { ids, reused, ..Corpus::default() };
        for (index, id) in ["a", "a#2", "a!b", "b"].into_iter().enumerate() {
            assert_eq!(corpus.find(id), Some(RowIx(index as u32)), "{id}");
        }
        assert_eq!(corpus.find("a#3"), None);
    }
}
