//! From the rows of an event to claims, each with its fate: copies, parts, revisions, mistakes.

use super::consensus::{self, Doubt};
use super::copies::Roots;
use super::noise::Vote;
use crate::model::toll::{Claim, Fate, Population, Suspect, SuspectKind};
use crate::model::{Corpus, EventGroup, Places, RowIx, Scope, Status, Sym, Toll, Unit, Wording};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Rows of one registry that share one toll out among them.
#[derive(Debug, Clone)]
pub struct Split {
    /// The rows.
    pub rows: Vec<RowIx>,
    /// Their sum.
    pub toll: Toll,
}

/// Least number that "dozens" stands for in any convention; words for fewer are no evidence beside a number.
pub(super) const SOME_DOZENS: u32 = 20;

/// The claims of the event, in the order of its rows: what the columns say or, failing that, the text.
pub fn gather(corpus: &Corpus, places: &Places, roots: &Roots, group: &EventGroup) -> Vec<Claim> {
    let claim = |&row: &RowIx| {
        let report = corpus.row(row);
        let root = roots.of(row);
        Some(Claim {
            row,
            toll: report.killed.or(report.narrated)?,
            scope: report.scope,
            status: report.status,
            population: Population::Everyone,
            place: places.of(row),
            fate: if root == row { Fate::Counts } else { Fate::Copy(root) },
        })
    };
    group.rows.iter().filter_map(claim).collect()
}

/// Drops what bears no bound: "several" in a text beside a number elsewhere. It helps to tell which number is
/// mistaken, and no more: coders use it of one or two.
pub fn drop_idle(corpus: &Corpus, claims: &mut Vec<Claim>) {
    if claims.iter().any(|claim| claim.toll.said.is_some()) {
        claims.retain(|claim| {
            let from_text = corpus.row(claim.row).killed.is_none();
            !(from_text && claim.toll.wording == Wording::Vague && claim.toll.low < SOME_DOZENS)
        });
    }
}

/// Marks rows of one document that tell of different places as parts, where their scope column does not say so,
/// and finds the rows of registries that share one toll out.
pub fn find_parts(corpus: &Corpus, claims: &mut [Claim]) -> Vec<Split> {
    let mut accounts: BTreeMap<(u16, Sym, Sym), Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        let row = corpus.row(claim.row);
        let event = corpus.dataset(claim.row).unit() == Unit::Event;
        if claim.fate == Fate::Counts && claim.scope == Scope::Total && (event || row.document.is_some()) {
            let key = if event { (row.dataset, Sym(0), Sym(0)) } else { (row.dataset, row.source, row.document) };
            accounts.entry(key).or_default().push(index);
        }
    }
    let mut splits = Vec::new();
    for members in accounts.into_values().filter(|members| members.len() > 1) {
        if corpus.dataset(claims[members[0]].row).unit() == Unit::Event {
            let rows: Vec<RowIx> = members.iter().map(|index| claims[*index].row).collect();
            let toll = members.iter().skip(1).fold(claims[members[0]].toll, |sum, index| sum.plus(claims[*index].toll));
            members.iter().for_each(|index| claims[*index].fate = Fate::Part);
            splits.push(Split { rows, toll });
            continue;
        }
        let placed: Vec<usize> = members.iter().copied().filter(|index| claims[*index].place.is_some()).collect();
        let mut sites: Vec<_> = placed.iter().map(|index| claims[*index].place).collect();
        sites.sort_unstable();
        sites.dedup();
        let alike = placed.iter().all(|index| claims[*index].toll == claims[placed[0]].toll);
        if sites.len() < 2 || sites.len() < placed.len() || (alike && placed.len() == members.len()) {
            continue;
        }
        let sum: u64 = placed.iter().map(|index| u64::from(claims[*index].toll.best())).sum();
        let whole = placed.iter().copied().max_by_key(|index| claims[*index].toll.best());
        for index in placed {
            let best = u64::from(claims[index].toll.best());
            if Some(index) != whole || best < sum - best || sites.len() < 3 {
                claims[index].scope = Scope::Partial;
            }
        }
    }
    splits
}

