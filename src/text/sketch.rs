//! Sketches of texts, by which copies recognise each other.

use super::fold::fold;
use crate::model::corpus::TextSig;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The signature of a text; that of an empty one says so.
pub fn signature(text: &str) -> TextSig {
    let folded = fold(text);
    if folded.is_empty() {
        return TextSig::default();
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let mut least = [u64::MAX; 16];
    for shingle in words.windows(3.min(words.len())) {
        let hash = xxh3_64(shingle.join(" ").as_bytes());
        for (seed, slot) in least.iter_mut().enumerate() {
            *slot = (*slot).min(xxh3_64_with_seed(&hash.to_le_bytes(), seed as u64));
        }
    }
    TextSig {
        exact: xxh3_64(folded.as_bytes()).max(1),
        sketch: least.map(|hash| hash as u16),
        words: words.len().min(usize::from(u16::MAX)) as u16,
    }
}
