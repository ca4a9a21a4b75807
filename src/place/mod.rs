//! Names to places: block, compare, veto, group, name, explain.

mod candidates;
mod cluster;
mod evidence;
mod geo;
mod mention;
mod name;
mod resolve;

use crate::model::place::Variant;
use crate::model::{Corpus, Decisions, Place, PlaceIx, Places, RowIx, Sym, Waterfall};
use evidence::{Group, Rhythm};
use mention::Block;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What the place room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
}

/// Groups the mentions of a corpus into places.
pub fn group(corpus: &Corpus, _options: &Options<'_>) -> Places {
    let units = mention::Units::new(corpus);
    let blocks = mention::blocks(corpus, &units);
    let rhythm = rhythm(corpus, &blocks);
    let found: Vec<Vec<Vec<RowIx>>> = blocks.par_iter().map(|block| resolve::resolve(corpus, block, &rhythm)).collect();
    let mut groups: Vec<Vec<RowIx>> = found.into_iter().flatten().collect();
    groups.sort_unstable_by_key(|rows| rows.first().copied());
    let mut of_row = vec![None; corpus.len()];
    let mut places = Vec::with_capacity(groups.len());
    for rows in groups {
        let index = PlaceIx(places.len() as u32);
        for row in &rows {
            of_row[row.0 as usize] = Some(index);
        }
        places.push(place(corpus, rows));
    }
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for place in &mut places {
        let count = seen.entry(place.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            place.id = format!("{}-{count}", place.id);
        }
    }
    Places { places, of_row, score: vec![1.0; corpus.len()], proposals: Vec::new() }
}

/// How often rows of one spelling share their day with another: what to expect of one place.
fn rhythm(corpus: &Corpus, blocks: &[Block]) -> Rhythm {
    let (mut rows, mut shared, mut alike) = (0u64, 0u64, 0u64);
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    for block in blocks {
        for (index, mention) in block.mentions.iter().enumerate() {
            let group = Group::of(corpus, block, index as u32, &mention.rows);
            for &stamp in &group.days {
                (first, last) = (first.min(stamp.day), last.max(stamp.day));
                let met = evidence::meeting(corpus, stamp, &group.days);
                rows += 1;
                shared += u64::from(met > 0);
                alike += u64::from(met > 1);
            }
        }
    }
    let mut tolls: BTreeMap<(u32, Option<u32>), u64> = BTreeMap::new();
    let mut stated = 0u64;
    for toll in corpus.rows.iter().filter_map(|row| row.killed) {
        *tolls.entry((toll.low, toll.high)).or_default() += 1;
        stated += 1;
    }
    let equal = tolls.values().map(|&count| (count as f64 / stated.max(1) as f64).powi(2)).sum::<f64>();
    let share = |count: u64| count as f64 / rows.max(1) as f64;
    Rhythm {
        shared: share(shared),
        alike: share(alike),
        span: if rows == 0 { 1.0 } else { f64::from(last.saturating_sub(first)) + 1.0 },
        toll: equal.clamp(0.02, 1.0),
    }
}

fn most(counts: impl Iterator<Item = Sym>) -> Sym {
    let mut by_sym: BTreeMap<Sym, u32> = BTreeMap::new();
    for sym in counts.filter(|sym| sym.is_some()) {
        *by_sym.entry(sym).or_default() += 1;
    }
    by_sym.into_iter().max_by_key(|&(sym, count)| (count, Reverse(sym))).map_or(Sym(0), |(sym, _)| sym)
}

fn place(corpus: &Corpus, rows: Vec<RowIx>) -> Place {
    let all = || rows.iter().map(|row| corpus.row(*row));
    let (country, admin1, admin2) =
        (most(all().map(|row| row.country)), most(all().map(|row| row.admin1)), most(all().map(|row| row.admin2)));
    let points: Vec<(f32, f32)> = all().filter(|row| row.point().is_some()).map(|row| (row.lat, row.lon)).collect();
    let mut counts: BTreeMap<Sym, (u32, RowIx)> = BTreeMap::new();
    for &row in &rows {
        counts.entry(corpus.row(row).place).or_insert((0, row)).0 += 1;
    }
    let mut variants: Vec<Variant> =
        counts.into_iter().map(|(name, (count, example))| Variant { name, count, example, score: 1.0 }).collect();
    variants.sort_by_key(|variant| (Reverse(variant.count), variant.name));
    let canonical = variants.first().map_or("", |variant| corpus.name(variant.name)).to_owned();
    let anchor = rows
        .iter()
        .min_by_key(|row| (corpus.row(**row).published.get().map_or(i32::MAX, |day| day.0), corpus.id(**row)))
        .map_or(Sym(0), |row| corpus.row(*row).place);
    let hash = crate::model::hash::parts(&[corpus.name(country), corpus.name(admin1), corpus.name(anchor)]);
    Place {
        id: format!("P{}", crate::model::hash::word(hash)),
        canonical,
        country,
        admin1,
        admin2,
        point: geo::median(&points),
        variants,
        links: Vec::new(),
        rows,
        gazetteer: None,
    }
}

/// Why two mentions are, or are not, taken for one place.
pub fn explain(_corpus: &Corpus, _options: &Options<'_>, _left: RowIx, _right: RowIx) -> Waterfall {
    Waterfall::default()
}
