//! Names to places: block, compare, veto, group, name, explain.

mod cluster;
mod evidence;
mod mention;
mod name;

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
    let blocks = mention::blocks(corpus);
    let rhythm = rhythm(corpus, &blocks);
    let found: Vec<Vec<Vec<RowIx>>> = blocks.par_iter().map(|block| resolve(corpus, block, rhythm)).collect();
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
    let (mut rows, mut shared) = (0u64, 0u64);
    let (mut first, mut last) = (i32::MAX, i32::MIN);
    for mention in blocks.iter().flat_map(|block| &block.mentions) {
        let mut days: Vec<i32> =
            mention.rows.iter().filter_map(|row| corpus.row(*row).date.get()).map(|day| day.0).collect();
        days.sort_unstable();
        for (index, &day) in days.iter().enumerate() {
            (first, last) = (first.min(day), last.max(day));
            rows += 1;
            let before = index > 0 && day - days[index - 1] <= 2;
            let after = days.get(index + 1).is_some_and(|next| next - day <= 2);
            shared += u64::from(before || after);
        }
    }
    if rows == 0 {
        return Rhythm { shared: 0.0, span: 1.0 };
    }
    Rhythm { shared: shared as f64 / rows as f64, span: f64::from((last.saturating_sub(first)).max(0)) + 1.0 }
}

/// Resolves one block into groups of rows.
fn resolve(corpus: &Corpus, block: &Block, rhythm: Rhythm) -> Vec<Vec<RowIx>> {
    let mut start: BTreeMap<(u32, &str), Group> = BTreeMap::new();
    let mut loose: Vec<u32> = Vec::new();
    let any_admin2 = block.mentions.iter().any(|mention| mention.admin2 != 0);
    for (index, mention) in block.mentions.iter().enumerate() {
        if mention.admin2 == 0 && any_admin2 {
            loose.push(index as u32);
            continue;
        }
        let joined = &*block.spellings[mention.spelling as usize].joined;
        let group = single(corpus, index as u32, mention.spelling, mention.admin2, &mention.rows);
        match start.entry((mention.admin2, joined)) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(group);
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => {
                let joined = slot.get().join(&group);
                slot.insert(joined);
            }
        }
    }
    let groups: Vec<Group> = start.into_values().collect();
    let mut pairs = Vec::new();
    for left in 0..groups.len() {
        for right in left + 1..groups.len() {
            if groups[left].admin2 != groups[right].admin2 {
                break;
            }
            pairs.push((left, right));
        }
    }
    let groups = cluster::agglomerate(block, groups, &pairs, rhythm, -6.0, 0.0);
    // Rows without a second level: each goes where its name, point and day fit best.
    let mut taken: Vec<Vec<RowIx>> = groups.iter().map(|group| rows_of(block, group)).collect();
    let mut left_over: BTreeMap<&str, Vec<RowIx>> = BTreeMap::new();
    for index in loose {
        let mention = &block.mentions[index as usize];
        for &row in &mention.rows {
            let alone = single(corpus, index, mention.spelling, 0, &[row]);
            let best = groups
                .iter()
                .enumerate()
                .map(|(at, group)| {
                    let bits = evidence::weigh(block, &alone, group, rhythm, -6.0).bits();
                    (bits + (group.rows as f32).log2() * 0.5, Reverse(at))
                })
                .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            match best {
                Some((bits, Reverse(at))) if bits > 0.0 => taken[at].push(row),
                _ => left_over.entry(&*block.spellings[mention.spelling as usize].joined).or_default().push(row),
            }
        }
    }
    taken.extend(left_over.into_values());
    for rows in &mut taken {
        rows.sort_unstable();
    }
    taken
}

fn rows_of(block: &Block, group: &Group) -> Vec<RowIx> {
    group.mentions.iter().flat_map(|index| block.mentions[*index as usize].rows.iter().copied()).collect()
}

fn single(corpus: &Corpus, mention: u32, spelling: u32, admin2: u32, rows: &[RowIx]) -> Group {
    let points: Vec<(f32, f32)> = rows
        .iter()
        .map(|row| corpus.row(*row))
        .filter(|row| row.coordinate_digits >= 3 && row.point().is_some())
        .map(|row| (row.lat, row.lon))
        .collect();
    let mut days: Vec<i32> = rows.iter().filter_map(|row| corpus.row(*row).date.get()).map(|day| day.0).collect();
    days.sort_unstable();
    Group {
        mentions: vec![mention],
        spellings: vec![(spelling, rows.len() as u32)],
        rows: rows.len() as u32,
        admin2,
        centre: evidence::median(&points),
        points,
        days,
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
        point: evidence::median(&points),
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
