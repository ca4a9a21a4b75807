//! Claims as one reading: totals, parts, revisions, hulls.

use super::certainty::Making;
use super::chunk::{Counted, Noun};
use super::claim::{Claim, Scene, add, toll};
use super::lexicon::{Kind, form, tag};
use super::parts::{listed, parts_of, slice, subsets};
use super::{Mention, Reading};
use crate::model::{Status, Toll, Wording};
use smallvec::SmallVec;

/// A claim that counts, with its number.
#[derive(Clone)]
pub(super) struct Kept<'a> {
    pub(super) claim: &'a Claim,
    pub(super) toll: Toll,
}

type List<'a> = SmallVec<[Kept<'a>; 4]>;

fn hull(a: Toll, b: Toll) -> Toll {
    if a == b {
        return a;
    }
    Toll {
        low: a.low.min(b.low),
        high: a.high.zip(b.high).map(|(a, b)| a.max(b)),
        said: None,
        wording: Wording::Between,
    }
}

/// The noun of a claim's first member, none for "people" and its like.
fn key(scene: &Scene<'_>, claim: &Claim) -> Option<u32> {
    let np = scene.np(*claim.members.first()?)?;
    let (_, last) = np.group.filter(|_| np.noun == Noun::Person)?;
    let id = scene.toks.get(last as usize)?.id;
    (!scene.lang.known().generic.contains(&id)).then_some(id)
}

fn compatible(a: Option<u32>, b: Option<u32>) -> bool {
    a.is_none() || b.is_none() || a == b
}

fn placed(scene: &Scene<'_>, claim: &Claim) -> bool {
    claim.members.iter().chain([&claim.at]).any(|&item| scene.place_after(item).is_some())
}

fn resolve(scene: &Scene<'_>, claim: &Claim) -> Option<Toll> {
    // "Autant de blessés": the number before.
    if let Some(&item) = claim.members.first()
        && scene.np(item).is_some_and(|np| np.same)
    {
        return (0..item)
            .rev()
            .find_map(|index| scene.np(index).filter(|np| np.counted == Counted::Number && np.noun != Noun::Measure))
            .map(|np| np.toll);
    }
    toll(scene, claim)
}

/// Makes the reading of all claims of a text.
pub(super) fn combine(scene: &Scene<'_>, claims: &[Claim], text: &str, details: bool, reading: &mut Reading) -> Making {
    let deadly =
        |claim: &&Claim| matches!(claim.kind, Kind::Death | Kind::Neutralised | Kind::Casualty) && !claim.subset;
    let firm = claims.iter().filter(deadly).any(|claim| !claim.background && !claim.soft && !claim.zero);
    let first_sentence = claims.iter().filter(deadly).map(|claim| claim.sentence).min();
    let protest = |claim: &Claim| scene.holds(claim.sentence, tag::PROTEST);
    let is_background = |claim: &Claim| {
        claim.background || (claim.soft && (firm || protest(claim) || Some(claim.sentence) != first_sentence))
    };
    for claim in claims.iter().filter(deadly).filter(|claim| is_background(claim) && !claim.zero) {
        if let Some(toll) = resolve(scene, claim) {
            reading.background.push(Mention { span: span(scene, claim), toll });
        }
    }
    let mut main: List<'_> = claims
        .iter()
        .filter(deadly)
        .filter(|claim| !is_background(claim) && !claim.zero)
        .filter_map(|claim| Some(Kept { claim, toll: resolve(scene, claim)? }))
        .collect();
    let mut updated = false;
    if main.iter().any(|kept| kept.claim.superseded) {
        if main.iter().any(|kept| !kept.claim.superseded) {
            main.retain(|kept| !kept.claim.superseded);
            updated = true;
        } else {
            reading.uncertain = true;
        }
    }
    let zero =
        claims.iter().any(|claim| claim.zero && matches!(claim.kind, Kind::Death | Kind::Injury) && !claim.background);
    if main.is_empty() {
        let of_deaths = || claims.iter().any(|claim| claim.zero && claim.kind == Kind::Death);
        if zero && (reading.background.is_empty() || of_deaths()) {
            reading.total = Some(Toll::exact(0));
            if let Some(claim) = claims.iter().find(|claim| claim.zero) {
                reading.span = span(scene, claim);
            }
        }
    } else {
        reading.elsewhen = main.iter().all(|kept| kept.claim.soft);
        total(scene, &main, reading, &mut updated, text, details);
    }
    if details {
        injured(scene, claims, &is_background, reading);
        reading.abducted = claims
            .iter()
            .filter(|claim| claim.kind == Kind::Abduction && !claim.background && !claim.subset)
            .filter_map(|claim| resolve(scene, claim))
            .reduce(add);
    }
    status(scene, claims, &main, updated, reading);
    making(scene, &main, reading)
}

