//! Reading tolls from narratives, in every language that has a lexicon under data/lexicon.
//!
//! A text becomes tokens ([`token`]), tokens become counted people and single words ([`chunk`]), each
//! predicate finds its people ([`claim`]), what surrounds it tells threats, other events and
//! belligerents' claims apart ([`context`]), and the claims become one reading ([`combine`]) with its parts ([`parts`]).
//! The words are data: data/lexicon. Where a text is not clear, the reading says nothing.

pub mod cells;
mod certainty;
pub(crate) mod chunk;
pub(crate) mod claim;
pub(crate) mod combine;
mod constructions;
pub(crate) mod context;
mod dated;
mod figures;
mod json;
pub mod language;
pub(crate) mod lexicon;
mod mention;
mod parts;
mod people;
pub(crate) mod quantity;
mod scan;
mod survey;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_unseen;
pub(crate) mod token;

pub use certainty::{Certainty, Ground};
pub use json::{Json, read_json};
pub use lexicon::Lang;
pub use mention::{Named, named};
pub use survey::{Survey, survey};

use crate::model::{Status, Toll};
use claim::Scene;
use lexicon::tag;
use token::What;

/// The toll of one place or one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The place, as the text spells it.
    pub place: Option<String>,
    /// The group, in the plural and in lower case: "soldiers".
    pub group: Option<String>,
    /// How many.
    pub toll: Toll,
    /// Where it stands: bytes of the text.
    pub span: (u32, u32),
}

/// Deaths that the text mentions, of another event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands: bytes of the text.
    pub span: (u32, u32),
    /// How many.
    pub toll: Toll,
}

/// What a text says of the dead, the injured and the abducted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The language it was read in.
    pub lang: Lang,
    /// The dead of the event; `None` where none are stated, 0-0 where the text says that nobody died.
    pub total: Option<Toll>,
    /// Whether the text expects its toll to change, or says that it did.
    pub status: Status,
    /// The toll by place or by group, where the text breaks it down.
    pub parts: Vec<Part>,
    /// The injured.
    pub injured: Option<Toll>,
    /// The abducted, captured and arrested.
    pub abducted: Option<Toll>,
    /// Deaths of other events.
    pub background: Vec<Mention>,
    /// Where the total stands: bytes of the text; empty where there is none.
    pub span: (u32, u32),
    /// The one place that the total is said of, as the text spells it.
    pub place: Option<String>,
    /// The total stands in the text as such, and is no sum of ours.
    pub stated_total: bool,
    /// "Coded as 10": the number that a coder put for an unknown one.
    pub coded: Option<u32>,
    /// "Split over 4 events", with the number of events where it is given.
    pub split: Option<Option<u32>>,
    /// Nothing but words or dates of another time stand beside it: "in January 2021".
    pub elsewhen: bool,
    /// The sum of several statements, or figures that the text leaves in doubt.
    pub uncertain: bool,
    /// How sure the total is.
    pub certainty: Certainty,
    /// What makes it so.
    pub ground: Ground,
}

impl Reading {
    /// Bytes of the text as Unicode code points, as JSON gives spans.
    pub fn code_points(text: &str, (start, end): (u32, u32)) -> (u32, u32) {
        let count = |at: u32| text.get(..at as usize).map_or(0, |head| head.chars().count()) as u32;
        (count(start), count(end))
    }
}

/// Room to work in, kept from text to text.
#[derive(Default)]
struct Room {
    scratch: token::Scratch,
    toks: Vec<token::Tok>,
    items: Vec<chunk::Item>,
    sentences: Vec<claim::Sentence>,
    taken: Vec<bool>,
    claims: Vec<claim::Claim>,
}

thread_local! {
    static ROOM: std::cell::RefCell<Room> = std::cell::RefCell::default();
}

/// Reads a text, in the language that most of its words speak unless one is given. Never fails;
/// a text without deaths gives an empty reading.
pub fn read(text: &str, lang: Option<Lang>) -> Reading {
    ROOM.with_borrow_mut(|room| {
        let found = lang.map_or_else(|| language::find(text), language::Found::Read);
        read_in(room, text, found, true)
    })
}

/// The toll of a text that leaves no doubt, or nothing.
pub fn toll(text: &str) -> Option<Toll> {
    toll_and_language(text).0
}

/// The toll of a text that leaves no doubt, and the number of its language, as [`language::of_number`] knows it.
pub fn toll_and_language(text: &str) -> (Option<Toll>, u8) {
    let found = language::find(text);
    let reading = ROOM.with_borrow_mut(|room| read_in(room, text, found, false));
    let number = language::number(found, reading.lang);
    (reading.total.filter(|_| !reading.uncertain && reading.split.is_none()), number)
}

