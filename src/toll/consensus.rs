//! What the statements on one number come to: the likeliest truth, and the statements that are probably mistakes.
//!
//! Bayes' rule over the candidates for the truth, under the model of [`super::noise`]. A statement is believed
//! wrong when, over all candidates weighted by how well they explain everything else, its mistaken readings
//! outweigh its plain one.

use super::noise::{Chances, Vote, prior, swaps};
use crate::model::toll::SuspectKind;

/// A statement that is probably a mistake.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Which of the votes.
    pub vote: usize,
    /// In which way.
    pub kind: SuspectKind,
    /// What it should say.
    pub expected: u32,
    /// Probability that it is a mistake.
    pub probability: f32,
    /// The votes that support what it should say.
    pub witnesses: Vec<usize>,
}

/// What the statements come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The likeliest number.
    pub best: u32,
    /// The doubtful statements, in the order of the votes.
    pub doubts: Vec<Doubt>,
}

/// From this probability on a statement is believed wrong and bears no bound.
pub const DOUBTED: f32 = 0.4;

/// More distinct candidates than this are not weighed: the first ones by support are.
const CANDIDATES: usize = 96;

/// Weighs the statements. `cap` is a number that the truth can hardly exceed: the total, for a part of it.
/// `None` where nothing is stated.
pub fn weigh(votes: &[Vote], cap: Option<u32>) -> Option<Verdict> {
    let first = votes.first()?;
    let plain =
        |vote: &Vote| vote.keyed() == first.keyed() && vote.narrated.is_none_or(|count| Some(count) == vote.keyed());
    if first.keyed().is_some_and(|said| cap.is_none_or(|cap| said <= cap)) && votes.iter().all(plain) {
        return Some(Verdict { best: first.toll.best(), doubts: Vec::new() });
    }
    let candidates = candidates(votes, cap);
    let others: Vec<Vec<u32>> = (0..votes.len())
        .map(|index| {
            let mut injured: Vec<u32> = votes
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index)
                .filter_map(|(_, vote)| vote.injured)
                .collect();
            injured.sort_unstable();
            injured.dedup();
            injured
        })
        .collect();
    // table[candidate][vote]
    let table: Vec<Vec<Chances>> = candidates
        .iter()
        .map(|&truth| votes.iter().zip(&others).map(|(vote, injured)| vote.chances(truth, injured)).collect())
        .collect();
    let mut weights: Vec<f64> = candidates
        .iter()
        .zip(&table)
        .map(|(&truth, row)| {
            let beyond = if cap.is_some_and(|cap| truth > cap) { 0.02f64.ln() } else { 0.0 };
            prior(truth).ln() + beyond + row.iter().map(|chances| chances.total().max(1e-300).ln()).sum::<f64>()
        })
        .collect();
    let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    weights.iter_mut().for_each(|weight| *weight = (*weight - most).exp());
    let whole: f64 = weights.iter().sum();
    // Ties go to the greater candidate: a toll grows more often than it falls.
    let top = (0..candidates.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b]))?;
    let doubts = (0..votes.len()).filter_map(|vote| doubt(vote, votes, &candidates, &table, &weights, whole)).collect();
    Some(Verdict { best: candidates[top], doubts })
}

fn doubt(
    vote: usize,
    votes: &[Vote],
    candidates: &[u32],
    table: &[Vec<Chances>],
    weights: &[f64],
    whole: f64,
) -> Option<Doubt> {
    let said = votes[vote].keyed()?;
    let share = |candidate: usize| {
        let chances = table[candidate][vote];
        chances.times(weights[candidate] / whole / chances.total().max(1e-300))
    };
    let sum = (0..candidates.len()).map(share).fold(Chances::default(), Chances::plus);
    let probability = sum.wrong() as f32;
    if probability < DOUBTED {
        return None;
    }
    let blamed = (0..candidates.len()).max_by(|a, b| share(*a).wrong().total_cmp(&share(*b).wrong()))?;
    let truth = candidates[blamed];
    let supports = |other: &usize| {
        let chances = table[blamed][*other];
        // A witness fits the one number far better than the other: 203 speaks for 70 no more than for 700. That a number is
        // that of the injured shows in the row itself, and any other number of dead bears it out.
        let exact = votes[*other].keyed().is_some() && sum.kind() == SuspectKind::InjuredAsKilled;
        let fits = exact || chances.right > 2.5 * votes[*other].chances(said, &[]).right;
        *other != vote && fits && chances.right > chances.total() / 2.0
    };
    let witnesses: Vec<usize> = (0..votes.len()).filter(supports).collect();
    Some(Doubt { vote, kind: sum.kind(), expected: truth, probability, witnesses })
}

/// Numbers that may be the truth, ascending.
fn candidates(votes: &[Vote], cap: Option<u32>) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    for vote in votes {
        found.push(vote.toll.low);
        found.extend(vote.toll.high);
        found.extend(vote.narrated);
        if let Some(said) = vote.keyed() {
            found.push(said);
            found.extend((said % 10 == 0).then_some(said / 10));
            found.extend(said.checked_mul(10).filter(|_| votes.len() > 1));
            found.extend(swaps(said));
            found.extend(vote.injured);
        }
    }
    found.extend(cap);
    found.sort_unstable();
    if found.len() > CANDIDATES {
        let mut counted: Vec<(usize, u32)> = found.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
        counted.sort_unstable_by(|a, b| b.cmp(a));
        counted.truncate(CANDIDATES);
        found = counted.into_iter().map(|(_, count)| count).collect();
        found.sort_unstable();
    }
    found.dedup();
    found
}
