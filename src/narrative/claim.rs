//! Items as claims: what each predicate says of which people.

use super::chunk::{Counted, Item, Noun, Np, predicate};
use super::constructions::Site;
use super::lexicon::{Kind, Lang, form, tag};
use super::token::{Tok, What};
use crate::model::{Toll, Wording};
use smallvec::{SmallVec, smallvec};

/// Items of noun phrases; few claims count more than four.
pub(crate) type Members = SmallVec<[usize; 4]>;

/// One statement about people.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) kind: Kind,
    /// Items of the noun phrases counted.
    pub(crate) members: Members,
    /// Item of the predicate.
    pub(crate) at: usize,
    pub(crate) sentence: usize,
    /// Nobody: "no one was killed".
    pub(crate) zero: bool,
    /// A total by its own words: "the toll is 20".
    pub(crate) total: bool,
    /// A number that a later one replaced.
    pub(crate) superseded: bool,
    /// A belligerent's word on its enemy's dead.
    pub(crate) alleged: bool,
    /// In brackets behind another claim.
    pub(crate) aside: bool,
    /// Only of those among its members who are the enemy.
    pub(crate) enemies_only: bool,
    /// Of another event.
    pub(crate) background: bool,
    /// Perhaps of another event.
    pub(crate) soft: bool,
    /// Among the people of the claim before.
    pub(crate) subset: bool,
    /// Injured before they died.
    pub(crate) of_injured: bool,
    /// Somebody is named as saying so.
    pub(crate) attributed: bool,
    /// The claim counts on top of others: "two more".
    pub(crate) more: bool,
    /// A number that the claim states instead of its members'.
    pub(crate) value: Option<Toll>,
}

/// Everything that predicates are read from.
pub(crate) struct Scene<'a> {
    pub(crate) toks: &'a [Tok],
    pub(crate) items: &'a mut [Item],
    pub(crate) lang: Lang,
    pub(crate) sentences: &'a [Sentence],
}

/// A sentence: items from `from` to before `end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub(crate) from: usize,
    pub(crate) end: usize,
    /// What any of its words is, so that most searches end before they begin.
    pub(crate) tags: u128,
    /// Whether some number in it could be a year.
    pub(crate) year: bool,
}

/// Splits items into sentences.
pub(crate) fn sentences(toks: &[Tok], items: &[Item], out: &mut Vec<Sentence>) {
    out.clear();
    let mut from = 0;
    for (at, item) in items.iter().enumerate() {
        let stop = item.np.is_none() && toks[item.first as usize].what == What::Stop;
        if stop || at + 1 == items.len() {
            let words = &toks[items[from].first as usize..item.next as usize];
            let tags = words.iter().fold(0, |tags, tok| tags | tok.entry.tags);
            out.push(Sentence { from, end: at + 1, tags, year: words.iter().any(Tok::year) });
            from = at + 1;
        }
    }
}

