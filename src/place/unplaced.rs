//! Rows that do not say in which first level their place lies. An unknown unit weighs nothing: what else the row says
//! decides in which block it is compared, and what is compared there decides the rest.
//!
//! In this order: the first level in which all other rows, or a gazetteer, put the row's second level; the first level
//! whose code begins the second level's code; the unit that stands behind the place's name ("Springfield, Illinois");
//! last the name itself, by how it is spread over the country and where the row's point lies. A name that is borne in
//! several first levels and nowhere most of the time leaves the row by itself: nobody can know which one is meant.

use super::candidates;
use super::gazetteer::Gazetteer;
use super::mention::Units;
use super::name::Spelling;
use super::weights::weights;
use crate::model::point::km;
use crate::model::{Corpus, RowIx, Sym};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Rows by folded country and first level.
pub type Blocks<'u> = BTreeMap<(&'u str, &'u str), Vec<RowIx>>;

/// So many points tell where a name lies.
const POINTS: usize = 24;

/// How a name stands in a first level.
#[derive(Debug, Default)]
struct Standing {
    rows: u32,
    points: Vec<(f64, f64)>,
}

/// A first level among those that may be meant, by its number.
type Home = u32;

/// Moves rows without a first level to the blocks where they belong, as far as that is known.
pub fn assign<'u>(corpus: &Corpus, units: &'u Units, gazetteer: Option<&Gazetteer>, blocks: &mut Blocks<'u>) {
    let open: Vec<(&str, &str)> = blocks.keys().filter(|(_, admin1)| admin1.is_empty()).copied().collect();
    for key in open {
        let homes: Vec<(&str, &str)> = blocks
            .keys()
            .filter(|(country, admin1)| !admin1.is_empty() && (key.0.is_empty() || *country == key.0))
            .copied()
            .collect();
        if homes.is_empty() {
            continue;
        }
        let rows = blocks.remove(&key).unwrap_or_default();
        let search = Search { corpus, units, gazetteer, homes: &homes, blocks };
        let mut found = search.by_units(&rows);
        let left: Vec<RowIx> = rows.iter().copied().filter(|row| !found.contains_key(row)).collect();
        found.extend(search.by_name(&left));
        for row in rows {
            let home = found.get(&row).map_or(key, |home| homes[*home as usize]);
            blocks.entry(home).or_default().push(row);
        }
    }
}

struct Search<'s, 'u> {
    corpus: &'s Corpus,
    units: &'u Units,
    gazetteer: Option<&'s Gazetteer>,
    homes: &'s [(&'u str, &'u str)],
    blocks: &'s Blocks<'u>,
}

impl Search<'_, '_> {
    fn rows(&self, home: Home) -> &[RowIx] {
        self.blocks.get(&self.homes[home as usize]).map_or(&[], Vec::as_slice)
    }

    fn all(&self) -> std::ops::Range<Home> {
        0..self.homes.len() as Home
    }

    /// What their second level, its code or the unit behind the name says.
    fn by_units(&self, rows: &[RowIx]) -> FxHashMap<RowIx, Home> {
        let (corpus, units) = (self.corpus, self.units);
        let district = |row: RowIx| {
            let row = corpus.row(row);
            units.get(row.country, 2, row.admin2)
        };
        let mut wanted: FxHashMap<&str, BTreeMap<Home, u32>> = FxHashMap::default();
        for &row in rows.iter().filter(|row| !district(**row).is_empty()) {
            wanted.entry(district(row)).or_default();
        }
        if !wanted.is_empty() {
            for home in self.all() {
                for &row in self.rows(home) {
                    if let Some(known) = wanted.get_mut(district(row)) {
                        *known.entry(home).or_default() += 1;
                    }
                }
            }
        }
        let by_name: BTreeMap<&str, Home> = self.all().map(|home| (self.homes[home as usize].1, home)).collect();
        let mut behind: FxHashMap<Sym, Option<Home>> = FxHashMap::default();
        let home = |&row: &RowIx| {
            let folded = district(row);
            let known = wanted.get(folded).and_then(|known| {
                let all: u32 = known.values().sum();
                let (home, most) = known.iter().max_by_key(|(home, rows)| (**rows, std::cmp::Reverse(**home)))?;
                (f64::from(*most) >= weights().unplaced.certain * f64::from(all)).then_some(*home)
            });
            let report = corpus.row(row);
            known
                .or_else(|| self.official(report.country, report.admin2).and_then(|name| by_name.get(&*name).copied()))
                .or_else(|| coded(folded, &by_name))
                .or_else(|| {
                    *behind.entry(report.place).or_insert_with(|| {
                        let unit = Spelling::new(corpus.name(report.place)).unit?;
                        by_name.get(&*unit).copied()
                    })
                })
        };
        let mut home = home;
        rows.iter().filter_map(|row| Some((*row, home(row)?))).collect()
    }

