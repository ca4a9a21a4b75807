//! Figures that no predicate holds: stated totals, other sources' numbers, parts listed by place.

use super::chunk::{Counted, Noun, Np};
use super::claim::{Claim, Members, Scene};
use super::lexicon::{Kind, tag};
use super::token::{Tok, What};
use crate::model::{Toll, Wording};
use smallvec::smallvec;

/// A number and nothing else.
fn rival_number(np: Option<&Np>) -> bool {
    np.is_some_and(|np| {
        np.noun == Noun::Unknown
            && np.group.is_none()
            && np.counted == Counted::Number
            && !(np.subset || np.in_pp || np.other || np.of_them)
    })
}

impl Scene<'_> {
    /// "20 were killed in Karou, 14 in Ouatagouna and others in Daoutegeft": the parts after the first.
    pub(super) fn spread(&self, claim: &mut Claim, end: usize, taken: &[bool]) {
        if claim.kind != Kind::Death || claim.zero {
            return;
        }
        let last = claim.members.iter().copied().max().unwrap_or(claim.at).max(claim.at);
        let mut index = last + 1;
        let mut linked = false;
        while index < end {
            if let Some(np) = self.np(index) {
                if linked && !np.in_pp && !np.subset {
                    // "Убиты двое, в Пятисотенном — трое".
                    let dashed = self.lang.grammar().bare_singular
                        && index > 0
                        && self.np(index - 1).is_none()
                        && self.what(index - 1) == What::Dash
                        && !self.holds(claim.sentence, tag::SAY);
                    let elliptic = (np.noun == Noun::Unknown || np.other)
                        && matches!(np.counted, Counted::Number | Counted::Others)
                        && !taken[index]
                        && (dashed || self.place_after(index).is_some() || (np.other && self.day_after(index)));
                    if !elliptic {
                        break;
                    }
                    claim.members.push(index);
                    linked = false;
                }
            } else {
                let tags = self.tags(index);
                match self.what(index) {
                    What::Comma => linked = true,
                    What::Semicolon | What::Colon | What::Stop => break,
                    _ if tags & tag::AND != 0 => linked = true,
                    _ if self.kind(index) != Kind::None
                        || (tags & tag::VERB != 0 && tags & tag::ADV == 0 && (linked || tags & tag::SAY != 0))
                        || tags & (tag::SUBORD | tag::BUT | tag::INCL | tag::REL) != 0 =>
                    {
                        break;
                    }
                    _ => {}
                }
            }
            index += 1;
        }
    }

    /// "Two others on Tuesday", "deux autres mardi".
    fn day_after(&self, item: usize) -> bool {
        let next = self.items[item].next as usize;
        let words = &self.toks[next.min(self.toks.len())..(next + 2).min(self.toks.len())];
        match words {
            [day, ..] if day.is(tag::WEEKDAY) => true,
            [prep, day] => prep.is(tag::PREP | tag::DEF) && day.is(tag::WEEKDAY),
            _ => false,
        }
    }

    /// Bytes of the place named right after an item: "in Karou", "à Tabi-Haoussa".
    pub(crate) fn place_after(&self, item: usize) -> Option<(u32, u32)> {
        let mut at = self.items[item].next as usize;
        let prep = self.toks.get(at)?;
        if !prep.is(tag::PLACE_PREP) {
            return None;
        }
        at += 1;
        // "The village of", "le hameau de", "le village d'".
        let mut guard = 0;
        while let Some(tok) = self.toks.get(at)
            && tok.what == What::Word
            && (tok.is(tag::DEF | tag::OF | tag::THING) || tok.id != 0 && !tok.cap && tok.entry.tags == 0)
            && (!tok.cap || tok.is(tag::DEF))
            && guard < 4
        {
            at += 1;
            guard += 1;
        }
        let first = self.toks.get(at)?;
        let names = |tok: &Tok| {
            tok.what == What::Word
                && tok.cap
                && !tok.is(tag::MONTH | tag::WEEKDAY | tag::NUMBER | tag::PERSON | tag::DEF)
        };
        if !names(first) {
            return None;
        }
        let mut end = first.end;
        at += 1;
        while let Some(tok) = self.toks.get(at)
            && names(tok)
        {
            end = tok.end;
            at += 1;
        }
        Some((first.start, end))
    }

    /// "The police speak of four dead, residents of at least nine": the figure of another source.
    pub(super) fn rivals(&self, sentence: usize, begin: usize, taken: &[bool], out: &mut Vec<Claim>) {
        if !self.holds(sentence, tag::SAY) {
            return;
        }
        let (from, end) = self.span(sentence);
        let Some(first) = out[begin..].iter().find(|claim| claim.kind == Kind::Death && !claim.members.is_empty())
        else {
            return;
        };
        if !self.any(from, first.at, tag::SAY) && !self.any(first.at, end, tag::ACCORDING) {
            return;
        }
        let model = first.clone();
        // Items are looked at in the scene as well as in `taken`, so their numbers are what counts.
        #[allow(clippy::needless_range_loop)]
        for item in (model.at + 1)..end {
            let rival = self.np(item).is_some_and(|np| {
                np.noun == Noun::Unknown && np.counted == Counted::Number && np.in_pp && !np.subset && !taken[item]
            });
            let source = rival
                && item >= from + 2
                && self.is(item - 1, tag::OF)
                && self.np(item - 2).is_some_and(|np| {
                    np.noun == Noun::Person && matches!(np.counted, Counted::Definite | Counted::Bare)
                });
            // "132 dead according to the government, at least 160 according to residents".
            let weighed = self.np(item).is_some_and(|np| {
                np.noun == Noun::Unknown && np.counted == Counted::Number && !np.subset && !np.other && !taken[item]
            }) && item + 1 < end
                && self.is(item + 1, tag::ACCORDING)
                && self.any(model.at, item, tag::ACCORDING);
            // "One source speaks of 22 dead, a councillor counts 26".
            let counted = rival_number(self.np(item)) && !taken[item] && item > model.at + 1 && {
                let before = if self.is(item - 1, tag::REL | tag::ADV) { item - 2 } else { item - 1 };
                self.is(before, tag::SAY) && !self.is(before, tag::ACCORDING)
            };
            // "La policía cuenta tres muertos; los cocaleros, ocho": another's number across a semicolon.
            let contrast = rival_number(self.np(item))
                && !taken[item]
                && item > from + 2
                && self.np(item - 1).is_none()
                && matches!(self.what(item - 1), What::Comma | What::Dash)
                && (model.at..item).any(|index| {
                    self.np(index).is_none()
                        && (self.what(index) == What::Semicolon
                            || self.what(item - 1) == What::Dash && self.what(index) == What::Comma)
                })
                && self.lang.grammar().composed;
            if source || weighed || counted || contrast {
                let value = self.np(item).map(|np| np.toll);
                out.push(Claim { members: smallvec![item], at: item, attributed: true, value, ..model.clone() });
            }
        }
    }

    /// Totals: "the toll stands at 40", "le bilan passe de 14 à 21", "porte à 16 le nombre de morts".
    pub(super) fn tolls(&self, sentence: usize, begin: usize, taken: &mut [bool], out: &mut Vec<Claim>) {
        let (from, end) = self.span(sentence);
        if !self.holds(sentence, tag::TOLL | tag::INJURY_TOLL) {
            return;
        }
        let (at, kind) = match (self.find(from, end, tag::TOLL), self.find(from, end, tag::INJURY_TOLL)) {
            (Some(at), _) => (at, Kind::Death),
            (None, Some(at)) => (at, Kind::Injury),
            (None, None) => return,
        };
        let update = self.holds(sentence, tag::UPDATE);
        let make = |value: Option<Toll>, members: Members| Claim {
            kind,
            members,
            at,
            sentence,
            zero: false,
            total: true,
            superseded: false,
            alleged: false,
            enemies_only: false,
            aside: false,
            background: false,
            soft: false,
            subset: false,
            of_injured: false,
            attributed: true,
            more: false,
            value,
        };
        let value = |np: &Np| match np.from_to {
            Some((_, last)) if update => Some(Toll::exact(last)),
            // "Возросло до 12": reached, and not at most.
            None if update && np.toll.wording == Wording::UpTo && self.lang.grammar().inverted_about => {
                np.toll.said.map(Toll::exact)
            }
            _ => None,
        };
        // "Porte à 16 le nombre de morts".
        if at > from
            && let Some(item) = (from..at).rev().take(4).find(|&item| self.np(item).is_some())
            && self.np(item).is_some_and(|np| np.counted == Counted::Number && np.noun == Noun::Unknown)
            && self.any(from, item, tag::UPDATE)
            && !taken[item]
        {
            taken[item] = true;
            out.push(make(None, smallvec![item]));
            return;
        }
        let mut found = false;
        let mut seen = at;
        let mut steps = 0;
        let mut index = at;
        while index + 1 < end {
            index += 1;
            steps += 1;
            if steps > 24 {
                break;
            }
            if let Some(position) = out[begin..]
                .iter()
                .position(|claim| claim.kind == kind && !claim.zero && claim.members.contains(&index))
            {
                let claim = &mut out[begin + position];
                if !found && !claim.subset {
                    let np = self.np(index);
                    claim.total = true;
                    claim.value = np.and_then(value);
                    found = true;
                    seen = index;
                }
                continue;
            }
            if self.what(index) == What::Stop && self.np(index).is_none() {
                break;
            }
            let Some(np) = self.np(index) else {
                continue;
            };
            if taken[index] || np.subset || np.counted != Counted::Number {
                continue;
            }
            if !matches!(np.noun, Noun::Unknown | Noun::Person) {
                continue;
            }
            let before = if index > from { self.tags(index - 1) } else { 0 };
            let colon = index > from && self.np(index - 1).is_none() && self.what(index - 1) == What::Colon;
            // "N'est plus de 9 mais de 13": an update, but not to the number after "no longer".
            let linked = before & (tag::REACHED | tag::UPDATE | tag::BE) != 0 && before & tag::NOT == 0
                || colon
                || np.from_to.is_some()
                // "Число жертв — 58".
                || self.lang.grammar().composed && self.np(index - 1).is_none() && self.what(index - 1) == What::Dash
                // "Fallecidos: 5".
                || index == at + 1 && !self.tok(at).single && self.np(at).is_none();
            let adverbs = index > from + 1
                && before & (tag::ADV | tag::DEF) != 0
                && self.tags(index - 2) & (tag::REACHED | tag::UPDATE | tag::BE) != 0;
            let vague_article = np.toll.said == Some(1) && !np.plural;
            let origin = index > from && self.word(index - 1, &self.lang.known().from);
            if origin && np.from_to.is_none() {
                // "Down to 12, from the 19".
                continue;
            }
            let revised = found && self.any(seen, index, tag::UPDATE) && before & tag::REACHED != 0;
            if (linked || adverbs) && (!found || revised) && !vague_article {
                if revised && let Some(last) = out.last_mut() {
                    last.superseded = true;
                }
                found = true;
                seen = index;
                taken[index] = true;
                out.push(make(value(np), smallvec![index]));
            }
        }
    }
}
