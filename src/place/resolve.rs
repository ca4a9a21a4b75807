//! One block: from mentions to groups of rows.

use super::candidates;
use super::cluster::{Clustered, Context, Odds, agglomerate};
use super::evidence::{Group, RepeatRates, weigh};
use super::mention::Block;
use super::name::Qualified;
use super::weights::weights;
use crate::linkage::waterfall::Evidence;
use crate::model::waterfall::probability;
use crate::model::{Corpus, RowIx};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// So many doubtful pairs of one block are listed, the likeliest.
const LISTED: usize = 60;

/// So many mentions are grouped to learn how a block misspells.
const SAMPLE: usize = 1500;

/// Everything that is weighed in a block, before anything is joined.
pub struct Prepared {
    /// Mentions that are grouped first: those that state a second level, or all where none does.
    pub firm: Vec<u32>,
    /// Pairs of forms with the bits of their names, the smaller form first; ascending.
    pub names: Vec<(u32, u32, f32)>,
    /// Pairs of numbers in `firm`, with the bits of their names.
    pub pairs: Vec<(u32, u32, f32)>,
    /// Whether any mention states a second level.
    pub stated: bool,
    /// What the block shows about misspellings.
    pub odds: Odds,
}

/// A row of a group and the probability that it belongs there.
pub type Member = (RowIx, f32);

impl Prepared {
    /// The bits of two forms' names, where they were found alike.
    pub fn name_bits(&self, form: u32, other: u32) -> Option<f32> {
        let pair = (form.min(other), form.max(other));
        let at = self.names.binary_search_by_key(&pair, |&(left, right, _)| (left, right)).ok()?;
        Some(self.names[at].2)
    }
}

/// Two groups that may be one: a row of each, the bits of their names, what is in doubt.
#[derive(Debug, Clone)]
pub struct Doubt {
    /// A row of one group.
    pub left: RowIx,
    /// A row of the other.
    pub right: RowIx,
    /// The evidence.
    pub evidence: Evidence,
    /// The groups.
    pub groups: Box<(Group, Group)>,
}

/// What a block was resolved into.
#[derive(Debug, Default)]
pub struct Resolved {
    /// The groups, rows ascending.
    pub groups: Vec<Vec<Member>>,
    /// Doubtful pairs.
    pub doubts: Vec<Doubt>,
    /// Rows of a group under another second level than its other rows: row, rows that agree, one of them.
    pub strays: Vec<(RowIx, u32, RowIx)>,
}

/// Blocks a corpus's spellings and learns how they are misspelt.
pub fn prepare(corpus: &Corpus, block: &Block, repeat_rates: &RepeatRates) -> Prepared {
    let weights = weights();
    let stated = block.mentions.iter().any(|mention| mention.admin2 != 0);
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
    let names = candidates::pairs(&block.forms, weights.names.least, meet);
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
            pairs.extend(numbers[at + 1..].iter().map(|&b| (a, b, weights.names.most)));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
    // The first second-level units are enough to learn from.
    let some = firm.len().min(SAMPLE);
    let among: Vec<_> = pairs.iter().filter(|pair| pair.1 < some as u32).copied().collect();
    let last = firm.get(some.saturating_sub(1)).map_or(0, |&index| block.mentions[index as usize].admin2);
    let first = &weights.expected;
    let odds = Odds { slip: first.slip, rare: first.rare, common: first.common };
    let context = Context { corpus, block, repeat_rates, odds };
    let first = agglomerate(&context, groups(corpus, block, &firm[..some]), &among);
    let odds = learn(&first, last.max(1) as f32);
    Prepared { firm, names, pairs, stated, odds }
}

fn groups(corpus: &Corpus, block: &Block, mentions: &[u32]) -> Vec<Group> {
    mentions.iter().map(|&index| Group::of(corpus, block, index, &block.mentions[index as usize].rows)).collect()
}

