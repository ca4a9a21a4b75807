//! Rows of different data sets that tell of one event: a registry's row beside another's.

use super::assemble::probability;
use super::pairs::Pairs;
use super::registries::Registries;
use crate::model::{EventGroup, Match, Relation, RowIx, waterfall};
use rayon::prelude::*;

/// Rows of one event beyond which its matches are not listed pair by pair.
const MANY: usize = 64;

/// For each row, the best match in every other data set; each pair once, in canonical order.
pub fn matches(pairs: &Pairs<'_>, events: &[EventGroup]) -> Vec<Match> {
    let corpus = pairs.corpus;
    if corpus.datasets.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<Match> = events
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

fn of_event(pairs: &Pairs<'_>, rows: &[RowIx]) -> Vec<Match> {
    let Some(&first) = rows.first() else { return Vec::new() };
    let corpus = pairs.corpus;
    let around = pairs.setting(first);
    let singles: Vec<_> = rows.iter().map(|&row| pairs.single(row, &around)).collect();
    let mut links: Vec<Match> = Vec::new();
    let within = |row: RowIx| rows.binary_search(&row).is_ok();
    for &row in rows {
        for pair in pairs.registries.of(row).filter(|pair| pair.left == row && within(pair.right)) {
            links.push(Match {
                left: pair.left.min(pair.right),
                right: pair.left.max(pair.right),
                probability: waterfall::probability(f64::from(Registries::odds(pair.bits))) as f32,
                relation: pair.relation(),
                reasons: pairs.registries.reasons(pair),
            });
        }
    }
    for (at, &row) in rows.iter().enumerate() {
        let mine = corpus.row(row).dataset;
        for dataset in (0..corpus.datasets.len() as u16).filter(|dataset| *dataset != mine) {
            let mut best: Option<(f32, RowIx)> = None;
            for (other_at, &other) in
                rows.iter().enumerate().filter(|(_, other)| corpus.row(**other).dataset == dataset)
            {
                if pairs.registries.hold(row, other) {
                    continue;
                }
                let (one, two) = (singles[at].as_ref(), singles[other_at].as_ref());
                let Some(bits) = pairs.bits((row, one), (other, two)) else { continue };
                if best.is_none_or(|(most, _)| bits > most) {
                    best = Some((bits, other));
                }
            }
            if let Some((bits, other)) = best {
                links.push(Match {
                    left: row.min(other),
                    right: row.max(other),
                    probability: probability(bits, pairs.background),
                    relation: if corpus.row(row).content == corpus.row(other).content {
                        Relation::Copy
                    } else {
                        Relation::One
                    },
                    reasons: pairs.reasons(row, other),
                });
            }
        }
    }
    links
}
