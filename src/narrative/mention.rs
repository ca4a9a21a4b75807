//! Places that a text names as places: "the communities of Karou and Fafa", "the Ansongo district".

use super::lexicon::tag;
use super::token::{self, Tok, What};

/// A place named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As the text spells it.
    pub name: String,
    /// Where it stands: bytes of the text.
    pub span: (u32, u32),
}

/// Nouns that make the name beside them a populated place or the unit around one.
const KINDS: &[&str] = &[
    "village",
    "villages",
    "town",
    "towns",
    "hamlet",
    "hamlets",
    "city",
    "community",
    "communities",
    "commune",
    "communes",
    "district",
    "circle",
    "locality",
    "localities",
    "neighbourhood",
    "neighborhood",
    "municipality",
    "settlement",
    "ville",
    "villes",
    "hameau",
    "hameaux",
    "localite",
    "localites",
    "cercle",
    "quartier",
    "departement",
    "campement",
    "residents",
    "inhabitants",
    "villagers",
    "habitants",
    "riverains",
    "prefecture",
    "sous-prefecture",
    "camp",
];

/// The places that a text names as such, in the order of the text. Names that only a preposition marks
/// ("in Mali") are left out: they are countries, armies and years as often as places.
pub fn named(text: &str) -> Vec<Named> {
    let mut toks = Vec::new();
    let lang = token::tokens(text, None, &mut token::Scratch::default(), &mut toks);
    let mut out: Vec<Named> = Vec::new();
    let word = |tok: &Tok| crate::text::fold::fold(text.get(tok.start as usize..tok.end as usize).unwrap_or(""));
    let kind = |tok: &Tok| {
        let folded = word(tok);
        // Prepositional phrases of the lexicon end in the kind: "in the villages of".
        folded.split(' ').any(|part| KINDS.contains(&part))
    };
    let name = |tok: &Tok| {
        tok.what == What::Word
            && tok.cap
            && !tok.is(tag::MONTH
                | tag::WEEKDAY
                | tag::NUMBER
                | tag::PERSON
                | tag::DEF
                | tag::PREP
                | tag::INSURGENT
                | tag::ARMY)
    };
    let mut at = 0;
    while at < toks.len() {
        let tok = &toks[at];
        if tok.what == What::Word && kind(tok) && !(tok.cap && at > 0 && name(tok)) {
            // "The communities of A, B and C", "le village d'A".
            let mut next = at + 1;
            let through = word(tok).ends_with(" of") || word(tok).ends_with(" de") || word(tok).ends_with(" d");
            if through || toks.get(next).is_some_and(|tok| tok.is(tag::OF)) {
                next += usize::from(!through);
                while let Some((span, after)) = run(&toks, next, &name) {
                    push(text, span, &mut out);
                    next = after;
                    let mut linked = false;
                    while toks.get(next).is_some_and(|tok| tok.what == What::Comma || tok.is(tag::AND)) {
                        linked = true;
                        next += 1;
                        if lang.grammar().adjectives_after && toks.get(next).is_some_and(|tok| tok.is(tag::OF)) {
                            next += 1;
                        }
                    }
                    if !linked {
                        break;
                    }
                }
            }
            // "The Ansongo district".
            let before = at.checked_sub(1).map(|index| &toks[index]);
            if !lang.grammar().adjectives_after && before.is_some_and(name) {
                let mut first = at - 1;
                while first > 0 && name(&toks[first - 1]) && toks[first - 1].what == What::Word {
                    first -= 1;
                }
                push(text, (toks[first].start, toks[at - 1].end), &mut out);
            }
        }
        at += 1;
    }
    out.sort_by_key(|named| named.span);
    out.dedup();
    out
}

fn run(toks: &[Tok], at: usize, name: &dyn Fn(&Tok) -> bool) -> Option<((u32, u32), usize)> {
    let first = toks.get(at).filter(|tok| name(tok))?;
    let mut next = at + 1;
    let mut end = first.end;
    while let Some(tok) = toks.get(next).filter(|tok| name(tok)) {
        end = tok.end;
        next += 1;
    }
    Some(((first.start, end), next))
}

fn push(text: &str, span: (u32, u32), out: &mut Vec<Named>) {
    if let Some(name) = text.get(span.0 as usize..span.1 as usize) {
        out.push(Named { name: name.to_owned(), span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_by_their_kind() {
        let names = |text: &str| named(text).into_iter().map(|named| named.name).collect::<Vec<_>>();
        assert_eq!(names("They came to the communities of Fafa, Labbezanga and Bara."), ["Fafa", "Labbezanga", "Bara"]);
        assert_eq!(names("The Ansongo district chief said so."), ["Ansongo"]);
        assert_eq!(names("Les habitants d'Ayorou ont fui le village de Tin Aouker."), ["Ayorou", "Tin Aouker"]);
        assert!(names("The army of Mali said on Monday that France agreed.").is_empty());
    }
}
