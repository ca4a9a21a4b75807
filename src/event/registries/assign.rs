//! Which rows of two registries are one event: each row with one other as a rule, and several with one whose parts they are.
//!
//! The surest pair goes first. A pair is taken where it is likelier than all that either row could be paired with instead, and
//! than no pair at all; two equal rivals leave a row without a partner, since either would be a guess. What is left may be
//! parts: rows of one registry by village or by day, where the other has one row for the whole.

use super::facts::Facts;
use super::table::Table;
use super::weigh::{Score, Sides, Weigher};
use crate::model::{Relation, RowIx};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// In which way two rows belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// One event, told once by either.
    One,
    /// The right row is a part of the left one's event.
    RightIsPart,
    /// The left row is a part of the right one's event.
    LeftIsPart,
}

/// Two rows that belong together, the left one of the registry that comes first.
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    /// One row.
    pub left: RowIx,
    /// The other.
    pub right: RowIx,
    /// In which way.
    pub how: How,
    /// The evidence in bits, against all rivals.
    pub bits: f32,
    /// What the two say, rivals left aside.
    pub score: Score,
}

/// Bits, the whole, and its parts with their bits.
type PartSet = (f32, u32, Vec<(u32, f32)>);

impl Pair {
    /// The relation, with the row that comes first in canonical order on the left.
    pub fn relation(&self) -> Relation {
        match (self.how, self.left < self.right) {
            (How::One, _) => Relation::One,
            (How::RightIsPart, true) | (How::LeftIsPart, false) => Relation::RightIsPart,
            (How::LeftIsPart, true) | (How::RightIsPart, false) => Relation::LeftIsPart,
        }
    }
}

/// A pair that was weighed: numbers of the rows within their country.
struct Edge {
    left: u32,
    right: u32,
    score: Score,
    bits: f32,
}

/// Evidence below which a pair is no rival of any.
const FAINT: f32 = -5.0;

/// The pairs of one country.
pub fn pairs(weigher: &Weigher<'_>, country: u32, facts: &[Facts]) -> Vec<Pair> {
    let mut sets: Vec<u16> = facts.iter().map(|facts| facts.set).collect();
    sets.sort_unstable();
    sets.dedup();
    let mut found = Vec::new();
    for (at, &one) in sets.iter().enumerate() {
        for &other in &sets[at + 1..] {
            let edges = edges(weigher, country, facts, (one, other));
            let mut task =
                Task { table: weigher.table, facts, edges, of: FxHashMap::default(), taken: FxHashMap::default() };
            task.index();
            found.extend(task.choose());
            let parts = task.parts();
            parts.iter().for_each(|pair| task.claim(pair));
            found.extend(parts);
            found.extend(task.further());
        }
    }
    found
}

/// Pairs of rows of two registries that have any chance.
fn edges(weigher: &Weigher<'_>, country: u32, facts: &[Facts], (one, other): (u16, u16)) -> Vec<Edge> {
    let reach = weigher.table.reach;
    let mut edges: Vec<Edge> = facts
        .par_iter()
        .enumerate()
        .filter(|(_, here)| here.set == one)
        .flat_map_iter(|(left, here)| {
            let mut near = weigher
                .between(country, here.first - reach, here.last + reach)
                .filter(|there| there.set == other)
                .peekable();
            let around = near.peek().is_some().then(|| weigher.around(country, here, other));
            let weighed = near.filter_map(move |there| {
                let score = weigher.weigh(country, here, there, around.as_ref()?)?;
                let bits = score.bits();
                let right = weigher.number(there.row)?;
                (bits > FAINT).then_some(Edge { left: left as u32, right, score, bits })
            });
            weighed.collect::<Vec<_>>()
        })
        .collect();
    edges.sort_by(|a, b| b.bits.total_cmp(&a.bits).then((a.left, a.right).cmp(&(b.left, b.right))));
    edges
}

struct Task<'a> {
    table: &'a Table,
    facts: &'a [Facts],
    /// The surest first.
    edges: Vec<Edge>,
    /// The edges of each row.
    of: FxHashMap<u32, Vec<u32>>,
    /// Rows that have a partner.
    taken: FxHashMap<u32, u32>,
}

