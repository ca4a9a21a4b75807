//! What speaks for and against one text being taken from another, in bits.

use super::common::Common;
use super::facts::Facts;
use super::told::Told;
use super::weights::Weights;
use crate::model::{Row, RowIx, Toll};
use crate::text::align::Alignment;
use std::ops::Range;

/// Words of a credit: a run of own words that names a newsroom and is no longer.
const CREDIT: usize = 12;
/// Words up to which what stands in another's place is an edit rather than a sentence of one's own.
const EDIT: usize = 5;
/// Least share of a sentence that is common for it to tell anything.
const HALF: f32 = 0.5;

/// What pairs are weighed with.
pub struct Scene<'a> {
    /// The rows.
    pub facts: &'a Facts<'a>,
    /// How common wording is.
    pub common: &'a Common,
    /// The numbers.
    pub weights: &'a Weights,
}

/// Two texts that were weighed.
#[derive(Debug, Clone, Copy)]
pub struct Weighed {
    /// One row, the smaller index.
    pub left: RowIx,
    /// The other.
    pub right: RowIx,
    /// The bits that one is a copy of the other.
    pub bits: f32,
    /// Whether equal words and facts settled it before.
    pub certain: bool,
    /// Whether the left text names the right one's newsroom.
    pub left_names: bool,
    /// Whether the right text names the left one's newsroom.
    pub right_names: bool,
    /// Words that both have.
    pub shared: u32,
}

/// Two texts laid side by side, and what is left of each.
pub struct Beside {
    /// The alignment.
    pub alignment: Alignment,
    /// Runs of words that only the left text has, credits apart.
    pub left: Vec<Range<usize>>,
    /// Runs of words that only the right text has, credits apart.
    pub right: Vec<Range<usize>>,
    /// Credits in the left text.
    pub left_credits: Vec<Range<usize>>,
    /// Credits in the right text.
    pub right_credits: Vec<Range<usize>>,
}

impl Beside {
    /// Lays two texts side by side.
    pub fn of(left: &Told<'_>, right: &Told<'_>) -> Beside {
        let alignment = Alignment::of(&left.passage, &right.passage);
        let parted = |told: &Told<'_>, common: &[bool]| -> (Vec<Range<usize>>, Vec<Range<usize>>) {
            let credit = |run: &Range<usize>| {
                run.len() <= CREDIT && told.named.iter().any(|(_, name)| run.start <= name.start && name.end <= run.end)
            };
            runs(told, common).into_iter().partition(|run| !credit(run))
        };
        let (own_left, left_credits) = parted(left, &alignment.left);
        let (own_right, right_credits) = parted(right, &alignment.right);
        Beside { alignment, left: own_left, right: own_right, left_credits, right_credits }
    }
}

/// Runs of words that are not common, cut where sentences end.
fn runs(told: &Told<'_>, common: &[bool]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    for sentence in &told.passage.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let length = common[at..sentence.end].iter().take_while(|word| !**word).count();
            if length > 0 {
                runs.push(at..at + length);
            }
            at += length.max(1);
        }
    }
    runs
}

