//! Groups of mentions: joined the surest first, evidence pooled after each step, so that no chain of
//! lookalikes joins what the pooled evidence keeps apart.

use super::evidence::{Group, RepeatRates, weigh};
use super::mention::Block;
use super::weights::weights;
use crate::linkage::agglomerate::{self, Joined, Joining};
use crate::linkage::waterfall::Evidence;
use crate::model::Corpus;

/// How many places and misspellings a block has, by which a pair is expected or not.
#[derive(Debug, Clone, Copy)]
pub struct Odds {
    /// Chance that a row misspells its place in a way of its own.
    pub slip: f32,
    /// Places that really are named once or twice, for each second level.
    pub rare: f32,
    /// Places that are named more often, for each second level.
    pub common: f32,
}

impl Odds {
    /// The weight before any comparison, bits: how many misspellings or spellings of its size the larger
    /// group should have, to how many places of that size there are.
    pub fn prior(&self, a: &Group, b: &Group) -> f32 {
        let weights = &weights().expected;
        let (few, many) = if a.rows.len() <= b.rows.len() { (a, b) } else { (b, a) };
        // Few rows are few occasions; many need not be counted to the last.
        let occasions = if few.rows.len() <= 2 { 1 } else { few.occasions() };
        let slip = (self.slip * many.rows.len() as f32 / (self.rare + 0.5)).log2();
        let spelling = if occasions <= 2 { 0.0 } else { -(self.common + 1.0).log2() };
        // The same slip on several occasions is rarer each time; a spelling of its own takes over.
        let bits = if occasions <= 2 { slip } else { (slip - weights.again * (occasions - 1) as f32).max(spelling) };
        bits.clamp(weights.lowest, weights.highest)
    }
}

/// What is needed to weigh pairs.
pub struct Context<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The block.
    pub block: &'a Block,
    /// What the corpus shows about repetition.
    pub repeat_rates: &'a RepeatRates,
    /// What the block shows about misspellings.
    pub odds: Odds,
}

impl Context<'_> {
    /// Bits for two groups whose names weigh `name`.
    pub fn weight(&self, a: &Group, b: &Group, name: f32) -> f32 {
        weigh(self.corpus, self.block, a, b, self.repeat_rates, self.odds.prior(a, b), name, false).bits()
    }

    /// The evidence on two groups whose names weigh `name`.
    pub fn weigh(&self, a: &Group, b: &Group, name: f32) -> Evidence {
        weigh(self.corpus, self.block, a, b, self.repeat_rates, self.odds.prior(a, b), name, true)
    }
}

/// A group and the groups whose names are like its own, with the bits of the names.
pub type Clustered = Joined<Group, f32>;

impl Joining for Context<'_> {
    type Group = Group;
    /// The bits of the names.
    type Link = f32;
    const YOUNGEST: bool = true;

    fn least(&self) -> f32 {
        0.0
    }

    fn bits(&self, joined: &Group, other: &Group, name: f32) -> Option<f32> {
        Some(self.weight(other, joined, name))
    }

    fn join(&self, left: Group, right: Group) -> Group {
        left.join(right)
    }

    fn pool(&self, one: f32, other: f32) -> f32 {
        one.max(other)
    }
}

/// Joins groups as long as a pair weighs more than nothing. `pairs` are the pairs worth comparing, with the
/// bits of their names.
pub fn agglomerate(context: &Context<'_>, groups: Vec<Group>, pairs: &[(u32, u32, f32)]) -> Clustered {
    let weighed: Vec<_> = pairs
        .iter()
        .map(|&(left, right, name)| {
            let (a, b) = (&groups[left as usize], &groups[right as usize]);
            (left, right, name, Some(context.weight(a, b, name)))
        })
        .collect();
    agglomerate::agglomerate(context, groups, weighed)
}