/// Resolves one block into groups of rows.
pub fn resolve(corpus: &Corpus, block: &Block, repeat_rates: &RepeatRates) -> Resolved {
    let prepared = prepare(corpus, block, repeat_rates);
    let context = Context { corpus, block, repeat_rates, odds: prepared.odds };
    let clustered = agglomerate(&context, groups(corpus, block, &prepared.firm), &prepared.pairs);
    let mut resolved = Resolved::default();
    doubts(&context, &clustered, &mut resolved.doubts);
    let Clustered { groups, .. } = clustered;
    for group in &groups {
        strays(block, group, &mut resolved.strays);
    }
    resolved.groups = groups.iter().map(|group| members(&context, group, &prepared)).collect();
    if prepared.stated {
        assign_unplaced(&context, &groups, &prepared.names, &mut resolved.groups);
    }
    for group in &mut resolved.groups {
        group.sort_unstable_by_key(|member| member.0);
    }
    resolved
}

/// The rows of a group, those of each form with the probability that the form belongs to the rest.
fn members(context: &Context<'_>, group: &Group, prepared: &Prepared) -> Vec<Member> {
    let main = group.forms.first().map_or(0, |form| form.0);
    let mut found = Vec::with_capacity(group.rows.len());
    for &index in &group.mentions {
        let Some(mention) = context.block.mentions.get(index as usize) else { continue };
        let mut chance = 1.0;
        if mention.form != main {
            let name = group
                .forms
                .iter()
                .filter_map(|&(other, _)| prepared.name_bits(mention.form, other))
                .fold(weights().names.least, f32::max);
            let alone = Group::of(context.corpus, context.block, index, &mention.rows);
            let bits = context.weight(&alone, group, name).max(0.0);
            chance = probability(f64::from(bits)) as f32;
        }
        found.extend(mention.rows.iter().map(|&row| (row, chance)));
    }
    found
}

/// Rows under a second level that only few rows of their group state.
fn strays(block: &Block, group: &Group, out: &mut Vec<(RowIx, u32, RowIx)>) {
    let [(parent, usual), rest @ ..] = &group.admin2[..] else { return };
    let others: u32 = rest.iter().map(|unit| unit.1).sum();
    if rest.is_empty() || *usual < 10 || others * 20 > *usual {
        return;
    }
    let of = |wanted: bool| {
        group
            .mentions
            .iter()
            .filter_map(|index| block.mentions.get(*index as usize))
            .filter(move |mention| (mention.admin2 == *parent) == wanted && mention.admin2 != 0)
            .flat_map(|mention| mention.rows.iter().copied())
    };
    let Some(example) = of(true).min() else { return };
    out.extend(of(false).map(|row| (row, *usual, example)));
}

