//! A noun that is two by its form: "شهيدان" is two dead.

use super::Site;
use crate::model::Toll;
use crate::narrative::claim::{Claim, Scene};
use crate::narrative::lexicon::{form, tag};

pub(super) fn complete(scene: &Scene<'_>, site: &Site, claim: &mut Claim, _taken: &[bool]) -> bool {
    let dual = scene.is(site.at, tag::DUAL) && site.forms & form::NOUN != 0 && claim.members.is_empty() && !claim.zero;
    if dual {
        claim.value = Some(Toll::exact(2));
    }
    dual
}
