//! Tokens as items: counted people, and everything else one token at a time.

use super::dated::{FIGURES, figure};
use super::lexicon::{Kind, Lang, form, tag};
use super::quantity;
use super::token::{Tok, What};
use crate::model::convention::GENERIC;
use crate::model::{Toll, Wording};

/// What a noun phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Person,
    Animal,
    Thing,
    /// Hours, kilometres, francs.
    Measure,
    /// A number without a noun, or with a word that the lexicon does not know.
    Unknown,
}

/// What the number of a noun phrase comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// A number or a word for one: "12 men", "several men".
    Number,
    /// "A herder".
    Article,
    /// "The driver", "his son".
    Definite,
    /// A plural without a number: "civilians".
    Bare,
    /// "Others".
    Others,
}

/// A noun phrase.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Np {
    pub(crate) toll: Toll,
    pub(crate) counted: Counted,
    pub(crate) noun: Noun,
    /// First and last token of the words that name the group.
    pub(crate) group: Option<(u32, u32)>,
    /// "The two men", "les cinq otages".
    pub(crate) definite: bool,
    /// "Two more", "three others".
    pub(crate) other: bool,
    /// "Three of them", "deux d'entre eux".
    pub(crate) of_them: bool,
    pub(crate) of_wounded: bool,
    /// "As many", "autant de".
    pub(crate) same: bool,
    /// It follows a preposition and is nobody's subject.
    pub(crate) in_pp: bool,
    pub(crate) subset: bool,
    pub(crate) enemy: bool,
    pub(crate) plural: bool,
    pub(crate) from_to: Option<(u32, u32)>,
    /// "Twelve of the 30": how many there were.
    pub(crate) out_of: Option<Toll>,
}

/// A noun phrase or a single token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    /// Tokens from `first` to before `next`.
    pub(crate) first: u32,
    pub(crate) next: u32,
    pub(crate) np: Option<Np>,
}

pub(super) const ENDS: u128 = tag::AND
    | tag::OR
    | tag::BUT
    | tag::PREP
    | tag::BY
    | tag::REL
    | tag::SUBORD
    | tag::BE
    | tag::HAVE
    | tag::HAD
    | tag::MODAL
    | tag::PRON
    | tag::INCL
    | tag::VERB
    | tag::SAY
    | tag::NOT
    | tag::NO
    | tag::NOBODY
    | tag::INDEF
    | tag::DEF
    | tag::POSS
    | tag::ADV
    | tag::WEEKDAY
    | tag::MONTH
    | tag::OF
    | tag::NUMBER
    | tag::VAGUE
    | tag::TOLL
    | tag::UPDATE
    | tag::AGE
    | tag::OF_THEM
    | tag::OF_WOUNDED
    | tag::REACHED
    | tag::CLAIM
    | tag::NOTHING
    | tag::NOTHING_KILLED
    | tag::AFTER
    | tag::BACK;

/// A predicate that no noun phrase swallows.
pub(crate) fn predicate(tok: &Tok) -> bool {
    tok.entry.kind != Kind::None
        && !(tok.is(tag::PERSON) && matches!(tok.entry.kind, Kind::Displaced | Kind::Abduction))
}

fn noun(tok: &Tok) -> Option<Noun> {
    if tok.is(tag::PERSON) {
        Some(Noun::Person)
    } else if tok.is(tag::ANIMAL) {
        Some(Noun::Animal)
    } else if tok.is(tag::UNIT | tag::MONEY | tag::TIME) {
        Some(Noun::Measure)
    } else if tok.is(tag::THING) {
        Some(Noun::Thing)
    } else {
        None
    }
}

struct Run {
    next: usize,
    noun: Noun,
    group: Option<(u32, u32)>,
    other: bool,
    plural: bool,
    enemy: bool,
    collective: bool,
}

