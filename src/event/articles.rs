//! Articles that name the same people and places in one fortnight: they tell of one event, whatever they say of it.
//!
//! Each name that two articles share speaks for one story by how rare it is among the articles; a name and its surname come
//! together, so each counts half. Against that stands how many articles there are that might share names by chance.

use super::weights::Weights;
use crate::model::{Corpus, RowIx};
use rustc_hash::FxHashMap;

/// An article.
struct Article {
    /// Its first row, which stands for it.
    first: RowIx,
    /// Day of publication.
    published: i32,
}

/// Pairs of articles that name the same.
#[derive(Debug, Default)]
pub struct Articles {
    /// Evidence in bits by first rows, the smaller first.
    pairs: FxHashMap<(RowIx, RowIx), f32>,
}

impl Articles {
    /// Compares the articles of a corpus.
    pub fn of(corpus: &Corpus, weights: &Weights) -> Articles {
        let numbers = &weights.articles;
        let mut articles: Vec<Article> = Vec::new();
        let mut bearing: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        let mut by_document: FxHashMap<_, RowIx> = FxHashMap::default();
        for index in corpus.indices().filter(|index| !corpus.dataset(*index).is_event()) {
            let row = corpus.row(index);
            if row.told.is_none() {
                continue;
            }
            let (Some(published), true) = (row.published.get(), row.document.is_some()) else { continue };
            if by_document.insert((row.dataset, row.document), index).is_some() {
                continue;
            }
            let number = articles.len() as u32;
            articles.push(Article { first: index, published: published.0 });
            corpus.name(row.told).split('|').for_each(|name| bearing.entry(name).or_default().push(number));
        }
        let all = articles.len() as f32 + numbers.unseen;
        let mut shared: FxHashMap<(u32, u32), f32> = FxHashMap::default();
        for bearers in bearing.values().filter(|bearers| bearers.len() as f32 <= (numbers.common * all).max(2.0)) {
            let bits = numbers.share * (all / bearers.len() as f32).log2();
            for (at, &one) in bearers.iter().enumerate() {
                for &other in &bearers[at + 1..] {
                    let apart = articles[one as usize].published.saturating_sub(articles[other as usize].published);
                    if apart.abs() <= numbers.days {
                        *shared.entry((one, other)).or_default() += bits;
                    }
                }
            }
        }
        let chance = all.log2();
        let pairs = shared
            .into_iter()
            .map(|((one, other), bits)| ((articles[one as usize].first, articles[other as usize].first), bits - chance))
            .filter(|(_, bits)| *bits > weights.events.caution)
            .collect();
        Articles { pairs }
    }

    /// The evidence that two rows stand in articles on one event; `None` where they do not, or are not the articles' first.
    pub fn bits(&self, left: RowIx, right: RowIx) -> Option<f32> {
        self.pairs.get(&(left.min(right), left.max(right))).copied()
    }

    /// Rows of articles on one event, the surest pairs first.
    pub fn pairs(&self) -> Vec<(RowIx, RowIx)> {
        let mut pairs: Vec<(&(RowIx, RowIx), &f32)> = self.pairs.iter().collect();
        pairs.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
        pairs.into_iter().map(|(pair, _)| *pair).collect()
    }
}