/// Finds the claims that the others make incredible, marks them, and gives the likeliest total.
///
/// Totals are weighed against each other, parts within their place and under the total.
pub fn find_suspects(corpus: &Corpus, claims: &mut [Claim]) -> (Option<u32>, Vec<Suspect>) {
    let mut suspects = Vec::new();
    let totals = votes(corpus, claims, |claim| claim.scope == Scope::Total && claim.fate != Fate::Part);
    let verdict = consensus::weigh(&totals, None);
    let best = verdict.as_ref().map(|verdict| verdict.best);
    for doubt in verdict.into_iter().flat_map(|verdict| verdict.doubts) {
        accuse(corpus, &totals, &doubt, &[], &mut suspects);
    }
    let mut sites: Vec<_> =
        claims.iter().filter(|claim| claim.scope == Scope::Partial).map(|claim| claim.place).collect();
    sites.sort_unstable();
    sites.dedup();
    for site in sites {
        let parts = votes(corpus, claims, |claim| claim.scope == Scope::Partial && claim.place == site);
        let whole: Vec<RowIx> = totals.iter().filter_map(|vote| vote.rows.first().copied()).collect();
        for doubt in consensus::weigh(&parts, best).into_iter().flat_map(|verdict| verdict.doubts) {
            accuse(corpus, &parts, &doubt, &whole, &mut suspects);
        }
    }
    suspects.sort_by_key(|suspect| suspect.row);
    suspects.dedup_by_key(|suspect| suspect.row);
    for claim in claims.iter_mut().filter(|claim| !matches!(claim.fate, Fate::Copy(_))) {
        if suspects.binary_search_by_key(&claim.row, |suspect| suspect.row).is_ok() {
            claim.fate = Fate::Suspect;
        }
    }
    (best, suspects)
}

fn accuse(corpus: &Corpus, votes: &[Vote], doubt: &Doubt, whole: &[RowIx], out: &mut Vec<Suspect>) {
    let vote = &votes[doubt.vote];
    let witnesses: Vec<RowIx> =
        doubt.witnesses.iter().filter_map(|other| votes[*other].rows.first().copied()).collect();
    let told = vote.narrated.is_some_and(|count| count == doubt.expected);
    let witnesses = if witnesses.is_empty() { whole.to_vec() } else { witnesses };
    if witnesses.is_empty() && !told {
        return;
    }
    let said = vote.toll.best();
    let why = match doubt.kind {
        SuspectKind::Tenfold if said > doubt.expected => {
            format!("{said} is ten times what is to be expected, about {}", doubt.expected)
        }
        SuspectKind::Tenfold => format!("{said} is a tenth of what is to be expected, about {}", doubt.expected),
        SuspectKind::DigitSwap => format!("{said} has two digits in the other order than {}", doubt.expected),
        SuspectKind::InjuredAsKilled => {
            format!("{said} is the number of injured; about {} were killed", doubt.expected)
        }
    };
    let independent = witnesses.iter().map(|row| voice(corpus, *row)).collect::<std::collections::BTreeSet<_>>().len();
    let why = match independent {
        0 => format!("{why}, by its own text"),
        1 => format!("{why}, by one other report"),
        many => format!("{why}, by {many} independent reports"),
    };
    for &row in &vote.rows {
        out.push(Suspect {
            row,
            kind: doubt.kind,
            expected: doubt.expected,
            probability: doubt.probability,
            witnesses: witnesses.clone(),
            why: why.clone(),
        });
    }
}

/// Who speaks: the origin, where it is given; else the source.
pub fn voice(corpus: &Corpus, row: RowIx) -> Sym {
    let row = corpus.row(row);
    if row.origin.is_some() { row.origin } else { row.source }
}