/// The nouns and adjectives from `at` on.
fn run(toks: &[Tok], at: usize, lang: Lang) -> Run {
    let mut found = Run {
        next: at,
        noun: Noun::Unknown,
        group: None,
        other: false,
        plural: false,
        enemy: false,
        collective: false,
    };
    let mut index = at;
    let mut strangers = 0;
    let mut stranger = None;
    let mut from = at;
    while let Some(tok) = toks.get(index) {
        if matches!(tok.what, What::Quote) && found.group.is_none() {
            index += 1;
            from = index;
            continue;
        }
        if tok.what == What::Age {
            index += 1;
            from = index;
            continue;
        }
        // "Ten Katiba Macina (JNIM) militants".
        if tok.what == What::Open
            && found.group.is_none()
            && strangers > 0
            && let [_, name, close, noun, ..] = &toks[index..]
            && name.cap
            && close.what == What::Close
            && noun.is(tag::PERSON)
            && !predicate(noun)
        {
            index += 3;
            continue;
        }
        if tok.what != What::Word {
            break;
        }
        if lang.known().alleged.contains(&tok.id) && tok.single && index == at && tok.id != 0 {
            index += 1;
            from = index;
            continue;
        }
        if tok.is(tag::OTHER) {
            found.other = true;
            index += 1;
            from = index;
            if found.group.is_none() {
                found.next = index;
            }
            continue;
        }
        if tok.entry.kind == Kind::Casualty
            && predicate(tok)
            && toks.get(index + 1).is_some_and(|next| next.is(tag::BE))
        {
            // "The 12 victims were buried".
            found.noun = Noun::Person;
            found.plural = true;
            found.next = index + 1;
            break;
        }
        if let Some(kind) = noun(tok)
            && !predicate(tok)
        {
            if found.noun == Noun::Unknown || !lang.grammar().adjectives_after {
                found.noun = kind;
                found.plural = tok.is(tag::PLURAL);
                found.collective = tok.is(tag::COLLECTIVE);
                found.group = Some((from as u32, index as u32));
                found.next = index + 1;
            }
            found.enemy |= tok.is(tag::ENEMY);
            strangers = 0;
            stranger = None;
            index += 1;
            if lang.grammar().adjectives_after && found.group.is_some() {
                // "Soldats maliens".
                while toks.get(index).is_some_and(|tok| {
                    tok.what == What::Word && tok.is(tag::PERSON) && !predicate(tok) && !tok.is(ENDS)
                }) && found.noun == Noun::Person
                {
                    index += 1;
                    found.next = index;
                }
                break;
            }
            continue;
        }
        let next = toks.get(index + 1);
        // "17 displaced Fulani", "three captured men".
        if !lang.grammar().adjectives_after
            && found.group.is_none()
            && index == at
            && matches!(tok.entry.kind, Kind::Displaced | Kind::Abduction)
            && tok.single
            && next.is_some_and(|next| next.is(tag::PERSON) && !predicate(next))
        {
            index += 1;
            continue;
        }
        // "Four suspected JNIM and/or ISGS militants".
        if !lang.grammar().adjectives_after
            && tok.is(tag::OR)
            && index > at
            && toks[index - 1].cap
            && next.is_some_and(|next| next.cap && !next.is(ENDS))
            && toks.get(index + 2).is_some_and(|noun| noun.is(tag::PERSON) && !predicate(noun))
        {
            index += 1;
            strangers = 0;
            continue;
        }
        if predicate(tok) || tok.is(ENDS) || tok.is(tag::AT_LEAST | tag::MORE_THAN | tag::UP_TO | tag::DOZEN) {
            break;
        }
        // Adjectives and names of groups; after the noun only one that another noun follows.
        strangers += 1;
        if !lang.grammar().adjectives_after
            && found.noun == Noun::Thing
            && !found.plural
            && tok.id == 0
            && !tok.cap
            && strangers == 1
        {
            // "School director": the last word is what is counted.
            stranger = Some(index);
        }
        if strangers > if found.group.is_some() { 1 } else { 5 } {
            break;
        }
        index += 1;
    }
    if let Some(index) = stranger.filter(|&index| index == found.next) {
        found.noun = Noun::Unknown;
        found.collective = false;
        found.group = found.group.map(|(first, _)| (first, index as u32));
        found.next = index + 1;
    }
    if found.group.is_none()
        && let Some(tok) = toks.get(found.next)
        && tok.what == What::Word
        && !tok.cap
        && tok.id == 0
        && !found.other
    {
        found.group = Some((found.next as u32, found.next as u32));
        found.next += 1;
    }
    found
}

