//! The line that closes a registry's note with its number: "... two passers-by died of stray bullets. 3 fatalities."

use crate::narrative::chunk::Counted;
use crate::narrative::claim::{Claim, Scene};
use crate::narrative::lexicon::{Kind, form};

/// A closing line says no more than how many.
const ITEMS: usize = 4;

/// Whether a sentence is a line that closes the text with its number.
pub(in crate::narrative) fn closes(scene: &Scene<'_>, claim: &Claim) -> bool {
    let (from, end) = scene.span(claim.sentence);
    let number = |item: &usize| {
        scene.np(*item).is_some_and(|np| np.counted == Counted::Number || np.counted == Counted::Article)
    };
    claim.sentence > 0
        && claim.sentence + 1 == scene.sentences.len()
        && end - from <= ITEMS
        && claim.kind == Kind::Death
        && !claim.zero
        && (claim.total || scene.forms(claim.at) & form::NOUN != 0)
        && claim.members.len() == 1
        && claim.members.iter().all(number)
}

/// Makes the number of a closing line the total of the text.
pub(in crate::narrative) fn closing_line(scene: &Scene<'_>, sentence: usize, begin: usize, out: &mut [Claim]) {
    let told = out[..begin].iter().any(|claim| claim.kind == Kind::Death && !claim.zero);
    for claim in &mut out[begin..] {
        claim.total |= told && claim.sentence == sentence && closes(scene, claim);
    }
}
