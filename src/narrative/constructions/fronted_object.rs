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
    if scene.lang.grammar().bare_singular {
        // "Полицейского застрелили у дома", "двоих убили": the case of the victim tells, and nobody else is named.
        let item = site.left - 1;
        let victim = scene.np(item).is_some_and(|np| match np.counted {
            Counted::Number => !np.in_pp && matches!(np.noun, Noun::Person | Noun::Unknown),
            Counted::Bare => !np.plural && np.noun == Noun::Person && !np.in_pp,
            _ => false,
        });
        if victim && !taken[item] {
            claim.members = [item].into_iter().collect();
        }
        return victim && !taken[item];
    }
    let pronoun = site.left - 1;
    let tags = scene.tags(pronoun);
    if tags & (tag::HIM | tag::THEM) == 0 || !scene.lang.grammar().verb_first {
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
        Some(item) if !taken[item] && one => claim.value = Some(Toll::exact(1)),
        Some(item) if !taken[item] => claim.members = [item].into_iter().collect(),
        // Somebody whom an earlier sentence spoke of.
        None if one && claim.kind == crate::narrative::lexicon::Kind::Death => claim.value = Some(Toll::exact(1)),
        _ => return false,
    }
    true
}
