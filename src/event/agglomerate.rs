//! Merging accounts into events, the surest first, each merge judged on all that both groups say.

use super::background::Background;
use super::cluster::{Cluster, Setting, gain};
use super::node::Node;
use crate::linkage::agglomerate::{self, Joining, Pair};

/// Pairs with less evidence than this, in bits, are not kept in sight: no company would bring them together.
const OUT_OF_SIGHT: f32 = -8.0;

/// Groups that miss a merge by fewer bits than this are worth a steward's look.
const DOUBT: f32 = 2.0;

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

/// How accounts are weighed and joined.
struct Accounts<'a> {
    nodes: &'a [Node],
    setting: &'a Setting,
    background: &'a Background,
}

impl Accounts<'_> {
    fn gain(&self, left: &Cluster, right: &Cluster) -> Option<f32> {
        gain(left, right, self.setting, self.background).map(|parts| parts.total())
    }
}

impl Joining for Accounts<'_> {
    type Group = Cluster;
    type Link = ();
    const YOUNGEST: bool = false;

    fn least(&self) -> f32 {
        self.background.weights.events.caution
    }

    fn bits(&self, joined: &Cluster, other: &Cluster, (): ()) -> Option<f32> {
        self.gain(joined, other)
    }

    fn join(&self, left: Cluster, right: Cluster) -> Cluster {
        left.merged(&right, self.setting, self.background)
    }

    fn pool(&self, (): (), (): ()) {}
}

/// Groups the accounts of one block. `nodes` is in canonical order; the result depends on nothing else.
pub fn agglomerate(nodes: &[Node], setting: &Setting, background: &Background) -> Merged {
    let accounts = Accounts { nodes, setting, background };
    let clusters: Vec<Cluster> = nodes
        .iter()
        .enumerate()
        .map(|(index, node)| Cluster::single(index as u32, node, setting, background))
        .collect();
    let (pairs, compared) = accounts.pairs(&clusters);
    let joined = agglomerate::agglomerate(&accounts, clusters, pairs);
    let clusters = &joined.groups;
    let mut doubtful = Vec::new();
    for (left, near) in joined.near.iter().enumerate() {
        for &(right, ()) in near.iter().filter(|(right, ())| *right as usize > left) {
            let (a, b) = (&clusters[left], &clusters[right as usize]);
            let bits = accounts.gain(a, b).unwrap_or(f32::NEG_INFINITY);
            if bits > accounts.least() - DOUBT {
                doubtful.push((a.nodes[0], b.nodes[0], bits));
            }
        }
    }
    Merged { clusters: joined.groups, doubtful, compared }
}

impl Accounts<'_> {
    /// The pairs whose days may be one that are not out of sight, and how many were compared.
    fn pairs(&self, clusters: &[Cluster]) -> (Vec<Pair<()>>, u64) {
        let nodes = self.nodes;
        let mut order: Vec<u32> = (0..nodes.len() as u32).collect();
        order.sort_unstable_by_key(|&index| (nodes[index as usize].start, index));
        let (mut pairs, mut compared) = (Vec::new(), 0);
        for (place, &index) in order.iter().enumerate() {
            let last = nodes[index as usize].last();
            for &other in order[place + 1..].iter().take_while(|&&other| nodes[other as usize].start <= last) {
                compared += 1;
                let (left, right) = (index.min(other), index.max(other));
                let Some(bits) = self.gain(&clusters[left as usize], &clusters[right as usize]) else { continue };
                if bits > OUT_OF_SIGHT || bits > self.least() {
                    pairs.push((left, right, (), Some(bits)));
                }
            }
        }
        (pairs, compared)
    }
}