fn phrase(toks: &[Tok], at: usize, lang: Lang) -> Option<(Np, usize)> {
    let tok = toks.get(at)?;
    let blank = Np {
        toll: Toll::exact(1),
        counted: Counted::Number,
        noun: Noun::Unknown,
        group: None,
        definite: false,
        other: false,
        of_them: false,
        of_wounded: false,
        same: false,
        in_pp: false,
        subset: false,
        enemy: false,
        plural: true,
        from_to: None,
        out_of: None,
    };
    let open = |low| Toll { low, high: None, said: None, wording: Wording::Vague };
    let describe = |np: Np, run: &Run| Np {
        noun: run.noun,
        group: run.group,
        other: np.other || run.other,
        enemy: run.enemy,
        ..np
    };
    // "Killing himself and 24 others": one of the dead, right after what kills.
    if tok.is(tag::SELF) {
        let killed = at > 0 && toks[at - 1].entry.kind == Kind::Death && predicate(&toks[at - 1]);
        let np = Np { noun: Noun::Person, plural: false, ..blank };
        return killed.then_some((np, at + 1));
    }
    if tok.is(tag::SAME) {
        let run = run(toks, at + 1, lang);
        return Some((describe(Np { same: true, ..blank }, &run), run.next.max(at + 1)));
    }
    // "The two men", "the other 31", "ses deux fils".
    let mut start = at;
    let mut definite = false;
    let mut other = false;
    let mut only = false;
    while let Some(tok) = toks.get(start) {
        if tok.is(tag::DEF | tag::POSS) && tok.what == What::Word && !tok.is(tag::NUMBER) {
            definite = true;
        } else if definite && tok.is(tag::OTHER) {
            other = true;
        } else if definite && tok.is(tag::EXACTLY) && tok.single {
            // "The only person".
            only = true;
        } else {
            break;
        }
        start += 1;
    }
    if start > at && lang.grammar().unit_first && at > 0 && toks[at - 1].is(tag::THING | tag::TITLE) {
        // "قرية الخمسين": a place named by a number.
        return None;
    }
    if start > at && start < toks.len() && figure(toks, start, lang).is_some() {
        // "Le 22 août".
        return None;
    }
    if let Some(quantity) = quantity::quantity(toks, start, lang, &GENERIC) {
        let mut next = quantity.next;
        // "Around 16 August".
        if toks.get(next).is_some_and(|tok| tok.is(tag::MONTH) && (tok.cap || !lang.grammar().capital_months)) {
            return None;
        }
        let mut np =
            Np { toll: quantity.toll, definite, other, from_to: quantity.from_to, plural: !quantity.article, ..blank };
        if quantity.article {
            np.counted = Counted::Article;
        }
        // "Un quatrième".
        if quantity.article && toks.get(next).is_some_and(|tok| tok.is(tag::ORDINAL)) {
            np.other = true;
            next += 1;
        }
        if toks.get(next).is_some_and(|tok| tok.is(tag::OTHER)) {
            np.other = true;
            next += 1;
        }
        if let Some(tok) = toks.get(next)
            && tok.is(tag::OF_WOUNDED | tag::OF_THEM)
        {
            np.of_them = true;
            np.of_wounded = tok.is(tag::OF_WOUNDED);
            return Some((np, next + 1));
        }
        let mut inner = next;
        if toks.get(inner).is_some_and(|tok| tok.is(tag::OF)) {
            inner += 1;
            while toks.get(inner).is_some_and(|tok| tok.is(tag::DEF | tag::POSS) && tok.what == What::Word) {
                inner += 1;
            }
            // "Three of the five men".
            if let Some(of) = quantity::quantity(toks, inner, lang, &GENERIC)
                && !of.vague
            {
                inner = of.next;
                np.out_of = Some(of.toll);
            }
        }
        let found = run(toks, inner, lang);
        if inner == next || found.noun != Noun::Unknown {
            np = describe(np, &found);
            next = found.next.max(next);
        }
        if quantity.yearlike && np.noun != Noun::Person {
            return None;
        }
        if quantity.article
            && np.noun == Noun::Unknown
            && np.group.is_none()
            && !np.other
            && !lang.grammar().adjectives_after
        {
            // "One" alone is a pronoun as often as a number; keep it as a number.
            np.counted = Counted::Number;
        }
        return merge(toks, np, next, found.collective, lang);
    }
    if definite {
        let found = run(toks, start, lang);
        if found.noun != Noun::Unknown {
            let toll =
                if found.plural || found.other && found.noun == Noun::Unknown { open(1) } else { Toll::exact(1) };
            let counted = if only && !found.plural { Counted::Number } else { Counted::Definite };
            let np = Np { toll, counted, definite: true, other, plural: found.plural, ..blank };
            return merge(toks, describe(np, &found), found.next, found.collective, lang);
        }
        if other {
            return Some((Np { toll: open(1), counted: Counted::Others, definite, other, ..blank }, start));
        }
        return None;
    }
    if tok.is(tag::INDEF) {
        let mut from = at + 1;
        let mut other = tok.is(tag::OTHER);
        if toks.get(from).is_some_and(|tok| tok.is(tag::ORDINAL)) {
            from += 1;
            other = true;
        }
        let found = run(toks, from, lang);
        if found.noun == Noun::Unknown && found.group.is_none() && !other {
            // "A Tuareg": a capitalised stranger.
            let stranger = toks.get(from).filter(|tok| tok.cap && tok.id == 0)?;
            let _ = stranger;
            let np = Np { counted: Counted::Article, group: Some((from as u32, from as u32)), plural: false, ..blank };
            return Some((np, from + 1));
        }
        let np = Np { counted: Counted::Article, other, plural: found.plural, ..blank };
        return merge(toks, describe(np, &found), found.next.max(from), found.collective, lang);
    }
    if tok.is(tag::OTHER) && tok.what == What::Word {
        let found = run(toks, at, lang);
        let alone = found.noun == Noun::Unknown;
        let np = Np { toll: open(1), counted: Counted::Others, other: true, ..blank };
        let mut np = describe(np, &found);
        if alone {
            np.group = None;
        }
        return Some((np, if alone { at + 1 } else { found.next }));
    }
    if let Some(kind) = noun(tok)
        && tok.what == What::Word
        && !predicate(tok)
        && !tok.is(ENDS)
    {
        let found = run(toks, at, lang);
        if tok.is(tag::DUAL) && !toks.get(at + 1).is_some_and(|next| next.is(tag::NUMBER)) {
            // "جنديان": two by its form.
            let np = Np { toll: Toll::exact(2), ..blank };
            return Some((describe(np, &found), found.next.max(at + 1)));
        }
        let np = Np {
            toll: if found.plural { open(1) } else { Toll::exact(1) },
            counted: Counted::Bare,
            plural: found.plural,
            ..blank
        };
        let _ = kind;
        return Some((describe(np, &found), found.next.max(at + 1)));
    }
    None
}

