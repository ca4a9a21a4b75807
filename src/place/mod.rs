//! Names to places: block, compare, veto, group, name, explain.

mod candidates;
mod cluster;
mod decided;
mod evidence;
mod explain;
mod facts;
mod gazetteer;
mod geo;
mod identity;
mod mention;
mod name;
mod one_unit;
mod resolve;
mod unplaced;
mod weights;

use crate::model::place::{Misparented, NameLink, NearEntry, Variant};
use crate::model::{Corpus, Decisions, Place, PlaceFacts, PlaceIx, Places, Proposal, Row, RowIx, Sym, Waterfall};
use decided::Named;
use evidence::{Group, RepeatRates};
use mention::{Block, Units};
use rayon::prelude::*;
use resolve::{Doubt, Member, Resolved};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::hash::Hash;

pub use explain::{PlaceExplainer, explain, explain_names, spelt};
pub use gazetteer::{Gazetteer, GazetteerCache};
pub use name::likeness;

/// So many proposals are kept, the likeliest.
const PROPOSALS: usize = 500;

/// What the place room may be told.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceOptions<'a> {
    /// The steward's decisions.
    pub decisions: Option<&'a Decisions>,
    /// Known places.
    pub gazetteer: Option<&'a Gazetteer>,
}

/// Groups the mentions of a corpus into places.
pub fn group(corpus: &Corpus, options: &PlaceOptions<'_>) -> Places {
    let units = Units::new(corpus, options.gazetteer);
    let blocks = mention::blocks(corpus, &units, options.gazetteer);
    let repeat_rates = repeat_rates(corpus, &blocks);
    let resolved: Vec<Resolved> =
        blocks.par_iter().with_max_len(1).map(|block| resolve::resolve(corpus, block, &repeat_rates)).collect();
    let (mut groups, mut doubts, mut strays) = (Vec::new(), Vec::new(), Vec::new());
    for mut found in resolved {
        groups.append(&mut found.groups);
        doubts.append(&mut found.doubts);
        strays.append(&mut found.strays);
    }
    let joined: identity::Joined = blocks
        .iter()
        .flat_map(|block| block.form_of.iter().map(|(name, form)| (*name, block.forms[*form as usize].joined.clone())))
        .collect();
    drop(blocks);
    let named = options.decisions.map(|decisions| Named::new(corpus, decisions));
    if let Some(named) = &named {
        groups = named.apply(groups);
    }
    groups.sort_unstable_by_key(|group| group.first().map(|member| member.0));
    let mut of_row = vec![None; corpus.len()];
    let mut score = vec![1.0; corpus.len()];
    for (index, group) in groups.iter().enumerate() {
        for &(row, chance) in group {
            of_row[row.0 as usize] = Some(PlaceIx(index as u32));
            score[row.0 as usize] = chance;
        }
    }
    let mut places: Vec<Place> =
        groups.into_par_iter().map(|group| place(corpus, named.as_ref(), group, &joined)).collect();
    let anchors: Vec<_> = places.par_iter().map(|place| identity::anchor(corpus, &place.rows)).collect();
    for (place, id) in places.iter_mut().zip(identity::ids(corpus, &anchors)) {
        place.id = id;
    }
    if let Some(gazetteer) = options.gazetteer {
        gazetteer::identify(corpus, gazetteer, &mut places);
    }
    let ((mut misparented, units), points) = rayon::join(
        || rayon::join(|| facts::parents(corpus, &units, options.gazetteer), || facts::units(corpus, &units)),
        || facts::points(corpus, &places),
    );
    misparented.extend(strays.into_iter().filter_map(|(row, others, example)| {
        let (here, there) = (of_row.get(row.0 as usize)?, of_row.get(example.0 as usize)?);
        (here == there).then(|| Misparented {
            row,
            level: 2,
            expected: corpus.row(example).admin2,
            others,
            example,
            by_gazetteer: false,
        })
    }));
    misparented.sort_unstable_by_key(|wrong| (wrong.row, wrong.level));
    let covered = options.gazetteer.map(|gazetteer| gazetteer.covered(corpus)).unwrap_or_default();
    let facts = PlaceFacts {
        points,
        units,
        misparented,
        gazetteer_entries: options.gazetteer.map_or(0, Gazetteer::len),
        gazetteer_near: options.gazetteer.map(|known| near(corpus, known, &places, &covered)).unwrap_or_default(),
        gazetteer_known: facts::known(&places, &covered),
        gazetteer_countries: covered,
    };
    let proposals = proposals(corpus, named.as_ref(), &of_row, doubts);
    Places { places, of_row, score, proposals, facts }
}

