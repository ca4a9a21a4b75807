//! The reconciled range of one event.

use super::claims::{self, Split, allowed, voice};
use super::copies::Roots;
use crate::model::toll::{Claim, Fate, PartToll};
use crate::model::{Corpus, EventGroup, Joint, PlaceIx, Places, Reconciled, RowIx, Scope, Status, Sym, Toll};
use std::collections::BTreeSet;

/// Reconciles the tolls of one event.
pub fn reconcile(corpus: &Corpus, places: &Places, roots: &Roots, group: &EventGroup) -> Reconciled {
    let mut claims = claims::gather(corpus, places, roots, group);
    let mut toll = Reconciled { stated: !claims.is_empty(), ..Reconciled::default() };
    toll.sources = distinct(group.rows.iter().map(|row| corpus.row(*row).source));
    toll.independent_origins =
        distinct(group.rows.iter().filter(|row| !roots.is_copy(**row)).map(|row| voice(corpus, *row)));
    if let [claim] = claims.as_slice() {
        toll.naive_sum = u64::from(claim.toll.best());
        toll.distinct_sum = toll.naive_sum;
        single(claim, &mut toll);
        claims.shrink_to_fit();
        toll.claims = claims;
        if toll.claims[0].scope == Scope::Partial {
            toll.claims[0].fate = Fate::Part;
        }
        return toll;
    }
    let splits = claims::find_parts(corpus, &mut claims);
    let (likeliest, suspects) = claims::find_suspects(corpus, &mut claims);
    toll.suspects = suspects;
    claims::drop_idle(corpus, &mut claims);
    toll.naive_sum = claims.iter().map(|claim| u64::from(claim.toll.best())).sum();
    let copied = |claim: &&Claim| matches!(claim.fate, Fate::Copy(_));
    toll.distinct_sum =
        toll.naive_sum - claims.iter().filter(copied).map(|claim| u64::from(claim.toll.best())).sum::<u64>();
    let revisions = claims::find_revisions(corpus, &mut claims);
    toll.parts = parts(&claims);
    agree(corpus, &mut toll.parts);
    totals(corpus, &claims, &splits, likeliest, &mut toll);
    toll.unallocated = unallocated(&claims, &toll);
    for claim in &mut claims {
        if claim.scope == Scope::Partial && claim.fate == Fate::Counts {
            claim.fate = Fate::Part;
        }
    }
    // Claims are filtered out of rows, with room for more in each of many lists.
    claims.shrink_to_fit();
    toll.claims = claims;
    super::notes::write(corpus, places, &revisions, &splits, &mut toll);
    toll
}

/// The usual case: one report, one claim.
fn single(claim: &Claim, toll: &mut Reconciled) {
    let range = allowed(claim);
    let best = range.best().max(range.low).min(range.high.unwrap_or(u32::MAX));
    (toll.low, toll.best, toll.high) = (range.low, best, range.high);
    toll.low_from = vec![claim.row];
    toll.high_from = if range.high.is_some() { vec![claim.row] } else { Vec::new() };
    if claim.scope == Scope::Partial {
        toll.parts = vec![PartToll {
            place: claim.place,
            low: range.low,
            best,
            high: range.high,
            rows: vec![claim.row],
            agreed: true,
        }];
    }
}

/// The toll of each site, in the order of places.
fn parts(claims: &[Claim]) -> Vec<PartToll> {
    let stands = |claim: &&Claim| claim.scope == Scope::Partial && claim.fate == Fate::Counts;
    let sites: BTreeSet<Option<PlaceIx>> = claims.iter().filter(stands).map(|claim| claim.place).collect();
    sites
        .into_iter()
        .filter_map(|place| {
            let here: Vec<&Claim> = claims.iter().filter(stands).filter(|claim| claim.place == place).collect();
            let joint = Joint::of(here.iter().map(|claim| allowed(claim)))?;
            let best = likeliest(&here).unwrap_or(joint.low).max(joint.low).min(joint.high.unwrap_or(u32::MAX));
            Some(PartToll {
                place,
                low: joint.low,
                best,
                high: joint.high,
                rows: here.iter().map(|claim| claim.row).collect(),
                agreed: false,
            })
        })
        .collect()
}

/// The number that most claims on a part give; of equally frequent ones the middle one.
fn likeliest(claims: &[&Claim]) -> Option<u32> {
    let mut said: Vec<u32> = claims.iter().filter_map(|claim| claim.toll.said).collect();
    said.sort_unstable();
    let most = said.chunk_by(|a, b| a == b).map(<[u32]>::len).max()?;
    let modes: Vec<u32> = said.chunk_by(|a, b| a == b).filter(|same| same.len() == most).map(|same| same[0]).collect();
    modes.get((modes.len() - 1) / 2).copied()
}

