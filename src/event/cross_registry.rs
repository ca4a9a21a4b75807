//! Rows of different data sets that tell of one event: a registry's row beside another's.

use super::assemble::probability;
use super::pairs::Pairs;
use crate::model::{EventGroup, Link, RowIx};
use rayon::prelude::*;

/// Rows of one event beyond which its matches are not listed pair by pair.
const MANY: usize = 64;

/// For each row, the best match in every other data set; each pair once, in canonical order.
pub fn matches(pairs: &Pairs<'_>, events: &[EventGroup]) -> Vec<Link> {
    let corpus = pairs.corpus;
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<Link> = events
        .par_iter()
        .filter(|event| {
            event.rows.len() <= MANY
                && event.rows.windows(2).any(|pair| corpus.row(pair[0]).dataset != corpus.row(pair[1]).dataset)
        })
        .flat_map_iter(|event| of_event(pairs, &event.rows))
        .collect();
    all.sort_by_key(|link| (link.left, link.right));
    all.dedup_by_key(|link| (link.left, link.right));
    all
}

fn of_event(pairs: &Pairs<'_>, rows: &[RowIx]) -> Vec<Link> {
    let Some(&first) = rows.first() else { return Vec::new() };
    let corpus = pairs.corpus;
    let around = pairs.setting(first);
    let singles: Vec<_> = rows.iter().map(|&row| pairs.single(row, &around)).collect();
    let mut links = Vec::new();
    for (at, &row) in rows.iter().enumerate() {
        let mine = corpus.row(row).dataset;
        for dataset in (0..corpus.datasets.len() as u16).filter(|dataset| *dataset != mine) {
            let mut best: Option<(f32, RowIx)> = None;
            for (other_at, &other) in
                rows.iter().enumerate().filter(|(_, other)| corpus.row(**other).dataset == dataset)
            {
                let (one, two) = (singles[at].as_ref(), singles[other_at].as_ref());
                let Some(bits) = pairs.bits((row, one), (other, two)) else { continue };
                if best.is_none_or(|(most, _)| bits > most) {
                    best = Some((bits, other));
                }
            }
            if let Some((bits, other)) = best {
                links.push(Link {
                    left: row.min(other),
                    right: row.max(other),
                    probability: probability(bits, pairs.background),
                });
            }
        }
    }
    links
}
