//! What surrounds a claim: threats, other events, belligerents, earlier figures.

use super::chunk::Noun;
use super::claim::{Claim, Scene};
use super::lexicon::{Kind, form, tag};
use super::token::What;

fn between(scene: &Scene<'_>, from: usize, to: usize, tags: u128, marks: &[What]) -> bool {
    (from..to).any(|item| {
        scene.np(item).is_none()
            && (scene.tags(item) & tags != 0
                || (scene.tok(item).what != What::Word && marks.contains(&scene.tok(item).what)))
    })
}

/// The part of a sentence between semicolons in which an item stands.
fn clause(scene: &Scene<'_>, from: usize, end: usize, at: usize) -> (usize, usize) {
    let semicolon = |item: &usize| scene.np(*item).is_none() && scene.tok(*item).what == What::Semicolon;
    let first = (from..at).rev().find(semicolon).map_or(from, |item| item + 1);
    (first, (at..end).find(semicolon).unwrap_or(end))
}

/// Whether "since" counts from a day or from the event itself: "since Sunday", "since the attack".
fn recent(scene: &Scene<'_>, item: usize, end: usize) -> bool {
    let next = item + 1;
    if next >= end || !scene.is(item, tag::AFTER) && !scene.word(item, &scene.lang.known().sinces) {
        return false;
    }
    let first = scene.items[next].first as usize;
    let words = &scene.toks[first..(first + 2).min(scene.toks.len())];
    words.iter().any(|tok| tok.is(tag::WEEKDAY))
        || words.first().is_some_and(|tok| tok.is(tag::DEF)) && words.last().is_some_and(|tok| tok.is(tag::EVENT))
}

