//! Narratives that several rows of one registry bear: tolls are split over such rows.

use crate::model::toll::SharedText;
use crate::model::{Corpus, RowIx, Unit};
use rayon::prelude::*;

/// Texts shorter than this many words recur by chance ("Protest in Gao. No report of injuries.").
const WORDS: u16 = 10;
/// Days within which the rows of one split lie.
const DAYS: i32 = 31;

/// All narratives that rows of one registry share, ascending by data set and text.
pub fn find(corpus: &Corpus) -> Vec<SharedText> {
    if corpus.datasets.iter().all(|dataset| dataset.unit() == Unit::Report) {
        return Vec::new();
    }
    let mut texts: Vec<(u16, u64, RowIx)> = corpus
        .indices()
        .filter(|row| corpus.dataset(*row).unit() == Unit::Event)
        .map(|index| (corpus.row(index), index))
        .filter(|(row, _)| row.text.is_some() && row.text.words >= WORDS)
        .map(|(row, index)| (row.dataset, row.text.exact, index))
        .collect();
    texts.par_sort_unstable();
    texts
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter(|same| same.len() > 1)
        .filter_map(|same| {
            let days: Vec<i32> =
                same.iter().filter_map(|(_, _, row)| corpus.row(*row).date.get()).map(|day| day.0).collect();
            let (first, last) = (days.iter().min()?, days.iter().max()?);
            if last.saturating_sub(*first) > DAYS {
                return None;
            }
            let tolls = same.iter().filter_map(|(_, _, row)| corpus.row(*row).killed).map(|toll| toll.best());
            Some(SharedText {
                dataset: same[0].0,
                text: same[0].1,
                rows: same.iter().map(|(_, _, row)| *row).collect(),
                sum: tolls.clone().map(u64::from).sum(),
                with_dead: tolls.filter(|best| *best > 0).count() as u32,
            })
        })
        .collect()
}