impl Scene<'_> {
    /// Weighs two texts.
    pub fn weigh(&self, left: &Told<'_>, right: &Told<'_>) -> Weighed {
        let beside = Beside::of(left, right);
        let (a, b) = (self.facts.corpus.row(left.row), self.facts.corpus.row(right.row));
        let apart = a.source != b.source;
        let left_names = apart && b.source.is_some() && left.names(b.source);
        let right_names = apart && a.source.is_some() && right.names(a.source);
        let credit = &self.weights.credit;
        let bits = self.weights.prior
            + self.wording(left, &beside.alignment)
            + self.own(left, right, &beside)
            + if left_names || right_names { credit.named } else { credit.unnamed }
            + self.cells(left.row, a, b)
            + self.numbers(left, right, &beside.alignment);
        Weighed {
            left: left.row,
            right: right.row,
            bits,
            certain: false,
            left_names,
            right_names,
            shared: beside.alignment.common as u32,
        }
    }

    /// What the shared wording says. A sentence says what is left once the one before it, shared as well, was read: the
    /// sentences of a template come together.
    fn wording(&self, left: &Told<'_>, alignment: &Alignment) -> f32 {
        let mut bits = 0.0;
        let mut before: Option<(Range<usize>, usize)> = None;
        for sentence in &left.passage.sentences {
            let whole = alignment
                .pieces
                .iter()
                .find(|piece| piece.equal && piece.left.start <= sentence.start && sentence.end <= piece.left.end);
            if let Some(piece) = whole {
                let there = piece.right.start + (sentence.start - piece.left.start);
                let alone = self.alone(left, sentence);
                bits += match &before {
                    Some((last, end)) if *end == there && self.common.recurs(left.hash(last.clone())) => {
                        let both = self.common.bits_of_two(left.hash_of_two(last, sentence));
                        (both - self.common.bits(left.hash(last.clone()))).clamp(0.0, alone)
                    }
                    _ => alone,
                };
                before = Some((sentence.clone(), there + sentence.len()));
                continue;
            }
            before = None;
            let common = sentence.clone().filter(|at| alignment.left[*at]).count() as f32 / sentence.len() as f32;
            if common >= HALF {
                bits += common * self.rarest(left, sentence, alignment).min(self.most(left, sentence));
            }
        }
        bits.min(self.weights.wording.text)
    }

    /// Bits of a whole sentence.
    fn alone(&self, told: &Told<'_>, sentence: &Range<usize>) -> f32 {
        self.common.bits(told.hash(sentence.clone())).min(self.most(told, sentence))
    }

    /// Most bits of a sentence of so many words: few words come together by chance more easily.
    fn most(&self, told: &Told<'_>, sentence: &Range<usize>) -> f32 {
        let words = sentence.clone().filter(|at| !told.cell[*at]).count() as f32;
        self.weights.wording.word * words
    }

    /// Bits of the rarest three words of a sentence that both texts have.
    fn rarest(&self, left: &Told<'_>, sentence: &Range<usize>, alignment: &Alignment) -> f32 {
        let shared = |at: usize| alignment.left[at..at + 3].iter().all(|common| *common);
        left.threes(sentence.clone())
            .zip(sentence.start..)
            .filter(|(_, at)| shared(*at))
            .map(|(hash, _)| self.common.bits(hash))
            .fold(0.0, f32::max)
    }

    /// What the words say that each has to itself.
    fn own(&self, left: &Told<'_>, right: &Told<'_>, beside: &Beside) -> f32 {
        let (here, there) = self.shares(left, right, beside);
        self.weights.own.bits(here.min(there))
    }

    /// The shares of words that each has to itself.
    fn shares(&self, left: &Told<'_>, right: &Told<'_>, beside: &Beside) -> (f32, f32) {
        let own = &self.weights.own;
        let pieces = || {
            beside
                .alignment
                .pieces
                .iter()
                .filter(|piece| !piece.equal && piece.left.len() <= EDIT && piece.right.len() <= EDIT)
        };
        let share =
            |told: &Told<'_>, runs: &[Range<usize>], credits: &[Range<usize>], changed: &dyn Fn(usize) -> bool| {
                let weight = |at: usize| {
                    if told.cell[at] {
                        own.cell
                    } else if changed(at) {
                        own.changed
                    } else {
                        1.0
                    }
                };
                let credited: usize = credits.iter().map(Range::len).sum();
                let whole = told.passage.words.len().saturating_sub(credited).max(1) as f32;
                runs.iter().flat_map(Clone::clone).map(weight).sum::<f32>() / whole
            };
        let here =
            share(left, &beside.left, &beside.left_credits, &|at| pieces().any(|piece| piece.left.contains(&at)));
        let there =
            share(right, &beside.right, &beside.right_credits, &|at| pieces().any(|piece| piece.right.contains(&at)));
        (here, there)
    }

    /// What numbers say that differ within shared wording and are no toll, day or other cell.
    fn numbers(&self, left: &Told<'_>, right: &Told<'_>, alignment: &Alignment) -> f32 {
        let number = |told: &Told<'_>, words: &Range<usize>| {
            words.clone().any(|at| told.passage.words[at].number && !told.cell[at])
        };
        let changed = alignment
            .pieces
            .iter()
            .filter(|piece| !piece.equal && number(left, &piece.left) && number(right, &piece.right));
        self.weights.cells.number * changed.count() as f32
    }

    /// What the cells say.
    fn cells(&self, left: RowIx, a: &Row, b: &Row) -> f32 {
        let cells = &self.weights.cells;
        let mut bits = 0.0;
        if a.place.is_some() && b.place.is_some() {
            bits += if a.place == b.place {
                cells.place + self.rare(left, |row| row.place == a.place)
            } else {
                cells.respelled
            };
        }
        if let Some((here, there)) = a.point().zip(b.point()) {
            bits += if here == there {
                cells.point + self.rare(left, |row| row.point() == Some(here))
            } else {
                cells.moved
            };
        }
        if a.actor.is_some() && b.actor.is_some() {
            bits += if a.actor == b.actor { cells.actor } else { cells.other_actor };
        }
        let differ = |here: Option<Toll>, there: Option<Toll>| {
            here.zip(there).is_some_and(|(here, there)| here.best() != there.best())
        };
        if differ(a.killed, b.killed) {
            bits += cells.killed;
        }
        if differ(a.injured, b.injured) {
            bits += cells.injured;
        }
        if a.date != b.date && a.date.get().is_some() && b.date.get().is_some() {
            bits += cells.day;
        }
        let between = a.published.get().zip(b.published.get()).map_or(0, |(a, b)| (a.0.saturating_sub(b.0)).abs());
        bits + match between {
            ..=3 => 0.0,
            4..=14 => cells.days,
            _ => cells.weeks,
        }
    }

    /// What it adds that few other rows of the place agree.
    fn rare(&self, row: RowIx, agrees: impl Fn(&Row) -> bool) -> f32 {
        /// Rows of a place that are looked at.
        const LOOK: usize = 200;
        let Some(place) = self.facts.places.of(row) else { return 0.0 };
        let rows = &self.facts.places.get(place).rows;
        let step = rows.len().div_ceil(LOOK).max(1);
        let looked = rows.iter().step_by(step).map(|row| self.facts.corpus.row(*row));
        let (mut all, mut alike) = (0u32, 0u32);
        for row in looked {
            all += 1;
            alike += u32::from(agrees(row));
        }
        // The two rows themselves prove nothing.
        let share = (alike.saturating_sub(2) as f32 + 1.0) / (all.saturating_sub(2) as f32 + 2.0);
        (-(share.log2()) - 1.0).clamp(0.0, self.weights.cells.rare)
    }
}
