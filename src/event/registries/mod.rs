//! Rows of several registries that tell of one event.
//!
//! A registry has one row an event, as a rule, and codes it in a way of its own: units and spellings, sides in either order,
//! periods or days, whole attacks or villages. [`facts`] brings rows into one form, [`ground`] says how their places belong
//! together, [`weigh`] what speaks for a pair and against it, [`assign`] which pairs are taken. The numbers are
//! data/link/registries.toml.

pub(crate) mod assign;
pub(crate) mod facts;
pub(crate) mod ground;
pub(crate) mod table;
pub(crate) mod weigh;

use super::actors::Actors;
use super::blocks::Corrections;
use crate::model::{Corpus, Reason, RowIx, Sym, Waterfall};
use assign::{How, Pair};
use facts::Rows;
use rustc_hash::FxHashMap;
use weigh::{Country, Score, Weigher};

/// What linking registries came to, and how any pair of their rows is weighed.
#[derive(Default)]
pub struct Registries {
    rows: Rows,
    counts: Vec<Country>,
    /// By left and right row, the left one of the registry that comes first.
    found: FxHashMap<(RowIx, RowIx), Pair>,
    /// The numbers of the pairs that each row is in.
    by_row: FxHashMap<RowIx, Vec<u32>>,
    /// In canonical order.
    pub pairs: Vec<Pair>,
}

impl Registries {
    /// Links the rows of registries. `leads` says which rows stand for themselves.
    pub fn link(corpus: &Corpus, leads: &[RowIx], corrections: &Corrections, actors: &Actors) -> Registries {
        let rows = Rows::of(corpus, Some(leads), corrections);
        let Some(table) = table::SHIPPED.as_ref().filter(|_| !rows.countries.is_empty()) else {
            return Registries::default();
        };
        let counts = Weigher::counts(&rows, actors, table);
        let weigher = Weigher::new(&rows, actors, table, &counts);
        let mut pairs: Vec<Pair> = rows
            .countries
            .iter()
            .enumerate()
            .flat_map(|(country, facts)| assign::pairs(&weigher, country as u32, facts))
            .collect();
        pairs.sort_by_key(|pair| (pair.left, pair.right));
        let found = pairs.iter().map(|pair| ((pair.left, pair.right), *pair)).collect();
        let mut by_row: FxHashMap<RowIx, Vec<u32>> = FxHashMap::default();
        for (number, pair) in pairs.iter().enumerate() {
            [pair.left, pair.right].iter().for_each(|row| by_row.entry(*row).or_default().push(number as u32));
        }
        Registries { rows, counts, found, by_row, pairs }
    }

    /// Whether two rows are of two registries, so that this is the reckoning for them.
    pub fn hold(&self, left: RowIx, right: RowIx) -> bool {
        self.rows.find(left).zip(self.rows.find(right)).is_some_and(|((_, one), (_, other))| one.set != other.set)
    }

    /// The pair that was taken, where one was.
    pub fn pair(&self, left: RowIx, right: RowIx) -> Option<&Pair> {
        self.found.get(&(left, right)).or_else(|| self.found.get(&(right, left)))
    }

    /// The log-odds, in bits, that evidence stands for.
    pub fn odds(bits: f32) -> f32 {
        table::SHIPPED.as_ref().map_or(0.0, |table| table.calibration.offset + table.calibration.slope * bits)
    }

    /// Why two rows of two registries are, or are not, taken for one event.
    pub fn explain(&self, corpus: &Corpus, actors: &Actors, left: RowIx, right: RowIx, fall: &mut Waterfall) {
        let Some(table) = table::SHIPPED.as_ref() else { return };
        let weigher = Weigher::new(&self.rows, actors, table, &self.counts);
        let Some(score) = self.score(&weigher, left, right) else {
            fall.veto.get_or_insert_with(|| {
                "not compared: their places have nothing in common, they lie in two countries, or their days are too far apart".to_owned()
            });
            return;
        };
        let name = |sym: Sym| corpus.name(sym).to_owned();
        let values = |what: &str| {
            [left, right]
                .map(|index| {
                    let row = corpus.row(index);
                    match what {
                        "place" => name(row.place),
                        "date" => match (row.date.get(), row.end.get()) {
                            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
                            (Some(first), _) => first.to_string(),
                            _ => String::new(),
                        },
                        "killed" => row.killed.map_or_else(String::new, |toll| toll.to_string()),
                        _ => [row.actor, row.target].map(name).join(" / "),
                    }
                })
                .into()
        };
        weigher.explain(&score, values, fall);
        let slope = table.calibration.slope;
        match self.pair(left, right) {
            Some(pair) => {
                let what = match pair.how {
                    How::One => "each fits no other row of the other registry as well",
                    How::RightIsPart | How::LeftIsPart => "one is a part of what the other tells as a whole",
                };
                fall.step("rivals", "", "", what, f64::from((pair.bits - score.bits()) * slope));
            }
            None if self.taken(left) || self.taken(right) => {
                fall.veto = Some("one of them fits another row of the other registry better".to_owned());
            }
            None => {
                let rivals = fall.total() >= 0.0;
                if rivals {
                    fall.veto = Some("one of them fits several rows of the other registry equally well".to_owned());
                }
            }
        }
    }

    /// The pairs that a row is in.
    pub fn of(&self, row: RowIx) -> impl Iterator<Item = &Pair> {
        self.by_row.get(&row).into_iter().flatten().filter_map(|number| self.pairs.get(*number as usize))
    }

    /// What speaks for a pair that was taken, and against it.
    pub fn reasons(&self, pair: &Pair) -> Vec<Reason> {
        let Some(table) = table::SHIPPED.as_ref() else { return Vec::new() };
        let label =
            |levels: &'static [table::Level], at: usize| levels.get(at).map_or("", |level| level.label.as_str());
        let score = &pair.score;
        let bits = |bits: f32| bits * table.calibration.slope;
        vec![
            Reason { what: "place", level: label(&table.place, score.ground as usize), bits: bits(score.place) },
            Reason { what: "date", level: label(&table.date, score.gap as usize), bits: bits(score.date) },
            Reason { what: "killed", level: label(&table.killed, score.killed as usize), bits: bits(score.of_killed) },
            Reason { what: "sides", level: label(&table.sides, score.sides as usize), bits: bits(score.of_sides) },
        ]
    }

    fn taken(&self, row: RowIx) -> bool {
        self.by_row.contains_key(&row)
    }

    fn score(&self, weigher: &Weigher<'_>, left: RowIx, right: RowIx) -> Option<Score> {
        let ((here, one), (there, other)) = (self.rows.find(left)?, self.rows.find(right)?);
        let (one, other) = if one.set <= other.set { (one, other) } else { (other, one) };
        if here != there {
            return None;
        }
        weigher.weigh(here, one, other, &weigher.around(here, one, other.set))
    }
}
