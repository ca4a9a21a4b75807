//! How common wording is in a data set: a template, a bulletin's foreword or a phrase of the trade is shared by chance.
//!
//! What is counted is in how many texts a sentence, two sentences in a row, or three words in a row stand, once a day each, so
//! that the copies of one report do not make its words common. Large data sets are counted on a sample of their texts.

use super::told::Told;
use super::weights::Wording;
use crate::model::{Corpus, RowIx};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Texts that are counted at most, or somewhat more.
const SAMPLE: u64 = 20_000;

/// The rows whose texts are counted: all, or a sample that depends on the texts alone.
pub fn sample(corpus: &Corpus) -> Vec<RowIx> {
    let with_text = corpus.rows.iter().filter(|row| row.text.is_some()).count() as u64;
    let most = if with_text <= SAMPLE { u64::MAX } else { u64::MAX / with_text * SAMPLE };
    corpus.indices().filter(|row| (1..=most).contains(&corpus.row(*row).text.exact)).collect()
}

/// How common wording is.
pub struct Common {
    days: FxHashMap<u64, u32>,
    texts: f32,
    wording: Wording,
}

impl Common {
    /// Counts the wording of a sample.
    pub fn of<'a>(corpus: &Corpus, sample: impl ParallelIterator<Item = Told<'a>>, wording: &Wording) -> Common {
        let mut seen: Vec<(u64, i32)> = sample
            .flat_map_iter(|told| {
                let row = corpus.row(told.row);
                let day = row.date.get().or(row.published.get()).map_or(i32::MIN, |day| day.0);
                let mut hashes: Vec<u64> = Vec::with_capacity(told.passage.words.len() + 8);
                let mut last = None;
                hashes.push(TEXT);
                for sentence in &told.passage.sentences {
                    hashes.push(told.hash(sentence.clone()));
                    hashes.extend(last.map(|last| told.hash_of_two(last, sentence)));
                    hashes.extend(told.threes(sentence.clone()));
                    last = Some(sentence);
                }
                hashes.sort_unstable();
                hashes.dedup();
                hashes.into_iter().map(move |hash| (hash, day))
            })
            .collect();
        seen.par_sort_unstable();
        let texts = seen.iter().filter(|(hash, _)| *hash == TEXT).count() as f32;
        seen.dedup();
        let days = seen.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1).map(|run| (run[0].0, run.len() as u32));
        Common { days: days.collect(), texts, wording: wording.clone() }
    }

    /// The bits that two texts of a day bring by sharing that wording: none where every text has it.
    pub fn bits(&self, hash: u64) -> f32 {
        self.bits_of_two(hash).min(self.wording.sentence)
    }

    /// Whether the wording stands in texts of other days as well.
    pub fn recurs(&self, hash: u64) -> bool {
        self.days.contains_key(&hash)
    }

    /// The same of two sentences in a row, which say more than one can.
    pub fn bits_of_two(&self, hash: u64) -> f32 {
        // One of the days is that of the texts which share it.
        let others = self.days.get(&hash).map_or(0, |days| days - 1) as f32;
        ((self.texts + self.wording.known) / (others + self.wording.unseen)).log2().max(0.0)
    }
}

/// Stands for the text as a whole.
const TEXT: u64 = 0;
