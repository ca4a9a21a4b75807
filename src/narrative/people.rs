//! Whom a predicate is said of: subjects to its left, objects to its right.

use super::chunk::{Counted, Noun};
use super::claim::{Members, Scene};
use super::lexicon::{Kind, form, tag};
use super::token::What;

impl Scene<'_> {
    /// The item before which the auxiliaries of a predicate begin, and which there are.
    pub(super) fn auxiliaries(&self, at: usize, from: usize) -> (usize, u128) {
        let mut index = at;
        let mut seen = 0;
        while index > from {
            let before = index - 1;
            let tags = self.tags(before);
            let aux = tags & (tag::BE | tag::HAVE | tag::HAD | tag::MODAL);
            if aux != 0 && tags & tag::PRON == 0 {
                seen |= aux;
            } else if tags & (tag::ADV | tag::NOT | tag::ALSO) != 0 && self.kind(before) == Kind::None {
                seen |= tags & tag::NOT;
            } else if tags & (tag::AND | tag::OR) != 0
                && before > from
                && (self.is(before - 1, tag::VERB)
                    || (self.kind(before - 1) != Kind::None && self.forms(before - 1) & form::PARTICIPLE != 0))
                && self.auxiliaries(before - 1, from).1 & (tag::BE | tag::HAVE | tag::HAD) != 0
            {
                // "Were abducted and killed": the auxiliary is shared.
                index = before;
                continue;
            } else if self.is(before, tag::VERB)
                && seen == 0
                && (index < at
                    || (before > from && self.is(before - 1, tag::BE))
                    || (before > from + 1 && self.is(before - 1, tag::ADV) && self.is(before - 2, tag::BE)))
            {
                index = before;
                continue;
            } else {
                break;
            }
            index = before;
        }
        (index, seen)
    }

    /// The people left of a predicate that it is said of.
    pub(super) fn subject(&self, end: usize, from: usize, taken: &[bool]) -> Subject {
        let mut list = Members::new();
        let mut joined = true;
        let mut and = false;
        let mut index = end;
        let mut injured = false;
        let mut depth = 0;
        // "Ten injured, of whom two died": the two, where nobody else is left.
        let mut among = None;
        while index > from {
            index -= 1;
            let what = if self.np(index).is_some() { What::Word } else { self.what(index) };
            if what == What::Close {
                depth += 1;
                continue;
            }
            if what == What::Open {
                if depth == 0 {
                    break;
                }
                depth -= 1;
                continue;
            }
            if depth > 0 {
                continue;
            }
            if let Some(np) = self.np(index) {
                // "Seven people were shot, one of them was killed": right before the predicate stand those it is said of.
                if np.of_them && !np.of_wounded && list.is_empty() && index + 1 == end && !taken[index] {
                    list.push(index);
                    return Subject { list, injured, blocked: false, nobody: false };
                }
                if np.subset {
                    if list.is_empty() && matches!(np.noun, Noun::Person | Noun::Unknown) && !taken[index] {
                        among = Some(index);
                    }
                    continue;
                }
                // "Son seis, y no diez, los muertos".
                let denied =
                    self.lang.grammar().composed && index > from && self.is(index - 1, tag::NOT | tag::SUPERSEDED);
                if matches!(np.noun, Noun::Measure) || denied {
                    continue;
                }
                if np.in_pp {
                    continue;
                }
                if np.counted == Counted::Article
                    && np.noun == Noun::Unknown
                    && np.group.is_none()
                    && !np.other
                    && !np.of_them
                {
                    continue;
                }
                if taken[index] {
                    // "Two children who were wounded died", "23 men arrested by the army were executed".
                    let reduced = among.is_none()
                        && self.np(index + 1).is_none()
                        && self.forms(index + 1) & form::PARTICIPLE != 0
                        && self.kind(index + 1) != Kind::Death;
                    if list.is_empty() && (self.is(index + 1, tag::REL) || reduced) {
                        let before = |kinds: &[Kind]| (index + 1..end).any(|item| kinds.contains(&self.kind(item)));
                        injured |= before(&[Kind::Injury]);
                        if injured || reduced && before(&[Kind::Abduction, Kind::Missing]) {
                            list.push(index);
                        }
                    }
                    break;
                }
                match np.noun {
                    Noun::Thing | Noun::Animal => {
                        let apposed = np.counted == Counted::Article && list.is_empty();
                        if apposed && index > from && self.what(index - 1) == What::Comma {
                            continue;
                        }
                        if list.is_empty() {
                            return Subject { list, injured, blocked: true, nobody: self.none_of(from, end) };
                        }
                        break;
                    }
                    _ => {
                        // "They ambushed a convoy near the mine, four people were killed": only "and" makes a list of what is apart.
                        let apart = !list.is_empty()
                            && !and
                            && (self.np(index + 1).is_some() || self.what(index + 1) != What::Comma);
                        if !joined || apart {
                            break;
                        }
                        // "The dead man's brother, shepherds from X, were": a plural that only explains.
                        if !list.is_empty() && !and {
                            let counts = |item: usize| {
                                self.np(item).is_some_and(|np| {
                                    matches!(np.counted, Counted::Number | Counted::Article | Counted::Others)
                                })
                            };
                            let last = list.last().copied().unwrap_or(index);
                            // "NATO soldier, 6 militants killed", "Two soldiers, civilian killed": headlines.
                            let one = |item: usize| {
                                self.np(item).is_some_and(|np| {
                                    np.counted == Counted::Bare && !np.plural && np.noun == Noun::Person
                                })
                            };
                            let headline = (one(last) || one(index))
                                && self.leads(index, from)
                                && !self.is(end, tag::BE | tag::HAVE | tag::HAD);
                            if headline {
                                // Each is one of the list.
                            } else if !counts(last) && counts(index) {
                                // The apposition goes, the counted phrase stays.
                                list.pop();
                            } else if !(counts(last) && counts(index)) {
                                break;
                            }
                        }
                        list.push(index);
                        // A list goes on where a comma or "and" stands right before its member.
                        let link = |item: usize| {
                            item >= from
                                && self.np(item).is_none()
                                && (self.what(item) == What::Comma || self.is(item, tag::AND))
                        };
                        joined = index > from && link(index - 1);
                        and |= index > from && self.is(index - 1, tag::AND) && self.np(index - 1).is_none();
                        continue;
                    }
                }
            }
            if what == What::Comma {
                continue;
            }
            if matches!(what, What::Semicolon | What::Colon | What::Stop) {
                break;
            }
            if what == What::Dash && !self.tok(index).glued {
                // "Three people - a councillor, an imam and an old man - were killed".
                let dash = |item: &usize| self.np(*item).is_none() && self.what(*item) == What::Dash;
                if let Some(open) = (from..index).rev().find(dash).filter(|_| list.is_empty() && index + 1 == end) {
                    index = open;
                    continue;
                }
                break;
            }
            let tags = self.tags(index);
            if tags & tag::AND != 0 && self.kind(index) == Kind::None {
                continue;
            }
            // "Aucun des otages": the people are whom nobody is of.
            if tags & tag::NOBODY != 0 && (list.is_empty() || list[..] == [index + 1]) {
                return Subject { list, injured, blocked: true, nobody: true };
            }
            if tags & tag::INCL != 0 {
                continue;
            }
            if self.kind(index) == Kind::Casualty && list.is_empty() && self.forms(index) & form::NOUN != 0 {
                // "The 12 victims were buried".
                continue;
            }
            if self.kind(index) != Kind::None {
                let reduced = list.is_empty()
                    && self.forms(index) & form::PARTICIPLE != 0
                    && index > from
                    && (self.np(index - 1).is_some() || self.is(index - 1, tag::REL | tag::BE | tag::ADV))
                    && self.kind(index) != Kind::Death;
                if reduced {
                    injured |= self.kind(index) == Kind::Injury;
                    continue;
                }
                break;
            }
            if tags & (tag::SUBORD | tag::BUT | tag::PRON) != 0 {
                break;
            }
            if tags & tag::REL != 0 {
                if list.is_empty() {
                    continue;
                }
                break;
            }
            if tags & (tag::VERB | tag::SAY) != 0 && tags & tag::ADV == 0 {
                let relative = list.is_empty()
                    && index > from
                    && (self.np(index - 1).is_some()
                        || self.is(index - 1, tag::REL | tag::HAVE | tag::BE)
                        || self.lang.grammar().composed && self.is(index - 1, tag::ADV));
                if relative && tags & tag::SAY == 0 {
                    continue;
                }
                break;
            }
        }
        // "A man who tried to stop the kidnappers was shot": not the object of the relative, but whom it describes.
        let vague = |item: usize| {
            self.np(item).is_some_and(|np| np.counted == Counted::Definite && np.plural && np.toll.said.is_none())
        };
        if let [only] = list[..]
            && vague(only)
            && let Some(relative) = (from..only).rev().take(4).find(|&item| self.is(item, tag::REL))
            && relative > from
            && self.np(relative - 1).is_some_and(|np| {
                np.noun == Noun::Person && matches!(np.counted, Counted::Number | Counted::Article) && !np.in_pp
            })
            && !taken[relative - 1]
        {
            list[0] = relative - 1;
        }
        list.reverse();
        if list.is_empty() {
            list.extend(among);
        }
        let nobody = list.is_empty() && self.none_of(from, end);
        Subject { list, injured, blocked: false, nobody }
    }

    /// "None of the miners trapped after the explosion was killed": nobody, by the first word of the sentence, where
    /// no other finite verb takes it.
    fn none_of(&self, from: usize, end: usize) -> bool {
        let first = (from..end).find(|&item| self.np(item).is_some() || self.what(item) == What::Word);
        let finite = tag::BE | tag::HAVE | tag::HAD | tag::MODAL | tag::BUT | tag::SAY;
        first.is_some_and(|item| {
            self.is(item, tag::NOBODY)
                && self.is(item + 1, tag::OF)
                && (item + 2..end).all(|index| {
                    self.np(index).is_some()
                        || !(self.is(index, finite) || matches!(self.what(index), What::Semicolon | What::Colon))
                })
        })
    }

    /// Whether a bare noun begins its sentence, as in headlines: "NATO soldier", "Soldier"; at most two names before it.
    pub(super) fn leads(&self, item: usize, from: usize) -> bool {
        item - from <= 2
            && (from..item).all(|index| {
                self.np(index).is_none()
                    && self.what(index) == What::Word
                    && self.tok(index).cap
                    && self.tok(index).id == 0
            })
    }

    /// Whether a noun phrase is the subject of what follows it.
    pub(super) fn acts(&self, item: usize, end: usize) -> bool {
        let mut index = item + 1;
        while index < end {
            let tags = self.tags(index);
            if let Some(np) = self.np(index) {
                if !np.in_pp {
                    return false;
                }
                index += 1;
                continue;
            }
            if self.kind(index) != Kind::None {
                return self.forms(index) & (form::PARTICIPLE | form::INTRANSITIVE) != 0
                    && self.forms(index) & form::NOUN == 0
                    || matches!(self.kind(index), Kind::Injury | Kind::Missing | Kind::Abduction | Kind::Displaced);
            }
            if tags & (tag::BE | tag::HAVE | tag::HAD | tag::MODAL) != 0 {
                return true;
            }
            if tags & tag::VERB != 0 && tags & tag::ADV == 0 {
                return true;
            }
            if tags & (tag::AND | tag::REL | tag::SUBORD | tag::INCL | tag::BUT | tag::PREP) != 0
                || !matches!(self.what(index), What::Word)
            {
                return false;
            }
            index += 1;
        }
        false
    }

    /// The people right of a predicate that it is said of, from item `at` on.
    pub(super) fn objects(&self, at: usize, end: usize) -> Members {
        let mut list = Members::new();
        let mut index = at;
        if !self.person(index) || index >= end {
            return list;
        }
        if self.np(index).is_some_and(|np| np.counted == Counted::Number && !np.definite) && self.acts(index, end) {
            // "Two killed, five wounded" has no object.
            let noun = self.np(index).is_some_and(|np| np.noun == Noun::Person);
            if !noun || self.kind(index + 1) != Kind::None {
                return list;
            }
        }
        list.push(index);
        index += 1;
        // "A policeman, a nurse and three civilians": whom only "and" behind them shows to be no apposition.
        let mut pending = Members::new();
        let (mut comma, mut and) = (false, false);
        while index < end {
            if let Some(np) = self.np(index) {
                if np.subset || np.in_pp && !(comma || and) {
                    index += 1;
                    continue;
                }
                if !(comma || and) {
                    if np.noun == Noun::Measure {
                        index += 1;
                        continue;
                    }
                    break;
                }
                let counts = match np.counted {
                    Counted::Number | Counted::Others => true,
                    Counted::Article | Counted::Definite => and,
                    Counted::Bare => and,
                };
                if !self.person(index) || self.acts(index, end) {
                    break;
                }
                if !counts {
                    let single = matches!(np.counted, Counted::Article | Counted::Definite) && !np.plural;
                    if !comma || !single || np.noun != Noun::Person {
                        break;
                    }
                    pending.push(index);
                    (comma, and) = (false, false);
                    index += 1;
                    continue;
                }
                // "The mayor, a veteran of the war, and his driver": a comma before "and" closes the apposition.
                if !(comma && and && pending.len() == 1) {
                    list.append(&mut pending);
                }
                pending.clear();
                list.push(index);
                (comma, and) = (false, false);
                index += 1;
                continue;
            }
            let tags = self.tags(index);
            match self.what(index) {
                What::Comma => {
                    if comma || and {
                        break;
                    }
                    comma = true;
                    index += 1;
                    continue;
                }
                What::Semicolon | What::Colon | What::Stop => break,
                What::Dash if !self.tok(index).glued => break,
                What::Open => {
                    while index < end && (self.np(index).is_some() || self.what(index) != What::Close) {
                        index += 1;
                    }
                    index += 1;
                    continue;
                }
                _ => {}
            }
            if tags & tag::AND != 0 {
                and = true;
                index += 1;
                continue;
            }
            if self.kind(index) != Kind::None
                || tags & (tag::BUT | tag::SUBORD | tag::REL | tag::INCL | tag::BE | tag::HAVE | tag::HAD | tag::PRON)
                    != 0
                || (tags & (tag::VERB | tag::SAY) != 0 && tags & tag::ADV == 0)
            {
                break;
            }
            if (comma || and) && tags & (tag::ADV | tag::ALSO | tag::OF | tag::PREP | tag::DEF) == 0 {
                (comma, and) = (false, false);
            }
            if comma && tags & tag::PREP != 0 {
                comma = false;
            }
            index += 1;
        }
        list
    }

    /// First item after a predicate that could be its object: past adverbs and coordinated verbs.
    pub(super) fn object_start(&self, at: usize, end: usize) -> usize {
        let mut index = at + 1;
        while index < end {
            let tags = self.tags(index);
            if self.np(index).is_some() {
                break;
            }
            if tags & (tag::ADV | tag::ALSO) != 0 && tags & tag::BE == 0 {
                index += 1;
            } else if tags & (tag::AND | tag::OR) != 0
                && index + 1 < end
                && (self.is(index + 1, tag::VERB)
                    || (self.kind(index + 1) != Kind::None
                        && self.forms(index + 1) & (form::PARTICIPLE | form::ACTIVE) != 0))
            {
                index += 2;
            } else if self.what(index) == What::Comma && index + 1 < end && self.verbal(index + 1) {
                // "Abducted, executed and buried a man".
                index += 2;
            } else if self.what(index) == What::Comma
                && index + 2 < end
                && self.is(index + 1, tag::AND)
                && self.verbal(index + 2)
            {
                index += 3;
            } else if self.what(index) == What::Quote || (self.what(index) == What::Dash && self.tok(index).glued) {
                index += 1;
            } else if tags & tag::OBJECT_MARK != 0 && self.np(index + 1).is_some() {
                // "Mataron a dos".
                index += 1;
            } else if tags & tag::OF != 0 && self.lang.grammar().adjectives_after && self.np(index + 1).is_some() {
                // "La mort de", "perdu une vingtaine de".
                index += 1;
            } else if tags & tag::PLACE_PREP != 0 && tags & tag::BE == 0 && self.elsewhere(index, end).is_some() {
                index = self.elsewhere(index, end).unwrap_or(end);
            } else {
                break;
            }
        }
        index
    }

    /// Whether a verb in the past stands there.
    pub(super) fn verbal(&self, item: usize) -> bool {
        self.is(item, tag::VERB)
            || (self.kind(item) != Kind::None && self.forms(item) & (form::PARTICIPLE | form::ACTIVE) != 0)
    }

    /// "Killed in Karou 20 people": the item after the place, where a counted phrase follows it.
    pub(super) fn elsewhere(&self, at: usize, end: usize) -> Option<usize> {
        let mut index = at + 1;
        while index < end && self.np(index).is_none() && self.tok(index).cap && self.kind(index) == Kind::None {
            index += 1;
        }
        let counted = self.np(index).is_some_and(|np| np.noun == Noun::Person && np.counted == Counted::Number);
        (index > at + 1 && index < end && counted).then_some(index)
    }

    /// The counted phrase right before a noun, past adjectives.
    pub(super) fn before_noun(&self, at: usize, from: usize) -> Option<usize> {
        let mut index = at;
        let mut words = 0;
        while index > from {
            index -= 1;
            if let Some(np) = self.np(index) {
                let fits = matches!(np.noun, Noun::Person | Noun::Unknown)
                    && (matches!(np.counted, Counted::Number | Counted::Others | Counted::Article) || np.same);
                return fits.then_some(index);
            }
            let tags = self.tags(index);
            if self.what(index) != What::Word
                || self.kind(index) != Kind::None
                || tags
                    & !(tag::OF
                        | tag::DEF
                        | tag::ADV
                        | tag::PERSON
                        | tag::PLURAL
                        | tag::IS_FR
                        | tag::IS_EN
                        | tag::REACHED
                        | tag::RANGE_FROM
                        | tag::OWN
                        | tag::ENEMY)
                    != 0
                || tags & tag::PREP != 0
            {
                return None;
            }
            words += 1;
            if words > 3 {
                return None;
            }
        }
        None
    }
}

/// What stands left of a predicate.
pub(super) struct Subject {
    pub(super) list: Members,
    /// They were injured first.
    pub(super) injured: bool,
    /// Something that is no person stands there.
    pub(super) blocked: bool,
    pub(super) nobody: bool,
}