/// "A group of five men" counts the five; "seven members of a family of nine" counts the seven.
fn merge(toks: &[Tok], np: Np, next: usize, collective: bool, lang: Lang) -> Option<(Np, usize)> {
    let one = matches!(np.counted, Counted::Article | Counted::Definite) && !np.plural;
    if one
        && (collective || np.noun == Noun::Thing)
        && toks.get(next).is_some_and(|tok| tok.is(tag::OF))
        && quantity::quantity(toks, next + 1, lang, &GENERIC).is_some_and(|of| !of.article)
        && let Some((mut inner, end)) = phrase(toks, next + 1, lang)
    {
        if inner.noun == Noun::Unknown && collective {
            inner.noun = Noun::Person;
        }
        return Some((inner, end));
    }
    if one && collective && np.noun != Noun::Person {
        return Some((Np { noun: Noun::Thing, ..np }, next));
    }
    Some((np, next))
}

/// What a noun phrase may begin with.
const STARTS: u128 = tag::SAME
    | tag::SELF
    | tag::DEF
    | tag::POSS
    | tag::INDEF
    | tag::OTHER
    | tag::AT_LEAST
    | tag::MORE_THAN
    | tag::FEWER_THAN
    | tag::UP_TO
    | tag::EXACTLY
    | tag::ABOUT
    | tag::RANGE_FROM
    | tag::VAGUE
    | tag::NUMBER
    | tag::MULTIPLIER
    | tag::DOZEN
    | tag::ROUNDED
    | tag::PERSON
    | tag::ANIMAL
    | tag::THING
    | tag::UNIT
    | tag::MONEY
    | tag::TIME;

