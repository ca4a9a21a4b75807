//! Counts over a whole run that rules of narrower scope ask for: made once, when first asked for.
//!
//! They are made by the one thread that asks first, without parallel work: while such work waits, its thread takes up other
//! rules, and one of these may wait for the very count that is being made.

use crate::model::toll::{Fate, Reconciled};
use crate::model::{Corpus, Day, EventIx, PlaceIx, Places, Precision, RowIx, Sym, Tolls};
use crate::text::fold::fold;
use crate::text::{sensitive, spreadsheet};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What is known of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InputFacts {
    /// Rows of it in the corpus.
    pub rows: u32,
    /// Its first row in canonical order.
    pub first: Option<RowIx>,
    /// Rows whose id a spreadsheet turned into a rounded number (`2.00E+11`).
    pub spoilt_ids: u32,
}

/// A row whose point is given as its place's own: ten-thousandths of a degree north and east, its place, the row.
pub type Pointed = ((i32, i32), PlaceIx, RowIx);

/// Facts on each input, and on points.
#[derive(Debug, Default)]
pub struct Facts {
    inputs: OnceLock<Vec<InputFacts>>,
    pointed: OnceLock<Vec<Pointed>>,
    namesakes: OnceLock<FxHashMap<RowIx, RowIx>>,
    alike: OnceLock<FxHashMap<RowIx, RowIx>>,
    days: OnceLock<Vec<i32>>,
    folded: OnceLock<Vec<OnceLock<Box<str>>>>,
    sensitive: OnceLock<Vec<OnceLock<bool>>>,
    revised: OnceLock<Vec<bool>>,
}

impl Facts {
    /// The facts on an input; nothing is known of one without rows.
    pub fn input(&self, corpus: &Corpus, input: u32) -> InputFacts {
        self.inputs.get_or_init(|| count(corpus)).get(input as usize).copied().unwrap_or_default()
    }

    /// A name folded: few names stand in many rows.
    pub fn folded(&self, corpus: &Corpus, name: Sym) -> &str {
        let all = self.folded.get_or_init(|| (0..corpus.names.len()).map(|_| OnceLock::new()).collect());
        let folded = || fold(corpus.name(name)).into_boxed_str();
        if name.is_none() { "" } else { all.get(name.0 as usize).map_or("", |known| known.get_or_init(folded)) }
    }

    /// Whether a name holds a detail that can put people in danger.
    pub fn sensitive(&self, corpus: &Corpus, name: Sym) -> bool {
        let all = self.sensitive.get_or_init(|| (0..corpus.names.len()).map(|_| OnceLock::new()).collect());
        let look = || !sensitive::find(corpus.name(name)).is_empty();
        name.is_some() && all.get(name.0 as usize).is_none_or(|known| *known.get_or_init(look))
    }

    /// Whether any toll of an event took the place of another.
    pub fn revised(&self, tolls: &Tolls, event: EventIx) -> bool {
        let superseded = |toll: &Reconciled| toll.claims.iter().any(|claim| matches!(claim.fate, Fate::Superseded(_)));
        let all = self.revised.get_or_init(|| tolls.events.iter().map(superseded).collect());
        all.get(event.0 as usize).copied().unwrap_or_default()
    }

    /// Rows with a point of their place's own, by point, place and row.
    pub fn pointed(&self, corpus: &Corpus, places: &Places) -> &[Pointed] {
        self.pointed.get_or_init(|| pointed(corpus, places))
    }

    /// The one other row of a data set of events on the same day with the same number of injured, where there are just two.
    pub fn alike(&self, corpus: &Corpus, row: RowIx) -> Option<RowIx> {
        self.alike.get_or_init(|| alike(corpus)).get(&row).copied()
    }

    /// Days that a data set of events covers, the first and the last hundredth of its dates left out: one stray year stretches nothing.
    pub fn days(&self, corpus: &Corpus, dataset: u16) -> i32 {
        self.days.get_or_init(|| days(corpus)).get(usize::from(dataset)).copied().unwrap_or_default()
    }

    /// The one other row of a data set of events that names the same attacker, where just two rows name him.
    pub fn namesake(&self, corpus: &Corpus, row: RowIx) -> Option<RowIx> {
        self.namesakes.get_or_init(|| pair(corpus)).get(&row).copied()
    }
}