/// Pairs of groups that nearly were joined, and pairs of names of which one lacks a qualifying word or a
/// particle that the other has: a person has to say whether it was dropped.
fn doubts(context: &Context<'_>, clustered: &Clustered, out: &mut Vec<Doubt>) {
    let groups = &clustered.groups;
    let mut pairs: Vec<(u32, u32, f32)> = Vec::new();
    for (index, near) in clustered.near.iter().enumerate() {
        pairs.extend(
            near.iter().filter(|(other, _)| *other as usize > index).map(|&(other, name)| (index as u32, other, name)),
        );
    }
    let mut found: Vec<(f32, u32, u32, Evidence)> = Vec::new();
    for (left, right, name) in pairs {
        let evidence = context.weigh(&groups[left as usize], &groups[right as usize], name);
        if evidence.veto.is_none() && evidence.bits() > weights().expected.doubtful {
            found.push((evidence.bits(), left, right, evidence));
        }
    }
    let mut bare: BTreeMap<(u32, &str), Vec<u32>> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        if let Some(form) = group.forms.first().and_then(|form| context.block.forms.get(form.0 as usize)) {
            bare.entry((group.parent(), &form.key)).or_default().push(index as u32);
        }
    }
    for ((parent, key), members) in &bare {
        let form = |index: u32| {
            let main = groups[index as usize].forms.first()?.0;
            context.block.forms.get(main as usize)
        };
        let without = form(members[0]).and_then(|form| form.particle).and_then(|particle| key.strip_prefix(particle));
        let dropped = without.and_then(|rest| bare.get(&(*parent, rest))).map_or(&[][..], Vec::as_slice);
        for (at, &left) in members.iter().enumerate() {
            for &right in members[at + 1..].iter().chain(dropped) {
                let (Some(a), Some(b)) = (form(left), form(right)) else { continue };
                let lacking = a.qualified(b) == Qualified::Lacking;
                if !lacking && a.particle == b.particle {
                    continue;
                }
                let mut evidence =
                    context.weigh(&groups[left as usize], &groups[right as usize], weights().names.least);
                evidence.veto = evidence.veto.filter(|_| !lacking);
                let far = evidence.pieces().iter().any(|piece| piece.what == "coordinates" && piece.bits < 0.0);
                if evidence.veto.is_none() && !far {
                    found.push((evidence.bits(), left.min(right), left.max(right), evidence));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    found.truncate(LISTED);
    for (_, left, right, evidence) in found {
        let (a, b) = (&groups[left as usize], &groups[right as usize]);
        // The row that shows a group best: the first of its most frequent spelling.
        let row = |group: &Group| {
            let main = group.forms.first()?.0;
            let mentions = group.mentions.iter().filter_map(|index| context.block.mentions.get(*index as usize));
            mentions.filter(|mention| mention.form == main).filter_map(|mention| mention.rows.first()).min().copied()
        };
        if let (Some(left), Some(right)) = (row(a), row(b)) {
            out.push(Doubt { left, right, evidence, groups: Box::new((a.clone(), b.clone())) });
        }
    }
}

/// What a first grouping shows about misspellings and places.
fn learn(first: &Clustered, units: f32) -> Odds {
    let weights = &weights().expected;
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
    let slip = (slips as f32 + 1.0) / (rows as f32 + weights.lean);
    Odds { slip: slip.clamp(weights.fewest_slips, weights.most_slips), rare: rare / units, common: common / units }
}

/// Lays the rows that state no second level to the groups, each where name, point, day and frequency fit best.
fn assign_unplaced(context: &Context<'_>, groups: &[Group], names: &[(u32, u32, f32)], taken: &mut Vec<Vec<Member>>) {
    let weights = weights();
    let (corpus, block) = (context.corpus, context.block);
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
    // A row is likelier to belong to a place that is named often.
    let sizes: Vec<f32> =
        groups.iter().map(|group| (group.rows.len() as f32).log2() * weights.expected.by_size).collect();
    let mut rest: Vec<Group> = Vec::new();
    for (index, mention) in block.mentions.iter().enumerate().filter(|(_, mention)| mention.admin2 == 0) {
        let mut targets: BTreeMap<u32, f32> = BTreeMap::new();
        let near = alike.get(&mention.form).map_or(&[][..], Vec::as_slice);
        for &(form, bits) in near.iter().chain(&[(mention.form, weights.names.most)]) {
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
                let prior = if name >= weights.names.most {
                    weights.expected.of_block
                } else {
                    context.odds.prior(&alone, group)
                };
                let bits = weigh(corpus, block, &alone, group, context.repeat_rates, prior, name, false).bits()
                    + sizes[target as usize];
                if best.is_none_or(|best| bits > best.0) {
                    best = Some((bits, target));
                }
            }
            match best {
                Some((bits, target)) if bits > 0.0 => {
                    taken[target as usize].push((row, probability(f64::from(bits)) as f32));
                }
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
    let last = agglomerate(context, rest, &pairs).groups;
    taken.extend(last.into_iter().map(|group| group.rows.into_iter().map(|row| (row, 1.0)).collect()));
}
