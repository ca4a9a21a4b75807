//! Quantities of people: digits, number words, ranges and qualifiers, English and French.

use super::lexicon::{Lang, VAGUE, tag};
use super::token::{self, Tok, What};
use crate::model::{Convention, Toll, Value, Wording};

/// A quantity as read from tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub(crate) toll: Toll,
    /// Index after its last token.
    pub(crate) next: usize,
    /// "from A to B", "de A a B": a range, or a change where the sentence speaks of one.
    pub(crate) from_to: Option<(u32, u32)>,
    /// A bare number that could be a year.
    pub(crate) yearlike: bool,
    /// Only "one", "un", "une".
    pub(crate) article: bool,
    /// A word such as "several", with no number in it.
    pub(crate) vague: bool,
}

/// Lowest number of a vague word, by its place in [`VAGUE`].
fn vague(convention: &Convention, index: u32) -> u32 {
    match VAGUE.get(index as usize) {
        Some(&"several") => convention.several,
        Some(&"dozens") => convention.dozens,
        // "Десятки": two tens at the least.
        Some(&"tens") => 20,
        Some(&"scores") => convention.scores,
        Some(&"hundreds") => convention.hundreds,
        Some(&"thousands") => convention.thousands,
        _ => convention.some,
    }
}

/// A number without its qualifier.
struct Core {
    low: u32,
    high: Option<u32>,
    said: Option<u32>,
    wording: Wording,
    next: usize,
    yearlike: bool,
    article: bool,
    vague: bool,
}

/// A number composed by size: hundreds before tens before units, or the unit first where the language puts it so.
fn composed(toks: &[Tok], at: usize, lang: Lang) -> Option<(u32, usize, bool)> {
    let grammar = lang.grammar();
    let word = |index: usize| toks.get(index).filter(|tok| tok.what == What::Word);
    let number = |index: usize| word(index).filter(|tok| tok.is(tag::NUMBER)).map(|tok| tok.entry.value);
    let unit = |index: usize| word(index).filter(|tok| tok.is(tag::MULTIPLIER)).map(|tok| tok.entry.value);
    let joins = |index: usize| word(index).is_some_and(|tok| lang.known().joins.contains(&tok.id));
    let (mut total, mut group, mut next) = (0u32, 0u32, at);
    // What may still follow must be smaller than this.
    let mut room = u32::MAX;
    let mut digits = false;
    if let Some(tok) = toks.get(at).filter(|tok| tok.what == What::Number) {
        // "15 mil", "2 mil 300", "3 тыс.": digits go on only with a thousand.
        let multiple = unit(at + 1)?;
        total = tok.value.checked_mul(multiple)?;
        next = at + 2;
        digits = true;
        if let Some(rest) =
            toks.get(next).filter(|tok| tok.what == What::Number && tok.value < multiple && tok.value >= 100)
        {
            return Some((total.checked_add(rest.value)?, next + 1, false));
        }
        room = 0;
    }
    // A number in digits is whole already.
    loop {
        if digits {
            break;
        }
        let mut here = next;
        if next > at && joins(here) {
            here += 1;
        }
        if let Some(value) = number(here) {
            // "ثمانية وستون": the unit, then its ten.
            let turned = grammar.unit_first
                && here > next
                && (1..10).contains(&(group % 100))
                && group % 10 != 0
                && value % 10 == 0
                && (20..100).contains(&value)
                && room <= 10;
            let fits = value < room || turned;
            if !fits || next > at && here == next && !grammar.joins.is_empty() && room <= 10 && !turned {
                break;
            }
            group = group.checked_add(value)?;
            room = match value {
                _ if turned => 0,
                1..20 => {
                    if grammar.unit_first && value < 10 {
                        10
                    } else {
                        0
                    }
                }
                20..100 => 10,
                100..1000 => 100,
                _ => 1000,
            };
            if grammar.unit_first && (1..10).contains(&value) {
                room = 1;
            }
            if value == 0 {
                room = 0;
            }
            next = here + 1;
        } else if let Some(multiple) = unit(here) {
            if group >= multiple || here > next && group > 0 {
                break;
            }
            total = total.checked_add(group.max(1).checked_mul(multiple)?)?;
            group = 0;
            room = multiple;
            next = here + 1;
        } else {
            break;
        }
    }
    (next > at).then_some((total.checked_add(group)?, next, false))
}

