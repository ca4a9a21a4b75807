//! Lays two texts beside each other: which words of one are the other's, in their order or moved, and what is left.
//!
//! Sentences that are equal are paired first, wherever they stand. What is left is paired sentence by sentence with the
//! likest of the other text, and the words of each pair are laid side by side by their longest common subsequence. Texts
//! whose sentences are cut in other places are laid side by side as a whole instead, where that finds more.

use super::passage::Passage;
use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Words up to which two texts are laid side by side as a whole.
const WHOLE: usize = 600;
/// Sentences that are left up to which each is paired with the likest one.
const LEFT: usize = 40;
/// Least share of the shorter sentence's words that a pair has in common.
const ALIKE: f32 = 0.5;

/// Words of both texts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Words of the left text.
    pub left: Range<usize>,
    /// Words of the right one.
    pub right: Range<usize>,
    /// Whether they are equal; else the right ones stand where the left ones stood.
    pub equal: bool,
}

/// Two texts laid beside each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alignment {
    /// What belongs together, in the order of the left text.
    pub pieces: Vec<Piece>,
    /// Words of the left text that are the right one's as well.
    pub common: usize,
    /// Sentences of the left text that stand in another order in the right one.
    pub moved: usize,
    /// Which words of the left text belong to something.
    pub left: Vec<bool>,
    /// Which words of the right text belong to something.
    pub right: Vec<bool>,
}

impl Alignment {
    /// Lays two texts beside each other.
    pub fn of(left: &Passage<'_>, right: &Passage<'_>) -> Alignment {
        let by_sentence = by_sentence(left, right);
        let (shorter, longer) = (left.words.len().min(right.words.len()), left.words.len().max(right.words.len()));
        if by_sentence.common >= shorter || longer > WHOLE {
            return by_sentence;
        }
        let whole = whole(left, right);
        if whole.common > by_sentence.common { whole } else { by_sentence }
    }

    fn new(left: &Passage<'_>, right: &Passage<'_>) -> Alignment {
        Alignment { left: vec![false; left.words.len()], right: vec![false; right.words.len()], ..Alignment::default() }
    }

    fn take(&mut self, piece: Piece) {
        if piece.equal {
            self.common += piece.left.len();
            self.left[piece.left.clone()].fill(true);
            self.right[piece.right.clone()].fill(true);
        }
        self.pieces.push(piece);
    }

    /// Lays some words of both texts side by side.
    fn weave(&mut self, texts: (&Passage<'_>, &Passage<'_>), left: Range<usize>, right: Range<usize>) {
        let keys = |passage: &Passage<'_>, words: &Range<usize>| -> Vec<u64> {
            passage.words[words.clone()].iter().map(|word| word.key).collect()
        };
        let (here, there) = (keys(texts.0, &left), keys(texts.1, &right));
        for op in capture_diff_slices(Algorithm::Myers, &here, &there) {
            let (old, new) = (op.old_range(), op.new_range());
            let piece = Piece {
                left: left.start + old.start..left.start + old.end,
                right: right.start + new.start..right.start + new.end,
                equal: matches!(op, DiffOp::Equal { .. }),
            };
            if piece.equal || matches!(op, DiffOp::Replace { .. }) {
                self.take(piece);
            }
        }
    }
}

fn whole(left: &Passage<'_>, right: &Passage<'_>) -> Alignment {
    let mut alignment = Alignment::new(left, right);
    alignment.weave((left, right), 0..left.words.len(), 0..right.words.len());
    // A word or two between changes on both sides is no agreement: any two texts share "the" and "of the".
    let lonely = |piece: &Piece| piece.equal && piece.left.len() < 3;
    let dropped: Vec<Piece> = alignment.pieces.iter().filter(|piece| lonely(piece)).cloned().collect();
    for piece in dropped {
        alignment.common -= piece.left.len();
        alignment.left[piece.left.clone()].fill(false);
        alignment.right[piece.right.clone()].fill(false);
    }
    alignment.pieces.retain(|piece| !lonely(piece));
    alignment
}