impl Scene<'_> {
    pub(crate) fn tok(&self, item: usize) -> &Tok {
        &self.toks[self.items[item].first as usize]
    }

    pub(crate) fn np(&self, item: usize) -> Option<&Np> {
        self.items.get(item).and_then(|item| item.np.as_ref())
    }

    pub(super) fn what(&self, item: usize) -> What {
        self.tok(item).what
    }

    /// Tags of a single token; nothing for a noun phrase.
    pub(crate) fn tags(&self, item: usize) -> u128 {
        if self.np(item).is_some() { 0 } else { self.tok(item).entry.tags }
    }

    pub(crate) fn is(&self, item: usize, tags: u128) -> bool {
        self.tags(item) & tags != 0
    }

    pub(super) fn kind(&self, item: usize) -> Kind {
        if self.np(item).is_none() && predicate(self.tok(item)) { self.tok(item).entry.kind } else { Kind::None }
    }

    pub(super) fn forms(&self, item: usize) -> u8 {
        self.tok(item).entry.forms
    }

    pub(super) fn person(&self, item: usize) -> bool {
        self.np(item).is_some_and(|np| matches!(np.noun, Noun::Person | Noun::Unknown))
    }

    /// Item range of a sentence.
    pub(crate) fn span(&self, sentence: usize) -> (usize, usize) {
        let sentence = &self.sentences[sentence];
        (sentence.from, sentence.end)
    }

    /// Whether any word of a sentence has one of those tags.
    pub(crate) fn holds(&self, sentence: usize, tags: u128) -> bool {
        self.sentences[sentence].tags & tags != 0
    }

    /// Whether a token from one item to before another has one of those tags.
    pub(crate) fn any(&self, from: usize, to: usize, tags: u128) -> bool {
        let to = to.min(self.items.len());
        if from >= to {
            return false;
        }
        let (first, next) = (self.items[from].first as usize, self.items[to - 1].next as usize);
        self.toks[first..next].iter().any(|tok| tok.is(tags))
    }

    pub(crate) fn find(&self, from: usize, to: usize, tags: u128) -> Option<usize> {
        (from..to.min(self.items.len())).find(|&item| self.is(item, tags))
    }

    /// All claims of one sentence.
    /// Returns whether something is said of deaths that no claim holds.
    pub(crate) fn claims(&self, sentence: usize, taken: &mut [bool], out: &mut Vec<Claim>) -> bool {
        let (from, end) = self.span(sentence);
        let begin = out.len();
        let mut doubt = false;
        for at in from..end {
            let kind = self.kind(at);
            if kind == Kind::None && !self.is(at, tag::NOTHING | tag::NOTHING_KILLED) {
                continue;
            }
            let blank = Claim {
                kind,
                members: Members::new(),
                at,
                sentence,
                zero: false,
                total: false,
                superseded: false,
                alleged: false,
                enemies_only: false,
                aside: false,
                background: false,
                soft: false,
                subset: false,
                of_injured: false,
                attributed: false,
                more: false,
                value: None,
            };
            if self.is(at, tag::NOTHING | tag::NOTHING_KILLED) {
                let reported = self.any(at, end, tag::UNREPORTED) || self.any(from, end, tag::HYPO);
                doubt |= reported;
                if !reported {
                    out.push(Claim { kind: Kind::Death, zero: true, ..blank.clone() });
                    if self.is(at, tag::NOTHING) {
                        out.push(Claim { kind: Kind::Injury, zero: true, ..blank });
                    }
                }
                continue;
            }
            if kind == Kind::Unhurt {
                out.push(Claim { kind: Kind::Unhurt, zero: true, ..blank });
                continue;
            }
            let forms = self.forms(at);
            if kind == Kind::Casualty
                && forms & form::NOUN != 0
                && (at + 1..(at + 4).min(end)).any(|next| self.kind(next) == Kind::Death)
                && self.any(at + 1, at + 2, tag::BE)
            {
                continue;
            }
            let (left, aux) = self.auxiliaries(at, from);
            if aux & tag::NOT != 0 {
                // "Aucun des otages n'a été tué".
                if forms & (form::PARTICIPLE | form::INTRANSITIVE) != 0 && self.subject(left, from, taken).nobody {
                    out.push(Claim { zero: true, ..blank });
                }
                continue;
            }
            // "To kill", "de tuer": not yet done.
            if at > from
                && self.is(at - 1, tag::PREP | tag::OF)
                && forms & form::ACTIVE != 0
                && self.word(at, &self.lang.known().infinitives)
            {
                continue;
            }
            let mut claim = blank;
            let right = self.object_start(at, end);
            let passive = aux & tag::BE != 0;
            let perfect = aux & (tag::HAVE | tag::HAD) != 0 && !passive;
            let object = if right < end && self.person(right) { self.objects(right, end) } else { Members::new() };
            if forms & form::NOMINAL != 0 || forms & (form::ACTIVE | form::PARTICIPLE) == form::ACTIVE {
                claim.members = object.clone();
                // "Fourteen bodies of attackers": the number is said of the noun.
                let uncounted = |item: &usize| self.np(*item).is_some_and(|np| np.counted == Counted::Bare);
                if forms & form::NOMINAL != 0
                    && claim.members.iter().all(uncounted)
                    && let Some(ahead) = self.before_noun(at, from).filter(|&np| {
                        !taken[np] && self.np(np).is_some_and(|np| np.counted == Counted::Number && np.plural)
                    })
                {
                    claim.members = smallvec![ahead];
                }
            } else if forms & form::PARTICIPLE != 0 {
                let ahead = self.before_noun(at, from).filter(|&np| !taken[np]);
                let active = !passive
                    && !object.is_empty()
                    && (perfect || ahead.is_none() || self.np(right).is_some_and(|np| np.noun == Noun::Person));
                if active {
                    claim.members = object.clone();
                } else if passive || ahead.is_some() || !perfect {
                    let mut subject = self.subject(left, from, taken);
                    if let Some(ahead) = ahead.filter(|&np| !passive && self.np(np).is_some_and(|np| np.in_pp)) {
                        // "Among the nine people killed".
                        subject.list = smallvec![ahead];
                        subject.nobody = false;
                    }
                    if subject.nobody {
                        claim.zero = true;
                    } else if passive || ahead.is_some() {
                        claim.members = subject.list;
                        claim.of_injured = subject.injured;
                    } else if !subject.blocked {
                        // "Soldier killed in ambush", "8 from one village killed".
                        claim.members = subject.list;
                        let counted = |item: &usize| {
                            self.np(*item).is_some_and(|np| match np.counted {
                                Counted::Number | Counted::Others => true,
                                Counted::Article => self.near(*item, left),
                                Counted::Bare => self.leads(*item, from) && self.near(*item, left),
                                Counted::Definite => *item == from && self.near(*item, left),
                            })
                        };
                        if !claim.members.iter().any(counted) {
                            claim.members.clear();
                        }
                    }
                    if claim.members.is_empty() && !claim.zero && forms & form::NOUN != 0 {
                        claim.members = ahead.into_iter().collect();
                    }
                }
            } else if forms & form::INTRANSITIVE != 0 && (passive || perfect || forms & form::NOUN == 0) {
                let subject = self.subject(left, from, taken);
                claim.zero = subject.nobody;
                claim.members = subject.list;
                claim.of_injured = subject.injured;
                if claim.members.is_empty() && !claim.zero && forms & form::NOUN != 0 {
                    claim.members = self.before_noun(at, from).into_iter().collect();
                }
            } else if forms & form::NOUN != 0 {
                if at > from && self.is(at - 1, tag::NO) && !self.any(at, end, tag::UNREPORTED) {
                    claim.zero = true;
                } else {
                    claim.members = self.before_noun(at, from).filter(|&np| !taken[np]).into_iter().collect();
                    // "Two soldiers and five rebels dead".
                    if let Some(&last) = claim.members.first() {
                        let whole = self.subject(last + 1, from, taken).list;
                        if whole.len() > 1 && whole.iter().all(|&np| self.person(np)) {
                            claim.members = whole;
                        }
                    }
                    // "Deaths: 5".
                    if claim.members.is_empty()
                        && at + 2 < end
                        && self.what(at + 1) == What::Colon
                        && self.np(at + 1).is_none()
                    {
                        claim.members = self
                            .np(at + 2)
                            .filter(|np| np.counted == Counted::Number && np.noun == Noun::Unknown)
                            .map(|_| at + 2)
                            .into_iter()
                            .collect();
                    }
                }
            }
            super::constructions::complete(self, &Site { at, from, end, left, forms }, &mut claim, taken);
            // Coordinated predicates share their people.
            if claim.members.is_empty() && !claim.zero && claim.value.is_none() && at >= from + 2 {
                let mut before = at - 1;
                while before > from && self.is(before, tag::ADV | tag::BE) {
                    before -= 1;
                }
                if self.is(before, tag::AND)
                    && let Some(last) = out.last()
                    && last.sentence == sentence
                    && last.at + 1 == before
                    && last.kind != Kind::Injury
                    && right >= end.min(at + 1)
                    && object.is_empty()
                {
                    claim.members = last.members.clone();
                }
                // "Captured two bandits and killed them".
                if right < end
                    && self.is(right, tag::THEM | tag::HIM)
                    && let Some(last) = out.last()
                    && last.sentence == sentence
                    && last.kind != kind
                    && last.kind != Kind::Death
                {
                    claim.members = last.members.clone();
                }
            }
            // "Was removed from a bus and executed": the auxiliary of the first verb.
            if claim.members.is_empty()
                && !claim.zero
                && object.is_empty()
                && forms & form::PARTICIPLE != 0
                && at > from + 2
                && left > from
                && self.is(left - 1, tag::AND)
            {
                // "Were abducted, tied up, and executed".
                if let Some(last) = out.last()
                    && last.sentence == sentence
                    && last.kind == Kind::Abduction
                    && (last.at + 1..left - 1).all(|index| {
                        self.np(index).map_or(matches!(self.what(index), What::Word | What::Comma), |np| np.in_pp)
                    })
                {
                    claim.members = last.members.clone();
                }
                let reach = if claim.members.is_empty() { 9 } else { 0 };
                for index in (from..left - 1).rev().take(reach) {
                    if self.is(index, tag::BE) && self.np(index).is_none() {
                        let (start, _) = self.auxiliaries(index, from);
                        claim.members = self.subject(start.min(index), from, taken).list;
                        break;
                    }
                    let stops = self.np(index).is_some_and(|np| !np.in_pp)
                        || (self.np(index).is_none()
                            && (self.what(index) != What::Word || self.kind(index) != Kind::None));
                    if stops {
                        break;
                    }
                }
            }
            // "Twelve of the 30 people wounded have died": thirty were wounded, and the twelve are the dead's.
            if claim.kind == Kind::Injury
                && !passive
                && object.is_empty()
                && let [only] = claim.members[..]
                && let Some(whole) = self.np(only).and_then(|np| np.out_of)
                && (at + 1..end).any(|next| self.kind(next) == Kind::Death)
            {
                out.push(Claim { value: Some(whole), ..claim });
                continue;
            }
            self.settle(&mut claim, end);
            if claim.members.is_empty() && !claim.zero && claim.value.is_none() {
                // "He was later lynched": one whom nobody counted; the first of the dead is whom they took.
                let uncounted = kind == Kind::Death
                    && left > from
                    && self.is(left - 1, tag::PRON)
                    && (passive || forms & form::INTRANSITIVE != 0);
                let somebody =
                    |item: usize| self.np(item).is_some_and(|np| np.noun == Noun::Person && !np.plural && !np.in_pp);
                if uncounted
                    && passive
                    && self.word(left - 1, &self.lang.known().singular)
                    && !out.iter().any(|claim| matches!(claim.kind, Kind::Death | Kind::Neutralised | Kind::Casualty))
                    && (0..left).any(somebody)
                {
                    out.push(Claim { value: Some(Toll::exact(1)), ..claim });
                } else {
                    doubt |= uncounted;
                }
                continue;
            }
            claim.members.iter().for_each(|&np| taken[np] = true);
            self.spread(&mut claim, end, taken);
            claim.members.iter().for_each(|&np| taken[np] = true);
            out.push(claim);
        }
        self.tolls(sentence, begin, taken, out);
        super::constructions::closing_line(self, sentence, begin, out);
        self.rivals(sentence, begin, taken, out);
        for claim in &mut out[begin..] {
            super::context::judge(self, claim);
        }
        super::context::sequence(self, &mut out[begin..]);
        self.asides(begin, out);
        doubt
    }

    /// "Killed at least 20 villagers (some sources say 50)": what stands in brackets behind a claim is about the same people.
    fn asides(&self, begin: usize, out: &mut [Claim]) {
        let deadly =
            |claim: &Claim| matches!(claim.kind, Kind::Death | Kind::Neutralised) && !claim.zero && !claim.subset;
        for index in begin + 1..out.len() {
            let claim = &out[index];
            let (from, _) = self.span(claim.sentence);
            let mark = |item: &usize| self.np(*item).is_none() && matches!(self.what(*item), What::Open | What::Close);
            let Some(open) = (from..claim.at).rev().find(mark).filter(|&item| self.what(item) == What::Open) else {
                continue;
            };
            // "Hamba (6 dead), Lola (10 dead)": brackets behind brackets are a list.
            let bracketed =
                |claim: &Claim| (from..claim.at).rev().find(mark).is_some_and(|item| self.what(item) == What::Open);
            if deadly(claim)
                && out[begin..index].iter().any(|before| deadly(before) && before.at < open && !bracketed(before))
            {
                out[index].aside = true;
            }
        }
    }

    /// Whether the item is that one word, and no phrase that begins with it.
    pub(crate) fn word(&self, item: usize, ids: &[u32]) -> bool {
        let tok = self.tok(item);
        tok.id != 0 && tok.single && ids.contains(&tok.id)
    }

    pub(super) fn near(&self, item: usize, left: usize) -> bool {
        (item + 1..left).all(|index| {
            self.np(index).is_none()
                && self.what(index) == What::Word
                && self.tags(index) & !(tag::ADV | tag::IS_EN | tag::IS_FR) == 0
        })
    }

    /// Drops members that cannot be meant.
    pub(super) fn settle(&self, claim: &mut Claim, end: usize) {
        if self.is(claim.at, tag::NEEDS_PERSON) {
            let person = |item: &usize| self.np(*item).is_some_and(|np| np.noun == Noun::Person);
            if !claim.members.iter().any(person) {
                claim.members.clear();
            }
        }
        // A bare plural or "the men" says too little beside a number, and alone only after the fact.
        let (from, _) = self.span(claim.sentence);
        // "NATO soldier, 6 militants killed", "Two soldiers, civilian killed": a headline leaves the articles out.
        let headline = claim.kind == Kind::Death
            && claim.members.first().is_some_and(|&item| self.leads(item, from))
            && claim.members.last().is_some_and(|&item| item < claim.at && self.near(item, claim.at));
        let one = |item: usize| headline && self.np(item).is_some_and(|np| np.counted == Counted::Bare && !np.plural);
        claim.members.retain(|item| {
            self.np(*item).is_some_and(|np| match np.counted {
                Counted::Bare => {
                    let beside = self.lang.grammar().bare_singular && item.abs_diff(claim.at) <= 2;
                    np.noun == Noun::Person && (np.plural || self.leads(*item, from) || one(*item) || beside)
                }
                Counted::Definite => np.noun == Noun::Person && (!np.plural || np.definite),
                _ => true,
            })
        });
        // "Two gendarmes and soldiers", "seven men in front of women and children": the number says it all.
        let counted = |item: &usize| self.np(*item).is_some_and(|np| np.counted != Counted::Bare);
        if claim.members.iter().any(counted) {
            claim.members.retain(|item| counted(item) || one(*item));
        }
        let wordless = |item: &usize| {
            self.np(*item).is_some_and(|np| np.counted == Counted::Definite && np.plural && np.toll.said.is_none())
        };
        // "The attackers were killed" is open; "the victims" and such say nothing new.
        claim.members.retain(|item| !wordless(item));
        claim.more = claim.members.first().and_then(|&item| self.np(item)).is_some_and(|np| np.other)
            || self.any(claim.at, (claim.at + 2).min(end), tag::ALSO)
            || (claim.at > 0 && self.is(claim.at - 1, tag::ALSO));
        if let Some(np) = claim.members.first().and_then(|&item| self.np(item)) {
            claim.subset |= np.of_them && !np.of_wounded;
            claim.of_injured |= np.of_wounded;
        }
        claim.subset |=
            !claim.members.is_empty() && claim.members.iter().all(|&item| self.np(item).is_some_and(|np| np.subset));
    }
}