/// How the total came about.
fn making(scene: &Scene<'_>, main: &[Kept<'_>], reading: &Reading) -> Making {
    let counted = |kept: &&Kept<'_>| reading.stated_total == kept.claim.total;
    let first = main.iter().find(counted).map(|kept| kept.claim.sentence);
    let summed = |kept: &&Kept<'_>| counted(kept) && !kept.claim.aside;
    let range = |kept: &Kept<'_>| kept.toll.wording == Wording::Between || kept.claim.alleged;
    Making {
        statements: main.iter().filter(summed).count() as u32,
        spread: main.iter().filter(summed).any(|kept| Some(kept.claim.sentence) != first),
        disputed: main.iter().any(range)
            || main.iter().any(|kept| matches!(kept.claim.kind, Kind::Neutralised | Kind::Casualty)),
        closing: main.iter().any(|kept| kept.claim.total && super::constructions::closes(scene, kept.claim)),
    }
}

fn total(scene: &Scene<'_>, main: &[Kept<'_>], reading: &mut Reading, updated: &mut bool, text: &str, details: bool) {
    let in_sentence = |claim: &Claim, tags: u128| scene.holds(claim.sentence, tags);
    let stated: SmallVec<[&Kept<'_>; 4]> = main.iter().filter(|kept| kept.claim.total).collect();
    let mut kept: List<'_> = List::new();
    let whole;
    if let (Some(first), Some(last)) = (stated.first(), stated.last()) {
        let mut sum = first.toll;
        if stated.iter().any(|kept| in_sentence(kept.claim, tag::UPDATE)) {
            sum = last.toll;
        } else if stated.iter().any(|kept| !kept.toll.meets(first.toll)) {
            sum = stated.iter().map(|kept| kept.toll).reduce(hull).unwrap_or(sum);
        }
        let mut rest: List<'_> = List::new();
        for other in main {
            let disputed = !other.claim.total
                && other.claim.attributed
                && other.claim.sentence == first.claim.sentence
                && other.claim.at < first.claim.at
                && !other.claim.more
                && !in_sentence(other.claim, tag::UPDATE)
                && in_sentence(other.claim, tag::BUT);
            if disputed {
                sum = hull(sum, other.toll);
            } else if !other.claim.total {
                rest.push(other.clone());
            }
        }
        whole = sum;
        reading.span = span(scene, first.claim);
        reading.stated_total = true;
        // What else is counted are its parts, where they name a place or a group.
        if details {
            let mut list = parts_of(scene, &rest, text, false);
            if list.is_empty() {
                list = listed(scene, first.claim, text);
            }
            reading.parts.append(&mut list);
        }
    } else {
        let mut superior: Option<Toll> = None;
        let mut told: List<'_> = List::new();
        for next in main {
            let next_key = key(scene, next.claim);
            let sum_low: u32 = kept.iter().fold(0u32, |sum, kept| sum.saturating_add(kept.toll.low));
            let definite =
                next.claim.members.iter().all(|&item| scene.np(item).is_some_and(|np| np.definite && !np.other));
            let elsewhere = kept.iter().all(|kept| kept.claim.sentence != next.claim.sentence);
            if elsewhere && definite && !kept.is_empty() && next.toll.low <= sum_low {
                continue;
            }
            // "Five were killed. Three died in A, two in B": numbers without a noun tell of people already counted.
            let nameless = next.claim.members.iter().all(|&item| {
                scene.np(item).is_some_and(|np| np.noun == Noun::Unknown && np.group.is_none() && !np.other)
            });
            let verb = scene.tok(next.claim.at).entry.forms & (form::PARTICIPLE | form::INTRANSITIVE) != 0
                && scene.tok(next.claim.at).entry.forms & form::NOUN == 0;
            if nameless
                && !next.claim.of_injured
                && verb
                && next.claim.value.is_none()
                && !next.claim.more
                && !next.claim.attributed
                && kept.iter().any(|kept| kept.toll.low > next.toll.low && kept.claim.at < next.claim.at)
            {
                told.push(next.clone());
                continue;
            }
            if next.claim.aside
                && let Some(seen) = kept.iter_mut().rev().find(|kept| kept.claim.sentence == next.claim.sentence)
            {
                // Another source's number, or a detail.
                let (from, end) = scene.span(next.claim.sentence);
                if scene.any(next.claim.at.saturating_sub(6).max(from), (next.claim.at + 4).min(end), tag::SAY) {
                    seen.toll = hull(seen.toll, next.toll);
                }
                continue;
            }
            let repeats = |kept: &Kept<'_>| {
                let same = (kept.toll.said.is_some() && kept.toll.said == next.toll.said)
                    || (kept.toll.low, kept.toll.high) == (next.toll.low, next.toll.high);
                kept.claim.sentence != next.claim.sentence
                    && same
                    && !next.claim.more
                    && compatible(key(scene, kept.claim), next_key)
                    && kept.claim.kind == next.claim.kind
            };
            if kept.iter().any(repeats) {
                // "A teacher was killed" is somebody new as often as not.
                let somebody = |&item: &usize| scene.np(item).is_some_and(|np| np.counted == Counted::Article);
                if next.toll == Toll::exact(1) && next.claim.members.iter().all(somebody) {
                    reading.uncertain = true;
                }
                continue;
            }
            if let Some(seen) = kept
                .iter_mut()
                .find(|kept| kept.claim.alleged != next.claim.alleged && compatible(key(scene, kept.claim), next_key))
            {
                let (observed, alleged) =
                    if seen.claim.alleged { (next.toll, seen.toll) } else { (seen.toll, next.toll) };
                seen.toll = Toll {
                    low: observed.low,
                    high: observed.high.zip(alleged.high).map(|(a, b)| a.max(b)),
                    said: observed.said,
                    wording: Wording::Between,
                };
                continue;
            }
            if let Some(seen) = kept.iter_mut().find(|kept| {
                kept.claim.attributed
                    && next.claim.attributed
                    && !next.claim.more
                    && compatible(key(scene, kept.claim), next_key)
                    && kept.claim.kind == next.claim.kind
                    && !(kept.claim.sentence == next.claim.sentence
                        && key(scene, kept.claim).is_some()
                        && next_key.is_some())
                    && !(placed(scene, kept.claim) && placed(scene, next.claim))
                    && (kept.claim.sentence != next.claim.sentence
                        || next.claim.value.is_some()
                        || in_sentence(next.claim, tag::BUT))
            }) {
                if in_sentence(next.claim, tag::UPDATE) {
                    seen.toll = next.toll;
                    *updated = true;
                } else {
                    seen.toll = hull(seen.toll, next.toll);
                }
                continue;
            }
            if elsewhere && !kept.is_empty() && !next.claim.more && !placed(scene, next.claim) {
                if next_key.is_none() && next.toll.low > sum_low && !next.claim.alleged {
                    // A wider count follows the narrower ones.
                    if kept.iter().all(|kept| key(scene, kept.claim).is_some() || placed(scene, kept.claim)) {
                        superior = Some(next.toll);
                    } else {
                        reading.uncertain = true;
                    }
                }
                let narrower = next_key.is_some()
                    && kept.iter().any(|kept| key(scene, kept.claim).is_none() && kept.toll.low > next.toll.low)
                    && !next.claim.members.iter().any(|&item| scene.np(item).is_some_and(|np| np.enemy));
                if narrower && superior.is_none() {
                    reading.uncertain = true;
                    continue;
                }
                if superior.is_none() {
                    reading.uncertain = true;
                }
            }
            if superior.is_none() || superior != Some(next.toll) {
                kept.push(next.clone());
            }
        }
        let sum = kept.iter().map(|kept| kept.toll).reduce(add).unwrap_or(Toll::exact(0));
        whole = superior.unwrap_or(sum);
        if let Some(first) = kept.first() {
            reading.span = span(scene, first.claim);
        }
        if details {
            reading.parts.append(&mut parts_of(scene, &kept, text, superior.is_none()));
            reading.parts.append(&mut parts_of(scene, &told, text, false));
            if let [only] = &kept[..]
                && reading.parts.is_empty()
            {
                reading.parts = listed(scene, only.claim, text);
            }
        }
    }
    reading.total = Some(whole);
    if !details {
        return;
    }
    if let [only] = main
        && let Some(item) =
            only.claim.members.iter().chain([&only.claim.at]).find(|&&item| scene.place_after(item).is_some())
    {
        reading.place = scene.place_after(*item).map(|bytes| slice(text, bytes));
    }
    subsets(scene, main, text, &mut reading.parts);
}