/// What the names of places that the gazetteers should know and do not may be slips for.
fn near(corpus: &Corpus, known: &Gazetteer, places: &[Place], covered: &[Sym]) -> Vec<(PlaceIx, Vec<NearEntry>)> {
    places
        .par_iter()
        .enumerate()
        .filter(|(_, place)| place.gazetteer.is_none() && covered.binary_search(&place.country).is_ok())
        .map(|(index, place)| (PlaceIx(index as u32), known.near(corpus, place)))
        .filter(|(_, near)| !near.is_empty())
        .collect()
}

/// How often rows of one spelling share their day with another: what to expect of one place.
fn repeat_rates(corpus: &Corpus, blocks: &[Block]) -> RepeatRates {
    // Rows, rows that meet another, rows that meet one alike, first day, last day.
    let count = |block: &Block| {
        let mut found = (0u64, 0u64, 0u64, i32::MAX, i32::MIN);
        for (index, mention) in block.mentions.iter().enumerate() {
            let group = Group::of(corpus, block, index as u32, &mention.rows);
            for &stamp in &group.days {
                let met = evidence::meeting(corpus, stamp, &group.days);
                found.0 += 1;
                found.1 += u64::from(met > 0);
                found.2 += u64::from(met > 1);
                found.3 = found.3.min(stamp.day);
                found.4 = found.4.max(stamp.day);
            }
        }
        found
    };
    let none = || (0, 0, 0, i32::MAX, i32::MIN);
    let (rows, shared, alike, first, last) =
        blocks.par_iter().map(count).reduce(none, |a, b| (a.0 + b.0, a.1 + b.1, a.2 + b.2, a.3.min(b.3), a.4.max(b.4)));
    let tolls = counted(corpus, |row| row.killed.map(|toll| (toll.low, toll.high)));
    let stated: u64 = tolls.values().sum();
    // Whole numbers are summed, so that the order of the table does not matter.
    let equal = tolls.values().map(|&count| u128::from(count) * u128::from(count)).sum::<u128>() as f64
        / (stated.max(1) as f64).powi(2);
    let share = |count: u64| count as f64 / rows.max(1) as f64;
    RepeatRates {
        shared: share(shared),
        alike: share(alike),
        span: if rows == 0 { 1.0 } else { f64::from(last.saturating_sub(first)) + 1.0 },
        toll: equal.clamp(weights::weights().days.least_equal_tolls, 1.0),
    }
}

/// How often each of the things that rows hold stands there.
fn counted<K: Hash + Eq + Send>(corpus: &Corpus, of: impl Fn(&Row) -> Option<K> + Sync) -> FxHashMap<K, u64> {
    let count = |mut counts: FxHashMap<K, u64>, row: &Row| {
        if let Some(key) = of(row) {
            *counts.entry(key).or_default() += 1;
        }
        counts
    };
    let add = |mut counts: FxHashMap<K, u64>, others: FxHashMap<K, u64>| {
        others.into_iter().for_each(|(key, more)| *counts.entry(key).or_default() += more);
        counts
    };
    corpus.rows.par_iter().with_min_len(4096).fold(FxHashMap::default, count).reduce(FxHashMap::default, add)
}

