//! What a text says besides the toll that was read: every number of people, every word of death.
//!
//! [`super::read`] decides for one total. Whoever means to contradict somebody with it asks here what else the text holds.

use super::chunk::{self, Counted, Noun};
use super::claim::{self, Claim, Scene};
use super::lexicon::{Kind, tag};
use super::token::What;
use super::{mark_subsets, token};
use crate::model::Toll;
use std::sync::LazyLock;

/// What a text holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// Numbers of people that nobody says were injured, taken or driven out.
    pub people: Vec<Toll>,
    /// Statements that count dead.
    pub statements: u32,
    /// Words of death that belong to no counted statement.
    pub loose: u32,
    /// The text says of somebody or somewhere that nobody died.
    pub denied: bool,
    /// Somebody among the dead of a statement is named without a number: "the driver", "others", "another".
    pub unnumbered: bool,
    /// All dead of the statements are somebody in particular: "the gunman", "he". Others may have died before.
    pub somebody: bool,
    /// An attacker dies by his own hand.
    pub suicide: bool,
}

/// Words this near a statement's own word of death are part of it: "shot and killed".
const NEAR: usize = 4;

/// Looks a text over.
pub fn survey(text: &str) -> Survey {
    let mut toks = Vec::new();
    let lang = token::tokens(text, None, &mut token::Scratch::default(), &mut toks);
    let (mut items, mut sentences) = (Vec::new(), Vec::new());
    chunk::items(&toks, lang, &mut items);
    claim::sentences(&toks, &items, &mut sentences);
    let mut scene = Scene { toks: &toks, items: &mut items, lang, sentences: &sentences };
    mark_subsets(&mut scene);
    let (mut claims, mut taken) = (Vec::new(), vec![false; scene.items.len()]);
    for sentence in 0..scene.sentences.len() {
        scene.claims(sentence, &mut taken, &mut claims);
    }
    let deadly = |claim: &&Claim| matches!(claim.kind, Kind::Death | Kind::Neutralised | Kind::Casualty);
    let counts = |claim: &&Claim| deadly(claim) && !claim.zero && !claim.subset;
    let other = |claim: &&Claim| matches!(claim.kind, Kind::Injury | Kind::Abduction | Kind::Missing | Kind::Displaced);
    let hurt: Vec<usize> = claims.iter().filter(other).flat_map(|claim| claim.members.iter().copied()).collect();
    let dead: Vec<usize> = claims.iter().filter(counts).map(|claim| claim.at).collect();
    let told = |item: usize| dead.iter().any(|at| at.abs_diff(item) <= NEAR);
    let words = (0..scene.items.len()).filter(|item| scene.kind(*item) == Kind::Death);
    let counted: Vec<usize> = claims.iter().filter(counts).flat_map(|claim| claim.members.iter().copied()).collect();
    let open = |item: &usize| scene.np(*item).is_some_and(|np| np.other || np.toll.high.is_none());
    let person = |item: &usize| scene.np(*item).is_some_and(|np| np.noun == Noun::Person) || listed(&scene, *item);
    let definite = |item: &usize| scene.np(*item).is_some_and(|np| np.counted == Counted::Definite);
    let lower = text.to_lowercase();
    Survey {
        people: (0..scene.items.len())
            .filter(|item| !hurt.contains(item) && (person(item) || counted.contains(item)))
            .filter_map(|item| scene.np(item))
            .filter(|np| np.counted == Counted::Number)
            .map(|np| np.toll)
            .collect(),
        statements: claims.iter().filter(counts).count() as u32,
        loose: words.filter(|item| !told(*item)).count() as u32,
        denied: claims.iter().any(|claim| claim.zero && claim.kind == Kind::Death),
        unnumbered: counted.iter().any(open)
            || toks.iter().any(|tok| tok.is(tag::ORDINAL))
            || counted.iter().any(|item| goes_on(&scene, *item, &counted))
            || claims.iter().filter(counts).any(|claim| left_over(&scene, claim, &counted, &hurt)),
        somebody: claims.iter().filter(counts).all(|claim| claim.members.iter().all(definite)),
        suicide: OWN_HAND.iter().any(|words| lower.contains(words)),
    }
}