/// The independent statements among some claims: one voice that says the same twice is one statement.
fn votes(corpus: &Corpus, claims: &[Claim], wanted: impl Fn(&Claim) -> bool) -> Vec<Vote> {
    let mut votes: Vec<(Vote, i32)> = Vec::new();
    let mut known: FxHashMap<(Sym, Toll), usize> = FxHashMap::default();
    let mut of_root: FxHashMap<RowIx, usize> = FxHashMap::default();
    let originals = claims.iter().filter(|claim| !matches!(claim.fate, Fate::Copy(_)));
    let copies = claims.iter().filter(|claim| matches!(claim.fate, Fate::Copy(_)));
    for claim in originals.chain(copies).filter(|claim| wanted(claim)) {
        let row = corpus.row(claim.row);
        let root = if let Fate::Copy(root) = claim.fate { root } else { claim.row };
        let voice = voice(corpus, claim.row);
        let index = of_root.get(&root).or_else(|| known.get(&(voice, claim.toll)).filter(|_| voice.is_some())).copied();
        let index = index.unwrap_or_else(|| {
            let vote = Vote {
                toll: claim.toll,
                status: claim.status,
                latest: false,
                injured: None,
                narrated: None,
                rows: Vec::new(),
            };
            votes.push((vote, i32::MIN));
            votes.len() - 1
        });
        of_root.insert(root, index);
        known.insert((voice, claim.toll), index);
        let (vote, published) = &mut votes[index];
        vote.rows.push(claim.row);
        vote.status = vote.status.max(claim.status);
        let exact = |toll: Toll| toll.said.filter(|_| toll.wording == Wording::Exact);
        vote.injured = vote.injured.or_else(|| row.injured.and_then(|toll| toll.said));
        vote.narrated = vote.narrated.or_else(|| row.killed.and(row.narrated).and_then(exact));
        *published = (*published).max(row.published.get().map_or(i32::MIN, |day| day.0));
    }
    let last = votes.iter().map(|(_, published)| *published).max();
    votes.into_iter().map(|(vote, published)| Vote { latest: Some(published) == last, ..vote }).collect()
}

/// Puts the claims of each source in order: a later one replaces an earlier one on the same number.
/// Returns the pairs whose numbers differ, earlier first.
pub fn find_revisions(corpus: &Corpus, claims: &mut [Claim]) -> Vec<(RowIx, RowIx)> {
    let mut series: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate().filter(|(_, claim)| claim.fate == Fate::Counts) {
        let row = corpus.row(claim.row);
        let Some(day) = row.published.get() else { continue };
        if row.source.is_some() && (claim.scope == Scope::Total || claim.place.is_some()) && claim.toll.said.is_some() {
            let part = (claim.scope == Scope::Partial).then_some(claim.place);
            series.entry((row.dataset, row.source, part)).or_default().push((day, index).1);
        }
    }
    let mut revisions = Vec::new();
    for members in series.into_values().filter(|members| members.len() > 1) {
        let day = |index: usize| corpus.row(claims[index].row).published.get().map_or(i32::MIN, |day| day.0);
        let mut members = members;
        members.sort_by_key(|index| (day(*index), claims[*index].row));
        let Some(&last) = members.last() else { continue };
        let (newest, row) = (day(last), claims[last].row);
        let older: Vec<usize> = members.iter().copied().filter(|index| day(*index) < newest).collect();
        for window in members.windows(2) {
            let (before, after) = (&claims[window[0]], &claims[window[1]]);
            if day(window[0]) < day(window[1]) && before.toll.said != after.toll.said {
                revisions.push((before.row, after.row));
            }
        }
        older.into_iter().for_each(|index| claims[index].fate = Fate::Superseded(row));
    }
    revisions.sort_unstable();
    revisions
}

/// What a claim allows once its status is minded: a provisional toll may rise.
pub fn allowed(claim: &Claim) -> Toll {
    if claim.status == Status::Provisional { claim.toll.grown() } else { claim.toll }
}