/// What bears on the whole event: standing totals, and what registries split.
fn totals(corpus: &Corpus, claims: &[Claim], splits: &[Split], likeliest: Option<u32>, toll: &mut Reconciled) {
    let standing: Vec<&Claim> =
        claims.iter().filter(|claim| claim.scope == Scope::Total && claim.fate == Fate::Counts).collect();
    let mut bounds: Vec<(RowIx, Toll)> = standing.iter().map(|claim| (claim.row, allowed(claim))).collect();
    bounds.extend(splits.iter().filter_map(|split| Some((*split.rows.first()?, split.toll))));
    let sum = toll
        .parts
        .iter()
        .map(|part| Toll { low: part.low, high: part.high, said: Some(part.best), wording: Default::default() })
        .reduce(Toll::plus);
    match Joint::of(bounds.iter().map(|(_, toll)| *toll)) {
        Some(joint) => {
            (toll.low, toll.high) = (joint.low, joint.high);
            toll.low_from = bounds.iter().filter(|(_, bound)| bound.low == joint.low).map(|(row, _)| *row).collect();
            toll.high_from = bounds
                .iter()
                .filter(|(_, bound)| bound.high.is_some() && bound.high == joint.high)
                .map(|(row, _)| *row)
                .collect();
            if !joint.agreed {
                toll.conflicts = conflicts(corpus, &standing);
            }
            // More dead may be counted by place than any total dared to say.
            if let Some(sum) = sum.filter(|sum| sum.low > toll.low && toll.high.is_none_or(|high| sum.low <= high)) {
                toll.low = sum.low;
                toll.low_from = toll.parts.iter().flat_map(|part| part.rows.iter().copied()).collect();
            }
        }
        None => {
            // Parts alone, or nothing but claims that are believed wrong.
            let Some(sum) = sum.or_else(|| claims.iter().map(|claim| claim.toll).reduce(Toll::hull)) else { return };
            (toll.low, toll.high) = (sum.low, sum.high);
            toll.low_from = toll.parts.iter().flat_map(|part| part.rows.iter().copied()).collect();
            toll.high_from = if toll.high.is_some() { toll.low_from.clone() } else { Vec::new() };
        }
    }
    let split = splits.first().filter(|_| standing.is_empty()).map(|split| split.toll.best());
    let parts = sum.filter(|_| standing.is_empty()).map(Toll::best);
    let best = split.or(parts).or(likeliest).unwrap_or(toll.low);
    toll.best = best.max(toll.low).min(toll.high.unwrap_or(u32::MAX));
}

/// The pairs that dispute the most: the claims that stop soonest against those that start latest.
fn conflicts(corpus: &Corpus, standing: &[&Claim]) -> Vec<(RowIx, RowIx)> {
    let soonest = standing.iter().filter_map(|claim| allowed(claim).high).min();
    let latest = standing.iter().map(|claim| claim.toll.low).max();
    let low: Vec<&&Claim> =
        standing.iter().filter(|claim| allowed(claim).high == soonest && soonest.is_some()).collect();
    let high: Vec<&&Claim> = standing.iter().filter(|claim| Some(claim.toll.low) == latest).collect();
    let mut pairs = Vec::new();
    for below in low.iter().take(4) {
        for above in high.iter().take(4) {
            // A provisional toll that a final one lowers was provisional: that explains it.
            let explained = above.status == Status::Provisional
                && below.status == Status::Final
                && corpus.row(above.row).published.get() <= corpus.row(below.row).published.get();
            if !allowed(below).meets(allowed(above)) && !explained {
                pairs.push((below.row.min(above.row), below.row.max(above.row)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Marks the parts that the accounts agree to count: those for which more than half of the accounts with numbers for
/// parts give one. What fewer count, or call "several", tells where others died; it cannot be taken off a total.
fn agree(corpus: &Corpus, parts: &mut [PartToll]) {
    let counts = |row: &&RowIx| corpus.row(**row).killed.is_some_and(|toll| toll.said.is_some());
    let accounts =
        |rows: &[RowIx]| -> BTreeSet<Account> { rows.iter().filter(counts).map(|row| account(corpus, *row)).collect() };
    let all: BTreeSet<Account> = parts.iter().flat_map(|part| accounts(&part.rows)).collect();
    for part in parts {
        part.agreed = accounts(&part.rows).len() * 2 > all.len();
    }
}

/// The total less the parts that the accounts agree on.
fn unallocated(claims: &[Claim], toll: &Reconciled) -> Option<u32> {
    let total = claims.iter().any(|claim| claim.scope == Scope::Total && claim.fate == Fate::Counts);
    if !total || toll.parts.is_empty() {
        return None;
    }
    let sum: u64 = toll.parts.iter().filter(|part| part.agreed).map(|part| u64::from(part.best)).sum();
    u64::from(toll.best).checked_sub(sum).and_then(|rest| u32::try_from(rest).ok())
}

type Account = (Sym, Sym);

/// What tells accounts apart: the document, or else who published.
fn account(corpus: &Corpus, row: RowIx) -> Account {
    let row = corpus.row(row);
    if row.document.is_some() { (Sym(0), row.document) } else { (row.source, Sym(0)) }
}

fn distinct(names: impl Iterator<Item = Sym>) -> u32 {
    names.filter(|name| name.is_some()).collect::<BTreeSet<_>>().len() as u32
}
