//! What the steward decided about reports, and what a registry of events itself says of its rows: both outweigh any evidence.

use super::background::Background;
use super::blocks::{Corrections, setting};
use super::cluster::{Cluster, gain};
use super::node::Node;
use crate::linkage::union::Union;
use crate::model::decision::Verdict;
use crate::model::{Corpus, Decisions, RowIx};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Decisions on reports, by row. Later decisions in the file win over earlier ones on the same reports.
#[derive(Debug, Default)]
pub struct Decided {
    /// Rows of one event.
    pub same: Vec<Vec<RowIx>>,
    /// Rows of different events, pairwise.
    pub different: Vec<Vec<RowIx>>,
    /// Rows of data sets of events that name each other as related: several attacks, planned together. Ascending.
    related: Vec<Vec<RowIx>>,
    /// The group of `related` that each of its rows belongs to.
    of_related: FxHashMap<RowIx, u32>,
}

impl Decided {
    /// Looks up the reports that decisions name; ids that no report bears are left to the rule on unused decisions.
    pub fn of(corpus: &Corpus, decisions: Option<&Decisions>) -> Decided {
        let mut decided = Decided::ruled(corpus, decisions);
        decided.relate(corpus);
        decided
    }

    fn ruled(corpus: &Corpus, decisions: Option<&Decisions>) -> Decided {
        let mut decided = Decided::default();
        let Some(decisions) = decisions else { return decided };
        let wanted = decisions
            .all
            .iter()
            .any(|decision| matches!(decision.verdict, Verdict::SameEvent(_) | Verdict::DifferentEvents(_)));
        if !wanted {
            return decided;
        }
        let of_id: FxHashMap<&str, RowIx> = corpus.indices().map(|row| (corpus.id(row), row)).collect();
        let rows = |ids: &[String]| {
            let mut rows: Vec<RowIx> = ids.iter().filter_map(|id| of_id.get(id.trim()).copied()).collect();
            rows.sort_unstable();
            rows.dedup();
            rows
        };
        for decision in &decisions.all {
            match &decision.verdict {
                Verdict::SameEvent(ids) => decided.same.push(rows(ids)),
                Verdict::DifferentEvents(ids) => decided.different.push(rows(ids)),
                _ => {}
            }
        }
        decided
    }

    /// Notes the groups of related rows; where a decision says that two of them are one event, the decision holds.
    fn relate(&mut self, corpus: &Corpus) {
        let related =
            |(left, right): &(RowIx, RowIx)| corpus.dataset(*left).is_event() && !self.together(*left, *right);
        let pairs: Vec<(RowIx, RowIx)> = corpus.relations().into_iter().filter(related).collect();
        let mut rows: Vec<RowIx> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        rows.sort_unstable();
        rows.dedup();
        // Rows by their place among those that are related: the smallest stands for its group.
        let place = |row: RowIx| rows.binary_search(&row).map_or(0, |at| at as u32);
        let mut joined = Union::new(rows.len());
        pairs.iter().for_each(|pair| joined.join(place(pair.0), place(pair.1)));
        let mut groups: BTreeMap<u32, Vec<RowIx>> = BTreeMap::new();
        for (&row, lead) in rows.iter().zip(joined.roots()) {
            let group = groups.entry(lead).or_default();
            // Related to both of two rows that a decision holds together: only the first is kept apart by this.
            if !self.same.iter().any(|same| same.contains(&row) && group.iter().any(|other| same.contains(other))) {
                group.push(row);
            }
        }
        self.related = groups.into_values().filter(|group| group.len() > 1).collect();
        for (at, group) in self.related.iter().enumerate() {
            self.of_related.extend(group.iter().map(|row| (*row, at as u32)));
        }
    }

    /// Whether the registry itself lists two rows as several attacks of one plan.
    pub fn related(&self, left: RowIx, right: RowIx) -> bool {
        left != right && self.of_related.get(&left).is_some_and(|group| self.of_related.get(&right) == Some(group))
    }

    /// Whether a decision keeps two rows apart.
    pub fn apart(&self, left: RowIx, right: RowIx) -> bool {
        left != right
            && self.different.iter().any(|rows| rows.binary_search(&left).is_ok() && rows.binary_search(&right).is_ok())
    }

    /// Whether a decision holds two rows together.
    pub fn together(&self, left: RowIx, right: RowIx) -> bool {
        self.same.iter().any(|rows| rows.binary_search(&left).is_ok() && rows.binary_search(&right).is_ok())
    }

    /// Makes groups obey: first those that belong together are joined, then those that must not are parted,
    /// every other row following the one it fits best.
    pub fn apply(
        &self,
        corpus: &Corpus,
        groups: Vec<Vec<RowIx>>,
        corrections: &Corrections,
        background: &Background,
    ) -> Vec<Vec<RowIx>> {
        if self.same.is_empty() && self.different.is_empty() && self.related.is_empty() {
            return groups;
        }
        let mut of: Vec<usize> = vec![0; corpus.len()];
        let mut groups = groups;
        let place = |of: &mut Vec<usize>, groups: &[Vec<RowIx>], at: usize| {
            groups[at].iter().for_each(|row| of[row.0 as usize] = at)
        };
        for at in 0..groups.len() {
            place(&mut of, &groups, at);
        }
        for rows in &self.same {
            for pair in rows.windows(2) {
                let (a, b) = (of[pair[0].0 as usize], of[pair[1].0 as usize]);
                if a != b {
                    let moved = std::mem::take(&mut groups[a.max(b)]);
                    groups[a.min(b)].extend(moved);
                    place(&mut of, &groups, a.min(b));
                }
            }
        }
        for rows in self.different.iter().chain(&self.related) {
            let mut seeds: FxHashMap<usize, Vec<RowIx>> = FxHashMap::default();
            rows.iter().for_each(|row| seeds.entry(of[row.0 as usize]).or_default().push(*row));
            let mut crowded: Vec<(usize, Vec<RowIx>)> =
                seeds.into_iter().filter(|(_, seeds)| seeds.len() > 1).collect();
            crowded.sort_unstable();
            for (at, seeds) in crowded {
                let members = std::mem::take(&mut groups[at]);
                let mut parted: Vec<Vec<RowIx>> = seeds.iter().map(|seed| vec![*seed]).collect();
                for row in members.into_iter().filter(|row| !seeds.contains(row)) {
                    let seed = nearest(corpus, row, &seeds, corrections, background);
                    parted[seed].push(row);
                }
                for part in parted {
                    groups.push(part);
                    let last = groups.len() - 1;
                    place(&mut of, &groups, last);
                }
            }
        }
        groups.retain(|group| !group.is_empty());
        groups.iter_mut().for_each(|group| group.sort_unstable());
        groups.sort_unstable();
        groups
    }
}

/// Which of the seeds a row fits best; the first where they fit alike.
fn nearest(corpus: &Corpus, row: RowIx, seeds: &[RowIx], corrections: &Corrections, background: &Background) -> usize {
    let around = setting(corpus, &[row], background);
    let single = |row: RowIx| {
        let node = Node::of(corpus, row, corrections.days(corpus, row), background)?;
        Some(Cluster::single(row.0, &node, &around, background))
    };
    let mine = single(row);
    let fit = |seed: &RowIx| {
        let theirs = single(*seed)?;
        gain(mine.as_ref()?, &theirs, &around, background).map(|parts| parts.total())
    };
    let mut best = (f32::NEG_INFINITY, 0);
    for (at, seed) in seeds.iter().enumerate() {
        if let Some(bits) = fit(seed).filter(|bits| *bits > best.0) {
            best = (bits, at);
        }
    }
    best.1
}
