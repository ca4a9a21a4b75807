//! What the steward decided about places: honoured after the evidence has spoken.

use super::name::Spelling;
use super::resolve::Member;
use crate::model::decision::{NameRef, Verdict};
use crate::model::{Corpus, Decision, Decisions, Row, RowIx, Sym};
use crate::text::distance::alignment;
use crate::text::keys::ascii;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Country, first and second level of a row.
type Units = [Sym; 3];

/// Decisions on places, and what is needed to tell which rows they mean.
pub struct Named<'d> {
    corpus: &'d Corpus,
    decisions: &'d Decisions,
    /// The units in which rows name each place that a decision names.
    stated: FxHashMap<Sym, Vec<Units>>,
}

fn units(row: &Row) -> Units {
    [row.country, row.admin1, row.admin2]
}

impl<'d> Named<'d> {
    /// Looks up where the names of decisions stand.
    pub fn new(corpus: &'d Corpus, decisions: &'d Decisions) -> Named<'d> {
        let mut stated: FxHashMap<Sym, Vec<Units>> = FxHashMap::default();
        for decision in &decisions.all {
            let names = match &decision.verdict {
                Verdict::SamePlace(names) | Verdict::DifferentPlaces(names) => names.as_slice(),
                Verdict::Canonical(name) => std::slice::from_ref(name),
                _ => &[],
            };
            stated
                .extend(names.iter().filter_map(|name| corpus.names.find(name.name.trim())).map(|name| (name, vec![])));
        }
        if !stated.is_empty() {
            for row in &corpus.rows {
                if let Some(known) = stated.get_mut(&row.place).filter(|known| !known.contains(&units(row))) {
                    known.push(units(row));
                }
            }
        }
        Named { corpus, decisions, stated }
    }

    /// Whether a row is meant by a name with its context. A unit that the row leaves blank says nothing against it,
    /// unless other rows put the name into another such unit: then nobody knows which of the namesakes it is.
    pub fn means(&self, row: &Row, name: &NameRef) -> bool {
        if self.corpus.name(row.place) != name.name.trim() {
            return false;
        }
        let wanted = [&name.country, &name.admin1, &name.admin2];
        let same = |stated: Sym, wanted: &str| {
            let stated = self.corpus.name(stated);
            wanted.is_empty() || stated == wanted || ascii(stated) == ascii(wanted)
        };
        let fits = |of: Units, level: usize| !of[level].is_some() || same(of[level], wanted[level]);
        let of = units(row);
        (0..3).all(|level| {
            if of[level].is_some() || wanted[level].is_empty() {
                return same(of[level], wanted[level]);
            }
            let namesakes = self.stated.get(&row.place).map_or(&[] as &[Units], Vec::as_slice);
            let near = namesakes.iter().filter(|other| (0..level).all(|above| fits(**other, above)));
            near.into_iter().all(|other| fits(*other, level))
        })
    }

    /// The decision on two rows, where one was made: whether they are one place.
    pub fn on(&self, left: &Row, right: &Row) -> Option<(bool, &'d Decision)> {
        self.decisions.all.iter().rev().find_map(|decision| {
            let (same, names) = match &decision.verdict {
                Verdict::SamePlace(names) => (true, names),
                Verdict::DifferentPlaces(names) => (false, names),
                _ => return None,
            };
            let at = |row: &Row| names.iter().position(|name| self.means(row, name));
            let (a, b) = (at(left)?, at(right)?);
            (same || a != b).then_some((same, decision))
        })
    }

    /// Joins and parts groups as the steward decided.
    pub fn apply(&self, mut groups: Vec<Vec<Member>>) -> Vec<Vec<Member>> {
        for decision in &self.decisions.all {
            match &decision.verdict {
                Verdict::SamePlace(names) => self.join(names, &mut groups),
                Verdict::DifferentPlaces(names) => self.part(names, &mut groups),
                _ => {}
            }
        }
        groups
    }

    /// The spelling that the steward set for a place with these rows.
    pub fn canonical(&self, rows: &[RowIx]) -> Option<&'d str> {
        self.decisions.all.iter().rev().find_map(|decision| match &decision.verdict {
            Verdict::Canonical(name) if rows.iter().any(|row| self.means(self.corpus.row(*row), name)) => {
                Some(name.name.trim())
            }
            _ => None,
        })
    }

    /// Joins the groups that the names stand in, within one country and first level unless the names say otherwise.
    fn join(&self, names: &[NameRef], groups: &mut Vec<Vec<Member>>) {
        let corpus = self.corpus;
        let anywhere = names.iter().all(|name| !name.admin1.is_empty());
        let mut by_block: BTreeMap<(u32, u32), Vec<(usize, usize)>> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            for &(row, _) in group {
                let row = corpus.row(row);
                for (number, name) in names.iter().enumerate() {
                    if self.means(row, name) {
                        let block = if anywhere { (0, 0) } else { (row.country.0, row.admin1.0) };
                        let met = by_block.entry(block).or_default();
                        if !met.contains(&(at, number)) {
                            met.push((at, number));
                        }
                    }
                }
            }
        }
        for met in by_block.into_values() {
            let mut ats: Vec<usize> = met.iter().map(|pair| pair.0).collect();
            ats.sort_unstable();
            ats.dedup();
            let several = met.iter().any(|pair| pair.1 != met[0].1);
            let Some((&first, rest)) = ats.split_first().filter(|(_, rest)| several && !rest.is_empty()) else {
                continue;
            };
            for &other in rest {
                let moved = std::mem::take(&mut groups[other]);
                groups[first].extend(moved.into_iter().map(|(row, _)| (row, 1.0)));
            }
            groups[first].sort_unstable_by_key(|member| member.0);
        }
        groups.retain(|group| !group.is_empty());
    }

    /// Parts groups that hold more than one of the names; other spellings go with the name they are most like.
    fn part(&self, names: &[NameRef], groups: &mut Vec<Vec<Member>>) {
        let corpus = self.corpus;
        let mut added = Vec::new();
        for group in groups.iter_mut() {
            let named = |row: RowIx| names.iter().position(|name| self.means(corpus.row(row), name));
            let mut met: Vec<usize> = group.iter().filter_map(|member| named(member.0)).collect();
            met.sort_unstable();
            met.dedup();
            if met.len() < 2 {
                continue;
            }
            let keys: Vec<(usize, Spelling)> =
                met.iter().map(|&number| (number, Spelling::new(&names[number].name))).collect();
            let mut parts: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
            let mut nearest: BTreeMap<u32, usize> = BTreeMap::new();
            for &member in group.iter() {
                let place = corpus.row(member.0).place;
                let number = named(member.0).unwrap_or_else(|| {
                    *nearest.entry(place.0).or_insert_with(|| {
                        let spelling = Spelling::new(corpus.name(place));
                        keys.iter()
                            .max_by(|a, b| {
                                let bits = |key: &Spelling| alignment(&key.whole, &spelling.whole);
                                bits(&a.1).total_cmp(&bits(&b.1)).then(b.0.cmp(&a.0))
                            })
                            .map_or(met[0], |best| best.0)
                    })
                });
                parts.entry(number).or_default().push(member);
            }
            let mut parts = parts.into_values();
            *group = parts.next().unwrap_or_default();
            added.extend(parts);
        }
        groups.append(&mut added);
        groups.retain(|group| !group.is_empty());
    }
}