fn digits_or_words(toks: &[Tok], at: usize, lang: Lang) -> Option<(u32, usize, bool)> {
    let tok = toks.get(at)?;
    if lang.grammar().composed
        && (tok.what != What::Number || toks.get(at + 1).is_some_and(|next| next.is(tag::MULTIPLIER)))
    {
        return composed(toks, at, lang);
    }
    if tok.what == What::Number {
        let mut value = tok.value;
        let mut next = at + 1;
        if let Some(unit) = toks.get(next)
            && unit.is(tag::MULTIPLIER)
            && value < 1000
        {
            value = value.checked_mul(unit.entry.value)?;
            next += 1;
        }
        return Some((value, next, next == at + 1));
    }
    // "a hundred", "a thousand"; "cent" and "mille" stand alone.
    let article = tok.is(tag::INDEF) && toks.get(at + 1).is_some_and(|next| next.is(tag::MULTIPLIER));
    if !tok.is(tag::NUMBER | tag::MULTIPLIER) && !article {
        return None;
    }
    if tok.is(tag::MULTIPLIER) && lang == Lang::EN && !article {
        return None;
    }
    let (mut total, mut group, mut next) = (0u32, 0u32, at);
    let mut last_small = 0u32;
    if article {
        group = 1;
        next += 1;
    }
    while let Some(tok) = toks.get(next) {
        if tok.what != What::Word {
            break;
        }
        if tok.is(tag::MULTIPLIER) {
            let unit = tok.entry.value;
            if unit == 100 {
                group = group.max(1).checked_mul(100)?;
            } else {
                total = total.checked_add(group.max(1).checked_mul(unit)?)?;
                group = 0;
            }
            last_small = 0;
            next += 1;
        } else if tok.is(tag::NUMBER) {
            let value = tok.entry.value;
            let fits = if next == at {
                true
            } else if last_small == 0 {
                // After hundred or thousand.
                true
            } else if lang.grammar().vigesimal || toks[at].entry.value == 4 {
                (last_small == 4 && value == 20)
                    || (matches!(last_small, 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100) && value < 20)
                    || (last_small == 10 && (7..10).contains(&value))
                    || (last_small == 80 && value < 20)
            } else {
                last_small >= 20 && last_small.is_multiple_of(10) && value > 0 && value < 10
            };
            if !fits {
                break;
            }
            if last_small == 4 && value == 20 {
                group = group - 4 + 80;
                last_small = 80;
            } else if last_small == 10 {
                group += value;
                last_small = 10 + value;
            } else {
                group = group.checked_add(value)?;
                // "soixante-dix-sept": the ten may still take a unit.
                last_small = if last_small >= 60 && value == 10 { 10 } else { value };
                if value == 0 {
                    last_small = 1;
                }
            }
            next += 1;
        } else if tok.is(tag::AND) && next > at {
            // "hundred and thirty-two", "vingt et un"; never "six and five".
            let follows = toks.get(next + 1).filter(|tok| tok.what == What::Word && tok.is(tag::NUMBER));
            let Some(value) = follows.map(|tok| tok.entry.value) else { break };
            let after_hundred = last_small == 0 && lang == Lang::EN && value > 0;
            let french = matches!(last_small, 20 | 30 | 40 | 50 | 60 | 70)
                && matches!(value, 1 | 11)
                && lang.grammar().vigesimal;
            if !(after_hundred || french) || tok.end - tok.start > 3 {
                break;
            }
            last_small = if after_hundred { 0 } else { last_small };
            next += 1;
        } else {
            break;
        }
    }
    (next > at).then_some((total.checked_add(group)?, next, false))
}

