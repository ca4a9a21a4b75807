//! The victim in front and a pronoun in its place: "Al conductor lo mataron", "sacaron a cuatro y los fusilaron".

use super::Site;
use crate::model::Toll;
use crate::narrative::chunk::{Counted, Noun};
use crate::narrative::claim::{Claim, Scene};
use crate::narrative::lexicon::{form, tag};

pub(super) fn complete(scene: &Scene<'_>, site: &Site, claim: &mut Claim, taken: &[bool]) -> bool {
    if site.forms & form::ACTIVE == 0 || !claim.members.is_empty() || claim.zero || site.left <= site.from {
        return false;
    }
    let pronoun = site.left - 1;
    let tags = scene.tags(pronoun);
    if tags & (tag::HIM | tag::THEM) == 0 || !scene.lang.grammar().verb_first || scene.lang.grammar().bare_singular {
        return false;
    }
    let one = tags & tag::HIM != 0;
    let fits = |item: &usize| {
        scene.np(*item).is_some_and(|np| {
            let number = matches!(np.counted, Counted::Number | Counted::Others);
            np.noun == Noun::Person && if one { !np.plural } else { number }
        })
    };
    match (site.from..pronoun).rev().find(fits) {
        Some(item) if !taken[item] => claim.members = [item].into_iter().collect(),
        // Somebody whom an earlier sentence spoke of.
        None if one && claim.kind == crate::narrative::lexicon::Kind::Death => claim.value = Some(Toll::exact(1)),
        _ => return false,
    }
    true
}
