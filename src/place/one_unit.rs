//! First levels that go by several names: two languages, an old and a new name, a romanisation. Spellings whose rows
//! name the same places, at the same points, are one unit.

use super::mention::Units;
use super::unplaced::Blocks;
use super::weights::weights;
use crate::linkage::union::Union;
use crate::model::point::km;
use crate::model::{Corpus, RowIx, Sym};
use rustc_hash::FxHashMap;

/// The places that some rows of a first level name: rows, and a point.
type Sample = FxHashMap<Sym, (u32, Option<(f64, f64)>)>;

fn sample(corpus: &Corpus, rows: &[RowIx]) -> Sample {
    let most = weights().one_unit.sample.max(1);
    let step = rows.len().div_ceil(most).max(1);
    let mut found = Sample::default();
    for index in rows.iter().step_by(step) {
        let row = corpus.row(*index);
        let known = found.entry(row.place).or_insert((0, None));
        known.0 += 1;
        if known.1.is_none() && row.coordinate_digits >= 2 {
            known.1 = row.point();
        }
    }
    found
}

/// Whether the rarer of two spellings names the places of the other.
fn one(rare: &Sample, other: &Sample) -> bool {
    let (limits, level) = (&weights().one_unit, &weights().coordinates);
    let (mut names, mut near, mut far, mut rows, mut all) = (0usize, 0usize, 0usize, 0u32, 0u32);
    for (name, (count, point)) in rare {
        all += count;
        let Some((_, theirs)) = other.get(name) else { continue };
        match point.zip(*theirs).map(|(here, there)| km(here, there)) {
            Some(apart) if level.level(apart).bits > 0.0 => near += 1,
            // Namesakes: no sign for one unit, and one against it.
            Some(_) => {
                far += 1;
                continue;
            }
            None => {}
        }
        names += 1;
        rows += count;
    }
    let enough = names >= limits.names && near > 0 || names >= limits.unplaced_names;
    enough && f64::from(rows) >= limits.share * f64::from(all) && far as f64 <= limits.apart * (names + far) as f64
}

/// Joins the rows of first levels that are one under several names; the name that stands in most rows stands for it.
pub fn join<'u>(corpus: &Corpus, units: &'u Units, blocks: &mut Blocks<'u>) {
    let mut countries: Vec<&str> = blocks.keys().map(|key| key.0).collect();
    countries.dedup();
    for country in countries {
        let mut keys: Vec<(&str, &str)> =
            blocks.keys().filter(|key| key.0 == country && !key.1.is_empty()).copied().collect();
        let rows = |key: &(&'u str, &'u str)| blocks.get(key).map_or(0, Vec::len);
        keys.sort_by_key(|key| (std::cmp::Reverse(rows(key)), *key));
        if keys.len() < 2 {
            continue;
        }
        let samples: Vec<Sample> =
            keys.iter().map(|key| sample(corpus, blocks.get(key).map_or(&[], Vec::as_slice))).collect();
        let mut joined = Union::new(keys.len());
        for rare in (1..keys.len()).rev() {
            // Two units of a gazetteer are two.
            let other = (0..rare).find(|other| {
                !(units.official(keys[*other].1) && units.official(keys[rare].1))
                    && one(&samples[rare], &samples[*other])
            });
            if let Some(other) = other {
                joined.join(rare as u32, other as u32);
            }
        }
        for (key, lead) in keys.iter().zip(joined.roots()) {
            let lead = keys[lead as usize];
            if *key != lead {
                let mut rows = blocks.remove(key).unwrap_or_default();
                blocks.entry(lead).or_default().append(&mut rows);
            }
        }
        blocks.values_mut().filter(|rows| !rows.is_sorted()).for_each(|rows| rows.sort_unstable());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_places_at_the_same_points() {
        let places = |list: &[(u32, u32, f64)]| -> Sample {
            list.iter().map(|(name, rows, lat)| (Sym(*name), (*rows, Some((*lat, 36.0))))).collect()
        };
        let large = places(&[(1, 9, 35.0), (2, 7, 35.3), (3, 4, 35.6), (4, 3, 35.9)]);
        assert!(one(&places(&[(1, 2, 35.01), (2, 1, 35.3), (3, 1, 35.6)]), &large));
        assert!(!one(&places(&[(1, 2, 35.01), (2, 1, 35.3), (8, 1, 35.6)]), &large), "two names are few");
        assert!(!one(&places(&[(1, 2, 31.0), (2, 1, 31.3), (3, 1, 31.6)]), &large), "namesakes elsewhere");
        assert!(!one(&places(&[(1, 1, 35.0), (2, 1, 35.3), (3, 1, 35.6), (7, 9, 36.0)]), &large), "mostly others");
    }
}