/// Whether a number without a noun is one of a list: "13 in the first and 8 in the second". A number behind another word, or
/// between commas, is an age or a measure.
fn listed(scene: &Scene<'_>, item: usize) -> bool {
    let unknown = scene.np(item).is_some_and(|np| np.noun == Noun::Unknown && np.counted == Counted::Number);
    let begins = item.checked_sub(1).is_none_or(|before| {
        scene.is(before, tag::AND)
            || matches!(scene.what(before), What::Comma | What::Semicolon | What::Colon | What::Open | What::Stop)
    });
    let ends = item + 1 < scene.items.len() && !matches!(scene.what(item + 1), What::Comma);
    unknown && begins && ends && scene.np(item + 1).is_none()
}

/// Whether beside somebody counted stands, in a list, somebody who is not: "his mother, stepfather and niece", "wife, two
/// kids", "Luis Arrieta and his cousin".
fn goes_on(scene: &Scene<'_>, item: usize, counted: &[usize]) -> bool {
    let joint = |at: usize| at < scene.items.len() && (scene.is(at, tag::AND) || scene.what(at) == What::Comma);
    let definite = scene.np(item).is_some_and(|np| np.counted == Counted::Definite);
    let word = |at: usize| at < scene.items.len() && scene.what(at) == What::Word && scene.kind(at) == Kind::None;
    let after = definite && joint(item + 1) && word(item + 2) && !counted.contains(&(item + 2));
    let before = item > 1 && joint(item - 1) && !counted.contains(&(item - 2)) && {
        let named = definite && scene.np(item - 2).is_none() && scene.tok(item - 2).cap;
        let somebody = scene.np(item - 2).is_some_and(|np| np.noun == Noun::Person && !np.in_pp);
        named || somebody || scene.is(item - 2, tag::PERSON)
    };
    after || before
}

/// Whether the list of a statement goes on with somebody whom it does not count: "three professors, an officer and the
/// researcher".
fn left_over(scene: &Scene<'_>, claim: &Claim, counted: &[usize], hurt: &[usize]) -> bool {
    let (_, end) = scene.span(claim.sentence);
    for item in claim.at + 1..end {
        let lists = item > 0 && (scene.is(item - 1, tag::AND) || scene.what(item - 1) == What::Comma);
        match scene.np(item) {
            Some(np) => {
                let one = matches!(np.counted, Counted::Article | Counted::Definite | Counted::Bare);
                if lists && one && np.noun == Noun::Person && !counted.contains(&item) && !hurt.contains(&item) {
                    return true;
                }
            }
            None if lists && scene.is(item, tag::PERSON) => return true,
            None => {
                let ends = tag::VERB | tag::SAY | tag::BE | tag::HAVE | tag::HAD | tag::REL | tag::SUBORD | tag::INCL;
                if scene.kind(item) != Kind::None || scene.is(item, ends) || scene.what(item) == What::Semicolon {
                    return false;
                }
            }
        }
    }
    false
}

/// Words for attackers who die by their own hand.
static OWN_HAND: LazyLock<Vec<&str>> = LazyLock::new(|| {
    include_str!("../../data/toll/own_hand.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::survey;

    #[test]
    fn what_else_a_text_holds() {
        let plain = survey("Gunmen killed two traders near Dirga.");
        assert_eq!((plain.statements, plain.loose, plain.denied), (1, 0, false));
        let more = survey(
            "On Monday rebels killed three soldiers in Bara. The corpse of a villager was found in the bush the next morning.",
        );
        assert!(more.statements + more.loose > 1, "{more:?}");
        let denied =
            survey("The army repelled the assault, nobody was killed. The militants killed four people in Silmangue.");
        assert!(denied.denied, "{denied:?}");
        let hurt = survey("Two soldiers died and 14 were wounded in Bara.");
        assert!(hurt.people.iter().all(|toll| toll.said != Some(14)), "{hurt:?}");
        let age = survey("The journalist Pablo Rangel, 44, was shot dead in Tijuana with a 9 mm pistol.");
        assert!(age.people.is_empty() && !age.unnumbered, "{age:?}");
        let list = survey("The man killed three professors of his department, an officer and the researcher.");
        assert!(list.unnumbered || list.people.len() > 1, "{list:?}");
    }
}
