//! The verb first and its people behind it, perhaps past where and when: "En el asalto murieron ayer cinco personas".

use super::Site;
use crate::narrative::chunk::{Counted, Noun};
use crate::narrative::claim::{Claim, Scene};
use crate::narrative::lexicon::{Kind, form, tag};
use crate::narrative::token::What;

pub(super) fn complete(scene: &Scene<'_>, site: &Site, claim: &mut Claim, taken: &[bool]) -> bool {
    let verb = form::PARTICIPLE | form::INTRANSITIVE | form::ACTIVE;
    if !scene.lang.grammar().verb_first || site.forms & verb == 0 || !claim.members.is_empty() || claim.zero {
        return false;
    }
    let Some(item) = behind(scene, site, taken) else { return false };
    // Whom another predicate takes is not this one's: "murieron, y tres resultaron heridos".
    let list = scene.objects(item, site.end);
    claim.members = if list.is_empty() && !scene.acts(item, site.end) { [item].into_iter().collect() } else { list };
    claim.members.retain(|item| !taken[*item]);
    !claim.members.is_empty()
}

/// The first people behind a verb that nothing else takes.
fn behind(scene: &Scene<'_>, site: &Site, taken: &[bool]) -> Option<usize> {
    let active = site.forms & (form::PARTICIPLE | form::INTRANSITIVE) == 0;
    let (mut commas, mut words) = (0, 0);
    for item in site.at + 1..site.end {
        if let Some(np) = scene.np(item) {
            let free = taken.get(item).is_some_and(|taken| !taken);
            if scene.counts_people(item) && free && !np.in_pp {
                let named = matches!(np.counted, Counted::Number | Counted::Others | Counted::Article)
                    || scene.lang.grammar().bare_singular && np.noun == Noun::Person && item <= site.at + 2
                    || np.counted == Counted::Definite && !np.plural && !active;
                if named {
                    return Some(item);
                }
            }
            words += 1;
            continue;
        }
        match scene.what(item) {
            What::Comma => commas += 1,
            What::Semicolon | What::Colon | What::Stop | What::Dash | What::Open => return None,
            _ => {}
        }
        let tags = scene.tags(item);
        let breaks = tag::SAY | tag::BUT | tag::REL | tag::SUBORD | tag::INCL | tag::BE;
        let and = tags & tag::AND != 0 && scene.kind(item) == Kind::None && commas == 0 && scene.np(item + 1).is_none();
        if tags & breaks != 0 && tags & (tag::ADV | tag::DEF) == 0 || scene.kind(item) != Kind::None || and {
            return None;
        }
        words += 1;
        if commas > 2 || words > 14 {
            return None;
        }
    }
    None
}