/// "Mataron a dos", "Al conductor lo mataron": a preposition that marks the victim.
fn marked(toks: &[Tok], at: usize) -> bool {
    let Some(mark) = at.checked_sub(1).map(|index| &toks[index]).filter(|tok| tok.is(tag::OBJECT_MARK)) else {
        return false;
    };
    let before = at.checked_sub(2).map(|index| &toks[index]);
    mark.what == What::Word
        && before.is_none_or(|tok| {
            tok.entry.forms & form::ACTIVE != 0 || tok.what != What::Word || tok.is(tag::AND | tag::VERB)
        })
}

/// Whether a token begins neither a noun phrase nor a date.
fn alone(tok: &Tok) -> bool {
    !tok.is(STARTS | FIGURES)
        && !matches!(tok.what, What::Number | What::Ordinal | What::Greater | What::Less | What::Tilde)
}

/// All items of a text.
pub(crate) fn items(toks: &[Tok], lang: Lang, out: &mut Vec<Item>) {
    out.clear();
    let mut at = 0;
    while at < toks.len() {
        let first = at as u32;
        if alone(&toks[at]) {
            out.push(Item { first, next: first + 1, np: None });
            at += 1;
            continue;
        }
        if let Some(next) = figure(toks, at, lang) {
            out.push(Item { first, next: next as u32, np: None });
            at = next;
            continue;
        }
        match phrase(toks, at, lang) {
            Some((mut np, next)) if next > at => {
                let before = at.checked_sub(1).map(|index| &toks[index]);
                np.in_pp = before.is_some_and(|tok| tok.is(tag::PREP | tag::OF | tag::BY)) && !marked(toks, at);
                // "Father of 4 killed": the number counts children, and none of the dead.
                if let Some([who, of]) = at.checked_sub(2).and_then(|from| toks.get(from..at))
                    && of.is(tag::OF)
                    && who.is(tag::PERSON)
                    && !who.is(tag::PLURAL | tag::COLLECTIVE)
                    && !predicate(who)
                    && np.noun == Noun::Unknown
                    && np.counted == Counted::Number
                {
                    np.noun = Noun::Measure;
                }
                out.push(Item { first, next: next as u32, np: Some(np) });
                at = next;
            }
            _ => {
                out.push(Item { first, next: first + 1, np: None });
                at += 1;
            }
        }
    }
}