/// Judges one claim by its sentence.
pub(crate) fn judge(scene: &Scene<'_>, claim: &mut Claim) {
    let (from, end) = scene.span(claim.sentence);
    let first = claim.members.iter().copied().min().unwrap_or(claim.at).min(claim.at);
    let last = claim.members.iter().copied().max().unwrap_or(claim.at).max(claim.at);
    let breaks = [What::Semicolon, What::Stop];

    // Threats, plans, what might have been.
    let begin = if scene.holds(claim.sentence, tag::HYPO) { from } else { claim.at };
    for item in begin..claim.at {
        if !scene.is(item, tag::HYPO) || between(scene, item, claim.at, tag::BUT, &breaks) {
            continue;
        }
        let conditional = scene.is(item, tag::SUBORD);
        // What is wanted or tried is no finite verb of another subject: "a man who tried to flee was killed".
        let finite = !scene.is(item, tag::DENIAL)
            && (item + 1..claim.at).any(|index| scene.np(index).is_some())
            && between(scene, item + 1, claim.at, tag::BE | tag::HAVE | tag::HAD, &[]);
        let reach = if scene.is(item, tag::DENIAL) { 9 } else { 4 };
        let near = claim.at - item <= reach
            && !finite
            && !between(
                scene,
                item + 1,
                claim.at,
                if scene.is(item, tag::DENIAL) { tag::BUT } else { tag::AND | tag::SAY },
                &[What::Comma, What::Colon],
            );
        if conditional || near {
            claim.kind = Kind::None;
            return;
        }
    }
    claim.attributed |= scene.holds(claim.sentence, tag::SAY);
    if scene.lang.grammar().composed && scene.holds(claim.sentence, tag::DENIAL) && !claim.zero {
        // "Повідомлення про шістьох загиблих не відповідають дійсності": denied before or behind, up to what stands instead.
        let instead =
            |item: &usize| scene.np(*item).is_none() && matches!(scene.tok(*item).what, What::Colon | What::Semicolon);
        let begin = (from..claim.at).rev().find(instead).map_or(from, |item| item + 1);
        let stop = (claim.at..end).find(instead).unwrap_or(end);
        if (begin..stop).any(|item| scene.is(item, tag::DENIAL)) {
            claim.kind = Kind::None;
            return;
        }
    }

    // "They fear that 25 were killed".
    if claim.kind == Kind::Death
        && !(claim.zero || claim.total)
        && scene.holds(claim.sentence, tag::FEAR)
        && (from..claim.at).any(|item| {
            scene.is(item, tag::FEAR)
                && !between(scene, item, claim.at, tag::BUT | tag::TOLL, &[What::Comma, What::Stop])
        })
    {
        claim.kind = Kind::Neutralised;
    }

    // "It was not clear how many people were killed".
    let open = claim.members.iter().all(|&item| scene.np(item).is_some_and(|np| np.toll.said.is_none()));
    if open
        && !claim.zero
        && scene.holds(claim.sentence, tag::UNKNOWN_TOLL)
        && scene.any(from, claim.at, tag::UNKNOWN_TOLL)
    {
        claim.kind = Kind::None;
        return;
    }

    // Other events.
    let (from, end) = clause(scene, from, end, claim.at);
    const ELSEWHERE: u128 =
        tag::BACK | tag::AGAINST | tag::BACK_OF | tag::PROTEST | tag::AFTER | tag::BACK_SOFT | tag::ORDINAL;
    let sentence = &scene.sentences[claim.sentence];
    let looked = if sentence.tags & ELSEWHERE != 0 || sentence.year { from..end } else { from..from };
    let superlative = sentence.tags & tag::SUPERLATIVE != 0 && scene.any(from, end, tag::SUPERLATIVE);
    let nominal = scene.tok(claim.at).entry.forms & form::NOMINAL != 0 && scene.tok(claim.at).entry.kind == claim.kind;
    for item in looked {
        if scene.np(item).is_some() {
            continue;
        }
        let tags = scene.tags(item);
        // "The deadliest since 2019, when 89 were killed": what the record is measured by.
        let record = superlative && item < first && between(scene, item + 1, first, tag::REL | tag::SUBORD, &[]);
        if tags & tag::BACK != 0 && (!superlative || record) {
            let verb_next =
                item + 1 < end && scene.np(item + 1).is_none() && scene.tok(item + 1).entry.kind != Kind::None;
            let reaches = if item < first {
                !between(scene, item, first, tag::BUT, &breaks)
            } else {
                !between(
                    scene,
                    last.min(item),
                    item,
                    tag::BUT | tag::REL | tag::SUBORD,
                    &[What::Semicolon, What::Comma],
                )
            };
            if reaches && !recent(scene, item, end) && !(verb_next && scene.word(item, &scene.lang.known().since)) {
                claim.background = true;
            }
        }
        if nominal
            && tags & tag::AGAINST != 0
            && item < claim.at
            && claim.at - item <= 3
            && !between(scene, item, claim.at, 0, &[What::Comma])
        {
            claim.background = true;
        }
        if tags & tag::BACK_OF != 0
            && item < first
            && !between(scene, item, first.max(item), tag::BUT, &[What::Semicolon, What::Comma])
        {
            claim.background = true;
        }
        if tags & tag::PROTEST != 0 && item < claim.at && nominal {
            claim.background = true;
        }
        if tags & tag::AFTER != 0
            && item < claim.at
            && !between(scene, item, first.max(item), 0, &[What::Semicolon, What::Comma])
        {
            let relative = between(scene, item + 1, claim.at, tag::REL, &[]) && {
                // The relative hangs on an attack, or the tense says that it was over.
                between(scene, item + 1, claim.at, tag::EVENT | tag::PROTEST | tag::HAD, &[])
                    || (item + 1..claim.at).any(|index| scene.any(index, index + 1, tag::EVENT))
            };
            // "Residents protested after police killed a man".
            let protested = (from..item).any(|index| scene.is(index, tag::PROTEST));
            // "Ten days after gunmen killed 23 people".
            let days = tags & tag::AFTER_DAYS != 0;
            // "3,000 have fled since the attack, which left six dead": whoever fled, fled from it.
            let fled = relative && !days && (from..item).any(|index| scene.tok(index).entry.kind == Kind::Displaced);
            if (relative || nominal || days || protested) && !fled {
                claim.background = true;
            }
        }
        // "The second attack this month on Gandamia, where 13 were killed".
        if tags & (tag::REL | tag::SUBORD) != 0 && item < claim.at && counted_event(scene, from, item) {
            claim.background = true;
        }
        if tags & tag::BACK_SOFT != 0 {
            claim.soft = true;
        }
        // "In 2012", with no day and no month.
        let tok = scene.tok(item);
        if tok.year() && item > from && scene.is(item - 1, tag::PREP) {
            claim.soft = true;
        }
    }
    let had =
        (first..claim.at).any(|item| scene.is(item, tag::HAD)) || (claim.at > from && scene.is(claim.at - 1, tag::HAD));
    // "Said that eight had been killed" is how reported speech puts what "were killed" puts.
    let reported = had && scene.holds(claim.sentence, tag::SAY) && scene.any(from, first, tag::SAY);
    if had && !reported {
        claim.soft = true;
    }

    // Earlier figures.
    if scene.holds(claim.sentence, tag::SUPERSEDED)
        && let Some(item) = (from..claim.at).rev().find(|&item| scene.is(item, tag::SUPERSEDED))
        && !between(scene, item, claim.at, tag::BUT, &breaks)
        && !scene.is(item, tag::REACHED)
        // "Fueron nueve, y no doce, los asesinados": the number stands before what it replaces.
        && !(scene.lang.grammar().composed && last == claim.at && claim.members.iter().all(|member| *member < item))
    {
        claim.superseded = true;
        claim.soft = false;
    }

    // A belligerent's word.
    if !matches!(claim.kind, Kind::Death)
        || claim.zero
        || sentence.tags & (tag::CLAIM | tag::SAY) == 0
        || scene.word(claim.at, &scene.lang.known().lives)
    {
        return;
    }
    let admits = |from: usize| sentence.tags & tag::ADMIT != 0 && scene.any(from, claim.at + 1, tag::ADMIT);
    let enemy = |item: &usize| scene.np(*item).is_some_and(|np| np.enemy);
    let claims = |&item: &usize| scene.is(item, tag::CLAIM) && !scene.is(item, tag::CLAIM_OFF);
    if !admits(from)
        && let Some(item) = (from..claim.at).find(claims)
    {
        let insurgent = scene.any(from, item, tag::INSURGENT | tag::ENEMY);
        let army = scene.any(from, item, tag::ARMY);
        let own = claim.members.iter().any(|&item| scene.any(item, item + 1, tag::OWN));
        let somebody = (from..item).any(|index| scene.np(index).is_some_and(|np| np.noun == Noun::Person && !np.enemy));
        // "It said it had received 15 bodies" tells of no deed of its own.
        let deed = claim.members.iter().any(|&item| item > claim.at);
        claim.alleged =
            insurgent || (army && !own) || ((deed || claim.members.iter().any(enemy)) && !(somebody || army));
    }
    if claim.members.iter().any(enemy)
        && scene.any(from, end, tag::SAY)
        && scene.any(from, end, tag::ARMY)
        && !admits(claim.at.saturating_sub(2).max(from))
        && !scene.is(claim.at, tag::UNREPORTED)
        && !claim.alleged
    {
        claim.alleged = true;
        // "14 soldiers and 23 rebels were killed": its own dead are admitted.
        claim.enemies_only = true;
    }
    // "Fourteen soldiers were killed, the rebels said".
    if !claim.alleged
        && sentence.tags & tag::INSURGENT != 0
        && !admits(from)
        && !claim.members.iter().any(enemy)
        && by_insurgents(scene, from, end)
    {
        claim.alleged = true;
    }
}