fn core(toks: &[Tok], at: usize, lang: Lang, convention: &Convention) -> Option<Core> {
    let tok = toks.get(at)?;
    let exact = |value: u32, next| Core {
        low: value,
        high: Some(value),
        said: Some(value),
        wording: Wording::Exact,
        next,
        yearlike: false,
        article: false,
        vague: false,
    };
    if tok.is(tag::VAGUE) {
        let low = vague(convention, tok.entry.value);
        return Some(Core { high: None, said: None, wording: Wording::Vague, vague: true, ..exact(low, at + 1) });
    }
    // Collective numbers: "a dozen", "two dozen", "half a dozen", "une vingtaine", "deux dizaines".
    let number = digits_or_words(toks, at, lang);
    let after = match &number {
        Some((_, next, _)) => *next,
        None if tok.is(tag::INDEF) => at + 1,
        None => at,
    };
    if let Some(unit) = toks.get(after)
        && unit.is(tag::DOZEN | tag::ROUNDED)
    {
        let times = number.as_ref().map_or(1, |(value, _, _)| *value);
        let counted = number.is_some() || after > at;
        let one = !unit.is(tag::PLURAL);
        // Not "a couple" the pair of lovers told apart by nobody: both are two.
        if counted || unit.entry.value == 6 || (unit.is(tag::DOZEN) && one && unit.entry.value >= 12) {
            let value = times.checked_mul(unit.entry.value)?;
            if unit.is(tag::ROUNDED) {
                let (low, high) = convention.around(value);
                return Some(Core { low, high: Some(high), wording: Wording::About, ..exact(value, after + 1) });
            }
            return Some(exact(value, after + 1));
        }
    }
    let (value, next, bare) = number?;
    let word = toks[at].what == What::Word;
    Some(Core {
        yearlike: bare && (1900..2100).contains(&value) && toks[at].end - toks[at].start == 4,
        article: word && value == 1 && next == at + 1,
        ..exact(value, next)
    })
}

/// Whether "greater" or "less" there lets the number itself in: `>=`, `≥`. Goes past the equals sign.
fn or_equal(toks: &[Tok], at: &mut usize) -> bool {
    let sign = |tok: &Tok| matches!(tok.what, What::Greater | What::Less);
    if toks.get(*at + 1).is_some_and(|next| next.what == What::Other && next.glued) && sign(&toks[*at]) {
        *at += 1;
        return true;
    }
    sign(&toks[*at]) && toks[*at].end - toks[*at].start > 1
}

/// The quantity that begins at that token, with its qualifiers.
pub(crate) fn quantity(toks: &[Tok], start: usize, lang: Lang, convention: &Convention) -> Option<Quantity> {
    let mut at = start;
    let (mut wording, mut about) = (Wording::Exact, false);
    let mut from = false;
    let mut below = false;
    loop {
        let tok = toks.get(at)?;
        let next = match tok {
            tok if tok.is(tag::AT_LEAST) => Wording::AtLeast,
            tok if tok.is(tag::MORE_THAN) || (tok.what == What::Greater) => {
                // ">= 50" and its one sign are at least, ">50" is more than.
                if or_equal(toks, &mut at) { Wording::AtLeast } else { Wording::MoreThan }
            }
            tok if tok.is(tag::FEWER_THAN) || tok.what == What::Less => {
                below = !or_equal(toks, &mut at);
                Wording::UpTo
            }
            tok if tok.is(tag::UP_TO) => Wording::UpTo,
            tok if tok.is(tag::EXACTLY) => Wording::Exact,
            tok if tok.is(tag::ABOUT) || tok.what == What::Tilde => {
                about = true;
                at += 1;
                continue;
            }
            tok if tok.is(tag::RANGE_FROM) && !from && at == start => {
                from = true;
                at += 1;
                continue;
            }
            _ => break,
        };
        if wording == Wording::Exact {
            wording = next;
        }
        at += 1;
    }
    // "at least between", "entre 10 et 15" after a qualifier.
    if let Some(first) = core(toks, at, lang, convention) {
        return finish(toks, first, wording, about, from, below, lang, convention);
    }
    None
}