/// Bytes from the first to the last word of a claim.
pub(crate) fn span(scene: &Scene<'_>, claim: &Claim) -> (u32, u32) {
    let items = claim.members.iter().copied().chain([claim.at]);
    let first = items.clone().min().unwrap_or(claim.at);
    let last = items.max().unwrap_or(claim.at);
    let start = scene.tok(first).start;
    let end = scene.toks.get((scene.items[last].next as usize).saturating_sub(1)).map_or(start, |tok| tok.end);
    (start, end)
}

fn injured(scene: &Scene<'_>, claims: &[Claim], is_background: &dyn Fn(&Claim) -> bool, reading: &mut Reading) {
    let mut kept: Vec<(&Claim, Toll)> = Vec::new();
    let mut zero = false;
    let mut unhurt = false;
    for claim in claims {
        if claim.background || claim.subset && !claim.of_injured || is_background(claim) {
            continue;
        }
        match claim.kind {
            Kind::Injury | Kind::Casualty if claim.zero => zero = true,
            Kind::Injury | Kind::Casualty => {
                let Some(toll) = resolve(scene, claim) else { continue };
                let again = kept
                    .iter()
                    .any(|(known, other)| known.sentence != claim.sentence && other.low == toll.low && !claim.more);
                if !again {
                    kept.push((claim, toll));
                }
            }
            Kind::Unhurt => unhurt = true,
            _ => {}
        }
    }
    reading.injured = kept.iter().map(|(_, toll)| *toll).reduce(add);
    if let Some(toll) = &mut reading.injured {
        for claim in claims.iter().filter(|claim| claim.kind == Kind::Death && claim.of_injured && !claim.background) {
            if let Some(died) = resolve(scene, claim)
                && kept.iter().any(|(known, _)| known.at < claim.at)
            {
                toll.low = toll.low.saturating_sub(died.high.unwrap_or(died.low));
                toll.said = None;
                toll.wording = Wording::Between;
            }
        }
    } else if zero || (unhurt && reading.total.is_none_or(|total| total.high == Some(0))) {
        reading.injured = Some(Toll::exact(0));
    }
}

