//! Merging accounts into events, the surest first, each merge judged on all that both groups say.

use super::background::Background;
use super::cluster::{Cluster, Setting, gain};
use super::node::Node;
use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

/// Pairs with less evidence than this, in bits, are not kept in sight: no company would bring them together.
const OUT_OF_SIGHT: f32 = -8.0;

/// Groups that miss a merge by fewer bits than this are worth a steward's look.
const DOUBT: f32 = 2.0;

/// A merge that might be made.
struct Offer {
    bits: f32,
    left: u32,
    right: u32,
    /// Versions of both groups when the offer was made: it lapses when one has changed.
    versions: (u32, u32),
}

impl Ord for Offer {
    fn cmp(&self, other: &Offer) -> Ordering {
        self.bits.total_cmp(&other.bits).then_with(|| (other.left, other.right).cmp(&(self.left, self.right)))
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

/// What a block's accounts became.
#[derive(Debug, Default)]
pub struct Merged {
    /// The groups, by their first account.
    pub clusters: Vec<Cluster>,
    /// Pairs of groups that nearly were merged: the first account of each, and the bits of evidence.
    pub doubtful: Vec<(u32, u32, f32)>,
    /// Number of pairs that were compared.
    pub compared: u64,
}

/// Groups the accounts of one block. `nodes` is in canonical order; the result depends on nothing else.
pub fn agglomerate(nodes: &[Node], setting: &Setting, background: &Background) -> Merged {
    let mut clusters: Vec<Option<Cluster>> = nodes
        .iter()
        .enumerate()
        .map(|(index, node)| Some(Cluster::single(index as u32, node, setting, background)))
        .collect();
    let mut versions = vec![0u32; nodes.len()];
    let mut near: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); nodes.len()];
    let mut heap = BinaryHeap::new();
    let mut compared = 0;
    let caution = background.weights.events.caution;

    let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
    order.sort_unstable_by_key(|&index| (nodes[index as usize].start, index));
    for (place, &index) in order.iter().enumerate() {
        let last = nodes[index as usize].last();
        for &other in order[place + 1..].iter().take_while(|&&other| nodes[other as usize].start <= last) {
            compared += 1;
            let (left, right) = (index.min(other), index.max(other));
            let (Some(a), Some(b)) = (&clusters[left as usize], &clusters[right as usize]) else { continue };
            let Some(parts) = gain(a, b, setting, background) else { continue };
            let bits = parts.total();
            if bits > OUT_OF_SIGHT {
                near[left as usize].insert(right);
                near[right as usize].insert(left);
            }
            if bits > caution {
                heap.push(Offer { bits, left, right, versions: (0, 0) });
            }
        }
    }
    while let Some(offer) = heap.pop() {
        let (left, right) = (offer.left as usize, offer.right as usize);
        if (versions[left], versions[right]) != offer.versions {
            continue;
        }
        let (Some(a), Some(b)) = (&clusters[left], &clusters[right]) else { continue };
        let merged = a.merged(b, setting, background);
        clusters[right] = None;
        versions[left] += 1;
        versions[right] += 1;
        let theirs = std::mem::take(&mut near[right]);
        for &other in &theirs {
            near[other as usize].remove(&offer.right);
            if other != offer.left {
                near[other as usize].insert(offer.left);
                near[left].insert(other);
            }
        }
        near[left].remove(&offer.right);
        for &other in &near[left] {
            let Some(third) = &clusters[other as usize] else { continue };
            let Some(parts) = gain(&merged, third, setting, background) else { continue };
            let bits = parts.total();
            if bits > caution {
                let (low, high) = (offer.left.min(other), offer.left.max(other));
                heap.push(Offer {
                    bits,
                    left: low,
                    right: high,
                    versions: (versions[low as usize], versions[high as usize]),
                });
            }
        }
        clusters[left] = Some(merged);
    }
    let mut doubtful = Vec::new();
    for (left, others) in near.iter().enumerate() {
        for &right in others.iter().filter(|&&right| right as usize > left) {
            if let (Some(a), Some(b)) = (&clusters[left], &clusters[right as usize]) {
                let bits = gain(a, b, setting, background).map_or(f32::NEG_INFINITY, |parts| parts.total());
                if bits > caution - DOUBT {
                    doubtful.push((a.nodes[0], b.nodes[0], bits));
                }
            }
        }
    }
    Merged { clusters: clusters.into_iter().flatten().collect(), doubtful, compared }
}
