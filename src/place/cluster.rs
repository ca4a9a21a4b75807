//! Groups of mentions: joined the surest first, evidence pooled after each step, so that no chain of
//! lookalikes joins what the pooled evidence keeps apart.

use super::evidence::{Evidence, Group, RepeatRates, weigh};
use super::mention::Block;
use crate::model::Corpus;
use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;

/// A candidate: bits, then the two groups, the older numbers first among equals.
#[derive(PartialEq)]
struct Candidate {
    bits: f32,
    left: u32,
    right: u32,
}

impl Eq for Candidate {}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> std::cmp::Ordering {
        self.bits.total_cmp(&other.bits).then_with(|| (other.left, other.right).cmp(&(self.left, self.right)))
    }
}

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
        let (few, many) = if a.rows.len() <= b.rows.len() { (a, b) } else { (b, a) };
        // Few rows are few occasions; many need not be counted to the last.
        let occasions = if few.rows.len() <= 2 { 1 } else { few.occasions() };
        let slip = (self.slip * many.rows.len() as f32 / (self.rare + 0.5)).log2();
        let spelling = if occasions <= 2 { 0.0 } else { -(self.common + 1.0).log2() };
        // The same slip on several occasions is rarer each time; a spelling of its own takes over.
        let bits = if occasions <= 2 { slip } else { (slip - 1.5 * (occasions - 1) as f32).max(spelling) };
        bits.clamp(-9.0, 2.0)
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
    pub fn bits(&self, a: &Group, b: &Group, name: f32) -> f32 {
        weigh(self.corpus, self.block, a, b, self.repeat_rates, self.odds.prior(a, b), name, false).bits()
    }

    /// The evidence on two groups whose names weigh `name`.
    pub fn weigh(&self, a: &Group, b: &Group, name: f32) -> Evidence {
        weigh(self.corpus, self.block, a, b, self.repeat_rates, self.odds.prior(a, b), name, true)
    }
}

/// What [`agglomerate`] leaves.
pub struct Clustered {
    /// The groups.
    pub groups: Vec<Group>,
    /// For each group, the groups whose names are alike: index, bits of the names.
    pub near: Vec<Vec<(u32, f32)>>,
}

/// Joins groups as long as a pair weighs more than nothing. `pairs` are the pairs worth comparing, with the
/// bits of their names.
pub fn agglomerate(context: &Context<'_>, groups: Vec<Group>, pairs: &[(u32, u32, f32)]) -> Clustered {
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let mut near: Vec<FxHashMap<u32, f32>> = vec![FxHashMap::default(); groups.len()];
    let mut heap = BinaryHeap::new();
    for &(left, right, name) in pairs {
        near[left as usize].insert(right, name);
        near[right as usize].insert(left, name);
        if let (Some(a), Some(b)) = (&groups[left as usize], &groups[right as usize]) {
            let bits = context.bits(a, b, name);
            if bits > 0.0 {
                heap.push(Candidate { bits, left, right });
            }
        }
    }
    while let Some(Candidate { left, right, .. }) = heap.pop() {
        let (l, r) = (left as usize, right as usize);
        if groups[l].is_none() || groups[r].is_none() {
            continue;
        }
        let (Some(a), Some(b)) = (groups[l].take(), groups[r].take()) else { continue };
        let joined = a.join(b);
        let index = groups.len() as u32;
        let mut around = std::mem::take(&mut near[l]);
        for (other, name) in std::mem::take(&mut near[r]) {
            around.entry(other).and_modify(|known| *known = known.max(name)).or_insert(name);
        }
        around.remove(&left);
        around.remove(&right);
        around.retain(|&other, _| groups[other as usize].is_some());
        for (&other, &name) in &around {
            near[other as usize].remove(&left);
            near[other as usize].remove(&right);
            near[other as usize].insert(index, name);
            if let Some(third) = &groups[other as usize] {
                let bits = context.bits(third, &joined, name);
                if bits > 0.0 {
                    heap.push(Candidate { bits, left: other, right: index });
                }
            }
        }
        groups.push(Some(joined));
        near.push(around);
    }
    // Numbers without the holes that joined groups left.
    let mut number = vec![u32::MAX; groups.len()];
    let mut count = 0;
    for (index, group) in groups.iter().enumerate() {
        if group.is_some() {
            number[index] = count;
            count += 1;
        }
    }
    let near = near
        .into_iter()
        .enumerate()
        .filter(|(index, _)| groups[*index].is_some())
        .map(|(_, around)| {
            let mut around: Vec<(u32, f32)> = around
                .into_iter()
                .map(|(other, name)| (number[other as usize], name))
                .filter(|pair| pair.0 != u32::MAX)
                .collect();
            around.sort_unstable_by_key(|pair| pair.0);
            around
        })
        .collect();
    Clustered { groups: groups.into_iter().flatten().collect(), near }
}