fn days(corpus: &Corpus) -> Vec<i32> {
    let mut dated: Vec<Vec<i32>> = vec![Vec::new(); corpus.datasets.len()];
    for index in corpus.indices().filter(|index| corpus.dataset(*index).is_event()) {
        let row = corpus.row(index);
        if let (Some(day), Some(dated)) = (row.date.get(), dated.get_mut(usize::from(row.dataset))) {
            dated.push(day.0);
        }
    }
    let covered = |mut days: Vec<i32>| {
        days.sort_unstable();
        // Of few dates none is left out.
        let cut = days.len() / 100;
        let (first, last) = (days.get(cut), days.len().checked_sub(cut + 1).and_then(|last| days.get(last)));
        first.zip(last).map_or(0, |(first, last)| last.saturating_sub(*first))
    };
    dated.into_iter().map(covered).collect()
}

/// Pairs of rows that have a day and a number of injured to themselves in their data set; each row with the other.
fn alike(corpus: &Corpus) -> FxHashMap<RowIx, RowIx> {
    let mut telling: FxHashMap<(u16, Day, u32), Vec<RowIx>> = FxHashMap::default();
    for index in corpus.indices().filter(|index| corpus.dataset(*index).is_event()) {
        let row = corpus.row(index);
        let injured = row.injured.and_then(|toll| toll.said).filter(|injured| *injured > 0);
        if let (Some(day), Precision::Day, Some(injured)) = (row.date.get(), row.precision, injured) {
            telling.entry((row.dataset, day, injured)).or_default().push(index);
        }
    }
    let pairs = telling.into_values().filter_map(|rows| <[RowIx; 2]>::try_from(rows).ok());
    pairs.flat_map(|[first, second]| [(first, second), (second, first)]).collect()
}

/// Rows with a point to a hundredth of a degree or finer that is not called near, a district's or a country's.
fn pointed(corpus: &Corpus, places: &Places) -> Vec<Pointed> {
    let mut found: Vec<Pointed> = corpus
        .indices()
        .filter_map(|index| {
            let row = corpus.row(index);
            let point = row.point().filter(|point| *point != (0.0, 0.0))?;
            let place = places.of(index)?;
            let fine = row.geo_precision <= 1 && row.coordinate_digits >= 2;
            let cell = |degrees: f64| (degrees * 1e4).round() as i32;
            fine.then(|| ((cell(point.0), cell(point.1)), place, index))
        })
        .collect();
    found.sort_unstable();
    found
}

fn count(corpus: &Corpus) -> Vec<InputFacts> {
    let inputs = corpus.rows.iter().map(|row| row.input as usize + 1).max().unwrap_or_default();
    let mut facts = vec![InputFacts::default(); inputs];
    for index in corpus.indices() {
        if let Some(known) = facts.get_mut(corpus.row(index).input as usize) {
            known.rows += 1;
            known.first.get_or_insert(index);
            known.spoilt_ids += u32::from(spreadsheet::spoilt_id(corpus.id(index)));
        }
    }
    facts
}

/// Pairs of rows that have a named attacker to themselves in their data set; each row with the other.
fn pair(corpus: &Corpus) -> FxHashMap<RowIx, RowIx> {
    let mut naming: FxHashMap<(u16, Sym), (RowIx, Option<RowIx>, u32)> = FxHashMap::default();
    for index in corpus.indices().filter(|index| corpus.dataset(*index).is_event()) {
        let row = corpus.row(index);
        if row.actor.is_some() {
            let known = naming.entry((row.dataset, row.actor)).or_insert((index, None, 0));
            known.2 += 1;
            if known.2 == 2 {
                known.1 = Some(index);
            }
        }
    }
    let pairs = naming.into_iter().filter_map(|((_, actor), (first, second, count))| match second {
        Some(second) if count == 2 && is_name(corpus.name(actor)) => Some((first, second)),
        _ => None,
    });
    pairs.flat_map(|(first, second)| [(first, second), (second, first)]).collect()
}

/// Whether words are a name: two of them or more begin with a capital, as in no "two gunmen".
pub fn is_name(words: &str) -> bool {
    words.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count() >= 2
}
