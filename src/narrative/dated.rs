//! Digits that count nobody: dates, ages, numbers of roads and camps.

use super::chunk::{ENDS, predicate};
use super::lexicon::{Lang, tag};
use super::token::{Tok, What};

/// What a date or an age may begin with, besides numbers.
pub(super) const FIGURES: u128 = tag::MONTH | tag::WEEKDAY | tag::AGE;

/// Digits that date, place or age something.
pub(super) fn figure(toks: &[Tok], at: usize, lang: Lang) -> Option<usize> {
    let tok = &toks[at];
    let month = |index: usize| {
        toks.get(index).is_some_and(|tok| {
            tok.is(tag::MONTH)
                && tok.what == What::Word
                && (tok.cap || !lang.grammar().capital_months || tok.end - tok.start > 5)
        })
    };
    let number = |index: usize| toks.get(index).is_some_and(|tok| matches!(tok.what, What::Number | What::Ordinal));
    let year = |index: usize| {
        usize::from(toks.get(index).is_some_and(|tok| tok.what == What::Number && (1900..2100).contains(&tok.value)))
    };
    let comma = |index: usize| usize::from(toks.get(index).is_some_and(|tok| tok.what == What::Comma));
    if number(at) && month(at + 1) {
        let next = at + 2 + comma(at + 2);
        return Some(if year(next) == 1 { next + 1 } else { at + 2 });
    }
    // "6-8 May", "du 4 au 5 octobre".
    if number(at)
        && toks.get(at + 1).is_some_and(|tok| tok.what == What::Dash || tok.is(tag::RANGE_TO | tag::PREP))
        && number(at + 2)
        && month(at + 3)
    {
        return Some(at + 4 + year(at + 4));
    }
    if month(at) {
        if number(at + 1) && toks[at + 1].value < 32 && !toks.get(at + 2).is_some_and(|tok| tok.is(tag::PERSON)) {
            let next = at + 2 + comma(at + 2);
            return Some(if year(next) == 1 { next + 1 } else { at + 2 });
        }
        return Some(at + 1 + year(at + 1));
    }
    if tok.is(tag::WEEKDAY) && tok.what == What::Word && number(at + 1) && !person_follows(toks, at + 2) {
        return Some(at + if month(at + 2) { 3 + year(at + 3) } else { 2 });
    }
    if tok.is(tag::AGE) && tok.what == What::Word && number(at + 1) {
        return Some(at + 2);
    }
    if tok.what == What::Number {
        let before = at.checked_sub(1).map(|index| &toks[index]);
        if toks.get(at + 1).is_some_and(|tok| tok.is(tag::AGE)) {
            return Some(at + 2);
        }
        if let Some(next) = ages(toks, at) {
            return Some(next);
        }
        // "Green, 16, was": an age. "(45)": an age or a reference.
        let name = at >= 2 && toks[at - 2].what == What::Word && toks[at - 2].cap;
        if before.is_some_and(|tok| tok.what == What::Comma)
            && name
            && toks.get(at + 1).is_some_and(|tok| tok.what == What::Comma)
            && tok.value < 120
        {
            return Some(at + 1);
        }
        if before.is_some_and(|tok| tok.what == What::Open)
            && toks.get(at + 1).is_some_and(|tok| tok.what == What::Close)
        {
            return Some(at + 1);
        }
        // "National Road 22", "Sevare 2", "camp 3": a number that names.
        let named = before.is_some_and(|tok| {
            tok.what == What::Word
                && ((tok.cap && !tok.is(ENDS) && at >= 2 && toks[at - 2].what != What::Stop && !predicate(tok))
                    || (tok.is(tag::THING | tag::TITLE) && !tok.is(tag::PLURAL | tag::TOLL)))
        });
        // "A bomb on bus 18 killed 26".
        if named && (!person_follows(toks, at + 1) || numbered(toks, at)) {
            return Some(at + 1);
        }
        // "5 h 30".
        if before.is_some_and(|tok| tok.is(tag::TIME)) && at >= 2 && toks[at - 2].what == What::Number && tok.value < 60
        {
            return Some(at + 1);
        }
    }
    None
}

/// "On bus 18", with no people right behind the number.
fn numbered(toks: &[Tok], at: usize) -> bool {
    let counted = toks.get(at + 1).is_some_and(|tok| tok.is(tag::PERSON | tag::OTHER));
    at >= 2 && toks[at - 1].is(tag::THING) && toks[at - 2].is(tag::PREP) && !counted
}

/// "Two men, 25 and 31, were shot", "a woman, 29, was killed": bare numbers between commas behind people are their ages.
fn ages(toks: &[Tok], at: usize) -> Option<usize> {
    let before = at.checked_sub(2).map(|from| &toks[from..at])?;
    if !(before[1].what == What::Comma && before[0].is(tag::PERSON) && !predicate(&before[0])) {
        return None;
    }
    let age = |index: usize| toks.get(index).is_some_and(|tok| tok.what == What::Number && tok.value < 111);
    let mut next = at;
    while age(next) {
        match toks.get(next + 1) {
            Some(mark) if mark.what == What::Comma && !age(next + 2) => return Some(next + 1),
            Some(link) if link.what == What::Comma || link.is(tag::AND) => next += 2,
            Some(stop) if stop.what == What::Stop && next > at => return Some(next + 1),
            _ => return None,
        }
    }
    None
}

fn person_follows(toks: &[Tok], at: usize) -> bool {
    toks[at.min(toks.len())..]
        .iter()
        .take(3)
        .take_while(|tok| tok.what == What::Word && !tok.is(tag::PREP | tag::AND))
        .any(|tok| tok.is(tag::PERSON | tag::OTHER | tag::BE) || predicate(tok))
}
