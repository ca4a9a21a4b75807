//! The number first and who they are behind it: "Ya son once los muertos", "fueron nueve los asesinados".

use super::Site;
use crate::narrative::chunk::{Counted, Noun};
use crate::narrative::claim::{Claim, Scene};
use crate::narrative::lexicon::{Kind, form, tag};

pub(super) fn complete(scene: &Scene<'_>, site: &Site, claim: &mut Claim, taken: &[bool]) -> bool {
    let noun = form::NOUN | form::PARTICIPLE;
    if !scene.lang.grammar().verb_first || site.forms & noun == 0 || !claim.members.is_empty() || claim.zero {
        return false;
    }
    // "Los muertos": the article alone stands before the noun.
    if site.at <= site.from || !scene.is(site.at - 1, tag::DEF) {
        return false;
    }
    let number = |item: &usize| {
        scene.np(*item).is_some_and(|np| {
            np.counted == Counted::Number && np.noun == Noun::Unknown && !np.in_pp && !np.subset && np.group.is_none()
        }) && *item > site.from
            && scene.is(*item - 1, tag::BE | tag::UPDATE | tag::REACHED)
    };
    let clear = |item: usize| (item + 1..site.at).all(|index| scene.kind(index) == Kind::None);
    match (site.from..site.at).find(number) {
        Some(item) if !taken[item] && clear(item) => claim.members = [item].into_iter().collect(),
        _ => return false,
    }
    true
}
