//! Groups of mentions: joined the surest first, evidence pooled after each step, so that no chain of
//! lookalikes joins what the pooled evidence keeps apart.

use super::evidence::{Group, Rhythm, weigh};
use super::mention::Block;
use std::collections::BinaryHeap;

/// A candidate: bits, then the two groups, the older numbers first among equals.
#[derive(PartialEq)]
struct Candidate {
    bits: f32,
    left: usize,
    right: usize,
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

/// Joins groups as long as a pair weighs more than `least` bits. `pairs` are the pairs worth comparing.
pub fn agglomerate(
    block: &Block,
    groups: Vec<Group>,
    pairs: &[(usize, usize)],
    rhythm: Rhythm,
    prior: f32,
    least: f32,
) -> Vec<Group> {
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    let mut heap = BinaryHeap::new();
    for &(left, right) in pairs {
        neighbours[left].push(right);
        neighbours[right].push(left);
        if let (Some(a), Some(b)) = (&groups[left], &groups[right]) {
            let bits = weigh(block, a, b, rhythm, prior).bits();
            if bits > least {
                heap.push(Candidate { bits, left, right });
            }
        }
    }
    while let Some(Candidate { left, right, .. }) = heap.pop() {
        if groups[left].is_none() || groups[right].is_none() {
            continue;
        }
        let (Some(a), Some(b)) = (groups[left].take(), groups[right].take()) else { continue };
        let joined = a.join(&b);
        let index = groups.len();
        let mut near: Vec<usize> = neighbours[left].iter().chain(&neighbours[right]).copied().collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|&other| other != left && other != right && groups[other].is_some());
        for &other in &near {
            if let Some(third) = &groups[other] {
                let bits = weigh(block, third, &joined, rhythm, prior).bits();
                if bits > least {
                    heap.push(Candidate { bits, left: other, right: index });
                }
            }
            neighbours[other].push(index);
        }
        groups.push(Some(joined));
        neighbours.push(near);
    }
    groups.into_iter().flatten().collect()
}