fn by_sentence(left: &Passage<'_>, right: &Passage<'_>) -> Alignment {
    let mut alignment = Alignment::new(left, right);
    let key = |passage: &Passage<'_>, sentence: &Range<usize>| -> Vec<u64> {
        passage.words[sentence.clone()].iter().map(|word| word.key).collect()
    };
    let mut there: FxHashMap<Vec<u64>, Vec<usize>> = FxHashMap::default();
    for (number, sentence) in right.sentences.iter().enumerate().rev() {
        there.entry(key(right, sentence)).or_default().push(number);
    }
    let mut taken = vec![false; right.sentences.len()];
    let (mut paired, mut rest) = (Vec::new(), Vec::new());
    for sentence in &left.sentences {
        match there.get_mut(&key(left, sentence)).and_then(Vec::pop) {
            Some(number) => {
                taken[number] = true;
                paired.push((sentence.start, number));
                let right = right.sentences[number].clone();
                alignment.take(Piece { left: sentence.clone(), right, equal: true });
            }
            None => rest.push(sentence.clone()),
        }
    }
    let mut open: Vec<usize> = (0..taken.len()).filter(|number| !taken[*number]).collect();
    if rest.len() <= LEFT && open.len() <= LEFT {
        for sentence in rest {
            let mut words = key(left, &sentence);
            words.sort_unstable();
            let best = open
                .iter()
                .enumerate()
                .map(|(at, &number)| (overlap(&words, key(right, &right.sentences[number])), at))
                .filter(|(share, _)| *share >= ALIKE)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, at)) = best {
                let number = open.remove(at);
                paired.push((sentence.start, number));
                alignment.weave((left, right), sentence, right.sentences[number].clone());
            }
        }
    }
    paired.sort_unstable();
    alignment.moved = paired.len() - longest_rise(paired.iter().map(|pair| pair.1));
    alignment.pieces.sort_by_key(|piece| (piece.left.start, piece.right.start));
    alignment
}

/// Share of the shorter sentence's words, which are sorted in the first, that both have.
fn overlap(sorted: &[u64], mut other: Vec<u64>) -> f32 {
    other.sort_unstable();
    let (mut here, mut there, mut common) = (0, 0, 0usize);
    while let (Some(a), Some(b)) = (sorted.get(here), other.get(there)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => here += 1,
            std::cmp::Ordering::Greater => there += 1,
            std::cmp::Ordering::Equal => (here, there, common) = (here + 1, there + 1, common + 1),
        }
    }
    common as f32 / sorted.len().min(other.len()).max(1) as f32
}

/// Length of the longest rising subsequence: what did not move.
fn longest_rise(numbers: impl Iterator<Item = usize>) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for number in numbers {
        let at = ends.partition_point(|end| *end < number);
        match ends.get_mut(at) {
            Some(end) => *end = number,
            None => ends.push(number),
        }
    }
    ends.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn aligned(left: &str, right: &str) -> Alignment {
        Alignment::of(&Passage::of(left), &Passage::of(right))
    }

    #[test]
    fn sentences_are_found_wherever_they_stand() {
        let left = "Gunmen came at dawn. They burnt nine barns. The mayor asked for troops. Nobody was arrested.";
        let moved = aligned(left, "The mayor asked for troops. Gunmen came at dawn. They burnt nine barns.");
        assert_eq!((moved.common, moved.moved), (13, 1));
        let edited = aligned(left, "They burnt ten barns. Gunmen came at dawn, we hear.");
        assert_eq!(edited.common, 7);
        let changed: Vec<_> = edited.pieces.iter().filter(|piece| !piece.equal).collect();
        assert_eq!(changed.len(), 1, "nine became ten: {changed:?}");
    }

    #[test]
    fn other_full_stops_do_not_hide_a_copy() {
        let left = "Gunmen came at dawn. They burnt nine barns. The mayor asked for troops.";
        let run_on = aligned(left, "gunmen came at dawn they burnt nine barns the mayor asked for troops");
        assert_eq!((run_on.common, run_on.moved), (13, 0));
    }

    #[test]
    fn texts_of_two_authors_have_little_in_common() {
        let other = aligned(
            "Armed men on motorbikes entered the village at dawn and killed nine people.",
            "Nine people died on Monday morning, the prefect of the district said by telephone.",
        );
        assert!(other.common <= 1, "{other:?}");
    }

    proptest! {
        #[test]
        fn what_is_common_is_so_on_both_sides(left in "([abc]{1,2}[ .]){0,30}", right in "([abc]{1,2}[ .]){0,30}") {
            let (a, b) = (Passage::of(&left), Passage::of(&right));
            let alignment = Alignment::of(&a, &b);
            let count = |marks: &[bool]| marks.iter().filter(|mark| **mark).count();
            prop_assert_eq!(count(&alignment.left), alignment.common);
            prop_assert_eq!(count(&alignment.right), alignment.common);
            for piece in alignment.pieces.iter().filter(|piece| piece.equal) {
                let here: Vec<u64> = a.words[piece.left.clone()].iter().map(|word| word.key).collect();
                let there: Vec<u64> = b.words[piece.right.clone()].iter().map(|word| word.key).collect();
                prop_assert_eq!(here, there);
            }
            prop_assert_eq!(Alignment::of(&a, &a).common, a.words.len());
        }
    }
}