/// Doubtful pairs of places, the likeliest first.
fn proposals(
    corpus: &Corpus,
    named: Option<&Named<'_>>,
    of_row: &[Option<PlaceIx>],
    mut doubts: Vec<Doubt>,
) -> Vec<Proposal> {
    doubts.sort_by(|a, b| {
        b.evidence.weight().total_cmp(&a.evidence.weight()).then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let of = |row: RowIx| of_row.get(row.0 as usize).copied().flatten();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut found = Vec::new();
    for doubt in doubts {
        let (Some(left), Some(right)) = (of(doubt.left), of(doubt.right)) else { continue };
        if left == right || found.len() >= PROPOSALS || !seen.insert((left.min(right), left.max(right))) {
            continue;
        }
        let decided = named.and_then(|named| named.on(corpus.row(doubt.left), corpus.row(doubt.right)));
        if decided.is_none() {
            let why = explain::waterfall(
                corpus,
                &doubt.evidence,
                (doubt.left, &doubt.groups.0),
                (doubt.right, &doubt.groups.1),
            );
            let name = |row: RowIx| corpus.row(row).place;
            found.push(Proposal { left, right, left_name: name(doubt.left), right_name: name(doubt.right), why });
        }
    }
    found
}

fn most(counts: impl Iterator<Item = Sym>) -> Sym {
    // A place's rows agree as a rule, so there are few to search.
    let mut by_sym: Vec<(Sym, u32)> = Vec::new();
    for sym in counts.filter(|sym| sym.is_some()) {
        match by_sym.iter_mut().find(|known| known.0 == sym) {
            Some(known) => known.1 += 1,
            None => by_sym.push((sym, 1)),
        }
    }
    by_sym.into_iter().max_by_key(|&(sym, count)| (count, Reverse(sym))).map_or(Sym(0), |(sym, _)| sym)
}

/// Where most mentions put the place: the median of the finest points that are given, swapped ones set right.
fn point(corpus: &Corpus, rows: &[RowIx]) -> Option<(f64, f64)> {
    let given: Vec<_> = rows
        .iter()
        .map(|row| corpus.row(*row))
        .filter(|row| row.point().is_some_and(|point| point != (0.0, 0.0)))
        .collect();
    let raw: Vec<(f32, f32)> = given.iter().map(|row| (row.lat, row.lon)).collect();
    let home = geo::median(&raw)?;
    let fine = given.iter().map(|row| row.coordinate_digits.min(3)).max().unwrap_or_default();
    let points: Vec<(f32, f32)> = given
        .iter()
        .filter(|row| row.coordinate_digits.min(3) == fine)
        .filter_map(|row| row.point())
        .map(|point| geo::mended(point, home).unwrap_or(point))
        .map(|(lat, lon)| (lat as f32, lon as f32))
        .collect();
    geo::median(&points)
}

fn place(corpus: &Corpus, named: Option<&Named<'_>>, group: Vec<Member>, joined: &identity::Joined) -> Place {
    let rows: Vec<RowIx> = group.iter().map(|member| member.0).collect();
    let all = || rows.iter().map(|row| corpus.row(*row));
    let (country, admin1, admin2) =
        (most(all().map(|row| row.country)), most(all().map(|row| row.admin1)), most(all().map(|row| row.admin2)));
    let mut counts: FxHashMap<Sym, (u32, RowIx, f32)> = FxHashMap::default();
    for &(row, chance) in &group {
        let known = counts.entry(corpus.row(row).place).or_insert((0, row, 0.0));
        known.0 += 1;
        known.2 = known.2.max(chance);
    }
    // What the steward decided, as far as a row spells it so; else by the rule.
    let decided = named.and_then(|named| named.canonical(&rows));
    let chosen = decided
        .and_then(|name| corpus.names.find(name))
        .filter(|name| counts.contains_key(name))
        .unwrap_or_else(|| identity::canonical(corpus, &rows, joined));
    let mut variants: Vec<Variant> = counts
        .into_iter()
        .map(|(name, (count, example, chance))| {
            let score = if name == chosen { 1.0 } else { chance };
            Variant { name, count, example, score }
        })
        .collect();
    variants.sort_by_key(|variant| (Reverse(variant.count), variant.name));
    let mut links: Vec<NameLink> = variants
        .iter()
        .filter(|variant| variant.name != chosen)
        .map(|variant| NameLink {
            left: chosen,
            right: variant.name,
            probability: variant.score,
            why: Waterfall::default(),
        })
        .collect();
    links.sort_by(|a, b| a.probability.total_cmp(&b.probability).then(a.right.cmp(&b.right)));
    Place {
        id: String::new(),
        canonical: decided.unwrap_or_else(|| corpus.name(chosen)).to_owned(),
        country,
        admin1,
        admin2,
        point: point(corpus, &rows),
        variants,
        links,
        rows,
        gazetteer: None,
    }
}
