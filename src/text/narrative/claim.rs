//! Items as claims: what each predicate says of which people.

use super::chunk::{Counted, Item, Noun, Np, predicate};
use super::lexicon::{Kind, Lang, form, tag};
use super::token::{Tok, What};
use crate::model::{Toll, Wording};

/// One statement about people.
#[derive(Debug, Clone)]
pub(crate) struct Claim {
    pub(crate) kind: Kind,
    /// Items of the noun phrases counted.
    pub(crate) members: Vec<usize>,
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
    pub(crate) items: Vec<Item>,
    pub(crate) lang: Lang,
    /// Item ranges of the sentences.
    pub(crate) sentences: Vec<(usize, usize)>,
}

impl Scene<'_> {
    pub(crate) fn tok(&self, item: usize) -> &Tok {
        &self.toks[self.items[item].first as usize]
    }

    pub(crate) fn np(&self, item: usize) -> Option<&Np> {
        self.items.get(item).and_then(|item| item.np.as_ref())
    }

    fn what(&self, item: usize) -> What {
        self.tok(item).what
    }

    /// Tags of a single token; nothing for a noun phrase.
    pub(crate) fn tags(&self, item: usize) -> u128 {
        if self.np(item).is_some() { 0 } else { self.tok(item).entry.tags }
    }

    pub(crate) fn is(&self, item: usize, tags: u128) -> bool {
        self.tags(item) & tags != 0
    }

    fn kind(&self, item: usize) -> Kind {
        if self.np(item).is_none() && predicate(self.tok(item)) { self.tok(item).entry.kind } else { Kind::None }
    }

    fn forms(&self, item: usize) -> u8 {
        self.tok(item).entry.forms
    }

    fn person(&self, item: usize) -> bool {
        self.np(item).is_some_and(|np| matches!(np.noun, Noun::Person | Noun::Unknown))
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

    /// The item before which the auxiliaries of a predicate begin, and which there are.
    fn auxiliaries(&self, at: usize, from: usize) -> (usize, u128) {
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
    fn subject(&self, end: usize, from: usize, taken: &[bool]) -> Subject {
        let mut list: Vec<usize> = Vec::new();
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
                if np.subset {
                    if list.is_empty() && matches!(np.noun, Noun::Person | Noun::Unknown) && !taken[index] {
                        among = Some(index);
                    }
                    continue;
                }
                if matches!(np.noun, Noun::Measure) {
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
                    break;
                }
                match np.noun {
                    Noun::Thing | Noun::Animal => {
                        let apposed = np.counted == Counted::Article && list.is_empty();
                        if apposed && index > from && self.what(index - 1) == What::Comma {
                            continue;
                        }
                        if list.is_empty() {
                            return Subject { list, injured, blocked: true, nobody: false };
                        }
                        break;
                    }
                    _ => {
                        if !joined {
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
                            if !counts(last) && counts(index) {
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
                break;
            }
            let tags = self.tags(index);
            if tags & tag::AND != 0 && self.kind(index) == Kind::None {
                continue;
            }
            if tags & tag::NOBODY != 0 && list.is_empty() {
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
                    && (self.np(index - 1).is_some() || self.is(index - 1, tag::REL | tag::HAVE | tag::BE));
                if relative && tags & tag::SAY == 0 {
                    continue;
                }
                break;
            }
        }
        list.reverse();
        if list.is_empty() {
            list.extend(among);
        }
        Subject { list, injured, blocked: false, nobody: false }
    }

    /// Whether a noun phrase is the subject of what follows it.
    fn acts(&self, item: usize, end: usize) -> bool {
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
    fn objects(&self, at: usize, end: usize) -> Vec<usize> {
        let mut list = Vec::new();
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
                if !self.person(index) || !counts || self.acts(index, end) {
                    break;
                }
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
    fn object_start(&self, at: usize, end: usize) -> usize {
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
            } else if tags & tag::OF != 0 && self.lang == Lang::Fr && self.np(index + 1).is_some() {
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
    fn verbal(&self, item: usize) -> bool {
        self.is(item, tag::VERB)
            || (self.kind(item) != Kind::None && self.forms(item) & (form::PARTICIPLE | form::ACTIVE) != 0)
    }

    /// "Killed in Karou 20 people": the item after the place, where a counted phrase follows it.
    fn elsewhere(&self, at: usize, end: usize) -> Option<usize> {
        let mut index = at + 1;
        while index < end && self.np(index).is_none() && self.tok(index).cap && self.kind(index) == Kind::None {
            index += 1;
        }
        let counted = self.np(index).is_some_and(|np| np.noun == Noun::Person && np.counted == Counted::Number);
        (index > at + 1 && index < end && counted).then_some(index)
    }

    /// The counted phrase right before a noun, past adjectives.
    fn before_noun(&self, at: usize, from: usize) -> Option<usize> {
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

    /// All claims of one sentence.
    pub(crate) fn claims(&self, sentence: usize, out: &mut Vec<Claim>) {
        let (from, end) = self.sentences[sentence];
        let mut taken = vec![false; self.items.len()];
        let begin = out.len();
        for at in from..end {
            let kind = self.kind(at);
            let blank = Claim {
                kind,
                members: Vec::new(),
                at,
                sentence,
                zero: false,
                total: false,
                superseded: false,
                alleged: false,
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
                if !reported {
                    let mut both = vec![Kind::Death];
                    if self.is(at, tag::NOTHING) {
                        both.push(Kind::Injury);
                    }
                    for kind in both {
                        out.push(Claim { kind, zero: true, ..blank.clone() });
                    }
                }
                continue;
            }
            if kind == Kind::None {
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
                continue;
            }
            // "To kill", "de tuer": not yet done.
            if at > from
                && self.is(at - 1, tag::PREP | tag::OF)
                && forms & form::ACTIVE != 0
                && matches!(
                    self.word(at),
                    "kill" | "injure" | "wound" | "abduct" | "kidnap" | "neutralise" | "neutralize"
                )
            {
                continue;
            }
            let mut claim = blank;
            let right = self.object_start(at, end);
            let passive = aux & tag::BE != 0;
            let perfect = aux & (tag::HAVE | tag::HAD) != 0 && !passive;
            let object = if right < end && self.person(right) { self.objects(right, end) } else { Vec::new() };
            if forms & form::NOMINAL != 0 || forms & (form::ACTIVE | form::PARTICIPLE) == form::ACTIVE {
                claim.members = object.clone();
            } else if forms & form::PARTICIPLE != 0 {
                let ahead = self.before_noun(at, from).filter(|&np| !taken[np]);
                let active = !passive
                    && !object.is_empty()
                    && (perfect || ahead.is_none() || self.np(right).is_some_and(|np| np.noun == Noun::Person));
                if active {
                    claim.members = object.clone();
                } else if passive || ahead.is_some() || !perfect {
                    let mut subject = self.subject(left, from, &taken);
                    if let Some(ahead) = ahead.filter(|&np| !passive && self.np(np).is_some_and(|np| np.in_pp)) {
                        // "Among the nine people killed".
                        subject.list = vec![ahead];
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
                                Counted::Bare | Counted::Definite => *item == from && self.near(*item, left),
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
                let subject = self.subject(left, from, &taken);
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
                        let whole = self.subject(last + 1, from, &taken).list;
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
            // Coordinated predicates share their people.
            if claim.members.is_empty() && !claim.zero && at >= from + 2 {
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
                && self.is(left - 1, tag::AND)
            {
                for index in (from..left - 1).rev().take(9) {
                    if self.is(index, tag::BE) && self.np(index).is_none() {
                        let (start, _) = self.auxiliaries(index, from);
                        claim.members = self.subject(start.min(index), from, &taken).list;
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
            self.settle(&mut claim, from, end);
            if claim.members.is_empty() && !claim.zero {
                continue;
            }
            claim.members.iter().for_each(|&np| taken[np] = true);
            self.spread(&mut claim, end, &taken);
            claim.members.iter().for_each(|&np| taken[np] = true);
            out.push(claim);
        }
        self.tolls(sentence, begin, &mut taken, out);
        self.rivals(sentence, begin, &taken, out);
        for claim in &mut out[begin..] {
            super::context::judge(self, claim);
        }
        super::context::sequence(self, &mut out[begin..]);
    }

    pub(crate) fn word(&self, item: usize) -> &'static str {
        // The few words that need telling apart beyond their tags.
        let tok = self.tok(item);
        for word in [
            "kill",
            "injure",
            "wound",
            "abduct",
            "kidnap",
            "neutralise",
            "neutralize",
            "from",
            "since",
            "lives",
            "vies",
            "depuis",
            "de",
        ] {
            if super::lexicon::LEXICON.id(word) == tok.id && tok.end - tok.start == word.len() as u32 {
                return word;
            }
        }
        ""
    }

    fn near(&self, item: usize, left: usize) -> bool {
        (item + 1..left).all(|index| {
            self.np(index).is_none()
                && self.what(index) == What::Word
                && self.tags(index) & !(tag::ADV | tag::IS_EN | tag::IS_FR) == 0
        })
    }

    /// Drops members that cannot be meant.
    fn settle(&self, claim: &mut Claim, _from: usize, end: usize) {
        if self.is(claim.at, tag::NEEDS_PERSON) {
            let person = |item: &usize| self.np(*item).is_some_and(|np| np.noun == Noun::Person);
            if !claim.members.iter().any(person) {
                claim.members.clear();
            }
        }
        // A bare plural or "the men" says too little beside a number, and alone only after the fact.
        claim.members.retain(|&item| {
            self.np(item).is_some_and(|np| match np.counted {
                Counted::Bare => {
                    let (from, _) = self.sentences[claim.sentence];
                    np.noun == Noun::Person && (np.plural || item == from)
                }
                Counted::Definite => np.noun == Noun::Person && (!np.plural || np.definite),
                _ => true,
            })
        });
        // "Two gendarmes and soldiers", "seven men in front of women and children": the number says it all.
        let counted = |item: &usize| self.np(*item).is_some_and(|np| np.counted != Counted::Bare);
        if claim.members.iter().any(counted) {
            claim.members.retain(counted);
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

    /// "20 were killed in Karou, 14 in Ouatagouna and others in Daoutegeft": the parts after the first.
    fn spread(&self, claim: &mut Claim, end: usize, taken: &[bool]) {
        if claim.kind != Kind::Death || claim.zero {
            return;
        }
        let last = claim.members.iter().copied().max().unwrap_or(claim.at).max(claim.at);
        let mut index = last + 1;
        let mut linked = false;
        while index < end {
            if let Some(np) = self.np(index) {
                if linked && !np.in_pp && !np.subset {
                    let elliptic = (np.noun == Noun::Unknown || np.other)
                        && matches!(np.counted, Counted::Number | Counted::Others)
                        && !taken[index]
                        && self.place_after(index).is_some();
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
                        || (tags & tag::VERB != 0 && tags & tag::ADV == 0)
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
    fn rivals(&self, sentence: usize, begin: usize, taken: &[bool], out: &mut Vec<Claim>) {
        let (from, end) = self.sentences[sentence];
        let Some(first) = out[begin..].iter().find(|claim| claim.kind == Kind::Death && !claim.members.is_empty())
        else {
            return;
        };
        if !self.any(from, first.at, tag::SAY) {
            return;
        }
        let model = first.clone();
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
            if source {
                let value = self.np(item).map(|np| np.toll);
                out.push(Claim { members: vec![item], at: item, attributed: true, value, ..model.clone() });
            }
        }
    }

    /// Totals: "the toll stands at 40", "le bilan passe de 14 à 21", "porte à 16 le nombre de morts".
    fn tolls(&self, sentence: usize, begin: usize, taken: &mut [bool], out: &mut Vec<Claim>) {
        let (from, end) = self.sentences[sentence];
        let Some(at) = self.find(from, end, tag::TOLL) else {
            return;
        };
        let update = self.any(from, end, tag::UPDATE);
        let make = |value: Option<Toll>, members: Vec<usize>| Claim {
            kind: Kind::Death,
            members,
            at,
            sentence,
            zero: false,
            total: true,
            superseded: false,
            alleged: false,
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
            out.push(make(None, vec![item]));
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
                .position(|claim| claim.kind == Kind::Death && !claim.zero && claim.members.contains(&index))
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
            let linked = before & (tag::REACHED | tag::UPDATE | tag::BE) != 0 || colon || np.from_to.is_some();
            let adverbs = index > from + 1
                && before & (tag::ADV | tag::DEF) != 0
                && self.tags(index - 2) & (tag::REACHED | tag::UPDATE | tag::BE) != 0;
            let vague_article = np.toll.said == Some(1) && !np.plural;
            let origin = index > from && matches!(self.word(index - 1), "from");
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
                out.push(make(value(np), vec![index]));
            }
        }
    }
}

/// What stands left of a predicate.
struct Subject {
    list: Vec<usize>,
    /// They were injured first.
    injured: bool,
    /// Something that is no person stands there.
    blocked: bool,
    nobody: bool,
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
    for &item in &claim.members {
        let Some(np) = scene.np(item) else { continue };
        let toll = claimed(claim, np.toll);
        sum = Some(match sum {
            None => toll,
            Some(sum) => add(sum, toll),
        });
    }
    sum
}

/// A number as far as its predicate lets it stand.
pub(crate) fn claimed(claim: &Claim, toll: Toll) -> Toll {
    if claim.alleged || matches!(claim.kind, Kind::Neutralised | Kind::Casualty) {
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
