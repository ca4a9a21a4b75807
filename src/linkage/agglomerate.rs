//! Groups joined the surest first, each time by the evidence on all that both groups hold, so that no chain of
//! lookalikes joins what the pooled evidence keeps apart.

use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How the groups of one kind are weighed and joined.
pub trait Joining {
    /// A group of records.
    type Group;
    /// What is known of a pair of groups beside the groups themselves.
    type Link: Copy;

    /// The bits that a pair must bring beyond even odds.
    fn least(&self) -> f32;

    /// The evidence on two groups, one of which was just joined, in bits; `None` where they cannot be one.
    fn bits(&self, joined: &Self::Group, other: &Self::Group, link: Self::Link) -> Option<f32>;

    /// Two groups as one.
    fn join(&self, left: Self::Group, right: Self::Group) -> Self::Group;

    /// What is known of a pair, one side of which was joined of two.
    fn pool(&self, one: Self::Link, other: Self::Link) -> Self::Link;

    /// Whether a joined group counts as younger than all others; else it counts as its first part. It decides among
    /// pairs of equal evidence, and in which order the groups come out.
    const YOUNGEST: bool;
}

/// A merge that might be made: the surest, and of equals the one of the oldest groups, comes first.
struct Offer {
    bits: f32,
    ages: (u32, u32),
    slots: (u32, u32),
    /// Versions of both groups when the offer was made: it lapses when one has changed.
    versions: (u32, u32),
}

impl Ord for Offer {
    fn cmp(&self, other: &Offer) -> Ordering {
        self.bits.total_cmp(&other.bits).then_with(|| other.ages.cmp(&self.ages))
    }
}
impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Offer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Offer {
    fn eq(&self, other: &Offer) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Offer {}

/// A pair of groups worth comparing: both numbers, the smaller first, what is known of them, and their bits, where they
/// can be one.
pub type Pair<L> = (u32, u32, L, Option<f32>);

/// What is left when no pair brings enough.
pub struct Joined<G, L> {
    /// The groups.
    pub groups: Vec<G>,
    /// For each group, the groups that it was compared with and not joined, ascending.
    pub near: Vec<Vec<(u32, L)>>,
}

struct Slots<G, L> {
    groups: Vec<Option<G>>,
    versions: Vec<u32>,
    ages: Vec<u32>,
    near: Vec<FxHashMap<u32, L>>,
}

impl<G, L> Slots<G, L> {
    fn offer(&self, left: u32, right: u32, bits: f32) -> Offer {
        let of = |slot: u32| (self.ages[slot as usize], slot, self.versions[slot as usize]);
        let (a, b) = (of(left).min(of(right)), of(left).max(of(right)));
        Offer { bits, ages: (a.0, b.0), slots: (a.1, b.1), versions: (a.2, b.2) }
    }
}

/// Joins groups as long as a pair brings more than the least that is asked.
pub fn agglomerate<J: Joining>(
    joining: &J,
    groups: Vec<J::Group>,
    pairs: impl IntoIterator<Item = Pair<J::Link>>,
) -> Joined<J::Group, J::Link> {
    let count = groups.len();
    let mut slots = Slots {
        groups: groups.into_iter().map(Some).collect(),
        versions: vec![0; count],
        ages: (0..count as u32).collect(),
        near: (0..count).map(|_| FxHashMap::default()).collect(),
    };
    let mut heap = BinaryHeap::new();
    for (left, right, link, bits) in pairs {
        slots.near[left as usize].insert(right, link);
        slots.near[right as usize].insert(left, link);
        if let Some(bits) = bits.filter(|bits| *bits > joining.least()) {
            heap.push(slots.offer(left, right, bits));
        }
    }
    let mut youngest = count as u32;
    while let Some(Offer { slots: (left, right), versions, .. }) = heap.pop() {
        let (l, r) = (left as usize, right as usize);
        if (slots.versions[l], slots.versions[r]) != versions {
            continue;
        }
        let (Some(a), Some(b)) = (slots.groups[l].take(), slots.groups[r].take()) else { continue };
        let joined = joining.join(a, b);
        slots.versions[l] += 1;
        slots.versions[r] += 1;
        if J::YOUNGEST {
            slots.ages[l] = youngest;
            youngest += 1;
        }
        slots.near[l].remove(&right);
        for (other, link) in std::mem::take(&mut slots.near[r]) {
            slots.near[other as usize].remove(&right);
            if other != left {
                let known = slots.near[l].get(&other).map_or(link, |known| joining.pool(*known, link));
                slots.near[l].insert(other, known);
                slots.near[other as usize].insert(left, known);
            }
        }
        for (&other, &link) in &slots.near[l] {
            let Some(third) = &slots.groups[other as usize] else { continue };
            if let Some(bits) = joining.bits(&joined, third, link).filter(|bits| *bits > joining.least()) {
                heap.push(slots.offer(left, other, bits));
            }
        }
        slots.groups[l] = Some(joined);
    }
    settled(slots)
}

/// The groups by age, without the holes that joined groups left.
fn settled<G, L: Copy>(slots: Slots<G, L>) -> Joined<G, L> {
    let Slots { groups, ages, near, .. } = slots;
    let mut order: Vec<u32> = (0..groups.len() as u32).filter(|slot| groups[*slot as usize].is_some()).collect();
    order.sort_unstable_by_key(|slot| ages[*slot as usize]);
    let mut number = vec![u32::MAX; groups.len()];
    for (at, &slot) in order.iter().enumerate() {
        number[slot as usize] = at as u32;
    }
    let around = |slot: u32| {
        let known = near[slot as usize].iter().map(|(other, link)| (number[*other as usize], *link));
        let mut around: Vec<(u32, L)> = known.filter(|pair| pair.0 != u32::MAX).collect();
        around.sort_unstable_by_key(|pair| pair.0);
        around
    };
    let near = order.iter().map(|slot| around(*slot)).collect();
    let mut groups = groups;
    let groups = order.iter().filter_map(|slot| groups[*slot as usize].take()).collect();
    Joined { groups, near }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers on a line: near ones are one group, whose middle moves with its members.
    struct Line;

    impl Joining for Line {
        type Group = Vec<f32>;
        type Link = ();
        const YOUNGEST: bool = true;
        fn least(&self) -> f32 {
            0.0
        }
        fn bits(&self, joined: &Vec<f32>, other: &Vec<f32>, (): ()) -> Option<f32> {
            let middle = |group: &Vec<f32>| group.iter().sum::<f32>() / group.len() as f32;
            Some(1.5 - (middle(joined) - middle(other)).abs())
        }
        fn join(&self, mut left: Vec<f32>, right: Vec<f32>) -> Vec<f32> {
            left.extend(right);
            left
        }
        fn pool(&self, (): (), (): ()) {}
    }

    #[test]
    fn a_chain_does_not_join_its_ends() {
        let groups: Vec<Vec<f32>> = [0.0, 1.0, 2.2, 9.0].map(|at| vec![at]).into();
        let all = [(0u32, 1u32), (0, 2), (1, 2), (2, 3)];
        let pairs = all.map(|(a, b)| (a, b, (), Line.bits(&groups[a as usize], &groups[b as usize], ())));
        let Joined { groups, near } = agglomerate(&Line, groups, pairs);
        // Two is near one, but not near the middle of nought and one.
        assert_eq!(groups, [vec![2.2], vec![9.0], vec![0.0, 1.0]]);
        let near: Vec<Vec<u32>> = near.iter().map(|near| near.iter().map(|pair| pair.0).collect()).collect();
        assert_eq!(near, [vec![1, 2], vec![0], vec![0]]);
    }
}
