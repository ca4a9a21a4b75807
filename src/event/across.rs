//! Rows of different data sets that tell of one event: a registry's row beside another's.

use super::background::Background;
use super::blocks::{Corrections, setting};
use super::cluster::gain;
use super::finish::{probability, single};
use crate::model::{Corpus, EventGroup, Link, RowIx};
use rayon::prelude::*;

/// Rows of one event beyond which its matches are not listed pair by pair.
const MANY: usize = 64;

/// For each row, the best match in every other data set; each pair once, in canonical order.
pub fn matches(
    corpus: &Corpus,
    events: &[EventGroup],
    corrections: &Corrections,
    background: &Background,
) -> Vec<Link> {
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<Link> = events
        .par_iter()
        .filter(|event| {
            event.rows.len() <= MANY
                && event.rows.windows(2).any(|pair| corpus.row(pair[0]).dataset != corpus.row(pair[1]).dataset)
        })
        .flat_map_iter(|event| of_event(corpus, &event.rows, corrections, background))
        .collect();
    all.sort_by_key(|link| (link.left, link.right));
    all.dedup_by_key(|link| (link.left, link.right));
    all
}

fn of_event(corpus: &Corpus, rows: &[RowIx], corrections: &Corrections, background: &Background) -> Vec<Link> {
    let around = setting(corpus, rows, background);
    let singles: Vec<_> = rows.iter().map(|&row| single(corpus, row, &around, corrections, background)).collect();
    let mut links = Vec::new();
    for (at, &row) in rows.iter().enumerate() {
        let mine = corpus.row(row).dataset;
        for dataset in (0..corpus.datasets.len() as u16).filter(|dataset| *dataset != mine) {
            let mut best: Option<(f32, RowIx)> = None;
            for (other_at, &other) in
                rows.iter().enumerate().filter(|(_, other)| corpus.row(**other).dataset == dataset)
            {
                let (Some(one), Some(two)) = (&singles[at], &singles[other_at]) else { continue };
                let bits = gain(one, two, &around, background).map_or(-12.0, |parts| parts.total());
                if best.is_none_or(|(most, _)| bits > most) {
                    best = Some((bits, other));
                }
            }
            if let Some((bits, other)) = best {
                links.push(Link {
                    left: row.min(other),
                    right: row.max(other),
                    probability: probability(bits, background),
                });
            }
        }
    }
    links
}