    /// The only first level that the gazetteers give a second level.
    fn official(&self, country: Sym, admin2: Sym) -> Option<String> {
        let gazetteer = self.gazetteer.filter(|_| admin2.is_some())?;
        match gazetteer.parents(self.corpus, country, self.corpus.name(admin2))[..] {
            [only] => gazetteer.unit(self.corpus, country, 1, only).map(|unit| unit.folded().to_owned()),
            _ => None,
        }
    }

    /// What their names and points say.
    fn by_name(&self, rows: &[RowIx]) -> FxHashMap<RowIx, Home> {
        let corpus = self.corpus;
        let (mut forms, mut open, mut of_name) = (Vec::new(), Vec::new(), FxHashMap::default());
        let mut number: FxHashMap<Box<str>, u32> = FxHashMap::default();
        let mut form = |forms: &mut Vec<Spelling>, name: Sym| {
            *of_name.entry(name).or_insert_with(|| {
                let spelling = Spelling::new(corpus.name(name));
                *number.entry(spelling.joined.clone()).or_insert_with(|| {
                    forms.push(spelling);
                    forms.len() as u32 - 1
                })
            })
        };
        for &row in rows {
            let form = form(&mut forms, corpus.row(row).place);
            open.resize(forms.len(), false);
            open[form as usize] = true;
        }
        if rows.is_empty() {
            return FxHashMap::default();
        }
        let mut standing: FxHashMap<u32, BTreeMap<Home, Standing>> = FxHashMap::default();
        for home in self.all() {
            for &index in self.rows(home) {
                let row = corpus.row(index);
                let form = form(&mut forms, row.place);
                let known = standing.entry(form).or_default().entry(home).or_default();
                known.rows += 1;
                if let Some(point) = row.point().filter(|_| row.coordinate_digits >= 2 && known.points.len() < POINTS) {
                    known.points.push(point);
                }
            }
        }
        open.resize(forms.len(), false);
        let meet = |left: u32, right: u32| {
            let (a, b) = (open[left as usize], open[right as usize]);
            a && standing.contains_key(&right) || b && standing.contains_key(&left)
        };
        let mut alike: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
        for (left, right, bits) in candidates::pairs(&forms, weights().unplaced.least, meet) {
            alike.entry(left).or_default().push((right, bits));
            alike.entry(right).or_default().push((left, bits));
        }
        rows.iter()
            .filter_map(|&row| {
                let form = *of_name.get(&corpus.row(row).place)?;
                let near = alike.get(&form).map_or(&[][..], Vec::as_slice);
                let own = [(form, weights().names.most)];
                let names = near.iter().chain(&own);
                let known = names.filter_map(|(form, bits)| Some((standing.get(form)?, *bits)));
                Some((row, self.likeliest(row, known)?))
            })
            .collect()
    }

    /// The first level that a row most likely lies in, where one is as good as certain.
    fn likeliest<'n>(
        &self,
        row: RowIx,
        names: impl Iterator<Item = (&'n BTreeMap<Home, Standing>, f32)>,
    ) -> Option<Home> {
        let weights = weights();
        let report = self.corpus.row(row);
        let point = report.point().filter(|_| report.coordinate_digits >= 2);
        let mut odds: BTreeMap<Home, f64> = BTreeMap::new();
        for (standing, bits) in names {
            for (&home, known) in standing {
                let apart = point.and_then(|at| known.points.iter().map(|other| km(at, *other)).min_by(f64::total_cmp));
                let placed = apart.map_or(0.0, |apart| weights.coordinates.level(apart).bits);
                let alike = f64::from(bits - weights.names.most + placed).exp2();
                *odds.entry(home).or_default() += f64::from(known.rows) * alike;
            }
        }
        let (&home, &most) = odds.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        let namesakes = match (self.gazetteer, point) {
            (Some(gazetteer), None) => {
                let here = self.homes[home as usize].1;
                gazetteer.namesakes(self.corpus, report.country, self.corpus.name(report.place), here)
            }
            _ => 0,
        };
        let all = odds.values().sum::<f64>() + namesakes as f64;
        (most >= weights.unplaced.likely * all).then_some(home)
    }
}

/// The first level whose code begins a second level's code (`ML07` of `ML0701`).
fn coded(admin2: &str, homes: &BTreeMap<&str, Home>) -> Option<Home> {
    let code = |name: &str| name.bytes().any(|byte| byte.is_ascii_digit());
    if !code(admin2) {
        return None;
    }
    let begins = |(name, _): &(&&str, &Home)| code(name) && name.len() < admin2.len() && admin2.starts_with(**name);
    homes.iter().filter(begins).max_by_key(|(name, _)| name.len()).map(|(_, home)| *home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_lies_under_the_code_that_it_begins_with() {
        let homes: BTreeMap<&str, Home> = [("ml07", 0), ("ml08", 1), ("gao", 2)].into();
        assert_eq!(coded("ml0701", &homes), Some(0));
        assert_eq!(coded("ml07", &homes), None);
        assert_eq!(coded("gaoville", &homes), None);
    }
}
