//! Parts of a toll: by place or by group, listed behind a total or marked as included in it.

use super::Part;
use super::chunk::{Counted, Noun, Np};
use super::claim::{Claim, Scene, Sentence, claimed};
use super::combine::Kept;
use super::lexicon::{Kind, plural};
use super::token::What;

fn item_span(scene: &Scene<'_>, item: usize) -> (u32, u32) {
    let end = scene.toks.get((scene.items[item].next as usize).saturating_sub(1)).map_or(0, |tok| tok.end);
    (scene.tok(item).start, end)
}

pub(super) fn slice(text: &str, (start, end): (u32, u32)) -> String {
    text.get(start as usize..end as usize).unwrap_or("").to_owned()
}

fn group(scene: &Scene<'_>, np: &Np, text: &str) -> Option<String> {
    let (first, last) = np.group.filter(|_| np.noun == Noun::Person)?;
    let (start, end) = (scene.toks.get(first as usize)?.start, scene.toks.get(last as usize)?.end);
    let words = slice(text, (start, end)).to_lowercase();
    let lone = matches!(np.counted, Counted::Article | Counted::Definite) && !np.plural;
    Some(if lone { plural(&words, scene.lang) } else { words })
}

fn part(scene: &Scene<'_>, claim: &Claim, item: usize, text: &str, by_place: bool) -> Option<Part> {
    let np = scene.np(item)?;
    let place = scene.place_after(item).filter(|_| by_place).map(|bytes| slice(text, bytes));
    let group = if place.is_some() { None } else { group(scene, np, text) };
    (place.is_some() || group.is_some()).then(|| Part {
        place,
        group,
        toll: claimed(claim, np),
        span: item_span(scene, item),
    })
}

/// The parts that counted claims make: by place where two places are named, else by group.
pub(super) fn parts_of(scene: &Scene<'_>, kept: &[Kept<'_>], text: &str, sum: bool) -> Vec<Part> {
    let members: Vec<(&Claim, usize)> =
        kept.iter().flat_map(|kept| kept.claim.members.iter().map(move |&item| (kept.claim, item))).collect();
    if members.len() < 2 && sum {
        return Vec::new();
    }
    // The place of a claim whose predicate stands before it: "were killed in Karou".
    let place_of = |claim: &Claim, item: usize| -> Option<(u32, u32)> {
        scene
            .place_after(item)
            .or_else(|| (claim.members.first() == Some(&item)).then(|| scene.place_after(claim.at)).flatten())
    };
    let placed = members.iter().filter(|(claim, item)| place_of(claim, *item).is_some()).count();
    if placed >= 2 || (placed == 1 && members.len() == 1 && !sum) {
        return members
            .iter()
            .filter_map(|&(claim, item)| {
                let np = scene.np(item)?;
                let place = place_of(claim, item).map(|bytes| slice(text, bytes))?;
                Some(Part { place: Some(place), group: None, toll: claimed(claim, np), span: item_span(scene, item) })
            })
            .collect();
    }
    let breaks_down = members.iter().all(|&(_, item)| {
        scene.np(item).is_some_and(|np| {
            !np.other && !np.definite && np.group.is_some() && matches!(np.counted, Counted::Number | Counted::Article)
        })
    });
    let many =
        members.iter().any(|&(_, item)| scene.np(item).is_some_and(|np| np.toll.low > 1 || np.toll.high != Some(1)));
    if !breaks_down || !many {
        return Vec::new();
    }
    // A group without a name leaves the toll whole.
    let parts: Option<Vec<Part>> = members.iter().map(|&(claim, item)| part(scene, claim, item, text, false)).collect();
    parts.unwrap_or_default()
}

/// Parts listed after a total: "the toll at 30: 18 people in Koira and 15 in Dessa", "41 killed: 29 civilians, 12 soldiers".
pub(super) fn listed(scene: &Scene<'_>, claim: &Claim, text: &str) -> Vec<Part> {
    let (_, end) = scene.span(claim.sentence);
    let last = claim.members.iter().copied().max().unwrap_or(claim.at).max(claim.at);
    let colon = (last..end).find(|&item| scene.np(item).is_none() && scene.tok(item).what == What::Colon);
    let Some(colon) = colon else { return Vec::new() };
    let parts: Vec<Part> = (colon + 1..end)
        .filter(|&item| scene.np(item).is_some_and(|np| np.counted == Counted::Number && !np.in_pp))
        .filter_map(|item| part(scene, claim, item, text, true))
        .collect();
    let placed = parts.iter().filter(|part| part.place.is_some()).count();
    match placed {
        0 if parts.len() > 1 => parts,
        0 => Vec::new(),
        _ => parts.into_iter().filter(|part| part.place.is_some()).collect(),
    }
}

/// Parts that "including", "dont", "among them" mark.
pub(super) fn subsets(scene: &Scene<'_>, main: &[Kept<'_>], text: &str, parts: &mut Vec<Part>) {
    let Some(kept) = main.first() else { return };
    for (sentence, &Sentence { from, end, .. }) in scene.sentences.iter().enumerate() {
        let host = main.iter().find(|kept| kept.claim.sentence == sentence);
        if host.is_none() && sentence != kept.claim.sentence + 1 {
            continue;
        }
        for item in from..end {
            let Some(np) = scene.np(item).filter(|np| np.subset && np.counted != Counted::Bare) else { continue };
            // "Including two seriously wounded" is about the injured.
            let mut injured = false;
            for next in item + 1..(item + 4).min(end) {
                injured |= scene.np(next).is_none()
                    && matches!(scene.tok(next).entry.kind, Kind::Injury | Kind::Death | Kind::Abduction);
                if scene.np(next).is_some() || scene.tok(next).what != What::Word {
                    break;
                }
            }
            if injured || matches!(np.noun, Noun::Measure | Noun::Animal | Noun::Thing) {
                continue;
            }
            if let Some(part) = part(scene, host.unwrap_or(kept).claim, item, text, true)
                && !parts.contains(&part)
            {
                parts.push(part);
            }
        }
    }
}
