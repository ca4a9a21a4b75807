//! What is seen beside the grouping: garbled points, spellings of administrative units, rows under the wrong parent.

use super::gazetteer::Gazetteer;
use super::geo::median;
use super::mention::{Units, unify};
use super::weights::weights;
use crate::model::place::{Garble, Misparented, PointFault, UnitVariant};
use crate::model::point::km;
use crate::model::{Corpus, Place, RowIx, Sym};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// So many other mentions have to agree on where the place lies.
const OTHERS: usize = 2;

/// Garbled points of a place's rows, told by the place's other mentions; where it has too few, by the points
/// of its first level (`home`, from so many rows), with wider bounds.
fn faults(corpus: &Corpus, place: &Place, home: Option<((f64, f64), u32)>, out: &mut Vec<PointFault>) {
    let weights = &weights().points;
    let given: Vec<(RowIx, (f64, f64))> = place
        .rows
        .iter()
        .filter_map(|&row| Some((row, corpus.row(row).point()?)))
        .filter(|(_, point)| *point != (0.0, 0.0))
        .collect();
    let centre = place.point;
    let near = |point: (f64, f64)| centre.is_some_and(|centre| km(point, centre) < weights.back_at_place);
    let agreeing = given.iter().filter(|(_, point)| near(*point)).count();
    for &(row, point) in &given {
        let (centre, compared, astray, close) = match (centre, home) {
            (Some(centre), _) if agreeing >= OTHERS && agreeing * 2 > given.len() => {
                (centre, agreeing as u32, weights.from_place, weights.back_at_place)
            }
            (_, Some((home, rows))) if rows >= 10 => (home, rows, weights.from_unit, weights.back_in_unit),
            _ => continue,
        };
        let before_km = km(point, centre);
        if before_km < astray {
            continue;
        }
        let (lat, lon) = point;
        let repairs = [
            (Garble::Swapped, (lon, lat)),
            (Garble::Flipped, (lat, -lon)),
            (Garble::Flipped, (-lat, lon)),
            (Garble::Flipped, (-lat, -lon)),
            (Garble::SwappedAndFlipped, (lon, -lat)),
            (Garble::SwappedAndFlipped, (-lon, lat)),
            (Garble::SwappedAndFlipped, (-lon, -lat)),
        ];
        let found = repairs
            .into_iter()
            .map(|(garble, mended)| (km(mended, centre), garble, mended))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((after_km, garble, mended)) = found.filter(|found| found.0 < close) {
            out.push(PointFault { row, garble, mended, before_km, after_km, compared });
        }
    }
}

/// Garbled points of all places, by row.
pub fn points(corpus: &Corpus, places: &[Place]) -> Vec<PointFault> {
    let mut by_unit: FxHashMap<(Sym, Sym), Vec<(f32, f32)>> = FxHashMap::default();
    for place in places {
        if let Some((lat, lon)) = place.point {
            let times = place.rows.len().min(20);
            by_unit
                .entry((place.country, place.admin1))
                .or_default()
                .extend(std::iter::repeat_n((lat as f32, lon as f32), times));
        }
    }
    let homes: FxHashMap<(Sym, Sym), ((f64, f64), u32)> = by_unit
        .into_iter()
        .filter_map(|(unit, points)| Some((unit, (median(&points)?, points.len() as u32))))
        .collect();
    let mut found: Vec<PointFault> = places
        .par_iter()
        .flat_map_iter(|place| {
            let mut out = Vec::new();
            faults(corpus, place, homes.get(&(place.country, place.admin1)).copied(), &mut out);
            out
        })
        .collect();
    found.sort_unstable_by_key(|fault| fault.row);
    found
}

/// For each of these countries: how many of its places gazetteers know, and how many there are.
pub fn known(places: &[Place], countries: &[Sym]) -> Vec<(Sym, u32, u32)> {
    let mut counts: Vec<(Sym, u32, u32)> = countries.iter().map(|country| (*country, 0, 0)).collect();
    for place in places {
        if let Ok(at) = counts.binary_search_by_key(&place.country, |count| count.0) {
            counts[at].1 += u32::from(place.gazetteer.is_some());
            counts[at].2 += 1;
        }
    }
    counts
}

/// Rows and first row of each spelling of a unit.
type Counts = BTreeMap<Sym, (u32, RowIx)>;

/// Spellings of administrative units that were taken for a more frequent one among its siblings.
pub fn units(corpus: &Corpus, folded: &Units) -> Vec<UnitVariant> {
    let mut first: BTreeMap<Sym, Counts> = BTreeMap::new();
    let mut second: BTreeMap<(Sym, Sym), Counts> = BTreeMap::new();
    // Rows are counted by symbol first: a million of them share a few hundred units.
    let mut stated: FxHashMap<(Sym, Sym, Sym), (u32, RowIx)> = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        stated.entry((row.country, row.admin1, row.admin2)).or_insert((0, index)).0 += 1;
    }
    let mut stated: Vec<_> = stated.into_iter().collect();
    stated.sort_unstable_by_key(|(unit, _)| *unit);
    for ((country, admin1, admin2), (count, example)) in stated {
        let add = |counts: &mut Counts, name: Sym| {
            let known = counts.entry(name).or_insert((0, example));
            known.0 += count;
            known.1 = known.1.min(example);
        };
        if admin1.is_some() {
            add(first.entry(country).or_default(), admin1);
        }
        if admin2.is_some() {
            add(second.entry((country, admin1)).or_default(), admin2);
        }
    }
    let mut out = Vec::new();
    for (country, counts) in &first {
        variants(folded, 1, *country, Sym(0), counts, &mut out);
    }
    for ((country, admin1), counts) in &second {
        variants(folded, 2, *country, *admin1, counts, &mut out);
    }
    out
}