/// The claim's number, from its members.
pub(crate) fn toll(scene: &Scene<'_>, claim: &Claim) -> Option<Toll> {
    if claim.zero {
        return Some(Toll::exact(0));
    }
    if let Some(value) = claim.value {
        return Some(value);
    }
    let mut sum: Option<Toll> = None;
    let mut last = None;
    for &item in &claim.members {
        let Some(np) = scene.np(item) else { continue };
        // "Загинуло дев'ятеро, у Терновій — стільки ж": as many as the member before.
        let toll = if np.same { last.unwrap_or(np.toll) } else { claimed(claim, np) };
        last = Some(toll);
        sum = Some(match sum {
            None => toll,
            Some(sum) => add(sum, toll),
        });
    }
    sum
}

/// A number as far as its predicate lets it stand.
pub(crate) fn claimed(claim: &Claim, np: &Np) -> Toll {
    let toll = np.toll;
    let alleged = claim.alleged && (np.enemy || !claim.enemies_only);
    if alleged || matches!(claim.kind, Kind::Neutralised | Kind::Casualty) {
        Toll { low: 0, wording: Wording::UpTo, ..toll }
    } else {
        toll
    }
}

/// Both together.
pub(crate) fn add(a: Toll, b: Toll) -> Toll {
    let said = match (a.said, b.said) {
        (Some(a), Some(b)) => a.checked_add(b),
        _ => None,
    };
    Toll {
        low: a.low.saturating_add(b.low),
        high: a.high.zip(b.high).map(|(a, b)| a.saturating_add(b)),
        said,
        wording: if a.wording == b.wording { a.wording } else { Wording::Between },
    }
}
