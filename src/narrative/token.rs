//! Texts as tokens: words with what the lexicon says of them, numbers, dates, marks.

use super::language::{self, Found};
use super::lexicon::{Entry, Lang, NOTHING, Script, tag};
use super::scan::scan;

/// What a token is before the lexicon has its say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Word,
    Number,
    /// A date, a clock time, a decimal, a code: digits that count nobody.
    Figure,
    /// "45-year-old".
    Age,
    /// "2nd", "3e".
    Ordinal,
    Comma,
    Semicolon,
    Colon,
    Dash,
    Stop,
    Open,
    Close,
    Quote,
    Plus,
    Tilde,
    Greater,
    Less,
    Other,
}

/// One token. Offsets are bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tok {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) what: What,
    /// Whether it begins with a capital letter.
    pub(crate) cap: bool,
    /// Whether no blank stands before it.
    pub(crate) glued: bool,
    /// Whether it is one word, and no phrase of the lexicon.
    pub(crate) single: bool,
    pub(crate) id: u32,
    pub(crate) entry: &'static Entry,
    /// The number of a [`What::Number`].
    pub(crate) value: u32,
}

impl Tok {
    pub(crate) fn is(&self, tags: u128) -> bool {
        self.entry.tags & tags != 0
    }

    /// Four digits that could be a year.
    pub(crate) fn year(&self) -> bool {
        self.what == What::Number && (1900..2100).contains(&self.value) && self.end - self.start == 4
    }
}

/// A token before the lexicon has its say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) id: u32,
    pub(super) value: u32,
    pub(super) what: What,
    pub(super) cap: bool,
    pub(super) glued: bool,
}

/// Room to work in, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) raw: Vec<Raw>,
    /// The text with its ASCII letters in lower case: what plain words are folded to.
    pub(super) lower: String,
    /// What any other word is folded to.
    pub(super) folded: String,
}

/// Calls `each` with every folded word or mark of a lexicon entry.
pub(crate) fn words(text: &str, each: &mut dyn FnMut(&str)) {
    let mut scratch = Scratch::default();
    scan(
        text,
        &mut scratch,
        |_| false,
        |_| true,
        |_, raw, folded| {
            if !matches!(raw.what, What::Stop) {
                each(folded);
            }
        },
    );
}

/// Tokens of a text, in the language that most of its words speak unless one is given; none where it is in a language
/// that is not read.
pub(crate) fn tokens(text: &str, lang: Option<Lang>, scratch: &mut Scratch, out: &mut Vec<Tok>) -> Lang {
    tokens_in(text, lang.map_or_else(|| language::find(text), Found::Read), scratch, out)
}

/// Tokens of a text whose language was looked for already.
pub(crate) fn tokens_in(text: &str, found: Found, scratch: &mut Scratch, out: &mut Vec<Tok>) -> Lang {
    let lang = match found {
        Found::Read(lang) => Some(lang),
        Found::Western => None,
        Found::Unread(_) => {
            out.clear();
            return Lang::EN;
        }
    };
    let lexicon = lang.unwrap_or(Lang::EN).lexicon();
    let arabic = lang.is_some_and(|lang| lang.grammar().script == Script::Arabic);
    let (mut english, mut french) = (0u32, 0u32);
    scan(
        text,
        scratch,
        |word| lexicon.numeric(word),
        |word| !arabic || lexicon.means(word),
        |raw, mut tok, folded| {
            tok.id = lexicon.id(folded);
            if tok.id != 0 {
                let (en, fr) = lexicon.speaks(tok.id);
                english += u32::from(en);
                french += u32::from(fr);
            }
            raw.push(tok);
        },
    );
    let lang = lang.unwrap_or(if french > english { Lang::FR } else { Lang::EN });
    let raw = &scratch.raw;
    out.clear();
    out.reserve(raw.len());
    let mut at = 0;
    'tokens: while at < raw.len() {
        let Raw { start, end, id, value, what, cap, glued } = raw[at];
        let mut tok = Tok { start, end, what, cap, glued, single: true, id, entry: &NOTHING, value };
        if tok.id != 0 {
            let second = raw.get(at + 1).map_or(0, |tok| tok.id);
            for phrase in lexicon.phrases(tok.id, second, lang) {
                let end = at + 1 + phrase.rest.len();
                let fits = end <= raw.len()
                    && raw[at + 1..end]
                        .iter()
                        .zip(&phrase.rest)
                        .all(|(tok, id)| tok.id == *id && !matches!(tok.what, What::Stop));
                if fits && !(phrase.entry.tags & tag::TOLL != 0 && heads_list(raw, end, out)) {
                    tok.entry = &phrase.entry;
                    tok.end = raw[end - 1].end;
                    tok.what = What::Word;
                    tok.single = false;
                    if tok.is(tag::AGE) && lexicon.entry(tok.id, lang).tags & tag::TIME != 0 {
                        age(out, &mut tok);
                    }
                    out.push(tok);
                    at = end;
                    continue 'tokens;
                }
            }
            tok.entry = lexicon.entry(tok.id, lang);
            // "25 year-old", one word of its own.
            if tok.is(tag::AGE) && text.get(start as usize..end as usize).is_some_and(|word| word.contains('-')) {
                age(out, &mut tok);
            }
        }
        if tok.what == What::Stop
            && let Some(last) = out.last()
            && last.is(tag::ABBREV)
            && at + 1 < raw.len()
        {
            at += 1;
            continue;
        }
        out.push(tok);
        at += 1;
    }
    lang
}

/// Makes one age of a number and "year old", which `tok` is: "her two year old daughter".
fn age(out: &mut Vec<Tok>, tok: &mut Tok) {
    if let Some(number) = out.last().copied()
        && (number.what == What::Number || number.is(tag::NUMBER))
    {
        *tok = Tok { end: tok.end, what: What::Age, entry: &NOTHING, ..number };
        out.pop();
    }
}

/// Whether "killed:" ends a sentence that has its number already: "41 people were killed: 29 civilians".
fn heads_list(raw: &[Raw], end: usize, before: &[Tok]) -> bool {
    let marks = |what| matches!(what, What::Stop | What::Comma | What::Semicolon | What::Colon | What::Open);
    raw[end - 1].what == What::Colon
        && before.iter().rev().take(4).take_while(|tok| !marks(tok.what)).any(|tok| {
            tok.what == What::Number || tok.is(tag::BE | tag::NUMBER | tag::VAGUE | tag::DOZEN | tag::ROUNDED)
        })
}