/// "The second attack", "la troisième attaque" as what a sentence begins with.
fn counted_event(scene: &Scene<'_>, from: usize, to: usize) -> bool {
    let (first, next) = (scene.items[from].first as usize, scene.items[to].first as usize);
    scene.toks[first..next]
        .windows(2)
        .any(|pair| pair[0].is(tag::ORDINAL) && pair[0].what == What::Word && pair[1].is(tag::EVENT))
}

/// Whether insurgents are who says what a sentence says.
fn by_insurgents(scene: &Scene<'_>, from: usize, end: usize) -> bool {
    let insurgent = |item: usize| {
        // "Militia leaders" are leaders.
        let last = scene.toks.get((scene.items[item].next as usize).saturating_sub(1));
        last.iter().any(|tok| tok.is(tag::INSURGENT) && !(tok.single && scene.lang.known().groups.contains(&tok.id)))
    };
    (from..end).any(|item| {
        if !scene.is(item, tag::SAY) {
            return false;
        }
        // "According to", "selon" stand before whom they name, verbs behind.
        if scene.is(item, tag::ACCORDING) {
            return item + 1 < end && insurgent(item + 1);
        }
        for before in (from..item).rev() {
            if insurgent(before) {
                return true;
            }
            let person = scene.np(before).is_some_and(|np| np.noun == Noun::Person);
            let mark = scene.np(before).is_none() && scene.tok(before).what != What::Word;
            if person || mark || scene.tok(before).entry.kind != Kind::None || scene.is(before, tag::VERB | tag::AND) {
                return false;
            }
        }
        false
    })
}

/// Judges the claims of one sentence by each other.
pub(crate) fn sequence(scene: &Scene<'_>, claims: &mut [Claim]) {
    for index in 0..claims.len() {
        let (before, rest) = claims.split_at_mut(index);
        let claim = &mut rest[0];
        // "Of the 27 wounded, three died".
        if claim.kind == Kind::Death
            && !claim.total
            && claim.members.iter().all(|&item| scene.np(item).is_some_and(|np| np.noun == Noun::Unknown))
            && before.iter().any(|earlier| {
                earlier.kind == Kind::Injury
                    && earlier.members.iter().any(|&item| scene.np(item).is_some_and(|np| np.in_pp && np.definite))
            })
        {
            claim.of_injured = true;
        }
        if claim.kind == Kind::Death && claim.subset {
            // "Dont deux sont décédés", "three of whom later died".
            match before
                .iter()
                .rev()
                .find(|earlier| matches!(earlier.kind, Kind::Injury | Kind::Death | Kind::Casualty))
            {
                Some(earlier) if earlier.kind == Kind::Injury => {
                    claim.subset = false;
                    claim.of_injured = true;
                }
                // "Three were taken, and one of them killed": nobody before them died.
                None => claim.subset = false,
                Some(_) => {}
            }
        }
        if claim.superseded
            && let Some(earlier) = before.iter().rev().find(|earlier| earlier.kind == claim.kind)
            && earlier.superseded
        {
            // One word of "at first" covers one figure.
            let mark = (scene.span(claim.sentence).0..claim.at).rev().find(|&item| scene.is(item, tag::SUPERSEDED));
            if mark.is_some_and(|mark| mark < earlier.at) {
                claim.superseded = false;
            }
        }
    }
}