fn variants(folded: &Units, level: u8, country: Sym, admin1: Sym, counts: &Counts, out: &mut Vec<UnitVariant>) {
    let mut rows: BTreeMap<&str, u32> = BTreeMap::new();
    for (name, (count, _)) in counts {
        *rows.entry(folded.get(country, level, *name)).or_default() += count;
    }
    let unified = unify(folded, &rows);
    let mut families: BTreeMap<&str, Vec<(u32, Sym, RowIx)>> = BTreeMap::new();
    for (name, (count, example)) in counts {
        let head = unified.get(folded.get(country, level, *name)).copied().unwrap_or_default();
        families.entry(head).or_default().push((*count, *name, *example));
    }
    for mut family in families.into_values() {
        // What a gazetteer knows comes first, then what most rows say.
        let official = |name: Sym| folded.official(folded.get(country, level, name));
        family.sort_unstable_by_key(|&(count, name, _)| (!official(name), std::cmp::Reverse(count), name));
        let Some((&(usual_count, usual, usual_example), rest)) = family.split_first() else { continue };
        out.extend(rest.iter().map(|&(count, name, example)| UnitVariant {
            level,
            country,
            admin1,
            name,
            count,
            example,
            usual,
            usual_count,
            usual_example,
        }));
    }
}

/// Rows whose second level stands under another first level in nearly all other rows of the country.
pub fn parents(corpus: &Corpus, folded: &Units, gazetteer: Option<&Gazetteer>) -> Vec<Misparented> {
    let mut stated: FxHashMap<(Sym, Sym, Sym), Vec<RowIx>> = FxHashMap::default();
    for index in corpus.indices() {
        let row = corpus.row(index);
        if row.admin1.is_some() && row.admin2.is_some() {
            stated.entry((row.country, row.admin2, row.admin1)).or_default().push(index);
        }
    }
    let mut under: BTreeMap<(Sym, &str), BTreeMap<&str, Vec<RowIx>>> = BTreeMap::new();
    for ((country, admin2, admin1), rows) in stated {
        let parents = under.entry((country, folded.get(country, 2, admin2))).or_default();
        parents.entry(folded.get(country, 1, admin1)).or_default().extend(rows);
    }
    for rows in under.values_mut().flat_map(BTreeMap::values_mut) {
        rows.sort_unstable();
    }
    let mut out = Vec::new();
    for parents in under.into_values().filter(|parents| parents.len() > 1) {
        let all: usize = parents.values().map(Vec::len).sum();
        let Some((usual, rows)) = parents.iter().max_by_key(|(name, rows)| (rows.len(), std::cmp::Reverse(**name)))
        else {
            continue;
        };
        // Namesakes among districts are not rare: only a lone exception to a firm rule is taken for an error.
        let Some(&first) = rows.first() else { continue };
        // A gazetteer that knows one parent only, and the usual one, settles it.
        let by_gazetteer = gazetteer.is_some_and(|known| {
            let (row, of) = (corpus.row(first), |name: &str| known.unit(corpus, corpus.row(first).country, 1, name));
            match &known.parents(corpus, row.country, corpus.name(row.admin2))[..] {
                [only] => of(only).is_some_and(|unit| Some(unit) == of(corpus.name(row.admin1))),
                _ => false,
            }
        });
        if !by_gazetteer && (rows.len() < 20 || (all - rows.len()) * 20 > all) {
            continue;
        }
        let points: Vec<(f32, f32)> = rows
            .iter()
            .map(|row| corpus.row(*row))
            .filter(|row| row.point().is_some())
            .map(|row| (row.lat, row.lon))
            .collect();
        let centre = median(&points);
        for (name, others) in &parents {
            if name == usual || strsim::osa_distance(name, usual) <= 2 {
                continue;
            }
            for &row in others {
                // The row's own point has to lie where the district lies; only a gazetteer's word needs none.
                let at_home = match (corpus.row(row).point(), centre) {
                    (Some(point), Some(centre)) => km(point, centre) < weights().points.in_district,
                    _ => by_gazetteer,
                };
                if at_home {
                    out.push(Misparented {
                        row,
                        level: 1,
                        expected: corpus.row(first).admin1,
                        others: rows.len() as u32,
                        example: first,
                        by_gazetteer,
                    });
                }
            }
        }
    }
    out.sort_unstable_by_key(|wrong| wrong.row);
    out
}
