//! Who took a text from whom: each copy has one report that it was taken from, and a group of copies one head.

use super::describe;
use super::told::Told;
use super::weigh::{Scene, Weighed};
use crate::model::{CopyGroup, CopyKind, CopyLink, Corpus, RowIx, waterfall};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The probability of a pair whose words and facts are equal.
const CERTAIN: f32 = 0.98;
/// Most that weighing is trusted with.
const MOST: f32 = 0.97;

/// The report that came first: the earliest published, undated ones last, ties by canonical order.
pub fn earliest(corpus: &Corpus, rows: &[RowIx]) -> RowIx {
    let age = |row: &RowIx| (corpus.row(*row).published.get().map_or(i32::MAX, |day| day.0), *row);
    rows.iter().copied().min_by_key(age).unwrap_or(RowIx(0))
}

/// Makes groups of pairs of copies. Each copy follows the surest of the reports before it.
pub fn settle<'a>(
    scene: &Scene<'_>,
    pairs: Vec<Weighed>,
    take_apart: &(impl Fn(RowIx) -> Option<Told<'a>> + Sync),
) -> Vec<CopyGroup> {
    let corpus = scene.facts.corpus;
    // Whom others credit was there before them, where dates leave it open.
    let credited: FxHashSet<RowIx> = pairs
        .iter()
        .flat_map(|pair| {
            let left = (pair.right_names && !pair.left_names).then_some(pair.left);
            left.into_iter().chain((pair.left_names && !pair.right_names).then_some(pair.right))
        })
        .collect();
    let rank = |row: RowIx| {
        let published = corpus.row(row).published.get().map_or(i32::MAX, |day| day.0);
        (published, !credited.contains(&row), row)
    };
    let mut sources: FxHashMap<RowIx, Vec<(RowIx, Weighed)>> = FxHashMap::default();
    for pair in pairs {
        let (of, copy) =
            if rank(pair.left) <= rank(pair.right) { (pair.left, pair.right) } else { (pair.right, pair.left) };
        sources.entry(copy).or_default().push((of, pair));
    }
    let mut parent: FxHashMap<RowIx, RowIx> = FxHashMap::default();
    for (copy, sources) in &mut sources {
        // Certain ones first, then by bits: what is shared most goes before what is shared by more.
        sources.sort_by(|a, b| {
            let key = |one: &(RowIx, Weighed)| (!one.1.certain, std::cmp::Reverse(one.1.shared));
            key(a).cmp(&key(b)).then(b.1.bits.total_cmp(&a.1.bits)).then(rank(a.0).cmp(&rank(b.0)))
        });
        parent.insert(*copy, sources[0].0);
    }
    let head = |mut row: RowIx| {
        while let Some(&before) = parent.get(&row) {
            row = before;
        }
        row
    };
    let mut copies: Vec<RowIx> = parent.keys().copied().collect();
    copies.par_sort_unstable();
    let links: Vec<(RowIx, CopyLink)> = copies
        .into_par_iter()
        .filter_map(|copy| {
            let (of, weighed) = sources[&copy][0];
            let other = sources[&copy].iter().find(|(other, _)| head(*other) != head(of)).map(|(other, _)| *other);
            let described = describe::describe(scene, &take_apart(of)?, &take_apart(copy)?, other);
            let probability = if weighed.certain {
                CERTAIN
            } else {
                (waterfall::probability(f64::from(weighed.bits)) as f32).min(MOST)
            };
            Some((head(copy), CopyLink { copy, of, with: other, way: described.way, probability, how: described.how }))
        })
        .collect();
    let mut groups: FxHashMap<RowIx, Vec<CopyLink>> = FxHashMap::default();
    links.into_iter().for_each(|(head, link)| groups.entry(head).or_default().push(link));
    let mut groups: Vec<CopyGroup> = groups.into_iter().map(|(head, links)| group(corpus, head, links)).collect();
    groups.sort_by(|a, b| a.rows.cmp(&b.rows));
    groups
}

fn group(corpus: &Corpus, head: RowIx, links: Vec<CopyLink>) -> CopyGroup {
    let mut rows: Vec<RowIx> = links.iter().map(|link| link.copy).chain([head]).collect();
    rows.sort_unstable();
    let source = corpus.row(head).source;
    let one_source = source.is_some() && rows.iter().all(|row| corpus.row(*row).source == source);
    CopyGroup {
        kind: if one_source { CopyKind::SameSource } else { CopyKind::Republished },
        probability: links.iter().map(|link| link.probability).fold(1.0, f32::min),
        why: describe::summary(&links),
        rows,
        head,
        links,
    }
}