impl Task<'_> {
    fn index(&mut self) {
        for (number, edge) in self.edges.iter().enumerate() {
            self.of.entry(edge.left).or_default().push(number as u32);
            self.of.entry(edge.right).or_default().push(number as u32);
        }
    }

    /// The odds that bits stand for.
    fn odds(&self, bits: f32) -> f32 {
        let calibration = &self.table.calibration;
        (calibration.offset + calibration.slope * bits).clamp(-60.0, 60.0).exp2()
    }

    /// Log-odds in bits of a pair against all that either of its rows could be paired with instead.
    fn against(&self, edge: &Edge) -> f32 {
        let rivals = |row: u32, partner: u32| -> f32 {
            let edges =
                self.of.get(&row).map_or(&[][..], Vec::as_slice).iter().map(|number| &self.edges[*number as usize]);
            edges
                .filter(|rival| {
                    let other = if rival.left == row { rival.right } else { rival.left };
                    other != partner && !self.taken.contains_key(&other)
                })
                .map(|rival| self.odds(rival.bits))
                .sum()
        };
        let most = rivals(edge.left, edge.right).max(rivals(edge.right, edge.left));
        self.odds(edge.bits).log2() - (1.0 + most).log2()
    }

    /// Pairs of rows that are each other's surest, one to one.
    fn choose(&mut self) -> Vec<Pair> {
        let sure = (self.table.sure / (1.0 - self.table.sure)).log2();
        let mut chosen = Vec::new();
        // Rivals that found a partner leave others free, so the list is gone through until nothing more is found.
        loop {
            let before = chosen.len();
            for number in 0..self.edges.len() {
                let edge = &self.edges[number];
                if self.odds(edge.bits).log2() < sure {
                    break;
                }
                if self.taken.contains_key(&edge.left) || self.taken.contains_key(&edge.right) {
                    continue;
                }
                let against = self.against(edge);
                if against < sure {
                    continue;
                }
                let (left, right) = (edge.left, edge.right);
                chosen.push(self.pair(edge, How::One, against));
                self.taken.insert(left, right);
                self.taken.insert(right, left);
            }
            if chosen.len() == before {
                return chosen;
            }
        }
    }

    /// A pair by log-odds, as evidence before calibration.
    fn pair(&self, edge: &Edge, how: How, odds: f32) -> Pair {
        let calibration = &self.table.calibration;
        let row = |number: u32| self.facts[number as usize].row;
        let bits = (odds - calibration.offset) / calibration.slope.max(0.05);
        Pair { left: row(edge.left), right: row(edge.right), how, bits, score: edge.score }
    }

    /// Marks the rows of a pair as taken.
    fn claim(&mut self, pair: &Pair) {
        let number = |row: RowIx| self.facts.iter().position(|facts| facts.row == row).map(|at| at as u32);
        if let (Some(left), Some(right)) = (number(pair.left), number(pair.right)) {
            self.taken.entry(left).or_insert(right);
            self.taken.entry(right).or_insert(left);
        }
    }

    /// Rows without a partner that stand beside another's partner: one registry tells an attack on soldiers and civilians in two
    /// rows of one place and day, the other in one.
    fn further(&self) -> Vec<Pair> {
        let sure = (self.table.sure / (1.0 - self.table.sure)).log2();
        let mut used: FxHashSet<u32> = FxHashSet::default();
        let mut found = Vec::new();
        for edge in &self.edges {
            let odds = self.odds(edge.bits).log2();
            if odds < sure {
                break;
            }
            for (whole, part) in [(edge.left, edge.right), (edge.right, edge.left)] {
                let Some(&partner) =
                    self.taken.get(&whole).filter(|_| !self.taken.contains_key(&part) && !used.contains(&part))
                else {
                    continue;
                };
                let (beside, row) = (&self.facts[partner as usize], &self.facts[part as usize]);
                let together = beside.set == row.set
                    && beside.first == row.first
                    && beside.place != 0
                    && beside.place == row.place;
                let sides = matches!(edge.score.sides, Sides::Both | Sides::OneKindred | Sides::OneOpen | Sides::One);
                if together && sides && edge.score.gap == 0 {
                    used.insert(part);
                    let how = if edge.left == whole { How::RightIsPart } else { How::LeftIsPart };
                    found.push(self.pair(edge, how, odds));
                }
            }
        }
        found
    }

    /// Rows without a partner that are parts of another's event.
    fn parts(&self) -> Vec<Pair> {
        let mut offers: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
        for (number, edge) in self.edges.iter().enumerate() {
            for (whole, part) in [(edge.left, edge.right), (edge.right, edge.left)] {
                if self.taken.contains_key(&part) {
                    continue;
                }
                if let Some(bits) = self.part_bits(edge, whole, part) {
                    offers.entry(whole).or_default().push((number as u32, bits));
                }
            }
        }
        let mut sets: Vec<PartSet> = offers.into_iter().filter_map(|(whole, parts)| self.set(whole, parts)).collect();
        sets.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut used: FxHashSet<u32> = FxHashSet::default();
        let mut wholes: FxHashSet<u32> = FxHashSet::default();
        let mut found = Vec::new();
        for (_, whole, parts) in sets {
            // A row is a part of one event, and no whole of others at once.
            let free = |number: &u32| {
                !used.contains(&self.other(*number, whole)) && !wholes.contains(&self.other(*number, whole))
            };
            if used.contains(&whole) || !parts.iter().all(|(number, _)| free(number)) {
                continue;
            }
            wholes.insert(whole);
            for (number, bits) in parts {
                let edge = &self.edges[number as usize];
                used.insert(self.other(number, whole));
                let how = if edge.left == whole { How::RightIsPart } else { How::LeftIsPart };
                found.push(self.pair(edge, how, self.odds(bits).log2()));
            }
        }
        found
    }

    fn other(&self, number: u32, row: u32) -> u32 {
        let edge = &self.edges[number as usize];
        if edge.left == row { edge.right } else { edge.left }
    }

    /// What speaks for one row being a part of the other's event, by itself; `None` where it cannot be.
    fn part_bits(&self, edge: &Edge, whole: u32, part: u32) -> Option<f32> {
        let (whole, part) = (&self.facts[whole as usize], &self.facts[part as usize]);
        let sides = matches!(edge.score.sides, Sides::Both | Sides::OneKindred | Sides::OneOpen | Sides::One);
        let inside = part.first >= whole.first && part.last <= whole.last;
        let fits = part.killed.unwrap_or(0) <= whole.killed?;
        (sides && inside && fits)
            .then(|| edge.score.place + edge.score.date + edge.score.of_sides + (whole.days() as f32).log2())
    }

    /// The rows that together are one whole: their tolls must not exceed it.
    fn set(&self, whole: u32, mut parts: Vec<(u32, f32)>) -> Option<PartSet> {
        let row = &self.facts[whole as usize];
        let toll = row.killed?;
        let killed = |number: u32| self.facts[self.other(number, whole) as usize].killed.unwrap_or(0);
        let own = self.taken.get(&whole).map_or(0, |partner| self.facts[*partner as usize].killed.unwrap_or(0));
        parts.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let all = |parts: &[(u32, f32)]| parts.iter().fold(own, |sum, (number, _)| sum.saturating_add(killed(*number)));
        // Rows from all over a region are its parts only where they add up to the very toll.
        if parts.len() < 2 || all(&parts).abs_diff(toll) > 1 {
            parts.retain(|(number, _)| self.edges[*number as usize].score.ground.is_close());
        }
        let sum = parts.iter().fold(own, |sum, (number, _)| sum.saturating_add(killed(*number)));
        let several = parts.len() + usize::from(own > 0) > 1;
        let share = |sum: u32| f64::from(sum) / f64::from(toll.max(1));
        // A partner that tells nearly all of it leaves no room for parts.
        let meets = several && toll > 1 && (0.8..=1.1).contains(&share(sum)) && share(own) < 0.8;
        let bonus = if meets { self.table.sum } else { 0.0 };
        let sure = (self.table.sure / (1.0 - self.table.sure)).log2();
        // One day's row is a whole only where its parts add up; a period's where they lie within it and within its toll.
        if !meets && (row.days() == 1 || sum > toll || share(own) >= 0.8 && own > 0) {
            return None;
        }
        let kept: Vec<(u32, f32)> = parts
            .into_iter()
            .map(|(number, bits)| (number, bits + bonus))
            .filter(|(_, bits)| self.odds(*bits).log2() >= sure)
            .collect();
        let strength = kept.iter().map(|(_, bits)| *bits).sum::<f32>();
        (!kept.is_empty()).then_some((strength, whole, kept))
    }
}