/// Reads a text; parts, places, the injured and the abducted only where `details` are wanted.
fn read_in(room: &mut Room, text: &str, found: language::Found, details: bool) -> Reading {
    let lang = token::tokens_in(text, found, &mut room.scratch, &mut room.toks);
    let mut reading = Reading {
        lang,
        total: None,
        status: Status::Unsaid,
        parts: Vec::new(),
        injured: None,
        abducted: None,
        background: Vec::new(),
        span: (0, 0),
        place: None,
        stated_total: false,
        coded: None,
        split: None,
        elsewhen: false,
        uncertain: false,
        certainty: Certainty::Doubtful,
        ground: Ground::Nothing,
    };
    let says = room.toks.iter().any(|tok| {
        tok.entry.kind != lexicon::Kind::None
            || tok.is(tag::TOLL | tag::INJURY_TOLL | tag::NOTHING | tag::NOTHING_KILLED | tag::CODED)
    });
    if !says {
        return reading;
    }
    chunk::items(&room.toks, lang, &mut room.items);
    claim::sentences(&room.toks, &room.items, &mut room.sentences);
    let mut scene = Scene { toks: &room.toks, items: &mut room.items, lang, sentences: &room.sentences };
    mark_subsets(&mut scene);
    notes(&scene, &mut reading);
    room.claims.clear();
    room.taken.clear();
    room.taken.resize(scene.items.len(), false);
    let mut doubt = false;
    for sentence in 0..scene.sentences.len() {
        doubt |= scene.claims(sentence, &mut room.taken, &mut room.claims);
    }
    let making = combine::combine(&scene, &room.claims, text, details, &mut reading);
    reading.uncertain |= doubt && reading.total.is_some_and(|total| total.high != Some(0));
    (reading.certainty, reading.ground) = certainty::weigh(&reading, making);
    reading
}

/// Marks the people whom "including" and its like make a part of others.
fn mark_subsets(scene: &mut Scene<'_>) {
    for sentence in 0..scene.sentences.len() {
        let (from, end) = scene.span(sentence);
        let mut inside = false;
        if !scene.holds(sentence, tag::INCL | tag::OF_THEM | tag::OF_WOUNDED) {
            continue;
        }
        for item in from..end {
            if let Some(np) = scene.np(item) {
                // "Eight people, seven of them children,".
                let apposed = item > from && scene.np(item - 1).is_none() && scene.tok(item - 1).what == What::Comma;
                inside |= np.of_them && !np.of_wounded && apposed;
                if inside && let Some(np) = &mut scene.items[item].np {
                    np.subset = true;
                }
                continue;
            }
            let tok = scene.tok(item);
            let (what, tags) = (tok.what, tok.entry.tags);
            if tags & tag::INCL != 0 {
                inside = true;
            } else if inside {
                let next = item + 1;
                let ends = match what {
                    What::Comma => next >= end || scene.np(next).is_none() && scene.tags(next) & tag::AND == 0,
                    What::Semicolon | What::Stop | What::Close | What::Colon => true,
                    _ => {
                        tags & (tag::BE | tag::HAVE | tag::HAD | tag::BUT | tag::SUBORD) != 0
                            || chunk::predicate(scene.tok(item))
                            || (tags & tag::AND != 0
                                && next < end
                                && scene.np(next).is_none()
                                && chunk::predicate(scene.tok(next)))
                    }
                };
                if ends {
                    inside = false;
                }
            }
        }
    }
}

/// What a coder noted on numbers that nobody knew.
fn notes(scene: &Scene<'_>, reading: &mut Reading) {
    let number = |from: usize, to: usize| {
        (from..to.min(scene.items.len()))
            .find_map(|item| scene.np(item).and_then(|np| np.toll.said).map(|said| (item, said)))
    };
    if !scene.sentences.iter().any(|sentence| sentence.tags & (tag::CODED | tag::SPLIT) != 0) {
        return;
    }
    for item in 0..scene.items.len() {
        if scene.is(item, tag::CODED) {
            match number(item + 1, item + 3) {
                // "Coded as four events" counts rows.
                Some((at, rows)) if scene.any(at, at + 2, tag::EVENT) => {
                    reading.split = reading.split.or(Some(Some(rows)));
                }
                Some((_, code)) => reading.coded = reading.coded.or(Some(code)),
                None => {}
            }
        }
        if scene.is(item, tag::SPLIT) {
            reading.split = Some(number(item + 1, item + 4).map(|(_, rows)| rows));
        }
    }
}