#[allow(clippy::too_many_arguments)]
fn finish(
    toks: &[Tok],
    first: Core,
    mut wording: Wording,
    mut about: bool,
    from: bool,
    below: bool,
    lang: Lang,
    convention: &Convention,
) -> Option<Quantity> {
    let mut next = first.next;
    let mut from_to = None;
    let mut range = None;
    if let Some(link) = toks.get(next).filter(|_| !first.vague) {
        let word = link.what == What::Word;
        let dash = link.what == What::Dash;
        let joins = link.is(tag::RANGE_TO) && word && (from || !link.is(tag::AND)) || dash;
        if joins && let Some(second) = core(toks, next + 1, lang, convention).filter(|second| !second.vague) {
            // "20 to 1 200 displaced" is two things; ranges ascend, and "6 - 2 houses" is no range.
            let ascends = second.low >= first.low && !second.article;
            let or = link.is(tag::OR) && !(second.low == first.low + 1 || from || second.low <= first.low * 3);
            if !link.is(tag::AND | tag::OR) && !dash {
                from_to = Some((first.low, second.low));
            }
            if (ascends && !or) || from_to.is_some() {
                let (mut low, mut high) = (first.low.min(second.low), second.high.or(second.said));
                if let Some(high) = &mut high {
                    *high = (*high).max(first.low);
                }
                if second.wording == Wording::About {
                    low = low.min(second.low);
                }
                range = Some((low, high));
                next = second.next;
            }
        }
    }
    if from && range.is_none() {
        return None;
    }
    if let Some(tok) = toks.get(next) {
        if tok.what == What::Plus && tok.glued {
            wording = Wording::AtLeast;
            next += 1;
        } else if tok.is(tag::OR_MORE) && wording == Wording::Exact {
            // "51 au moins", but not "51 at least 20 of them".
            if !tok.is(tag::AT_LEAST) || core(toks, next + 1, lang, convention).is_none() {
                wording = Wording::AtLeast;
                next += 1;
            }
        } else if tok.is(tag::OR_SO) && core(toks, next + 1, lang, convention).is_none() {
            about = true;
            next += 1;
        }
    }
    let said = first.said;
    let (mut low, mut high) = (first.low, first.high);
    if about && !first.vague {
        (low, _) = convention.around(first.low);
        high = first.high.map(|high| convention.around(high).1);
    }
    let toll = if let Some((from_low, to_high)) = range {
        let (low, high) = match wording {
            Wording::AtLeast => (from_low, None),
            Wording::MoreThan => (from_low.saturating_add(1), None),
            Wording::UpTo => (0, to_high),
            _ if about => (convention.around(from_low).0, to_high.map(|high| convention.around(high).1)),
            _ => (from_low, to_high),
        };
        Toll { low, high, said: None, wording: Wording::Between }
    } else {
        match wording {
            Wording::AtLeast => Toll { low, high: None, said, wording },
            Wording::MoreThan => Toll { low: low.saturating_add(1), high: None, said, wording },
            Wording::UpTo if below => Toll { low: 0, high: high.map(|high| high.saturating_sub(1)), said, wording },
            Wording::UpTo => Toll { low: 0, high: high.or(said), said, wording },
            _ if about && !first.vague => Toll { low, high, said, wording: Wording::About },
            _ => Toll { low, high, said, wording: first.wording },
        }
    };
    Some(Quantity {
        toll,
        next,
        from_to,
        yearlike: first.yearlike && range.is_none() && wording == Wording::Exact && !about,
        article: first.article && range.is_none() && wording == Wording::Exact && !about,
        vague: first.vague,
    })
}

/// A cell read as a toll: a number or range with its words, and nothing else.
pub fn cell(cell: &str, convention: &Convention) -> Value<Toll> {
    let (mut scratch, mut toks) = (token::Scratch::default(), Vec::new());
    let lang = token::tokens(cell, None, &mut scratch, &mut toks);
    let other = if lang == Lang::EN { Lang::FR } else { Lang::EN };
    for lang in [lang, if lang.western() { other } else { Lang::EN }] {
        token::tokens(cell, Some(lang), &mut scratch, &mut toks);
        // A closing stop says nothing.
        while toks.last().is_some_and(|tok| tok.what == What::Stop) {
            toks.pop();
        }
        if let Some(quantity) = quantity(&toks, 0, lang, convention)
            && (quantity.next == toks.len()
                || (quantity.vague
                    && toks[quantity.next..].iter().all(|tok| tok.is(tag::OF | tag::PERSON) && !tok.is(tag::THING))))
        {
            return Value::Read(quantity.toll);
        }
    }
    Value::Garbled
}
