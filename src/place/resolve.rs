//! One block: from mentions to groups of rows.

use super::candidates;
use super::cluster::{Clustered, Context, Odds, agglomerate};
use super::evidence::{Group, Rhythm, weigh};
use super::mention::Block;
use crate::model::{Corpus, RowIx};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Names that weigh less are not compared further.
const LEAST: f32 = -2.0;

/// So many mentions are grouped to learn how a block misspells.
const SAMPLE: usize = 1500;

/// Odds before anything is known of a block.
const FIRST: Odds = Odds { slip: 0.02, rare: 2.0, common: 12.0 };

/// Resolves one block into groups of rows, each ascending.
pub fn resolve(corpus: &Corpus, block: &Block, rhythm: &Rhythm) -> Vec<Vec<RowIx>> {
    let stated = block.mentions.iter().any(|mention| mention.admin2 != 0);
    // Mentions that state a second level are grouped first; the rest is laid to them.
    let firm: Vec<u32> = (0..block.mentions.len() as u32)
        .filter(|&index| !stated || block.mentions[index as usize].admin2 != 0)
        .collect();
    let mut parents: Vec<Vec<u32>> = vec![Vec::new(); block.forms.len()];
    for mention in &block.mentions {
        parents[mention.form as usize].push(mention.admin2);
    }
    let meet = |left: u32, right: u32| {
        let (a, b) = (&parents[left as usize], &parents[right as usize]);
        a.first() == Some(&0) || b.first() == Some(&0) || a.iter().any(|parent| b.binary_search(parent).is_ok())
    };
    let names = candidates::pairs(&block.forms, LEAST, meet);
    let mut of_form: Vec<Vec<u32>> = vec![Vec::new(); block.forms.len()];
    for (number, &index) in firm.iter().enumerate() {
        of_form[block.mentions[index as usize].form as usize].push(number as u32);
    }
    let mut pairs: Vec<(u32, u32, f32)> = Vec::new();
    let parent = |number: u32| block.mentions[firm[number as usize] as usize].admin2;
    for &(left, right, bits) in &names {
        for &a in &of_form[left as usize] {
            pairs.extend(
                of_form[right as usize]
                    .iter()
                    .filter(|&&b| parent(a) == parent(b))
                    .map(|&b| (a.min(b), a.max(b), bits)),
            );
        }
    }
    // One name under two second levels: one place if its points say so.
    for numbers in &of_form {
        for (at, &a) in numbers.iter().enumerate() {
            pairs.extend(numbers[at + 1..].iter().map(|&b| (a, b, candidates::CAP)));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
    let start = |count: usize| -> Vec<Group> {
        firm[..count]
            .iter()
            .map(|&index| Group::of(corpus, block, index, &block.mentions[index as usize].rows))
            .collect()
    };
    let odds = {
        // The first second-level units are enough to learn from.
        let some = firm.len().min(SAMPLE);
        let sample: Vec<Group> = start(some);
        let among: Vec<_> = pairs.iter().filter(|pair| pair.1 < some as u32).copied().collect();
        let last = firm.get(some.saturating_sub(1)).map_or(0, |&index| block.mentions[index as usize].admin2);
        let first = agglomerate(&Context { corpus, block, rhythm, odds: FIRST }, sample, &among);
        learn(&first, last.max(1) as f32)
    };
    let context = Context { corpus, block, rhythm, odds };
    let clustered = agglomerate(&context, start(firm.len()), &pairs);
    lay(&context, clustered, &names, stated)
}

/// What a first grouping shows about misspellings and places.
fn learn(first: &Clustered, units: f32) -> Odds {
    let (mut slips, mut rows) = (0usize, 0usize);
    let (mut rare, mut common) = (0f32, 0f32);
    for (group, near) in first.groups.iter().zip(&first.near) {
        rows += group.rows.len();
        if group.rows.len() > 2 {
            common += 1.0;
            slips += group.forms.iter().skip(1).filter(|form| form.1 <= 2).map(|form| form.1 as usize).sum::<usize>();
        } else if !near.iter().any(|&(other, name)| {
            name > 0.0 && first.groups.get(other as usize).is_some_and(|other| other.rows.len() > 2)
        }) {
            // Alone and like nothing else: a place that is named once or twice.
            rare += 1.0;
        }
    }
    let slip = (slips as f32 + 1.0) / (rows as f32 + 50.0);
    Odds { slip: slip.clamp(0.001, 0.05), rare: rare / units, common: common / units }
}

/// Lays the rows that state no second level to the groups, each where name, point, day and frequency fit best.
fn lay(context: &Context<'_>, clustered: Clustered, names: &[(u32, u32, f32)], stated: bool) -> Vec<Vec<RowIx>> {
    let (corpus, block) = (context.corpus, context.block);
    let Clustered { groups, .. } = clustered;
    let mut taken: Vec<Vec<RowIx>> = groups.iter().map(|group| group.rows.clone()).collect();
    if stated {
        let mut of_form: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (number, group) in groups.iter().enumerate() {
            for &(form, _) in &group.forms {
                of_form.entry(form).or_default().push(number as u32);
            }
        }
        let mut alike: FxHashMap<u32, Vec<(u32, f32)>> = FxHashMap::default();
        for &(left, right, bits) in names {
            alike.entry(left).or_default().push((right, bits));
            alike.entry(right).or_default().push((left, bits));
        }
        let mut rest: Vec<Group> = Vec::new();
        for (index, mention) in block.mentions.iter().enumerate().filter(|(_, mention)| mention.admin2 == 0) {
            let mut targets: BTreeMap<u32, f32> = BTreeMap::new();
            let near = alike.get(&mention.form).map_or(&[][..], Vec::as_slice);
            for &(form, bits) in near.iter().chain(&[(mention.form, candidates::CAP)]) {
                for &group in of_form.get(&form).map_or(&[][..], Vec::as_slice) {
                    let known = targets.entry(group).or_insert(bits);
                    *known = known.max(bits);
                }
            }
            let mut left: Vec<RowIx> = Vec::new();
            for &row in &mention.rows {
                let alone = Group::of(corpus, block, index as u32, &[row]);
                let mut best: Option<(f32, u32)> = None;
                for (&target, &name) in &targets {
                    let group = &groups[target as usize];
                    // A row takes its place among all rows of the block: the prior is the group's share of them.
                    let prior = if name >= candidates::CAP { -1.0 } else { context.odds.prior(&alone, group) };
                    let bits = weigh(corpus, block, &alone, group, context.rhythm, prior, name).bits()
                        + (group.rows.len() as f32).log2() * 0.5;
                    if best.is_none_or(|best| bits > best.0) {
                        best = Some((bits, target));
                    }
                }
                match best {
                    Some((bits, target)) if bits > 0.0 => taken[target as usize].push(row),
                    _ => left.push(row),
                }
            }
            if !left.is_empty() {
                rest.push(Group::of(corpus, block, index as u32, &left));
            }
        }
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        for (number, group) in rest.iter().enumerate() {
            if let Some(form) = group.forms.first() {
                numbers.insert(form.0, number as u32);
            }
        }
        let mut pairs: Vec<(u32, u32, f32)> = names
            .iter()
            .filter_map(|(left, right, bits)| {
                let (a, b) = (*numbers.get(left)?, *numbers.get(right)?);
                Some((a.min(b), a.max(b), *bits))
            })
            .collect();
        pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
        taken.extend(agglomerate(context, rest, &pairs).groups.into_iter().map(|group| group.rows));
    }
    for rows in &mut taken {
        rows.sort_unstable();
    }
    taken
}