fn status(scene: &Scene<'_>, claims: &[Claim], main: &[Kept<'_>], updated: bool, reading: &mut Reading) {
    let (mut provisional, mut last, mut update) = (false, false, updated);
    let sentences = if main.is_empty() { 0 } else { scene.sentences.len() };
    for sentence in 0..sentences {
        let says = |tags: u128| scene.holds(sentence, tags);
        if !says(tag::PROVISIONAL | tag::FINAL | tag::UPDATE) {
            continue;
        }
        let deadly = main.iter().any(|kept| kept.claim.sentence == sentence);
        let other = claims.iter().any(|claim| claim.sentence == sentence && claim.background) && !deadly;
        if !(deadly || says(tag::TOLL)) || other {
            continue;
        }
        provisional |= says(tag::PROVISIONAL) && !says(tag::FINAL);
        last |= says(tag::FINAL) && !says(tag::NOT_FINAL);
        update |= says(tag::TOLL) && says(tag::UPDATE);
    }
    reading.status = if last {
        Status::Final
    } else if provisional && !updated {
        Status::Provisional
    } else if update {
        Status::Updated
    } else {
        Status::Unsaid
    };
    if reading.status == Status::Provisional {
        if let Some(total) = &mut reading.total {
            total.high = None;
        }
        if let Some(toll) = &mut reading.injured {
            let near =
                claims.iter().any(|claim| claim.kind == Kind::Injury && scene.holds(claim.sentence, tag::PROVISIONAL));
            if near {
                toll.high = None;
            }
        }
    }
}
